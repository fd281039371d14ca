"""Orders of customers: pending, with what they take over from the order around them."""

from tests.ledger.message.texts import failures, records, values


def order(*payments, head="", debtor="Payer", day="<ReqdExctnDt>2026-03-02</ReqdExctnDt>"):
    return (
        f"<PmtInf><PmtInfId>P1</PmtInfId><PmtMtd>TRF</PmtMtd>{head}{day}<Dbtr><Nm>{debtor}</Nm></Dbtr>"
        "<DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct>"
        f"<DbtrAgt><FinInstnId><BIC>DEUTDEFF</BIC></FinInstnId></DbtrAgt>{''.join(payments)}</PmtInf>"
    )


def pay(n=1, amount="<InstdAmt Ccy='EUR'>5.00</InstdAmt>", more=""):
    return (
        f"<CdtTrfTxInf><PmtId><EndToEndId>E{n}</EndToEndId></PmtId><Amt>{amount}</Amt>{more}"
        f"<CdtrAgt><FinInstnId><BICFI>COBADEFF</BICFI></FinInstnId></CdtrAgt><Cdtr><Nm>Payee {n}</Nm>"
        f"</Cdtr><CdtrAcct><Id><Othr><Id>77-{n}</Id></Othr></Id></CdtrAcct></CdtTrfTxInf>"
    )


def message(*orders, head=""):
    return (
        f"<Document><CstmrCdtTrfInitn><GrpHdr><MsgId>M1</MsgId>{head}</GrpHdr>{''.join(orders)}"
        "</CstmrCdtTrfInitn></Document>"
    )


def test_each_payment_of_an_order_is_pending_between_its_debtor_and_its_own_creditor():
    names = (
        "booked_on", "amount", "currency", "status", "payer_name", "payer_account", "payer_bank",
        "payee_name", "payee_account", "payee_bank", "reference",
    )  # fmt: skip
    own = ("DE02120300000000202051", "DEUTDEFF")
    text = message(order(pay(1), pay(2)), order(pay(3), debtor="Other"))
    assert values("pain001", text, *names) == [
        ("2026-03-02", "5.00", "EUR", "pending", payer, *own, f"Payee {n}", f"77-{n}", "COBADEFF", f"E{n}")
        for n, payer in ((1, "Payer"), (2, "Payer"), (3, "Other"))
    ]  # fmt: skip
    assert [record.groups["batch"] for record in records("pain001", text)] == [1, 1, 2]


def test_days_are_written_in_either_way():
    for day in ("<Dt>2026-03-05</Dt>", "<DtTm>2026-03-05T08:00:00+01:00</DtTm>"):
        text = message(order(pay(), day=f"<ReqdExctnDt>{day}</ReqdExctnDt>"))
        assert values("pain001", text, "booked_on") == ["2026-03-05"]


def test_an_equivalent_amount_stands_for_the_one_that_is_not_known_yet():
    amount = "<EqvtAmt><Amt Ccy='EUR'>7.50</Amt><CcyOfTrf>USD</CcyOfTrf></EqvtAmt>"
    text = message(order(pay(amount=amount)))
    assert values("pain001", text, "amount", "currency") == [("7.50", "EUR")]


def test_who_is_behind_the_order_is_behind_its_payments():
    text = message(order(pay(), head="<UltmtDbtr><Nm>Real</Nm></UltmtDbtr>"))
    assert values("pain001", text, "on_behalf_of") == ["Real"]


def test_the_service_level_or_method_tells_the_channel():
    level = "<PmtTpInf><SvcLvl><Cd>{}</Cd></SvcLvl></PmtTpInf>"
    for name, channel in (("SEPA", "sepa"), ("URGP", "wire"), ("NURG", "ach"), ("XXXX", "other")):
        text = message(order(pay(), head=level.format(name)))
        assert values("pain001", text, "channel") == [channel]
    text = message(order(pay(more=level.format("URGP")), pay(2)))
    assert values("pain001", text, "channel") == ["wire", "other"]
    assert values("pain001", text.replace("TRF", "CHK"), "channel") == ["cheque", "cheque"]


def test_sums_and_numbers_of_message_and_order_are_checked():
    sums = "<NbOfTxs>{}</NbOfTxs><CtrlSum>{}</CtrlSum>"
    orders = (order(pay(1), pay(2), head=sums.format(2, 10)), order(pay(3), head=sums.format(1, 5)))
    assert failures("pain001", message(*orders, head=sums.format(3, 15))) == []
    broken = message(orders[0], order(pay(3), head=sums.format(2, 5)), head=sums.format(3, "15.01"))
    assert failures("pain001", broken) == [("batch", 2, "number of records"), ("file", 0, "sum")]


def test_an_order_is_never_taken_for_the_payment_that_it_becomes():
    (record,) = records("pain001", message(order(pay())))
    assert record.duplicate_key == "order|DE02120300000000202051|M1|P1|E1|"
