"""CSV as sources write it: headers, quotes, breaks, encodings; and what is no CSV at all."""

from decimal import Decimal

import pytest

from tests.ledger.conftest import entries, told

ANNA = entries(
    "T1,A1,2026-03-02,credit,1,USD,Café Ångström",
    "T2,A2,2026-03-02,debit,2,USD,Ñandú",
    head="transaction_id,account_id,booked_on,direction,amount,currency,counterparty_name",
)
NAMES = ["Café Ångström", "Ñandú"]


@pytest.mark.parametrize(
    "encoding", ["latin-1", "cp1252", "utf-16", "utf-16-le", "utf-8-sig", "utf-8"]
)
def test_the_encoding_is_the_one_of_the_profile(desk, encoding):
    profile = desk.profile(f"table: any\nformat: {{encoding: {encoding}}}")
    outcome = desk.give(ANNA.encode(encoding), profile=profile).read()
    assert desk.column("counterparty_name") == NAMES
    assert outcome.files[0].totals[0].is_reconciled
    assert outcome.problems == ()


def test_a_byte_order_mark_needs_no_word_in_the_profile(desk):
    desk.give(ANNA.encode("utf-8-sig")).read()
    assert desk.column("counterparty_name") == NAMES


def test_a_wrong_encoding_is_refused_at_its_byte(desk):
    problem = desk.give(ANNA.encode("latin-1")).refuse()[0]
    assert problem.code == "LDG003"
    assert problem.message.startswith("not utf-8 text: byte 0xe9 is no text, at or after byte ")
    assert "format.encoding" in problem.hint


def test_a_file_that_says_that_it_is_utf_16_is_told_so(desk):
    problem = desk.give(ANNA.encode("utf-16")).refuse()[0]
    assert (problem.code, problem.hint) == (
        "LDG003",
        "set format: {encoding: utf-16} in the profile",
    )


def test_bytes_that_are_no_text_are_refused(desk):
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))
    assert [p.code for p in desk.give(png).refuse()] == ["LDG003"]
    desk.inputs.clear()
    problem = desk.give(b"transaction_id,account_id\nT1,\0\n").refuse()[0]
    assert (problem.code, problem.message) == (
        "LDG003",
        "not utf-8 text: NUL bytes are no text, at or after byte 0",
    )


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n\r\n", "﻿".encode()])
def test_an_empty_file_is_refused(desk, content):
    problem = desk.give(content).refuse()[0]
    assert (problem.code, problem.message) == ("LDG002", "the file is empty")
    assert str(problem.location) == "transactions.csv"


def test_a_file_with_fewer_lines_than_are_skipped_is_empty(desk):
    profile = desk.profile("table: any\nformat: {skip_lines: 3}")
    assert [p.code for p in desk.give("a\nb\nc\n", profile=profile).refuse()] == ["LDG002"]


def test_a_file_that_is_gone_is_told_by_name(desk):
    desk.give(ANNA)
    (desk.folder / "transactions.csv").unlink()
    problem = desk.refuse()[0]
    assert (problem.code, str(problem.location)) == ("LDG001", "transactions.csv")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_any_line_break_ends_a_record(desk, end, last):
    text = ANNA.replace("\n", end)
    desk.give((text if last else text[: -len(end)]).encode())
    outcome = desk.read()
    assert desk.column("counterparty_name") == NAMES
    assert desk.column("source_row") == [1, 2]
    assert outcome.problems == ()


def test_mixed_breaks_and_empty_lines_lose_nothing(desk):
    lines = ANNA.splitlines()
    desk.give("\n\n".join(lines[:2]) + "\r\n" + lines[2] + "\n\n\n")
    outcome = desk.read()
    assert desk.column("source_row") == [1, 2]
    assert outcome.files[0].totals[0].is_reconciled
    assert outcome.problems == ()


def test_lines_before_the_header_are_skipped(desk):
    profile = desk.profile("table: any\nformat: {skip_lines: 2}")
    content = "Statement of account;page 1\n\n" + ANNA.replace("T2,A2", "T2,A2,surplus,x")
    outcome = desk.give(content, profile=profile).read()
    assert desk.column("source_row") == [1]
    assert told(outcome) == [("LDG018", "", (2,))]


def test_quotes_hold_delimiters_breaks_and_quotes(desk):
    desk.give(
        entries(
            'T1,A1,2026-03-02,credit,1,USD,"Smith, ""Bob""\nand Sons"',
            "T2,A2,2026-03-02,debit,2,USD,plain",
            head="transaction_id,account_id,booked_on,direction,amount,currency,counterparty_name",
        )
    )
    outcome = desk.read()
    assert desk.column("counterparty_name") == ['Smith, "Bob"\nand Sons', "plain"]
    assert desk.column("source_row") == [1, 2]
    assert outcome.files[0].totals[0].is_reconciled


def test_a_file_may_quote_nothing(desk):
    profile = desk.profile('table: any\nformat: {quote: "", delimiter: "|"}')
    text = ANNA.replace(",", "|").replace("Ñandú", '6" pipe')
    desk.give(text, profile=profile).read()
    assert desk.column("counterparty_name") == ["Café Ångström", '6" pipe']


def test_a_tab_parts_columns(desk):
    profile = desk.profile('table: any\nformat: {delimiter: "\\t"}')
    desk.give(ANNA.replace(",", "\t"), profile=profile).read()
    assert desk.column("counterparty_name") == NAMES


def test_ragged_records_are_rejected_one_by_one(desk):
    desk.give(
        entries(
            "T1,A1,2026-03-02,credit,1,USD",
            "T2,A1,2026-03-02,credit,1",
            "T3,A1,2026-03-02,credit,1,USD,more,and more",
            "T4,A1,2026-03-02,credit,1,USD",
            "",
            "T5",
        )
    )
    outcome = desk.read()
    assert desk.column("transaction_id") == ["bank:T1", "bank:T4"]
    assert told(outcome) == [("LDG018", "", (2, 3, 5))]
    assert outcome.problems[0].message.endswith("(3 records, this one first)")
    assert sum(t.records_in for t in outcome.files[0].totals) == 5


def test_a_quote_that_never_closes_is_told_where_it_opens(desk):
    desk.give(
        entries(
            "T1,A1,2026-03-02,credit,1,USD",
            'T2,"A1,2026-03-02,credit,1,USD',
            "T3,A1,2026-03-02,credit,1,USD",
        )
    )
    outcome = desk.read()
    assert told(outcome) == [("LDG019", "", (2,))]
    assert desk.column("transaction_id") == ["bank:T1"]
    assert all(t.is_reconciled for t in outcome.files[0].totals)
    assert "cut short" in outcome.problems[0].hint


def test_records_behind_quotes_that_do_not_pair_are_counted_as_they_are_loaded(desk):
    lines = [f'T{n},A1,2026-03-02,credit,{n},USD,"Name, {n}"' for n in range(1, 13)]
    lines[4] = lines[4].replace("A1", '\n"A1')
    head = "transaction_id,account_id,booked_on,direction,amount,currency,counterparty_name"
    outcome = desk.give(entries(*lines, head=head)).read()
    assert told(outcome) == [("LDG018", "", (5,)), ("LDG019", "", (6,))]
    assert desk.store.count("transactions") == 11
    assert all(t.is_reconciled for t in outcome.files[0].totals)


def test_a_file_cut_off_within_a_record_is_told(desk):
    whole = entries(*(f"T{n},A1,2026-03-02,credit,{n},USD" for n in range(1, 6)))
    desk.give(whole[: whole.index("T5") + 6])
    outcome = desk.read()
    assert told(outcome) == [("LDG018", "", (5,))]
    assert sum(desk.column("amount")) == Decimal(10)


def test_a_header_with_an_open_quote_is_refused(desk):
    problem = desk.give('"transaction_id,account_id\nT1,A1\n').refuse()[0]
    assert problem.code == "LDG008"
    assert str(problem.location) == "transactions.csv:1:1"


def test_lines_that_are_in_no_record_refuse_the_file(desk, monkeypatch):
    """The reader and the count of lines disagree: nothing of the file is believed."""
    from aml.ledger import text_file

    honest = text_file.survey

    def generous(path, form):
        seen = honest(path, form)
        return type(seen)(seen.sha256, seen.size, seen.lines + 3, seen.is_plain)

    monkeypatch.setattr(text_file, "survey", generous)
    problem = desk.give(ANNA).refuse()[0]
    assert (problem.code, problem.message) == ("LDG008", "3 lines of the file are in no record")


@pytest.mark.parametrize("threads", [1, 2])
def test_a_file_larger_than_a_block_keeps_its_order_and_its_numbers(desk, threads):
    """Blocks are read side by side; bad records, breaks in quotes and blocks must not shift rows."""
    lines, bad = [], []
    for n in range(1, 120_001):
        name = (
            f'"Name {n}\nof two lines, {"x" * 200}"' if n % 1000 == 0 else f"Name {n} {'y' * 280}"
        )
        lines.append(f"T{n},A1,2026-03-02,credit,{n},USD,{name}")
        if n % 30_000 == 7:
            lines[-1] += ",surplus"
            bad.append(n)
    head = "transaction_id,account_id,booked_on,direction,amount,currency,counterparty_name"
    outcome = desk.give(entries(*lines, head=head)).read(threads=threads)
    assert told(outcome) == [("LDG018", "", tuple(bad))]
    wrong = "SELECT count(*) FROM transactions WHERE amount <> source_row"
    assert desk.store.value(wrong) == 0
    assert all(t.is_reconciled for t in outcome.files[0].totals)


@pytest.mark.parametrize(
    ("mark", "hint"),
    [
        (";", 'set format: {delimiter: ";"} in the profile'),
        ("\t", 'set format: {delimiter: "\\t"} in the profile'),
        ("§", "`aml ledger describe` says what it is"),
    ],
)
def test_columns_that_another_mark_parts_are_one_problem_with_that_mark(desk, mark, hint):
    (problem,) = desk.give(ANNA.replace(",", mark), name="a.csv").refuse()
    assert str(problem.location) == "a.csv:1:1"
    assert "holds one column" in problem.message
    assert hint in problem.hint


def test_a_file_of_messages_that_is_read_as_csv_is_told_with_its_kind(desk):
    text = "{1:F01X}{2:I103X}{4:\n:20:X\n:32A:260301EUR1,\n-}\n"
    (problem,) = desk.give(text).refuse()
    assert "--profile mt103" in problem.hint
    assert "F01X" not in str(problem)
    desk.inputs.clear()
    (problem,) = desk.give("01,122099999,1,260301,0200,1,,,2/\n02,1,2,1,260301,,,/\n").refuse()
    assert (problem.code, problem.message) == ("LDG004", "the file is no table but looks like bai2")


def test_a_first_line_without_even_a_name_is_refused(desk):
    problems = desk.give(f"\ufeff\ufeff\rx{ANNA}").refuse()
    assert {problem.code for problem in problems} == {"LDG004"}


@pytest.mark.parametrize(("skip", "above"), [(0, "Bank\n\n"), (3, "Bank, its page\n"), (1, "")])
def test_a_header_in_another_line_is_told_with_that_line(desk, skip, above):
    profile = desk.profile(f"table: any\nformat: {{skip_lines: {skip}}}")
    (problem,) = desk.give(above + ANNA, profile=profile).refuse()
    line = above.count("\n") + 1
    assert problem.code == "LDG004"
    assert problem.message == f"the names of the columns stand in line {line}"
    assert problem.hint == f"set format: {{skip_lines: {line - 1}}} in the profile"
