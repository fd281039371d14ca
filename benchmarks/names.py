"""How well spellings of listed names are recognised, and how fast, beside brute force.

    python benchmarks/names.py --listed 20000 --names 200000 --seed 1

Listed names are drawn from a pool; names of the ledger are corrupted listed names in equal shares
of eight kinds, and unlisted names of the same pool. Recall is measured at the score that at most
one of a thousand unlisted names reaches. `--pool FILE` takes the names of a list instead.
"""

from __future__ import annotations

import argparse
import random
import resource
import string
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from aml.identity import spelt_words
from aml.screening.lists.formats import recognise
from aml.screening.near import near_names

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


KINDS: tuple[Callable[[random.Random, str], str], ...] = (
    typo, legal_form, accents, word_order, joined, cut, dropped, other_script,
)  # fmt: skip
MEASURED = ("typo", "legal_form", "accents", "word_order", "joined", "cut")


def invented(chance: random.Random, count: int) -> list[str]:
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
    names: dict[str, str] = {}
    while len(names) < count:
        if chance.random() < 0.5:
            name = f"{chance.choice(first)} {chance.choice(last)}"
            name += f" {chance.choice(last)}" if chance.random() < 0.5 else ""
        else:
            own = " ".join(chance.choice(words) for _ in range(chance.choice((1, 2, 2, 3))))
            name = f"{own} {chance.choice(trades)} {chance.choice((*FORMS, ''))}".strip()
        names.setdefault("".join(sorted(spelt_words(name))), name)
    return list(names.values())


def of_a_list(path: Path, chance: random.Random) -> list[str]:
    """The names of a list, without aliases, which would be met again as unlisted names."""
    names: dict[str, str] = {}
    for entry in recognise(path).read(path).entries:
        names.setdefault("".join(sorted(spelt_words(entry.name))), entry.name)
    found = [name for name in names.values() if len(name.split()) >= 2]
    chance.shuffle(found)
    return found


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
        pool = of_a_list(chosen.pool, chance)
        listed, unlisted = pool[: len(pool) // 2], pool[len(pool) // 2 :]
        share = len(listed)
    else:
        pool = invented(chance, chosen.listed + chosen.names * 9 // 10)
        listed, unlisted = pool[: chosen.listed], pool[chosen.listed :]
        share = chosen.names // 10
    asked = [
        (kind.__name__, place, spelling)
        for kind in KINDS
        for place in chance.sample(range(len(listed)), min(share // 8, len(listed)))
        if (spelling := kind(chance, listed[place])) != listed[place] or kind is cut
    ]
    report(listed, unlisted, asked)
    if chosen.brute:
        brute_force(listed, [spelling for _, _, spelling in asked])


def report(listed: list[str], unlisted: list[str], asked: list[tuple[str, int, str]]) -> None:
    """The curve per kind at one and five false matches in a thousand."""
    names = list(dict.fromkeys([*(spelling for _, _, spelling in asked), *unlisted]))
    began = time.perf_counter()
    found = near_names(names, listed, 8000)
    took = time.perf_counter() - began
    best: dict[str, tuple[int, int]] = {}
    for near in found:
        best.setdefault(names[near.name], (near.score, near.listed))
    false = sorted((best.get(name, (0, 0))[0] for name in unlisted), reverse=True)
    table = Table(title=f"{len(names):,} names against {len(listed):,} in {took:.1f} s")
    table.add_column("false matches")
    table.add_column("score")
    kinds = [kind.__name__ for kind in KINDS]
    for kind in (*kinds, "first five and cut", "all"):
        table.add_column(kind, justify="right")
    for rate in (1, 2, 5):
        least = false[len(unlisted) * rate // 1000]
        hit: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for kind, place, spelling in asked:
            score, other = best.get(spelling, (0, -1))
            is_found = score > least and listed[other] == listed[place]
            for group in (kind, "all", *(["six"] if kind in MEASURED else [])):
                total[group] += 1
                hit[group] += is_found
        cells = [f"{hit[g] / total[g]:.3f}" for g in (*kinds, "six", "all")]
        table.add_row(f"{rate} in 1,000", str(least), *cells)
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
