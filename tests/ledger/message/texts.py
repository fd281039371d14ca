"""Texts of messages as a reader yields them, and the sample files beside the project."""

import io
from pathlib import Path

import pytest

from aml.ledger.message.formats import message_format
from aml.ledger.message.record import Record
from aml.ledger.message.tally import MessageTally
from aml.ledger.profile import Format, Profile

SAMPLES = Path(__file__).parents[4] / "shared" / "ledgers"
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the sample files are not beside the project"
)


def items(kind, text, encoding="utf-8", own_banks=(), base_currency=""):
    """What the reader of a kind yields of a text or of bytes."""
    form = message_format(kind)
    profile = Profile(
        kind, Path(), "", "transactions", form.shape, Format(kind, encoding=encoding),
        own_banks=own_banks, base_currency=base_currency,
    )  # fmt: skip
    held = text if isinstance(text, bytes) else text.encode(encoding)
    return list(form.read(io.BytesIO(held), profile))


def records(kind, text, **more):
    """The records of a text."""
    return [item for item in items(kind, text, **more) if isinstance(item, Record)]


def values(kind, text, *names, **more):
    """The values of each record under these names, one text if there is one name."""
    rows = [tuple(r.values.get(name, "") for name in names) for r in records(kind, text, **more)]
    return [row[0] for row in rows] if len(names) == 1 else rows


def failures(kind, text, **more):
    """What of the statements of a text fails: level, number, and what."""
    tally, found = MessageTally(), []
    for item in items(kind, text, **more):
        if isinstance(item, Record):
            tally.take(item)
        else:
            check = tally.close(item)
            found += [(check.level, check.number, failure.what) for failure in check.failures]
    return found
