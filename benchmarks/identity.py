"""How well the records of one person are found to be one party, and what each rule gives.

    python benchmarks/identity.py --persons 20000 --seed 1
    python benchmarks/identity.py --cost 1000000

Persons with families, namesakes and one telephone a family are customers of a bank, and send and
receive remittances in two more ledgers. Each record is written with what records lack or get wrong:
see CHANCES. A pair of records is right when one person is behind both. Precision is the share of
the pairs made that are right, recall the share of the right pairs that are made. `first key` is one
key a record, the strongest: what was done before. `--cost N` times the tables on N remittances
instead.
"""

from __future__ import annotations

import argparse
import random
import string
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars
from rich.console import Console
from rich.table import Table

from aml.store import Store, sql_tables
from aml.store.derived import build_order
from aml.store.schema import create_schema

#: How often something happens to a record, in a hundred. Guesses of a bad year, not counts.
CHANCES = {
    "no document": 30, "another document": 10, "mistyped document": 1, "placeholder document": 2,
    "no telephone": 20, "new telephone": 10, "telephone of the shop": 4, "mistyped name": 5,
    "words in another order": 6, "no birth date": 8, "filled birth date": 2, "no e-mail": 40,
    "no tax number": 40, "customer twice": 8, "paid from an account": 15,
    "paid from an account of the family": 3, "no number": 50,
}  # fmt: skip
#: Households of two to five, most with one telephone. A child in fifty, a son in twenty-five, has
#: a parent's whole name. This is a guess too, and what precision depends on most.
FAMILIES, NAMED_AFTER_A_PARENT = 35, 2
PLACEHOLDERS = ("000000", "N/A", "99999999", "12345678", "PENDING", "X1")
KINDS = (
    "document", "tax number", "name and telephone", "name and e-mail", "name and birth date",
    "account", "name and account", "number", "name and number",
)  # fmt: skip

_FIRST_KEY = """
    CREATE TEMP TABLE first_key AS
    SELECT record, CASE
        WHEN document_key IS NOT NULL THEN 'doc:' || document_key
        WHEN phone_key IS NOT NULL AND spelt_name IS NOT NULL THEN phone_key || ':' || spelt_name
        WHEN account_key IS NOT NULL THEN 'acc:' || account_key
        ELSE concat_ws(':', 'own', coalesce(number, member_id || member_kind))
    END AS party_id, FALSE AS is_unknown FROM identity_writings"""
_JUDGED = """
    WITH found AS (
        SELECT party_id, person, count(*) AS records
        FROM party_members INNER JOIN truth USING (member_kind, member_id)
        GROUP BY party_id, person
    ), pairs AS (
        SELECT (SELECT sum(records * (records - 1) // 2) FROM found) AS both_ways,
            (
                SELECT sum(n * (n - 1) // 2)
                FROM (SELECT sum(records) AS n FROM found GROUP BY party_id)
            ) AS made,
            (
                SELECT sum(n * (n - 1) // 2)
                FROM (SELECT sum(records) AS n FROM found GROUP BY person)
            ) AS possible
    )
    SELECT both_ways, made, possible FROM pairs"""


@dataclass(frozen=True)
class Person:
    """Who somebody is, whatever the records say."""

    number: int
    name: str
    born_on: date
    documents: tuple[str, str]
    phones: tuple[str, str]
    email: str
    family: int


def persons(chance: random.Random, count: int) -> list[Person]:
    """Families and singles; few names are common and many rare, so that namesakes occur."""
    given, last = words(chance, 600), words(chance, 4000)
    found: list[Person] = []
    while len(found) < count:
        size = chance.randint(2, 5) if chance.randrange(100) < FAMILIES else 1
        surname, shared = rare(chance, last), telephone(chance)
        called: set[str] = set()
        for place in range(size):
            name = rare(chance, given)
            while name in called:
                name = rare(chance, given)
            called.add(name)
            name = f"{name} {surname}"
            if place and chance.randrange(100) < NAMED_AFTER_A_PARENT:
                name = found[-place].name
            number = len(found)
            found.append(
                Person(
                    number, name, date(1940, 1, 1) + timedelta(days=chance.randrange(24000)),
                    (document(chance), document(chance)),
                    (shared if chance.randrange(3) else telephone(chance), telephone(chance)),
                    f"{name.split()[0].lower()}{number}@mail.example", number - place,
                )
            )  # fmt: skip
    return found[:count]


def words(chance: random.Random, count: int) -> list[str]:
    """Invented names of three to five syllables' halves."""
    made: dict[str, None] = {}
    while len(made) < count:
        half = (
            chance.choice("bcdfglmnprstv") + chance.choice("aeiou")
            for _ in range(chance.randint(2, 4))
        )
        made["".join(half).capitalize()] = None
    return list(made)


def rare(chance: random.Random, pool: list[str]) -> str:
    """One of the pool, the first a thousand times as often as the last."""
    return pool[int(len(pool) ** chance.random()) - 1]


def document(chance: random.Random) -> str:
    """A number of a document."""
    return chance.choice(string.ascii_uppercase) + f"{chance.randrange(10**8):08}"


def telephone(chance: random.Random) -> str:
    """A number of ten figures."""
    return f"+1 ({chance.randrange(200, 999)}) {chance.randrange(10**7):07}"


def mistyped(chance: random.Random, text: str) -> str:
    """Two neighbours swapped, or a letter left out."""
    place = chance.randrange(1, len(text) - 1)
    swapped = text[place + 1] + text[place] if chance.randrange(2) else text[place]
    return text[:place] + swapped + text[place + 2 :]


class Clerk:
    """Writes records of persons, and keeps who they were about."""

    def __init__(self, chance: random.Random, people: list[Person]) -> None:
        self.chance = chance
        self.people = people
        self.shops = [telephone(chance) for _ in range(max(1, len(people) // 4000))]
        self.accounts: dict[int, str] = {}
        self.truth: list[tuple[str, str, int]] = []

    def happens(self, what: str) -> bool:
        """Whether something of CHANCES happens to this record."""
        return self.chance.randrange(100) < CHANCES[what]

    def written(self, person: Person, prefix: str) -> dict[str, Any]:
        """Name, document and telephone as one record has them."""
        name = person.name
        if self.happens("mistyped name"):
            name = mistyped(self.chance, name)
        if self.happens("words in another order"):
            name = " ".join(reversed(name.split()))
        number = person.documents[self.happens("another document")]
        if self.happens("mistyped document"):
            number = mistyped(self.chance, number)
        if self.happens("placeholder document"):
            number = self.chance.choice(PLACEHOLDERS)
        phone = person.phones[self.happens("new telephone")]
        if self.happens("telephone of the shop"):
            phone = self.chance.choice(self.shops)
        return {
            f"{prefix}name": name.upper() if self.chance.randrange(2) else name,
            f"{prefix}document": None if self.happens("no document") else number,
            f"{prefix}phone": None if self.happens("no telephone") else phone,
        }

    def customers(self) -> Iterator[dict[str, Any]]:
        """Three of five persons are customers, some twice; each record has an account."""
        for person in self.people:
            if self.chance.randrange(5) < 3:
                for place in range(2 if self.happens("customer twice") else 1):
                    own_id = f"C{person.number}-{place}"
                    self.truth.append(("customer", own_id, person.number))
                    self.accounts[person.number] = f"A{own_id}"
                    record = self.written(person, "")
                    born = None if self.happens("no birth date") else person.born_on
                    yield {
                        "customer_id": own_id, "name": record["name"], "phone": record["phone"],
                        "document_number": record["document"],
                        "born_on": date(1970, 1, 1) if self.happens("filled birth date") else born,
                        "email": None if self.happens("no e-mail") else person.email,
                        "tax_number": None
                        if self.happens("no tax number")
                        else f"T{person.number:07}",
                    }  # fmt: skip

    def remittances(self) -> Iterator[dict[str, Any]]:
        """Two of three persons send, to the same one or two others, in one ledger or in two."""
        for person in self.people:
            if self.chance.randrange(3) == 0:
                continue
            others = [self.chance.choice(self.people) for _ in range(2)]
            for place in range(self.chance.randint(1, 6)):
                ledger, other = self.chance.choice("LM"), self.chance.choice(others)
                sent_id = f"{ledger}{person.number}-{place}"
                self.truth.append(("sender", sent_id, person.number))
                self.truth.append(("receiver", sent_id, other.number))
                yield {
                    "remittance_id": sent_id, "ledger_id": ledger,
                    **self.written(person, "sender_"), **self.written(other, "receiver_"),
                    "sender_account": self.account(person),
                    "sender_id": None if self.happens("no number") else f"{ledger}{person.number}",
                }  # fmt: skip

    def account(self, person: Person) -> str | None:
        """The account that a remittance is paid from."""
        payer = person.number
        if self.happens("paid from an account of the family"):
            payer = person.family
        elif not self.happens("paid from an account"):
            return None
        return self.accounts.get(payer)


def load(store: Store, clerk: Clerk) -> None:
    """Fill the canonical tables, and `truth`."""
    fixed = {"file_id": 1, "source_row": 1}
    sent = {
        **fixed, "sent_at": "2026-03-02 10:00:00", "sent_on": "2026-03-02", "status": "posted",
        "amount": 10, "currency": "USD",
    }  # fmt: skip
    customers = [{**fixed, **row} for row in clerk.customers()]
    put(store, "customers", customers)
    put(
        store, "accounts",
        [
            {**fixed, "account_id": f"A{row['customer_id']}", "customer_id": row["customer_id"]}
            for row in customers
        ],
    )  # fmt: skip
    put(store, "remittances", [{**sent, **row} for row in clerk.remittances()])
    store.run("CREATE TABLE truth (member_kind VARCHAR, member_id VARCHAR, person BIGINT)")
    store.insert("truth", ["member_kind", "member_id", "person"], clerk.truth)


def put(store: Store, table: str, rows: list[dict[str, Any]]) -> None:
    """Insert records of one shape."""
    store.insert_frame(table, polars.DataFrame(rows, infer_schema_length=None))


def parted(store: Store, left_out: str = "") -> tuple[int, int, int]:
    """Pairs that are right, made and possible, with one kind of mark left out."""
    known = {table.name: table for table in sql_tables()}
    for table in ("party_members", "identity_parties", "identity_marks", "identity_records"):
        store.run(f"DROP TABLE IF EXISTS {table}")
    known["identity_records"].build(store)
    known["identity_marks"].build(store)
    if left_out:
        store.run(f"DELETE FROM identity_marks WHERE kind = '{left_out}'")
        # A key that ties no longer is no name of a party either.
        store.run("UPDATE identity_records SET party_key = left(party_key, 1) || record")
    known["identity_parties"].build(store)
    known["party_members"].build(store)
    return judged(store)


def judged(store: Store) -> tuple[int, int, int]:
    """Pairs that are right, made and possible under party_members."""
    right, made, possible = store.rows(_JUDGED)[0]
    return int(right), int(made), int(possible)


def first_key(store: Store) -> tuple[int, int, int]:
    """The same with one key a record."""
    known = {table.name: table for table in sql_tables()}
    store.run(_FIRST_KEY)
    store.run("ALTER TABLE first_key RENAME TO identity_parties")
    known["party_members"].build(store)
    return judged(store)


def quality(count: int, seed: int) -> None:
    """Print precision and recall of each way."""
    chance = random.Random(seed)
    table = Table(
        "way", "precision", "recall", "wrong pairs", title=f"{count} persons, seed {seed}"
    )
    with TemporaryDirectory() as work, Store(work=Path(work)) as store:
        create_schema(store)
        store.run("INSERT INTO institution VALUES ('Bank', 'US', 'bank', 'USD', NULL)")
        load(store, Clerk(chance, persons(chance, count)))
        known = {item.name: item for item in sql_tables()}
        known["identity_writings"].build(store)
        ways = {"first key": first_key(store), "all marks": parted(store)}
        for kind in KINDS:
            ways[f"without {kind}"] = parted(store, kind)
    for name, (right, made, possible) in ways.items():
        table.add_row(name, f"{right / made:.4f}", f"{right / possible:.4f}", f"{made - right:,}")
    Console().print(table)


#: A bank's customers, and remittances of which seven in ten show a document, eight a telephone.
_CROWD = """
    INSERT INTO customers BY NAME
    SELECT 1 AS file_id, i AS source_row, 'C' || i AS customer_id,
        'Name' || hash(i) % 2000 || ' Fam' || hash(i + 7) % 8000 AS name,
        DATE '1950-01-01' + CAST(hash(i + 3) % 20000 AS INTEGER) AS born_on,
        CASE WHEN i % 3 > 0 THEN 'D' || i END AS document_number,
        '+1 ' || (5550000000 + i) AS phone
    FROM range({count} // 5) AS numbers(i);
    INSERT INTO remittances BY NAME
    WITH paired AS (
        SELECT i, CAST(hash(i) % ({count} // 4) AS BIGINT) AS s,
            CAST(hash(i * 31 + 1) % ({count} // 3) AS BIGINT) AS r
        FROM range({count}) AS numbers(i)
    )
    SELECT 1 AS file_id, i AS source_row, 'R' || i AS remittance_id, 'L' AS ledger_id,
        TIMESTAMP '2026-01-01' AS sent_at, DATE '2026-01-01' AS sent_on, 'posted' AS status,
        10 AS amount, 'USD' AS currency,
        'Name' || hash(s) % 2000 || ' Fam' || hash(s + 7) % 8000 AS sender_name,
        CASE WHEN hash(i + 5) % 10 < 7 THEN 'D' || s END AS sender_document,
        CASE WHEN hash(i + 9) % 10 < 8 THEN '+1 ' || (5550000000 + s) END AS sender_phone,
        'Rec' || hash(r) % 2000 || ' Fam' || hash(r + 7) % 8000 AS receiver_name,
        CASE WHEN hash(r + 9) % 10 < 6 THEN '+52 ' || (8880000000 + r) END AS receiver_phone
    FROM paired"""


def cost(count: int) -> None:
    """Print what each table takes."""
    table = Table("table", "seconds", "rows", title=f"{count:,} remittances")
    known = {item.name: item for item in sql_tables()}
    with Store(threads=2) as store:
        create_schema(store)
        store.run("INSERT INTO institution VALUES ('Bank', 'US', 'bank', 'USD', NULL)")
        for statement in _CROWD.format(count=count).split(";"):
            store.run(statement)
        for item in build_order(["party_members", "identity_ties"], known):
            started = time.perf_counter()
            item.build(store)
            taken = time.perf_counter() - started
            table.add_row(item.name, f"{taken:.2f}", f"{store.count(item.name):,}")
    Console().print(table)


def main() -> None:
    """Write, part, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cost", type=int, help="remittances to time instead")
    chosen = parser.parse_args()
    if chosen.cost:
        cost(chosen.cost)
        return
    quality(chosen.persons, chosen.seed)


if __name__ == "__main__":
    main()
