"""The planted truth: what happened, in whose books, and by which records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import polars as pl

from aml.sample.story import Story
from aml.sample.world.corridors import Corridors
from aml.sample.world.town import Town

#: Tables whose records can belong to a story.
TABLES = (
    "transactions", "remittances", "bills_of_lading", "port_calls", "container_events",
    "flagged_parties",
)  # fmt: skip


def answer_rows(
    town: Town, corridors: Corridors, stories: Sequence[Story], marked: pl.DataFrame
) -> pl.DataFrame:
    """One row a story and table; `marked` says which record carries the mark of which story.

    Record and focus ids are apart by spaces. They are the ids of the files; a scan puts the
    ledger's name before those of transactions and remittances.
    """
    found = marked.group_by("mark", "table", maintain_order=True).agg(
        ids=pl.col("id").str.join(" ")
    )
    records = {(mark, table): ids for mark, table, ids in found.iter_rows()}
    rows: list[dict[str, str]] = []
    counted: Counter[tuple[str, str]] = Counter()
    for mark, story in enumerate(stories):
        counted[story.typology, story.kind] += 1
        number = counted[story.typology, story.kind]
        said = {
            "scheme_id": f"{story.typology}-{story.kind.replace('_', '-')}-{number:02}",
            "typology": story.typology, "kind": story.kind, "variant": story.variant,
            "notes": story.notes, "focus_kind": story.focus_kind,
            "focus_ids": " ".join(focus_ids(town, corridors, story)),
        }  # fmt: skip
        rows.extend(
            said | {"table": table, "record_ids": records[mark, table]}
            for table in TABLES
            if (mark, table) in records
        )
    return pl.DataFrame(rows)


def focus_ids(town: Town, corridors: Corridors, story: Story) -> list[str]:
    """Ids of customers or desks, or the documents of senders and receivers where they have one."""
    rows = list(story.focus)
    if story.focus_kind == "customer":
        ids: list[str] = town.customers["customer_id"].gather(rows).to_list()
        return ids
    if story.focus_kind == "agent":
        desks: list[str] = town.places.agents["agent_id"].gather(rows).to_list()
        return desks
    people = corridors.senders if story.focus_kind == "sender" else corridors.receivers
    named: list[str] = (
        people.select(pl.coalesce("document", f"{story.focus_kind}_id"))[rows].to_series().to_list()
    )
    return named
