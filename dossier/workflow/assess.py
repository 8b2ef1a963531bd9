"""Would this pass? The assessment of the archive as of a date."""

from __future__ import annotations

import datetime as dt

from dossier.model.assessment import Assessment
from dossier.rules.completeness import Frame, restrict
from dossier.workflow.assessing import assessments
from dossier.workflow.triage import find_requirement, find_unit
from dossier.workflow.workspace import Workspace


def check(
    workspace: Workspace,
    *,
    as_of: dt.date,
    unit: str | None = None,
    requirements: tuple[str, ...] = (),
) -> Assessment:
    """Coverage, findings and verdict; over one unit's duties or some requirements when named.

    In a process that stays open only what changed since the last call is judged again.
    """
    whole = assessments(workspace).current(as_of)
    if unit is None and not requirements:
        return whole
    settings = workspace.settings
    frame = Frame(workspace.edition, settings.duty, settings.stages, as_of)
    return restrict(whole, _wanted(workspace, whole, unit, requirements), frame)


def unread(workspace: Workspace) -> int:
    """How many contents were assessed without their text, which went with ``derived/``; known once
    something was assessed.
    """
    return assessments(workspace).contents.unread


def _wanted(
    workspace: Workspace, whole: Assessment, unit: str | None, requirements: tuple[str, ...]
) -> list[str]:
    codes = {find_requirement(workspace, text).code for text in requirements}
    name = find_unit(workspace, unit) if unit else None
    return [
        item.code
        for item in whole.requirements
        if (not codes or item.code in codes) and (name is None or name in item.units)
    ]
