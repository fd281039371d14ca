"""A scenario under its threshold sets: each focus judged by the values of its own set.

The scenario fires once with the values of each set, on everybody, and of each firing those episodes
are kept whose focus is in that set. That is exact whatever the SQL says, and costs a run a set.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from aml.core.scenario import Scenario
from aml.core.threshold_set import Thresholds
from aml.scenario.fire import Firing, fire
from aml.scenario.threshold_set import JURISDICTION
from aml.store import Store
from aml.store.quoting import identifier

#: Parts of a SELECT, and the values that it binds.
Numbering = tuple[str, dict[str, object]]

#: By kind of focus: the customer behind it, and the country of the place that keeps its account.
#: A focus without a customer, or an account without a branch, is a row all the same.
_HELD = {
    "customer": """
        SELECT asked.focus_id, asked.focus_id AS customer_id, branches.country AS place
        FROM asked
        LEFT JOIN accounts
            ON coalesce(accounts.customer_id, accounts.account_id) = asked.focus_id
        LEFT JOIN branches ON branches.branch_id = accounts.branch_id""",
    "account": """
        SELECT asked.focus_id, owner.customer_id, branches.country AS place
        FROM asked
        LEFT JOIN (
            SELECT account_id, customer_id FROM accounts
            UNION SELECT account_id, customer_id FROM transactions
        ) AS owner ON owner.account_id = asked.focus_id
        LEFT JOIN accounts ON accounts.account_id = asked.focus_id
        LEFT JOIN branches ON branches.branch_id = accounts.branch_id""",
    "party": """
        SELECT asked.focus_id, member.member_id AS customer_id, branches.country AS place
        FROM asked
        LEFT JOIN party_members AS member
            ON member.party_id = asked.focus_id AND member.member_kind = 'customer'
        LEFT JOIN accounts
            ON coalesce(accounts.customer_id, accounts.account_id) = member.member_id
        LEFT JOIN branches ON branches.branch_id = accounts.branch_id""",
    "agent": """
        SELECT asked.focus_id, CAST(NULL AS VARCHAR) AS customer_id, agents.country AS place
        FROM asked LEFT JOIN agents ON agents.agent_id = asked.focus_id""",
}


def fire_sets(
    store: Store,
    scenario: Scenario,
    thresholds: Sequence[Thresholds],
    time_limit: float = 600.0,
) -> list[Firing]:
    """The episodes of a scenario, each by the values that hold for its focus.

    Args:
        store: the locked store of a run, with the tables that the scenario reads.
        scenario: what to fire.
        thresholds: as `thresholds_of` gives them.
        time_limit: seconds that the values of one set may take.

    Raises:
        ScenarioError: as `fire` does.
    """
    fired = [fire(store, scenario, item.parameters, time_limit) for item in thresholds]
    foci = {firing.focus_id for firings in fired for firing in firings}
    places = places_of(store, scenario.focus, thresholds, foci)
    found = [
        replace(firing, threshold_set=item.threshold_set)
        for place, item in enumerate(thresholds)
        for firing in fired[place]
        if places[firing.focus_id] == place
    ]
    return sorted(found, key=lambda firing: firing.order)


def places_of(
    store: Store, focus: str, thresholds: Sequence[Thresholds], foci: Collection[str]
) -> dict[str, int]:
    """The place of the set that holds for each of some foci, which need not stand in any table."""
    if len(thresholds) == 1 or not foci:
        return dict.fromkeys(foci, 0)
    sql, values = numbering(focus, thresholds, "SELECT unnest(CAST($foci AS VARCHAR[]))")
    return dict(store.rows(sql, {**values, "foci": sorted(foci)}))


def known_values(store: Store, condition: str) -> list[str]:
    """What the records hold of a condition, in the spelling in which it is compared."""
    places = "SELECT country FROM institution UNION SELECT country FROM branches"
    sql = f"{places} UNION SELECT country FROM agents"
    if condition != JURISDICTION:
        sql = f"SELECT {identifier(condition)} FROM customers"
    rows = store.rows(
        f"SELECT DISTINCT lower(trim(value)) FROM ({sql}) AS known(value)"
        " WHERE value IS NOT NULL ORDER BY ALL"
    )
    return [str(value) for (value,) in rows]


def numbering(focus: str, thresholds: Sequence[Thresholds], asked: str) -> Numbering:
    """A SELECT of focus_id and number: the first set that the focus fits, by its place.

    A customer with accounts in two jurisdictions, or a party of two customers, fits a set where one
    of them does. Texts are compared without case and outer blanks.

    Args:
        focus: the kind of focus.
        thresholds: the sets in their order, the last for everybody else.
        asked: a SELECT of the foci in question.
    """
    last = len(thresholds) - 1
    values: dict[str, object] = {}
    cases = []
    for place, item in enumerate(thresholds[:last] if focus in _HELD else ()):
        tests = []
        for key, allowed in item.when.items():
            name = f"set_{place}_{key}"
            values[name] = sorted({value.strip().lower() for value in allowed})
            column = JURISDICTION if key == JURISDICTION else f"customers.{identifier(key)}"
            tests.append(f"list_contains(CAST(${name} AS VARCHAR[]), lower(trim({column})))")
        cases.append(f"WHEN {' AND '.join(tests)} THEN {place}")
    if not cases:
        return f"SELECT focus_id, {last} AS number FROM ({asked}) AS asked(focus_id)", {}
    sql = f"""
        WITH asked(focus_id) AS ({asked}), held AS ({_HELD[focus]})
        SELECT focus_id, min(CASE {" ".join(cases)} ELSE {last} END) AS number
        FROM (
            SELECT focus_id, customer_id, coalesce(place, institution.country) AS {JURISDICTION}
            FROM held CROSS JOIN institution
        ) AS placed
        LEFT JOIN customers ON customers.customer_id = placed.customer_id
        GROUP BY focus_id"""
    return sql, values
