"""The same seed gives the same bytes; sizes are what was asked for; the committed ledgers too."""

import filecmp
import re

import polars as pl
import pytest
from click.testing import CliRunner

from aml.cli.sample import sample
from aml.core.shipped import shipped
from aml.sample import Shipping, generate_to

#: Parameters of the ledgers that ship, and what lies beside them by hand.
COMMITTED = {
    "": (15000, 1, True),
    "quiet": (11000, 2, False),
}
BY_HAND = {"README.md", "known_alerts.csv", "profiles", "quiet"}

_TRADE = ("voyages", "bills_of_lading", "port_calls")


def files(folder):
    return sorted(path.name for path in folder.iterdir() if path.name not in BY_HAND)


def differing(one, other):
    assert files(one) == files(other)
    _, differ, odd = filecmp.cmpfiles(one, other, files(one), shallow=False)
    return differ + odd


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    """As CSV the same is held by the ledgers that ship."""
    for name, seed in (("one", 7), ("again", 7), ("other", 8)):
        generate_to(tmp_path / name, 500, seed, file_format="parquet")
    assert not differing(tmp_path / "one", tmp_path / "again")
    changed = differing(tmp_path / "one", tmp_path / "other")
    # Ports are facts of the world.
    assert {*changed, "ports.parquet"} == set(files(tmp_path / "one"))


@pytest.mark.parametrize("folder", COMMITTED)
def test_the_committed_ledgers_are_what_the_generator_writes(tmp_path, folder):
    transactions, seed, planted = COMMITTED[folder]
    generate_to(tmp_path / "made", transactions, seed, planted=planted)
    assert not differing(shipped("sample_ledgers") / folder, tmp_path / "made")


@pytest.mark.parametrize("folder", COMMITTED)
def test_their_page_gives_the_command_that_made_them(folder):
    transactions, seed, planted = COMMITTED[folder]
    flag = "" if planted else " --quiet"
    page = (shipped("sample_ledgers") / "README.md").read_text(encoding="utf-8")
    assert f"aml sample --transactions {transactions} --seed {seed}{flag} --out" in page


def test_the_sizes_are_those_asked_for_and_more_entries_hide_more_schemes(months, year):
    for folder, asked in ((months, 12_000), (year, 50_000)):
        assert abs(folder.table("transactions").height - asked) <= asked / 20
    planted = [
        folder.schemes.filter(folder.schemes["kind"] == "planted").height
        for folder in (months, year)
    ]
    assert planted[1] >= 2 * planted[0]


def test_the_command_writes_a_folder_and_says_where(tmp_path):
    out = tmp_path / "made"
    called = CliRunner().invoke(
        sample, ["--transactions", "1500", "--seed", "7", "--quiet", "--out", str(out)]
    )
    assert called.exit_code == 0, called.output
    assert str(out / "aml.toml") in called.output.replace("\n", "")
    generate_to(tmp_path / "same", 1500, 7, planted=False)
    assert not differing(out, tmp_path / "same")


def test_the_workspace_names_every_file(months):
    text = (months.path / "aml.toml").read_text(encoding="utf-8")
    patterns = re.findall(r'paths = \["(.+)"\]', text)
    named = {path.name for pattern in patterns for path in months.path.glob(pattern)}
    assert named == set(files(months.path)) - {"aml.toml", "answers.csv"}


def test_more_voyages_and_bills_are_written_where_they_are_asked_for(tmp_path):
    asked = Shipping(voyages=900, bills=1200)
    generate_to(tmp_path / "some", 500, 7, file_format="parquet")
    generate_to(tmp_path / "more", 500, 7, file_format="parquet", shipping=asked)
    some, more = (
        {table: pl.read_parquet(tmp_path / name / f"{table}.parquet") for table in _TRADE}
        for name in ("some", "more")
    )
    assert some["voyages"].height < 900 <= more["voyages"].height
    assert some["bills_of_lading"].height < 1200 <= more["bills_of_lading"].height
    assert more["voyages"]["voyage_id"].is_unique().all()
    sailed = set(more["voyages"]["voyage_id"])
    assert set(more["bills_of_lading"]["voyage_id"].drop_nulls()) <= sailed
    assert set(more["port_calls"]["voyage_id"]) == sailed
