"""Assessment values: findings, coverage and verdict for an edition at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dossier.model.findings import Finding


class Verdict(StrEnum):
    """Complete means usable; undetermined means nobody could tell."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class SlotCoverage:
    """``found`` counts claims in counting states, ``usable`` those whose record is usable,
    ``unknown`` those nobody could judge.
    """

    kind: str
    needed: int
    found: int
    usable: int
    unknown: int
    required: bool
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class RequirementCoverage:
    """One ask: its slots, the records that serve it, what was found. ``waived`` and
    ``uploaded=False`` requirements count as satisfied and as left out.
    """

    code: str
    title: str
    indicator: str
    lead: tuple[str, ...]
    units: tuple[str, ...]
    due: str | None
    verdict: Verdict
    waived: bool
    uploaded: bool
    slots: tuple[SlotCoverage, ...]
    records: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """What a unit owes as lead. ``colour`` is ``green``, ``white``, ``yellow`` or ``red``."""

    unit: str
    owed: int
    satisfied: int
    overdue_days: int
    colour: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over the requirements; ``coverage`` is satisfied (waived included) over all that are
    uploaded, 0.0 to 1.0.
    """

    requirements: int
    satisfied: int
    waived: int
    incomplete: int
    undetermined: int
    not_uploaded: int
    coverage: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer to «would this pass?» as of a date."""

    edition: str
    as_of: str
    verdict: Verdict
    summary: Summary
    requirements: tuple[RequirementCoverage, ...]
    units: tuple[UnitCoverage, ...]
    findings: tuple[Finding, ...]
