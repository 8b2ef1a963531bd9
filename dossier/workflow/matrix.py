"""Who answers for what, as a table of units and asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dossier.model.assessment import RequirementCoverage
from dossier.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Crossing:
    """One unit at one ask: whether it leads, and how many of its records are claimed for it."""

    leads: bool
    records: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Units in the roster's order, asks in the edition's; only crossings that mean something."""

    units: tuple[str, ...]
    codes: tuple[str, ...]
    crossings: Mapping[tuple[str, str], Crossing]


def matrix(workspace: Workspace, coverage: Mapping[str, RequirementCoverage]) -> Matrix:
    """The table for an assessment's coverage."""
    claimants = workspace.archive.catalogue.claimants()
    records = {place: count for place, count in claimants.items() if place[0]}
    duties = {
        (unit, item.code): unit in item.lead for item in coverage.values() for unit in item.units
    }
    named = [unit.name for unit in workspace.units]
    others = sorted({unit for unit, _code in (*duties, *records)} - set(named))
    return Matrix(
        units=(*named, *others),
        codes=tuple(coverage),
        crossings={
            place: Crossing(duties.get(place, False), records.get(place, 0))
            for place in {*duties, *records}
            if place[1] in coverage
        },
    )
