"""Would this pass? The assessment of the archive as of a date."""

from __future__ import annotations

import datetime as dt

from dossier.model.assessment import Assessment
from dossier.rules.completeness import assess, restrict
from dossier.workflow.triage import find_requirement, find_unit
from dossier.workflow.workspace import Workspace


def check(
    workspace: Workspace,
    *,
    as_of: dt.date,
    unit: str | None = None,
    requirements: tuple[str, ...] = (),
) -> Assessment:
    """Coverage, findings and verdict; over one unit's duties or some requirements when named."""
    whole = assess(
        workspace.edition,
        workspace.profile,
        workspace.archive.catalogue.claims_overview(),
        workspace.archive.catalogue.waivers(),
        as_of=as_of,
        duty=workspace.settings.duty,
    )
    if unit is None and not requirements:
        return whole
    return restrict(whole, _wanted(workspace, whole, unit, requirements))


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
