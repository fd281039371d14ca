"""Small random ledgers in which something happens: a story for each account, one for a receiver."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

FIRST = date(2026, 2, 2)
FAMILIES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gum", "Hazel")
BRANCHES = [
    {"branch_id": f"B{n}", "region": f"R{n}", "country": "US", "latitude": str(30 + 3 * n), "longitude": "-100"}
    for n in range(1, 6)
]  # fmt: skip
CUSTOMERS = [
    {"customer_id": f"A{n}", "customer_type": "person", "declared_income": "24000", "latitude": "30", "longitude": "-100"}
    for n in range(1, 4)
]  # fmt: skip


def entry(account, day, minute, amount, channel, direction, branch="", conductor="", to=""):
    """One posted entry, so many days after the first and so many minutes after nine."""
    at = datetime.combine(FIRST + timedelta(days=day), datetime.min.time()) + timedelta(
        hours=9, minutes=minute
    )
    return {
        "account_id": account, "booked_at": at, "amount": amount, "channel": channel, "direction": direction,
        "branch_id": branch, "conductor_id": conductor, "counterparty_account": to,
        "counterparty_country": "MX" if to else "",
    }  # fmt: skip


def cash(account, day, minute, amount, branch="B1", conductor="P1"):
    return entry(account, day, minute, amount, "cash_teller", "credit", branch, conductor)


@st.composite
def near_line(draw, account):
    """Deposits near the line, some days apart, at a branch or several, and perhaps money out."""
    step, branches = draw(st.integers(0, 8)), draw(st.integers(1, 5))
    amounts = draw(
        st.lists(
            st.sampled_from(["7999.99", "8000", "9500", "10000", "10000.01"]),
            min_size=2,
            max_size=6,
        )
    )
    rows = [
        cash(account, n * step, 30 * n, sum_, f"B{n % branches + 1}")
        for n, sum_ in enumerate(amounts)
    ]
    if draw(st.booleans()):
        rows.append(entry(account, len(amounts) * step + 1, 0, "25000", "wire", "debit", to="X1"))
    return rows


@st.composite
def small_pieces(draw, account):
    """A dozen or so small deposits within a month."""
    count, step = draw(st.integers(10, 16)), draw(st.integers(1, 3))
    return [cash(account, n * step, n, "1400", f"B{n % 5 + 1}", f"P{n % 2}") for n in range(count)]


@st.composite
def passed_on(draw, account):
    """Large credits, each followed by a debit of most of it."""
    share, rounds = draw(st.sampled_from(["41000", "47600", "30000"])), draw(st.integers(1, 5))
    amount = draw(st.sampled_from(["48000", "300000"]))
    rows = [entry(account, 40 + 2 * n, 0, amount, "wire", "credit", to="S1") for n in range(rounds)]
    out = share if amount == "48000" else "290000"
    rows += [
        entry(account, 40 + 2 * n, 90, out, "wire", "debit", to=f"X{n}") for n in range(rounds)
    ]
    return rows


def story(account):
    return st.one_of(near_line(account), small_pieces(account), passed_on(account))


@st.composite
def entries(draw):
    """The transactions of three accounts, numbered."""
    rows = [row for number in (1, 2, 3) for row in draw(story(f"A{number}"))]
    return [{"transaction_id": f"T{n:03}", **row} for n, row in enumerate(rows)]


@st.composite
def transfers(draw):
    """Remittances of some senders to one receiver or two, within days."""
    count, step = draw(st.integers(2, 8)), draw(st.integers(1, 40))
    senders, receivers = draw(st.integers(1, 8)), draw(st.integers(1, 2))
    amount = draw(st.sampled_from(["900", "1800", "2999.99", "3000"]))
    start = datetime.combine(FIRST, datetime.min.time())
    return [
        {
            "remittance_id": f"R{n:03}", "sent_at": start + timedelta(hours=step * n), "amount": amount,
            "sender_name": f"Ana {FAMILIES[n % senders]}",
            "sender_document": f"D{n % senders}", "sender_city": f"C{n % 4}", "sender_country": "US",
            "receiver_document": f"E{n % receivers}", "send_agent_id": f"G{n % 3}",
        }
        for n in range(count)
    ]  # fmt: skip
