"""Same files, same bytes; same records, same findings."""

import numpy as np
import polars
import pytest

from aml.core.plain import plain
from aml.core.progress import Silent
from aml.core.workspace import Input, Institution
from aml.ledger import find_profile, load_profile, read
from aml.pipeline.published import read_case
from aml.pipeline.scan import Engine
from aml.pipeline.workspace import profile_folders
from aml.store import Store
from tests.pipeline import ledgers

# Enough people for the detector to compare, one of whom lives by cash.
PEOPLE = [*ledgers.street(40), *ledgers.scheme()]
PEOPLE += [ledgers.cash(100 + n, 30 + n, 4000 + n, branch=f"B{n % 3 + 1}") for n in range(20)]
SCANNED = {"scenarios": "shipped", "detector": True}
GIVEN = {**SCANNED, "documents": '"html", "pdf"'}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    folder = tmp_path_factory.mktemp("first")
    return ledgers.run(folder, records=PEOPLE, engine=Engine(threads=1, memory="1GB"), **GIVEN)


def outputs(place):
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file() and path.name != "run.log"
    }


def test_threads_and_memory_change_no_byte(first, tmp_path):
    run, place = ledgers.run(
        tmp_path, records=PEOPLE, engine=Engine(threads=2, memory="300MB"), **GIVEN
    )
    assert {alert.kind for alert in run.alerts} == {"rule", "model"}
    assert place.name == first[1].name
    assert outputs(place) == outputs(first[1])


def test_shuffled_records_give_the_same_findings(first, tmp_path):
    records = [PEOPLE[n] for n in np.random.default_rng(7).permutation(len(PEOPLE))]
    run, _ = ledgers.run(tmp_path, records=records, **SCANNED)
    assert run.reading.files != first[0].reading.files
    assert run.findings_sha256 == first[0].findings_sha256


def test_a_split_file_gives_the_same_findings(first, tmp_path):
    path = ledgers.write_workspace(tmp_path, records=PEOPLE, **SCANNED)
    path.write_text(
        path.read_text().replace("tables/transactions.csv", "tables/transactions_*.csv")
    )
    whole = tmp_path / "tables" / "transactions.csv"
    head, *lines = whole.read_text().splitlines()
    whole.unlink()
    for number, part in enumerate((lines[20:], lines[:20])):
        text = "\n".join([head, *part, ""])
        whole.with_name(f"transactions_{number}.csv").write_text(text)
    run, _ = ledgers.run_workspace(ledgers.read_workspace(path))
    assert len(run.reading.files) == len(first[0].reading.files) + 1
    assert run.findings_sha256 == first[0].findings_sha256


def test_another_finding_is_another_hash(first, tmp_path):
    records = [*PEOPLE, ledgers.cash(50, 61, "9000.00")]
    run, _ = ledgers.run(tmp_path, records=records, **SCANNED)
    assert run.findings_sha256 != first[0].findings_sha256


def test_a_case_is_read_back_as_it_was_written(first):
    run, place = first
    for case in run.cases:
        again = read_case(place / "cases" / case.case_id / "case.json")
        assert plain(again) == plain(case)
        assert again.rows == case.rows
        assert again.totals == case.totals


@pytest.mark.parametrize("threads", [1, 2])
def test_records_of_a_large_file_know_their_place_at_any_number_of_threads(tmp_path, threads):
    """More than DuckDB gives to one thread; numbers in a column of the file say the truth."""
    rows = 300_000
    numbers = polars.int_range(rows, eager=True)
    days = numbers * 97 % 300
    polars.DataFrame(
        {
            "transaction_id": numbers.cast(polars.String),
            "account_id": "A" + (numbers % 500).cast(polars.String),
            "amount": "10.00",
            "currency": "USD",
            "direction": "credit",
            "channel": "wire",
            "remittance_text": "rent " * 20,
            "booked_on": ledgers.FIRST + polars.select(polars.duration(days=days)).to_series(),
        }
    ).write_csv(tmp_path / "entries.csv")
    path = tmp_path / "entries.csv"
    given = Input("transactions", "core", (path,), ("entries.csv",), "canonical")
    institution = Institution("Bank", "US", "bank", "USD")
    profile = load_profile(find_profile("canonical", profile_folders(tmp_path)), "canonical.yml")
    with Store(tmp_path / "run.duckdb", threads=threads, work=tmp_path) as store:
        read(store, institution, [given], {"canonical": profile}, Silent())
        astray = (
            "SELECT count(*) FROM transactions WHERE transaction_id <> 'core:' || source_row - 1"
        )
        assert store.count("transactions") == rows
        assert store.value(astray) == 0
