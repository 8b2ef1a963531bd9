"""What a screen is for, and what its keys do."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from dossier.i18n import N_, _
from dossier.tui.dialogs.base import Dialog
from dossier.tui.keys import shown_keys
from dossier.tui.rooms import ROOMS
from dossier.tui.screens.base import RoomScreen
from dossier.tui.text import Cell, fit
from dossier.tui.widgets.preview import line, lines

BASICS = (
    N_("Move with the arrow keys, PgUp and PgDn; Tab goes to the next part of the screen."),
    N_("Everything can be clicked; a double click opens, the wheel scrolls."),
    N_("Keys marked ^ are pressed together with Ctrl and work with any input method."),
    N_("The space bar marks several rows; the next decision is about all of them."),
    N_("Decisions are written at once; undo takes the last one back."),
    N_("Keys can be moved in dossier.toml under [keys], by the grey names above."),
)


class HelpScreen(Dialog[None]):
    """Help for the screen it was called from."""

    def __init__(self, about: Screen[object], moved: Mapping[str, str]) -> None:
        super().__init__(_("Help"))
        self._moved = moved
        self._about = about
        self._keys = shown_keys(about)

    def body(self) -> ComposeResult:
        """The guide, the keys, the basics."""
        rows = [Content(_(text)) for text in getattr(self._about, "GUIDE", ())]
        rows += [Content(""), line(Cell(_("Keys here"), "accent"))]
        rows += [_key_line("  ".join(i.all_keys), i.label, i.name) for i in self._keys]
        if isinstance(self._about, RoomScreen):
            rows += [Content(""), line(Cell(_("Rooms"), "accent"))]
            rows += [_key_line(r.shown_key(self._moved), r.title, r.binding) for r in ROOMS]
        rows += [Content(""), line(Cell(_("Everywhere"), "accent"))]
        rows += [Content(_(text)) for text in BASICS]
        with VerticalScroll():
            yield Static(lines(rows), markup=False)

    def on_mount(self) -> None:
        """Let the keys scroll at once."""
        self.query_one(VerticalScroll).focus()


def _key_line(keys: str, label: str, name: str) -> Content:
    return line(Cell(fit(keys, 22), "strong"), fit(_(label), 24), Cell(name, "dim"))
