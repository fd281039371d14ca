"""Every code a user can meet is explained, and provoked by a test."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = re.compile(r'"([A-Z]{3}\d{3})"')


def codes_in(folder):
    return {
        code
        for path in sorted((ROOT / folder).rglob("*.py"))
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }


def test_every_code_is_explained():
    page = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| ([A-Z]{3}\d{3}) \|", page, re.MULTILINE))
    assert explained == codes_in("aml")


def test_every_code_is_provoked_by_a_test():
    assert codes_in("aml") <= codes_in("tests")
