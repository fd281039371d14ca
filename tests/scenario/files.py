"""A small scenario file to spoil in one place, and what checking the spoilt file says."""

from functools import cache
from pathlib import Path

from aml.core.problem import Location
from aml.core.scenario import TestTable
from aml.core.shipped import shipped
from aml.scenario.bench import Bench
from aml.scenario.check import check
from aml.scenario.load import in_force, load
from aml.scenario.trial import alerts_on

TEXT = """\
id: demo
version: 1
title: Large cash deposits of one account
status: test
severity: high
typology: S01
stage: placement
focus: account
author: a tester
created: 2026-03-01
modified: 2026-03-01
description: |
  Several large deposits.
references: [a law]
false_positives: [a shop]
known_gaps: [small deposits]
requires: [cash_entries]

parameters:
  min_items: {type: count, default: 2, range: [2, 50], why: one is ordinary}
  min_amount: {type: money, default: 5000.00, range: [100.00, 99999.00], why: "large, in the base currency"}

threshold_sets:
  - id: shops
    version: 3
    reason: takings of a day
    when: {segment: [retail], jurisdiction: [US]}
    parameters: {min_items: 5}

sql: |
  SELECT account_id, min(booked_on) AS window_start, max(booked_on) AS window_end,
      list_sort(list(transaction_id)) AS transaction_ids, count(*) AS items,
      sum(amount_base) AS total_base, max(home_km) AS farthest
  FROM cash_entries
  WHERE direction = 'credit' AND amount_base >= $min_amount
  GROUP BY account_id
  HAVING count(*) >= $min_items

score:
  base: 30
  add:
    - {when: items >= 3, points: 20, as: count, label: Three or more}

evidence:
  items: {label: Deposits, as: count, from: cited, recompute: count()}
  total_base: {label: Total, as: money, from: cited, recompute: sum(amount_base), headline: true}
  farthest: {label: Farthest from home, as: km, from: context, basis: coordinates of branch and home}

narrative: |
  {{ period(window_start, window_end) }}: {{ items }} deposits of {{ total_base | money }} on account {{ focus_id }}.

  The account's home is near.

filing:
  fincen: [8/821, {code: 1/114, when: items >= 3}]
  key_terms: [Funnel Account]
  goaml: [STRUCT]

tests:
  - name: two large deposits alert
    boundary: true
    transactions: |
      transaction_id | account_id | booked_on  | amount  | channel     | direction
      T1             | A1         | 2026-03-02 | 5000.00 | cash_teller | credit
      T2             | A1         | 2026-03-04 | 5000.00 | cash_teller | credit
    alerts: |
      account_id | items | total_base | score | transaction_ids
      A1         | 2     | 10000.00   | 30    | T1 T2
  - name: one cent less is silent
    boundary: true
    transactions: |
      transaction_id | account_id | booked_on  | amount  | channel     | direction
      T1             | A1         | 2026-03-02 | 5000.00 | cash_teller | credit
      T2             | A1         | 2026-03-04 | 4999.99 | cash_teller | credit
    alerts: none
  - name: three deposits weigh more
    transactions: |
      transaction_id | account_id | booked_on  | amount  | channel     | direction
      T1             | A1         | 2026-03-02 | 6000.00 | cash_teller | credit
      T2             | A1         | 2026-03-03 | 6000.00 | cash_teller | credit
      T3             | A1         | 2026-03-04 | 6000.00 | cash_teller | credit
    alerts: |
      account_id | score
      A1         | 50
  - name: withdrawals are something else
    transactions: |
      transaction_id | account_id | booked_on  | amount  | channel     | direction
      T1             | A1         | 2026-03-02 | 6000.00 | cash_teller | debit
      T2             | A1         | 2026-03-03 | 6000.00 | cash_teller | debit
    alerts: none
"""
#: What stands at the end of the file: somebody in the set of shops, at its value and below.
OF_SHOPS = """\
  - name: a shop with five deposits
    customers: |
      customer_id | segment
      C1          | retail
    transactions: |
      transaction_id | account_id | customer_id | booked_on  | amount  | channel     | direction
      T1             | A1         | C1          | 2026-03-02 | 7000.00 | cash_teller | credit
      T2             | A1         | C1          | 2026-03-03 | 7000.00 | cash_teller | credit
      T3             | A1         | C1          | 2026-03-04 | 7000.00 | cash_teller | credit
      T4             | A1         | C1          | 2026-03-05 | 7000.00 | cash_teller | credit
      T5             | A1         | C1          | 2026-03-06 | 7000.00 | cash_teller | credit
    alerts: |
      account_id | threshold_set
      A1         | shops@3
  - name: a shop with four is silent
    customers: |
      customer_id | segment
      C1          | retail
    transactions: |
      transaction_id | account_id | customer_id | booked_on  | amount  | channel     | direction
      T1             | A1         | C1          | 2026-03-02 | 7000.00 | cash_teller | credit
      T2             | A1         | C1          | 2026-03-03 | 7000.00 | cash_teller | credit
      T3             | A1         | C1          | 2026-03-04 | 7000.00 | cash_teller | credit
      T4             | A1         | C1          | 2026-03-05 | 7000.00 | cash_teller | credit
    alerts: none
"""
TEXT += OF_SHOPS
SQL = TEXT[TEXT.index("sql: |\n") + 7 : TEXT.index("\nscore:")]


def spoilt(old, new):
    """The file with one place changed."""
    assert TEXT.count(old) == 1, f"{TEXT.count(old)} places hold {old!r}"
    return TEXT.replace(old, new)


def with_sql(sql):
    """The file with another SQL, indented as the block wants it."""
    return TEXT.replace(SQL, "".join(f"  {line}\n" for line in sql.strip().splitlines()))


def write(folder, text, name="demo"):
    """The text as a scenario file."""
    path = Path(folder) / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    return path


def scenario_of(folder, text=TEXT):
    """The scenario of a text without mistakes of form."""
    loaded = load(write(folder, text), "demo.yml")
    assert not loaded.problems, [str(problem) for problem in loaded.problems]
    return loaded.scenario


def problems_of(folder, text):
    """Everything that `aml scenario check` says of a text."""
    return check(load(write(folder, text), "demo.yml")).problems


def place(text, needle, start=0):
    """Line and column, from 1, where a needle begins, at or after a start."""
    assert text.count(needle) >= 1, needle
    before = text[: text.index(needle, start)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def shown(problem):
    """A problem's code with its place, as the reader sees them."""
    at = problem.location
    return problem.code, (at.line, at.column)


@cache
def shipped_scenario(scenario_id):
    """A scenario that ships, by its id, which is the name of its file."""
    (path,) = shipped("scenarios").rglob(f"{scenario_id}.yml")
    loaded = load(path)
    assert loaded.scenario, [str(problem) for problem in loaded.problems]
    return loaded.scenario


def table(name, rows):
    """Rows, one mapping each, as a table of a test. All rows name the same columns."""
    columns = tuple(rows[0]) if rows else ()
    cells = tuple(tuple(str(row[column]) for column in columns) for row in rows)
    return TestTable(name, columns, cells, tuple(range(1, len(rows) + 1)), Location("rows", 1, 1))


@cache
def bench():
    """The bench with the shipped reference tables that the tests of a process share."""
    return Bench(shipped("scenarios") / "reference")


def alerts(scenario, tables, **parameters):
    """The alerts that a scenario raises on a small ledger, in order of id."""
    with bench().laid(scenario, [item for item in tables if item.rows]) as store:
        fired = alerts_on(store, scenario, in_force(scenario, parameters))
    return sorted((alert for _, alert in fired), key=lambda alert: alert.alert_id)
