"""A year of a small bank and eight months of a tiny one, written once for all tests."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl
import pytest

from aml.sample import generate_to

TRUE_SCHEMES = ("planted", "hard")


@dataclass(frozen=True)
class Folder:
    """A generated folder, read as text: what stands in the files and nothing else."""

    path: Path

    def table(self, name):
        """All parts of a table as one."""
        parts = sorted(self.path.glob(f"{name}.csv")) + sorted(self.path.glob(f"{name}_[0-9]*.csv"))
        return pl.concat([pl.read_csv(part, infer_schema=False) for part in parts])

    @property
    def tables(self):
        """Names of the tables of the folder."""
        names = {path.stem.rstrip("0123456789").rstrip("_") for path in self.path.glob("*.csv")}
        return sorted(names - {"answers", "known_alerts"})

    @cached_property
    def answers(self):
        """One row a story and table."""
        return pl.read_csv(self.path / "answers.csv", infer_schema=False)

    @cached_property
    def schemes(self):
        """One row a story."""
        return self.answers.unique("scheme_id", maintain_order=True)

    def records(self, table, *kinds):
        """One row a record of a table that belongs to a story of these kinds."""
        told = self.answers.filter((pl.col("table") == table) & pl.col("kind").is_in(kinds))
        return told.select(
            "scheme_id", "focus_ids", id=pl.col("record_ids").str.split(" ")
        ).explode("id")


def made(path, transactions, seed, **how):
    """A folder that the generator wrote."""
    generate_to(path, transactions, seed, **how)
    return Folder(path)


@pytest.fixture(scope="session")
def year(tmp_path_factory):
    """50,000 entries: the size at which chance no longer speaks for one scheme."""
    return made(tmp_path_factory.mktemp("year"), 50_000, 5)


@pytest.fixture(scope="session")
def months(tmp_path_factory):
    """12,000 entries."""
    return made(tmp_path_factory.mktemp("months"), 12_000, 5)


@pytest.fixture(scope="session")
def quiet(tmp_path_factory):
    """12,000 entries and nothing planted."""
    return made(tmp_path_factory.mktemp("quiet"), 12_000, 5, planted=False)
