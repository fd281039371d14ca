"""A small workspace: an ordinary street, one customer who structures cash, three small scenarios.

Names, accounts and amounts that must not leave a run directory are unlike anything else in it, so
that a test can look for them.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

from aml.core.progress import Silent
from aml.pipeline.basis import gather
from aml.pipeline.folder import building
from aml.pipeline.scan import scan
from aml.pipeline.workspace import read_workspace
from aml.pipeline.write import write

FIRST = date(2026, 1, 1)
DAYS = 120
#: What a log must never hold.
SECRETS = ("Zebulon", "Quixley", "ACC-Q1", "CUS-Q1", "ACC-N", "9523.17", "9417.29", "9681.43")

_TOML = """\
[institution]
name = "Test Bank"
country = "US"
sector = "bank"
base_currency = "USD"

{inputs}
[scan]
{scenarios}
detector = {detector}
{scan}
{parameters}
[output]
folder = "out"
documents = [{documents}]
"""
_INPUT = """\
[[input]]
table = "{table}"
paths = ["{path}"]

"""
_HEAD = """\
id: {id}
version: 1
title: {title}
status: stable
severity: critical
typology: {typology}
stage: placement
focus: {focus}
author: aml
created: 2026-11-24
modified: 2026-11-24
description: Written for tests.
references: [none]
false_positives: [none]
known_gaps: [none]
requires: [{requires}]
parameters:
  window: {{type: days, default: {window}, range: [1, 400], why: as a test needs it}}
  least: {{type: count, default: {least}, range: [1, 50], why: as a test needs it}}
threshold_sets:
  - {{id: strict, version: 1, reason: as a test needs it, parameters: {{least: 2}}}}
filing: {{fincen: [], key_terms: [], goaml: []}}
tests: []
score:
  base: {base}
  add: [{{when: items >= 4, points: 15, as: C1, label: Four or more}}]
"""
#: Cash of a customer: cited figures, a context figure, one episode a customer.
_CASH = """\
sql: |
  WITH known AS (
      SELECT customer_id, count(*) AS credits FROM transactions WHERE direction = 'credit' GROUP BY customer_id
  )
  SELECT entry.customer_id, min(booked_on) AS window_start, max(booked_on) AS window_end,
      list_sort(list(transaction_id)) AS transaction_ids, count(*) AS items,
      sum(amount_base) AS total_base, count(DISTINCT branch_id) AS places, max(known.credits) AS credits
  FROM transactions AS entry
  INNER JOIN known ON known.customer_id = entry.customer_id
  WHERE channel = 'cash_teller' AND direction = 'credit'
  GROUP BY entry.customer_id
  HAVING count(*) >= $least
evidence:
  items: {label: Cash items, as: count, from: cited, recompute: count()}
  total_base: {label: Total, as: money, from: cited, recompute: sum(amount_base), headline: true}
  places: {label: Branches, as: count, from: cited, recompute: distinct(branch_id)}
  credits: {label: All credits, as: count, from: context, basis: all credits of the customer}
narrative: |
  {{ items }} cash items totalling {{ total_base | money }} appear.
"""
#: Payments to an account on a list, while it is on it.
_LISTED = """\
sql: |
  SELECT entry.customer_id, min(booked_on) AS window_start, max(booked_on) AS window_end,
      list_sort(list(transaction_id)) AS transaction_ids,
      list_sort(list(DISTINCT 'flagged_parties:' || entry_id)) AS linked_ids, count(*) AS items
  FROM transactions AS entry
  INNER JOIN flagged_parties AS flagged ON flagged.account_number = entry.counterparty_account
      AND entry.booked_on >= flagged.flagged_from
      AND (flagged.flagged_to IS NULL OR entry.booked_on <= flagged.flagged_to)
  GROUP BY entry.customer_id
  HAVING count(*) >= $least
evidence:
  items: {label: Payments, as: count, from: cited, recompute: count(table='transactions')}
narrative: |
  {{ items | plural('payment') }} to a listed account.
"""
_SENT = """\
sql: |
  SELECT sender_account AS account_id, min(sent_on) AS window_start, max(sent_on) AS window_end,
      list_sort(list('remittances:' || remittance_id)) AS linked_ids, count(*) AS items
  FROM remittances
  WHERE sender_account IS NOT NULL
  GROUP BY sender_account
  HAVING count(*) >= $least
evidence:
  items: {label: Remittances, as: count, from: cited, recompute: count()}
narrative: |
  {{ items | plural('remittance') }}.
"""


def scenario(name, body, **given):
    """The text of a scenario file."""
    head = {
        "id": name, "title": f"Title of {name}", "typology": "S01", "focus": "customer",
        "requires": "transactions", "window": 7, "least": 3, "base": 60,
    }  # fmt: skip
    return _HEAD.format(**(head | given)) + body


CASH = scenario("cash_test", _CASH)
LISTED = scenario(
    "listed_test", _LISTED, typology="W01", requires="transactions, flagged_parties", least=1
)
SENT = scenario("sent_test", _SENT, typology="R01", focus="account", requires="remittances")
SCENARIOS = {"cash_test": CASH, "listed_test": LISTED, "sent_test": SENT}


def entry(number, account, day, amount, direction="credit", channel="wire", **more):
    """One record of transactions.csv; `day` counts from the first of the ledger."""
    booked_on = FIRST + timedelta(days=day)
    return {
        "transaction_id": f"T{number}",
        "account_id": account,
        "booked_at": f"{booked_on} 10:00:00",
        "amount": str(amount),
        "currency": "USD",
        "direction": direction,
        "channel": channel,
    } | more


def street(neighbours=4):
    """Wages in, rent out: nobody here is of interest."""
    number = 1000
    for person in range(neighbours):
        for month in range(DAYS // 30):
            for day, amount, direction in ((1, 2000 + person, "credit"), (3, 900, "debit")):
                number += 1
                yield entry(number, f"ACC-N{person}", month * 30 + day, amount, direction, "ach")
    yield entry(999, "ACC-N0", DAYS - 1, "12.50", "debit", "card", currency="EUR")


def cash(number, day, amount, account="ACC-Q1", branch="B1"):
    """One cash deposit."""
    return entry(
        number, account, day, amount, channel="cash_teller", branch_id=branch, conductor_id="P1"
    )


def scheme(start=60):
    """Cash below the line at three branches in three days, wired to a listed account the next."""
    for offset, amount in enumerate(("9523.17", "9417.29", "9681.43")):
        yield cash(1 + offset, start + offset, amount, branch=f"B{offset + 1}")
    yield entry(4, "ACC-Q1", start + 3, "28000.00", "debit", counterparty_account="X-9")


def ledger():
    """The records of the street and of the scheme."""
    return [*street(), *scheme()]


def flagged(**more):
    """A listed account, as flagged_parties.csv has it."""
    return {
        "entry_id": "F1", "list_id": "own", "list_version": "1", "name": "Harbour Freight",
        "kind": "organisation", "account_number": "X-9", "reason": "front_suspect",
        "strength": "0.9", "flagged_from": "2025-06-01", "flagged_to": "",
    } | more  # fmt: skip


def suppression(**more):
    """A suppression of the cash scenario for the customer of the scheme."""
    return {
        "suppression_id": "S1", "scenario_id": "cash_test", "focus_id": "CUS-Q1",
        "reason": "known", "owner": "desk", "valid_from": "2026-01-01", "valid_to": "2026-12-31",
    } | more  # fmt: skip


def tables(transactions):
    """The tables of a workspace by name, each a list of records."""
    accounts = sorted({record["account_id"] for record in transactions})
    return {
        "transactions": transactions,
        "accounts": [
            {"account_id": a, "customer_id": a.replace("ACC", "CUS"), "currency": "USD"}
            for a in accounts
        ],
        "customers": [
            {
                "customer_id": a.replace("ACC", "CUS"), "customer_type": "person", "country": "US",
                "name": "Zebulon Quixley" if "Q" in a else f"Neighbour {a}",
            }
            for a in accounts
        ],
        "branches": [
            {"branch_id": f"B{n}", "name": f"Branch {n}", "city": "Laredo", "country": "US"}
            for n in (1, 2, 3)
        ],
        "fx_rates": [
            {
                "currency": "EUR", "base_currency": "USD", "rate": "1.10",
                "rate_on": FIRST + timedelta(days=day),
            }
            for day in range(0, DAYS + 40, 5)
        ],
    }  # fmt: skip


def write_csv(path, records, columns=None):
    """A CSV file of records; columns in order of first appearance."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = columns or list(dict.fromkeys(name for record in records for name in record))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(records)


def write_scenarios(folder, scenarios):
    """A folder of scenario files with the reporting lines."""
    for name, text in scenarios.items():
        path = folder / "own" / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def write_workspace(folder, records=None, scenarios=None, detector=False, **given):
    """Write a workspace and give its aml.toml.

    Further arguments are tables (None: not configured), and `scan`, `parameters`, `documents` and
    `inputs`: text of aml.toml. `scenarios` "shipped" uses those that ship instead of our three.
    """
    texts = {name: given.pop(name, "") for name in ("scan", "parameters", "documents", "inputs")}
    held = tables(ledger() if records is None else records) | given
    held = {name: rows for name, rows in held.items() if rows is not None}
    for name, rows in held.items():
        write_csv(folder / "tables" / f"{name}.csv", rows)
    texts["inputs"] += "".join(
        _INPUT.format(table=name, path=f"tables/{name}.csv") for name in held
    )
    if scenarios != "shipped":
        write_scenarios(folder / "rules", SCENARIOS if scenarios is None else scenarios)
    rules = "" if scenarios == "shipped" else 'scenarios = "rules"'
    path = folder / "aml.toml"
    path.write_text(
        _TOML.format(scenarios=rules, detector=str(detector).lower(), **texts), encoding="utf-8"
    )
    return path


def run_workspace(workspace, engine=None, previous=None, progress=None):
    """Scan a workspace and publish it: the run, and where it lies."""
    basis = gather(workspace, previous)
    with building(workspace.out) as build:
        scanned = scan(basis, build, progress or Silent(), engine)
        return scanned.run, write(scanned, workspace.out, build, progress or Silent()).place


def run(folder, *, engine=None, previous=None, **given):
    """Write a workspace, scan it and publish it."""
    workspace = read_workspace(write_workspace(Path(folder), **given))
    return run_workspace(workspace, engine, previous)
