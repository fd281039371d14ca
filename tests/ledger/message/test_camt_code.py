"""Bank transaction codes as channels."""

import pytest

from aml.ledger.message.camt_code import channel_of


@pytest.mark.parametrize(
    ("code", "channel"),
    [
        ("PMNT CNTR CDPT", "cash_teller"),
        ("PMNT CNTR CWDL", "cash_teller"),
        ("PMNT CNTR CHKD", "cheque"),
        ("PMNT CCRD CWDL", "cash_atm"),
        ("PMNT CCRD POSD", "card"),
        ("PMNT MCRD POSP", "card"),
        ("PMNT RCDT ESCT", "sepa"),
        ("PMNT ICDT ESCT", "sepa"),
        ("PMNT ICDT XBCT", "wire"),
        ("PMNT RCDT DMCT", "ach"),
        ("PMNT RCDT BOOK", "internal"),
        ("PMNT RDDT ESDD", "sepa"),
        ("PMNT IDDT UPDD", "ach"),
        ("PMNT RCHQ CCHQ", "cheque"),
        ("PMNT DRFT STLR", "draft"),
        ("PMNT ICDT CHRG", "fee"),
        ("ACMT MDOP COMM", "fee"),
        ("FORX SPOT OTHR", "fx"),
        ("XTND NTAV NTAV", "other"),
        ("PMNT UNKN UNKN", "other"),
        ("CAMT RCDT ESCT", "other"),
    ],
)
def test_a_code_names_its_channel(code, channel):
    assert channel_of(*code.split()) == channel
