"""The rooms in their order, with their keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dossier.i18n import N_
from dossier.tui.keys import moved_key


class Room(NamedTuple):
    """A room: mode name, function key, title as a message id."""

    name: str
    key: str
    title: str

    @property
    def binding(self) -> str:
        """The name by which settings move its key."""
        return f"room_{self.name}"

    def shown_key(self, keys: Mapping[str, str]) -> str:
        """Its key as people write it, which settings may have moved."""
        return moved_key(keys, self.binding, self.key)


ROOMS = (
    Room("overview", "f1", N_("Overview")),
    Room("requirements", "f2", N_("Asks")),
    Room("matrix", "f3", N_("Matrix")),
    Room("triage", "f4", N_("Triage")),
    Room("units", "f5", N_("Units")),
    Room("search", "f6", N_("Search")),
    Room("findings", "f7", N_("Findings")),
    Room("bundle", "f8", N_("Bundle")),
    Room("ledger", "f9", N_("Ledger")),
)
