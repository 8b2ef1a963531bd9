"""Who owes what until when: units, stages, the white-yellow-red scale."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from dossier.model.assessment import RequirementCoverage, Stage, UnitCoverage, Verdict
from dossier.model.settings import DutySettings, StageSettings

STAGES = ("collection", "review", "correction", "final", "upload")
"""The stages of a year's archive, in their order."""


def stages(settings: StageSettings, as_of: dt.date) -> tuple[Stage, ...]:
    """The stages that have a date, in order."""
    days = ((name, getattr(settings, name)) for name in STAGES)
    return tuple(
        Stage(name, day, (dt.date.fromisoformat(day) - as_of).days) for name, day in days if day
    )


def deadline(duty: DutySettings, settings: StageSettings) -> str | None:
    """Until when units owe what has no day of its own: collection ends, else the submission."""
    return settings.collection or duty.deadline or settings.upload


def test_day(duty: DutySettings, settings: StageSettings) -> dt.date | None:
    """The day the test begins, which windows count back from; None where nobody said."""
    day = settings.upload or duty.deadline
    return dt.date.fromisoformat(day) if day else None


def unit_coverage(
    covered: Sequence[RequirementCoverage], duty: DutySettings
) -> tuple[UnitCoverage, ...]:
    """What each lead unit owes, in the order in which the edition first names them.

    A unit that was waived has done its part of an ask, whatever the other lead units still owe.
    """
    owed: defaultdict[str, list[RequirementCoverage]] = defaultdict(list)
    helping: defaultdict[str, int] = defaultdict(int)
    for item in covered:
        if item.owed:
            for unit in item.lead:
                owed[unit].append(item)
            for unit in item.cooperating:
                helping[unit] += 1
    names = dict.fromkeys((*owed, *helping))
    return tuple(_unit(name, owed.get(name, []), helping.get(name, 0), duty) for name in names)


def is_open(item: RequirementCoverage, unit: str) -> bool:
    """Whether a lead unit still owes an ask."""
    return item.verdict is not Verdict.COMPLETE and unit not in item.waived_units


def _unit(
    unit: str, items: Sequence[RequirementCoverage], helping: int, duty: DutySettings
) -> UnitCoverage:
    open_items = [item for item in items if is_open(item, unit)]
    left = [item.days_left for item in open_items if item.days_left is not None]
    points = [item.points for item in open_items if item.points is not None]
    return UnitCoverage(
        unit=unit,
        owed=len(items),
        satisfied=len(items) - len(open_items),
        overdue_days=max(0, -min(left, default=0)),
        colour=colour(len(open_items), min(left, default=None), duty),
        coverage=share(len(items) - len(open_items), len(items)),
        open=tuple(item.code for item in open_items),
        due=min((item.due for item in open_items if item.due), default=None),
        points=round(sum(points), 2) if points else None,
        cooperates=helping,
    )


def colour(open_items: int, days_left: int | None, duty: DutySettings) -> str:
    """Green when nothing is open; else white, yellow and red as the day comes near."""
    if not open_items:
        return "green"
    if days_left is None or days_left > duty.yellow_days:
        return "white"
    return "yellow" if days_left > duty.red_days else "red"


def share(part: int, whole: int) -> float:
    """The one way a percentage is made here: four decimals, 1.0 of nothing."""
    return round(part / whole, 4) if whole else 1.0


def percent(share: float) -> str:
    """A share as every screen and table shows it."""
    return f"{share:.1%}"
