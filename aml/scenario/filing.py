"""`filing:` of a scenario file: codes, key terms and tags, each always or on a condition."""

from __future__ import annotations

from collections.abc import Collection

from aml.config import Section
from aml.config.node import Node
from aml.core.problem import did_you_mean
from aml.core.scenario import Filing, FilingCode, GoamlTag, KeyTerm
from aml.core.vocabulary import FINCEN_CODES
from aml.scenario.parts import read_expression, start_of

#: What field 2 of the FinCEN SAR holds.
_KEY_TERMS = 50


def read_filing(section: Section, known_terms: Collection[str]) -> Filing:
    """`filing:` — codes, key terms and tags that a report about this typology carries."""
    item = section.section("filing", required=True)
    if item is None:
        return Filing((), (), ())
    filing = Filing(_codes(item), _terms(item, known_terms), _tags(item))
    item.close()
    return filing


def _terms(item: Section, known: Collection[str]) -> tuple[KeyTerm, ...]:
    node = item.node("key_terms")
    if node is None or node.value is None:
        return ()
    if isinstance(node.value, dict):
        hint = "such as [TBML, {term: TBML, when: 'bills >= 1'}]"
        item.wrong("key_terms", "key_terms is not a list of terms", hint, "SCN023")
        return ()
    terms = tuple(_term(entry, item, known) for entry in _entries(node))
    always = [term.term for term in terms if term.when is None]
    others = [term.term for term in terms if term.when is not None]
    longest = [*always, max(others, key=len)] if others else always
    if len(" ".join(longest)) > _KEY_TERMS:
        message = f"the key terms are longer than {_KEY_TERMS} characters together"
        item.wrong("key_terms", message, "field 2 of the FinCEN SAR holds no more", "SCN023")
    return terms


def _term(entry: Node, item: Section, known: Collection[str]) -> KeyTerm:
    if isinstance(entry.value, dict):
        line = Section(entry, item.source, "a key term")
        at = start_of(line, "term")
        term = KeyTerm(line.text("term"), read_expression(line, "when"), start_of(line, "when"))
        line.close()
    else:
        at = entry.location
        term = KeyTerm(entry.value if isinstance(entry.value, str) else "a list", None, at)
    if term.term and term.term not in known and len(term.term) <= _KEY_TERMS:
        hint = did_you_mean(term.term, known) or "reference/key_terms.csv lists the known ones"
        item.source.report("SCN023", f"'{term.term}' is no known key term", at, hint)
    return term


def _entries(node: Node) -> list[Node]:
    return node.value if isinstance(node.value, list) else [node]


def _tags(item: Section) -> tuple[GoamlTag, ...]:
    node = item.node("goaml")
    if node is None or node.value is None:
        return ()
    return tuple(_tag(entry, item) for entry in _entries(node))


def _tag(entry: Node, item: Section) -> GoamlTag:
    if isinstance(entry.value, dict):
        line = Section(entry, item.source, "a goAML tag")
        tag = GoamlTag(line.text("tag"), read_expression(line, "when"), start_of(line, "when"))
        line.close()
        return tag
    if not isinstance(entry.value, str):
        hint = "such as [STRUCT, {tag: TF, when: 'terror_entries >= 1'}]"
        item.source.report("CFG004", "a goAML tag is a text", entry.location, hint)
    return GoamlTag(str(entry.value), None, entry.location)


def _codes(item: Section) -> tuple[FilingCode, ...]:
    node = item.node("fincen")
    if node is None or not isinstance(node.value, list):
        message = "fincen is not a list of type/subtype codes"
        item.wrong("fincen", message, "such as [1/114]", "SCN023")
        return ()
    return tuple(_code(entry, item) for entry in node.value)


def _code(entry: Node, item: Section) -> FilingCode:
    if isinstance(entry.value, dict):
        line = Section(entry, item.source, "a code")
        code = FilingCode(line.text("code"), read_expression(line, "when"), start_of(line, "when"))
        line.close()
    else:
        code = FilingCode(str(entry.value), None, entry.location)
    if code.code not in FINCEN_CODES:
        hint = "type/subtype of the SAR, such as 1/114"
        item.source.report("SCN023", f"'{code.code}' is no FinCEN code", entry.location, hint)
    return code
