"""All files are checked before the first record is read."""

from tests.ledger.conftest import entries

ONE = entries("T1,A1,2026-03-02,credit,1,USD")


def test_the_problems_of_all_files_come_at_once(desk):
    desk.give(b"", name="a.csv").give("x,y\n1,2\n", name="b.csv").give(ONE, name="c.csv")
    assert {(p.code, p.location.path) for p in desk.refuse()} >= {
        ("LDG002", "a.csv"), ("LDG004", "b.csv"), ("LDG006", "b.csv"),
    }  # fmt: skip


def test_the_same_file_under_two_names_is_refused(desk):
    desk.give(ONE, name="a.csv").give(ONE, name="copy.csv")
    problem = desk.refuse()[0]
    assert (problem.code, problem.message) == ("LDG009", "the file holds the same bytes as a.csv")
    assert str(problem.location) == "copy.csv"


def test_two_days_without_records_are_no_copies(desk):
    desk.give(entries(), name="a.csv").give(entries(), name="b.csv")
    assert [file.records for file in desk.read().files] == [0, 0]


def test_a_profile_of_another_table_is_refused(desk):
    profile = desk.profile("table: accounts\ncolumns: {account_id: id}\n")
    problem = desk.give("id\nA1\n", profile=profile).refuse()[0]
    assert problem.code == "LDG047"
    assert problem.message == "the profile 'own' fills accounts, not transactions"
    assert problem.hint == 'set table = "accounts", or name another profile'


def test_files_are_numbered_by_their_paths_whatever_the_order_of_inputs(desk):
    desk.give(entries("T1,A1,2026-03-02,credit,1,USD"), name="b.csv")
    desk.give(entries("T2,A1,2026-03-02,credit,1,USD"), name="a.csv")
    assert [(file.file_id, file.path) for file in desk.read().files] == [(1, "a.csv"), (2, "b.csv")]
    assert desk.column("transaction_id", order="file_id") == ["bank:T2", "bank:T1"]
