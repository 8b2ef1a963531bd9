"""Lists, slips and notices written from a room."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.workflow.workspace import Workspace


def write_paper(workspace: Workspace, kind: str, unit: str | None) -> Path:
    """Write one as of today, for a unit or for all; where it is."""
    from dossier.workflow.reports import write_report  # noqa: PLC0415 - heavy, rarely needed

    return write_report(workspace, kind, as_of=workspace.today(), unit=unit)
