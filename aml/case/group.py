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
    opening = {party_of[alert.alert_id] for alert in alerts if alert.severity != "low"}
    kept = [tie for tie in ties if {tie.from_party_id, tie.to_party_id} <= opening]
    groups: list[Group] = []
    for item in _gather(sorted(opening), alerts, party_of, kept, ()):
        groups += [item] if len(item.parties) <= MOST_SUBJECTS else _split(item, party_of)
    return groups


def _gather(
    nodes: Sequence[str],
    alerts: Iterable[Alert],
    party_of: Mapping[str, str],
    ties: Iterable[Tie],
    notes: tuple[str, ...],
) -> list[Group]:
    """One group for each set of connected nodes, with the alerts on them and their ties."""
    components = _components(nodes, ties)
    place = {party: n for n, parties in enumerate(components) for party in parties}
    members: list[list[Alert]] = [[] for _ in components]
    for alert in alerts:
        if (party := party_of[alert.alert_id]) in place:
            members[place[party]].append(alert)
    inner: list[list[Tie]] = [[] for _ in components]
    for tie in ties:
        if tie.from_party_id in place and tie.to_party_id in place:
            inner[place[tie.from_party_id]].append(tie)
    return [
        Group(parties, tuple(members[n]), tuple(inner[n]), notes)
        for n, parties in enumerate(components)
    ]


def _split(large: Group, party_of: Mapping[str, str]) -> list[Group]:
    """A large group by typology; what is still large stands subject by subject."""
    tied = len(large.parties)
    note = f"Part of a group of {tied} tied subjects, split by typology to stay readable."
    groups = []
    for typology in sorted({alert.typology for alert in large.alerts if alert.severity != "low"}):
        chosen = [alert for alert in large.alerts if alert.typology == typology]
        nodes = sorted({party_of[alert.alert_id] for alert in chosen if alert.severity != "low"})
        for item in _gather(nodes, chosen, party_of, large.ties, (note,)):
            if len(item.parties) <= MOST_SUBJECTS:
                groups.append(item)
            else:
                groups += _gather(item.parties, item.alerts, party_of, (), (note,))
    return groups


def _components(nodes: Sequence[str], ties: Iterable[Tie]) -> list[tuple[str, ...]]:
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
