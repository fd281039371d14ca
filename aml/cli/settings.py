"""What the command line asks for: a workspace of aml.toml, of ledgers and a profile, or of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from aml.core.problem import Problem, UsageError, did_you_mean
from aml.core.run import LEDGER_TABLES
from aml.core.shipped import shipped
from aml.core.workspace import Input, Institution
from aml.ledger import find_profile, load_profile
from aml.ledger.profile import ANY_TABLE
from aml.pipeline.inputs import shown_profile
from aml.pipeline.ledger_files import Found
from aml.pipeline.workspace import (
    CANONICAL,
    Workspace,
    find_files,
    is_country,
    profile_folders,
    read_workspace,
)
from aml.store import canonical_tables


def workspace_of(
    config: Path | None, ledgers: Sequence[Path], profile: str | None, table: str | None = None
) -> Workspace:
    """The workspace of aml.toml; ledgers that are named take the place of its own.

    Args:
        config: an aml.toml; by default that of this folder, if there is one.
        ledgers: files, folders and patterns.
        profile: how to read them; the canonical one by default.
        table: what they fill, where the profile leaves it open; transactions by default.

    Raises:
        UsageError: no such file, every mistake in aml.toml, or a profile without ledgers.
        LedgerError: the profile is not found or has a mistake.
    """
    if table and table not in canonical_tables():
        hint = did_you_mean(table, canonical_tables())
        raise UsageError(Problem("RUN004", f"no table '{table}'", None, hint))
    if not ledgers:
        if profile:
            hint = "name the ledgers, or set the profile of an [[input]] in aml.toml"
            raise UsageError(Problem("RUN004", "--profile goes with ledgers", None, hint))
        return read_workspace(config or Path("aml.toml"))
    own = config or Path("aml.toml")
    workspace = read_workspace(own) if config or own.is_file() else _bare(Path.cwd())
    found = [find_files(workspace.root, Path.cwd(), str(path)) for path in ledgers]
    missing = [path for path, one in zip(ledgers, found, strict=True) if not one.files]
    if missing:
        raise UsageError([Problem("RUN001", f"no such file: {path}") for path in missing])
    given = _ledger_input(workspace, found, profile or CANONICAL, table)
    others = tuple(item for item in workspace.inputs if item.table not in LEDGER_TABLES)
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


def _ledger_input(
    workspace: Workspace, found: Sequence[Found], profile: str, table: str | None
) -> Input:
    path = find_profile(profile, workspace.profiles)
    filled = load_profile(path, shown_profile(path)).table
    if filled == ANY_TABLE:
        filled = table or LEDGER_TABLES[0]
    files = dict(pair for one in found for pair in one.files)
    left = {shown for one in found for shown in one.left_out} - set(files.values())
    return Input(
        table=filled if table is None else table,
        ledger_id=path.stem if path.stem != CANONICAL else filled,
        paths=tuple(files),
        shown=tuple(files.values()),
        profile=profile,
        left_out=tuple(sorted(left)),
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
