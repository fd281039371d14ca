from aml.pipeline.workspace import read_workspace
from tests.pipeline import ledgers


def test_a_workspace_to_start_from_says_what_to_do_next(aml, tmp_path):
    said = aml("init", tmp_path / "bank")
    path = tmp_path / "bank" / "aml.toml"
    assert said.code == 0
    assert said.out.startswith(f"wrote {path}")
    ledgers.write_csv(tmp_path / "bank" / "ledgers" / "transactions_1.csv", ledgers.ledger())
    found = read_workspace(path)
    assert found.institution.base_currency == "USD"
    assert found.inputs[0].shown == ("ledgers/transactions_1.csv",)


def test_a_ledger_that_is_not_there_yet_is_named_at_its_line(aml, tmp_path):
    aml("init", tmp_path)
    said = aml("scan", "--config", tmp_path / "aml.toml")
    assert said.code == 2
    assert "aml.toml:17:1: CFG004 no file matches 'ledgers/transactions*.csv'" in said.err


def test_a_workspace_is_never_overwritten(aml, tmp_path):
    (tmp_path / "aml.toml").write_text("mine")
    said = aml("init", tmp_path)
    assert said.code == 2
    assert "RUN006" in said.err
    assert (tmp_path / "aml.toml").read_text() == "mine"
