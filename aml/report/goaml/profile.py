"""What one FIU asks of a goAML report beyond its schema: codes, limits, letters, its indicators.

A profile is a YAML file, `goaml/NAME.yml` beside aml.toml, or one that ships under reports/goaml.
docs/goaml.md explains every key. There is no goAML schema, only one of each FIU: nothing of a FIU
stands in the code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from aml.config import Node, Section, read_yaml
from aml.core.problem import Location, Problem, ReportError, did_you_mean
from aml.core.vocabulary import CHANNELS

#: The lists that a profile may hold, and the words of ours that each may map.
LOOKUPS: Mapping[str, tuple[str, ...]] = {
    "funds": CHANNELS,
    "transmode": CHANNELS,
    "account_type": (),
    "account_status": ("open", "closed"),
    "account_role": ("owner", "signatory"),
    "entity_role": ("director",),
    "identification": ("document", "tax", "customer", "registration"),
    "contact": ("person", "entity"),
    "communication": ("phone",),
    "gender": (),
    "legal_form": (),
    "item": ("vessel", "container"),
    "country": (),
    "currency": (),
}
#: Lists whose codes are those of the records (ISO 3166, ISO 4217) where a profile maps none.
_AS_RECORDED = ("country", "currency")
#: The word for everything that a list does not name.
OTHERWISE = "other"
TAGS = (
    "STRUCT", "SMURF", "FUNNEL", "MULE", "BULKCASH", "REMIT", "SMUGGLE", "TBML", "PHANTOM", "PRICE",
    "FRONT", "SHELL", "SANCTION", "TF", "DRUGS", "PRECURSOR", "CORRUPT", "IVTS", "PML", "RAPID",
    "CIRCULAR", "DORMANT", "CRYPTO", "PROFILE", "GEO",
)  # fmt: skip
_PERSON_NUMBERS = ("ssn", "id_number", "tax_number", "passport_number")
_ENTITY_NUMBERS = ("incorporation_number", "tax_number")
_KINDS = LOOKUPS["identification"]
_ID = re.compile(r"[A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Profile:
    """One FIU. Texts are as its lists have them; see docs/goaml.md.

    `identify` says which recorded number fills which element, the first that is there; `fixed` and
    `unknown` map `type.element` or `element` to a text: what this FIU always wants, and what it
    takes for a datum that nobody recorded.
    """

    name: str
    fiu: str
    local_currency: str
    xsd: Path | None = None
    report_codes: Mapping[str, str] = field(default_factory=dict)
    submission: str = "E"
    needs_client: bool = True
    letters: str = "any"
    characters: str = ""
    phone_prefix: str = ""
    unknown_kind: str = "entity"
    lookups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    indicators: Mapping[str, str] = field(default_factory=dict)
    identify: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    lengths: Mapping[str, int] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    fixed: Mapping[str, str] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)

    def code(self, lookup: str, word: str) -> str:
        """The FIU's code for a word of ours, empty where the profile maps none."""
        listed = self.lookups.get(lookup, {})
        if word in listed:
            return listed[word]
        if lookup in _AS_RECORDED:
            return word.strip().upper()
        return listed.get(OTHERWISE, "") if word or OTHERWISE in listed else ""


def profile_path(name: str, folders: Sequence[Path]) -> Path:
    """The file of a profile, in the first folder that has it.

    Raises:
        ReportError: GOA001, none has.
    """
    for folder in folders:
        path = folder / f"{name}.yml"
        if _ID.fullmatch(name) and path.is_file():
            return path
    known = sorted({path.stem for folder in folders for path in folder.glob("*.yml")})
    hint = did_you_mean(name, known) or f"known: {', '.join(known)}"
    raise ReportError(Problem("GOA001", f"no goAML profile '{name}'", None, hint))


def read_profile(path: Path) -> Profile:
    """A profile from its file.

    Raises:
        ReportError: every mistake in it, each at its line and column.
    """
    shown = f"{path.parent.name}/{path.name}"
    try:
        root, source = read_yaml(path, shown)
    except (OSError, UnicodeDecodeError) as error:
        raise ReportError(
            Problem("GOA001", "a goAML profile that cannot be read", Location(shown))
        ) from error
    if source.problems:
        raise ReportError(source.problems)
    profile = _Reader(Section(root, source, "the profile")).profile(path)
    if source.problems:
        raise ReportError(sorted(source.problems, key=lambda p: p.location or Location(shown)))
    return profile


class _Reader:
    """One file being read; mistakes gather in the section's source."""

    def __init__(self, top: Section) -> None:
        self.top = top

    def profile(self, path: Path) -> Profile:
        top = self.top
        xsd = top.text("xsd", "")
        report = self._part("report")
        names = self._part("names")
        codes = {kind: report.text(kind) for kind in ("str", "sar")}
        found = Profile(
            name=path.stem,
            fiu=top.text("fiu"),
            local_currency=self._currency(),
            xsd=_schema(path.parent, xsd) if xsd else None,
            report_codes=codes,
            submission=report.text("submission", "E"),
            needs_client=report.flag("needs_client", default=True),
            letters=names.choice("letters", ("any", "ascii"), "any"),
            characters=self._characters(names),
            unknown_kind=names.choice("unknown_kind", ("entity", "person"), "entity"),
            phone_prefix=self._prefix(),
            lookups=self._lookups(),
            indicators=self._words("indicators", TAGS),
            identify=self._identify(),
            lengths=self._lengths(),
            required=frozenset(top.texts("required")),
            fixed=self._words("fixed"),
            unknown=self._words("unknown"),
        )
        report.close()
        names.close()
        top.close()
        return found

    def _part(self, key: str) -> Section:
        return _inner(self.top, key, required=key == "report")

    def _currency(self) -> str:
        code = self.top.text("local_currency")
        if code and not re.fullmatch("[A-Z]{3}", code):
            self.top.wrong("local_currency", "no ISO 4217 code", "three letters, such as EUR")
        return code

    def _prefix(self) -> str:
        text = self.top.text("phone_prefix", "")
        if text and not re.fullmatch(r"\d{1,4}", text):
            self.top.wrong("phone_prefix", "no country calling code", "digits alone, such as 49")
        return text

    def _characters(self, names: Section) -> str:
        text = names.text("characters", "")
        try:
            _outside(text)
        except re.error:
            names.wrong("characters", "no class of characters", "such as a-zA-Z0-9 .'-")
            return ""
        return text

    def _lookups(self) -> dict[str, dict[str, str]]:
        part = self._part("lookups")
        found = {
            name: _mapping(_inner(part, name), words, OTHERWISE) for name, words in LOOKUPS.items()
        }
        part.close()
        return found

    def _words(self, key: str, allowed: Sequence[str] = ()) -> dict[str, str]:
        return _mapping(self._part(key), allowed)

    def _identify(self) -> dict[str, dict[str, tuple[str, ...]]]:
        part = self._part("identify")
        found = {
            owner: _numbers(_inner(part, owner), elements)
            for owner, elements in (("person", _PERSON_NUMBERS), ("entity", _ENTITY_NUMBERS))
        }
        part.close()
        return found

    def _lengths(self) -> dict[str, int]:
        part = self._part("lengths")
        found = {key: part.integer(key) for key, _node in part.entries()}
        for key, length in found.items():
            if length < 1:
                part.wrong(key, f"'{key}' is no length", "a number of characters from 1 on")
        return found


def _schema(folder: Path, named: str) -> Path:
    """The schema beside the profile, as a run keeps the two, else the one at the path named."""
    beside = folder / Path(named).name
    return beside if beside.is_file() else folder / named


def _inner(outer: Section, key: str, *, required: bool = False) -> Section:
    """The mapping of a key; an empty one where the file leaves it out."""
    found = outer.section(key, required=required)
    return found or Section(Node({}, outer.place(key)), outer.source, f"'{key}'")


def _mapping(part: Section, allowed: Sequence[str], *more: str) -> dict[str, str]:
    """The filled texts of a mapping; keys are free where none are listed."""
    found: dict[str, str] = {}
    for key, _node in part.entries():
        if allowed and key not in (*allowed, *more):
            hint = did_you_mean(key, allowed) or f"known: {', '.join((*allowed, *more))}"
            message = f"unknown key '{key}' in {part.what}"
            part.source.report("CFG002", message, part.place(key), hint)
        elif text := part.text(key, ""):
            found[key] = text
    return found


def _numbers(part: Section, elements: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Which kinds of number fill which element."""
    found = {name: kinds for name in elements if (kinds := part.texts(name))}
    for name, kinds in found.items():
        for kind in kinds:
            if kind not in _KINDS:
                part.wrong(name, f"'{kind}' is no kind of number", ", ".join(_KINDS))
    part.close()
    return found


@lru_cache(maxsize=16)
def _outside(characters: str) -> re.Pattern[str]:
    """What is not in a class of characters."""
    return re.compile(f"[^{characters}]" if characters else r"(?!)")


def spelt(profile: Profile, name: str) -> str:
    """A name in the letters that the FIU takes: transliterated, foreign signs left out."""
    from anyascii import anyascii

    text = anyascii(name) if profile.letters == "ascii" and not name.isascii() else name
    return " ".join(_outside(profile.characters).sub(" ", text).split())
