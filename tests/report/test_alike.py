from aml.report.alike import alike
from aml.report.document import Column, Table

COLUMNS = (Column("No."), Column("Account"), Column("Place"), Column("File"))
FOLDED = ("Account", "Place", "File")


def table(*rows):
    return Table("Entries", COLUMNS, rows)


def test_what_each_row_says_is_said_once_and_its_columns_are_left_out():
    long = table(*((str(n), "A1", "–", f"f{n % 2}") for n in range(6)))
    shorter, said = alike(long, FOLDED)
    assert said == "The same in each row: Account: A1; Place: nothing recorded."
    assert [column.label for column in shorter.columns] == ["No.", "File"]
    assert shorter.rows == tuple((str(n), f"f{n % 2}") for n in range(6))


def test_one_other_row_keeps_a_column():
    rows = [*((str(n), "A1", f"p{n}", f"f{n}") for n in range(6)), ("6", "A2", "p6", "f6")]
    assert alike(table(*rows), FOLDED) == (table(*rows), "")


def test_a_column_that_is_not_named_stays():
    rows = [("1", "A1", f"p{n}", f"f{n}") for n in range(6)]
    shorter, said = alike(table(*rows), FOLDED)
    assert shorter.columns[0].label == "No."
    assert said == "The same in each row: Account: A1."


def test_a_short_table_keeps_all_columns():
    rows = [(str(n), "A1", "p", "f") for n in range(4)]
    assert alike(table(*rows), FOLDED) == (table(*rows), "")
