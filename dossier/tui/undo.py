"""Decisions on their way, and the ones that can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dossier.workflow.undo import Decided
from dossier.workflow.workspace import Workspace

DEPTH = 100


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do to records: what to say afterwards, the records, the act."""

    said: str
    ids: tuple[str, ...]
    act: Callable[[Workspace], object]


@dataclass(frozen=True, slots=True)
class Done:
    """A deed that was done, and how to take it back."""

    said: str
    decided: Decided
