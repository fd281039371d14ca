"""Lists of a workspace: versions kept, the table that scans read, and what is refused."""

import csv
from datetime import date

import pytest

from aml.core.problem import LedgerError, UsageError
from aml.core.progress import Silent
from aml.core.shipped import shipped
from aml.core.workspace import Input, Institution
from aml.ledger import find_profile, load_profile, read
from aml.pipeline.lists import HISTORY, import_list, lists_of, read_version, versions_of
from aml.screening.lists.formats import FORMATS
from aml.store import Store

HEAD = "entry_id,name,kind,aliases,country\n"
OWN = FORMATS["own"]


def own(tmp_path, *names, name="own.csv"):
    path = tmp_path / name
    lines = (f"E{number},{text},organisation,,PA\n" for number, text in enumerate(names))
    path.write_text(HEAD + "".join(lines))
    return path


def rows(folder):
    with (folder / "own" / HISTORY).open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_version_is_kept_and_the_history_spans_them(tmp_path):
    folder = tmp_path / "lists"
    import_list(folder, "own", own(tmp_path, "Naviera Mirador"), OWN, date(2026, 3, 1))
    made, reading = import_list(
        folder, "own", own(tmp_path, "Naviera Nueva", "Puerto Gris"), OWN, date(2026, 6, 1)
    )
    assert (made.records, made.entries, made.rejected) == (2, 2, 0)
    assert not reading.problems
    assert lists_of(folder) == ["own"]
    assert [v.version_on for v in versions_of(folder / "own")] == ["2026-03-01", "2026-06-01"]
    assert [(r["name"], r["flagged_from"], r["flagged_to"]) for r in rows(folder)] == [
        ("Naviera Mirador", "2026-03-01", "2026-05-31"),
        ("Naviera Nueva", "2026-06-01", ""),
        ("Puerto Gris", "2026-06-01", ""),
    ]
    assert read_version(folder, "own", "2026-03-01").entries["E0"].name == "Naviera Mirador"


def test_an_older_version_that_comes_later_takes_its_place_in_time(tmp_path):
    folder = tmp_path / "lists"
    import_list(folder, "own", own(tmp_path, "New"), OWN, date(2026, 6, 1))
    import_list(folder, "own", own(tmp_path, "Old"), OWN, date(2026, 3, 1))
    assert [r["name"] for r in rows(folder)] == ["Old", "New"]


def test_the_same_file_twice_changes_nothing(tmp_path):
    folder, path = tmp_path / "lists", own(tmp_path, "Naviera Mirador")
    import_list(folder, "own", path, OWN, date(2026, 3, 1))
    before = {p.name: p.read_bytes() for p in (folder / "own").iterdir()}
    import_list(folder, "own", path, OWN, date(2026, 3, 1))
    assert {p.name: p.read_bytes() for p in (folder / "own").iterdir()} == before


def test_another_file_of_the_same_day_is_refused(tmp_path):
    folder = tmp_path / "lists"
    import_list(folder, "own", own(tmp_path, "One"), OWN, date(2026, 3, 1))
    with pytest.raises(UsageError) as caught:
        import_list(folder, "own", own(tmp_path, "Two"), OWN, date(2026, 3, 1))
    assert caught.value.problems[0].code == "LST003"
    assert [r["name"] for r in rows(folder)] == ["One"]


def test_a_list_that_lost_more_than_a_fifth_stops_unless_allowed(tmp_path):
    folder = tmp_path / "lists"
    import_list(folder, "own", own(tmp_path, *"ABCDEFGHIJ"), OWN, date(2026, 3, 1))
    import_list(folder, "own", own(tmp_path, *"ABCDEFGH"), OWN, date(2026, 4, 1))  # four fifths
    with pytest.raises(LedgerError) as caught:
        import_list(folder, "own", own(tmp_path, *"ABCDEF"), OWN, date(2026, 5, 1))
    assert caught.value.problems[0].code == "LST004"
    assert len(versions_of(folder / "own")) == 2
    import_list(folder, "own", own(tmp_path, *"ABCDEF"), OWN, date(2026, 5, 1), may_shrink=True)
    assert len(versions_of(folder / "own")) == 3


def test_a_list_without_a_day_asks_for_one(tmp_path):
    with pytest.raises(UsageError, match="LST003"):
        import_list(tmp_path / "lists", "own", own(tmp_path, "One"), OWN)


@pytest.mark.parametrize(("name", "day"), [("onw", None), ("own", "2020-01-01")])
def test_a_list_or_version_that_is_not_there(tmp_path, name, day):
    folder = tmp_path / "lists"
    import_list(folder, "own", own(tmp_path, "One"), OWN, date(2026, 3, 1))
    with pytest.raises(UsageError) as caught:
        read_version(folder, name, day)
    assert "own" in caught.value.problems[0].hint or "2026-03-01" in caught.value.problems[0].hint


def test_a_scan_reads_the_history_whole(tmp_path):
    """Every column of a history is one of flagged_parties, in the form that a ledger reader takes."""
    folder = tmp_path / "lists"
    path = tmp_path / "own.csv"
    path.write_text(
        "entry_id,name,kind,aliases,weak_aliases,imo_number,mmsi,born_on,country\n"
        "E1,Mira I,vessel,Mira One;Mira 1,MI,9074729,354123000,,PA\n"
        "E2,Juan Mirador,person,,,,,1960-12-10,MX\n"
    )
    import_list(folder, "own", path, OWN, date(2026, 3, 1))
    profiles = {
        "canonical": load_profile(
            find_profile("canonical", (shipped("sample_ledgers") / "profiles",)), "canonical.yml"
        )
    }
    place = folder / "own" / HISTORY
    with Store(threads=1) as store:
        bank = Institution("Bank", "US", "bank", "USD")
        given = Input("flagged_parties", "lists", (place,), ("lists/own/x.csv",), "canonical")
        reading = read(store, bank, [given], profiles, Silent())
        assert not reading.problems
        assert store.rows(
            "SELECT entry_id, list_id, aliases, weak_aliases, imo_number, mmsi, born_on, reason, flagged_from"
            " FROM flagged_parties ORDER BY entry_id"
        ) == [
            ("E1", "own", ["Mira One", "Mira 1"], ["MI"], "9074729", "354123000", None, "analyst", date(2026, 3, 1)),
            ("E2", "own", None, None, None, None, date(1960, 12, 10), "analyst", date(2026, 3, 1)),
        ]  # fmt: skip
