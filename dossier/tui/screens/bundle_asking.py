"""What the bundle room asks the archive."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.bundle.progress import silent
from dossier.errors import DossierError
from dossier.model.assessment import Assessment
from dossier.model.bundles import BundlePlan
from dossier.shipped import load_profile, profile_ids
from dossier.tui.dialogs.pick import Choice, requirement_choices
from dossier.tui.text import plain
from dossier.tui.words import worded
from dossier.workflow.assessing import assessments
from dossier.workflow.bundle_history import BundleStory, bundle_stories
from dossier.workflow.ordering import Wish, order_of

if TYPE_CHECKING:
    from dossier.bundle.progress import Progress
    from dossier.workflow.bundle_order import Order
    from dossier.workflow.workspace import Workspace

_LARGEST = 2**20
"""Bytes of a YAML file beside the archive that may be a profile."""


def planned(
    workspace: Workspace, order: Order, progress: Progress = silent
) -> tuple[BundlePlan, Assessment]:
    """What would be written."""
    from dossier.workflow.compile import plan  # noqa: PLC0415 - loads what writes bundles

    return plan(workspace, order, progress)


def estimated(workspace: Workspace, wish: Wish) -> tuple[BundlePlan, Assessment] | DossierError:
    """The same without converting anything; what is wrong with a wish that is no order yet."""
    try:
        return planned(workspace, order_of(workspace, wish, estimate=True))
    except DossierError as error:
        return error


def history(workspace: Workspace) -> list[BundleStory]:
    """Every build, the newest first."""
    return bundle_stories(workspace)[::-1]


def profiles(workspace: Workspace) -> list[tuple[str, str]]:
    """Title and name of every profile to choose: the archive's, the shipped ones, and those that
    lie beside the archive's settings.
    """
    own = workspace.settings.profile
    beside = (
        path.name
        for pattern in ("*.yaml", "*.yml")
        for path in sorted(workspace.settings.root.glob(pattern))
        if path.stat().st_size <= _LARGEST
    )
    names = dict.fromkeys((own, *profile_ids(), *beside))
    found = ((title, name) for name in names if (title := _title(workspace, name)))
    return list(found) or [(own, own)]


def _title(workspace: Workspace, name: str) -> str:
    """What a profile calls itself; nothing for a file that is none."""
    path = workspace.settings.resolve(name)
    try:
        return plain(load_profile(path if path.is_file() else name).title)
    except DossierError:
        return ""


def scope_choices(
    workspace: Workspace, marked: Collection[str]
) -> tuple[list[Choice], frozenset[str]]:
    """Every ask that is uploaded, with its verdict; and the codes of those marked already."""
    assessment = assessments(workspace).current(workspace.today())
    verdicts = {item.code: worded(item.verdict) for item in assessment.requirements}
    codes = (workspace.codes.resolve(text) for text in marked)
    choices = [
        replace(item, cells=(*item.cells, verdicts.get(item.key, "")))
        for item in requirement_choices(workspace.edition)
    ]
    return choices, frozenset(code for code in codes if code)
