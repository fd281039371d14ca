"""Which payment touches which bill and which list, read from the copied records alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from aml.report import render_html
from aml.report.flagged import MOST_LINKS, flagged
from aml.report.likeness import cited_of_entry, names
from aml.report.link import flag_links
from aml.report.movement import movements
from tests.report import cases
from tests.report.pages import Page


def links(case):
    return flag_links(case, movements(case))


def table(case):
    section = flagged(case, movements(case))
    return next(block for block in section.blocks if hasattr(block, "rows"))


def one_payment(*records, **payment):
    """A case of one payment of 12 March 2026 and the linked records beside it."""
    values = {"day": "2026-03-12", "amount": "900.0000", "direction": "debit", "channel": "wire"}
    rows = [*records, cases.entry(1, **{**values, **payment})]
    found = cases.alert(1, cases.FLAGGED, 70, rows, typology="W02")
    provenance = replace(cases.PROVENANCE, scenarios=(cases.FLAGGED,))
    return cases.case_of(rows, [found], [cases.subject()], provenance=provenance)


def listed(**more):
    return cases.linked("flagged_parties", "F1", **{**cases.PUNTA_NEGRA, **more})


def test_a_payment_a_bill_a_container_and_an_entry_stand_in_one_row():
    first, second, third, fourth = table(cases.trade()).rows
    assert first == (
        "2026-03-16",
        "USD 19,000.00",
        "Out to Naviera Punta Negra SA: shipper; same name as the entry; the customer is consignee",
        "MEDU4471029, issued 20 February 2026, container MSKU4054382, arrival 15 March 2026",
        "Naviera Punta Negra S.A. (analyst F1), shipper of the bill: suspected front,"
        " flagged since 1 November 2025",
        "24 days after issue; 1 day after arrival; 135 days after flagging",
        "1",
    )
    assert second[2].startswith("Out to TRANSITARIOS BAHIA, S.L.: forwarder;")
    assert second[5] == "14 days after issue; 9 days before arrival; 125 days after flagging"
    assert third[2:6] == (
        "Out to Muelle Sur Demurrage Inc: cites the container",
        "–",
        "Container CSQU3054383 (port F2): seizure, flagged since 20 March 2026",
        "2 days before flagging",
    )
    assert "no field of these records shows how" in fourth[2]
    assert "In from Somebody Else Ltd" in fourth[2]


def test_a_link_that_only_the_alert_makes_is_counted_as_one():
    section = flagged(cases.trade(), movements(cases.trade()))
    assert section.blocks[0].text == (
        "4 links between 4 payments, 1 bill of lading and 2 entries of lists, read from the records"
        " that the alerts cite. 1 link rests on the alert alone: no field of the records shows it."
    )


def test_a_case_without_an_entry_of_a_list_has_no_such_section():
    assert flagged(cases.small(), movements(cases.small())) is None
    assert 'id="flagged"' not in render_html(cases.small())
    assert "Links to flagged parties" in Page(render_html(cases.trade())).text


def test_bills_and_entries_without_a_payment_stand_below():
    rows = table(cases.linked_only()).rows
    assert [row[3].split(",")[0] for row in rows] == ["MEDU4471029", "MEDU4471030"]
    assert {row[:3] for row in rows} == {("–", "–", "No payment is cited")}
    assert all("shipper of the bill" in row[4] for row in rows)


@pytest.mark.parametrize(
    ("entry", "payment", "role"),
    [
        ({"account_number": "PA 77; PA-78"}, {"counterparty_account": "pa78"}, "same account"),
        ({"registration_number": "RUC-1"}, {"counterparty_id": "RUC1"}, "same registration"),
        ({"bic": "BICXPAPA"}, {"counterparty_bank": "BICXPAPA"}, "same bank code"),
        ({}, {"counterparty_name": "NAVIERA PUNTA NEGRA"}, "same name"),
        ({}, {"conductor_name": "Punta Negra Naviera SA"}, "conductor: same name"),
        ({}, {"on_behalf_of": "Naviera Punta Negra"}, "on whose behalf: same name"),
        (
            {"aliases": "[Otra Cosa Ltda, 'Costa Sur, S.A.']"},
            {"counterparty_name": "COSTA SUR SA"},
            "same name",
        ),
        ({"name": "Maribel Fuentes Ortega", "kind": "person"}, {}, "customer: same name"),
        ({"imo_number": "9074729"}, {"remittance_text": "agency fee mv imo9074729"}, "cites the ship"),
        ({"mmsi": "354123000"}, {"remittance_text": "MMSI 354123000"}, "cites the ship's radio number"),
        ({"wallet": "1BoatSLRHtKNn"}, {"remittance_text": "to 1BoatSLRHtKNn"}, "cites the wallet"),
        ({"wallet": "1BoatSLRHtKNn"}, {"counterparty_account": "1BoatSLRHtKNn"}, "same wallet"),
    ],
)  # fmt: skip
def test_what_ties_a_payment_to_an_entry_is_named(entry, payment, role):
    (link,) = links(one_payment(listed(**entry), **payment))
    assert link.is_shown
    assert link.role.startswith(role)


@pytest.mark.parametrize(
    "payment",
    [
        {"remittance_text": "invoice 190747291"},
        {"remittance_text": "90747299"},
        {"counterparty_name": "Naviera Punta Blanca"},
        {"counterparty_account": "X"},
    ],
)
def test_what_only_looks_alike_ties_nothing(payment):
    (link,) = links(one_payment(listed(imo_number="9074729", account_number="XX"), **payment))
    assert not link.is_shown


def test_numbers_in_a_text_are_read_however_they_are_parted():
    entry = listed(container_number="CSQU3054383")
    for text, is_cited in (
        ("demurrage CSQU 305438-3 of March", True),
        ("cont.CSQU3054383/2026", True),
        ("XCSQU3054383", False),
        ("CSQU30543831", False),
    ):
        found = cited_of_entry(cases.entry(1, remittance_text=text), entry)
        assert (found == "container") is is_cited, text


@pytest.mark.parametrize(
    ("bill", "payment", "role"),
    [
        ({"bl_no": "MEDU4471029"}, {"remittance_text": "freight b/l:medu-447-1029"}, "cites the number"),
        ({"bl_no": "BL7"}, {"bill_of_lading": "BL 7"}, "cites the number"),
        ({"bl_no": "BL7"}, {"remittance_text": "BL7"}, ""),
        ({"booking_number": "EBKG0765432"}, {"invoice_reference": "INV EBKG 0765432"}, "cites the booking"),
        ({"notify_id": "N-9"}, {"counterparty_id": "n9"}, "notify party"),
        ({"carrier_name": "Atlas Lines Ltd"}, {"counterparty_name": "ATLAS LINES"}, "carrier"),
    ],
)  # fmt: skip
def test_what_ties_a_payment_to_a_bill_is_named(bill, payment, role):
    values = {
        "bl_no": "MEDU0000000",
        "shipper_name": "Naviera Punta Negra",
        "issued_on": "2026-03-12",
    }
    held = cases.linked("bills_of_lading", "B", **{**values, **bill})
    found = [link for link in links(one_payment(listed(), held, **payment)) if link.payment]
    assert [link.role for link in found if link.bill] == ([role] if role else [])


def test_the_row_of_a_bill_with_several_containers_is_the_one_that_is_flagged():
    shared = {"bl_no": "MEDU4471029", "issued_on": "2026-03-01"}
    bills = [
        replace(
            cases.linked("bills_of_lading", "MEDU4471029", **shared, container_number=number),
            source_row=row,
        )
        for row, number in enumerate(("MSKU4054382", "CSQU3054383"), 1)
    ]
    entry = listed(name="", kind="container", container_number="CSQU3054383")
    case = one_payment(entry, *bills, remittance_text="MEDU4471029")
    (link,) = (link for link in links(case) if link.entry)
    assert link.bill.text("container_number") == "CSQU3054383"
    assert link.flagged == "container"


def test_a_ship_without_a_number_on_the_bill_is_known_by_its_name():
    entry = listed(name="Estrella Polar", kind="vessel", imo_number="9074729")
    bill = {"bl_no": "MEDU4471029", "issued_on": "2026-03-01", "vessel_name": "M/V ESTRELLA POLAR"}
    for number, roles in (("", ["ship by its name"]), ("9321483", [""])):
        held = cases.linked("bills_of_lading", "MEDU4471029", **bill, imo_number=number)
        case = one_payment(entry, held, remittance_text="MEDU4471029")
        assert [link.flagged for link in links(case) if link.bill] == roles


def test_which_of_several_entries_is_meant_is_not_guessed():
    two = (listed(), cases.linked("flagged_parties", "F2", **cases.PUNTA_NEGRA | {"name": "Otra"}))
    (row,) = (r for r in table(one_payment(*two, counterparty_name="X")).rows if r[0] != "–")
    assert row[4] == "One of several entries that the alert cites; see the linked records"


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ("2026-03-11", "1 day after flagging"),
        ("2026-03-12", "on the day of flagging"),
        ("2026-03-13", "1 day before flagging"),
    ],
)
def test_days_are_counted_from_the_flagging(since, words):
    case = one_payment(listed(flagged_from=since), counterparty_name="Naviera Punta Negra")
    assert table(case).rows[0][5] == words


def test_a_payment_of_another_account_names_it():
    rows = table(cases.indirect()).rows
    assert rows[0][2] == "Account SHELL-1: in from Punta Negra (Panama): same account as the entry"
    assert rows[2][2] == "In from Vega Larga Holdings: by way of others, as the picture shows"


def test_an_ended_flag_says_so():
    case = one_payment(listed(flagged_to="2026-03-31"), counterparty_name="Naviera Punta Negra")
    assert table(case).rows[0][4].endswith("flagged since 9 March 2026 to 31 March 2026")


def test_two_alerts_about_one_payment_and_entry_make_one_row():
    case = cases.trade()
    other = cases.alert(2, cases.FLAGGED, 60, case.rows[:0], typology="W01")
    ids = ("A-000000000001", "A-000000000002")
    rows = tuple(
        replace(row, alert_ids=ids) if row.record_id in ("F1", "core:T2") else row
        for row in case.rows
    )
    other = replace(other, transaction_ids=("core:T2",), linked_ids=("flagged_parties:F1",))  # fmt: skip
    first = table(replace(case, rows=rows, alerts=(*case.alerts, other))).rows[0]
    assert first[0] == "2026-03-16"
    assert first[6] == "1, 2"
    assert len(table(replace(case, rows=rows, alerts=(*case.alerts, other))).rows) == 4


def test_a_long_list_keeps_the_largest_payments_and_counts_the_rest():
    case = cases.many_links(60)
    rows = table(case).rows
    assert len(rows) == MOST_LINKS == 40
    assert rows[0][1] == "USD 160.00"
    assert rows[-1][1] == "USD 121.00"
    text = flagged(case, movements(case)).blocks[0].text
    assert "The 40 links of the largest payments are printed" in text
    assert "20 more, over 20 payments of USD 2,210.00, are not" in text
    assert (
        "printed"
        not in flagged(cases.many_links(40), movements(cases.many_links(40))).blocks[0].text
    )


def test_a_remittance_to_a_listed_person_is_linked():
    row = cases.remittance(1, receiver_name="LUNA BARRIENTOS, Ofelia", receiver_document="G 12")
    entry = listed(name="Ofelia Barrientos Luna", kind="person", document_number="G12")
    found = cases.alert(1, cases.FLAGGED, 70, [entry, row], typology="W01")
    provenance = replace(cases.PROVENANCE, scenarios=(cases.FLAGGED,))
    case = cases.case_of([entry, row], [found], [cases.subject()], provenance=provenance)
    (link,) = links(case)
    assert link.role == "receiver: same document and same name as the entry"
    assert table(case).rows[0][2].startswith("Remitted to LUNA BARRIENTOS, Ofelia (Culiacán, MX)")


def test_a_person_needs_every_word_of_the_name():
    entry = listed(name="Ana Sá", kind="person")
    assert names(entry, "SA ANA")
    assert not names(entry, "Ana")
    assert not names(listed(name="", kind="vessel"), "")


def test_links_do_not_depend_on_the_order_of_the_records():
    case = cases.trade()
    turned = replace(case, rows=tuple(reversed(case.rows)))
    assert table(turned).rows == table(case).rows


def test_names_and_texts_stay_text():
    text = render_html(cases.nasty_links())
    page = Page(text)
    assert "<script>" not in text
    assert "shipper of the bill" in page.text
    assert "=HYPERLINK" in page.text


def test_among_many_bills_each_payment_finds_its_own():
    start = date(2026, 1, 1)
    bills = [
        cases.linked("bills_of_lading", f"MEDU44710{n:02}", bl_no=f"MEDU44710{n:02}", issued_on="2026-01-01",
                     shipper_name="Naviera Punta Negra")
        for n in range(20)
    ]  # fmt: skip
    payments = [
        cases.entry(n, (start + timedelta(days=n)).isoformat(), remittance_text=f"MEDU44710{n % 20:02}")
        for n in range(200)
    ]  # fmt: skip
    found = cases.alert(1, cases.FLAGGED, 70, [*bills, *payments, listed()], typology="W03")
    case = cases.case_of([*bills, *payments, listed()], [found], [cases.subject()])
    assert len(links(case)) == 200
    assert all(
        link.bill.record_id[-2:] == f"{int(link.payment.row.record_id[6:]) % 20:02}"
        for link in links(case)
    )
