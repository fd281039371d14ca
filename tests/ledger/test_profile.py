"""Where a profile is looked for."""

import pytest

from aml.core.problem import LedgerError
from aml.core.shipped import shipped
from aml.ledger import find_profile, load_profile

SHIPPED = shipped("sample_ledgers") / "profiles"


def test_the_first_folder_that_has_it_counts_and_a_path_is_itself(tmp_path):
    mine = tmp_path / "canonical.yml"
    mine.write_text("profile: canonical\n")
    assert find_profile("canonical", [tmp_path, SHIPPED]) == mine
    assert find_profile("canonical", [SHIPPED, tmp_path]) == SHIPPED / "canonical.yml"
    assert find_profile("canonical.yml", [tmp_path]) == mine
    assert find_profile(mine, [SHIPPED]) == mine


def test_a_profile_that_is_not_there_is_told_with_the_closest(tmp_path):
    with pytest.raises(LedgerError) as caught:
        find_profile("berka_transaction", [tmp_path, SHIPPED])
    problem = caught.value.problems[0]
    assert (problem.code, problem.message) == ("LDG040", "no profile 'berka_transaction'")
    assert problem.hint == "did you mean 'berka_transactions'?"


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yml")), ids=lambda path: path.stem)
def test_every_profile_that_ships_is_in_order(path):
    assert load_profile(path, path.name).name == path.stem
