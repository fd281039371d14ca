from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from aml.case.build import Setting, build_cases, by_weight, totals
from aml.core.alert import Figure
from aml.core.case import Provenance, ScenarioUse, Subject, SubjectAccount
from aml.scenario.prepare import derive
from aml.store import Store
from aml.store.schema import create_schema
from tests.case.alerts import alert, row

USE = ScenarioUse("rule_s01@1", "Title", "S01", "What", "aa", (), (), (), ())
SETTING = Setting(
    "Test Bank", "US", "USD", Provenance("run", date(2026, 3, 31), "0", (USE,), (), ())
)
ENTRY = (
    "INSERT INTO transactions (transaction_id, ledger_id, file_id, source_row, account_id,"
    " customer_id, booked_at, booked_on, direction, amount, currency, amount_base, channel, status,"
    " counterparty_account) VALUES ($id, 'core', 1, 1, $account, $customer, '2026-03-02 09:00:00',"
    " '2026-03-02', 'debit', 1, 'USD', 1, 'wire', 'posted', $other)"
)


@pytest.fixture
def store():
    with Store() as opened:
        create_schema(opened)
        opened.run("INSERT INTO institution VALUES ('Test Bank', 'US', 'bank', 'USD', NULL)")
        for n in (1, 2, 3):
            opened.run(
                "INSERT INTO customers (file_id, source_row, customer_id, customer_type, name, occupation)"
                f" VALUES (1, {n}, 'C{n}', 'person', 'Name {n}', 'baker')"
            )
            opened.run(
                "INSERT INTO accounts (file_id, source_row, account_id, customer_id)"
                f" VALUES (1, {n}, 'A{n}', 'C{n}')"
            )
        yield opened


def build(store, alerts, rows):
    derive(store, ["party_members", "parties", "identity_ties"])
    return build_cases(store, alerts, rows, SETTING)


def test_a_case_keeps_every_cited_record_once_with_the_alerts_that_cite_it(store):
    rows = {"T1": (row("T1", direction="credit", amount_base="5.0000"),), "T2": (row("T2"),)}
    alerts = [alert("a", cites=["T1", "T2"]), alert("b", cites=["T1"], typology="F01")]
    (case,) = build(store, alerts, rows)
    assert [(r.record_id, r.alert_ids) for r in case.rows] == [("T1", ("a", "b")), ("T2", ("a",))]
    assert case.score == sum(line.points for line in case.contributions)
    assert {item.case_id for item in case.alerts} == {case.case_id}
    assert [use.reference for use in case.provenance.scenarios] == ["rule_s01@1"]


def test_the_subject_is_what_the_bank_knows_of_it(store):
    (case,) = build(store, [alert("a", cites=["T1"])], {"T1": (row("T1"),)})
    (subject,) = case.subjects
    assert subject.name == "Name 1"
    assert subject.is_customer
    assert ("Occupation", "baker") in subject.facts
    assert [account.account_id for account in subject.accounts] == ["A1"]


def test_a_cited_transfer_between_two_alerted_subjects_ties_them(store):
    rows = {"T1": (row("T1", counterparty_account="A2"),), "T2": (row("T2"),)}
    alerts = [alert("a", "C1", cites=["T1"]), alert("b", "C2", cites=["T2"])]
    (case,) = build(store, alerts, rows)
    assert [subject.name for subject in case.subjects] == ["Name 1", "Name 2"]
    assert case.ties[0].reason == "a cited transfer between their accounts"


def test_a_payment_that_another_part_of_a_split_group_cites_is_said_to_be_there(store, monkeypatch):
    monkeypatch.setattr("aml.case.group.MOST_SUBJECTS", 2)
    rows = {
        "T1": (row("T1"),),
        "T2": (row("T2"),),
        "T3": (row("T3", counterparty_account="A2"),),
        "T4": (row("T4", counterparty_account="A1"),),
    }
    alerts = [
        alert("a", "C1", cites=["T1"]),
        alert("b", "C2", cites=["T2"]),
        alert("c", "C1", cites=["T3"], typology="F01"),
        alert("d", "C3", cites=["T4"], typology="F01"),
    ]
    found = {case.alerts[0].typology: case for case in build(store, alerts, rows)}
    assert [tie.reason for tie in found["F01"].ties] == ["a cited transfer between their accounts"]
    assert [tie.reason for tie in found["S01"].ties] == [
        "a cited transfer between their accounts, in another case of their group"
    ]


def test_ownership_ties_two_alerted_subjects(store):
    store.run(
        "INSERT INTO relationships (file_id, source_row, relationship_id, from_customer_id,"
        " to_customer_id, role) VALUES (1, 1, 'R1', 'C1', 'C3', 'owner')"
    )
    rows = {"T1": (row("T1"),), "T2": (row("T2"),)}
    alerts = [alert("a", "C1", cites=["T1"]), alert("b", "C3", cites=["T2"])]
    assert len(build(store, alerts, rows)) == 1


@pytest.mark.parametrize(("counterparties", "cases"), [(50, 1), (51, 2)])
def test_a_hub_ties_nobody(store, counterparties, cases):
    for n in range(counterparties):
        store.run(ENTRY, {"id": f"H{n}", "account": "A1", "customer": "C1", "other": f"X{n}"})
    rows = {"T1": (row("T1", counterparty_account="A2"),), "T2": (row("T2"),)}
    alerts = [alert("a", "C1", cites=["T1"]), alert("b", "C2", cites=["T2"])]
    assert len(build(store, alerts, rows)) == cases


ACCOUNT_ENTRY = ENTRY.replace("$other", "'X'")


def test_the_owner_of_an_account_without_a_record_is_whom_its_entries_name(store):
    store.run(ACCOUNT_ENTRY, {"id": "T1", "account": "A7", "customer": "C2"})
    about = replace(alert("a", "A7", cites=["T1"]), focus_kind="account")
    (case,) = build(store, [about], {"T1": (row("T1"),)})
    (subject,) = case.subjects
    assert (subject.name, subject.party_id) == ("Name 2", "acc:C2")
    assert ("Customer number", "C2") in subject.facts
    assert [account.account_id for account in subject.accounts] == ["A2", "A7"]


def test_an_account_whose_customer_has_no_record_either_is_shown_as_that_customer_s(store):
    store.run(ACCOUNT_ENTRY, {"id": "T1", "account": "A7", "customer": "C9"})
    about = replace(alert("a", "A7", cites=["T1"]), focus_kind="account")
    (case,) = build(store, [about], {"T1": (row("T1"),)})
    assert case.subjects[0].party_id == "acc:C9"
    assert [account.account_id for account in case.subjects[0].accounts] == ["A7"]


def test_alerts_about_a_customer_and_about_its_unrecorded_account_make_one_case(store):
    store.run(ACCOUNT_ENTRY, {"id": "T1", "account": "A7", "customer": "C2"})
    rows = {"T1": (row("T1"),), "T2": (row("T2"),)}
    about = replace(alert("a", "A7", cites=["T1"]), focus_kind="account")
    (case,) = build(store, [about, alert("b", "C2", cites=["T2"], typology="F01")], rows)
    assert [subject.party_id for subject in case.subjects] == ["acc:C2"]


def test_a_customer_without_a_record_stands_for_itself(store):
    (case,) = build(store, [alert("a", "C9", cites=["T1"])], {"T1": (row("T1"),)})
    assert case.subjects[0].party_id == "acc:C9"
    assert case.subjects[0].name == "C9"


def test_the_same_alerts_make_the_same_case_in_any_order(store):
    rows = {"T1": (row("T1"),), "T2": (row("T2"),)}
    alerts = [alert("a", cites=["T1"]), alert("b", cites=["T2"], start=5)]
    derive(store, ["party_members", "parties", "identity_ties"])
    forwards = build_cases(store, alerts, rows, SETTING)
    assert build_cases(store, list(reversed(alerts)), rows, SETTING) == forwards


def test_money_that_passes_through_counts_once():
    through = [
        row("T1", direction="credit", amount_base="100"),
        row("T2", direction="debit", amount_base="90"),
        replace(row("R1", amount_base="7"), table="remittances"),
    ]
    found = totals(through)
    assert (found.credits, found.debits, found.remitted) == (100, 90, 7)
    assert found.activity == Decimal(107)


def leg(record_id, account, other, direction, amount="100"):
    return row(
        record_id, account_id=account, counterparty_account=other, direction=direction,
        amount=amount, currency="USD", amount_base=amount,
    )  # fmt: skip


def held(*accounts, number="C1"):
    known = tuple(SubjectAccount(name, "", "USD", None, "") for name in accounts)
    return Subject(f"acc:{number}", "Name", "", True, (), known, (number,))


def test_the_other_leg_of_a_payment_is_no_second_payment():
    both = [leg("T1", "A9", "A1", "debit"), leg("T2", "A1", "A9", "credit")]
    found = totals(both, [held("A1")])
    assert (found.credits, found.debits, found.activity, found.uncounted) == (100, 0, 100, 1)
    assert found.transactions == 2


@pytest.mark.parametrize("cited", [("T1", "T2"), ("T1",), ("T2",)])
def test_a_payment_between_two_subjects_counts_once_whichever_legs_are_cited(cited):
    both = [leg("T1", "A2", "A1", "debit"), leg("T2", "A1", "A2", "credit")]
    rows = [found for found in both if found.record_id in cited]
    found = totals(rows, [held("A1"), held("A2", number="C2")])
    assert (found.credits, found.debits, found.between, found.activity) == (0, 0, 100, 100)
    assert found.uncounted == len(cited) - 1


def test_two_equal_payments_between_two_subjects_count_as_two():
    ways = [("T1", "A2", "A1", "debit"), ("T2", "A2", "A1", "debit"), ("T3", "A1", "A2", "credit"),
            ("T4", "A1", "A2", "credit"), ("T5", "A1", "A2", "debit")]  # fmt: skip
    found = totals([leg(*way) for way in ways], [held("A1"), held("A2", number="C2")])
    assert (found.between, found.uncounted) == (300, 2)


def test_money_that_passes_through_a_group_comes_in_and_goes_out_once():
    chain = [
        leg("T1", "A1", "OUTSIDE", "credit", "900"), leg("T2", "A1", "A2", "debit", "800"),
        leg("T3", "A2", "A1", "credit", "800"), leg("T4", "A2", "ELSEWHERE", "debit", "700"),
    ]  # fmt: skip
    found = totals(chain, [held("A1"), held("A2", number="C2")])
    assert (found.credits, found.debits, found.between, found.activity) == (900, 700, 800, 900)


def test_money_of_subjects_whom_no_payment_joins_is_added_up():
    rows = [
        leg("T1", "A1", "X", "credit", "100"), leg("T2", "A2", "X", "debit", "300"),
        leg("T3", "A2", "Y", "credit", "250"),
    ]  # fmt: skip
    found = totals(rows, [held("A1"), held("A2", number="C2")])
    assert (found.credits, found.debits, found.activity) == (350, 300, 400)


def test_money_in_at_one_account_of_a_subject_may_be_that_out_at_another():
    rows = [leg("T1", "A1", "X", "credit", "100"), leg("T2", "A2", "Y", "debit", "90")]
    assert totals(rows, [held("A1", "A2")]).activity == 100


def test_a_payment_whose_leg_at_the_payer_alone_is_cited_is_money_in():
    found = totals([leg("T1", "A9", "A1", "debit")], [held("A1")])
    assert (found.credits, found.debits, found.uncounted) == (100, 0, 0)


def test_of_two_equal_payments_each_leg_meets_one_other():
    three = [
        leg("T1", "A9", "A1", "debit"), leg("T2", "A1", "A9", "credit"), leg("T3", "A9", "A1", "debit"),
    ]  # fmt: skip
    found = totals(three, [held("A1")])
    assert (found.credits, found.debits, found.uncounted) == (200, 0, 1)


def test_money_on_its_way_to_a_subject_counts_where_it_arrives():
    chain = [
        leg("T1", "S1", "OUTSIDE", "credit", "900"), leg("T2", "S1", "S2", "debit", "800"),
        leg("T3", "S2", "S1", "credit", "800"), leg("T4", "A1", "S2", "credit", "700"),
    ]  # fmt: skip
    found = totals(chain, [held("A1")])
    # S2 has no cited payment out, but the subject's own entry names it.
    assert (found.credits, found.debits, found.activity, found.uncounted) == (700, 0, 700, 3)


def test_entries_that_nothing_joins_to_a_subject_count_as_they_are_booked():
    cash = [leg("T1", "B1", "", "credit"), leg("T2", "B2", "", "credit")]
    agent = replace(held(), party_id="agent:AG1", focus_ids=("AG1",))
    assert totals(cash, [agent]).credits == 200
    assert totals([*cash, leg("T3", "A1", "", "credit")], [held("A1")]).credits == 300


def test_an_account_is_the_subject_s_by_its_customer_and_by_its_iban():
    own = replace(leg("T1", "A5", "B1", "credit"), values={
        **leg("T1", "A5", "B1", "credit").values, "customer_id": "C1"})  # fmt: skip
    assert totals([own, leg("T2", "B1", "A5", "debit")], [held()]).credits == 100
    with_iban = replace(
        held(), accounts=(SubjectAccount("A1", "", "USD", None, "", iban="DE02"),)
    )  # fmt: skip
    found = totals([leg("T1", "B1", "DE02", "debit")], [with_iban])
    assert (found.credits, found.debits) == (100, 0)


SENT = (
    "INSERT INTO remittances (remittance_id, ledger_id, file_id, source_row, sent_at, sent_on, status,"
    " amount, currency, amount_base, sender_name, sender_document, receiver_name, receiver_document)"
    " VALUES ($id, 'msb', 1, 1, '2026-03-02 09:00:00', '2026-03-02', 'posted', 1, 'USD', 1,"
    " 'S', $sender, 'R', $receiver)"
)


def sent(store, record_id, sender, receiver):
    store.run(SENT, {"id": record_id, "sender": sender, "receiver": receiver})


def party_alerts(store, pairs):
    """Alerts on the parties behind some documents, each citing a remittance."""
    derive(store, ["party_members", "parties", "identity_ties"])
    rows = {}
    alerts = []
    for name, kind, record_id in pairs:
        (party,) = [
            party
            for party, member, member_kind in store.rows(
                "SELECT party_id, member_id, member_kind FROM party_members"
            )
            if (member, member_kind) == (record_id, kind)
        ]
        found = alert(name, party, linked=[f"remittances:{record_id}"], typology="R01")
        alerts.append(replace(found, focus_kind="party"))
        held = row(record_id, "remittances", sent_on="2026-03-02", amount_base="1.0000")
        rows[f"remittances:{record_id}"] = (held,)
    return alerts, rows


@pytest.mark.parametrize(("senders", "cases"), [(50, 1), (51, 2)])
def test_a_receiver_of_many_is_a_hub_and_ties_nobody(store, senders, cases):
    for n in range(senders):
        sent(store, f"R{n:02}", f"D-{n}", "D-hub")
    alerts, rows = party_alerts(store, [("a", "sender", "R00"), ("b", "receiver", "R01")])
    assert len(build_cases(store, alerts, rows, SETTING)) == cases


def test_a_cited_remittance_between_two_alerted_parties_ties_them(store):
    sent(store, "R1", "D-1", "D-2")
    alerts, rows = party_alerts(store, [("a", "sender", "R1"), ("b", "receiver", "R1")])
    (case,) = build_cases(store, alerts, rows, SETTING)
    assert [tie.reason for tie in case.ties] == ["a cited remittance between them"]


def test_a_relative_is_no_owner(store):
    store.run(
        "INSERT INTO relationships (file_id, source_row, relationship_id, from_customer_id,"
        " to_customer_id, role) VALUES (1, 1, 'R1', 'C1', 'C3', 'same_household')"
    )
    rows = {"T1": (row("T1"),), "T2": (row("T2"),)}
    alerts = [alert("a", "C1", cites=["T1"]), alert("b", "C3", cites=["T2"])]
    assert len(build(store, alerts, rows)) == 2


def test_a_transfer_to_somebody_without_an_alert_makes_nobody_a_subject(store):
    rows = {"T1": (row("T1", counterparty_account="A2"),)}
    (case,) = build(store, [alert("a", "C1", cites=["T1"])], rows)
    assert [subject.name for subject in case.subjects] == ["Name 1"]
    assert case.ties == ()


def hold(store, line_id, since="2011-01-01", until=None, country="US", area_complete=None):
    store.run(
        "INSERT INTO thresholds VALUES (1, 1, $id, $country, 'any', 'cash_report', 10000, 'USD', '>',"
        " 'none', true, $since, $until, 'law', 'primary', NULL, NULL, $area, NULL)",
        {"id": line_id, "country": country, "since": since, "until": until, "area": area_complete},
    )


def test_a_case_names_the_lines_in_force_in_its_period(store):
    hold(store, "OLD", "2011-01-01", "2026-03-01")
    hold(store, "NOW", "2026-03-02")
    hold(store, "NEXT", "2026-03-04")
    (case,) = build(store, [alert("a", cites=["T1"])], {"T1": (row("T1"),)})
    (line,) = case.provenance.lines
    assert line.line_id == "NOW"
    assert line.text == "cash report: more than USD 10,000.00, in force from 2026-03-02"


def test_lines_of_other_countries_and_of_listed_places_stand_in_the_cases_that_name_them(store):
    hold(store, "ORDER", area_complete=True)
    hold(store, "OTHER ORDER", area_complete=False)
    hold(store, "UNION", country="EU", area_complete=True)
    hold(store, "ABROAD", country="CA")
    figures = tuple(
        Figure("line_id", "Line", name, name, "context", "", "") for name in ("ORDER", "UNION")
    )
    raised = replace(alert("a", cites=["T1"]), figures=figures)
    (case,) = build(store, [raised], {"T1": (row("T1"),)})
    assert [line.line_id for line in case.provenance.lines] == ["ORDER", "UNION"]


def test_a_rule_s_cap_holds_for_a_case_of_one_typology_and_not_of_two(store):
    capped = replace(alert("a", cites=["T1"], score=75), severity="medium")
    rows = {"T1": (row("T1"),)}
    (case,) = build(store, [capped], rows)
    assert (case.score, case.severity) == (75, "medium")
    (case,) = build(store, [capped, alert("b", cites=["T1"], score=40, typology="F01")], rows)
    assert (case.score, case.severity) == (80, "critical")


def test_the_subject_of_the_gravest_alert_comes_first(store):
    store.run(
        "INSERT INTO relationships (file_id, source_row, relationship_id, from_customer_id,"
        " to_customer_id, role) VALUES (1, 1, 'R1', 'C1', 'C2', 'owner')"
    )
    rows = {"T1": (row("T1"),), "T2": (row("T2"),)}
    alerts = [alert("a", focus="C1", cites=["T1"], score=50), alert("b", focus="C2", cites=["T2"])]
    (case,) = build(store, alerts, rows)
    assert [subject.name for subject in case.subjects] == ["Name 2", "Name 1"]


def test_the_first_subject_is_that_of_the_highest_score_then_of_most_money_then_by_id():
    one, two, three = (
        replace(held(number=number), party_id=f"P{number}") for number in ("C1", "C2", "C3")
    )
    subjects = [three, two, one]
    scored = [alert("a", "C1", 60), alert("b", "C2", 70), alert("c", "C3", 60)]
    rich = [*scored[:2], replace(scored[2], amount_base=Decimal(900))]
    assert [s.party_id for s in by_weight(subjects, scored)] == ["PC2", "PC1", "PC3"]
    assert [s.party_id for s in by_weight(subjects, rich)] == ["PC2", "PC3", "PC1"]
