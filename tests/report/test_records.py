import csv
import io
from dataclasses import replace

import pytest

from aml.core.plain import plain, restore
from aml.report import evidence_csv
from aml.report.movement import movements
from aml.report.records import MOST_PRINTED, chosen, evidence, linked
from tests.report import cases


def read(case):
    return list(csv.DictReader(io.StringIO(evidence_csv(case))))


def test_evidence_holds_every_cited_record_with_file_and_number():
    rows = read(cases.small())
    assert [(row["record_id"], row["file"], row["source_row"]) for row in rows] == [
        ("core:T12", "ledgers/core_2026q1.csv", "12"),
        ("core:T19", "ledgers/core_2026q1.csv", "19"),
        ("core:T31", "ledgers/core_2026q1.csv", "31"),
        ("core:T44", "ledgers/core_2026q1.csv", "44"),
    ]
    assert rows[0]["alert_ids"] == "A-000000000001 A-000000000002"
    assert rows[3]["counterparty_name"] == "Comercial Sierra Alta SA de CV"
    assert len(read(cases.large())) == 5000
    assert {row["table"] for row in read(cases.linked_only())} == {
        "flagged_parties",
        "bills_of_lading",
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(start):
    row = cases.entry(1, remittance_text=f"{start}cmd|' /C calc'!A0", place=f"{start}1+1")
    case = replace(cases.small(), rows=(row,))
    (found,) = read(case)
    assert found["remittance_text"] == f"'{start}cmd|' /C calc'!A0"
    assert found["place"] == f"'{start}1+1"


def test_evidence_of_a_case_read_back_is_the_same():
    case = cases.nasty_names()
    again = restore(type(case), plain(case))
    assert evidence_csv(again) == evidence_csv(case)
    assert len(read(case)) == len(case.rows)


def test_a_long_list_prints_both_ends_the_largest_and_other_days():
    case = cases.large()
    found = movements(case)
    printed = chosen(found)
    numbers = [number for number, _ in printed]
    assert len(printed) == MOST_PRINTED
    assert numbers == sorted(set(numbers))
    assert numbers[:25] == list(range(1, 26))
    assert numbers[-25:] == list(range(4976, 5001))
    between = sorted(found[25:4975], key=lambda movement: -movement.value)
    kept = [movement for number, movement in printed if 25 < number <= 4975]
    assert {id(movement) for movement in between[:75]} <= {id(movement) for movement in kept}
    others = [movement.day for movement in kept if movement not in between[:75]]
    assert len(set(others)) == len(others) == 75
    text, table = evidence(case, found).sections[0].blocks
    assert text.text == (
        "5,000 are cited, 200 printed in order of time: the first 25, the last 25, the 75 largest"
        " of the others, then the largest of each further day as far as there is room."
        " evidence.csv holds all."
        " The same in each row: Account: 40-2201-7781; File: ledgers/core_2026q1.csv; Alerts: 1."
    )
    assert "File" not in [column.label for column in table.columns]
    assert len(table.rows) == MOST_PRINTED


def test_many_entries_of_one_day_fill_the_list_with_the_largest():
    rows = [cases.entry(n, amount=f"{n}.0000") for n in range(1, 301)]
    found = movements(replace(cases.small(), rows=tuple(rows)))
    numbers = [number for number, _ in chosen(found)]
    assert numbers == [*range(1, 26), *range(126, 301)]


def test_at_the_limit_nothing_is_left_out():
    found = movements(cases.large(MOST_PRINTED))
    assert [number for number, _ in chosen(found)] == list(range(1, MOST_PRINTED + 1))
    assert len(chosen(movements(cases.large(MOST_PRINTED + 1)))) == MOST_PRINTED


def test_each_printed_row_names_its_record_and_its_alerts():
    case = cases.small()
    (section,) = evidence(case, movements(case)).sections
    _, table = section.blocks
    assert table.rows[3] == (
        "4",
        "2026-03-05, 09:44",
        "40-2201-7781",
        "Out, wire transfer",
        "USD 27,000.00",
        "Comercial Sierra Alta SA de CV, account 012180001234567899, at Banco del Pacífico, MX",
        "pago mercancia factura 5512",
        "–",
        "core:T44, record 44",
        "ledgers/core_2026q1.csv",
        "2",
    )


def test_other_currencies_stand_beside_the_base_currency():
    case = cases.currencies()
    (section,) = evidence(case, movements(case)).sections
    amounts = [row[4] for row in section.blocks[1].rows]
    assert amounts == ["USD 1,000.00", "EUR 5,000.50 (USD 5,400.54)", "KPW 900,000.00 (no rate)"]


def test_an_amount_in_another_currency_names_its_rate_with_day_and_source():
    case = cases.currencies()
    rate = {"fx_rate": "1.08000000", "fx_rate_on": "2026-02-27", "fx_source": "ECB reference rate"}
    amounts = []
    for known in (rate, {name: rate[name] for name in ("fx_rate", "fx_rate_on")}):
        row = replace(case.rows[1], values={**case.rows[1].values, **known})
        priced = replace(case, rows=(case.rows[0], row))
        (section,) = evidence(priced, movements(priced)).sections
        amounts.append(section.blocks[1].rows[1][4])
    assert amounts == [
        "EUR 5,000.50 (USD 5,400.54, at 1.08 of 2026-02-27, ECB reference rate)",
        "EUR 5,000.50 (USD 5,400.54, at 1.08 of 2026-02-27)",
    ]


def test_a_remittance_names_every_record_that_it_was_made_of():
    case = cases.remittances_only()
    made = "send a.csv, record 1; pay b.csv, record 4"
    row = replace(case.rows[0], values={**case.rows[0].values, "event_records": made})
    case = replace(case, rows=(row,))
    (section,) = evidence(case, movements(case)).sections
    assert f"record {row.source_row} (made of {made})" in str(section.blocks[1].rows[0])


def test_an_entry_that_was_taken_back_says_so():
    row = cases.entry(1, status="reversed")
    case = replace(cases.small(), rows=(row,))
    (section,) = evidence(case, movements(case)).sections
    assert section.blocks[1].rows[0][3] == "In, cash at a teller (reversed)"


def test_linked_records_say_all_they_hold():
    section = linked(cases.linked_only())
    bills, flagged = section.blocks
    assert [row[0] for row in bills.rows] == ["MEDU4471029", "MEDU4471030"]
    assert "shipper name: Naviera Punta Negra SA" in bills.rows[0][1]
    assert "reason: suspected front" in flagged.rows[0][1]
    assert flagged.rows[0][2] == "lists/flagged_parties.csv, record 7"
    assert linked(cases.small()) is None


def test_a_long_list_of_linked_records_is_cut_and_says_so():
    rows = [
        cases.linked("container_events", f"E{n:04}", happened_at="2026-02-01 00:00:00")
        for n in range(250)
    ]
    case = replace(cases.linked_only(), rows=tuple(rows))
    note, table = linked(case).blocks
    assert note.text == "250 records are cited; the first 200 are printed, evidence.csv holds all."
    assert len(table.rows) == 200


def printed_entries(case):
    """The rows of annex B's table of entries."""
    section = next(s for s in evidence(case, movements(case)).sections if "entries" in s.name)
    return section.blocks[-1].rows


@pytest.mark.parametrize(
    ("booked_on", "booked_at", "printed"),
    [
        ("2026-03-02", "2026-03-02 09:12:00", "2026-03-02, 09:12"),
        ("2026-03-02", "2026-03-03 04:25:06", "2026-03-02 (2026-03-03 04:25 UTC)"),
        ("2026-03-02", "2026-03-03 00:00:00", "2026-03-02 (2026-03-03 00:00 UTC)"),
        ("2026-03-02", "2026-03-02 00:00:00", "2026-03-02"),
    ],
)
def test_the_clock_is_never_glued_to_another_day(booked_on, booked_at, printed):
    row = cases.entry(1)
    row = replace(row, values={**row.values, "booked_on": booked_on, "booked_at": booked_at})
    assert printed_entries(replace(cases.small(), rows=(row,)))[0][1] == printed


@pytest.mark.parametrize(
    ("direction", "channel", "did"),
    [
        ("credit", "cash_teller", "paid in by Zoe"),
        ("debit", "cash_teller", "taken out by Zoe"),
        ("credit", "cheque", "conducted by Zoe"),
        ("debit", "wire", "conducted by Zoe"),
    ],
)
def test_what_a_conductor_did_is_worded_by_way_and_channel(direction, channel, did):
    row = cases.entry(1)
    values = {**row.values, "direction": direction, "channel": channel, "conductor_name": "Zoe"}
    case = replace(cases.small(), rows=(replace(row, values=values),))
    assert printed_entries(case)[0][5].endswith(did)
