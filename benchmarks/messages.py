"""How fast files of ISO 20022 messages are read, and in how much memory.

    python benchmarks/messages.py --kind camt053 --records 100000

A file of made-up records is written beside, or kept where `--keep FILE` says, and read in a process
of its own: first by the reader alone, then with its records checked and copied as `aml scan` does.
Seconds are of the processor, so that other work on the machine counts less.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.table import Table

from aml.core.digest import file_sha256
from aml.ledger.message.formats import message_format
from aml.ledger.message.opening import open_message
from aml.ledger.message.record import Record
from aml.ledger.profile import Format, Profile
from aml.ledger.source import LedgerFile

KINDS = {"camt053": "camt", "pacs008": "pacs008", "pain001": "pain001"}
_XML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{}">\n'
)


def _cents(number: int) -> int:
    return 100 + number * 7919 % 900_000


def _amount(cents: int) -> str:
    return f"{Decimal(cents).scaleb(-2):f}"


def camt053(records: int) -> Iterator[str]:
    """A statement of camt.053.001.08 that adds up, credits and debits in turn."""
    yield _XML.format("camt.053.001.08")
    yield (
        "<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-31T20:00:00Z</CreDtTm></GrpHdr>"
        "<Stmt><Id>S1</Id><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>"
    )
    net = sum(_cents(n) if n % 2 else -_cents(n) for n in range(records))
    for code, cents in (("OPBD", 0), ("CLBD", net)):
        side = "DBIT" if cents < 0 else "CRDT"
        yield (
            f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>"
            f"{_amount(abs(cents))}</Amt><CdtDbtInd>{side}</CdtDbtInd>"
            "<Dt><Dt>2026-03-31</Dt></Dt></Bal>"
        )
    yield from (_entry(number) for number in range(records))
    yield "</Stmt></BkToCstmrStmt></Document>\n"


def _entry(n: int) -> str:
    side, role, family = ("CRDT", "Dbtr", "RCDT") if n % 2 else ("DBIT", "Cdtr", "ICDT")
    day = f"<Dt>2026-03-{n % 28 + 1:02}</Dt>"
    return (
        f"<Ntry><Amt Ccy='EUR'>{_amount(_cents(n))}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK"
        f"</Cd></Sts><BookgDt>{day}</BookgDt><ValDt>{day}</ValDt><AcctSvcrRef>B{n:09}</AcctSvcrRef>"
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>"
        f"</BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>E2E-{n:09}</EndToEndId></Refs><RltdPties>"
        f"<{role}><Pty><Nm>Trading Company {n % 5000}</Nm></Pty></{role}><{role}Acct><Id><IBAN>"
        f"DE{n % 5000:020}</IBAN></Id></{role}Acct></RltdPties><RmtInf><Ustrd>Invoice {n}</Ustrd>"
        "</RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )


def _party(role: str, n: int) -> str:
    return (
        f"<{role}><Nm>Trading Company {n % 5000}</Nm><PstlAdr><Ctry>DE</Ctry></PstlAdr></{role}>"
        f"<{role}Acct><Id><IBAN>DE{n % 5000:020}</IBAN></Id></{role}Acct>"
        f"<{role}Agt><FinInstnId><BICFI>COBADEFFXXX</BICFI></FinInstnId></{role}Agt>"
    )


def pacs008(records: int) -> Iterator[str]:
    """One message of pacs.008.001.08."""
    yield _XML.format("pacs.008.001.08")
    yield f"<FIToFICstmrCdtTrf><GrpHdr><MsgId>M1</MsgId><NbOfTxs>{records}</NbOfTxs></GrpHdr>"
    for n in range(records):
        yield (
            f"<CdtTrfTxInf><PmtId><EndToEndId>E2E-{n:09}</EndToEndId><TxId>T{n:09}</TxId></PmtId>"
            f"<IntrBkSttlmAmt Ccy='EUR'>{_amount(_cents(n))}</IntrBkSttlmAmt><IntrBkSttlmDt>"
            f"2026-03-{n % 28 + 1:02}</IntrBkSttlmDt>{_party('Dbtr', n)}{_party('Cdtr', n + 1)}"
            f"<RmtInf><Ustrd>Invoice {n}</Ustrd></RmtInf></CdtTrfTxInf>\n"
        )
    yield "</FIToFICstmrCdtTrf></Document>\n"


def pain001(records: int) -> Iterator[str]:
    """One order of pain.001.001.09."""
    yield _XML.format("pain.001.001.09")
    yield f"<CstmrCdtTrfInitn><GrpHdr><MsgId>M1</MsgId><NbOfTxs>{records}</NbOfTxs></GrpHdr>"
    yield "<PmtInf><PmtInfId>P1</PmtInfId><ReqdExctnDt><Dt>2026-03-02</Dt></ReqdExctnDt>"
    yield _party("Dbtr", 0)
    for n in range(records):
        yield (
            f"<CdtTrfTxInf><PmtId><EndToEndId>E2E-{n:09}</EndToEndId></PmtId>"
            f"<Amt><InstdAmt Ccy='EUR'>{_amount(_cents(n))}</InstdAmt></Amt>{_party('Cdtr', n + 1)}"
            f"<RmtInf><Ustrd>Invoice {n}</Ustrd></RmtInf></CdtTrfTxInf>\n"
        )
    yield "</PmtInf></CstmrCdtTrfInitn></Document>\n"


def _written(kind: str, records: int) -> Iterable[str]:
    return {"camt053": camt053, "pacs008": pacs008, "pain001": pain001}[kind](records)


def measure(kind: str, path: Path) -> dict[str, float]:
    """CPU seconds of the reader and of the copy, and the most memory each had above its start."""
    form = message_format(KINDS[kind])
    profile = Profile(form.kind, Path(), "", "transactions", form.shape, Format(form.kind))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    with path.open("rb") as file:
        records = sum(isinstance(item, Record) for item in form.read(file, profile))
    read = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as work:
        source = open_message(
            LedgerFile(1, path, path.name, "transactions", "bank", profile), Path(work)
        )
    copied = time.process_time()
    file_sha256(path)
    return {
        "records": records,
        "reader s": round(read - start, 2),
        "reader MiB": round((peak - before) / 1024, 1),
        "with copy s": round(copied - read, 2),
        "process MiB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "statements that fail": sum(not check.is_balanced for check in source.statements),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kind", choices=sorted(KINDS), default="camt053")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="write the file here and leave it")
    parser.add_argument("--measure", type=Path, help="only read this file and print JSON")
    chosen = parser.parse_args()
    if chosen.measure:
        print(json.dumps(measure(chosen.kind, chosen.measure)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.keep or Path(folder) / "messages.xml"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(_written(chosen.kind, chosen.records))
        command = [sys.executable, __file__, "--kind", chosen.kind, "--measure", str(path)]
        told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        told["file MB"] = round(path.stat().st_size / 1e6, 1)
    table = Table("", chosen.kind, title=f"{chosen.records:,} records")
    for name, value in told.items():
        table.add_row(name, f"{value:,}")
    Console().print(table)


if __name__ == "__main__":
    main()
