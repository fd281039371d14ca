"""`aml list`: bring in, show, compare."""

import json

import pytest

OWN = "entry_id,name,kind,aliases\nE1,Naviera Mirador,organisation,Mirador Naves\n"


@pytest.fixture
def imported(aml, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(OWN)
    folder = tmp_path / "lists"

    def bring(text=OWN, day="2026-03-01"):
        path.write_text(text)
        return aml("list", "import", path, "--list", "own", "--date", day, "--lists", folder)

    bring.folder = folder
    return bring


def test_importing_reconciles_and_says_how_a_scan_reads_it(imported):
    called = imported()
    assert called.code == 0
    assert "1 records = 1 entries + 0 rejected" in called.out
    assert "flagged_parties.csv" in called.out


def test_a_bad_entry_is_named_and_the_others_are_there(imported):
    called = imported(OWN + "E2,,organisation,\n")
    assert (called.code, "own.csv: record 2: LST002" in called.err) == (1, True)
    assert "2 records = 1 entries + 1 rejected" in called.out
    assert "Mirador" not in called.err


def test_a_malformed_number_is_counted_and_its_entry_is_there(imported):
    ships = "entry_id,name,kind,imo_number\nV1,Mira I,vessel,9074729\nV2,Mira II,vessel,9074728\n"
    called = imported(ships)
    assert (called.code, "own.csv: record 2: LST005" in called.err) == (0, True)
    assert "2 records = 2 entries + 0 rejected" in called.out
    assert "1 of 2 vessels with a valid IMO number; 1 malformed number left out" in called.out


def test_lists_versions_and_entries_are_shown(aml, imported):
    imported()
    imported(OWN.replace("Naviera Mirador", "Naviera Nueva"), "2026-06-01")
    lists = json.loads(aml("list", "show", "--lists", imported.folder, "--format", "json").out)
    assert (lists[0]["list"], lists[0]["versions"]) == ("own", "2")
    assert "2026-03-01" in aml("list", "show", "own", "--lists", imported.folder).out
    entry = aml("list", "show", "own", "--entry", "E1", "--lists", imported.folder)
    assert "Naviera Nueva" in entry.out
    old = aml("list", "show", "own", "--entry", "E1", "--version", "2026-03-01",
              "--lists", imported.folder, "--format", "json")  # fmt: skip
    assert json.loads(old.out)["name"] == "Naviera Mirador"


def test_what_changed_between_two_versions(aml, imported):
    imported()
    imported(OWN + "E2,Puerto Gris,organisation,\n", "2026-06-01")
    called = aml(
        "list", "diff", "own", "2026-03-01", "--lists", imported.folder, "--format", "json"
    )
    assert [(row["change"], row["entry"]) for row in json.loads(called.out)] == [("added", "E2")]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("list", "show", "onw"), "LST003"),
        (("list", "show", "own", "--entry", "E9"), "LST003"),
        (("list", "diff", "own", "1999-01-01"), "LST003"),
    ],
)
def test_what_is_not_there_is_said(aml, imported, arguments, code):
    imported()
    called = aml(*arguments, "--lists", imported.folder)
    assert (called.code, code in called.err) == (2, True)


def test_a_format_that_is_none(aml, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(OWN)
    called = aml("list", "import", path, "--list", "own", "--format", "excel")
    assert (called.code, "RUN004" in called.err, "ofac-csv" in called.err) == (2, True, True)


@pytest.mark.parametrize("command", [("show",), ("diff", "2026-01-01")])
def test_a_list_of_the_workspaces_own_is_told_with_its_file(aml, imported, tmp_path, command):
    imported()
    flags = "list_id,entry_id,name,kind,reason,strength,flagged_from\n"
    flags += "own_flags,F1,Puerto Gris,organisation,analyst,0.9,2026-01-01\n"
    (tmp_path / "flags.csv").write_text(flags)
    (tmp_path / "aml.toml").write_text(
        '[institution]\nname = "B"\ncountry = "US"\nsector = "bank"\nbase_currency = "USD"\n'
        '[[input]]\ntable = "flagged_parties"\npaths = ["flags.csv"]\n'
    )
    name, *more = command
    called = aml("list", name, "own_flags", *more, "--lists", imported.folder)
    said = " ".join(called.err.split())
    assert called.code == 2
    assert "LST003 'own_flags' is a list of the workspace's own, in flags.csv" in said
    assert "no list 'own_flgs'" in aml("list", "show", "own_flgs", "--lists", imported.folder).err
