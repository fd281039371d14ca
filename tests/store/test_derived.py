from aml.store import Derived, sql_tables
from aml.store.derived import build_order


def nothing(_store):
    pass


def test_tables_come_after_those_they_are_built_from():
    known = {
        "c": Derived("c", ("b",), ("a",), nothing),
        "b": Derived("b", ("a",), (), nothing),
        "a": Derived("a", ("transactions",), (), nothing),
    }
    assert [table.name for table in build_order(["c"], known)] == ["a", "b", "c"]
    assert [table.name for table in build_order(["b"], known)] == ["a", "b"]
    assert build_order(["transactions"], known) == []


def test_every_sql_table_says_what_it_reads():
    for table in sql_tables():
        assert table.reads or table.uses, table.name
