"""What happened to a record or an ask, entry by entry."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from dossier.i18n import N_, _
from dossier.tui.dialogs.base import Dialog
from dossier.tui.text import Cell, plain
from dossier.tui.widgets.preview import line, lines
from dossier.tui.words import by_word, happening_words
from dossier.words.codes import event_word
from dossier.workflow.ledger_view import Happening


class HistoryDialog(Dialog[None]):
    """Ledger entries, oldest first."""

    GUIDE = (N_("Each line is an entry of the ledger; nothing is ever taken out of it."),)

    def __init__(self, about: str, entries: Sequence[Happening]) -> None:
        super().__init__(_("History") + f" {about}")
        self._entries = tuple(entries)

    def body(self) -> ComposeResult:
        """The entries, or a word that there are none."""
        rows = [entry_line(item) for item in self._entries]
        nothing = line(Cell(_("Nothing was decided yet"), "dim"))
        with VerticalScroll():
            yield Static(lines(rows or [nothing]), markup=False)

    def on_mount(self) -> None:
        """Begin at the newest entry."""
        scroll = self.query_one(VerticalScroll)
        scroll.focus()
        scroll.scroll_end(animate=False)


def entry_line(item: Happening) -> Content:
    """Position, time, what, which record, what else, who."""
    said = "  ".join(filter(None, (item.record, item.source, happening_words(item))))
    return line(
        Cell(f"{item.seq:>6}  ", "dim"),
        item.at[:16].replace("T", " ") + "  ",
        Cell(event_word(item.kind) + "  ", "strong"),
        plain(said),
        Cell("  " + by_word(item.by), "dim"),
    )
