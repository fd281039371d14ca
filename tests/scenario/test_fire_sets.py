"""The same deposits alert in one segment and not in another."""

import pytest

from aml.core.shipped import shipped
from aml.core.threshold_set import Thresholds
from aml.scenario.bench import ledger_of
from aml.scenario.fire import fire
from aml.scenario.fire_sets import fire_sets, known_values, places_of
from aml.scenario.load import load
from aml.scenario.threshold_set import thresholds_of
from aml.scenario.trial import alerts_on
from tests.scenario.files import OF_SHOPS, TEXT, problems_of, table, write

REFERENCE = shipped("scenarios") / "reference"
SETS = TEXT[TEXT.index("threshold_sets:") : TEXT.index("sql: |")]
#: Three sets, the first two of which a retail customer in the Netherlands fits.
THREE = """\
threshold_sets:
  - id: retail_nl
    version: 2
    reason: small shops bank takings in larger notes there
    when: {segment: [Retail], jurisdiction: [NL]}
    parameters: {min_amount: 8000.00}
  - id: retail
    version: 1
    reason: takings of a day
    when: {segment: [retail, trader]}
    parameters: {min_items: 3}
  - {id: strict, version: 1, reason: for a run that names it, parameters: {min_items: 4}}

"""
CUSTOMERS = [
    {"customer_id": "C1", "segment": "retail", "country": "NL"},
    {"customer_id": "C2", "segment": "retail", "country": "NL"},
    {"customer_id": "C3", "segment": "private", "country": "DE"},
    {"customer_id": "C4", "segment": "", "country": "DE"},
]
ACCOUNTS = [
    {"account_id": "A1", "customer_id": "C1", "branch_id": "B-NL"},
    {"account_id": "A2", "customer_id": "C2", "branch_id": "B-DE"},
    {"account_id": "A3", "customer_id": "C3", "branch_id": "B-NL"},
    {"account_id": "A4", "customer_id": "C4", "branch_id": ""},
]
BRANCHES = [{"branch_id": "B-NL", "country": "NL"}, {"branch_id": "B-DE", "country": "DE"}]


def deposits(account, customer, *amounts):
    return [
        {
            "transaction_id": f"{account}-{n}", "account_id": account, "customer_id": customer,
            "booked_on": f"2026-03-0{n}", "amount": amount, "channel": "cash_teller",
            "direction": "credit",
        }
        for n, amount in enumerate(amounts, 1)
    ]  # fmt: skip


ENTRIES = [
    entry
    for n in (1, 2, 3, 4)
    for entry in deposits(f"A{n}", f"C{n}", "8500.00", "8500.00", "5000.00")[: 2 + (n == 2)]
] + [*deposits("A5", "A5", "6000.00", "6000.00"), *deposits("A6", "C2", "8500.00", "8500.00")]


def scenario_of(folder, text):
    loaded = load(write(folder, text), "demo.yml")
    assert not loaded.problems, [str(problem) for problem in loaded.problems]
    return loaded.scenario


@pytest.fixture
def scenario(tmp_path):
    return scenario_of(tmp_path, TEXT.replace(SETS, THREE))


@pytest.fixture
def store(scenario):
    tables = {
        "customers": CUSTOMERS, "accounts": ACCOUNTS, "branches": BRANCHES, "transactions": ENTRIES,
    }  # fmt: skip
    with ledger_of(scenario, [table(*item) for item in tables.items()], REFERENCE) as held:
        yield held


def test_each_focus_is_judged_by_the_values_of_its_own_set(scenario, store):
    thresholds = thresholds_of(scenario, scenario.defaults())
    found = {
        f.focus_id: (f.threshold_set, f.measures["items"])
        for f in fire_sets(store, scenario, thresholds)
    }
    assert found == {
        "A1": ("retail_nl@2", 2),  # two above 8,000
        "A2": ("retail@1", 3),  # three above 5,000
        "A3": ("default", 2),
        "A4": ("default", 2),
        "A5": ("default", 2),
    }  # fmt: skip
    # Without its set the third deposit of a shop would not be asked for.
    assert len(fire(store, scenario, scenario.defaults())) == 6


def test_two_deposits_alert_in_one_segment_and_not_in_the_other(scenario, store):
    thresholds = thresholds_of(scenario, scenario.defaults())
    alike = [[e["amount"] for e in ENTRIES if e["account_id"] == a] for a in ("A4", "A6")]
    assert alike[0] == alike[1]
    found = {firing.focus_id for firing in fire_sets(store, scenario, thresholds)}
    assert "A4" in found
    assert "A6" not in found


def test_the_first_set_that_fits_holds(scenario, store):
    thresholds = thresholds_of(scenario, scenario.defaults())
    assert [item.threshold_set for item in thresholds] == ["retail_nl@2", "retail@1", "default"]
    turned = (thresholds[1], thresholds[0], thresholds[2])
    assert places_of(store, "account", thresholds, ["A1"]) == {"A1": 0}
    assert places_of(store, "account", turned, ["A1"]) == {"A1": 0}
    assert places_of(store, "account", turned[1:], ["A1", "A2"]) == {"A1": 0, "A2": 1}


@pytest.mark.parametrize(
    ("focus", "foci"), [("customer", "C1 C2 C3 C4 A5"), ("account", "A1 A2 A3 A4 A5")]
)
def test_every_focus_is_in_one_set(scenario, store, focus, foci):
    thresholds = thresholds_of(scenario, scenario.defaults())
    found = places_of(store, focus, thresholds, [*foci.split(), "unheard of"])
    assert found == dict(zip([*foci.split(), "unheard of"], (0, 1, 2, 2, 2, 2), strict=True))


def test_a_party_is_in_the_set_of_any_customer_that_it_is_made_of(scenario, store):
    store.run(
        "CREATE TEMP TABLE party_members (party_id VARCHAR, member_kind VARCHAR, member_id VARCHAR)"
    )
    store.run(
        "INSERT INTO party_members VALUES ('P', 'customer', 'C3'), ('P', 'customer', 'C2'),"
        " ('Q', 'customer', 'C4'), ('R', 'sender', 'C1')"
    )
    thresholds = thresholds_of(scenario, scenario.defaults())
    assert places_of(store, "party", thresholds, "PQR") == {"P": 1, "Q": 2, "R": 2}


def test_the_jurisdiction_is_where_the_account_is_kept_or_the_institution_is(scenario, store):
    default = thresholds_of(scenario, scenario.defaults())[-1]
    at_home = (Thresholds("us@1", {"jurisdiction": ("US",)}, {}), default)
    found = places_of(store, "account", at_home, ["A1", "A2", "A3", "A4", "A5"])
    assert found == {"A1": 1, "A2": 1, "A3": 1, "A4": 0, "A5": 0}
    store.run(
        "INSERT INTO agents (file_id, source_row, agent_id, country) VALUES (1, 1, 'G1', 'MX')"
    )
    assert places_of(store, "agent", at_home, ["G1", "G2"]) == {"G1": 1, "G2": 0}
    assert places_of(store, "vessel", at_home, ["V1"]) == {"V1": 1}


def test_what_the_records_hold_is_told_in_the_spelling_that_is_compared(store):
    assert known_values(store, "segment") == ["private", "retail"]
    assert known_values(store, "jurisdiction") == ["de", "nl", "us"]


def test_alerts_name_the_set_and_tests_of_a_file_can_ask_for_it(tmp_path, scenario, store):
    fired = alerts_on(store, scenario, scenario.defaults())
    assert {alert.threshold_set for _, alert in fired} == {"retail_nl@2", "retail@1", "default"}
    test = """\
  - name: a trader is held to three
    customers: |
      customer_id | segment
      A1          | trader
    transactions: |
      transaction_id | account_id | booked_on  | amount  | channel     | direction
      T1             | A1         | 2026-03-02 | 5000.00 | cash_teller | credit
      T2             | A1         | 2026-03-03 | 5000.00 | cash_teller | credit
      T3             | A1         | 2026-03-04 | 5000.00 | cash_teller | credit
    alerts: |
      account_id | threshold_set
      A1         | retail@1
"""
    text = TEXT.replace(SETS, THREE).replace(OF_SHOPS, test)
    assert problems_of(tmp_path, text) == ()
    silent = text.replace(
        "      T3             | A1         | 2026-03-04 | 5000.00 | cash_teller | credit\n    alerts: |\n      account_id | threshold_set\n      A1         | retail@1\n",
        "    alerts: none\n",
    )
    assert silent != text
    assert problems_of(tmp_path, silent) == ()
    assert [
        p.code for p in problems_of(tmp_path, text.replace("[retail, trader]", "[retail]"))
    ] == ["TST001"]


def test_the_values_of_a_set_are_part_of_the_logic_that_is_locked(tmp_path, scenario):
    other = scenario_of(tmp_path, TEXT.replace(SETS, THREE.replace("8000.00", "8000.01")))
    assert other.digest != scenario.digest
