"""tests/ mirrors aml/, so that the owner of every test is plain from its path."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
OWN_ROOMS = {"golden", "house", "property"}


def test_every_test_module_stands_beside_a_room():
    rooms = {path.name for path in (ROOT / "aml").iterdir() if path.is_dir()} | OWN_ROOMS
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        assert path.parent == ROOT / "tests" or path.relative_to(ROOT / "tests").parts[0] in rooms


def test_every_room_has_tests():
    for room in sorted((ROOT / "aml").iterdir()):
        if (room / "__init__.py").exists() and room.name != "shipped":
            assert list((ROOT / "tests" / room.name).glob("test_*.py")), room.name


def test_the_readme_shows_the_rooms():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for room in sorted((ROOT / "aml").iterdir()):
        if (room / "__init__.py").exists() and room.name != "shipped":
            assert f"{room.name}/" in page, room.name
