"""A profile with a mistake: every mistake at its line, with a way out."""

import pytest

from aml.core.problem import LedgerError
from aml.ledger import load_profile

HEAD = "profile: own\ntitle: A source\ntable: transactions\n"
COLUMNS = """\
columns:
  account_id: a
  booked_on: d
  direction: s
  amount: m
  currency: c
"""


def problems(tmp_path, text, name="own"):
    path = tmp_path / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError) as caught:
        load_profile(path, f"profiles/{name}.yml")
    return [(p.code, p.location.line, p.message, p.hint) for p in caught.value.problems]


def test_an_unknown_key_is_named_at_every_depth(tmp_path):
    text = HEAD + "tittle: x\nformat: {delimeter: ';'}\n" + COLUMNS + "  channel: {colum: x}\n"
    found = problems(tmp_path, text)
    assert ("CFG002", 4, "unknown key 'tittle' in the profile", "did you mean 'title'?") in found
    assert (
        "CFG002",
        5,
        "unknown key 'delimeter' in 'format'",
        "did you mean 'delimiter'?",
    ) in found
    assert ("CFG002", 12, "unknown key 'colum' in 'channel'", "did you mean 'column'?") in found


def test_no_yaml_and_no_text_are_told(tmp_path):
    assert problems(tmp_path, "profile: [own\n")[0][0] == "CFG001"
    path = tmp_path / "bytes.yml"
    path.write_bytes(b"profile: \xff\xfe\n")
    with pytest.raises(LedgerError) as caught:
        load_profile(path, "profiles/bytes.yml")
    assert str(caught.value) == (
        "profiles/bytes.yml: LDG040 the profile cannot be read: it is not UTF-8 text"
    )


@pytest.mark.parametrize(
    ("text", "code", "message", "hint"),
    [
        ("table: transaction\n", "CFG004", "'transaction' is no table", "did you mean 'transactions'?"),
        ("", "CFG005", "the profile lacks 'table'", "add `table:`"),
        ("table: accounts\nshape: transfers\n", "LDG044", "only transactions and remittances have a shape", ""),
        ("table: any\ncolumns: {account_id: a}\n", "LDG044", "a profile for any table maps no columns", ""),
        ("table: accounts\nexternal_accounts: [OUT]\n", "LDG044",
         "only transfers have a side outside the institution", "set shape: transfers"),
        ("table: accounts\namount: {signed: m}\n", "LDG044", "only entries have signed or split amounts", ""),
        ("table: any\nformat: {encoding: utf-9}\n", "LDG045", "no encoding 'utf-9'",
         "such as utf-8, latin-1, cp1252, utf-16"),
        ("table: any\nformat: {encoding: base64}\n", "LDG045", "no encoding 'base64'",
         "such as utf-8, latin-1, cp1252, utf-16"),
        ("table: any\nformat: {delimiter: ';;'}\n", "LDG045", "'delimiter' is one character, not ';;'", ""),
        ("table: any\nformat: {kind: xlsx}\n", "CFG004", "'xlsx' is no kind",
         "known: bai2, camt, csv, ecb_csv, ecb_xml, fedwire, mt103, mt940, nacha, pacs008, pain001, parquet"),
        ("table: any\nformat: {trailer: {rows: 2}}\n", "CFG005", "'trailer' lacks 'starts'", "add `starts:`"),
        ("table: any\nformat: {skip_lines: 1.5}\n", "CFG004", "'skip_lines' is not a whole number: '1.5'", "such as 1"),
        ("table: any\ndates: {time_zone: Europe/Prag}\n", "LDG045", "no time zone 'Europe/Prag'",
         "did you mean 'Europe/Prague'?"),
        ("table: any\ndates: {date_format: yyyy-mm-dd}\n", "LDG045", "'yyyy-mm-dd' does not tell a day",
         "strptime's marks, such as %Y-%m-%d, %d.%m.%Y or %d/%m/%Y %H:%M:%S"),
        ("table: any\ndates: {date_format: '%d.%m'}\n", "LDG045", "'%d.%m' does not tell a day",
         "strptime's marks, such as %Y-%m-%d, %d.%m.%Y or %d/%m/%Y %H:%M:%S"),
        ("table: any\ndates: {instant_format: '%d.%m.%Y'}\n", "LDG045",
         "'%d.%m.%Y' does not tell an instant",
         "strptime's marks, such as %Y-%m-%d, %d.%m.%Y or %d/%m/%Y %H:%M:%S"),
        ("table: any\nnumbers: {decimal_mark: ',', thousands_mark: ','}\n", "LDG045",
         "is the decimal mark as well", ""),
        ("table: any\nnumbers: {round_to: 5}\n", "LDG045", "money is rounded to 0 to 4 decimals", ""),
        ("table: any\nformat: {footer: [Total, '']}\n", "LDG045", "a line of the footer begins with nothing",
         "how each line below the table begins, in their order"),
        ("table: any\nnumbers: {negative: DR}\n", "LDG045",
         "'DR' does not show where the mark stands beside a number", 'such as "#-", "(#)" or "# DR"'),
        ("table: any\nexpect: {sum: lots}\n", "CFG004", "'sum' is not a number: 'lots'", "such as 5 or 0.80"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_message(tmp_path, text, code, message, hint):
    found = problems(tmp_path, "profile: own\ntitle: A source\n" + text)
    assert (code, message, hint) in [(c, m, h) for c, _, m, h in found]


def test_a_profile_is_named_as_its_file(tmp_path):
    found = problems(tmp_path, HEAD + COLUMNS, name="other")
    assert [f[:3] for f in found] == [("LDG041", 1, "'own' lies in a file named 'other'")]


def test_a_column_that_the_table_does_not_have(tmp_path):
    text = HEAD + COLUMNS + "  chanel: x\n  amount_base: y\n  payer_account: z\n"
    found = problems(tmp_path, text)
    assert [f[:3] for f in found] == [
        ("LDG042", 10, "transactions has no column 'chanel' that a file fills"),
        ("LDG042", 11, "transactions has no column 'amount_base' that a file fills"),
        ("LDG042", 12, "transactions has no column 'payer_account' that a file fills"),
    ]
    assert found[0][3] == "did you mean 'channel'?"


def test_columns_that_are_needed_and_not_mapped(tmp_path):
    found = problems(tmp_path, HEAD + "columns: {account_id: a}\n")
    assert [f[2] for f in found] == [
        f"transactions need '{name}', which no source column fills"
        for name in ("direction", "amount", "currency", "booked_at or booked_on")
    ]
    assert {f[0] for f in found} == {"LDG043"}
    found = problems(tmp_path, HEAD + "shape: transfers\ncolumns: {booked_on: d}\n")
    assert "transactions need 'payer_account', which no source column fills" in [
        f[2] for f in found
    ]


def test_a_profile_of_messages_maps_only_what_it_changes(tmp_path):
    text = HEAD + "format: {kind: mt940}\ncolumns: {currency: {constant: EUR}}\n"
    path = tmp_path / "own.yml"
    path.write_text(text, encoding="utf-8")
    assert list(load_profile(path, "profiles/own.yml").columns) == ["currency"]


def test_what_a_message_format_says_itself_has_no_place_in_its_profile(tmp_path):
    text = (
        HEAD + "format:\n  kind: mt940\n  encoding: cp1252\n  delimiter: ';'\n"
        "numbers: {decimal_mark: ','}\ndates:\n  time_zone: Europe/Berlin\n  date_format: '%d.%m.%Y'\n"
    )
    found = problems(tmp_path, text)
    assert [(code, line, message) for code, line, message, _ in found] == [
        ("LDG044", 8, "'numbers' has no effect on files of kind mt940"),
        ("LDG044", 11, "'date_format' has no effect on files of kind mt940"),
        ("LDG044", 7, "'delimiter' has no effect on files of kind mt940"),
    ]
    assert {hint for *_, hint in found} == {
        "its format says how amounts, days and lines are written: leave it out"
    }


def test_an_amount_is_mapped_once(tmp_path):
    found = problems(tmp_path, HEAD + "amount: {signed: m}\n" + COLUMNS)
    assert [f[:3] for f in found] == [
        ("LDG044", 8, "'direction' comes from 'amount:' already"),
        ("LDG044", 9, "'amount' comes from 'amount:' already"),
    ]


def test_words_of_a_closed_list(tmp_path):
    text = HEAD + COLUMNS.replace("direction: s", "direction: {column: s, values: {H: Haben}}")
    found = problems(tmp_path, text + "  channel: {constant: pigeon}\n")
    assert [f[:3] for f in found] == [
        ("LDG046", 7, "'Haben' is no direction"),
        ("LDG046", 10, "'pigeon' is no channel"),
    ]
    assert found[0][3] == "known: credit, debit"


def test_a_constant_stands_alone(tmp_path):
    text = HEAD + COLUMNS.replace("currency: c", "currency: {constant: USD, column: c}")
    assert [f[:3] for f in problems(tmp_path, text)] == [("LDG044", 9, "a constant stands alone")]


def test_a_constant_that_is_no_currency_is_a_mistake_of_the_profile(tmp_path):
    text = HEAD + COLUMNS.replace("currency: c", "currency: {constant: CZ}")
    assert [f[:3] for f in problems(tmp_path, text)] == [("LDG046", 9, "'CZ' is no currency")]
