"""Makes each room when it is first entered, so that the first one appears at once."""

from __future__ import annotations

from importlib import import_module

from textual.screen import Screen

from dossier.tui.screens.base import RoomScreen

_CLASSES = {
    "overview": "OverviewRoom",
    "requirements": "RequirementsRoom",
    "matrix": "MatrixRoom",
    "triage": "TriageRoom",
    "units": "UnitsRoom",
    "search": "SearchRoom",
    "findings": "FindingsRoom",
    "bundle": "BundleRoom",
    "ledger": "LedgerRoom",
}


def room_screen(name: str) -> RoomScreen:
    """The screen of a room."""
    module = import_module(f"dossier.tui.screens.{name}")
    screen: RoomScreen = getattr(module, _CLASSES[name])()
    return screen


def load_rooms() -> None:
    """Load every room's module, which takes a moment the first time."""
    for name in _CLASSES:
        import_module(f"dossier.tui.screens.{name}")


def record_screen(record_id: str, code: str | None) -> Screen[None]:
    """The screen of one record, opened from an ask or from none."""
    module = import_module("dossier.tui.screens.record")
    screen: Screen[None] = module.RecordScreen(record_id, code)
    return screen
