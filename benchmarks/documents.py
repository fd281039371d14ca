"""How long the documents of many cases take, a format at a time.

    python benchmarks/documents.py                     # 1,000 cases, one in twenty of 1,000 records
    python benchmarks/documents.py --cases 50 --formats html,pdf
    python benchmarks/documents.py --formats html,fincen,goaml

Each case has 60 payments and five charts; every name, number and amount differs from case to case,
so that nothing typeset for one serves another. Documents are written as a run writes them, goAML
reports by the profile that ships with what it leaves to be filled, so that no FIU's schema
validates them. HTML and the XML of FinCEN and goAML together have one target, so their sum is
printed. Wall seconds depend on the machine and on who else uses it; processor seconds much less so.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.table import Table

from aml.case.build import totals
from aml.core.alert import Alert, Contribution, Figure
from aml.core.case import (
    Case,
    EvidenceRow,
    FileUse,
    Provenance,
    ScenarioUse,
    Subject,
    SubjectAccount,
)
from aml.core.filing import Filer, PostalAddress, ReportingPerson
from aml.core.progress import Silent
from aml.core.shipped import shipped
from aml.core.wording import money
from aml.pipeline.documents import write_cases
from aml.pipeline.filing import forms_of_run
from aml.pipeline.folder import Folder
from aml.pipeline.forms import FORMS, Asked
from aml.report.case_document import case_document
from aml.report.document import Chart

_SHA = "5e" * 32
#: Formats that share a target, and its wall seconds for 1,000 cases.
_TARGETS = {("html", "fincen", "goaml"): 20, ("pdf",): 90, ("docx",): 60}
#: What the profile that ships leaves to be filled, and what no record of a customer says.
_FILLED = {
    "local_currency: EUR": "local_currency: USD",
    'phone_prefix: ""': 'phone_prefix: "1"',
    'STRUCT: ""': "STRUCT: S1",
    "unknown: {}": "unknown: {first_name: UNKNOWN, last_name: UNKNOWN}",
}
_ANSWERS = """\
subject 1.director 1.name: Ana Ruiz
subject 1.signatory 1.name: Ana Ruiz
subject 1.signatory 1.born_or_incorporated_on: 1980-01-31
subject 1.signatory 1.tax_number: 123-45-6780
subject 1.signatory 1.nationality: US
subject 1.signatory 1.country: US
subject 1.signatory 1.street: 1 Main Street
subject 1.signatory 1.city: Laredo
subject 1.signatory 1.phone: +1 956 555 0145
subject 1.signatory 1.occupation: manager
"""
_FILER = Filer(
    name="Rio Bravo Community Bank", tax_number="74-1234567", tax_number_type="EIN", regulator="3",
    organisation_type="2", address=PostalAddress("1 Main Street", "Laredo", "TX", "78040", "US"),
    phone="956-555-0100", contact_office="BSA office", contact_phone="956-555-0101",
    transmitter_contact="Ana Ruiz", control_code="PBSATEST", entity_id="12345", branch="HQ",
    swift="ABCDUS33XXX",
    person=ReportingPerson("Ana", "Ruiz", "+1 956 555 0102", "ana@example.com", "officer"),
)  # fmt: skip
_START = date(2025, 11, 3)
_SCENARIO = ScenarioUse(
    reference="cash_band@1",
    title="Repeated cash just below the reporting line",
    typology="S01",
    description="Cash amounts that each stay below the line come in and leave by wire.",
    sha256=_SHA,
    parameters=(),
    references=("31 CFR 1010.314",),
    false_positives=("Shops that bank steady takings near the line.",),
    known_gaps=(),
)


def main() -> None:
    """Print seconds a format."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--formats", default="html,fincen,goaml,pdf,docx,pack")
    asked = parser.parse_args()
    cases = [a_case(number) for number in range(asked.cases)]
    charts = sum(isinstance(block, Chart) for block in _blocks(cases[1]))
    table = Table(title=f"Documents of {len(cases):,} cases, {charts} charts each")
    for head in ("Format", "Wall s", "Processor s", "Processor ms a case", "MB", "Target, wall s"):
        table.add_column(head, justify="right")
    found = {name: timed(cases, name) for name in asked.formats.split(",")}
    for name, times in found.items():
        table.add_row(*_line(name, times, len(cases)), _target((name,), len(cases)))
    for names in (group for group in _TARGETS if len(group) > 1 and {*group} <= {*found}):
        sums = tuple(map(sum, zip(*(found[name] for name in names), strict=True)))
        table.add_section()
        table.add_row(*_line(" + ".join(names), sums, len(cases)), _target(names, len(cases)))
    Console().print(table)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _line(name: str, times: Sequence[float], cases: int) -> tuple[str, ...]:
    wall, processor, size = times
    each = 1000 * processor / cases
    return name, f"{wall:.1f}", f"{processor:.1f}", f"{each:.1f}", f"{size / 1e6:.0f}"


def _target(names: tuple[str, ...], cases: int) -> str:
    """What these formats may take together for so many cases."""
    return f"{_TARGETS[names] * cases / 1000:.0f}" if names in _TARGETS else ""


def timed(cases: Sequence[Case], name: str) -> tuple[float, float, int]:
    """Wall and processor seconds of one format, and the bytes written."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out"
        _prepare(Path(place))
        _write(Path(place) / "first", cases[:1], name)  # imports
        started, used = time.perf_counter(), _processor()
        _write(out, cases, name)
        wall, processor = time.perf_counter() - started, _processor() - used
        files = [path for path in out.rglob("*") if path.is_file()]
        return wall, processor, sum(path.stat().st_size for path in files)


def _processor() -> float:
    """Seconds of this process and of those that it started."""
    held = os.times()
    return held.user + held.system + held.children_user + held.children_system


def _prepare(root: Path) -> None:
    """A workspace with a profile of a FIU and answers for every case."""
    profile = (shipped("reports") / "goaml" / "neutral.yml").read_text(encoding="utf-8")
    for empty, filled in _FILLED.items():
        profile = profile.replace(empty, filled)
    (root / "goaml").mkdir()
    (root / "goaml" / "filled.yml").write_text(profile, encoding="utf-8")
    (root / "answers.yml").write_text(_ANSWERS, encoding="utf-8")


def _write(out: Path, cases: Sequence[Case], name: str) -> None:
    """Write a document or a form of each case, as a run does."""
    if name not in FORMS:
        write_cases(Folder(out), cases, (name,), Silent())
        return
    root = out.parent
    answers = root / "answers.yml" if name == "goaml" else None
    asked = Asked(root, out, answers=answers, goaml_profile="filled")
    problems = list(forms_of_run([name], cases, asked, Folder(out)))
    if problems:
        raise SystemExit(f"{len(problems)} cases lack something for {name}")


def _blocks(case: Case) -> Iterator[object]:
    return (block for section in case_document(case).sections for block in section.blocks)


def a_case(number: int) -> Case:
    """A case whose every text differs from those of the others."""
    count = 1000 if number % 20 == 0 else 60
    rows = tuple(_row(number, n, count) for n in range(1, count + 1))
    account = SubjectAccount(
        f"40-{number:07}", "current account", "USD", date(2024, 6, 3), "Laredo"
    )
    facts = (("Customer number", f"C-{number}"), ("Address", f"{number} Zaragoza Street"))
    subject = Subject(
        f"P{number}", f"Comercial {number} LLC", "organisation", is_customer=True, facts=facts,
        accounts=(account,), focus_ids=(f"C-{number}",), record=_record(number),
    )  # fmt: skip
    alert = _alert(number, rows)
    provenance = Provenance(
        "2026-05-31-benchmark", date(2026, 5, 31), "0", (_SCENARIO,), (),
        (FileUse("ledgers/core.csv", _SHA, 1_000_000),),
    )  # fmt: skip
    return Case(
        case_id=f"C-{number:010}", title=alert.title, severity="critical", score=alert.score,
        contributions=(Contribution("S01", f"Highest alert: {alert.title}", alert.score),),
        institution="Rio Bravo Community Bank", country="US", base_currency="USD",
        period_start=alert.window_start, period_end=alert.window_end, subjects=(subject,), ties=(),
        alerts=(alert,), rows=rows, totals=totals(rows, [subject]), notes=(), provenance=provenance,
        filer=_FILER,
    )  # fmt: skip


def _record(number: int) -> dict[str, str]:
    """What the institution has on record of the subject, whole enough to be filed."""
    return {
        "customer_id": f"C-{number}", "customer_type": "organisation",
        "name": f"Comercial {number} LLC", "born_on": "2011-05-02", "country": "US",
        "address": f"{number} Zaragoza Street", "city": "Laredo", "region": "TX",
        "postal_code": "78040", "tax_number": "74-7654321", "registration_number": f"R{number}",
        "phone": "+1 956 555 0144", "industry_code": "484110", "legal_form": "LLC",
    }  # fmt: skip


def _row(number: int, n: int, count: int) -> EvidenceRow:
    """Two of three are cash at one of four branches, the third leaves by wire."""
    day = (_START + timedelta(days=n * 200 // count)).isoformat()
    amount = f"{(n * 7919 + number * 31) % 9000 + 500}.{(n + number) % 100:02}00"
    values = {
        "transaction_id": f"core:{number}-{n}", "account_id": f"40-{number:07}",
        "customer_id": f"C-{number}", "booked_at": f"{day} 09:{n % 60:02}:00", "booked_on": day,
        "direction": "credit" if n % 3 else "debit", "amount": amount, "currency": "USD",
        "amount_base": amount, "channel": "cash_teller" if n % 3 else "wire", "status": "posted",
    }  # fmt: skip
    if n % 3 == 0:
        values["counterparty_name"] = f"Receiver {(n + number) % 40} Trading Ltd"
        values["counterparty_country"] = "US"
        values["remittance_text"] = f"invoice {number}-{n}"
    place = f"Branch {(n + number) % 4}, Laredo, TX" if n % 3 else ""
    return EvidenceRow(
        "transactions", f"core:{number}-{n}", "core", "ledgers/core.csv", number * 1000 + n, values,
        place, (f"A-{number:012}",),
    )  # fmt: skip


def _alert(number: int, rows: Sequence[EvidenceRow]) -> Alert:
    amount = sum((row.amount() for row in rows), Decimal(0))
    whole = money(amount, "USD")
    return Alert(
        alert_id=f"A-{number:012}", kind="rule", source="cash_band", source_version="1",
        title=_SCENARIO.title, typology="S01", focus_kind="customer", focus_id=f"C-{number}",
        window_start=rows[0].day(), window_end=rows[-1].day(), severity="critical",
        score=Decimal(90), amount_base=amount,
        transaction_ids=tuple(sorted(row.record_id for row in rows)), linked_ids=(),
        figures=(Figure("total", "Total", whole, amount, "cited", "sum(amount_base)", ""),),
        contributions=(Contribution("base", "Base of the scenario", Decimal(90)),),
        explanation=f"{len(rows):,} records totalling {whole} appear on one account.",
        filing_codes=("1/114",), goaml_tags=("STRUCT",),
    )  # fmt: skip


if __name__ == "__main__":
    main()
