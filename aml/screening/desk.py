"""Questions of a person at a desk: is this firm, person or ship on a list, and by what?

A name is worth here what it is worth in a scan (score.py). Weak aliases are compared in every
spelling, and marked; a scan takes them as written, beside a birth date or country that agrees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

from aml.identity import create_number_key, name_key, number_key
from aml.screening.alike import Alike, PartyKind, alike_born, alike_names, telling_name
from aml.screening.score import create_scores
from aml.store import Store

#: Kinds of number by the family within which they are compared, and how a reader knows them.
#: Whoever asks may not know whether a number is a register's or a passport's.
FAMILIES: Mapping[str, tuple[str, str]] = {
    "document_number": ("id", "document"),
    "registration_number": ("id", "registration"),
    "lei": ("id", "LEI"),
    "imo_number": ("ship", "IMO number"),
    "company_imo": ("company", "company IMO number"),
    "mmsi": ("mmsi", "MMSI"),
    "container_number": ("container", "container"),
    "account_number": ("account", "account"),
    "wallet": ("account", "wallet"),
    "bic": ("bank", "bank code"),
}
#: A shorter number says nothing.
_LEAST_DIGITS = 5
_SQL = Path(__file__).with_name("desk.sql")
#: An entry that its publisher changed goes on in a row of its own; it is listed since the first.
_ENTRIES = """
    CREATE TEMP TABLE listed_entries AS
    WITH began AS (
        SELECT list_id, entry_id, max(flagged_from) AS since_on
        FROM flagged_parties AS entry
        WHERE flagged_from <= $as_of AND NOT EXISTS (
            FROM flagged_parties AS before
            WHERE before.list_id = entry.list_id AND before.entry_id = entry.entry_id
                AND before.flagged_to + 1 = entry.flagged_from)
        GROUP BY list_id, entry_id
    )
    SELECT
        row_number() OVER (ORDER BY entry.list_id, entry.entry_id, entry.flagged_from) AS entry_row,
        entry.*, began.since_on
    FROM flagged_parties AS entry
    INNER JOIN began ON began.list_id = entry.list_id AND began.entry_id = entry.entry_id
    WHERE flagged_from <= $as_of AND coalesce(flagged_to, $as_of) >= $as_of"""
_NAMES = """
    CREATE TEMP TABLE listed_names AS
    SELECT entry_row, kind, unnest(list_append(coalesce(aliases, []), name)) AS name,
        FALSE AS is_weak
    FROM listed_entries
    UNION
    SELECT entry_row, kind, unnest(weak_aliases), TRUE FROM listed_entries"""
_NAMES_OF = """
    SELECT DISTINCT name FROM listed_names WHERE kind = $kind AND name <> '' ORDER BY name"""
#: Names of persons of one birth date, asked for and listed.
_BORN = """
    SELECT DISTINCT asked.name, listed.name
    FROM asked
    INNER JOIN listed_entries AS entry ON entry.kind = 'person' AND entry.born_on = asked.born_on
    INNER JOIN listed_names AS listed ON listed.entry_row = entry.entry_row
    WHERE asked.name <> '' AND coalesce(asked.kind, 'person') = 'person' AND listed.name <> ''
    ORDER BY asked.name, listed.name"""
_TABLES = (
    "asked (record INTEGER, kind VARCHAR, name VARCHAR, country VARCHAR, born_on DATE)",
    "asked_numbers (record INTEGER, kind VARCHAR, family VARCHAR, called VARCHAR, number VARCHAR)",
    "name_pairs (kind VARCHAR, name VARCHAR, listed VARCHAR, method VARCHAR,"
    " similarity DECIMAL(9, 6), words INTEGER, letters INTEGER)",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: a name, a number, or both; `kind` None asks for every kind of party.

    `record` is its ordinal among the questions, `numbers` are by column of flagged_parties.
    """

    record: int
    name: str = ""
    kind: PartyKind | None = None
    country: str | None = None
    born_on: date | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """An entry of a list that answers a question.

    Args:
        record: the question's.
        asked_name: the name that was asked for.
        list_id: the list.
        entry_id: its entry.
        list_version: the version of the list that holds it.
        kind: organisation, person, vessel, or what else a number was found on.
        listed_name: the name that the list puts first.
        alias: the alias that agrees; empty where the name itself does, or a number alone.
        is_weak: whether the list calls that alias weak.
        method: number, name, spelling, initials or part (words left out).
        score: as in a scan; 1 for a number.
        agreeing: what is the same.
        differing: what is not.
        reason: why the list holds the entry.
        program: the programmes or sections of the list.
        since_on: the day since which it does without a gap.
    """

    record: int
    asked_name: str
    list_id: str
    entry_id: str
    list_version: str
    kind: str
    listed_name: str
    alias: str
    is_weak: bool
    method: str
    score: Decimal
    agreeing: tuple[str, ...]
    differing: tuple[str, ...]
    reason: str
    program: str
    since_on: date


def matches(
    store: Store, asked: Sequence[Asked], as_of: date, least: Decimal, most: int
) -> list[Match]:
    """What the lists of a day hold of those who are asked for, in order of record, then score.

    Args:
        store: holds flagged_parties.
        asked: the questions.
        as_of: the day of which the lists speak.
        least: the score from which on a match counts.
        most: how many matches are told of each question, the best first.
    """
    create_number_key(store)
    create_scores(store)
    store.run(_ENTRIES, {"as_of": as_of})
    for table in _TABLES:
        store.run(f"CREATE TEMP TABLE {table}")
    store.run(_NAMES)
    store.run(f"CREATE TEMP TABLE listed_numbers AS {_listed_numbers()}")
    _insert(store, "asked", [(q.record, q.kind, q.name, q.country, q.born_on) for q in asked])
    _insert(store, "asked_numbers", list(_asked_numbers(asked)))
    _pair_names(store, asked)
    rows = store.records(_SQL.read_text(encoding="utf-8"), {"least": least, "most": most})
    lists = ("agreeing", "differing")
    return [Match(**{**row, **{name: tuple(row[name]) for name in lists}}) for row in rows]


def _listed_numbers() -> str:
    texts = " UNION ALL ".join(
        f"SELECT entry_row, '{kind}' AS kind, '{family}' AS family,"
        f" unnest(string_split({kind}, ';')) AS number FROM listed_entries"
        for kind, (family, _) in FAMILIES.items()
    )
    spelt = "ship_key(number)"
    return f"SELECT entry_row, kind, family, {spelt} AS number FROM ({texts})"


def _asked_numbers(asked: Sequence[Asked]) -> Iterator[tuple[object, ...]]:
    for question in asked:
        for kind, number in question.numbers.items():
            key = number_key(number)
            if len(key) >= _LEAST_DIGITS:
                yield (question.record, kind, *FAMILIES[kind], key)


def _pair_names(store: Store, asked: Sequence[Asked]) -> None:
    """Fill name_pairs, for each kind that is asked for, with how much each listed name says."""
    for kind in get_args(PartyKind):
        names = sorted({q.name for q in asked if q.name and q.kind in (None, kind)})
        found = store.rows(_NAMES_OF, {"kind": kind}) if names else []
        listed = [str(name) for (name,) in found]
        rows = []
        for pair in _best(kind, store, alike_names(kind, names, listed)):
            key = name_key(telling_name(kind, pair.listed))
            similarity = Decimal(pair.similarity).scaleb(-4)
            rows.append(
                (kind, pair.name, pair.listed, pair.method, similarity, key.words, key.letters)
            )
        _insert(store, "name_pairs", rows)


def _best(kind: PartyKind, store: Store, pairs: Sequence[Alike]) -> list[Alike]:
    """The pairs, with those of persons of one birth date, each by what says most."""
    found = {(pair.name, pair.listed): pair for pair in pairs}
    for pair in alike_born(store.rows(_BORN)) if kind == "person" else ():
        known = found.setdefault((pair.name, pair.listed), pair)
        if pair.similarity > known.similarity:
            found[pair.name, pair.listed] = pair
    return list(found.values())


def _insert(store: Store, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Append rows, their cells in the order of the table's columns."""
    import polars

    if rows:
        columns = [name for name, _ in store.describe(f"FROM {table}")]
        frame = polars.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)
        store.insert_frame(table, frame)
