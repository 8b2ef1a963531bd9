"""What a screen is for, and what its keys do."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from dossier.i18n import N_, _
from dossier.tui.dialogs.base import Dialog
from dossier.tui.keys import shown_keys
from dossier.tui.rooms import ROOMS
from dossier.tui.text import Cell, fit
from dossier.tui.widgets.preview import line, lines

BASICS = (
    N_("Move with the arrow keys, PgUp and PgDn; Tab goes to the next part of the screen."),
    N_("Everything can be clicked; a double click opens, the wheel scrolls."),
    N_("Keys marked ^ are pressed together with Ctrl and work with any input method."),
    N_("The space bar marks several rows; the next decision is about all of them."),
    N_("Decisions are written at once. ^Z takes the last one back."),
    N_("Keys can be moved in dossier.toml under [keys], by the grey names above."),
)


class HelpScreen(Dialog[None]):
    """Help for the screen it was called from."""

    def __init__(self, about: Screen[object]) -> None:
        super().__init__(_("Help"))
        self._about = about
        self._keys = shown_keys(about)

    def body(self) -> ComposeResult:
        """The guide, the keys, the basics."""
        rows = [Content(_(text)) for text in getattr(self._about, "GUIDE", ())]
        rows += [Content(""), line(Cell(_("Keys here"), "accent"))]
        for item in self._keys:
            keys = Cell(fit("  ".join(item.all_keys), 22), "strong")
            rows.append(line(keys, fit(_(item.label), 24), Cell(item.name, "dim")))
        rows += [Content(""), line(Cell(_("Rooms"), "accent"))]
        rows.append(line("  ".join(f"{room.key.upper()} {_(room.title)}" for room in ROOMS)))
        rows += [Content(""), line(Cell(_("Everywhere"), "accent"))]
        rows += [Content(_(text)) for text in BASICS]
        with VerticalScroll():
            yield Static(lines(rows), markup=False)

    def on_mount(self) -> None:
        """Let the keys scroll at once."""
        self.query_one(VerticalScroll).focus()
