from decimal import Decimal

import polars
import pytest

from aml.store import Store, StoreError, inspect_sql


@pytest.fixture
def store():
    with Store() as opened:
        opened.run("CREATE TABLE t AS SELECT 1 AS a, CAST(1.5 AS DECIMAL(18, 4)) AS m")
        yield opened


def test_values_are_bound_and_money_stays_exact(store):
    assert store.rows("SELECT m * $two FROM t", {"two": 2}) == [(Decimal("3.0000"),)]
    assert store.value("SELECT count(*) FROM t WHERE a = $a", {"a": "1"}) == 1


def test_an_error_names_the_place_in_the_statement(store):
    with pytest.raises(StoreError) as caught:
        store.rows("SELECT b FROM t")
    assert caught.value.kind == "Binder"
    assert caught.value.offset == 7
    assert '"a"' in caught.value.message


def test_describe_gives_the_place_in_the_query_itself(store):
    assert store.describe("SELECT a, m FROM t") == [("a", "INTEGER"), ("m", "DECIMAL(18,4)")]
    with pytest.raises(StoreError) as caught:
        store.describe("SELECT b FROM t")
    assert caught.value.offset == 7


def test_a_text_is_counted_typed_and_its_parameters_named_without_running_it():
    query = inspect_sql("SELECT $x + a FROM t")
    assert (query.statements, query.kind, query.parameters) == (1, "SELECT", {"x"})
    assert inspect_sql("SELECT 1; SELECT 2").statements == 2
    assert inspect_sql("EXPLAIN COPY t TO 'x'").kind == "EXPLAIN"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "SELECT * FROM glob('/*')",
        "COPY t TO '/tmp/never.csv'",
        "EXPLAIN ANALYZE COPY t TO '/tmp/never.csv'",
        "ATTACH '/tmp/never.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET threads = 1",
    ],
)
def test_a_locked_store_has_no_door(store, sql):
    store.lock()
    with pytest.raises(StoreError):
        store.run(sql)


def test_a_locked_store_cannot_overwrite_its_own_file(tmp_path):
    path = tmp_path / "run.duckdb"
    with Store(path, work=tmp_path) as store:
        store.run("CREATE TABLE t AS SELECT 1 AS a")
        store.run("CHECKPOINT")
        before = path.read_bytes()
        store.lock()
        with pytest.raises(StoreError):
            store.run(f"COPY t TO '{path}' (use_tmp_file false)")
        assert path.read_bytes()[:4096] == before[:4096]
        assert store.rows("SELECT a FROM t") == [(1,)]


def test_a_python_variable_is_no_table(store):
    secret = polars.DataFrame({"x": [1]})  # noqa: F841 - the query must not find it
    store.lock()
    with pytest.raises(StoreError):
        store.rows("SELECT * FROM secret")


def test_a_runaway_query_is_interrupted(store):
    with pytest.raises(StoreError) as caught, store.time_limit(0.2):
        store.rows(
            "SELECT count(*) FROM range(100000000) a, range(100000) b WHERE a.range = b.range % 7"
        )
    assert caught.value.kind == "Interrupt"
    assert store.value("SELECT a FROM t") == 1


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_frame_goes_in_by_name_and_comes_out_exact(tmp_path, in_memory):
    with Store(work=None if in_memory else tmp_path) as store:
        store.run("CREATE TABLE f (a VARCHAR, m DECIMAL(18, 4))")
        frame = polars.DataFrame({"m": [Decimal("1.25")], "a": ["x"]})
        store.insert_frame("f", frame)
        assert store.rows("SELECT a, m FROM f") == [("x", Decimal("1.2500"))]
        assert store.frame("SELECT m FROM f")["m"].to_list() == [Decimal("1.2500")]
        assert not list(tmp_path.glob("handed*"))
