"""Decisions on their way, and the ones that can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.model.events import Entry
    from dossier.workflow.workspace import Workspace

DEPTH = 100


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to decide: what to say afterwards, the act, and whether it needs proposals."""

    said: str
    act: Callable[[Workspace], object]
    proposes: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A deed that was done: what to say of it, and the ledger entries that take it back."""

    said: str
    entries: tuple[Entry, ...]
