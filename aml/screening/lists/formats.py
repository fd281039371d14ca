"""The formats that a list may come in, and how a file is recognised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from aml.core.listed import ListReading
from aml.core.problem import LedgerError, Location, Problem
from aml.screening.lists.fincen_314a import read_fincen_314a
from aml.screening.lists.ofac_csv import files_of, read_ofac_csv
from aml.screening.lists.ofac_xml import read_ofac_xml
from aml.screening.lists.opensanctions import read_entities, read_simple_csv
from aml.screening.lists.own_csv import read_own_csv
from aml.screening.lists.uk_csv import read_uk_csv
from aml.screening.lists.un_xml import read_un_xml


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is read, and what a listing on such a list is worth by default.

    `reason` is that of flagged_parties, unless an entry's programmes say more; `strength` runs from
    0 to 1; `files` are those that a list consists of, its own first.
    """

    name: str
    title: str
    read: Callable[[Path], ListReading]
    reason: str
    strength: Decimal
    files: Callable[[Path], tuple[Path, ...]] = lambda path: (path,)


FORMATS: Mapping[str, Format] = {
    item.name: item
    for item in (
        Format("ofac-csv", "OFAC SDN, sdn.csv with add, alt and sdn_comments beside it",
               read_ofac_csv, "sdn", Decimal(1), files_of),
        Format("ofac-xml", "OFAC SDN, SDN.XML", read_ofac_xml, "sdn", Decimal(1)),
        Format("un-xml", "UN Security Council consolidated list, XML",
               read_un_xml, "sanction", Decimal(1)),
        Format("uk-csv", "UK Sanctions List, CSV", read_uk_csv, "sanction", Decimal(1)),
        Format("opensanctions-simple", "OpenSanctions targets.simple.csv", read_simple_csv,
               "sanction", Decimal("0.9")),
        Format("ftm", "FollowTheMoney entities, one JSON object a line", read_entities,
               "sanction", Decimal("0.9")),
        Format("fincen-314a", "FinCEN 314(a) persons or businesses, CSV", read_fincen_314a,
               "analyst", Decimal("0.8")),
        Format("own", "our own CSV, columns as in flagged_parties", read_own_csv,
               "analyst", Decimal("0.7")),
    )
}  # fmt: skip


def recognise(path: Path) -> Format:
    """The format of a file, by its first lines and its name.

    Raises:
        LedgerError: the file is missing or of none of the formats.
    """
    if not path.is_file():
        raise LedgerError(
            [Problem("LST001", "no such file", Location(str(path)), "check the path")]
        )
    head = path.read_bytes()[:65536].decode("utf-8-sig", errors="replace")
    name = _name(path, head, head.lower())
    if name:
        return FORMATS[name]
    hint = f"say which with --format: {', '.join(FORMATS)}"
    raise LedgerError(
        [Problem("LST001", "the format is not recognised", Location(path.name), hint)]
    )


def _name(path: Path, head: str, lower: str) -> str:
    if head.lstrip().startswith("<"):
        return (
            "un-xml" if "consolidated_list" in lower else "ofac-xml" if "sdnlist" in lower else ""
        )
    if head.lstrip().startswith("{"):
        return "ftm"
    if path.name.lower() == "sdn.csv" or "-0- ," in head:
        return "ofac-csv"
    columns = {name.strip('" ') for line in lower.splitlines()[:2] for name in line.split(",")}
    known = (
        ("fincen-314a", {"tracking_number", "number_type"}),
        ("opensanctions-simple", {"schema", "aliases", "identifiers"}),
        ("uk-csv", {"unique id", "name 6"}),
        ("own", {"entry_id", "name", "kind"}),
    )
    return next((name for name, needs in known if needs <= columns), "")
