"""The catalogue of typologies: the ways of moving money that scenarios look for, by code.

A scenario may carry a code that is not here; its family is the letter then, and it has no title.
"""

from __future__ import annotations

from collections.abc import Mapping

#: The letter of a code, and what its typologies have in common.
FAMILIES: Mapping[str, str] = {
    "S": "Structuring",
    "F": "Funnels, mules and bulk cash",
    "R": "Remittances",
    "W": "Flagged parties",
    "T": "Trade and shipping",
    "C": "Front and shell companies",
    "P": "Ports",
    "X": "Precursors",
    "M": "Professional launderers",
    "G": "Layering",
    "K": "Virtual assets and gambling",
    "O": "Profile and peers",
}

TYPOLOGIES: Mapping[str, str] = {
    "S01": "Repeated cash just below a reporting line",
    "S02": "Cash of one day split over branches, machines or tellers",
    "S03": "Many small cash deposits that add up fast",
    "S04": "Cash or a remittance altered or cancelled after the form was asked for",
    "S05": "Money orders, cashier's cheques and drafts under the record line",
    "S06": "Cash at the border shaped by a geographic targeting order",
    "S07": "Linked cash payments under a cap",
    "F01": "Cash in at many places, out elsewhere",
    "F02": "Several persons who feed one account with cash",
    "F03": "Local cash of others in place of a transfer from abroad",
    "F04": "Mule account",
    "F05": "Bulk cash that is brought back",
    "R01": "A sender who splits to stay under a line",
    "R02": "Many senders, one receiver",
    "R03": "One sender, many receivers",
    "R04": "Strangers who share a telephone, an address or a document",
    "R05": "An agent unlike its peers",
    "R06": "Many origins, one beneficiary at the border",
    "W01": "A party of a list itself",
    "W02": "Payments of a flagged shipper, consignee, forwarder or ship",
    "W03": "A payment's text that cites a flagged bill, container, ship or booking",
    "W04": "Indirect exposure, over two or three hands",
    "W05": "An institution under a special measure",
    "T01": "An unknown company that suddenly ships",
    "T02": "Paid for, and nothing moved",
    "T03": "Price, weight or quantity out of the market",
    "T04": "An invoice or bill of lading paid more than once",
    "T05": "Payments tied to a roundabout or deceptive voyage",
    "T06": "Strangers who settle trade",
    "T07": "An importer that moves to another port without a reason",
    "T08": "Chains of payments for smuggled fuel",
    "T09": "Drops at sea and the boats that meet them",
    "C01": "Cash takings that do not fit the business",
    "C02": "Shell or pass-through company",
    "C03": "Firms of strangers that share what strangers do not share",
    "C04": "A seller who buys nothing",
    "P01": "Port staff with income that nothing explains",
    "P02": "One payer of several port people; release codes",
    "X01": "Payments for chemicals that do not fit the customer",
    "X02": "What a laboratory needs",
    "M01": "Little income, large cash or wires, then drafts or property",
    "M02": "An account that behaves like a money transmitter",
    "M03": "Cards paid by others; goods bought for others",
    "G01": "In and out within days",
    "G02": "Gathered from many, scattered to many",
    "G03": "Round trips",
    "G04": "A dormant account that wakes up",
    "K01": "Cash into virtual assets, virtual assets out, gambling loops",
    "O01": "Flow far above the declared profile",
    "O02": "A customer unlike its peers",
}


def family(code: str) -> str:
    """The family of a typology in words; its letter where that is not known."""
    return FAMILIES.get(code[:1], f"Family {code[:1]}")
