from aml.store import canonical_columns, canonical_tables
from aml.store.schema import KEPT_TABLES


def test_every_table_that_a_file_fills_says_which_record_a_row_is():
    for table in canonical_tables():
        names = {column.name for column in canonical_columns()[table]}
        assert {"file_id", "source_row"} <= names, table


def test_money_is_exact_and_days_and_instants_are_named_by_type():
    for table, columns in canonical_columns().items():
        for column in columns:
            assert "DOUBLE" not in column.type, (table, column.name)
            assert "FLOAT" not in column.type, (table, column.name)
            is_day = column.name.endswith(("_on", "_from", "_to"))
            assert (column.type == "DATE") == is_day, (table, column.name)
            assert (column.type == "TIMESTAMP") == column.name.endswith("_at"), (table, column.name)
            if "amount" in column.name:
                assert column.is_money, (table, column.name)


def test_the_tables_of_the_run_itself_are_no_input():
    assert not KEPT_TABLES & set(canonical_tables())
    assert "transactions" in canonical_tables()
