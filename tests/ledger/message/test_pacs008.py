"""Payments between banks: both sides, sums, what is sent again."""

from decimal import Decimal

from tests.ledger.message.iso_texts import pacs, transfer
from tests.ledger.message.texts import SAMPLES, failures, needs_samples, records, values

NAMES = (
    "booked_on", "amount", "currency", "channel", "status", "payer_account", "payer_name",
    "payer_bank", "payer_country", "payee_account", "payee_name", "payee_bank", "payee_country",
    "reference", "remittance_text",
)  # fmt: skip


@needs_samples
def test_the_sample_payment():
    text = (SAMPLES / "pacs008" / "pacs.008.001.08.xml").read_bytes()
    assert values("pacs008", text, *NAMES) == [
        (
            "2026-01-15", "1000.00", "EUR", "wire", "posted", "", "Debtor Corp", "DEUTDEFF", "",
            "", "Creditor Ltd", "COBADEFF", "", "E2E-CORE", "",
        )
    ]  # fmt: skip
    (record,) = records("pacs008", text)
    assert record.duplicate_key == "86d7da8e-6e41-4466-b9bb-9b41d5814d5a"
    assert failures("pacs008", text) == []


def test_a_payment_has_both_sides_and_the_day_of_its_message():
    assert values("pacs008", pacs(transfer()), *NAMES) == [
        (
            "2026-03-02", "100.00", "EUR", "wire", "posted", "DE02120300000000202051", "Payer 1",
            "DEUTDEFF", "MX", "77-1", "Payee 1", "021000021", "", "E1", "Invoice 1",
        )
    ]  # fmt: skip
    own = transfer(more="<IntrBkSttlmDt>2026-03-04Z</IntrBkSttlmDt>")
    assert values("pacs008", pacs(own), "booked_on") == ["2026-03-04"]


def test_an_instructed_amount_is_not_what_was_settled():
    more = "<InstdAmt Ccy='MXN'>2000.00</InstdAmt>"
    assert values("pacs008", pacs(transfer(more=more)), "amount", "currency") == [("100.00", "EUR")]


def test_the_scheme_of_the_payment_or_of_its_message_tells_sepa():
    scheme = "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>"
    assert values("pacs008", pacs(transfer(more=scheme), transfer(2)), "channel") == [
        "sepa",
        "wire",
    ]
    assert values("pacs008", pacs(transfer(), head=scheme), "channel") == ["sepa"]


def test_who_is_behind_a_payment_is_kept_where_it_is_another():
    behind = "<Ultmt{0}><Nm>{1}</Nm></Ultmt{0}>"
    text = pacs(
        transfer(1, more=behind.format("Dbtr", "Real Payer")),
        transfer(2, more=behind.format("Cdtr", "Real Payee")),
        transfer(3, more=behind.format("Dbtr", "Payer 3")),
    )
    assert values("pacs008", text, "on_behalf_of") == ["Real Payer", "Real Payee", ""]


def test_numbers_and_sums_of_each_message_are_checked():
    head = "<NbOfTxs>2</NbOfTxs><TtlIntrBkSttlmAmt Ccy='EUR'>300</TtlIntrBkSttlmAmt>"
    good = pacs(transfer(1), transfer(2, "200.00"), head=head)
    assert failures("pacs008", good) == []
    short = pacs(transfer(1), head=head, message="M2")
    assert failures("pacs008", f"<All><D>{good}</D><D>{short}</D></All>") == [
        ("batch", 2, "sum"), ("batch", 2, "number of records"),
    ]  # fmt: skip


def test_the_same_payment_is_known_by_its_uetr_or_by_message_payment_and_sender():
    uetr = "86D7DA8E-6e41-4466-b9bb-9b41d5814d5a"
    found = records("pacs008", pacs(transfer(1, uetr=uetr), transfer(2)))
    assert [r.duplicate_key for r in found] == [uetr.lower(), "M1|T2|SENDDEFF"]
    (nameless,) = records("pacs008", pacs(transfer(), message=""))
    assert not nameless.duplicate_key


def test_a_payment_that_comes_again_is_loaded_once(desk):
    desk.institution = type(desk.institution)("Bank", "DE", "bank", "EUR")
    desk.profile(
        "table: transactions\nshape: transfers\nformat: {kind: pacs008}\nown_banks: [DEUT]\n"
    )
    again = f"<A><D>{pacs(transfer(1), transfer(2))}</D><D>{pacs(transfer(2))}</D></A>"
    outcome = desk.give(again, profile="own", name="p.xml").read()
    assert desk.column("amount") == [Decimal(100), Decimal(100)]
    assert set(desk.column("direction")) == {"debit"}
    assert (outcome.duplicates, outcome.rejected) == (1, 0)
