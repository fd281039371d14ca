"""Which alerts belong together: subjects tied by ownership or by transfers that an alert cites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aml.core.alert import Alert
from aml.core.case import Tie

#: A case that a person can read; larger groups are split by typology.
MOST_SUBJECTS = 25


@dataclass(frozen=True, slots=True)
class Group:
    """The alerts of one case, the ties among its subjects, and what a reader must know of it."""

    parties: tuple[str, ...]
    alerts: tuple[Alert, ...]
    ties: tuple[Tie, ...]
    notes: tuple[str, ...]


def group(alerts: Sequence[Alert], party_of: Mapping[str, str], ties: Iterable[Tie]) -> list[Group]:
    """The groups that become cases, in order of their first alert.

    Only subjects with an alert of at least medium are nodes: a low alert opens no case and ties
    nobody, but stands in the case of its own subject.

    Args:
        alerts: every alert of the run.
        party_of: the subject of each alert, by alert id.
        ties: pairs of subjects that belong together; pairs with an unalerted side are ignored.
    """
    opening = [alert for alert in alerts if alert.severity != "low"]
    nodes = sorted({party_of[alert.alert_id] for alert in opening})
    kept = [tie for tie in ties if tie.from_party_id in nodes and tie.to_party_id in nodes]
    groups: list[Group] = []
    for parties in _components(nodes, kept):
        members = [alert for alert in alerts if party_of[alert.alert_id] in parties]
        if len(parties) <= MOST_SUBJECTS:
            groups.append(_group(parties, members, kept, ()))
        else:
            groups += _split(parties, members, party_of, kept)
    return groups


def _group(
    parties: Iterable[str], alerts: Sequence[Alert], ties: Sequence[Tie], notes: tuple[str, ...]
) -> Group:
    names = tuple(sorted(parties))
    inner = tuple(tie for tie in ties if tie.from_party_id in names and tie.to_party_id in names)
    return Group(names, tuple(alerts), inner, notes)


def _split(
    parties: Sequence[str],
    alerts: Sequence[Alert],
    party_of: Mapping[str, str],
    ties: Sequence[Tie],
) -> list[Group]:
    """A large group by typology; what is still large stands subject by subject."""
    note = f"Part of a group of {len(parties)} tied subjects, split by typology to stay readable."
    groups = []
    for typology in sorted({alert.typology for alert in alerts if alert.severity != "low"}):
        chosen = [alert for alert in alerts if alert.typology == typology]
        nodes = sorted({party_of[alert.alert_id] for alert in chosen if alert.severity != "low"})
        for component in _components(nodes, ties):
            parts = [component] if len(component) <= MOST_SUBJECTS else [(p,) for p in component]
            for part in parts:
                members = [alert for alert in chosen if party_of[alert.alert_id] in part]
                groups.append(_group(part, members, ties, (note,)))
    return groups


def _components(nodes: Sequence[str], ties: Sequence[Tie]) -> list[tuple[str, ...]]:
    """Connected subjects, each group sorted, groups in the order of their first subject."""
    leader = {node: node for node in nodes}

    def find(node: str) -> str:
        while leader[node] != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for tie in ties:
        if tie.from_party_id in leader and tie.to_party_id in leader:
            first, second = sorted((find(tie.from_party_id), find(tie.to_party_id)))
            leader[second] = first
    members: dict[str, list[str]] = {}
    for node in nodes:
        members.setdefault(find(node), []).append(node)
    return [tuple(sorted(group)) for _, group in sorted(members.items())]
