"""A town from a seed: build it, let it live a year, plant what is to be found, write it down."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from aml.sample.life.characters import character_stories
from aml.sample.life.entry import together
from aml.sample.life.exports import paid_by_buyers
from aml.sample.life.lists import general_list
from aml.sample.life.remittances import TRANSFER, ordinary_transfers
from aml.sample.life.trade import Trade, build_trade, pay_for
from aml.sample.life.year import live
from aml.sample.plan import Plan, Shipping
from aml.sample.plant.schemes import told_stories
from aml.sample.story import Story
from aml.sample.world.corridors import Corridors, build_corridors
from aml.sample.world.town import Town, build_town
from aml.sample.write.answers import answer_rows
from aml.sample.write.ledger import (
    Writer,
    directory,
    ledger_rows,
    remittance_rows,
    slices,
    transfer_ids,
)
from aml.sample.write.quayside import (
    employer_rows,
    event_ids,
    event_rows,
    gap_rows,
    port_rows,
    price_rows,
)
from aml.sample.write.shipping import (
    bill_rows,
    call_ids,
    call_rows,
    carried_voyages,
    shipper_rows,
    vessel_rows,
    voyage_rows,
)
from aml.sample.write.tables import (
    account_rows,
    customer_rows,
    flag_ids,
    flag_rows,
    rate_rows,
    relationship_rows,
    site_rows,
)
from aml.sample.write.workspace import workspace


def generate_to(
    out: Path,
    transactions: int,
    seed: int,
    *,
    planted: bool = True,
    file_format: str = "csv",
    shipping: Shipping | None = None,
) -> None:
    """Write a synthetic ledger, everything around it, an aml.toml and the answers into a folder.

    Args:
        out: the folder; made if it is not there.
        transactions: entries of the ledger. Below about 12,000 the look-alikes alone are more.
        seed: the same seed gives the same bytes.
        planted: whether schemes are planted; look-alikes always live in the town.
        file_format: csv or parquet.
        shipping: what the tables of trade hold at least; what the importers need by default.
    """
    plan = Plan(transactions, seed, planted, shipping or Shipping())
    town = build_town(plan)
    corridors = build_corridors(town)
    trade = build_trade(town)
    stories = [*character_stories(town, corridors), *told_stories(town, corridors, trade)]
    out.mkdir(parents=True, exist_ok=True)
    writer = Writer(out, file_format)
    marked = [
        *_write_ledger(writer, town, _events(town, trade, stories)),
        _write_remittances(writer, town, corridors, stories),
        _write_trade(writer, town, trade, stories),
        _write_flags(writer, town, stories),
    ]
    _write_records(writer, town)
    answers = answer_rows(town, corridors, stories, pl.concat(marked))
    answers.write_csv(out / "answers.csv")
    (out / "aml.toml").write_text(workspace(transactions, seed, file_format), encoding="utf-8")


def _events(town: Town, trade: Trade, stories: Sequence[Story]) -> pl.DataFrame:
    """What is known before the year begins: shipments and stories, each entry with its mark."""
    paid = pay_for(town, town.stream("payments"), trade.bills)
    told = [
        story.entries.with_columns(mark=pl.lit(mark, pl.Int64))
        for mark, story in enumerate(stories)
        if story.entries is not None
    ]
    sold = paid_by_buyers(town, town.stream("payments of buyers"), trade.sold)
    beside = [story.background for story in stories if story.background is not None]
    return together([paid, sold, *told, *beside])


def _write_ledger(writer: Writer, town: Town, events: pl.DataFrame) -> list[pl.DataFrame]:
    book, start, marked, waiting = directory(town), 0, [], []
    for month in live(town, events):
        for piece in slices(month):
            rows = ledger_rows(town, book, piece, start)
            start += rows.height
            marked.append(_marked("transactions", piece["mark"], rows["transaction_id"]))
            waiting.append(rows)
            if sum(rows.height for rows in waiting) >= 1_000_000:
                writer.part("transactions", pl.concat(waiting))
                waiting = []
    if waiting:
        writer.part("transactions", pl.concat(waiting))
    return marked


def _write_remittances(
    writer: Writer, town: Town, corridors: Corridors, stories: Sequence[Story]
) -> pl.DataFrame:
    told = [
        story.transfers.with_columns(mark=pl.lit(mark, pl.Int64))
        for mark, story in enumerate(stories)
        if story.transfers is not None
    ]
    sent = pl.concat([TRANSFER.to_frame(), ordinary_transfers(town, corridors), *told])
    sent = sent.sort("at", maintain_order=True)
    writer.part("remittances", remittance_rows(town, corridors, sent))
    return _marked("remittances", sent["mark"], transfer_ids(town, sent.height))


def _write_trade(
    writer: Writer, town: Town, trade: Trade, stories: Sequence[Story]
) -> pl.DataFrame:
    bills = pl.concat([trade.bills, trade.elsewhere, trade.sold, *_told(stories, "bills").values()])
    sailed = [(story.voyages, story.calls) for story in stories]
    voyages, calls = carried_voyages(
        town,
        trade,
        bills,
        [(one, two) for one, two in sailed if one is not None and two is not None],
    )
    events = _told(stories, "events")
    writer.table("bills_of_lading", bill_rows(town, bills))
    writer.table("shippers", shipper_rows(town))
    writer.table("vessels", vessel_rows(town, trade, [*_told(stories, "vessels").values()]))
    writer.table("voyages", voyage_rows(town, trade, voyages, calls))
    writer.table("port_calls", call_rows(town, calls))
    rng = town.stream("container events")
    writer.table("container_events", event_rows(town, rng, bills, [*events.values()]))
    writer.table("ais_gaps", gap_rows(town, trade, [*_told(stories, "gaps").values()]))
    writer.table("port_employers", employer_rows(town))
    writer.table("ports", port_rows())
    writer.table("hs_prices", price_rows(town))
    marked = [
        (
            "bills_of_lading",
            {mark: bills["bl_no"] for mark, bills in _told(stories, "bills").items()},
        ),
        (
            "port_calls",
            {mark: call_ids(town, each) for mark, each in _told(stories, "calls").items()},
        ),
        ("container_events", {mark: event_ids(town, each) for mark, each in events.items()}),
    ]
    none = pl.Series([], dtype=pl.Int64)
    return pl.concat(
        [_marked("bills_of_lading", none, none.cast(pl.String))]
        + [
            _marked(table, pl.repeat(mark, len(ids), dtype=pl.Int64, eager=True), ids)
            for table, by_story in marked
            for mark, ids in by_story.items()
        ]
    )


def _told(stories: Sequence[Story], part: str) -> dict[int, pl.DataFrame]:
    """The records of one kind that stories bring, by the story's mark."""
    found = {mark: getattr(story, part) for mark, story in enumerate(stories)}
    return {mark: frame for mark, frame in found.items() if frame is not None}


def _write_flags(writer: Writer, town: Town, stories: Sequence[Story]) -> pl.DataFrame:
    general = general_list(town)
    told = [(mark, story.flags) for mark, story in enumerate(stories) if story.flags is not None]
    flags = pl.concat([general, *(flags for _, flags in told)])
    writer.table("flagged_parties", flag_rows(town, flags))
    marks = [-1] * general.height + [mark for mark, flags in told for _ in range(flags.height)]
    return _marked(
        "flagged_parties", pl.Series(marks, dtype=pl.Int64), flag_ids(town, flags.height)
    )


def _write_records(writer: Writer, town: Town) -> None:
    writer.table("customers", customer_rows(town))
    writer.table("accounts", account_rows(town))
    writer.table("relationships", relationship_rows(town))
    writer.table("branches", site_rows(town.places.all_branches()))
    writer.table("agents", site_rows(town.places.agents))
    writer.table("fx_rates", rate_rows(town))


def _marked(table: str, mark: pl.Series, ids: pl.Series) -> pl.DataFrame:
    """The ids of the records of one table that belong to a story."""
    return pl.select(mark=mark, table=pl.lit(table), id=ids).filter(pl.col("mark") >= 0)
