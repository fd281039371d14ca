"""The subjects behind alerts, as the bank's own records describe them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from aml.case.sameness import why_one
from aml.core import wording
from aml.core.alert import Alert
from aml.core.case import CUSTOMER_NUMBER, Subject, SubjectAccount
from aml.store import Store

_FACTS = (
    ("born_on", "Born or incorporated"), ("document_number", "Identity document"),
    ("tax_number", "Tax number"), ("occupation", "Occupation"), ("industry", "Industry"),
    ("industry_code", "Industry code"), ("employer", "Employer"), ("address", "Address"),
    ("city", "City"), ("region", "Region"), ("postal_code", "Postal code"), ("country", "Country"),
    ("phone", "Telephone"), ("email", "E-mail"), ("licences", "Licences"),
    ("risk_rating", "Risk rating of the institution"), ("onboarded_on", "Customer since"),
)  # fmt: skip
_YEARLY = (("declared_income", "Declared income"), ("expected_turnover", "Expected turnover"))

#: Each focus of an alert with its party. A customer without a record is its own party; the owner of
#: an account without a record is whom its entries name, else the account itself.
_PARTIES = {
    "customer": """
        SELECT focus.id, coalesce(member.party_id, 'acc:' || focus.id)
        FROM (SELECT unnest($ids) AS id) AS focus
        LEFT JOIN party_members AS member
            ON member.member_kind = 'customer' AND member.member_id = focus.id""",
    "account": """
        WITH booked AS (
            SELECT account_id, min(customer_id) AS customer_id FROM transactions
            WHERE account_id IN (SELECT unnest($ids)) GROUP BY account_id
        ), owned AS (
            SELECT focus.id, coalesce(account.customer_id, booked.customer_id) AS customer_id
            FROM (SELECT unnest($ids) AS id) AS focus
            LEFT JOIN accounts AS account ON account.account_id = focus.id
            LEFT JOIN booked ON booked.account_id = focus.id
        )
        SELECT owned.id, coalesce(member.party_id, 'acc:' || coalesce(owned.customer_id, owned.id))
        FROM owned
        LEFT JOIN party_members AS member
            ON member.member_kind = 'customer' AND member.member_id = owned.customer_id""",
}

_CUSTOMERS = """
    SELECT member.party_id, {columns}
    FROM customers
    INNER JOIN party_members AS member
        ON member.member_kind = 'customer' AND member.member_id = customers.customer_id
    WHERE member.party_id IN (SELECT unnest($ids))
    ORDER BY member.party_id, customers.customer_id"""

_NAMES = "SELECT party_id, name FROM parties WHERE party_id IN (SELECT unnest($ids))"

#: Accounts on record, and those that only the entries of a party's customers name.
_ACCOUNTS = """
    WITH wanted AS (
        SELECT party_id, member_id AS customer_id FROM party_members
        WHERE member_kind = 'customer' AND party_id IN (SELECT unnest($ids))
        UNION
        SELECT id, substr(id, 5) FROM (SELECT unnest($ids) AS id) WHERE starts_with(id, 'acc:')
    ), named AS (
        SELECT DISTINCT account_id, customer_id FROM transactions
        WHERE customer_id IN (SELECT customer_id FROM wanted)
            AND account_id NOT IN (SELECT account_id FROM accounts)
    ), held AS (
        SELECT account_id, coalesce(customer_id, account_id) AS customer_id, account_type, currency,
            opened_on, branch_id, iban
        FROM accounts
        UNION ALL
        SELECT account_id, customer_id, NULL, NULL, NULL, NULL, NULL FROM named
    )
    SELECT
        wanted.party_id, held.account_id, coalesce(held.account_type, ''),
        coalesce(held.currency, ''), held.opened_on,
        concat_ws(', ', branch.name, branch.city, branch.region), coalesce(held.iban, '')
    FROM held
    INNER JOIN wanted ON wanted.customer_id = held.customer_id
    LEFT JOIN branches AS branch ON branch.branch_id = held.branch_id
    ORDER BY wanted.party_id, held.account_id"""


def parties_of(store: Store, alerts: Sequence[Alert]) -> dict[str, str]:
    """The party of each alert, by alert id."""
    found: dict[tuple[str, str], str] = {}
    for kind, sql in _PARTIES.items():
        ids = sorted({alert.focus_id for alert in alerts if alert.focus_kind == kind})
        for focus_id, party_id in store.rows(sql, {"ids": ids}) if ids else []:
            found[kind, focus_id] = party_id
    return {
        alert.alert_id: found.get((alert.focus_kind, alert.focus_id), _own(alert))
        for alert in alerts
    }


def _own(alert: Alert) -> str:
    """Foci that are no customers stand for themselves; a party's id is one already."""
    return alert.focus_id if alert.focus_kind == "party" else f"{alert.focus_kind}:{alert.focus_id}"


def describe(
    store: Store, focus_ids: Mapping[str, tuple[str, ...]], base_currency: str
) -> dict[str, Subject]:
    """The subject of each party: name, facts and accounts.

    Args:
        store: the loaded run.
        focus_ids: the customers, accounts or parties that alerts name, by party.
        base_currency: the currency of declared figures.
    """
    parties = sorted(focus_ids)
    customers = _customers(store, parties)
    names = _names(store, parties)
    accounts = _accounts(store, parties)
    reasons = why_one(store, parties)
    return {
        party: _subject(
            party,
            customers.get(party, []),
            names.get(party, ""),
            accounts.get(party, ()),
            focus_ids[party],
            (*_stated(customers.get(party, []), base_currency), *reasons.get(party, ())),
        )
        for party in parties
    }


def _subject(
    party: str,
    customers: Sequence[Mapping[str, Any]],
    name: str,
    accounts: tuple[SubjectAccount, ...],
    focus_ids: tuple[str, ...],
    facts: tuple[tuple[str, str], ...],
) -> Subject:
    kind = next((str(c["customer_type"]) for c in customers if c["customer_type"]), "")
    shown = name or ", ".join(str(c["customer_id"]) for c in customers) or focus_ids[0]
    is_customer = bool(customers) or bool(accounts)
    record = {key: _text(value) for key, value in customers[0].items()} if customers else {}
    return Subject(
        party, shown, kind, is_customer, tuple(dict.fromkeys(facts)), accounts, focus_ids,
        {key: text for key, text in record.items() if text},
    )  # fmt: skip


def _text(value: object) -> str:
    """A column as case.json holds it; lists by `; `, nothing as nothing."""
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _stated(
    customers: Sequence[Mapping[str, Any]], base_currency: str
) -> Iterable[tuple[str, str]]:
    return (fact for customer in customers for fact in _facts(customer, base_currency))


def _facts(customer: Mapping[str, Any], base_currency: str) -> Iterable[tuple[str, str]]:
    yield CUSTOMER_NUMBER, str(customer["customer_id"])
    for column, label in _FACTS:
        value = customer[column]
        if isinstance(value, date):
            yield label, wording.day(value)
        elif isinstance(value, list):
            yield label, ", ".join(value)
        elif value is not None:
            yield label, str(value)
    for column, label in _YEARLY:
        if isinstance(customer[column], Decimal):
            yield f"{label}, a year", wording.money(customer[column], base_currency)


def _customers(store: Store, parties: list[str]) -> dict[str, list[dict[str, Any]]]:
    columns = [
        "customer_id",
        "customer_type",
        "name",
        *(c for c, _ in _FACTS),
        *(c for c, _ in _YEARLY),
    ]
    rows = store.rows(
        _CUSTOMERS.format(columns=", ".join(f"customers.{name}" for name in columns)),
        {"ids": parties},
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for party, *values in rows:
        found.setdefault(party, []).append(dict(zip(columns, values, strict=True)))
    return found


def _names(store: Store, parties: list[str]) -> dict[str, str]:
    return {party: name or "" for party, name in store.rows(_NAMES, {"ids": parties})}


def _accounts(store: Store, parties: list[str]) -> dict[str, tuple[SubjectAccount, ...]]:
    found: dict[str, tuple[SubjectAccount, ...]] = {}
    for party, *values in store.rows(_ACCOUNTS, {"ids": parties}):
        found[party] = (*found.get(party, ()), SubjectAccount(*values))
    return found
