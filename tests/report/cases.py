"""Cases and a run for the tests of documents. Everyone and everything in them is invented."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from aml.case.build import totals
from aml.core.alert import Alert, Contribution, Figure
from aml.core.case import (
    Case,
    EvidenceRow,
    FileUse,
    LineUse,
    ParameterUse,
    Provenance,
    ScenarioUse,
    Subject,
    SubjectAccount,
    Tie,
)
from aml.core.problem import Location, Problem
from aml.core.run import (
    ChannelCoverage,
    ColumnFill,
    ControlTotal,
    FileRead,
    Reading,
    Rejection,
    Run,
)
from aml.core.scenario import Applicability
from aml.core.vocabulary import severity_of
from aml.core.wording import money

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
CASH_BAND = ScenarioUse(
    reference="cash_band@1",
    title="Repeated cash just below the reporting line",
    typology="S01",
    description="A customer's accounts receive several cash amounts that each stay below the line.\n"
    "Couriers break street proceeds into such pieces so that none is reported.",
    sha256=SHA,
    parameters=(
        ParameterUse("near_ratio", "0.80", "the band begins at 80 % of the line"),
        ParameterUse("window", "7", "five business days and the weekend between them"),
    ),
    references=("31 CFR 1010.314 and 31 USC 5324 (structuring)",),
    false_positives=(
        "Shops, restaurants and churches that bank steady takings near the line.",
        "Till limits and insurance caps near the line. Ask for the contract.",
    ),
    known_gaps=("A conductor who serves several customers is seen at each customer alone.",),
    reads=("cash_lines",),
)
FUNNEL = ScenarioUse(
    reference="remittance_fan_in@2",
    title="Many senders to one receiver",
    typology="R02",
    description="Remittances of several unrelated senders reach one receiver within days.",
    sha256=SHA[::-1],
    parameters=(ParameterUse("min_senders", "4", "a family sends from two or three hands"),),
    references=("FinCEN advisory FIN-2014-A005 (funnel accounts)",),
    false_positives=("A village association that collects for a funeral.",),
    known_gaps=("Receivers with two documents are seen as two.",),
)
PASS_THROUGH = ScenarioUse(
    reference="pass_through@3",
    title="Money that stays hours",
    typology="L01",
    description="Most of what comes in goes out again within days, to one or two parties.",
    sha256="c0" * 32,
    parameters=(ParameterUse("onward_share", "0.70", "most of it leaves"),),
    references=(),
    false_positives=("A payroll or escrow account. Compare with its declared purpose.",),
    known_gaps=("Money that leaves as cash is seen, to whom it went is not.",),
)
FLAGGED = ScenarioUse(
    reference="flagged_bill_of_lading@1",
    title="Payment for a bill of lading of a flagged party",
    typology="F03",
    description="A bill of lading names a party that a list flags on that day.",
    sha256="ab" * 32,
    parameters=(),
    references=(),
    false_positives=(),
    known_gaps=("Freight paid under another name is not seen.",),
)
LINE = LineUse(
    "US-CTR",
    "cash report: more than USD 10,000.00, in force from 2011-03-01",
    "31 CFR 1010.311 (more than 10000 in currency)",
)
PROVENANCE = Provenance(
    run_id="2026-03-31-1a2b3c4d",
    as_of=date(2026, 3, 31),
    tool_version="0.1.0",
    scenarios=(CASH_BAND,),
    lines=(LINE,),
    files=(
        FileUse("ledgers/core_2026q1.csv", SHA, 48_211),
        FileUse("reference/thresholds.csv", SHA[::-1], 4),
    ),
)


def entry(
    number, day="2026-03-02", amount="9500.0000", direction="credit", channel="cash_teller", **more
):
    """A cited entry as the store copies it out."""
    values = {
        "transaction_id": f"core:T{number}",
        "account_id": "40-2201-7781",
        "customer_id": "C-1001",
        "booked_at": f"{day} 09:{number % 60:02}:00",
        "booked_on": day,
        "direction": direction,
        "amount": amount,
        "currency": "USD",
        "amount_base": amount,
        "channel": channel,
        "status": "posted",
        **more,
    }
    values = {name: text for name, text in values.items() if text is not None}
    place = values.pop("place", "")
    alerts = tuple(values.pop("alert_ids", "A-000000000001").split())
    return EvidenceRow(
        "transactions", f"core:T{number}", "core", "ledgers/core_2026q1.csv", number, values, place, alerts
    )  # fmt: skip


def remittance(number, day="2026-02-03", amount="850.0000", **more):
    """A cited remittance as the store copies it out."""
    values = {
        "remittance_id": f"R{number}",
        "sent_at": f"{day} 14:{number % 60:02}:00",
        "sent_on": day,
        "status": "posted",
        "amount": amount,
        "currency": "USD",
        "amount_base": amount,
        "funding": "cash",
        "reference": f"MT{80_000 + number}",
        "sender_name": "Dario Quintanilla",
        "sender_document": "P 4471 220",
        "sender_country": "US",
        "receiver_name": "Ofelia Barrientos Luna",
        "receiver_phone": "+52 667 555 0144",
        "payout_city": "Culiacán",
        "payout_country": "MX",
        "send_agent_id": "AG-17",
        "pay_agent_id": "AG-902",
        **more,
    }
    return EvidenceRow(
        "remittances", f"R{number}", "remit", "ledgers/remit.csv", number, values,
        "Envíos La Loma, Tucson, AZ, US", ("A-000000000001",),
    )  # fmt: skip


def linked(table, record_id, alert_ids=("A-000000000001",), **values):
    """A cited record that is no movement."""
    return EvidenceRow(table, record_id, "", f"lists/{table}.csv", 7, values, "", alert_ids)


def alert(number=1, use=CASH_BAND, score=75, rows=(), **more):
    """An alert that cites rows, with its figures and a score that adds up."""
    points = Decimal(score)
    cited = [row for row in rows if row.table == "transactions"]
    others = [row for row in rows if row.table != "transactions"]
    amount = sum((row.amount() for row in rows), Decimal(0))
    days = [row.day() for row in cited] or [date(2026, 3, 2)]
    found = Alert(
        alert_id=f"A-{number:012}",
        kind="rule",
        source=use.reference.partition("@")[0],
        source_version=use.reference.partition("@")[2],
        title=use.title,
        typology=use.typology,
        focus_kind="customer",
        focus_id="C-1001",
        window_start=min(days),
        window_end=max(days),
        severity=severity_of(points),
        score=points,
        amount_base=amount,
        transaction_ids=tuple(sorted(row.record_id for row in cited)),
        linked_ids=tuple(sorted(f"{row.table}:{row.record_id}" for row in others)),
        figures=(
            Figure("items", "Cited items", f"{len(rows):,}", len(rows), "cited", "count()", ""),
            Figure("total", "Total of the items", money(amount, "USD"), amount, "cited", "sum(amount_base)", ""),
            Figure("usual", "Usual cash of a month", "USD 1,200.00", Decimal(1200), "context", "", "median of 6 calendar months before the window"),
        ),
        contributions=(
            Contribution("base", "Base of the scenario", Decimal(30)),
            Contribution("C1", "Cash at two or more branches or machines", points - 30),
        ),
        explanation=f"{len(rows):,} records totalling {money(amount, 'USD')} appear on the accounts of"
        " customer C-1001.\n\nNone exceeds the reporting line US-CTR of USD 10,000.00; together they do."
        " This is consistent with structuring.",
        filing_codes=("1/114", "9/910"),
    )  # fmt: skip
    return replace(found, **more)


def subject(number=1, name="Maribel Fuentes Ortega", **more):
    """A customer with facts and one account."""
    account = SubjectAccount(
        "40-2201-7781", "current account", "USD", date(2024, 6, 3), "Laredo Main, Laredo, TX"
    )
    found = Subject(
        party_id=f"P{number:03}",
        name=name,
        kind="person",
        is_customer=True,
        facts=(
            ("Customer number", f"C-{1000 + number}"),
            ("Born or incorporated", "11 May 1988"),
            ("Occupation", "hairdresser"),
            ("Address", "1204 Zaragoza Street"),
            ("City", "Laredo"),
            ("Declared income, a year", "USD 31,000.00"),
        ),
        accounts=(account,),
        focus_ids=(f"C-{1000 + number}",),
    )
    return replace(found, **more)


def case_of(rows, alerts, subjects, **more):
    """A case that is sound: totals and score agree with its records and alerts."""
    rows = tuple(sorted(rows, key=lambda r: (r.instant(), r.table, r.record_id, r.source_row)))
    first = alerts[0]
    further = sorted({a.typology for a in alerts} - {first.typology})
    lines = [Contribution(first.typology, f"Highest alert: {first.title}", first.score)]
    lines += [Contribution(t, f"Further typology: {t}", Decimal(5)) for t in further]
    score = sum((line.points for line in lines), Decimal(0))
    found = Case(
        case_id="C-5a1e0c2b77",
        title=first.title,
        severity=severity_of(score),
        score=score,
        contributions=tuple(lines),
        institution="Rio Bravo Community Bank",
        country="US",
        base_currency="USD",
        period_start=min(a.window_start for a in alerts),
        period_end=max(a.window_end for a in alerts),
        subjects=tuple(subjects),
        ties=(),
        alerts=tuple(alerts),
        rows=rows,
        totals=totals(rows, subjects),
        notes=(),
        provenance=PROVENANCE,
    )
    return replace(found, **more)


def small():
    """Three cash deposits at three branches, wired out the next day: two alerts."""
    branches = ("Laredo Main, Laredo, TX", "Mines Road, Laredo, TX", "Zapata Highway, Laredo, TX")
    rows = [
        entry(12, "2026-03-02", "9500.0000", place=branches[0], conductor_name="Maribel Fuentes Ortega"),
        entry(19, "2026-03-03", "9200.0000", place=branches[1], conductor_name="Héctor Salas"),
        entry(31, "2026-03-04", "9800.0000", place=branches[2], conductor_name="Maribel Fuentes Ortega"),
        entry(44, "2026-03-05", "27000.0000", "debit", "wire", counterparty_name="Comercial Sierra Alta SA de CV",
              counterparty_account="012180001234567899", counterparty_bank="Banco del Pacífico", counterparty_country="MX",
              remittance_text="pago mercancia factura 5512"),
    ]  # fmt: skip
    both = ["A-000000000001", "A-000000000002"]
    rows = [
        replace(row, alert_ids=tuple(both if row.record_id != "core:T44" else both[1:]))
        for row in rows
    ]
    onward = alert(
        2, PASS_THROUGH, 55, rows, amount_base=Decimal(27000), filing_codes=("8/821",),
        explanation="USD 28,500.00 came in as cash and USD 27,000.00 left by wire within 3 days."
        " This is consistent with an account that only passes money on.",
        key_terms=("FENTANYL FIN-2024-A002",),
    )  # fmt: skip
    provenance = replace(PROVENANCE, scenarios=(CASH_BAND, PASS_THROUGH))
    return case_of(rows, [alert(rows=rows[:3]), onward], [subject()], provenance=provenance)


def many_subjects():
    """Twenty-five tied customers of a bank outside the United States, two typologies."""
    names = (
        "Anneliese Brandt", "Karim Haddad", "Joana Figueiredo", "Bartholomäus von Hohenfels-Wartenberg",
        "Østersøen Handel ApS", "Lucía Peralta", "Milan Dvořák", "Ιωάννης Παπαδάκης", "Zażółć Gęślą Sp. z o.o.",
    )  # fmt: skip
    subjects, rows, ties = [], [], []
    for n in range(1, 26):
        account = SubjectAccount(
            f"DE89 3704 0044 0532 0130 {n:02}", "Girokonto", "EUR", date(2025, 1, n), "Hamburg"
        )
        name = f"{names[n % len(names)]} {n}"
        subjects.append(subject(n, name, accounts=(account,)))
        ties.append(Tie("P001", f"P{n:03}", "a cited transfer between their accounts"))
        common = {"account_id": account.account_id, "customer_id": f"C-{1000 + n}", "currency": "EUR",
                  "alert_ids": "A-000000000001 A-000000000002"}  # fmt: skip
        rows.append(
            entry(n, f"2026-01-{n:02}", "4800.0000", place="Hamburg Mitte, Hamburg, DE", **common)
        )
        rows.append(entry(100 + n, f"2026-01-{n + 1:02}", "4650.0000", "debit", "sepa",
                          counterparty_name="Nordlicht Import Export GmbH", counterparty_country="DE", **common))  # fmt: skip
    provenance = replace(PROVENANCE, scenarios=(CASH_BAND, FUNNEL), lines=())
    alerts = [alert(1, rows=rows), alert(2, FUNNEL, 62, rows)]
    return case_of(
        rows, alerts, subjects, ties=tuple(ties[1:]), provenance=provenance, country="DE",
        institution="Hansebank Elbe eG", base_currency="EUR",
        notes=("Part of a group of 31 tied subjects, split by typology to stay readable.",),
    )  # fmt: skip


def large(count=5000):
    """Thousands of entries over a year and a half."""
    start = date(2024, 9, 2)
    rows = []
    for n in range(1, count + 1):
        day = (start + timedelta(days=n * 540 // count)).isoformat()
        amount = f"{(n * 7919) % 9000 + 500}.{n % 100:02}00"
        if n % 3:
            rows.append(entry(n, day, amount, place=f"Branch {n % 14}, Houston, TX"))
        else:
            rows.append(
                entry(n, day, amount, "debit", "wire", counterparty_name=f"Receiver Trading {n % 40} Ltd",
                      counterparty_country="HK", remittance_text="invoice settlement")
            )  # fmt: skip
    return case_of(rows, [alert(score=95, rows=rows)], [subject()])


def remittances_only():
    """Six senders to one receiver who is no customer."""
    senders = (
        "Dario Quintanilla",
        "Wendy Aguilar",
        "Tomás Rentería",
        "Iris Colmenares",
        "Juan Soto",
        "Ana Vidal",
    )
    rows = [
        remittance(n, f"2026-02-{3 + n // 2:02}", f"{800 + 25 * n}.0000", sender_name=name)
        for n, name in enumerate(senders, 1)
    ]
    receiver = subject(
        1, "Ofelia Barrientos Luna", kind="", is_customer=False, facts=(), accounts=(),
        focus_ids=("phone:+526675550144|name:ofelia barrientos luna",),
    )  # fmt: skip
    found = alert(1, FUNNEL, 65, rows, focus_kind="party", focus_id=receiver.focus_ids[0],
                  window_start=date(2026, 2, 3), window_end=date(2026, 2, 6))  # fmt: skip
    provenance = replace(PROVENANCE, scenarios=(FUNNEL,))
    return case_of(rows, [found], [receiver], provenance=provenance)


def linked_only():
    """A flagged shipper on two bills of lading, and not one payment."""
    rows = [
        linked("flagged_parties", "SDN-40117", name="Naviera Punta Negra SA", kind="organisation", reason="front_suspect",
               list_id="analyst", flagged_from="2025-11-01", strength="0.800000", registration_number="RUC 0992345678001"),
        linked("bills_of_lading", "MEDU4471029", bl_no="MEDU4471029", issued_on="2026-02-20", container_number="CSQU3054383",
               shipper_name="Naviera Punta Negra SA", consignee_name="Fruchtkontor Nord GmbH", load_port="ECGYE",
               discharge_port="NLRTM", goods="fresh bananas", gross_kg="21500.0000", declared_value="18200.0000", currency="USD"),
        linked("bills_of_lading", "MEDU4471030", bl_no="MEDU4471030", issued_on="2026-02-22", shipper_name="Naviera Punta Negra SA"),
    ]  # fmt: skip
    shipper = subject(1, "Fruchtkontor Nord GmbH", kind="organisation")
    found = alert(1, FLAGGED, 55, rows, amount_base=None, key_terms=("FENTANYL FIN-2024-A002",))
    return case_of(rows, [found], [shipper], provenance=replace(PROVENANCE, scenarios=(FLAGGED,)))


NASTY = (
    "李明 (Li Ming)",
    "สมชาย ใจดี",
    "Иван Петрович Сидоров",
    "محمد علي الحسيني",
    "שלום כהן",
    "Party \U0001f389 Supplies \U0001f468‍\U0001f469‍\U0001f467",
    "Acme\u202egnilgguM\u202c Ltd",
    "Bell\x07 and\x1b[31m Null\x00",
    "<script>alert('x')</script> & \"Söhne\"",
    "#import \"@preview/evil:1.0\": * $x$ [bold] *star* \\ `raw`",
    "{{ 7 * 7 }} {% raw %}",
    "Ẑ" + "a\u0308" * 30 + "\u0301\u0327\u0330",
    "W" * 240,
    "株式会社" * 60,
    "=HYPERLINK(\"http://x\")",
)  # fmt: skip

LONG = "=x" + "A" * 9_998


def nasty_names():
    """Whatever a name field can hold, in every place that prints a name."""
    subjects = [
        subject(n, name, accounts=(SubjectAccount(f"ACC-{n}", "", "", None, ""),))
        for n, name in enumerate(NASTY, 1)
    ]
    rows = []
    for n, name in enumerate(NASTY, 1):
        common = {"account_id": f"ACC-{n}", "alert_ids": "A-000000000001", "place": name}
        rows.append(entry(n, f"2026-03-{n:02}", "9100.0000", conductor_name=name, **common))
        rows.append(entry(50 + n, f"2026-03-{n + 1:02}", "0.0000", "debit", "wire", counterparty_name=name,
                          remittance_text=name * 2, reference="X" * 90, **common))  # fmt: skip
    found = alert(1, rows=rows, explanation=" ".join(NASTY))
    return case_of(
        rows, [found], subjects, ties=(Tie("P001", "P002", "owner of the other subject"),)
    )


def long_text():
    """A payment whose text is ten thousand letters without a gap."""
    rows = [entry(1, "2026-03-02", "9100.0000", channel="wire", remittance_text=LONG)]
    return case_of(rows, [alert(1, rows=rows)], [subject(1, "Ana Ruiz")])


def currencies():
    """Entries in three currencies, one of them without an exchange rate."""
    rows = [
        entry(1, "2026-03-02", "1000.0000", amount_base="1000.0000"),
        entry(2, "2026-03-03", "5000.5000", currency="EUR", amount_base="5400.5400", channel="wire"),
        entry(3, "2026-03-04", "900000.0000", currency="KPW", amount_base=None, channel="wire"),
    ]  # fmt: skip
    return case_of(rows, [alert(rows=rows)], [subject()])


def run_of(cases=None, **more):
    """A run over cases, with something of everything on its pages."""
    cases = (
        (small(), replace(remittances_only(), case_id="C-77aa00bb11")) if cases is None else cases
    )
    total = ControlTotal("USD", 48_211, 48_200, 8, 3, 1, Decimal("9812345.50"), Decimal("9811000.50"),
                         Decimal("1200.00"), Decimal("145.00"))  # fmt: skip
    files = (
        FileRead(1, "core", "transactions", "ledgers/core_2026q1.csv", SHA, "core_bank", 48_211, (total,)),
        FileRead(2, "", "thresholds", "reference/thresholds.csv", SHA[::-1], "", 4, ()),
    )  # fmt: skip
    reading = Reading(
        files=files,
        rejections=(Rejection("ledgers/core_2026q1.csv", "LDG004", "booked_on", "is not a date", 8, (17, 204, 1311)),),
        fills=(ColumnFill("transactions", "booked_on", 48_200, 48_200), ColumnFill("transactions", "conductor_id", 0, 48_200)),
        problems=(Problem("LDG004", "booked_on is not a date", Location("ledgers/core_2026q1.csv", record=17), "set date_format"),),
        first_on=date(2026, 1, 1),
        last_on=date(2026, 3, 31),
    )  # fmt: skip
    low = alert(9, score=35)
    found = Run(
        run_id="2026-03-31-1a2b3c4d",
        as_of=date(2026, 3, 31),
        institution="Rio Bravo Community Bank",
        country="US",
        sector="bank",
        base_currency="USD",
        tool_version="0.1.0",
        reading=reading,
        scenarios=(CASH_BAND, FUNNEL),
        applicability=(
            Applicability("cash_band", "ran", "", 2, {"hubs_not_examined": 3}),
            Applicability("remittance_fan_in", "ran", "", 1),
            Applicability(
                "flagged_bill_of_lading", "not_applicable", "no bills_of_lading were given"
            ),
        ),
        coverage=(
            ChannelCoverage("transactions", "cash_teller", "USD", 31_000, Decimal("7200100.00")),
            ChannelCoverage("transactions", "wire", "KPW", 2, None),
        ),
        alerts=(),
        cases=tuple(cases),
        gone=(),
        problems=(),
        settings={"documents": "html pdf"},
        findings_sha256=SHA,
    )
    found = replace(
        found,
        alerts=(*(replace(a, case_id=c.case_id) for c in cases for a in c.alerts), low),
    )
    return replace(found, **more)


INDIRECT = ScenarioUse(
    reference="indirect_exposure@1",
    title="Money from a flagged party by way of others",
    typology="W04",
    description="A flagged party's money reaches a customer over one or two others.",
    sha256="cd" * 32,
    parameters=(),
    references=(),
    false_positives=("Wages and refunds of a firm that trades with a flagged party.",),
    known_gaps=("Money that was drawn as cash is not followed.",),
)
PUNTA_NEGRA = {
    "name": "Naviera Punta Negra S.A.",
    "kind": "organisation",
    "reason": "front_suspect",
    "list_id": "analyst",
    "flagged_from": "2026-03-09",
    "strength": "0.800000",
}


def trade():
    """An importer pays the forwarder and the shipper of flagged bills, and cites a container."""
    rows = [
        linked("flagged_parties", "F1", **{**PUNTA_NEGRA, "flagged_from": "2025-11-01"}),
        linked("flagged_parties", "F2", kind="container", container_number="CSQU3054383",
               list_id="port", reason="seizure", flagged_from="2026-03-20", strength="0.900000"),
        linked("bills_of_lading", "MEDU4471029", bl_no="MEDU4471029", issued_on="2026-02-20", arrival_on="2026-03-15",
               container_number="MSKU4054382", shipper_name="NAVIERA PUNTA NEGRA", consignee_name="Maribel Fuentes Ortega",
               consignee_id="C-1001", forwarder_name="Transitarios Bahía SL"),
        entry(1, "2026-03-06", "4800.0000", "debit", "wire", counterparty_name="TRANSITARIOS BAHIA, S.L."),
        entry(2, "2026-03-16", "19000.0000", "debit", "wire", counterparty_name="Naviera Punta Negra SA"),
        entry(3, "2026-03-18", "700.0000", "debit", "ach", counterparty_name="Muelle Sur Demurrage Inc",
              remittance_text="demurrage csqu 305438-3"),
        entry(4, "2026-03-19", "650.0000", "credit", "wire", counterparty_name="Somebody Else Ltd"),
    ]  # fmt: skip
    found = alert(1, FLAGGED, 90, rows, typology="W02")
    return case_of(rows, [found], [subject()], provenance=replace(PROVENANCE, scenarios=(FLAGGED,)))


def indirect(shares=("core:T1 1.000000", "core:T2 0.800000", "core:T3 0.533333")):
    """A flagged party pays a firm, which pays the subject, also over another."""
    rows = [
        linked("flagged_parties", "F1", **PUNTA_NEGRA, account_number="PA-77"),
        entry(1, "2026-03-10", "40000.0000", "credit", "wire", account_id="SHELL-1", customer_id="C-2001", counterparty_account="PA-77",
              counterparty_name="Punta Negra (Panama)"),
        entry(2, "2026-03-12", "30000.0000", "debit", "wire", account_id="SHELL-1", customer_id="C-2001", counterparty_account="SHELL-2",
              counterparty_name="Vega Larga Holdings"),
        entry(3, "2026-03-16", "27000.0000", "credit", "wire", counterparty_account="SHELL-2", counterparty_name="Vega Larga Holdings"),
        entry(4, "2026-03-17", "6000.0000", "credit", "wire", counterparty_account="SHELL-1", counterparty_name="Cumbre Azul LLC"),
    ]  # fmt: skip
    told = Figure("paths", "Paths", "; ".join(shares), tuple(shares), "context", "", "exposures")
    found = alert(1, INDIRECT, 70, rows)
    found = replace(found, figures=(*found.figures, told))
    return case_of(
        rows, [found], [subject()], provenance=replace(PROVENANCE, scenarios=(INDIRECT,))
    )


def many_links(count=60):
    """More payments for one flagged container than a page holds."""
    rows = [
        linked("flagged_parties", "F2", kind="container", container_number="CSQU3054383",
               list_id="port", reason="seizure", flagged_from="2026-01-20", strength="0.900000"),
        *(
            entry(n, f"2026-02-{n % 28 + 1:02}", f"{100 + n}.0000", "debit", "wire",
                  counterparty_name=f"Haulier {n % 9} Inc", remittance_text="CSQU3054383")
            for n in range(1, count + 1)
        ),
    ]  # fmt: skip
    found = alert(1, FLAGGED, 70, rows, typology="W03")
    return case_of(rows, [found], [subject()], provenance=replace(PROVENANCE, scenarios=(FLAGGED,)))


def nasty_links():
    """Whatever a name or a text can hold, on both sides of a payment, on a bill and on a list."""
    rows = []
    for n, name in enumerate(NASTY, 1):
        rows.append(
            linked("flagged_parties", f"F{n}", **{**PUNTA_NEGRA, "name": name, "list_id": name})
        )
        rows.append(linked("bills_of_lading", f"BL{n}", bl_no=f"{name[:20]}{n}", issued_on="2026-03-01",
                           shipper_name=name, forwarder_name=NASTY[n - 2], container_number=name))  # fmt: skip
        rows.append(entry(n, f"2026-03-{n:02}", f"{9000 + n}.0000", "debit", "wire", counterparty_name=name,
                          remittance_text=name * 2))  # fmt: skip
    found = alert(1, FLAGGED, 70, rows, typology="W02")
    return case_of(
        rows,
        [found],
        [subject(1, NASTY[8])],
        provenance=replace(PROVENANCE, scenarios=(FLAGGED,)),
    )


EVERY = (
    small, many_subjects, remittances_only, linked_only, nasty_names, currencies, trade, indirect,
    many_links, nasty_links,
)  # fmt: skip


def crowded():
    """Everything that asks for room on the first page, in texts longer than anyone reads."""
    found = many_subjects()
    name = "Compañía Importadora y Exportadora Internacional de Productos Agropecuarios SA " * 20
    subjects = tuple(
        replace(subject, name=f"{name}{n}", is_customer=n % 2 > 0)
        for n, subject in enumerate(found.subjects)
    )
    ties = tuple(
        replace(
            tie, reason=f"the same telephone and the same address as the other subject, {n % 6}"
        )
        for n, tie in enumerate(found.ties)
    )
    flagged = tuple(
        linked("flagged_parties", f"SDN-{n}", name=name, kind="organisation", list_id="analyst",
               reason="front_suspect", flagged_from="2025-11-01", strength="0.800000")
        for n in range(5)
    )  # fmt: skip
    rows = (*flagged, *(replace(row, place=f"{name}{n % 9}") for n, row in enumerate(found.rows)))
    uses = tuple(
        replace(use, false_positives=tuple(f"{n} {name[:250]}" for n in range(5)))
        for use in found.provenance.scenarios
    )
    return replace(
        found, subjects=subjects, ties=ties, rows=rows,
        notes=tuple(f"Part {n} of a group of 31 tied subjects, split to stay readable." for n in range(6)),
        provenance=replace(found.provenance, scenarios=uses),
    )  # fmt: skip
