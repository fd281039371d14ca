"""What ties two alerted subjects: ownership, or a transfer that an alert cites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from aml.core.alert import Alert
from aml.core.case import EvidenceRow, Tie
from aml.store import Store

#: A subject with more counterparties than this touches everyone and ties nobody.
MOST_COUNTERPARTIES = 50

_OWNERSHIP = """
    SELECT DISTINCT owner.party_id, owned.party_id, link.role
    FROM relationships AS link
    INNER JOIN party_members AS owner
        ON owner.member_kind = 'customer' AND owner.member_id = link.from_customer_id
    INNER JOIN party_members AS owned
        ON owned.member_kind = 'customer' AND owned.member_id = link.to_customer_id
    WHERE link.role IN ('owner', 'director', 'signatory')
        AND owner.party_id IN (SELECT unnest($ids)) AND owned.party_id IN (SELECT unnest($ids))"""

_ACCOUNT_OWNERS = """
    WITH held AS (
        SELECT account_id, customer_id FROM accounts WHERE account_id IN (SELECT unnest($ids))
        UNION
        SELECT account_id, customer_id FROM transactions WHERE account_id IN (SELECT unnest($ids))
    )
    SELECT held.account_id, min(coalesce(member.party_id, 'acc:' || held.customer_id))
    FROM held
    LEFT JOIN party_members AS member
        ON member.member_kind = 'customer' AND member.member_id = held.customer_id
    WHERE held.customer_id IS NOT NULL
    GROUP BY held.account_id"""

_REMITTANCE_SIDES = """
    SELECT DISTINCT sender.party_id, receiver.party_id
    FROM party_members AS sender
    INNER JOIN party_members AS receiver
        ON receiver.member_kind = 'receiver' AND receiver.member_id = sender.member_id
    WHERE sender.member_kind = 'sender' AND sender.member_id IN (SELECT unnest($ids))"""

_HUBS = """
    WITH members AS (
        SELECT party_id, member_id AS customer_id FROM party_members
        WHERE member_kind = 'customer' AND party_id IN (SELECT unnest($ids))
        UNION
        SELECT id, substr(id, 5) FROM (SELECT unnest($ids) AS id) WHERE starts_with(id, 'acc:')
    ), others AS (
        SELECT members.party_id, coalesce(entry.counterparty_account, entry.counterparty_id,
            entry.counterparty_name) AS other
        FROM transactions AS entry
        INNER JOIN members ON entry.customer_id = members.customer_id
        UNION ALL
        SELECT side.party_id, other.party_id
        FROM party_members AS side
        INNER JOIN party_members AS other
            ON side.member_id = other.member_id AND side.member_kind <> other.member_kind
        WHERE side.member_kind IN ('sender', 'receiver')
            AND other.member_kind IN ('sender', 'receiver')
            AND side.party_id IN (SELECT unnest($ids))
    )
    SELECT party_id FROM others GROUP BY party_id HAVING count(DISTINCT other) > $most"""


def ties(
    store: Store,
    alerts: Sequence[Alert],
    party_of: Mapping[str, str],
    rows: Mapping[str, tuple[EvidenceRow, ...]],
) -> list[Tie]:
    """The ties among the subjects of these alerts, hubs left out, in order of their parties.

    Args:
        store: the loaded run.
        alerts: the alerts that may open a case.
        party_of: the subject of each alert, by alert id.
        rows: the cited records, by citation.
    """
    parties = sorted({party_of[alert.alert_id] for alert in alerts})
    found = {
        *_ownership(store, parties),
        *_transfers(store, alerts, party_of, rows),
        *_remittances(store, alerts),
    }
    hubs = _hubs(store, parties)
    kept = [
        tie
        for tie in found
        if tie.from_party_id != tie.to_party_id and not {tie.from_party_id, tie.to_party_id} & hubs
    ]
    return sorted(kept, key=lambda tie: (tie.from_party_id, tie.to_party_id, tie.reason))


def _tie(first: str, second: str, reason: str) -> Tie:
    """A tie has no direction, so that the same pair is one tie."""
    return Tie(min(first, second), max(first, second), reason)


def _ownership(store: Store, parties: list[str]) -> Iterable[Tie]:
    found = store.rows(_OWNERSHIP, {"ids": parties})
    return [Tie(owner, owned, f"{role} of the other subject") for owner, owned, role in found]


def _transfers(
    store: Store,
    alerts: Sequence[Alert],
    party_of: Mapping[str, str],
    rows: Mapping[str, tuple[EvidenceRow, ...]],
) -> Iterable[Tie]:
    """A cited entry whose other side is an account of another alerted subject."""
    sides = {
        (party_of[alert.alert_id], row.text("counterparty_account"))
        for alert in alerts
        for citation in alert.transaction_ids
        for row in rows[citation]
        if row.text("counterparty_account")
    }
    accounts = sorted({account for _, account in sides})
    owners: dict[str, str] = dict(store.rows(_ACCOUNT_OWNERS, {"ids": accounts}))
    reason = "a cited transfer between their accounts"
    return [_tie(party, owners[account], reason) for party, account in sides if account in owners]


def _remittances(store: Store, alerts: Sequence[Alert]) -> Iterable[Tie]:
    """A cited remittance from one alerted subject to another."""
    prefix = "remittances:"
    linked = {citation for alert in alerts for citation in alert.linked_ids}
    ids = sorted(c.removeprefix(prefix) for c in linked if c.startswith(prefix))
    found = store.rows(_REMITTANCE_SIDES, {"ids": ids})
    return [_tie(sender, receiver, "a cited remittance between them") for sender, receiver in found]


def _hubs(store: Store, parties: list[str]) -> set[str]:
    found = store.rows(_HUBS, {"ids": parties, "most": MOST_COUNTERPARTIES})
    return {party for (party,) in found}
