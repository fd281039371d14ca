"""The derived table near_names: names of the ledgers that nearly agree with a listed name.

One row a pair: name, listed_name (a name or alias of an organisation or person on a list), method
(spelling, initials or part) and similarity. Spellings are looked for among all names, from 0.82 on;
initials and words left out among customers and listed persons of one birth date, and there
spellings from 0.70 on. Which of them count, and beside what, name_counts says (score.py). Names
whose words are the same are matched by their keys (name_keys).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from aml.screening.alike import Alike, alike_born, has_other_initials
from aml.screening.near import LEAST, LEAST_AIDED, near_names
from aml.store import Derived, Store

if TYPE_CHECKING:
    import polars

_LISTED = """
    SELECT DISTINCT name FROM (
        SELECT unnest(list_append(coalesce(aliases, []), name)) AS name
        FROM flagged_parties WHERE kind IN ('organisation', 'person'))
    INNER JOIN name_keys USING (name)
    WHERE letters >= 6 OR words >= 2 AND length(person) >= 9
    ORDER BY name"""
_NAMES = f"""
    SELECT name FROM name_keys
    WHERE length(person) >= 8 AND name NOT IN (SELECT name FROM ({_LISTED}))
    ORDER BY name"""
#: Many are booked as born on the first of January: what shares no word and sounds otherwise is left
#: out here, in one pass.
_BORN = """
    SELECT DISTINCT customer.name, entry.name
    FROM (
        SELECT born_on, unnest(list_append(coalesce(aliases, []), name)) AS name
        FROM flagged_parties WHERE kind = 'person' AND born_on IS NOT NULL
    ) AS entry
    INNER JOIN customers AS customer ON customer.born_on = entry.born_on
    INNER JOIN name_keys AS own ON own.name = customer.name
    INNER JOIN name_keys AS other ON other.name = entry.name
    WHERE own.person <> other.person AND (
        list_has_any(string_split(own.person, ' '), string_split(other.person, ' '))
        OR jaro_winkler_similarity(own.person, other.person) >= 0.70)
    ORDER BY customer.name, entry.name"""
_CREATE = """
    CREATE TEMP TABLE near_names (
        name VARCHAR, listed_name VARCHAR, method VARCHAR, similarity DECIMAL(9, 6))"""


def _build(store: Store) -> None:
    store.run(_CREATE)
    if not store.count("name_keys"):
        return
    listed = [str(row[0]) for row in store.rows(_LISTED)]
    names = [str(row[0]) for row in store.rows(_NAMES)] if listed else []
    found = {(pair.name, pair.listed): pair for pair in alike_born(store.rows(_BORN))}
    for pair in _spelt(names, listed):
        known = found.setdefault((pair.name, pair.listed), pair)
        if pair.similarity > known.similarity:
            found[pair.name, pair.listed] = pair
    if found:
        store.insert_frame("near_names", _frame(found.values()))


def _spelt(names: Sequence[str], listed: Sequence[str]) -> Iterator[Alike]:
    for near in near_names(names, listed, LEAST_AIDED):
        pair = Alike(names[near.name], listed[near.listed], "spelling", near.score)
        if near.score >= LEAST or not has_other_initials(pair.name, pair.listed):
            yield pair


def _frame(found: Iterable[Alike]) -> polars.DataFrame:
    import polars

    pairs = list(found)
    return polars.DataFrame(
        {
            "name": [pair.name for pair in pairs],
            "listed_name": [pair.listed for pair in pairs],
            "method": [pair.method for pair in pairs],
            "similarity": [Decimal(pair.similarity).scaleb(-4) for pair in pairs],
        }
    )


NEAR_NAMES = Derived("near_names", ("flagged_parties", "name_keys"), ("customers",), _build)
