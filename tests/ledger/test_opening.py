"""All files are checked before the first record is read."""

from tests.ledger.conftest import entries

ONE = entries("T1,A1,2026-03-02,credit,1,USD")


def test_the_problems_of_all_files_come_at_once(desk):
    desk.give(b"", name="a.csv").give("x,y\n1,2\n", name="b.csv").give(ONE, name="c.csv")
    assert {(p.code, p.location.path) for p in desk.refuse()} >= {
        ("LDG002", "a.csv"), ("LDG004", "b.csv"), ("LDG006", "b.csv"),
    }  # fmt: skip


def test_the_records_of_the_same_file_under_two_names_are_loaded_once(desk):
    text = entries(
        "A1,2026-03-02,credit,1,USD", "A1,2026-03-02,credit,1,USD", "A1,2026-03-02,credit,x,USD",
        head="account_id,booked_on,direction,amount,currency",
    )  # fmt: skip
    desk.give(text, name="a.csv").give(text, name="copy.csv")
    outcome = desk.read()
    assert [(p.code, str(p.location)) for p in outcome.problems] == [
        ("LDG011", "a.csv: record 3"), ("LDG009", "copy.csv: record 1"),
    ]  # fmt: skip
    assert outcome.problems[1].message == (
        "the file holds the same bytes as a.csv; its records were counted as duplicates"
        " (3 records, this one first)"
    )
    assert desk.store.rows("SELECT count(*) FROM transactions") == [(2,)]
    assert (outcome.rejected, outcome.duplicates) == (1, 3)
    assert all(total.is_reconciled for file in outcome.files for total in file.totals)


def test_a_file_that_is_named_twice_is_loaded_once(desk):
    desk.give(ONE, name="a.csv").give(ONE, name="a.csv")
    assert [(r.code, r.first) for r in desk.read().rejections] == [("LDG009", (1,))]


def test_a_copy_in_another_currency_is_a_duplicate_and_not_rejected_twice(desk):
    text = ONE.replace("USD", "EUR")
    outcome = desk.give(text, name="a.csv").give(text, name="b.csv").read()
    assert [(r.path, r.code) for r in outcome.rejections] == [
        ("a.csv", "LDG016"), ("b.csv", "LDG009"),
    ]  # fmt: skip
    assert (outcome.rejected, outcome.duplicates) == (1, 1)


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
