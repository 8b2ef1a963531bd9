"""Decisions on their way, and the ones that can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.workflow.undo import Decided
    from dossier.workflow.workspace import Workspace

DEPTH = 100


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do to records: what to say afterwards, the records, the act."""

    said: str
    ids: tuple[str, ...]
    act: Callable[[Workspace], object]
    back: Callable[[Workspace], object] | None = None
    """Takes the deed back where restoring records and waivers is not what it takes."""


@dataclass(frozen=True, slots=True)
class Done:
    """A deed that was done, and how to take it back."""

    deed: Deed
    decided: Decided

    def take_back(self, workspace: Workspace) -> None:
        """Undo it; raises UsageError when somebody decided something else since."""
        from dossier.workflow.undo import take_back  # noqa: PLC0415 - heavy, see the app

        if self.deed.back is not None:
            self.deed.back(workspace)
        else:
            take_back(workspace, self.decided)
