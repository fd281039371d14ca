"""`aml screen`: one name, one number, a file; what is shown, and the exit codes."""

import json

import pytest

OWN = """entry_id,name,kind,aliases,weak_aliases,country,imo_number
E1,Naviera Mirador,organisation,Mirador Naves,Mira Mira,PA,
E2,Mira I,vessel,,,,9074729
"""


@pytest.fixture
def screen(aml, tmp_path):
    (tmp_path / "own.csv").write_text(OWN)
    folder = tmp_path / "lists"
    aml(
        "list",
        "import",
        tmp_path / "own.csv",
        "--list",
        "own",
        "--date",
        "2026-03-01",
        "--lists",
        folder,
    )
    return lambda *arguments: aml("screen", *arguments, "--lists", folder, "--as-of", "2026-06-01")


def test_a_match_is_shown_with_all_that_decides(screen):
    called = screen("mirador naves s.a.", "--country", "PA")
    assert called.code == 0
    for text in ("Naviera Mirador", "alias Mirador Naves", "own 2026-03-01", "E1", "0.98",
                 "name, country", "analyst", "2026-03-01", "1 match"):  # fmt: skip
        assert text in called.out, text
    assert "weak alias Mira Mira" in screen("Mira Mira").out


def test_other_programs_get_the_same(screen):
    shape = json.loads(screen("--imo", "IMO 9074729", "--format", "json").out)
    assert (shape["entries"], shape["asked"], shape["as_of"]) == (2, 1, "2026-06-01")
    match = shape["matches"][0]
    assert (match["entry_id"], match["method"], match["agreeing"]) == (
        "E2",
        "number",
        ["IMO number"],
    )


def test_exit_codes_say_whether_anybody_was_found(screen):
    assert screen("Naviera Mirador").code == 0
    assert screen("Naviera Mirador", "--fail-on-match").code == 1
    nobody = screen("Quite Another", "--fail-on-match")
    assert (nobody.code, "0 matches" in nobody.out) == (0, True)


def test_a_file_is_asked_record_by_record_and_its_mistakes_name_nobody(screen, tmp_path):
    path = tmp_path / "asked.csv"
    path.write_text("name,born_on\nQuite Another,\nNaviera Mirador,1.5.68\nMira Mira,\n")
    called = screen(path)
    assert (called.code, "asked.csv: record 2: LST006" in called.err) == (1, True)
    assert "Mirador" not in called.err
    assert "3 questions" in called.out
    assert [line.split()[1] for line in called.out.splitlines() if "Naviera" in line] == ["2", "3"]


def test_lists_of_a_workspace_are_asked(aml, tmp_path, monkeypatch, screen):
    (tmp_path / "aml.toml").write_text(
        '[institution]\nname = "Bank"\ncountry = "US"\nsector = "bank"\nbase_currency = "USD"\n'
        '[[input]]\ntable = "flagged_parties"\npaths = ["lists/*/flagged_parties.csv"]\n'
    )
    monkeypatch.chdir(tmp_path)
    assert "1 match" in aml("screen", "Naviera Mirador", "--as-of", "2026-06-01").out
    both = aml("screen", "Naviera Mirador", "--config", "aml.toml", "--lists", "lists")
    assert (both.code, "RUN004" in both.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--imo", "9074728"), "LST006"),
        (("missing.csv",), "missing.csv: RUN001"),
        (("customers.xlsx",), "customers.xlsx: RUN004"),
        (("./customers",), "customers: RUN004"),
        (("Naviera Mirador", "--country", "Ecuador"), "LST006"),
        (("Naviera Mirador", "--country", "ZZ"), "LST006"),
        ((), "LST006"),
    ],
)
def test_a_question_that_cannot_be_asked(screen, arguments, code):
    called = screen(*arguments)
    assert (called.code, code in called.err) == (2, True)


def test_a_file_says_the_numbers_of_its_records_itself(screen, tmp_path):
    path = tmp_path / "asked.txt"
    path.write_text("Naviera Mirador\n")
    called = screen(path, "--imo", "9074729")
    assert (called.code, "RUN004" in called.err) == (2, True)


@pytest.mark.parametrize("name", ["customers.xlsx", "customers", "lists", "folder.csv"])
def test_what_lies_on_the_disk_is_never_asked_as_a_name(screen, tmp_path, name):
    (tmp_path / "customers.xlsx").write_bytes(b"PK")
    (tmp_path / "customers").write_text("Naviera Mirador\n")
    (tmp_path / "folder.csv").mkdir()
    called = screen(tmp_path / name)
    assert (called.code, called.out) == (2, "")
    assert f"{name}: RUN004" in called.err


@pytest.mark.parametrize(
    "name", ["Amazon.com", "Gris S.A.", "Mirador A/S", "J.P. Mirador", "." * 300]
)
def test_a_name_with_marks_of_a_path_is_a_name(screen, name):
    assert "1 question " in screen(name).out


def test_a_country_for_a_whole_file_is_told_once(screen, tmp_path):
    path = tmp_path / "asked.txt"
    path.write_text("Naviera Mirador\nMira I\n")
    called = screen(path, "--country", "Ecuador")
    assert (called.code, called.err.count("LST006")) == (2, 1)
