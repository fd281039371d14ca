"""A profile is read whole: every mistake at its place, nothing of it in the code."""

import pytest

from aml.core.problem import ReportError
from aml.core.shipped import shipped
from aml.report.goaml import order_of, profile_path, read_profile
from aml.report.goaml.profile import TAGS, spelt
from tests.report.goaml.filings import XSD_501, profile_of

SHIPPED = shipped("reports") / "goaml"
LEAST = "fiu: Example\nlocal_currency: EUR\nreport: {str: STR, sar: SAR}\n"


def mistakes(tmp_path, text):
    path = tmp_path / "mine.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        read_profile(path)
    return [(p.code, p.location.line, p.location.column, p.message) for p in caught.value.problems]


def test_every_profile_that_ships_is_sound_and_says_what_to_fill():
    profile = read_profile(profile_path("neutral", [SHIPPED]))
    text = (SHIPPED / "neutral.yml").read_text(encoding="utf-8")
    assert text.count("FILL") >= 4
    assert all(f"  {tag}: " in text for tag in TAGS)
    assert profile.indicators == {}
    assert not order_of(profile).is_validating


def test_a_profile_of_one_s_own_comes_before_one_that_ships(tmp_path):
    (tmp_path / "neutral.yml").write_text(LEAST, encoding="utf-8")
    assert read_profile(profile_path("neutral", [tmp_path, SHIPPED])).fiu == "Example"


@pytest.mark.parametrize("name", ["neutrol", "../goaml/neutral", ""])
def test_a_profile_that_is_not_there_is_not_looked_for_elsewhere(name):
    with pytest.raises(ReportError, match="GOA001") as caught:
        read_profile(profile_path(name, [SHIPPED]))
    assert "neutral" in caught.value.problems[0].hint


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "mine.yml").write_bytes(b"fiu: \xff\xfe\n")
    with pytest.raises(ReportError, match="GOA001"):
        read_profile(tmp_path / "mine.yml")


def test_all_mistakes_of_a_profile_come_at_once(tmp_path):
    text = (
        "fiu: Example\n"
        "local_currency: euro\n"
        "report: {str: STR, sar: SAR, strm: X}\n"
        "phone_prefix: +49\n"
        'names: {letters: latin, characters: "z-a"}\n'
        "lookups: {funds: {cash_tellr: K}, fund: {}}\n"
        "indicators: {STRUCTURING: X}\n"
        "identify: {person: {ssn: [passport], sns: [tax]}}\n"
        "lengths: {reason: 0}\n"
        "colour: red\n"
    )
    found = mistakes(tmp_path, text)
    assert [(code, line) for code, line, _, _ in found] == [
        ("CFG004", 2), ("CFG002", 3), ("CFG004", 4), ("CFG004", 5), ("CFG004", 5), ("CFG002", 6),
        ("CFG002", 6), ("CFG002", 7), ("CFG004", 8), ("CFG002", 8), ("CFG004", 9), ("CFG002", 10),
    ]  # fmt: skip
    assert found[0][2] == 17


def test_what_is_always_needed_is_asked_for(tmp_path):
    assert [code for code, *_ in mistakes(tmp_path, "xsd: a.xsd\n")] == ["CFG005"] * 5


def test_a_schema_lies_beside_its_profile(tmp_path):
    (tmp_path / "mine.yml").write_text(f"{LEAST}xsd: fiu.xsd\n", encoding="utf-8")
    assert read_profile(tmp_path / "mine.yml").xsd == tmp_path / "fiu.xsd"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("José Núñez", "Jose Nunez"),
        ("Søren O'Brien-Smith", "Soren O'Brien-Smith"),
        ("王小明", "WangXiaoMing"),
        ("Иван & Sons", "Ivan Sons"),
        ("\u202eevil", "evil"),
    ],
)
def test_a_name_is_written_in_the_letters_that_the_fiu_takes(tmp_path, name, letters):
    assert spelt(profile_of(tmp_path, "fiu502"), name) == letters
    assert spelt(profile_of(tmp_path, "fiu501"), name) == name


def test_a_word_without_a_code_is_what_the_list_calls_other(tmp_path):
    profile = profile_of(tmp_path, "fiu501")
    assert profile.code("funds", "cash_teller") == "K"
    assert profile.code("funds", "wire") == "E"
    assert profile.code("account_status", "frozen") == ""
    assert profile.code("country", "de") == "DE"
    assert profile.xsd == XSD_501
