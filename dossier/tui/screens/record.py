"""One record on a screen of its own, with everything that can be done to it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from dossier.i18n import N_, _
from dossier.tui.keys import RECORD_KEYS, bind
from dossier.tui.screens.deciding import DecidingRoom
from dossier.tui.text import Cell, plain
from dossier.tui.widgets.keybar import KeyBar
from dossier.tui.widgets.preview import Look, Preview, line, lines, look_at
from dossier.words.codes import event_word, word
from dossier.workflow.find import history
from dossier.workflow.overview import Overview
from dossier.workflow.triage import find_records
from dossier.workflow.workspace import Workspace


class RecordScreen(DecidingRoom):
    """Preview and history of one record."""

    ROOM = ""
    GUIDE = (N_("One record: what it is, what it proves, what is wrong with it, what it says."),)
    BINDINGS: ClassVar[list[BindingType]] = [
        *RECORD_KEYS,
        bind("back", "escape", "leave", N_("Back")),
        bind("history", "ctrl+t,h", "history", N_("History")),
    ]

    def __init__(self, record_id: str, code: str | None = None) -> None:
        super().__init__()
        self._record_id = record_id
        self._code = code
        self._history = False

    def compose(self) -> ComposeResult:
        """The preview over the whole screen."""
        yield Preview(id="preview")
        with VerticalScroll(id="history"):
            yield Static(markup=False, id="history-text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Fetch the record."""
        self.query_one("#history").display = False
        self.query_one(Preview).focus()
        self.show_overview(None)

    def on_screen_resume(self) -> None:
        """No room is entered."""

    def take_overview(self) -> None:
        """Something changed: fetch the record again."""
        self.show_overview(None)

    def show_overview(self, overview: Overview | None) -> None:
        """Fetch the record anew."""
        del overview
        self.ask(lambda workspace: look_at(workspace, self._record_id), self._show, "look")

    def _show(self, look: Look | None) -> None:
        self.query_one(Preview).show(look)
        self.add_picture(look, self.query_one(Preview).show)

    def chosen_ids(self) -> list[str]:
        """The one record."""
        return [self._record_id]

    def present_code(self) -> str | None:
        """The ask it was opened from."""
        return self._code

    def action_history(self) -> None:
        """Show what happened to it, or its content again."""
        self._history = not self._history
        self.query_one("#history").display = self._history
        self.query_one(Preview).display = not self._history
        if self._history:
            self.query_one("#history").focus()
            self.ask(
                lambda opened: _history(opened, self._record_id), self._show_history, "history"
            )

    def _show_history(self, rows: Content) -> None:
        self.query_one("#history-text", Static).update(rows)

    def action_leave(self) -> None:
        """Back to the room."""
        self.dismiss(None)


def _history(workspace: Workspace, record_id: str) -> Content:
    rows = [line(Cell(_("History") + f" {record_id}", "strong"))]
    for entry in history(workspace, find_records(workspace, [record_id])[0]):
        event = entry.get("event", {})
        kind = str(entry.get("type") or event.get("type") or "")
        rows.append(
            line(
                Cell(f"{entry.get('seq', '')!s:>7}  ", "dim"),
                f"{str(entry.get('at', ''))[:19]}  ",
                event_word(kind),
                Cell("  " + plain(_details(event)), "dim"),
                Cell("  " + plain(str(entry.get("by", ""))), "dim"),
            )
        )
    return lines(rows)


def _details(event: dict[str, object]) -> str:
    state, reason = event.get("state"), event.get("reason")
    claim = event.get("claim")
    requirement = event.get("requirement")
    if isinstance(claim, dict):
        requirement = claim.get("requirement")
    parts = [word(state) if state else "", str(requirement or ""), str(reason or "")]
    return "  ".join(part for part in parts if part)
