"""The rooms in their order, with their keys."""

from __future__ import annotations

from typing import NamedTuple

from dossier.i18n import N_


class Room(NamedTuple):
    """A room: mode name, function key, title as a message id."""

    name: str
    key: str
    title: str


ROOMS = (
    Room("overview", "f1", N_("Overview")),
    Room("requirements", "f2", N_("Asks")),
    Room("bundle", "f8", N_("Bundle")),
)
