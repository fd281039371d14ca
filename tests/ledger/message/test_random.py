"""Texts of messages with random damage: refused with a Problem, or read with every record counted."""

import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aml.core.problem import LedgerError
from aml.ledger.message.record import Unreadable
from tests.ledger.conftest import Desk
from tests.ledger.message import test_bai2, test_fedwire, test_mt103, test_mt940, test_nacha
from tests.ledger.message.texts import SAMPLES, needs_samples, records

#: A whole text of each kind, and what begins a record of it in a line.
TEXTS = {
    "mt940": (test_mt940.STATEMENT + test_mt940.REPORT, "^:61:"),
    "mt103": (f"{test_mt103.HEAD}{test_mt103.BODY}$" * 2, "^:20:"),
    "bai2": (test_bai2.FILE, "^16"),
    "nacha": (
        test_nacha.text(*test_nacha.FILE)
        + test_nacha.only(*test_nacha.IAT, batch=test_nacha.IAT_BATCH),
        "^6",
    ),
    "fedwire": (test_fedwire.MESSAGE * 2, r"\{1500\}"),
}
#: The folder of the sample files of each kind.
FOLDERS = {"mt940": "mt940", "mt103": "mt103", "bai2": "bai2", "nacha": "ach", "fedwire": "fedwire"}
PIECES = [
    "", "\0", "\n", "\r", "\ufeff", "\u2028", " ", ":", "/", ",", "-", "*", "$", "?20", "-}", "{1:",
    "{4:", ":61:", ":86:", ":60F:", ":62F:", ":20:", "88,", "16,", "49,", "03,", "{1500}", "{2000}",
    "7" * 94, "6" * 94, "9" * 94, "5" * 94, "0" * 40, "99999999999999999999", "１２", "é", "\x1a",
]  # fmt: skip
CHANGE = st.tuples(st.integers(0, 10**4), st.integers(0, 120), st.sampled_from(PIECES))
KINDS = st.sampled_from(sorted(TEXTS))
DAMAGE = st.tuples(st.lists(CHANGE, min_size=1, max_size=5), st.booleans())
SLOW = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def damaged(text, changes, is_doubled):
    """A text where stretches were replaced by pieces, and doubled behind them."""
    for at, length, piece in changes:
        start = at % (len(text) + 1)
        stretch = text[start : start + length]
        text = text[:start] + piece + (stretch * 2 if is_doubled else "") + text[start + length :]
    return text


def begun(kind, text):
    """How many records begin in a text, counted without its reader."""
    lines = re.split("\r\n|\r|\n", text.removeprefix("\ufeff"))
    if kind == "nacha":
        lines = [line[n : n + 94] for line in lines for n in range(0, len(line), 94)]
    return sum(len(re.findall(TEXTS[kind][1], line)) for line in lines)


def sample(kind, number):
    """The text of one of the sample files of a kind."""
    paths = sorted((SAMPLES / FOLDERS[kind]).iterdir())
    return paths[number % len(paths)].read_bytes().decode()


def holds(kind, text):
    with suppress(Unreadable):
        assert len(records(kind, text)) >= begun(kind, text)


def is_loaded_whole(folder, kind, text):
    desk = Desk(folder)
    desk.profiles["own"] = desk.shipped_profile(kind)
    if kind in ("mt103", "nacha", "fedwire"):
        shape = f"shape: transfers\nformat: {{kind: {kind}}}\nown_banks: ['*']\n"
        desk.profile(f"table: transactions\n{shape}")
    desk.give(text, profile="own", name="damaged.txt")
    refused = []
    try:
        reading = desk.read()
    except LedgerError as error:
        refused = [problem.code for problem in error.problems]
    else:
        totals = [total for file in reading.files for total in file.totals]
        assert all(total.is_reconciled for total in totals)
        assert sum(total.records_in for total in totals) == len(records(kind, text))
        assert "LDG030" not in {problem.code for problem in reading.problems}
    finally:
        desk.close()
    assert set(refused) <= {"LDG060"}


@settings(max_examples=500, **SLOW)
@given(KINDS, DAMAGE)
def test_no_record_of_a_damaged_text_is_lost(kind, damage):
    holds(kind, damaged(TEXTS[kind][0], *damage))


@needs_samples
@settings(max_examples=100, **SLOW)
@given(KINDS, st.integers(0, 9), DAMAGE)
def test_no_record_of_a_damaged_sample_is_lost(kind, number, damage):
    holds(kind, damaged(sample(kind, number), *damage))


@settings(max_examples=15, **SLOW)
@given(KINDS, DAMAGE)
def test_a_damaged_text_is_loaded_whole_or_refused(tmp_path_factory, kind, damage):
    text = damaged(TEXTS[kind][0], *damage)
    is_loaded_whole(tmp_path_factory.mktemp("damaged"), kind, text)


@pytest.mark.nightly
@settings(max_examples=20_000, **SLOW)
@given(KINDS, DAMAGE)
def test_no_record_of_a_damaged_text_is_lost_all_night(kind, damage):
    holds(kind, damaged(TEXTS[kind][0], *damage))


@needs_samples
@pytest.mark.nightly
@settings(max_examples=20_000, **SLOW)
@given(KINDS, st.integers(0, 9), DAMAGE)
def test_no_record_of_a_damaged_sample_is_lost_all_night(kind, number, damage):
    holds(kind, damaged(sample(kind, number), *damage))


@pytest.mark.nightly
@settings(max_examples=500, **SLOW)
@given(KINDS, DAMAGE)
def test_a_damaged_text_is_loaded_whole_or_refused_all_night(tmp_path_factory, kind, damage):
    text = damaged(TEXTS[kind][0], *damage)
    is_loaded_whole(tmp_path_factory.mktemp("damaged"), kind, text)
