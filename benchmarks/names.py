"""How well spellings of listed names are recognised, and how fast, beside brute force.

    python benchmarks/names.py --listed 20000 --names 200000 --seed 1

Listed names are drawn from a pool; names of the ledger are corrupted listed names in equal shares
of nine kinds, and unlisted names of the same pool, some persons among them by their initials.
Recall is measured at the score that at most one of a thousand unlisted names reaches: by name
alone, and as `aml screen` answers beside one attribute, a country or a person's birth date. A match
counts there only if the attribute agrees. Countries are drawn so that two names share one in a
tenth of all pairs, birth dates out of sixty years. `--pool FILE` takes the names of a list instead.
"""

from __future__ import annotations

import argparse
import random
import resource
import string
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from aml.identity import spelt_words
from aml.screening.alike import PartyKind
from aml.screening.desk import Asked, matches
from aml.screening.lists.formats import recognise
from aml.screening.near import near_names
from aml.store import Store
from aml.store.schema import create_schema

FORMS = ("LLC", "Ltd", "S.A.", "S.A. de C.V.", "GmbH", "Inc.", "Corp.", "S.R.L.", "B.V.", "SAS")
ACCENTS = {"a": "áàâä", "e": "éèê", "i": "íï", "o": "óôö", "u": "úü", "n": "ñ", "c": "ç"}
CYRILLIC = dict(zip("abvgdeziklmnoprstufhyj", "абвгдезиклмнопрстуфхый", strict=True))


def typo(chance: random.Random, name: str) -> str:
    """One or two letters changed, left out, added or swapped."""
    letters = list(name)
    for _ in range(chance.choice((1, 1, 2))):
        places = [place for place, letter in enumerate(letters) if letter.isalpha()]
        if len(places) < 4:
            break
        place, way = chance.choice(places), chance.randrange(4)
        if way == 0:
            letters[place] = chance.choice(string.ascii_lowercase)
        elif way == 1:
            del letters[place]
        elif way == 2:
            letters.insert(place, chance.choice(string.ascii_lowercase))
        elif place + 1 < len(letters):
            letters[place : place + 2] = letters[place + 1], letters[place]
    return "".join(letters)


def legal_form(chance: random.Random, name: str) -> str:
    """A legal form more."""
    return f"{name} {chance.choice(FORMS)}"


def accents(chance: random.Random, name: str) -> str:
    """Marks on a third of the letters that can carry one."""
    return "".join(
        chance.choice(ACCENTS[letter.lower()])
        if letter.lower() in ACCENTS and chance.random() < 0.35
        else letter
        for letter in name
    )


def word_order(chance: random.Random, name: str) -> str:
    """The words in another order."""
    words = name.replace(",", "").split()
    chance.shuffle(words)
    return " ".join(words)


def joined(chance: random.Random, name: str) -> str:
    """Two neighbouring words run together."""
    words = name.split()
    place = chance.randrange(max(1, len(words) - 1))
    words[place : place + 2] = ["".join(words[place : place + 2])]
    return " ".join(words)


def dropped(chance: random.Random, name: str) -> str:
    """One word of three or more left out."""
    words = name.split()
    if len(words) >= 3:
        del words[chance.randrange(len(words))]
    return " ".join(words)


def other_script(chance: random.Random, name: str) -> str:
    """Cyrillic letters."""
    del chance
    return "".join(CYRILLIC.get(letter, letter) for letter in name.lower())


def cut(chance: random.Random, name: str) -> str:
    """The first 35 characters, as a payment message holds them."""
    del chance
    return name[:35]


def initials(chance: random.Random, name: str) -> str:
    """First letters for all words of a person's name but the last one."""
    del chance
    *first, last = name.replace(",", "").split()
    return " ".join([*(f"{word[0]}." for word in first), last])


KINDS: tuple[Callable[[random.Random, str], str], ...] = (
    typo, legal_form, accents, word_order, joined, cut, dropped, other_script, initials,
)  # fmt: skip
#: Who is listed, by kind of party; a pool without kinds is of firms.
Kinds = dict[str, PartyKind]
COUNTRIES = [f"{one}{other}" for one in "ABCDE" for other in "UVWXYZ"]
COMMON = [1 / place for place in range(1, len(COUNTRIES) + 1)]
AS_OF = date(2026, 1, 1)
FEW = 1000
#: So many unlisted names are asked for at the desk.
MOST_ASKED = 50_000
MEASURED = ("typo", "legal_form", "accents", "word_order", "joined", "cut")


def invented(chance: random.Random, count: int) -> Kinds:
    """Names of firms and persons out of invented words, some of them common to many."""
    ends = ("a", "o", "es", "ia", "an", "er", "in", "al", "us", "ez")
    starts = [
        "".join(
            chance.choice("bcdfghjklmnprstvz") + chance.choice("aeiou")
            for _ in range(chance.randint(1, 3))
        )
        + chance.choice("nrslt")
        for _ in range(6000)
    ]
    words = [(start + chance.choice(ends)).capitalize() for start in starts]
    trades = ("Trading", "Shipping", "Import", "Logistica", "Foods", "Marine", "Holding", "Export")
    first, last = words[:800], words[800:4000]
    names: dict[str, tuple[str, PartyKind]] = {}
    while len(names) < count:
        kind: PartyKind = "person" if chance.random() < 0.5 else "organisation"
        if kind == "person":
            name = f"{chance.choice(first)} {chance.choice(last)}"
            name += f" {chance.choice(last)}" if chance.random() < 0.5 else ""
        else:
            own = " ".join(chance.choice(words) for _ in range(chance.choice((1, 2, 2, 3))))
            name = f"{own} {chance.choice(trades)} {chance.choice((*FORMS, ''))}".strip()
        names.setdefault("".join(sorted(spelt_words(name))), (name, kind))
    return dict(names.values())


def of_a_list(path: Path, chance: random.Random) -> Kinds:
    """The names of a list, without aliases, which would be met again as unlisted names."""
    names: dict[str, tuple[str, PartyKind]] = {}
    for entry in recognise(path).read(path).entries:
        kind: PartyKind = "person" if entry.kind == "person" else "organisation"
        names.setdefault("".join(sorted(spelt_words(entry.name))), (entry.name, kind))
    found = [(name, kind) for name, kind in names.values() if len(name.split()) >= 2]
    chance.shuffle(found)
    return dict(found)


def main() -> None:
    """Corrupt, match, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listed", type=int, default=20_000)
    parser.add_argument("--names", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pool", type=Path)
    parser.add_argument("--brute", action="store_true", help="time all pairs by Jaro-Winkler too")
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)
    if chosen.pool:
        kinds = of_a_list(chosen.pool, chance)
        size = share = len(kinds) // 2
    else:
        kinds = invented(chance, chosen.listed + chosen.names * 9 // 10)
        size, share = chosen.listed, chosen.names // 10
    listed, unlisted = list(kinds)[:size], list(kinds)[size:]
    asked = [
        Spelling(kind.__name__, place, spelling)
        for kind in KINDS
        for place in chance.sample(range(len(listed)), min(share // 8, len(listed)))
        if kind is not initials or kinds[listed[place]] == "person"
        if (spelling := kind(chance, listed[place])) != listed[place] or kind is cut
    ]
    shortened = [name for name in unlisted if kinds[name] == "person"][: len(unlisted) // 9]
    others = [(name, name) for name in unlisted[:MOST_ASKED]]
    others += [(name, initials(chance, name)) for name in shortened[: MOST_ASKED // 9]]
    curves = {"alone": alone(listed, unlisted, asked)}
    for attribute in ("country", "born_on"):
        curves[attribute] = beside(attribute, kinds, listed, others, asked)
    report(curves, asked)
    if chosen.brute:
        brute_force(listed, [it.spelling for it in asked])


@dataclass(frozen=True)
class Spelling:
    """A listed name, by its place, as somebody wrote it."""

    kind: str
    place: int
    spelling: str


@dataclass(frozen=True)
class Curve:
    """What each spelling scores with its own name, and unlisted names with any, highest first."""

    asked: frozenset[Spelling]
    right: Mapping[Spelling, float]
    wrong: Sequence[float]

    def recall(self, of: Sequence[Spelling], rate: int) -> float:
        """The part found above the score that `rate` unlisted names of a thousand reach."""
        least = self.wrong[len(self.wrong) * rate // FEW]
        return sum(self.right.get(it, -1.0) > least for it in of) / max(1, len(of))


def alone(listed: list[str], unlisted: list[str], asked: list[Spelling]) -> Curve:
    """Names that nearly agree, and the time that takes."""
    names = list(dict.fromkeys([*(it.spelling for it in asked), *unlisted]))
    began = time.perf_counter()
    found = near_names(names, listed, 8000)
    took = time.perf_counter() - began
    Console().print(f"{len(names):,} names against {len(listed):,} in {took:.1f} s")
    best: dict[str, tuple[int, int]] = {}
    for near in found:
        best.setdefault(names[near.name], (near.score, near.listed))
    right = {it: best.get(it.spelling, (-1, -1)) for it in asked}
    return Curve(
        frozenset(asked),
        {it: float(score) for it, (score, other) in right.items() if other == it.place},
        sorted((float(best.get(name, (0, 0))[0]) for name in unlisted), reverse=True),
    )


def beside(
    attribute: str,
    kinds: Kinds,
    listed: list[str],
    others: list[tuple[str, str]],
    asked: list[Spelling],
) -> Curve:
    """The answers of `aml screen` in which the attribute agrees; of birth dates persons alone."""
    chance = random.Random(f"{attribute}{len(listed)}")
    is_country = attribute == "country"

    def drawn() -> Any:
        if is_country:
            return chance.choices(COUNTRIES, COMMON)[0]
        return AS_OF - timedelta(days=chance.randrange(18 * 365, 78 * 365))

    held = [drawn() for _ in listed]
    whom = [it for it in asked if is_country or kinds[listed[it.place]] == "person"]
    strangers = [it for it in others if is_country or kinds[it[0]] == "person"]
    rows = [(it.spelling, kinds[listed[it.place]], held[it.place]) for it in whom]
    rows += [(spelling, kinds[name], drawn()) for name, spelling in strangers]
    questions = [
        Asked(record, name, kind, **{attribute: value})
        for record, (name, kind, value) in enumerate(rows)
    ]
    with Store() as store:
        create_schema(store)
        _list(store, attribute, [(name, kinds[name], held[n]) for n, name in enumerate(listed)])
        found = matches(store, questions, AS_OF, Decimal(0), 20)
    word = "country" if is_country else "birth date"
    best: dict[int, dict[int, float]] = {}
    for match in found:
        if word in match.agreeing:
            best.setdefault(match.record, {})[int(match.entry_id)] = float(match.score)
    wrong = [max(best.get(n, {0: 0.0}).values()) for n in range(len(whom), len(rows))]
    right = {it: best[n][it.place] for n, it in enumerate(whom) if it.place in best.get(n, {})}
    return Curve(frozenset(whom), right, sorted(wrong, reverse=True))


def _list(store: Store, attribute: str, entries: list[tuple[str, str, Any]]) -> None:
    import polars

    frame = polars.DataFrame(
        [(str(n), *entry) for n, entry in enumerate(entries)],
        schema=["entry_id", "name", "kind", attribute], orient="row",
    ).with_columns(
        file_id=polars.lit(1), source_row=polars.lit(1), list_id=polars.lit("L"),
        reason=polars.lit("sdn"), strength=polars.lit(1), flagged_from=polars.lit(date(2020, 1, 1)),
    )  # fmt: skip
    wanted = [name for name, _ in store.describe("FROM flagged_parties")]
    missing = [polars.lit(None).alias(name) for name in wanted if name not in frame.columns]
    store.insert_frame("flagged_parties", frame.with_columns(missing).select(wanted))


def report(curves: Mapping[str, Curve], asked: list[Spelling]) -> None:
    """Recall per kind, at one, two and five false matches in a thousand by name alone."""
    table = Table("kind of spelling", "names", title="Recall")
    ways = [("alone", 1), ("alone", 2), ("alone", 5), ("country", 1), ("born_on", 1)]
    words = {"alone": "name alone", "country": "with country", "born_on": "with birth date"}
    for way, rate in ways:
        table.add_column(f"{words[way]}, {rate} in 1,000", justify="right")
    groups = {kind.__name__: [it for it in asked if it.kind == kind.__name__] for kind in KINDS}
    groups["first five and cut"] = [it for it in asked if it.kind in MEASURED]
    groups["all"] = asked
    for name, of in groups.items():
        cells = []
        for way, rate in ways:
            whom = [it for it in of if it in curves[way].asked]
            cells.append(f"{curves[way].recall(whom, rate):.3f}")
        table.add_row(name, f"{len(of):,}", *cells)
    Console(width=160).print(table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    Console().print(f"peak memory of the process {peak:.2f} GiB")


def brute_force(listed: list[str], names: list[str]) -> None:
    """All pairs by Jaro-Winkler on a sample, scaled up."""
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    sample = names[:400]
    began = time.perf_counter()
    process.cdist(sample, listed, scorer=JaroWinkler.similarity, workers=2)
    took = time.perf_counter() - began
    whole = f"{took:.1f} s for {len(sample)} names, {took * 500:.0f} s for 200,000"
    Console().print(f"all pairs by Jaro-Winkler: {whole}")


if __name__ == "__main__":
    main()
