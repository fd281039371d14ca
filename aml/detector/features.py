"""What the peer outlier detector looks at: eight families, each with its features.

Every feature is a sum, a count or a largest value over the posted entries of one customer in the
window, own-account transfers left out; it is 0 where there is nothing of its kind, and more of it
is stranger. Families weigh the same, however many features they have. `frame.sql` computes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Which entries of a customer stand behind a feature.
Behind = Literal[
    "cash_in", "cash_out", "cash", "abroad_in", "abroad_out", "abroad", "in", "out", "all"
]
_CASH = "channel_in='cash_teller cash_atm night_drop armoured_cash'"
_IN = "direction='credit'"
_OUT = "direction='debit'"


@dataclass(frozen=True, slots=True)
class Family:
    """Features that tell the same story. `is_risk`: an alert needs a reason of such a family."""

    name: str
    title: str
    why: str
    is_risk: bool = False


@dataclass(frozen=True, slots=True)
class Feature:
    """One figure a customer and window.

    `unit` is money (base currency) or a count. `recompute` gives the figure again from the entries
    behind it, where sums and counts can; it holds only when all of them are cited.
    """

    name: str
    family: str
    title: str
    unit: Literal["money", "count"]
    formula: str
    meaning: str
    behind: Behind
    recompute: str = ""


FAMILIES = (
    Family("cash", "Cash", "street proceeds that are placed", is_risk=True),
    Family("band", "Just below a reporting line", "structuring", is_risk=True),
    Family("abroad", "Abroad", "corridors of layering and of repatriation", is_risk=True),
    Family("payers", "Payers", "many into one: funnel and collection accounts", is_risk=True),
    Family("payees", "Payees", "one into many: distribution and hired hands", is_risk=True),
    Family("through", "Passing through", "money that does not stay", is_risk=True),
    Family("size", "Size", "volume; by itself it is business"),
    Family("change", "Change", "a break with the past or with what was declared"),
)

FEATURES = (
    Feature(
        "cash_in", "cash", "Cash deposited", "money",
        "sum of cash credits",
        "how much cash is placed", "cash_in", f"sum(amount_base, {_IN}, {_CASH})",
    ),
    Feature(
        "cash_deposits", "cash", "Number of cash deposits", "count",
        "count of cash credits",
        "how often cash is placed", "cash_in", f"count({_IN}, {_CASH})",
    ),
    Feature(
        "cash_out", "cash", "Cash withdrawn", "money",
        "sum of cash debits",
        "how much leaves without a trace", "cash_out", f"sum(amount_base, {_OUT}, {_CASH})",
    ),
    Feature(
        "cash_places", "cash", "Places where cash was handled", "count",
        "distinct branches, else agents, else machines, of cash entries",
        "cash spread over places", "cash", f"distinct(branch_id, agent_id, terminal_id, {_CASH})",
    ),
    Feature(
        "cash_conductors", "cash", "Persons who deposited the cash", "count",
        "distinct conductors of cash credits",
        "cash brought by several hands", "cash_in",
        f"distinct(conductor_id, conductor_name, {_IN}, {_CASH})",
    ),
    Feature(
        "band_deposits", "band", "Cash deposits just below a reporting line", "count",
        "cash credits from 80 % of a line in force there and then up to what it leaves unreported",
        "amounts chosen to stay unreported", "cash_in",
    ),
    Feature(
        "from_abroad", "abroad", "Money in from abroad", "money",
        "sum of credits whose counterparty's country is not the institution's",
        "value that enters over a border", "abroad_in",
    ),
    Feature(
        "to_abroad", "abroad", "Money out to abroad", "money",
        "sum of debits whose counterparty's country is not the institution's",
        "value that leaves over a border", "abroad_out",
    ),
    Feature(
        "foreign_countries", "abroad", "Foreign countries dealt with", "count",
        "distinct countries of counterparties, the institution's left out",
        "breadth of corridors", "abroad",
    ),
    Feature(
        "payers", "payers", "Distinct payers", "count",
        "distinct counterparties of credits",
        "how many pay in", "in",
        f"distinct(counterparty_id, counterparty_account, counterparty_name, {_IN})",
    ),
    Feature(
        "new_payers", "payers", "Payers never seen before", "count",
        "payers whose first entry with the customer lies in the window",
        "payers without a history", "in",
    ),
    Feature(
        "from_new_payers", "payers", "Money in from payers never seen before", "money",
        "sum of credits from new payers",
        "value without a history", "in",
    ),
    Feature(
        "payees", "payees", "Distinct payees", "count",
        "distinct counterparties of debits",
        "how many are paid", "out",
        f"distinct(counterparty_id, counterparty_account, counterparty_name, {_OUT})",
    ),
    Feature(
        "new_payees", "payees", "Payees never seen before", "count",
        "payees whose first entry with the customer lies in the window",
        "payees without a history", "out",
    ),
    Feature(
        "to_new_payees", "payees", "Money out to payees never seen before", "money",
        "sum of debits to new payees",
        "value sent without a history", "out",
    ),
    Feature(
        "same_day", "through", "Money in and out within the same day", "money",
        "sum over days of the lesser of money in and money out",
        "money that does not stay overnight", "all",
    ),
    Feature(
        "same_month", "through", "Money in and out within the same month", "money",
        "sum over months of the lesser of money in and money out",
        "money that does not stay", "all",
    ),
    Feature(
        "money_in", "size", "Money in", "money",
        "sum of credits",
        "what comes in", "in", f"sum(amount_base, {_IN})",
    ),
    Feature(
        "money_out", "size", "Money out", "money",
        "sum of debits",
        "what goes out", "out", f"sum(amount_base, {_OUT})",
    ),
    Feature(
        "largest_entry", "size", "Largest entry", "money",
        "largest amount of an entry",
        "one large item", "all", "max(amount_base)",
    ),
    Feature(
        "entries", "size", "Number of entries", "count",
        "count of entries",
        "how busy the accounts are", "all", "count()",
    ),
    Feature(
        "round_entries", "size", "Entries of a round amount", "count",
        "count of amounts of 1,000 or more that are full hundreds, in their own currency",
        "amounts agreed, not priced", "all",
    ),
    Feature(
        "rise_in", "change", "Rise of money in over the customer's own past", "money",
        "money in less as many average months of the year before; 0 for a new customer",
        "income that was not there before", "in",
    ),
    Feature(
        "rise_out", "change", "Rise of money out over the customer's own past", "money",
        "money out less as many average months of the year before; 0 for a new customer",
        "spending that was not there before", "out",
    ),
    Feature(
        "above_declared", "change", "Money in above what was declared", "money",
        "money in less the window's share of the declared turnover or income; 0 if none is known",
        "income that the bank was not told of", "in",
    ),
)  # fmt: skip
