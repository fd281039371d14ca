"""The catalogue is what the command, the book and the page on the detector print."""

from pathlib import Path

from aml.detector.catalogue import catalogue
from aml.detector.features import FAMILIES, FEATURES

PAGE = (Path(__file__).parents[2] / "docs" / "detector.md").read_text(encoding="utf-8")


def test_it_holds_every_feature_once_with_nothing_left_empty():
    found = catalogue()
    assert [entry.name for entry in found] == [feature.name for feature in FEATURES]
    for entry in found:
        assert all((entry.family, entry.title, entry.formula, entry.window, entry.meaning))
        assert entry.unit in ("base currency", "count")


def test_features_that_look_back_say_how_far():
    windows = {entry.name: entry.window for entry in catalogue()}
    assert windows["cash_in"] == "3 months"
    assert windows["rise_in"] == "3 months, and the 12 months before"
    assert "all of the ledger before" in windows["new_payers"]
    for feature in FEATURES:
        looks_back = "new" in feature.name or "rise" in feature.name
        assert (windows[feature.name] != "3 months") == looks_back, feature.name


def test_the_page_lists_the_catalogue_and_nothing_else():
    names = {family.title: family.name for family in FAMILIES}
    rows = [
        f"| `{e.name}` | {names[e.family]} | {e.title} | {e.formula} | {e.window} | {e.unit} |"
        f" {e.meaning} |"
        for e in catalogue()
    ]
    listed = PAGE[PAGE.index("## Features") : PAGE.index("## Parameters")]
    assert [line for line in listed.splitlines() if line.startswith("| `")] == rows
