"""What is explained of a run is what the run found: on every focus of the sample ledger."""

import json
import shutil
from collections import Counter

import pytest

from aml.core.problem import RunError, UsageError
from aml.core.progress import Silent
from aml.core.shipped import shipped
from aml.ledger import read
from aml.pipeline.as_of import settle_as_of
from aml.pipeline.explain import explain, foci_of, focus_of
from aml.pipeline.inputs import load_profiles, reference_inputs
from aml.pipeline.workspace import read_workspace
from aml.scenario.explain import explain as explain_focus
from aml.scenario.explain import foci, inquiry, reasons
from aml.scenario.fire import fire
from aml.scenario.load import in_force, load_folder
from aml.scenario.prepare import derive, tables_of
from aml.store import Store, canonical_columns
from tests.pipeline import ledgers

SHIPPED = {
    item.scenario.scenario_id: item.scenario
    for item in load_folder(shipped("scenarios"))
    if item.scenario and item.scenario.status == "stable"
}


@pytest.fixture(scope="module")
def sample():
    """The sample ledger, read and derived once."""
    workspace = read_workspace(shipped("sample_ledgers") / "aml.toml")
    inputs = (*workspace.inputs, *reference_inputs(workspace))
    with Store(threads=1) as store:  # a small ledger is sooner read by one
        profiles = load_profiles(workspace, inputs)
        settle_as_of(
            store, workspace, read(store, workspace.institution, inputs, profiles, Silent())
        )
        derive(store, tables_of(SHIPPED.values()))
        store.lock()
        yield store


def in_tables(store, column):
    """Every focus that stands in a table of the ledger or in one derived from it."""
    tables = [
        t for t, columns in canonical_columns().items() if column in {c.name for c in columns}
    ]
    tables += ["parties"] if column == "party_id" and store.has_table("parties") else []
    return {
        row[0]
        for name in tables
        for row in store.rows(f"SELECT DISTINCT {column} FROM {name} WHERE {column} IS NOT NULL")
    }


#: Whose account is chosen after its last condition: conditions are listed, and none is measured.
CHOSEN_LATE = {"port_payer_ring"}
#: Of the foci on which nothing fired, every so many is asked about; by night, each of them.
EVERY = [100, pytest.param(1, marks=pytest.mark.nightly)]


@pytest.mark.parametrize("every", EVERY)
@pytest.mark.parametrize("scenario_id", SHIPPED)
def test_the_sample_ledger_is_explained_as_the_engine_decides(sample, scenario_id, every):
    store, scenario = sample, SHIPPED[scenario_id]
    parameters = in_force(scenario, {})
    fired = Counter(firing.focus_id for firing in fire(store, scenario, parameters))
    with inquiry(store, scenario, parameters, None) as asked:
        assert all(branch.is_told for branch in asked.of(asked.steps.result))
        others = sorted({*foci(asked), *in_tables(store, scenario.focus_column)} - fired.keys())
        known = {*others[::every], *fired}
        told = {focus: reasons(asked, scenario, focus) for focus in sorted(known)}
        passed = {
            focus: sum(branch.passed(focus) for branch in asked.of(asked.steps.result))
            for focus in known
        }
    # No bank of the sample is under an order, so a rule about such banks has nobody to ask about.
    assert len(others) + len(fired) > 5 or scenario_id == "special_measure"
    for focus, found in told.items():
        assert passed[focus] == found.episodes == fired[focus], focus
        if found.episodes:
            assert found.misses == ()
            assert {item.is_met for item in found.conditions} <= {True, None}, focus
            assert found.conditions[-1].is_met is not None or scenario_id in CHOSEN_LATE
        else:
            assert found.lost_at
            assert found.misses
            assert all(item.is_met is False for item in found.misses), focus
    silent = [focus for focus in told if not fired[focus] and told[focus].rows][:1]
    for focus in [*silent, *[focus for focus in told if fired[focus]][:1]]:
        alone = explain_focus(store, scenario, parameters, focus)
        assert alone == told[focus], focus


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workspace")
    return ledgers.run(folder, parameters="[parameters.cash_test]\nleast = 2")[1]


def told(place, scenario_id="cash_test", focus_id="CUS-Q1"):
    return explain(place, place.parent.parent, scenario_id, focus_id, Silent())


@pytest.fixture
def place(published, tmp_path):
    shutil.copytree(published.parent.parent, tmp_path / "copy")
    return tmp_path / "copy" / "out" / published.name


def test_an_alert_is_explained_with_what_the_run_says_of_it(published):
    found = told(published)
    (alert,) = found.alerts
    (case,) = (published / "cases").iterdir()
    assert (found.scenario, found.reasons.episodes) == ("cash_test@1", 1)
    assert alert.case_id == case.name
    assert [(line.name, line.points) for line in alert.contributions] == [("base", 60)]
    assert {figure.name for figure in alert.figures} == {"items", "total_base", "places", "credits"}
    assert found.reasons.conditions[-1].measured == 3


def test_the_parameters_are_those_of_the_run(published):
    last = told(published).reasons.conditions[-1]
    assert (last.text, last.needed) == ("count(*) >= $least (2)", 2)
    assert last.location.path == "own/cash_test.yml"


def test_a_silent_focus_has_no_alert_and_a_miss(published):
    found = told(published, focus_id="CUS-N0")
    assert found.alerts == ()
    assert [(m.text, m.measured) for m in found.reasons.misses] == [
        ("channel = 'cash_teller'", "ach")
    ]


def test_the_working_copies_decide_on_nothing(place):
    rules = place.parent.parent / "rules" / "own" / "cash_test.yml"
    rules.write_text(rules.read_text().replace("default: 3", "default: 9"))
    assert told(place).reasons.episodes == 1


def problem_of(place, **given):
    with pytest.raises((UsageError, RunError)) as caught:
        told(place, **given)
    return caught.value.problems[0]


def test_a_scenario_that_the_run_has_not_is_named(published):
    problem = problem_of(published, scenario_id="cash_tset")
    assert (problem.code, problem.hint) == ("RUN002", "did you mean 'cash_test'?")


def test_a_scenario_that_did_not_run_says_why(published):
    problem = problem_of(published, scenario_id="sent_test", focus_id="ACC-Q1")
    assert problem.code == "RUN051"
    assert problem.message.endswith("(not applicable): no remittances were given")


def test_a_detector_has_no_conditions(place):
    path = place / "manifest.json"
    shape = json.loads(path.read_text())
    shape["applicability"].append(
        {"scenario_id": "peer_outlier", "state": "ran", "reason": "", "alerts": 0, "measured": {}}
    )
    path.write_text(json.dumps(shape))
    assert "is a detector" in problem_of(place, scenario_id="peer_outlier").message


@pytest.mark.parametrize(
    ("focus_id", "hint"),
    [
        ("ACC-Q1", "the ledger knows it as an account; the focus of this scenario is a customer"),
        ("CUS-Q9", "ids of the ledger that differ from it in 2 characters at most: 5"),
        ("stranger", "ids are written as in the column focus_id of alerts.csv"),
    ],
)
def test_a_focus_that_the_ledger_has_not_is_refused_and_no_other_is_named(
    published, focus_id, hint
):
    problem = problem_of(published, focus_id=focus_id)
    assert (problem.code, problem.hint) == ("RUN050", hint)
    assert not any(secret in str(problem) for secret in ledgers.SECRETS)


def test_a_customer_stands_for_its_party_and_for_nothing_else(sample):
    query = "SELECT member_id, party_id FROM party_members WHERE member_kind = 'customer' LIMIT 1"
    ((customer, party),) = sample.rows(query)
    assert customer != party
    assert focus_of(sample, "party", customer) == party
    assert focus_of(sample, "party", party) == party
    assert focus_of(sample, "account", customer) == customer
    assert focus_of(sample, "party", "stranger") == "stranger"


def test_a_customer_stands_for_its_accounts_where_every_scenario_is_asked(sample):
    query = (
        "SELECT customer_id, min(account_id) FROM accounts GROUP BY 1 HAVING count(*) = 1 LIMIT 1"
    )
    ((customer, account),) = sample.rows(query)
    assert foci_of(sample, "account", customer) == [account]
    assert foci_of(sample, "account", account) == [account]
    assert foci_of(sample, "customer", customer) == [customer]
    assert foci_of(sample, "agent", customer) == []


def test_inputs_that_were_changed_are_refused(place):
    path = place / "inputs" / "scenarios" / "own" / "cash_test.yml"
    path.write_text(path.read_text().replace("default: 3", "default: 4"))
    assert problem_of(place).code == "RUN040"


def test_a_changed_ledger_is_refused_with_both_hashes(place):
    path = place.parent.parent / "tables" / "transactions.csv"
    path.write_text(path.read_text().replace("9523.17", "9523.18"))
    assert problem_of(place).code == "RUN031"


def test_alerts_that_the_scenario_does_not_give_are_refused(place):
    import polars

    frame = polars.read_parquet(place / "alerts.parquet")
    frame.filter(polars.col("source") != "cash_test").write_parquet(place / "alerts.parquet")
    assert problem_of(place).code == "RUN042"
