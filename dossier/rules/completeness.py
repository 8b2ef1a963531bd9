"""Verdict, counts and percentages over the asks of an edition; every number is made here once.

Percentages use required slots and owed asks only: bonus items and what is not uploaded stay out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dossier.model.assessment import (
    Assessment,
    Gap,
    RequirementCoverage,
    Summary,
    Verdict,
)
from dossier.model.editions import Edition
from dossier.model.findings import Finding
from dossier.model.settings import DutySettings, StageSettings
from dossier.rules.coverage import combined, gaps, kind_name
from dossier.rules.duty import share, stages, unit_coverage
from dossier.rules.scoring import forecast, indicator_coverage

__all__ = ["Frame", "assembled", "combined", "kind_name", "restrict", "sorted_gaps", "summarise"]


@dataclass(frozen=True, slots=True)
class Frame:
    """The edition, its days, and the day of the assessment."""

    edition: Edition
    duty: DutySettings
    stages: StageSettings
    as_of: dt.date


def assembled(
    frame: Frame,
    covered: Sequence[RequirementCoverage],
    strays: Sequence[Finding],
    loose: Sequence[Finding],
    dismissed: int = 0,
) -> Assessment:
    """The assessment from its asks; ``loose`` findings are those of records wherever they stand."""
    return Assessment(
        edition=frame.edition.id,
        as_of=frame.as_of.isoformat(),
        verdict=combined(item.verdict for item in covered if item.owed),
        summary=summarise(covered),
        requirements=tuple(covered),
        units=unit_coverage(covered, frame.duty),
        findings=unique((*(one for item in covered for one in item.findings), *strays, *loose)),
        indicators=indicator_coverage(frame.edition, covered),
        stages=stages(frame.stages, frame.as_of),
        forecast=forecast(frame.edition, covered),
        gaps=sorted_gaps(gap for item in covered for gap in gaps(item)),
        dismissed=dismissed,
    )


def restrict(assessment: Assessment, keep: Sequence[str], frame: Frame) -> Assessment:
    """The same assessment over some requirements only, counted anew."""
    wanted = set(keep)
    covered = tuple(item for item in assessment.requirements if item.code in wanted)
    whole = assembled(frame, covered, (), ())
    return replace(whole, dismissed=assessment.dismissed)


def summarise(covered: Sequence[RequirementCoverage]) -> Summary:
    """Counts that add up: satisfied (waived among them) + incomplete + undetermined + not uploaded
    + bonus items is the number of requirements.
    """
    asked = [item for item in covered if item.owed]
    count = {verdict: sum(1 for item in asked if item.verdict is verdict) for verdict in Verdict}
    slots = [slot for item in asked if not item.waived for slot in item.slots if slot.required]
    filled = sum(1 for slot in slots if slot.verdict is Verdict.COMPLETE)
    bonus = sum(1 for item in covered if item.bonus)
    return Summary(
        requirements=len(covered),
        satisfied=count[Verdict.COMPLETE],
        waived=sum(1 for item in asked if item.waived),
        incomplete=count[Verdict.INCOMPLETE],
        undetermined=count[Verdict.UNDETERMINED],
        not_uploaded=sum(1 for item in covered if not item.uploaded and not item.bonus),
        coverage=share(count[Verdict.COMPLETE], len(asked)),
        slots=len(slots),
        slots_filled=filled,
        slot_coverage=share(filled, len(slots)),
        bonus=bonus,
    )


def sorted_gaps(found: Iterable[Gap]) -> tuple[Gap, ...]:
    """Most points to win first, then the nearest day; asks without points follow by their day."""
    return tuple(
        sorted(found, key=lambda gap: (-(gap.points or 0.0), gap.due or "9999", gap.requirement))
    )


def unique(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, in order; one about a record is the same object under all its asks."""
    return tuple({id(finding): finding for finding in findings}.values())
