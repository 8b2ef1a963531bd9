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


class Need(StrEnum):
    """Whether a slot is owed: only required ones count in verdicts and percentages."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    CONDITIONAL = "conditional"


class Standing(StrEnum):
    """How far a slot or an ask is, in words of the team's day."""

    MISSING = "missing"
    RETURNED = "returned"
    UNUSABLE = "unusable"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class SlotCoverage:
    """``found`` counts claims in counting states, ``usable`` those whose record is usable,
    ``unknown`` those nobody could judge, ``accepted`` the usable ones the team has accepted,
    ``returned`` those sent back and not yet replaced.
    """

    kind: str
    needed: int
    found: int
    usable: int
    unknown: int
    required: bool
    verdict: Verdict
    need: Need = Need.REQUIRED
    state: Standing = Standing.MISSING
    accepted: int = 0
    returned: int = 0
    most: int | None = None
    condition: str = ""


@dataclass(frozen=True, slots=True)
class RequirementCoverage:
    """One ask: its slots, the records that serve it, what was found. ``waived`` and
    ``uploaded=False`` requirements count as satisfied and as left out.

    ``waived`` holds when every lead unit was waived; ``waived_units`` names those that were.
    ``points`` is what the ask is worth, None where the edition states no points; ``days_left``
    until ``due``, negative when it has passed.
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
    state: Standing = Standing.MISSING
    waived_units: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    bonus: bool = False
    points: float | None = None
    days_left: int | None = None
    sampled: bool = False

    @property
    def owed(self) -> bool:
        """Whether it counts: uploaded and no bonus item."""
        return self.uploaded and not self.bonus


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """What a unit owes as lead. ``colour`` is ``green``, ``white``, ``yellow`` or ``red``.

    ``coverage`` is satisfied over owed. ``open`` are the codes not satisfied, ``due`` the earliest
    day among them, ``points`` what they are worth together (None: not stated). ``cooperates``
    counts the asks it only contributes to.
    """

    unit: str
    owed: int
    satisfied: int
    overdue_days: int
    colour: str
    coverage: float = 1.0
    open: tuple[str, ...] = ()
    due: str | None = None
    points: float | None = None
    cooperates: int = 0


@dataclass(frozen=True, slots=True)
class IndicatorCoverage:
    """A node of the edition's tree: its own asks and those below it, bonus items left out."""

    code: str
    title: str
    level: int
    requirements: int
    satisfied: int
    coverage: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over the requirements; ``coverage`` is satisfied (waived included) over all that are
    uploaded, 0.0 to 1.0. ``slots`` and ``slots_filled`` count required slots the same way.
    Bonus items are counted among the requirements and in ``bonus``, in none of the others: what is
    satisfied, incomplete, undetermined, not uploaded and bonus adds up to ``requirements``.
    """

    requirements: int
    satisfied: int
    waived: int
    incomplete: int
    undetermined: int
    not_uploaded: int
    coverage: float
    slots: int = 0
    slots_filled: int = 0
    slot_coverage: float = 1.0
    bonus: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the archive's year: ``collection``, ``review``, ``correction``, ``final`` or
    ``upload``; ``days_left`` is negative when it has passed.
    """

    name: str
    date: str
    days_left: int


@dataclass(frozen=True, slots=True)
class BonusShown:
    """A bonus item: how many of its asks are shown and what that adds (None: not stated)."""

    code: str
    title: str
    asks: int
    shown: int
    points: float | None
    points_max: float | None


@dataclass(frozen=True, slots=True)
class NegativeItem:
    """An item of the negative list; ``points`` are deducted where it applies."""

    code: str
    title: str
    points: float | None
    consequences: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """The score as far as the edition states points: of ``total``, ``now`` are safe, ``open`` can
    still be won and ``unknown`` wait for somebody to judge; ``stated`` is the share of asks whose
    points are stated at all.
    """

    total: float
    now: float
    open: float
    unknown: float
    stated: float
    bonus: tuple[BonusShown, ...] = ()
    negative: tuple[NegativeItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """One required slot, count of subjects or set of days that keeps an ask open.

    ``missing`` is how many are lacking of ``needed``; ``found`` came in, ``usable`` of them count.
    ``what`` names the subjects or days that lack, empty for a slot. ``points`` is what closing the
    whole ask wins.
    """

    requirement: str
    title: str
    kind: str
    units: tuple[str, ...]
    missing: int
    state: Standing
    due: str | None
    days_left: int | None
    points: float | None
    needed: int = 0
    found: int = 0
    usable: int = 0
    what: str = ""

    @property
    def days_late(self) -> int:
        """How many days past its due day, 0 before it and where none is set."""
        return max(0, -(self.days_left or 0))


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
    indicators: tuple[IndicatorCoverage, ...] = ()
    stages: tuple[Stage, ...] = ()
    forecast: Forecast | None = None
    gaps: tuple[Gap, ...] = ()
    dismissed: int = 0
