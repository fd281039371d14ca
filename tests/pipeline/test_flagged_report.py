"""The report of a flagged case from the ledger to the page, as shipped scenarios find it."""

from dataclasses import replace
from pathlib import Path

from aml.core.shipped import shipped
from aml.report import render_html
from tests.pipeline import ledgers

RULES = ("bill_of_lading_party", "flagged_party", "flagged_reference", "indirect_exposure")
LIST = [
    {"entry_id": "E1", "list_id": "analyst", "list_version": "2026-01", "kind": "organisation",
     "name": "Exportadora Punta Negra SA", "aliases": "", "country": "EC", "account_number": "EC-7001",
     "container_number": "", "reason": "front_suspect", "strength": "0.9", "flagged_from": "2025-11-01"},
    {"entry_id": "E2", "list_id": "port", "list_version": "2026-02-20", "kind": "container", "name": "",
     "aliases": "", "country": "", "account_number": "", "container_number": "CSQU3054383",
     "reason": "seizure", "strength": "1", "flagged_from": "2026-02-20"},
]  # fmt: skip
BILLS = [
    {"bl_no": "MEDU4471029", "issued_on": "2026-02-10", "arrival_on": "2026-02-28", "container_number": "CSQU3054383",
     "shipper_name": "EXPORTADORA PUNTA NEGRA", "consignee_name": "Cumbre Azul Imports LLC",
     "forwarder_name": "Transitarios Bahia SL", "goods": "fresh bananas"},
    {"bl_no": "MEDU4471030", "issued_on": "2026-01-15", "arrival_on": "2026-02-02", "container_number": "MSKU4054382",
     "shipper_name": "Frutas del Lago", "consignee_name": "Mercado Aldea", "forwarder_name": "Hafenkontor West",
     "goods": "mangoes"},
]  # fmt: skip
PAYMENTS = [
    ledgers.entry(1, "ACC-C1", 45, "19000.00", "debit", counterparty_name="Exportadora Punta Negra S.A.",
                  counterparty_account="EC-7001", counterparty_country="EC", remittance_text="invoice 5512"),
    ledgers.entry(2, "ACC-C1", 50, "4800.00", "debit", counterparty_name="TRANSITARIOS BAHIA, S.L.",
                  remittance_text="CSQU 305438-3 demurrage"),
    ledgers.entry(3, "ACC-V1", 30, "60000.00", counterparty_name="Exportadora Punta Negra",
                  counterparty_account="EC-7001", counterparty_country="EC", remittance_text="loan"),
    ledgers.entry(4, "ACC-V1", 33, "41000.00", "debit", counterparty_account="ACC-L1", counterparty_name="Loma Prieta LLC"),
    ledgers.entry(5, "ACC-L1", 33, "41000.00", counterparty_account="ACC-V1", counterparty_name="Vega Larga Holdings"),
    ledgers.entry(6, "ACC-L1", 36, "38500.00", "debit", counterparty_account="ACC-C1", counterparty_name="Cumbre Azul Imports"),
    ledgers.entry(7, "ACC-C1", 36, "38500.00", counterparty_account="ACC-L1", counterparty_name="Loma Prieta LLC"),
]  # fmt: skip
NAMES = {
    "ACC-C1": "Cumbre Azul Imports LLC",
    "ACC-V1": "Vega Larga Holdings",
    "ACC-L1": "Loma Prieta LLC",
}


def tables():
    """Our records and the street's; the customers of the scheme have names of their own."""
    held = ledgers.tables([*ledgers.street(), *PAYMENTS])
    for customer in held["customers"]:
        account = customer["customer_id"].replace("CUS", "ACC")
        if account in NAMES:
            customer |= {"name": NAMES[account], "customer_type": "organisation"}
    return held | {"flagged_parties": LIST, "bills_of_lading": BILLS}


def still(case):
    """The case without what changes with every edit of a scenario or reference table."""
    fixed = "0" * 64
    kept = case.provenance
    scenarios = tuple(replace(use, sha256=fixed) for use in kept.scenarios)
    files = tuple(replace(use, sha256=fixed) for use in kept.files if "tables/" in use.path)
    return replace(
        case,
        provenance=replace(kept, run_id="run", tool_version="0", scenarios=scenarios, files=files),
    )


def test_the_report_of_a_flagged_case(tmp_path, golden):
    folder = shipped("scenarios") / "flagged_shippers"
    rules = {name: (folder / f"{name}.yml").read_text(encoding="utf-8") for name in RULES}
    run, _ = ledgers.run(Path(tmp_path), scenarios=rules, records=[], **tables())
    assert run.is_complete
    case = run.cases[0]
    assert {alert.source for alert in case.alerts} == set(RULES)
    golden("report_flagged.html", render_html(still(case)))
