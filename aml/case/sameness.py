"""Why several records are one subject, in words for its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aml.store import Store

_LABEL = "Records taken for one"
#: Pairs of records that are written out for a subject; the others are counted.
_MOST_SHOWN = 5

_TIES = """
    SELECT party_id, member_kind, member_id, other_kind, other_id, list_sort(list(mark)) AS marks
    FROM identity_ties
    WHERE party_id IN (SELECT unnest($ids))
    GROUP BY party_id, member_kind, member_id, other_kind, other_id
    ORDER BY party_id, other_kind, other_id, member_kind, member_id"""

_NAMED = {
    "customer": "customer {}",
    "sender": "the sender of remittance {}",
    "receiver": "the receiver of remittance {}",
}


def why_one(store: Store, parties: Sequence[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The facts of each party that say which of its records hold what in common.

    A pair is named by what it shares, never by the value. Of a sender's or receiver's remittances
    the first of each way in which the person was written down stands for all.

    Args:
        store: the loaded run, with the derived table identity_ties.
        parties: the ids of the parties to explain.
    """
    found: dict[str, list[str]] = {}
    for party, kind, own_id, other_kind, other_id, marks in store.rows(_TIES, {"ids": parties}):
        pair = f"{_NAMED[other_kind].format(other_id)} and {_NAMED[kind].format(own_id)}"
        found.setdefault(party, []).append(f"{pair}: {', '.join(map(_said, marks))}")
    return {party: tuple(_facts(pairs)) for party, pairs in found.items()}


def _said(mark: str) -> str:
    return "a decision of the institution" if mark == "verdict" else f"same {mark}"


def _facts(pairs: Sequence[str]) -> list[tuple[str, str]]:
    shown = [(_LABEL, pair[0].upper() + pair[1:]) for pair in pairs[:_MOST_SHOWN]]
    rest = len(pairs) - len(shown)
    return [*shown, (_LABEL, f"{rest} more pairs of records")] if rest else shown
