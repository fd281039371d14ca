"""A draft of a profile: right where the file is plain, silent and marked DOUBT where it is not."""

import io
from decimal import Decimal

import polars
import pytest

from aml.core.problem import LedgerError
from aml.ledger.describe import describe
from tests.ledger.conftest import told

GERMAN = """\
Kontoauszug;;;;;;;
Erstellt für Zebulon Quixley;;;;;;;

"Auftragskonto";"Buchungstag";"Valutadatum";"Verwendungszweck";"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"Betrag";"Währung"
"DE01";"31.03.2026";"31.03.2026";"Miete; März";"Zebulon Quixley";"DE02";"-1.234,50";"EUR"
"DE01";"30.03.2026";"31.03.2026";"Lohn";"Xaver Grünwald";"DE03";"2.000,00";"EUR"
"Summe";"";"";"";"";"";"765,50";"EUR"
""".encode("cp1252")
FRENCH = """\
Date opération\tLibellé\tDébit\tCrédit\tSolde
01/02/2026\tloyer\t-7,00\t\t1,00
03/04/2026\tsalaire\t\t5,00\t6,00
""".encode("utf-8-sig")
DUTCH = b"""\
Datum,Naam / Omschrijving,Rekening,Tegenrekening,Af Bij,Bedrag,Munt
20260301,Zebulon,NL01,NL02,Af,"1.234,50",EUR
20260302,Quixley,NL01,NL03,Bij,"10,00",EUR
"""
SPANISH = (
    "Cuenta|Fecha|Importe|Divisa|Concepto\nA|2026-03-01|100,00-|EUR|x\nA|2026-03-02|7,25|EUR|y\n"
)
ITALIAN = (
    "Conto;Data;Dare;Avere;Divisa;Causale\nA;13-02-2026;5.00;;EUR;x\nA;14-02-2026;;1,000.00;EUR;y\n"
)
MARKED = """\
Account No,Posting Date,Amount,Ccy,Memo
A,03/31/2026,500.00 DR,USD,x
A,03/01/2026,"1,200.00 CR",USD,y
"""


def draft(desk, content, name="extract.csv"):
    path = desk.folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return describe(path, name, "own")


def body(text):
    """A draft without the line above it, which says that it is one."""
    first, _, rest = text.partition("\n")
    assert first.startswith("# A draft")
    return rest


def doubted(found):
    return [doubt.partition(":")[0] for doubt in found.doubts]


def refused(desk, text):
    with pytest.raises(LedgerError) as caught:
        desk.profile(body(text))
    return {problem.code for problem in caught.value.problems}


def loaded(desk, content, text, name="extract.csv", country="DE", currency="EUR"):
    desk.institution = type(desk.institution)("Bank", country, "bank", currency)
    outcome = desk.give(content, profile=desk.profile(body(text)), name=name).read()
    columns = "account_id, booked_on, direction, amount, currency"
    rows = desk.store.rows(f"SELECT {columns} FROM transactions ORDER BY source_row")
    return [(a, str(day), way, amount, unit) for a, day, way, amount, unit in rows], outcome


def test_a_german_extract_needs_nobody_but_for_the_time_zone(desk):
    found = draft(desk, GERMAN)
    assert doubted(found) == ["encoding", "time_zone"]
    rows, outcome = loaded(desk, GERMAN, found.text)
    assert outcome.problems == ()
    assert rows == [
        ("DE01", "2026-03-31", "debit", Decimal("1234.5"), "EUR"),
        ("DE01", "2026-03-30", "credit", Decimal(2000), "EUR"),
    ]
    assert desk.column("counterparty_account") == ["DE02", "DE03"]
    assert desk.column("remittance_text") == ["Miete; März", "Lohn"]


def test_a_day_that_may_be_a_month_keeps_the_draft_from_loading(desk):
    found = draft(desk, FRENCH)
    assert doubted(found) == ["date_format", "time_zone", "account_id", "currency"]
    assert refused(desk, found.text) == {"CFG003", "LDG043"}
    text = (
        found.text.replace('# date_format: "%d/%m/%Y"', 'date_format: "%d/%m/%Y"')
        .replace('# account_id: {constant: "…"}', "account_id: {constant: FR01}")
        .replace("# currency: {", "currency: {")
    )
    rows, outcome = loaded(desk, FRENCH, text)
    assert outcome.problems == ()
    assert rows == [
        ("FR01", "2026-02-01", "debit", Decimal(7), "EUR"),
        ("FR01", "2026-04-03", "credit", Decimal(5), "EUR"),
    ]


def test_words_of_directions_are_mapped_and_nothing_else_of_a_cell_is_shown(desk):
    found = draft(desk, DUTCH)
    assert doubted(found) == ["time_zone"]
    rows, _ = loaded(desk, DUTCH, found.text)
    assert [row[2:4] for row in rows] == [("debit", Decimal("1234.5")), ("credit", Decimal(10))]
    for secret in ("Zebulon", "Quixley", "NL0", "234"):
        assert secret not in found.text + "".join(found.doubts)
    assert "# Af 1, Bij 1" in found.text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SPANISH, [("2026-03-01", "debit", Decimal(100)), ("2026-03-02", "credit", Decimal("7.25"))]),
        (ITALIAN, [("2026-02-13", "debit", Decimal(5)), ("2026-02-14", "credit", Decimal(1000))]),
        (MARKED, [("2026-03-31", "debit", Decimal(500)), ("2026-03-01", "credit", Decimal(1200))]),
        (SPANISH.encode("utf-16"),
         [("2026-03-01", "debit", Decimal(100)), ("2026-03-02", "credit", Decimal("7.25"))]),
    ],
)  # fmt: skip
def test_other_dialects(desk, content, expected):
    found = draft(desk, content)
    assert doubted(found) == ["time_zone"]
    currency = "USD" if content is MARKED else "EUR"
    rows, outcome = loaded(desk, content, found.text, currency=currency)
    assert outcome.problems == ()
    assert [row[1:4] for row in rows] == expected


@pytest.mark.parametrize(
    ("cells", "doubt"),
    [
        (("5.00", "7.00"), "amount"),
        (("-1.234", "5.678"), "decimal_mark"),
        (("five", "-7"), "decimal_mark"),
    ],
)
def test_amounts_that_may_be_read_otherwise_keep_the_draft_from_loading(desk, cells, doubt):
    lines = "".join(f"A;2026-03-0{n};{cell};EUR\n" for n, cell in enumerate(cells, start=1))
    found = draft(desk, "Account;Date;Amount;Currency\n" + lines)
    assert doubt in doubted(found)
    assert refused(desk, found.text) <= {"CFG003", "LDG043"}


def test_a_sign_beside_a_direction_is_for_a_person_to_judge(desk):
    text = "Account;Date;Amount;Currency;D/C\nA;2026-03-01;-5;EUR;C\nA;2026-03-02;6;EUR;D\n"
    found = draft(desk, text)
    assert "amount" in doubted(found)
    assert refused(desk, found.text) == {"LDG043"}
    kept = found.text.replace("# amount: {unsigned", "amount: {unsigned")
    rows, _ = loaded(desk, text, kept)
    assert [row[2:4] for row in rows] == [("credit", Decimal(5)), ("debit", Decimal(6))]


def test_words_that_are_unknown_are_counted_and_not_shown(desk):
    text = "Account;Date;Amount;Currency;D/C\nA;2026-03-01;5;EUR;C\nA;2026-03-02;6;EUR;Zebulon\n"
    found = draft(desk, text)
    assert "direction: 1 of the cells seen in D/C hold words that are unknown" in [
        doubt.replace('"', "") for doubt in found.doubts
    ]
    assert "Zebulon" not in found.text + "".join(found.doubts)
    assert refused(desk, found.text) == {"LDG043"}


CORE = """\
TRAN_ID|ACCT_NUM|TRAN_DATE|POST_DATE|TRAN_AMT|TRAN_CCY|CR_DR_IND
T1|A|2026-03-01 10:00:00|2026-03-02|5.00|EUR|D
T2|A|2026-03-02 11:00:00|2026-03-02|7.00|EUR|C
"""


def test_the_short_words_of_core_banking_are_known_and_the_day_is_that_of_booking(desk):
    found = draft(desk, CORE)
    assert doubted(found) == ["time_zone"]
    rows, outcome = loaded(desk, CORE, found.text)
    assert outcome.problems == ()
    assert rows == [
        ("A", "2026-03-02", "debit", Decimal(5), "EUR"),
        ("A", "2026-03-02", "credit", Decimal(7), "EUR"),
    ]


def test_a_column_of_clocks_is_proposed_beside_the_day(desk):
    text = "Account;Date;Time;Amount;Currency\nA;2026-03-02;10:30:00;-5;EUR\n"
    found = draft(desk, text)
    line = '  # booked_at: {column: [Date, Time], joined: " "}'
    assert line in found.text
    loaded(
        desk,
        text,
        found.text.replace("  booked_on: Date\n", "").replace(line, line.replace("# ", "")),
    )
    assert [str(at) for at in desk.column("booked_at")] == ["2026-03-02 10:30:00"]
    assert "booked_at" not in draft(desk, text.replace("10:30:00", "soon")).text


def test_of_two_days_that_may_be_the_one_of_booking_a_person_chooses(desk):
    text = "Account;Date;Transaction Date;Amount;Currency\nA;2026-03-02;2026-03-01;-5;EUR\n"
    found = draft(desk, text)
    assert doubted(found) == ["booked_on"]
    assert "  # booked_on: Date\n  # booked_on: Transaction Date" in found.text
    assert "CFG003" not in refused(desk, found.text)


def test_a_type_whose_every_cell_is_a_direction_is_one(desk):
    head = "Account;Date;Type;Amount;Currency\n"
    text = head + "A;2026-03-01;Debit;5;EUR\nA;2026-03-02;Credit;7;EUR\n"
    found = draft(desk, text)
    assert doubted(found) == ["time_zone"]
    rows, _ = loaded(desk, text, found.text)
    assert [row[2:4] for row in rows] == [("debit", Decimal(5)), ("credit", Decimal(7))]
    assert doubted(draft(desk, text.replace("Debit", "Fee"))) == ["time_zone", "amount"]


def test_one_currency_beside_two_amounts_is_for_a_person_to_judge(desk):
    text = "Account;Date;Amount;Currency;Original Amount\nA;2026-03-01;-5;EUR;-6\n"
    found = draft(desk, text)
    assert doubted(found) == ["time_zone", "currency", "amount"]
    assert refused(desk, found.text) == {"LDG043"}
    two = text.replace("Original Amount", "Original Amount;Original Currency")
    assert doubted(draft(desk, two.replace("-6", "-6;USD"))) == ["time_zone", "amount"]


def test_a_currency_of_which_some_are_none_is_told_with_their_number(desk):
    text = "Account;Date;Amount;Currency\nA;2026-03-01;-5;EUR\nA;2026-03-02;6;Zebulon\n"
    found = draft(desk, text)
    assert "currency: 1 of the cells seen in Currency are no code, and are rejected" in found.doubts
    assert (
        "  # currency: Currency\n  # currency: {column: Currency, values: {…: EUR}}" in found.text
    )
    assert "Zebulon" not in found.text
    found = draft(desk, text.replace("EUR", "Euro"))
    assert doubted(found) == ["time_zone", "currency"]
    assert "2 of the cells seen in Currency" in found.text


def test_a_few_odd_days_and_amounts_are_counted_and_rejected(desk):
    lines = [f"A;{n:02}.03.2026;-{n},50;EUR\n" for n in range(13, 32)]
    text = "Konto;Datum;Betrag;Währung\n" + "".join(lines) + "A;00000000;n/a;EUR\n" + lines[0]
    found = draft(desk, text)
    assert [doubt for doubt in found.doubts if "1 of the cells" in doubt] == [
        "date_format: 1 of the cells seen are written otherwise, and are rejected as it stands",
        "numbers: 1 of the cells seen are written otherwise, and are rejected as it stands",
    ]
    rows, outcome = loaded(desk, text, found.text)
    assert len(rows) == 20
    assert told(outcome) == [("LDG010", "booked_on", (20,)), ("LDG011", "amount", (20,))]


def test_a_header_that_comes_again_is_no_cell(desk):
    head = "Account;Date;Amount;Currency\n"
    text = f"{head}A;2026-03-01;-5;EUR\n{head}A;2026-03-02;6;EUR\n"
    assert doubted(draft(desk, text)) == ["header", "time_zone"]


def test_payer_and_payee_make_transfers(desk):
    text = "From Account,To Account,Timestamp,Amount,Currency\nA,B,2026-03-01 10:00,5.5,EUR\n"
    found = draft(desk, text)
    assert doubted(found) == ["time_zone", "external_accounts"]
    rows, _ = loaded(desk, text, found.text)
    assert sorted(row[0] for row in rows) == ["A", "B"]


def test_lines_below_that_begin_with_no_known_word_are_doubted_and_later_rejected(desk):
    text = "Account;Date;Amount;Currency\nA;2026-03-01;-5;EUR\nA;2026-03-02;6;EUR\nZebulon;;1;EUR\n"
    found = draft(desk, text)
    assert "footer" in doubted(found)
    assert "Zebulon" not in found.text
    _, outcome = loaded(desk, text, found.text)
    assert told(outcome) == [("LDG012", "booked_on", (3,))]


def test_parquet_has_types_and_needs_no_marks(desk):
    frame = polars.DataFrame(
        {"account": ["A", "A"], "date": ["2026-03-01", "2026-03-02"], "amount": [-5.0, 6.5],
         "ccy": ["EUR", "EUR"]}
    ).with_columns(polars.col("date").str.to_date())  # fmt: skip
    content = io.BytesIO()
    frame.write_parquet(content)
    found = draft(desk, content.getvalue(), "extract.parquet")
    assert doubted(found) == ["time_zone"]
    rows, _ = loaded(desk, content.getvalue(), found.text, "extract.parquet")
    assert [row[2:4] for row in rows] == [("debit", Decimal(5)), ("credit", Decimal("6.5"))]


def test_a_large_file_is_known_by_its_first_records_and_its_last_lines(desk, monkeypatch):
    monkeypatch.setattr("aml.ledger.describe_text._HEAD", 900)
    lines = "".join(f"A;{n % 28 + 1:02}.03.2026;-{n},50;EUR\n" for n in range(500))
    text = "Konto;Datum;Betrag;Währung\n" + lines + "Summe;;1,00;\n"
    found = draft(desk, text)
    assert "footer: [Summe]" in found.text
    rows, outcome = loaded(desk, text, found.text)
    assert (len(rows), outcome.problems) == (500, ())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "LDG002"),
        (b"1,Zebulon,2026-03-02,5\n2,Zebulon,2026-03-02,6\n", "LDG074"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "LDG074"),
        (b"<html><body>no</body></html>", "LDG074"),
        (b"PAR1 and nothing more", "LDG007"),
    ],
)
def test_what_nothing_tells_is_refused_without_a_guess(desk, content, code):
    with pytest.raises(LedgerError) as caught:
        draft(desk, content)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert "Zebulon" not in str(problem)


def test_a_file_of_messages_needs_a_profile_of_its_kind_and_nothing_more(desk):
    text = "01,122099999,123456789,260301,0200,1,,,2/\n02,1,2,1,260301,,EUR,/\n"
    found = draft(desk, text)
    assert found.doubts == ()
    assert found.text.splitlines()[2:] == ["table: transactions", "format: {kind: bai2}"]
    assert desk.profile(found.text) == "own"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("<Document>\n<BkToCstmrStmt>\n<Stmt></Ntry>", ":3:9", "cannot be read on"),
        ("<Document>\n<BkToCstmrStmt>\n<Stmt>", ":3:7", "ends inside an element"),
        ("<!-- Zebulon -->\n<!DOCTYPE x>\n<Document><BkToCstmrStmt/></Document>", ":2:12", "DOCTYPE"),
        ("<Document>\n<Unknown>Zebulon</Document>", ":2:19", "cannot be read on"),
    ],
)  # fmt: skip
def test_broken_xml_is_told_with_its_place_as_reading_it_would(desk, text, place, said):
    with pytest.raises(LedgerError) as caught:
        draft(desk, text)
    (problem,) = caught.value.problems
    assert str(problem).partition(" ")[0].endswith(f"{place}:")
    assert problem.code == "LDG060"
    assert said in problem.message
    assert "Zebulon" not in str(problem)


def test_rates_of_the_central_bank_fill_the_table_of_rates(desk):
    cube = '<Cube time="2026-11-27"><Cube currency="USD" rate="1.1"/></Cube>'
    found = draft(desk, f"<Envelope><Cube>{cube}</Cube></Envelope>")
    assert found.text.splitlines()[2:] == ["table: fx_rates", "format: {kind: ecb_xml}"]
    assert desk.profile(found.text) == "own"


@pytest.mark.parametrize(
    ("encoding", "written", "doubts"),
    [("utf-8", "", []), ("utf-16", ", encoding: utf-16", []), ("cp1252", ", encoding: cp1252", ["encoding"])],
)  # fmt: skip
def test_messages_in_another_encoding_have_it_in_their_profile(desk, encoding, written, doubts):
    text = ":20:X\n:25:1\n:60F:C260301USD0,\n:61:2603010301C1,NTRFNONREF\n:86:Grün\n:62F:C260301USD1,\n-\n"
    found = draft(desk, text.encode(encoding))
    assert doubted(found) == doubts
    assert f"format: {{kind: mt940{written}}}" in found.text.splitlines()
    desk.give(text.encode(encoding), profile=desk.profile(found.text))
    assert desk.read().problems == ()
    assert desk.column("remittance_text") == ["Grün"]


def test_what_is_no_western_text_either_is_told_so(desk):
    found = draft(desk, "口座;日付;表示\nA;2026-03-01;-5\n".encode("shift_jis"))
    assert "neither UTF-8 nor cp1252" in found.doubts[0]
    assert refused(desk, found.text)


def test_xml_names_its_encoding_itself(desk):
    found = draft(
        desk, "<?xml version='1.0'?>\n<Document><BkToCstmrStmt/></Document>".encode("utf-16")
    )
    assert found.text.splitlines()[-1] == "format: {kind: camt}"


def test_remittances_are_told_for_what_they_are(desk):
    head = "MTCN;Send Date;Sender Name;Receiver Name;Amount;Currency\n"
    found = draft(desk, head + "1;2026-03-01;Zebulon;Quixley;5;EUR\n")
    assert "table" in doubted(found)
    assert "# DOUBT table: senders and receivers make remittances" in found.text


def test_messages_between_banks_are_transfers(desk):
    found = draft(desk, ":20:X\n:23B:CRED\n:32A:260301EUR1,\n:59:/1\nZebulon\n")
    assert "shape: transfers" in found.text.splitlines()
    assert desk.profile(found.text) == "own"
