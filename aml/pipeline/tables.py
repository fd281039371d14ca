"""alerts.parquet, alerts.csv and rejected.csv: the tables of a run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from aml.core.alert import Alert
from aml.core.plain import plain
from aml.core.sheet import FORMULA

if TYPE_CHECKING:
    import polars
    from polars._typing import SchemaDict


def alert_frame(alerts: Sequence[Alert]) -> polars.DataFrame:
    """alerts.parquet: the contract for whoever works downstream, highest score first."""
    import polars as pl

    schema: SchemaDict = {
        "alert_id": pl.String, "kind": pl.String, "source": pl.String,
        "source_version": pl.String, "typology": pl.String, "focus_kind": pl.String,
        "focus_id": pl.String, "window_start": pl.Date, "window_end": pl.Date,
        "severity": pl.String, "score": pl.Decimal(9, 1), "amount_base": pl.Decimal(38, 4),
        "transaction_ids": pl.List(pl.String), "linked_ids": pl.List(pl.String),
        "measures": pl.String, "explanation": pl.String, "status": pl.String, "seen": pl.String,
        "continues": pl.String, "case_id": pl.String, "suppressed_by": pl.String,
        "threshold_set": pl.String, "first_seen_on": pl.Date,
    }  # fmt: skip
    rows = [
        {
            **{name: getattr(alert, name) for name in schema if name != "measures"},
            "transaction_ids": list(alert.transaction_ids),
            "linked_ids": list(alert.linked_ids),
            "measures": json.dumps(plain(alert.measures()), sort_keys=True, ensure_ascii=False),
        }
        for alert in alerts
    ]
    return pl.DataFrame(rows, schema=schema)


def alerts_parquet(frame: polars.DataFrame) -> bytes:
    """The bytes of alerts.parquet."""
    buffer = BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


def alerts_csv(frame: polars.DataFrame) -> str:
    """The same as CSV, lists as text."""
    import polars as pl

    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return _safe(frame.with_columns(pl.col(name).list.join(" ") for name in lists)).write_csv()


def rejected_csv(rejected: polars.DataFrame, *, show_rows: bool) -> str:
    """Every reason against a record; the rejected values only when they are asked for."""
    return _safe(rejected if show_rows else rejected.drop("value")).write_csv()


def _safe(frame: polars.DataFrame) -> polars.DataFrame:
    """A cell that a spreadsheet would run as a formula gets a quotation mark in front."""
    import polars as pl

    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(FORMULA))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )
