"""Everything that decides on a run, gathered before the first record is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from aml import __version__
from aml.core.digest import digest, file_sha256, short_digest
from aml.core.disposition import Disposition
from aml.core.plain import plain
from aml.core.run import Reading
from aml.core.workspace import Input
from aml.ledger import Profile
from aml.pipeline.dispositions import read_dispositions
from aml.pipeline.inputs import fiu_files, load_profiles, reference_inputs, rule_files
from aml.pipeline.library import Active, active_scenarios
from aml.pipeline.previous import Previous
from aml.pipeline.quality import check_allowed
from aml.pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Basis:
    """A workspace with what it names: every input, profile and scenario, and the run before.

    `inputs` holds the workspace's own and the dated tables of the scenario folder; `profiles` are
    by the name that an input gives them; `dispositions` are what was decided before.
    """

    workspace: Workspace
    inputs: tuple[Input, ...]
    profiles: Mapping[str, Profile]
    active: tuple[Active, ...]
    previous: Previous | None
    dispositions: tuple[Disposition, ...] = ()


def gather(
    workspace: Workspace,
    previous: Previous | None = None,
    dispositions: tuple[Disposition, ...] | None = None,
) -> Basis:
    """Load and check everything that a run is made with.

    Args:
        workspace: what to scan.
        previous: the run before.
        dispositions: what was decided; by default what the workspace's file says.

    Raises:
        RunError: the file of decisions cannot be read, or was changed.
        UsageError: settings that name what is not there.
        LedgerError: a profile with a mistake.
        ScenarioError: a scenario file with a mistake.
    """
    check_allowed(workspace.allow)
    active = active_scenarios(workspace)
    inputs = (*workspace.inputs, *reference_inputs(workspace))
    profiles = load_profiles(workspace, inputs)
    if dispositions is None:
        path = workspace.dispositions
        dispositions = read_dispositions(path) if path else ()
    return Basis(workspace, inputs, profiles, tuple(active), previous, dispositions)


def settings_in_force(basis: Basis) -> Mapping[str, str]:
    """The settings that decide on findings or documents, as text."""
    workspace = basis.workspace
    institution = workspace.institution
    return {
        "institution": institution.name,
        "country": institution.country,
        "sector": institution.sector,
        "base_currency": institution.base_currency,
        "threshold_set": workspace.threshold_set or "",
        "require": " ".join(workspace.require),
        "allow": " ".join(workspace.allow),
        "banks": " ".join(institution.banks),
        "max_rejected": str(workspace.max_rejected),
        "show_rows": "true" if workspace.show_rows else "false",
        "time_limit_seconds": str(workspace.time_limit),
        "detector": "true" if workspace.use_detector else "false",
        "detector_monthly_cap": str(workspace.monthly_cap),
        "documents": " ".join(workspace.documents),
        "arrival_days": str(workspace.arrival_days),
        "filing": short_digest(plain(workspace.filer), 8),
        "as_of": workspace.as_of.isoformat() if workspace.as_of else "",
        "previous": basis.previous.run_id if basis.previous else "",
    }


def name_run(basis: Basis, reading: Reading, uses: object, as_of: date) -> str:
    """The day and eight digits of everything that decided.

    Args:
        basis: settings, profiles, the files of the scenario folder and the run before.
        reading: the files with their hashes.
        uses: the scenarios and detectors with their parameters, as reports cite them.
        as_of: the day of the run.
    """
    deciding = {
        "files": [
            [file.table, file.ledger_id, file.profile, file.path, file.sha256]
            for file in reading.files
        ],
        "profiles": sorted([item.name, file_sha256(item.path)] for item in basis.profiles.values()),
        "scenarios": plain(uses),
        "rules": [[name, file_sha256(path)] for name, path in rule_files(basis.workspace).items()],
        "settings": settings_in_force(basis),
        "previous": digest(plain(basis.previous)) if basis.previous else None,
        "dispositions": digest(plain(basis.dispositions)),
        "as_of": as_of.isoformat(),
        "tool": __version__,
    }
    if kept := fiu_files(basis.workspace):
        deciding["fiu"] = [[name, file_sha256(path)] for name, path in kept.items()]
    return f"{as_of.isoformat()}-{short_digest(deciding, 8)}"
