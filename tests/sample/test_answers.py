"""The answers hold, and nothing in the ledger but people's deeds gives them away."""

import polars as pl
import pytest

from aml.sample.plant.shipping import _other_spelling
from tests.sample.conftest import TRUE_SCHEMES

SHIPPED = {
    "S01", "S02", "S03", "S04", "S05", "S06", "S07", "F01", "F02", "F03", "F04", "F05", "R01",
    "R02", "R03", "R04", "R05", "R06", "G01", "G02", "G03", "G04", "K01", "O01", "W01", "W02",
    "W03", "W04", "W05", "T01", "T02", "T03", "T04", "T05", "T06", "T07", "T08", "T09", "C01",
    "C02", "C03", "C04", "P01", "P02", "X01", "X02", "M01", "M02", "M03",
}  # fmt: skip
#: Who is meant by a focus id: the table and the columns that show it.
FOCUS = {
    "customer": ("customers", ["customer_id"]),
    "sender": ("remittances", ["sender_document", "sender_id"]),
    "receiver": ("remittances", ["receiver_document", "receiver_id"]),
    "agent": ("agents", ["agent_id"]),
}


def typologies(folder, kind):
    return set(folder.schemes.filter(pl.col("kind") == kind)["typology"])


def test_every_shipped_typology_is_planted_some_are_hard_and_many_only_look_alike(months, year):
    for folder in (months, year):
        assert typologies(folder, "planted") == SHIPPED
        assert len(typologies(folder, "hard")) >= 5
        alike = folder.schemes.filter(pl.col("kind") == "look_alike")
        assert alike["variant"].n_unique() >= 15
        assert set(alike["typology"]) >= SHIPPED


def test_a_quiet_ledger_hides_nothing_but_has_the_look_alikes(quiet, months):
    assert set(quiet.schemes["kind"]) == {"look_alike"}
    alike = months.schemes.filter(pl.col("kind") == "look_alike")
    beside_a_hit = alike.filter(pl.col("typology") == "W04")["variant"]
    assert beside_a_hit.n_unique() == 5
    assert set(quiet.schemes["variant"]) == set(alike["variant"]) - set(beside_a_hit)


def test_every_record_and_focus_of_the_answers_is_in_its_table(year):
    for name in year.answers["table"].unique():
        table, told = year.table(name), year.records(name, *TRUE_SCHEMES, "look_alike")
        assert set(told["id"]) <= set(table[table.columns[0]]), name
    for kind, (name, columns) in FOCUS.items():
        foci = year.schemes.filter(pl.col("focus_kind") == kind)["focus_ids"].str.split(" ")
        known = {one for column in columns for one in year.table(name)[column]}
        assert set(foci.explode()) <= known, kind


def test_no_record_belongs_to_two_stories(year):
    for name in ("transactions", "remittances"):
        assert year.records(name, *TRUE_SCHEMES, "look_alike")["id"].is_unique().all()


@pytest.mark.parametrize("name", ["transactions", "remittances", "bills_of_lading"])
def test_no_value_of_any_column_gives_schemes_away(year, name):
    """A value that joins the records of three or more culprits is mostly seen elsewhere.

    One culprit's own amounts, branch or payee may be nobody else's; a habit of the generator would
    show as a value that many of them share. Mostly: by more than three deviations of a fair coin,
    as some ten thousand values are looked at.
    Values of fewer than ten rows are left to chance.
    """
    table = year.table(name)
    told = year.records(name, *TRUE_SCHEMES).unique("id")
    marked = table.join(told, left_on=table.columns[0], right_on="id", how="left")
    for column in table.columns[1:]:
        seen = (
            marked.group_by(pl.col(column).fill_null("(none)"))
            .agg(
                rows=pl.len(),
                planted=pl.col("scheme_id").count(),
                culprits=pl.col("focus_ids").drop_nulls().n_unique(),
            )
            .filter((pl.col("rows") >= 10) & (pl.col("culprits") >= 3))
        )
        most = pl.col("rows") + 3 * pl.col("rows").sqrt()
        assert not (loud := seen.filter(2 * pl.col("planted") > most)).height, loud


def test_culprits_lead_ordinary_lives_beside_their_schemes(year, months):
    """All but those whose accounts lie asleep, and the firms that are little but a name."""
    for folder in (year, months):
        told = folder.records("transactions", *TRUE_SCHEMES)
        idle = ("G04", "C02", "C03", "C04", "M02", "T08", "T01")
        told = told.filter(~pl.col("scheme_id").str.slice(0, 3).is_in(idle))
        lives = (
            folder.table("transactions")
            .with_columns(planted=pl.col("transaction_id").is_in(told["id"].to_list()))
            .group_by("account_id")
            .agg(planted=pl.col("planted").sum(), ordinary=(~pl.col("planted")).sum())
            .filter(pl.col("planted") > 0)
        )
        assert lives.height >= 10
        assert (lives["ordinary"] >= lives["planted"]).all()


@pytest.mark.parametrize(
    ("name", "elsewhere"),
    [
        ("Sol Exports Cia. Ltda.", "SOL EXPORTS CIÁ. LTDA."),
        ("Nova Goods Co Ltd", "NOVÁ GOODS CO Limited"),
        ("Nova Goods S.A. de C.V.", "NOVÁ GOODS SA de CV"),
        ("Nova Goods S.A.S.", "NOVÁ GOODS S.A.S."),
    ],
)
def test_another_clerk_changes_only_the_legal_form_itself(name, elsewhere):
    assert _other_spelling(name) == elsewhere


def test_once_listed_the_party_of_a_scheme_is_dealt_with_in_schemes_only(year):
    """Otherwise an alert would be right and the answers would call it wrong."""
    told = year.records("flagged_parties", *TRUE_SCHEMES)["id"].to_list()
    listed = year.table("flagged_parties").filter(pl.col("entry_id").is_in(told))
    found = 0
    for name, who, key in (
        ("transactions", "counterparty_account", "account_number"),
        ("transactions", "counterparty_name", "name"),
        ("remittances", "receiver_document", "document_number"),
    ):
        table, on = year.table(name), "booked_on" if name == "transactions" else "sent_on"
        dealt = table.join(listed.drop_nulls(key), left_on=who, right_on=key)
        dealt = dealt.filter(pl.col(on) >= pl.col("flagged_from"))
        found += dealt.height
        ids = set(dealt[table.columns[0]])
        assert ids <= set(year.records(name, *TRUE_SCHEMES)["id"]), (name, who)
    assert found > 0
