"""Which asks a bundle is about: found by code or words, marked one by one or all that are shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input

from dossier.i18n import N_, _
from dossier.tui.dialogs.base import Dialog
from dossier.tui.dialogs.pick import Choice, narrowed
from dossier.tui.keys import bind
from dossier.tui.widgets.line_input import LineInput
from dossier.tui.widgets.rows import Column, ListRows
from dossier.tui.widgets.table import Table

COLUMNS = (
    Column(N_("Code"), 14),
    Column(N_("Ask"), 20, flex=2),
    Column(N_("Wanted"), 12, flex=1),
    Column(N_("Verdict"), 8),
)


class ScopeDialog(Dialog[tuple[str, ...]]):
    """Answers with the codes marked, in the edition's order; none means all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("mark_shown", "ctrl+t", "mark_shown", N_("Mark all shown")),
        bind("mark_none", "ctrl+n", "mark_none", N_("Mark none")),
        bind("to_list", "down", "to_list", N_("To the list"), show=False),
    ]

    def __init__(self, choices: Sequence[Choice], marked: Collection[str]) -> None:
        super().__init__(_("Which asks? Mark them with the space bar; none means all"))
        self._choices = choices
        self._marked = set(marked)

    def body(self) -> ComposeResult:
        """The line, the list, two buttons."""
        yield LineInput(placeholder=_("type a code or words"), id="wanted")
        yield Table(COLUMNS, id="choices", empty=N_("Nothing fits"))
        with Horizontal(classes="buttons"):
            yield Button(Content(_("Take these")), variant="primary", id="ok", compact=True)
            yield Button(Content(_("Back")), id="cancel", compact=True)

    def on_mount(self) -> None:
        """Show everything at first."""
        self._narrow("")
        self.query_one(Table).focus()

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Show what fits; marks stay, also on what is not shown."""
        self._take_marks()
        self._narrow(event.value)

    def _narrow(self, text: str) -> None:
        table = self.query_one(Table)
        self._shown = narrowed(self._choices, text)
        table.set_rows(ListRows(self._shown, lambda item: item.cells, lambda item: item.key))
        table.mark(*self._marked)

    def _take_marks(self) -> None:
        shown = {item.key for item in self._shown}
        self._marked = (self._marked - shown) | self.query_one(Table).marked

    def action_mark_shown(self) -> None:
        """Mark every ask that is shown."""
        self.query_one(Table).mark(*(item.key for item in self._shown))

    def action_mark_none(self) -> None:
        """Take every mark away."""
        self._marked.clear()
        self.query_one(Table).unmark()

    def action_to_list(self) -> None:
        """From the line into the list."""
        self.query_one(Table).focus()

    @on(Input.Submitted)
    @on(Button.Pressed, "#ok")
    @on(Table.Chosen)
    def take(self) -> None:
        """Answer with what is marked."""
        self._take_marks()
        self.dismiss(tuple(item.key for item in self._choices if item.key in self._marked))

    @on(Button.Pressed, "#cancel")
    def cancel(self) -> None:
        """Leave."""
        self.action_leave()
