"""Unplaced records one after another: look, choose a number, on to the next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from dossier.i18n import N_, _, render
from dossier.model.editions import Edition
from dossier.model.placing import Suggestion
from dossier.model.records import Record
from dossier.tui.keys import RECORD_KEYS, bind
from dossier.tui.screens.deciding import DecidingRoom
from dossier.tui.screens.record import RecordScreen
from dossier.tui.text import Cell, Shown
from dossier.tui.widgets.preview import Look, Preview, line, lines, look_at
from dossier.tui.widgets.rows import Column, ListRows, NoRows
from dossier.tui.widgets.table import Table
from dossier.tui.words import kind_name
from dossier.workflow.find import Selection, list_records
from dossier.workflow.overview import Overview
from dossier.workflow.suggest import suggest
from dossier.workflow.workspace import Workspace

QUEUE = 2_000
Queue = tuple[int, list[Record]]
Proposal = tuple[Look | None, Edition, list[Suggestion]]


class TriageRoom(DecidingRoom):
    """Queue on the left; suggestions and preview on the right."""

    ROOM = "triage"
    GUIDE = (
        N_("Files that nobody placed yet. Look at one, press the number of the ask it serves."),
        N_("The list goes on to the next file by itself; ^Z takes the last step back."),
        N_("^G searches any ask by code or words. ^T marks all files of the same folder."),
        N_("^L puts a file off until later in this sitting; ^R sends it back to the unit."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(digit), f"take({digit})", show=False) for digit in range(1, 10)),
        *(item for item in RECORD_KEYS if item.id != "accept"),
        bind("group", "ctrl+t,t", "mark_folder", N_("Same folder")),
        bind("later", "ctrl+l,l", "later", N_("Later")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._records: dict[str, Record] = {}
        self._later: list[str] = []
        self._total = 0
        self._suggestions: list[Suggestion] = []
        self._edition: Edition | None = None
        self._restored: str | None = None

    def body(self) -> ComposeResult:
        """Queue; suggestions, their reasons, the record."""
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield Static(id="count", markup=False)
                yield Table(
                    (Column(N_("Unit"), 10), Column(N_("File"), 14, flex=1)),
                    id="queue",
                    empty=N_("Everything is placed"),
                )
            with Vertical(id="middle"):
                yield Table(
                    (
                        Column("", 1),
                        Column(N_("Sure"), 5, right=True),
                        Column(N_("Code"), 12),
                        Column(N_("Ask"), 14, flex=1),
                        Column(N_("Kind"), 8),
                    ),
                    id="suggestions",
                    markable=False,
                    empty=N_("No suggestion; ^G searches the asks"),
                )
                yield Static(id="reasons", markup=False)
                yield Preview(id="preview")

    def on_mount(self) -> None:
        """Begin at the queue."""
        self.query_one("#queue").focus()

    def restored(self, ids: Sequence[str]) -> None:
        """Go back to the record whose decision was taken back."""
        self._restored = ids[0] if ids else None

    def show_overview(self, overview: Overview) -> None:
        """The queue may have changed."""
        del overview
        self.ask(_queue, self._take_queue, "queue")

    def _take_queue(self, queue: Queue) -> None:
        self._total, records = queue
        self._records = {record.id: record for record in records}
        later = [item for item in self._later if item in self._records]
        self._later = later
        order = [item for item in self._records if item not in set(later)] + later
        self.part("#queue", Table).set_rows(
            ListRows([self._records[item] for item in order], self._cells, lambda item: item.id),
            keep=self._restored,
        )
        self._restored = None
        said = _("{count} to place").format(count=self._total)
        put_off = "  " + _("{count} put off").format(count=len(later)) if later else ""
        self.query_one("#count", Static).update(line(Cell(said, "strong"), Cell(put_off, "dim")))

    def _cells(self, record: Record) -> tuple[Shown, ...]:
        tone = "dim" if record.id in self._later else ""
        return Cell(record.unit or "—", tone), Cell(record.description.title or record.name, tone)

    @on(Table.Moved, "#queue")
    def look(self, event: Table.Moved) -> None:
        """Look at the record and ask where it may belong."""
        self._suggestions = []
        if event.key is None:
            self.query_one(Preview).show(None)
            self.part("#suggestions", Table).set_rows(NoRows())
            return
        wanted = event.key
        self.ask(partial(_proposal, record=wanted), self._propose, "look")

    def _propose(self, proposal: Proposal) -> None:
        look, self._edition, self._suggestions = proposal
        self.query_one(Preview).show(look)
        self.add_picture(look, self.query_one(Preview).show)
        rows = ListRows(
            list(enumerate(self._suggestions, 1)), self._suggestion_cells, lambda item: str(item[0])
        )
        table = self.part("#suggestions", Table)
        table.set_rows(rows)
        table.cursor = 0

    def _suggestion_cells(self, item: tuple[int, Suggestion]) -> tuple[Shown, ...]:
        number, suggestion = item
        assert self._edition is not None
        requirement = self._edition.requirement(suggestion.requirement)
        tone = (
            "good"
            if suggestion.probability >= 0.8
            else "warn"
            if suggestion.probability >= 0.4
            else "dim"
        )
        return (
            Cell(str(number), "accent"),
            Cell(f"{suggestion.probability:.0%}", tone),
            suggestion.requirement,
            requirement.title if requirement else "",
            kind_name(self._edition, suggestion.kind),
        )

    @on(Table.Moved, "#suggestions")
    def explain(self, event: Table.Moved) -> None:
        """Why this ask."""
        number = int(event.key) if event.key else 0
        chosen = self._suggestions[number - 1] if 0 < number <= len(self._suggestions) else None
        rows = (
            [render(reason.message, reason.parameters) for reason in chosen.reasons]
            if chosen
            else []
        )
        self.query_one("#reasons", Static).update(
            lines([line(Cell("· " + text, "dim")) for text in rows])
        )

    def action_take(self, number: int) -> None:
        """Place the chosen records under the suggestion with this number."""
        if number <= len(self._suggestions):
            self._place(self.chosen_ids(), self._suggestions[number - 1].requirement)

    @on(Table.Chosen, "#suggestions")
    def take_chosen(self, event: Table.Chosen) -> None:
        """Place under the suggestion chosen with Enter or the mouse."""
        self.action_take(int(event.key))
        self.query_one("#queue").focus()

    @on(Table.Chosen, "#queue")
    def open_record(self, event: Table.Chosen) -> None:
        """The record on a screen of its own."""
        self.app.push_screen(RecordScreen(event.key))

    def chosen_ids(self) -> list[str]:
        """Marked records, else the one under the cursor."""
        return self.part("#queue", Table).chosen()

    def action_mark_folder(self) -> None:
        """Mark every file in the queue that lay in the same folder."""
        table = self.part("#queue", Table)
        here = self._records.get(table.key or "")
        if here is None:
            return
        folder = _folder(here)
        table.marked |= {item.id for item in self._records.values() if _folder(item) == folder}
        table.refresh()
        text = _("{count} files of the same folder marked").format(count=len(table.marked))
        self.dossier.say(text)

    def action_later(self) -> None:
        """Put the chosen records at the end of the queue."""
        ids = self.chosen_ids()
        self._later = [item for item in self._later if item not in ids] + ids
        self._take_queue((self._total, list(self._records.values())))


def _folder(record: Record) -> tuple[str, str]:
    return record.source.inbox, str(record.source).rpartition("/")[0]


def _queue(workspace: Workspace) -> Queue:
    return list_records(workspace, Selection(states=("unplaced",), limit=QUEUE))


def _proposal(workspace: Workspace, record: str) -> Proposal:
    return (
        look_at(workspace, record),
        workspace.edition,
        suggest(workspace, [record]).get(record, []),
    )
