"""Type codes of BAI2, and the decimals of currencies whose amounts are written without a point."""

from __future__ import annotations

#: ISO 4217: every other currency has two decimals.
_DECIMALS = {
    **dict.fromkeys(
        ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
         "VUV", "XAF", "XOF", "XPF"),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}  # fmt: skip

#: Codes whose title names the channel. All others are `other`: deposits of cash and cheques alike,
#: for one, have the same code.
_CHANNELS = {
    "wire": ("195", "208", "495", "508"),
    "internal": ("191", "206", "275", "277", "491", "506", "575", "577"),
    "ach": (
        "142", "143", "145", "164", "165", "166", "168", "169", "257", "258", "445", "447", "451",
        "452", "455", "462", "464", "466", "468", "469", "557", "558",
    ),
    "cheque": ("115", "116", "175", "176", "255", "395", "472", "474", "475"),
    "draft": ("155", "184", "435", "484"),
    "cash_atm": ("295", "595"),
    "cash_teller": ("366",),
    "armoured_cash": ("666",),
    "fx": ("214", "514"),
    "fee": ("564", "567", "661", "698"),
}  # fmt: skip
_CHANNEL_OF = {code: channel for channel, codes in _CHANNELS.items() for code in codes}
#: Debit reversal, ACH reversal, credit reversal, ACH reversal.
_REVERSALS = ("252", "258", "552", "558")


def decimals_of(currency: str) -> int:
    """How many of the digits of an amount are decimals."""
    return _DECIMALS.get(currency, 2)


def direction_of(code: str) -> str:
    """100 to 399 are credits, 400 to 699 debits; others (loans, a bank's own) tell nothing."""
    if len(code) != 3 or code[0] not in "123456":
        return ""
    return "credit" if code[0] in "123" else "debit"


def channel_of(code: str) -> str:
    """The channel that a type code names."""
    return _CHANNEL_OF.get(code, "other")


def status_of(code: str) -> str:
    """Whether a type code says that the entry takes back another."""
    return "reversed" if code in _REVERSALS else "posted"
