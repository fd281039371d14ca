"""The JSON Schema for editors says what the loader says: the same keys, choices and forms."""

import json
import re
from datetime import date

import pytest
from ruamel.yaml import YAML

from aml.config import Section
from aml.core.shipped import shipped
from aml.scenario.load import load
from aml.scenario.schema import SCHEMA_NAME, schema, schema_text
from tests.scenario.files import TEXT, spoilt, write
from tests.scenario.test_mutants import patterned

FOLDER = shipped("scenarios")
FILES = {path.stem: path for path in sorted(FOLDER.rglob("*.yml"))}
KINDS = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int,
    "number": (int, float),
}  # fmt: skip
SAID = {"$schema", "title", "description"}


def mistakes(value, shape, at="file"):
    """What a value breaks of a schema: the keywords that this one uses, and no others."""
    if isinstance(shape, bool):
        return [] if shape else [f"{at}: not here"]
    found = []
    for word, rule in shape.items():
        if word not in SAID:
            found += RULES[word](value, rule, at, shape)
    return found


def is_kind(value, kinds):
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return any(
        isinstance(value, KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))
        for kind in kinds
    )


def type_(value, rule, at, shape):
    return [] if is_kind(value, rule) else [f"{at}: no {rule}"]


def properties(value, rule, at, shape):
    if not isinstance(value, dict):
        return []
    return [
        m for key, inner in rule.items() if key in value for m in mistakes(value[key], inner, f"{at}.{key}")
    ]  # fmt: skip


def additional(value, rule, at, shape):
    if not isinstance(value, dict):
        return []
    others = [key for key in value if key not in shape.get("properties", {})]
    return [m for key in others for m in mistakes(value[key], rule, f"{at}.{key}")]


def items(value, rule, at, shape):
    if not isinstance(value, list):
        return []
    return [m for place, item in enumerate(value) for m in mistakes(item, rule, f"{at}[{place}]")]


def holding(value, rule):
    return sum(not mistakes(value, inner) for inner in rule)


RULES = {
    "type": type_,
    "properties": properties,
    "additionalProperties": additional,
    "items": items,
    "required": lambda v, r, at, s: [f"{at}: lacks {k}" for k in r if isinstance(v, dict) and k not in v],
    "enum": lambda v, r, at, s: [] if v in r else [f"{at}: not in the list"],
    "pattern": lambda v, r, at, s: [f"{at}: {r}"] if isinstance(v, str) and not re.search(r, v) else [],
    "minLength": lambda v, r, at, s: [f"{at}: empty"] if isinstance(v, str) and len(v) < r else [],
    "minimum": lambda v, r, at, s: [f"{at}: below {r}"] if is_kind(v, "number") and v < r else [],
    "minProperties": lambda v, r, at, s: [f"{at}: too few"] if isinstance(v, dict) and len(v) < r else [],
    "minItems": lambda v, r, at, s: [f"{at}: too few"] if isinstance(v, list) and len(v) < r else [],
    "maxItems": lambda v, r, at, s: [f"{at}: too many"] if isinstance(v, list) and len(v) > r else [],
    "anyOf": lambda v, r, at, s: [] if holding(v, r) else [f"{at}: none of the forms"],
    "oneOf": lambda v, r, at, s: [] if holding(v, r) == 1 else [f"{at}: not one of the forms"],
}  # fmt: skip


def as_an_editor_reads(text):
    """YAML with its types; days stay texts there."""

    def plain(value):
        if isinstance(value, dict):
            return {str(key): plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, date) else value

    return plain(YAML(typ="safe", pure=True).load(text))


def test_the_copy_that_ships_is_the_schema():
    """`aml scenario schema > scenarios/scenario.schema.json` writes it again."""
    assert (FOLDER / SCHEMA_NAME).read_text(encoding="utf-8") == schema_text()
    assert json.loads(schema_text()) == schema()


@pytest.mark.parametrize("name", FILES)
def test_every_shipped_scenario_holds_to_it(name):
    assert mistakes(as_an_editor_reads(FILES[name].read_text(encoding="utf-8")), schema()) == []


@pytest.mark.parametrize("text", [TEXT, patterned()])
def test_a_file_in_order_holds_to_it(text):
    assert mistakes(as_an_editor_reads(text), schema()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("author:", "autor: x\nauthor:"), "file.autor: not here"),
        (("why: one is", "wy: x, why: one is"), "file.parameters.min_items.wy: not here"),
        (("  base: 30", "  bass: 1\n  base: 30"), "file.score.bass: not here"),
        (("as: count, label: Three", "az: x, as: count, label: Three"), "file.score.add[0].az: not here"),
        (("recompute: count()", "recompute: count(), bass: x"), "file.evidence.items.bass: not here"),
        (("recompute: count()", "recompute: count(), basis: x"), "file.evidence.items: not one of the forms"),
        (("  goaml:", "  goml: x\n  goaml:"), "file.filing.goml: not here"),
        (("8/821", "8/820000"), "file.filing.fincen[0]: none of the forms"),
        (("  - name: one cent", "  - nam: x\n    name: one cent"), "file.tests[1].nam: not here"),
        (("focus: account", "focus: acount"), "file.focus: not in the list"),
        (("status: test", "status: live"), "file.status: not in the list"),
        (("{type: count,", "{type: counts,"), "file.parameters.min_items.type: not in the list"),
        (("range: [2, 50], ", ""), "file.parameters.min_items: not one of the forms"),
        (("typology: S01", "typology: cash"), r"file.typology: ^[A-Z]\d{2}$"),
        (("version: 1\n", "version: one\n"), "file.version: no integer"),
        (("stage: placement\n", ""), "file: lacks stage"),
        (("sql: |", "pattern: {from: a, at: b, window: c, rolling: {}, hit: d}\nsql: |"), "file: not one of the forms"),
    ],
)  # fmt: skip
def test_a_mistake_of_form_breaks_it(change, said):
    assert said in mistakes(as_an_editor_reads(spoilt(*change)), schema())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("so_far: count()", "so_far: average(x)", "file.pattern.rolling.so_far"),
        ("  hit:", "  hits: x\n  hit:", "file.pattern.hits: not here"),
        ("  window: window\n", "", "file.pattern: lacks window"),
    ],
)
def test_a_mistake_in_a_pattern_breaks_it(old, new, said):
    text = patterned().replace(old, new, 1)
    assert any(m.startswith(said) for m in mistakes(as_an_editor_reads(text), schema()))


def keys_asked(folder, text, monkeypatch):
    """The keys that the loader asks of each mapping of a file, by what the mapping is called."""
    asked = {}
    close = Section.close

    def noting(section):
        asked.setdefault(section.what, set()).update(section.asked)
        close(section)

    monkeypatch.setattr(Section, "close", noting)
    load(write(folder, text), "demo.yml")
    return asked


def test_it_names_every_key_that_the_loader_reads_and_no_other(tmp_path, monkeypatch):
    rest = "  focus: account_id\n  cites: transaction_id\n  keep: 'TRUE'\n"
    then = (
        rest
        + "  then: {from: cash_entries, where: TRUE, columns: {a: b}, within: gap, at: x_at, cites: y}\n"
    )
    gap = "  gap: {type: offset, default: 1, range: [1, 2], why: x, tunable: false, tunable_reason: x}\n"
    text = (
        patterned()
        .replace("  hit:", then + "  hit:")
        .replace("\nthreshold_sets", gap + "\nthreshold_sets")
    )
    asked = keys_asked(tmp_path, text, monkeypatch)
    keys = schema()["properties"]
    pattern = keys["pattern"]["properties"]
    test = keys["tests"]["items"]["properties"]
    named = {
        "the scenario": keys.keys() - {"sql"},  # a pattern stands in its place
        "parameter 'gap'": keys["parameters"]["additionalProperties"]["properties"],
        "'score'": keys["score"]["properties"],
        "an item of 'add'": keys["score"]["properties"]["add"]["items"]["properties"],
        "'filing'": keys["filing"]["properties"],
        "a code": keys["filing"]["properties"]["fincen"]["items"]["anyOf"][1]["properties"],
        "'pattern'": pattern,
        "'then'": pattern["then"]["properties"],
    }
    for what, shapes in named.items():
        assert asked[what] == set(shapes), what
    line = keys["evidence"]["additionalProperties"]["properties"]
    assert asked["evidence 'items'"] | asked["evidence 'farthest'"] == set(line)
    assert {"name", "boundary", "set", "alerts", "transactions", "customers"} == asked[
        "an item of 'tests'"
    ] & set(test)
