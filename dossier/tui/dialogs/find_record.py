"""Find a record of the archive by its words, name or number."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from dossier.errors import UsageError
from dossier.i18n import N_, _
from dossier.model.records import Record
from dossier.tui.dialogs.base import Dialog
from dossier.tui.dialogs.pick import HINT
from dossier.tui.keys import bind
from dossier.tui.session import Session
from dossier.tui.text import Cell
from dossier.tui.widgets.line_input import LineInput
from dossier.tui.widgets.rows import Column, ListRows
from dossier.tui.widgets.table import Table
from dossier.tui.words import worded
from dossier.workflow.find import Selection, list_records, search
from dossier.workflow.workspace import Workspace

LIMIT = 50


class FindRecordDialog(Dialog[str]):
    """Answers with a record's number."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it from the class
        bind("row_down", "down", "step(1)"),
        bind("row_up", "up", "step(-1)"),
        bind("page_down", "pagedown", "step(10)"),
        bind("page_up", "pageup", "step(-10)"),
    ]

    def __init__(self, title: str, session: Session) -> None:
        super().__init__(title)
        self._session = session
        self._answered: str | None = None
        self._taking = False

    def body(self) -> ComposeResult:
        """A line to type into, the records that answer."""
        yield LineInput(placeholder=_("words, a name or a number"), id="wanted")
        yield Table(
            (
                Column(N_("Number"), 11),
                Column(N_("State"), 6),
                Column(N_("Unit"), 8),
                Column(N_("Title"), 20, flex=1),
            ),
            id="choices",
            markable=False,
            empty=N_("Nothing fits"),
        )
        yield Static(Content(_(HINT)), id="hint", markup=False)

    def on_mount(self) -> None:
        """Unplaced records first."""
        self._ask("")
        self.query_one(Input).focus()

    @on(Input.Changed)
    def look(self, event: Input.Changed) -> None:
        """Ask anew with each character."""
        self._ask(event.value)

    def _ask(self, text: str) -> None:
        session = self._session
        self._taking = False
        self.background(
            lambda: session.ask(lambda opened: _find(opened, text)),
            partial(self._show, text),
            "find",
        )

    def _show(self, text: str, records: list[Record]) -> None:
        """Show what answers the words that stand there; an older answer comes too late."""
        if text != self.query_one(Input).value:
            return
        self._answered = text
        self.query_one(Table).set_rows(ListRows(records, _cells, lambda record: record.id))
        self.query_one(Table).cursor = 0
        if self._taking:
            self.take()

    def action_step(self, rows: int) -> None:
        """Move in the list while typing."""
        self.query_one(Table).cursor += rows

    @on(Input.Submitted)
    @on(Table.Chosen)
    def take(self) -> None:
        """Answer with the row under the cursor, once the rows answer what was typed."""
        self._taking = self._answered != self.query_one(Input).value
        if not self._taking and (key := self.query_one(Table).key) is not None:
            self.dismiss(key)


def _cells(record: Record) -> tuple[Cell | str, ...]:
    title = record.description.title or record.name
    return record.id, worded(record.state), record.unit or "—", title


def _find(workspace: Workspace, text: str) -> list[Record]:
    if not text.strip():
        return list_records(workspace, Selection(states=("unplaced",), limit=LIMIT))[1]
    record = workspace.archive.catalogue.record(text.strip())
    if record is not None:
        return [record]
    try:
        found = search(workspace, text, Selection(limit=LIMIT, sort="score"))
    except UsageError:
        return []
    return [record for record, _score, _snippet in found.hits]
