"""FinCEN's code lists, and the words of our records that they stand for.

The lists are those of the SAR schema (version 1.2); that a subtype belongs to a type is the form's
(items 32 to 42), the schema does not tie them.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Party types of the form, outermost parties first.
TRANSMITTER, CONTACT, FILER, OFFICE = "35", "37", "30", "8"
PLACE, BRANCH, SUBJECT, HOLDER = "34", "46", "33", "41"


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: The closed lists of the form, by the name that shape.py gives them.
LISTS: Mapping[str, frozenset[str]] = {
    "form": frozenset({"SARX"}),
    "party": _codes("35 37 30 33 34 8 46 18 19 41"),
    "organisation": _codes("1 2 3 4 5 11 12 999"),
    "suborganisation": _codes(
        "101 102 103 503 504 508 513 514 535 528 529 533 534 539 540 541 542 1999 5999"
    ),
    "name": frozenset({"L", "AKA", "DBA"}),
    "held": frozenset({"5"}),
    "affected": frozenset({"7"}),
    "regulator": _codes("9 1 2 7 3 4 6 13 99"),
    "identification": _codes("1 2 4 5 6 7 9 10 11 12 13 14 28 32 33 29 999"),
    "phone": frozenset("FMRW"),
    "electronic": frozenset("EU"),
    "type": _codes("1 3 4 5 6 7 8 9 10 11 12"),
    "assettype": frozenset("56"),
    "attribute": frozenset("1234"),
    "cyber": _codes("1 2 3 4 5 6 7 8 9 10 999"),
    "block": frozenset("12345"),
}

_SUBTYPES = """
1 106 111 112 113 114
3 301 304 305 308 309 310 312 320 321 322 323 324 325
4 401 402 403 404 405 409
5 501 502 504 505 506 507
6 601 603 604 608 609
7 701
8 801 804 805 806 807 808 809 812 820 821 822 823 824
9 901 903 904 905 907 908 909 910 911 913 917 920 921 922 924 925 926 927 928
10 1001 1003 1005 1006 1007
11 1101 1102
12 1201 1202 1203 1204
"""
#: The type of each subtype; `n999` is the "other" of type n and needs a text.
TYPE_OF: Mapping[str, str] = {
    subtype: kind
    for kind, *subtypes in map(str.split, _SUBTYPES.strip().splitlines())
    for subtype in (*subtypes, f"{kind}999")
}

_INSTRUMENTS = _codes("31 32 33 34 35 36 37 38 39 41")
_PRODUCTS = _codes("1 2 3 4 5 6 7 8 9 10 11 12 13 14 16 17 18 19 20 30 46 47")
#: The type of each asset: 6 an instrument or way of payment, 5 a product.
ASSET_TYPE_OF: Mapping[str, str] = {
    **dict.fromkeys(_INSTRUMENTS, "6"),
    **dict.fromkeys(_PRODUCTS, "5"),
}
DEPOSIT_ACCOUNT, US_CURRENCY, FOREIGN_CURRENCY, OTHER_INSTRUMENT = "46", "39", "32", "41"
#: The instrument of each channel of our ledgers; cash depends on its currency.
INSTRUMENT_OF: Mapping[str, str] = {
    "wire": "33", "sepa": "33", "ach": "33", "p2p": "33", "internal": "33", "remittance": "33",
    "cheque": "37", "draft": "31", "money_order": "36", "fx": "32", "card": "41", "vasp": "41",
}  # fmt: skip
#: What the form's "other instrument" stands for.
OTHER_WORDS: Mapping[str, str] = {"card": "Card payment", "vasp": "Virtual currency"}

#: How a tax number's kind may be written in aml.toml and answers, with its code.
TAX_KINDS: Mapping[str, str] = {"SSN": "1", "ITIN": "1", "EIN": "2", "foreign": "9"}
US_TAX = frozenset("124")
SSN, EIN, TIN, FOREIGN_TIN, CONTROL_CODE, OTHER_ID = "1", "2", "4", "9", "28", "999"

_US = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa
KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota
MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey
NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon
PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah
VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming
AA Armed Forces Americas|AE Armed Forces Europe|AP Armed Forces Pacific
"""
_CA = """
AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador
NS Nova Scotia|NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec
SK Saskatchewan|YT Yukon
"""
#: Mexico by the three letters of ISO 3166-2.
_MX = """
AGU Aguascalientes|BCN Baja California|BCS Baja California Sur|CAM Campeche|CHH Chihuahua
CHP Chiapas|COA Coahuila|COL Colima|CMX Ciudad de Mexico|DIF Distrito Federal|DUR Durango
GRO Guerrero|GUA Guanajuato|HID Hidalgo|JAL Jalisco|MEX Estado de Mexico|MIC Michoacan|MOR Morelos
NAY Nayarit|NLE Nuevo Leon|OAX Oaxaca|PUE Puebla|QUE Queretaro|ROO Quintana Roo|SIN Sinaloa
SLP San Luis Potosi|SON Sonora|TAB Tabasco|TAM Tamaulipas|TLA Tlaxcala|VER Veracruz|YUC Yucatan
ZAC Zacatecas
"""
#: US territories stand both for a country and for a state.
TERRITORIES = _codes("AS FM GU MH MP PR PW VI")


def _named(text: str) -> dict[str, str]:
    pairs = (item.partition(" ") for line in text.split("\n") for item in line.split("|") if item)
    return {name: code for code, _, name in pairs}


#: Names of states with their codes, by country; of these countries the form takes a state.
STATES: Mapping[str, Mapping[str, str]] = {
    "US": _named(_US), "CA": _named(_CA), "MX": _named(_MX),
}  # fmt: skip

#: ISO 3166, two letters, and XK for Kosovo.
COUNTRIES = _codes(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ"
    " BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM"
    " DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS"
    " GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN"
    " KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ"
    " MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM"
    " PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV"
    " SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI"
    " VN VU WF WS XK YE YT ZA ZM ZW"
)


def states_of(country: str) -> frozenset[str]:
    """The codes of a country's states; empty where the form takes none."""
    if country in TERRITORIES:
        return frozenset({country})
    return frozenset(STATES.get(country, {}).values()) | (TERRITORIES if country == "US" else set())
