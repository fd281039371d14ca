"""A typology made testable: one YAML file, checked, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from aml.core.expression import Expression
from aml.core.plain import Value
from aml.core.problem import Location
from aml.core.threshold_set import ThresholdSet
from aml.core.vocabulary import Severity

#: `days` and `hours` are windows, and a ledger shorter than the longest makes the run incomplete;
#: `offset` is a distance in days between two dates, which asks for no history.
ParameterKind = Literal["money", "ratio", "count", "days", "hours", "offset", "km", "text"]
EvidenceKind = Literal["count", "money", "ratio", "hours", "days", "km", "number", "date", "text"]
ParameterValue = Decimal | int | str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A tunable value of a scenario: `range` is what tuning may not leave, `why` its reason."""

    name: str
    kind: ParameterKind
    default: ParameterValue
    low: Decimal | None
    high: Decimal | None
    why: str
    tunable: bool
    location: Location
    default_location: Location


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One measure in a reviewer's words.

    `recompute` is set on cited lines: the figure again, from the cited rows alone. `basis` is set
    on context lines: what the figure was compared with; either stands at `source_location`.
    `currency` names the measure that holds
    the currency of a money line; empty means the base currency. One money line is the headline:
    the amount that the alert is about.
    """

    name: str
    label: str
    kind: EvidenceKind
    recompute: Expression | None
    basis: str
    currency: str
    is_headline: bool
    location: Location
    source_location: Location


@dataclass(frozen=True, slots=True)
class ScorePoints:
    """Points added when a condition on the measures holds. `name` cites it (C1 … C9, or a word).

    `location` is where the condition begins, `points_location` where the points do.
    """

    when: Expression
    points: Expression
    name: str
    label: str
    location: Location
    points_location: Location


@dataclass(frozen=True, slots=True)
class ScoreRule:
    """A base and the points that measures add to it; the sum stops at 100."""

    base: Decimal
    add: tuple[ScorePoints, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class FilingCode:
    """A code of a report form, always or when a condition on the measures holds."""

    code: str
    when: Expression | None
    location: Location


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A term that an authority asks for, always or when a condition on the measures holds."""

    term: str
    when: Expression | None
    location: Location


@dataclass(frozen=True, slots=True)
class GoamlTag:
    """A tag of ours that a goAML profile turns into an indicator, always or on a condition."""

    tag: str
    when: Expression | None
    location: Location


@dataclass(frozen=True, slots=True)
class Filing:
    """What a report about this typology carries: FinCEN type/subtype, key terms, goAML tags."""

    fincen: tuple[FilingCode, ...]
    key_terms: tuple[KeyTerm, ...]
    goaml: tuple[GoamlTag, ...]


@dataclass(frozen=True, slots=True)
class TestTable:
    """Rows of one table of a test as text cells; `lines` holds the file line of each row."""

    __test__ = False
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class ScenarioTest:
    """A small ledger and the alerts expected from it (`expected` None means none at all)."""

    __test__ = False
    name: str
    kind: Literal["loud", "silent", "boundary"]
    tables: tuple[TestTable, ...]
    expected: TestTable | None
    parameters: Mapping[str, ParameterValue]
    location: Location


@dataclass(frozen=True, slots=True)
class SqlPiece:
    """A stretch of one line of SQL that stands in the YAML file.

    `start` and `end` are byte offsets into the SQL; `line` and `column` say where it begins in the
    file.
    """

    start: int
    end: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SqlText:
    """The SQL of a scenario and where it stands in the YAML file, to map errors back.

    SQL that an author wrote whole begins at `line` and `column`. SQL compiled from a pattern has
    `pieces`: what the author wrote of it; the rest belongs to the place of the pattern.
    """

    text: str
    path: str
    line: int
    column: int
    pieces: tuple[SqlPiece, ...] = ()

    def location(self, offset: int) -> Location:
        """The place in the YAML file of a byte offset into the SQL."""
        if self.pieces:
            return self._place_of_piece(offset)
        before = self._before(0, offset)
        line = before.count("\n")
        column = len(before) - (before.rfind("\n") + 1)
        return Location(self.path, self.line + line, self.column + column)

    def is_authored(self, offset: int) -> bool:
        """Whether the author wrote what stands at a byte offset; a compiler wrote the rest."""
        return not self.pieces or any(p.start <= offset < p.end for p in self.pieces)

    def _place_of_piece(self, offset: int) -> Location:
        for piece in self.pieces:
            if piece.start <= offset < piece.end:
                column = piece.column + len(self._before(piece.start, offset))
                return Location(self.path, piece.line, column)
        return Location(self.path, self.line, self.column)

    def _before(self, start: int, offset: int) -> str:
        return self.text.encode("utf-8")[start:offset].decode("utf-8", errors="ignore")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario file, checked.

    `digest` covers what decides on alerts and their figures: logic, parameters, threshold sets,
    score, evidence. `tests_digest` covers the tests of the file. Of `threshold_sets` the first
    that a focus fits holds for it.
    """

    scenario_id: str
    version: int
    title: str
    status: str
    severity: Severity
    typology: str
    stage: str
    focus: str
    author: str
    created: date
    modified: date
    description: str
    references: tuple[str, ...]
    false_positives: tuple[str, ...]
    known_gaps: tuple[str, ...]
    requires: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    threshold_sets: tuple[ThresholdSet, ...]
    sql: SqlText
    score: ScoreRule
    evidence: tuple[EvidenceLine, ...]
    narrative: str
    narrative_location: Location
    filing: Filing
    tests: tuple[ScenarioTest, ...]
    portable: bool
    digest: str
    tests_digest: str
    location: Location
    key_locations: Mapping[str, Location] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """How alerts and reports cite it: `cash_band@2`."""
        return f"{self.scenario_id}@{self.version}"

    @property
    def focus_column(self) -> str:
        """The first column of the result: `customer_id` for the focus customer."""
        return f"{self.focus}_id"

    @property
    def headline(self) -> EvidenceLine | None:
        """The money line that the alert is about, if the scenario has one."""
        return next((line for line in self.evidence if line.is_headline), None)

    def defaults(self) -> dict[str, ParameterValue]:
        """The parameters as the file sets them."""
        return {parameter.name: parameter.default for parameter in self.parameters}


@dataclass(frozen=True, slots=True)
class Applicability:
    """Whether a scenario could run on this ledger, and why not."""

    scenario_id: str
    state: Literal["ran", "not_applicable", "incomplete"]
    reason: str
    alerts: int = 0
    measured: Mapping[str, Value] = field(default_factory=dict)
