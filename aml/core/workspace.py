"""What a scan is given: who scans, and which files fill which table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Institution:
    """Who scans.

    `country` (ISO 3166) and `sector` (`bank` or `msb`) decide which reporting lines hold;
    everything is compared and summed in `base_currency` (ISO 4217); where it is empty, ledgers are
    read without being priced, which no scan does. `banks` are its BICs and
    routing numbers, or how they begin: the sides of a payment between banks that are its own.
    """

    name: str
    country: str
    sector: str
    base_currency: str
    banks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """Files of one layout that fill one canonical table.

    `ledger_id` prefixes the ids of its records, `shown` names each of `paths` in messages and in
    the manifest, `profile` says how to read them: its name, or its file. `left_out` are the shown
    paths of files that a folder or pattern holds and that are not read.
    """

    table: str
    ledger_id: str
    paths: tuple[Path, ...]
    shown: tuple[str, ...]
    profile: Path | str
    left_out: tuple[str, ...] = ()
