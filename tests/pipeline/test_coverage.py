"""The coverage matrix: what was there, who reads it, and what nobody reads."""

import json

from tests.pipeline import ledgers


def test_each_group_of_records_names_the_scenarios_that_can_alert_on_it(tmp_path):
    records = [
        *ledgers.ledger(),
        ledgers.entry(7, "ACC-N1", 5, 7, "debit", "card", counterparty_country="FR"),
    ]
    _, run = ledgers.run(tmp_path, records=records, scenarios={"cash_test": ledgers.CASH})
    found = json.loads((run / "coverage.json").read_text(encoding="utf-8"))["channels"]
    cash = next(item for item in found if item["channel"] == "cash_teller")
    (french,) = (item for item in found if item["country"] == "FR")
    assert cash["read_by"] == ["cash_test"]
    assert (french["channel"], french["records"], french["read_by"]) == ("card", 1, [])
    problems = json.loads((run / "manifest.json").read_text(encoding="utf-8"))["problems"]
    told = {p["message"] for p in problems if p["code"] == "RUN015"}
    assert "transactions: no scenario reads 2 card records" in told
    assert not any("cash_teller" in message for message in told)
