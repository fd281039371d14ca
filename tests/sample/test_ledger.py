"""The files are what a bank could deliver: canonical columns, filled, in order, with true numbers."""

import polars as pl
from stdnum import imo, iso6346

from aml.store import canonical_columns

#: What reading a file fills.
READ = {"ledger_id", "file_id", "source_row"}
#: Tables the sample has rows for.
TABLES = {
    "accounts", "agents", "ais_gaps", "bills_of_lading", "branches", "container_events",
    "customers", "flagged_parties", "fx_rates", "hs_prices", "port_calls", "port_employers", "ports",
    "relationships", "remittances", "shippers", "transactions", "vessels", "voyages",
}  # fmt: skip


def test_columns_are_canonical_and_what_must_be_there_is(months):
    canonical = canonical_columns()
    assert set(months.tables) == TABLES
    for name in months.tables:
        table, known = months.table(name), {column.name: column for column in canonical[name]}
        assert set(table.columns) <= set(known), name
        for column in known.values():
            if column.is_required and column.name not in READ:
                assert table[column.name].null_count() == 0, (name, column.name)


def test_ids_are_unique(year):
    for name in TABLES - {"ais_gaps", "fx_rates", "port_employers", "vessels"}:
        table = year.table(name)
        assert table[table.columns[0]].is_unique().all(), name


def test_the_ledger_is_in_the_order_of_time_and_each_day_is_the_local_one(year):
    for name, at, on in (
        ("transactions", "booked_at", "booked_on"), ("remittances", "sent_at", "sent_on")
    ):  # fmt: skip
        table = year.table(name)
        assert table[at].is_sorted(), name
        local = table[at].str.to_datetime("%Y-%m-%d %H:%M:%S").dt.offset_by("-6h").dt.date()
        assert (local == table[on].str.to_date()).all(), name


def test_money_is_positive_and_has_two_decimals_at_most(year):
    for name, columns in (
        ("transactions", ["amount"]),
        ("remittances", ["amount", "fee"]),
        ("bills_of_lading", ["declared_value"]),
    ):
        for column in columns:
            amounts = year.table(name)[column]
            assert amounts.str.contains(r"^\d+(\.\d{1,2})?$").all(), (name, column)
            assert (amounts.cast(pl.Decimal(18, 2)) > 0).all(), (name, column)


def test_containers_and_ships_carry_true_check_digits(year):
    for name in ("bills_of_lading", "flagged_parties"):
        assert all(map(iso6346.is_valid, year.table(name)["container_number"].drop_nulls())), name
    for name in ("bills_of_lading", "flagged_parties", "vessels"):
        assert all(map(imo.is_valid, year.table(name)["imo_number"].drop_nulls())), name


def test_nobody_on_the_list_is_a_customer(year, months):
    for folder in (year, months):
        listed, customers = folder.table("flagged_parties"), folder.table("customers")
        organisations = listed.filter(pl.col("kind") == "organisation")["name"]
        assert not set(organisations) & set(customers["name"])
        for column in ("document_number", "account_number"):
            known = set(customers["document_number"]) | set(folder.table("accounts")["account_id"])
            assert not set(listed[column].drop_nulls()) & known


def test_the_list_is_of_the_ledgers_last_day_at_the_latest(months):
    listed, last = months.table("flagged_parties"), months.table("transactions")["booked_on"].max()
    assert listed["list_version"].unique().to_list() == [last]
    assert listed["flagged_from"].max() <= last


def test_rates_cover_every_currency_of_the_ledger(year):
    known = set(year.table("fx_rates")["currency"]) | {"USD"}
    assert set(year.table("transactions")["currency"]) <= known
