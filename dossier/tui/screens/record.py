"""One record on a screen of its own, with everything that can be done to it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from dossier.i18n import N_
from dossier.tui.dialogs.history import HistoryDialog
from dossier.tui.keys import MOVE_KEY, RECORD_KEYS, bind
from dossier.tui.screens.deciding import DecidingRoom
from dossier.tui.widgets.keybar import KeyBar
from dossier.tui.widgets.notice import Notice
from dossier.tui.widgets.preview import Preview
from dossier.workflow.ledger_view import about_record
from dossier.workflow.overview import Overview


class RecordScreen(DecidingRoom):
    """Preview of one record, its history a key away."""

    ROOM = ""
    GUIDE = (N_("One record: what it is, what it proves, what is wrong with it, what it says."),)
    BINDINGS: ClassVar[list[BindingType]] = [
        *RECORD_KEYS,
        MOVE_KEY,
        bind("back", "escape", "leave", N_("Back")),
        bind("history", "ctrl+t,h", "history", N_("History")),
    ]

    def __init__(self, record_id: str, code: str | None = None) -> None:
        super().__init__()
        self._record_id = record_id
        self._code = code

    def compose(self) -> ComposeResult:
        """The preview over the whole screen."""
        yield Preview(id="preview")
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        """Fetch the record."""
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
        self.preview_record(self._record_id)

    def chosen_ids(self) -> list[str]:
        """The one record."""
        return [self._record_id]

    def present_code(self) -> str | None:
        """The ask it was opened from."""
        return self._code

    def action_history(self) -> None:
        """Show what happened to it."""
        self.ask(
            lambda opened: about_record(opened, self._record_id),
            lambda found: self.app.push_screen(HistoryDialog(self._record_id, found)),
            "dialog",
        )

    def action_leave(self) -> None:
        """Back to the room."""
        self.dismiss(None)
