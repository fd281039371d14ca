"""A desk on which files are laid and read as a scan reads them."""

import importlib

import polars
import pytest

from aml.core.problem import LedgerError
from aml.core.progress import Silent
from aml.core.shipped import shipped
from aml.core.workspace import Input, Institution
from aml.ledger import load_profile
from aml.store import Store

reading = importlib.import_module("aml.ledger.read")


class Desk:
    """Files and profiles of one institution, and the store that they are read into."""

    def __init__(self, folder):
        self.folder = folder
        self.inputs = []
        self.profiles = {"canonical": self.shipped_profile("canonical")}
        self.institution = Institution("Test Bank", "US", "bank", "USD")
        self.store = None

    @staticmethod
    def shipped_profile(name):
        path = shipped("sample_ledgers") / "profiles" / f"{name}.yml"
        return load_profile(path, f"profiles/{name}.yml")

    def profile(self, text, name="own"):
        """Write a profile; its first lines are added where the text begins with others."""
        head = "" if text.startswith("profile:") else f"profile: {name}\ntitle: A source\n"
        path = self.folder / f"{name}.yml"
        path.write_text(head + text, encoding="utf-8")
        self.profiles[name] = load_profile(path, f"profiles/{name}.yml")
        return name

    def give(self, content, table="transactions", profile="canonical", name=None, ledger="bank"):
        """Lay one more file on the desk: a text, bytes or a frame, which becomes Parquet."""
        is_frame = isinstance(content, polars.DataFrame)
        name = name or f"{table}.{'parquet' if is_frame else 'csv'}"
        path = self.folder / name
        if is_frame:
            content.write_parquet(path)
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        self.inputs.append(Input(table, ledger, (path,), (name,), profile))
        return self

    def load(self, threads=None):
        """Fill the canonical tables, without the last look at what was lost."""
        self.close()
        self.store = Store(work=self.folder, threads=threads)
        arguments = (self.institution, self.inputs, self.profiles, Silent())
        return reading.load(self.store, *arguments)

    def read(self, threads=None):
        """What a scan is told of the files; the tables stay in `store`."""
        loaded = self.load(threads)
        return reading.conclude(self.store, loaded)

    def refuse(self):
        """The problems for which the files cannot be read at all."""
        with pytest.raises(LedgerError) as caught:
            self.read()
        return caught.value.problems

    def column(self, name, table="transactions", order="source_row"):
        """The values of a canonical column, by record."""
        return [row[0] for row in self.store.rows(f"SELECT {name} FROM {table} ORDER BY {order}")]

    def close(self):
        if self.store:
            self.store.close()


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    yield made
    made.close()


def told(reading):
    """Code, column and first records of every rejection."""
    return [(r.code, r.column, r.first) for r in reading.rejections]


def entries(*records, head="transaction_id,account_id,booked_on,direction,amount,currency"):
    """A canonical CSV of account entries."""
    return "".join(f"{line}\n" for line in (head, *records))
