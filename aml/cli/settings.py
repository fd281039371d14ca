"""What the command line asks for: a workspace of aml.toml, of ledgers and a profile, or of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from aml.core.problem import Problem, UsageError
from aml.core.shipped import shipped
from aml.core.workspace import Input, Institution
from aml.ledger import find_profile, load_profile
from aml.ledger.profile import ANY_TABLE
from aml.pipeline.inputs import shown_profile
from aml.pipeline.workspace import (
    CANONICAL,
    Workspace,
    is_country,
    profile_folders,
    read_workspace,
    shown_path,
)

_LEDGERS = ("transactions", "remittances")


def workspace_of(config: Path | None, ledgers: Sequence[Path], profile: str | None) -> Workspace:
    """The workspace of aml.toml; ledgers that are named take the place of its own.

    Raises:
        UsageError: no such file, every mistake in aml.toml, or a profile without ledgers.
        LedgerError: the profile is not found or has a mistake.
    """
    if not ledgers:
        if profile:
            hint = "name the ledgers, or set the profile of an [[input]] in aml.toml"
            raise UsageError(Problem("RUN004", "--profile goes with ledgers", None, hint))
        return read_workspace(config or Path("aml.toml"))
    missing = [path for path in ledgers if not path.is_file()]
    if missing:
        raise UsageError([Problem("RUN001", f"no such file: {path}") for path in missing])
    own = config or Path("aml.toml")
    workspace = read_workspace(own) if config or own.is_file() else _bare(Path.cwd())
    given = _ledger_input(workspace, ledgers, profile or CANONICAL)
    others = tuple(item for item in workspace.inputs if item.table not in _LEDGERS)
    return replace(workspace, inputs=(*others, given))


def _bare(root: Path) -> Workspace:
    """A workspace of nothing but its folder; the command line has to name the currency."""
    return Workspace(
        root=root,
        institution=Institution("Institution", "", "bank", ""),
        inputs=(),
        scenarios=shipped("scenarios"),
        profiles=profile_folders(root),
    )


def _ledger_input(workspace: Workspace, ledgers: Sequence[Path], profile: str) -> Input:
    path = find_profile(profile, workspace.profiles)
    table = load_profile(path, shown_profile(path)).table
    ledger_id = path.stem if path.stem != CANONICAL else _LEDGERS[0]
    return Input(
        table=_LEDGERS[0] if table == ANY_TABLE else table,
        ledger_id=ledger_id,
        paths=tuple(path.resolve() for path in ledgers),
        shown=tuple(shown_path(path, workspace.root) for path in ledgers),
        profile=profile,
    )


def institution_of(
    workspace: Workspace,
    base_currency: str | None,
    country: str | None,
    banks: tuple[str, ...] = (),
) -> Institution:
    """The institution with what the command line says of it.

    Raises:
        UsageError: nobody names the base currency, or the country is no code.
    """
    known = workspace.institution
    currency = base_currency or known.base_currency
    if not currency:
        hint = "such as: aml scan entries.csv --base-currency EUR --country DE"
        message = "ledgers without an aml.toml need --base-currency"
        raise UsageError(Problem("RUN004", message, None, hint))
    if country and not is_country(country):
        hint = "two letters of ISO 3166, such as US"
        raise UsageError(Problem("RUN004", f"'{country}' is no country code", None, hint))
    return replace(
        known,
        base_currency=currency,
        country=country or known.country,
        banks=banks or known.banks,
    )


def parameters_of(workspace: Workspace, chosen: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """The workspace's parameters, then those of --set.

    Raises:
        UsageError: a text that is not ID.PARAM=VALUE.
    """
    parameters = {key: dict(values) for key, values in workspace.parameters.items()}
    for text in chosen:
        name, equals, value = text.partition("=")
        scenario_id, dot, parameter = name.partition(".")
        if not (equals and dot):
            hint = "such as --set cash_band.near_ratio=0.85"
            raise UsageError(Problem("RUN004", f"--set {text} is not ID.PARAM=VALUE", None, hint))
        parameters.setdefault(scenario_id, {})[parameter] = value
    return parameters
