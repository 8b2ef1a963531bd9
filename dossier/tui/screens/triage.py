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
from dossier.tui.text import Cell, Shown
from dossier.tui.widgets.preview import Look, Preview, line, lines, look_at
from dossier.tui.widgets.rows import Column, ListRows, NoRows
from dossier.tui.widgets.table import Table
from dossier.tui.words import kind_name
from dossier.workflow import placing
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
        N_("^S marks the files of one occasion; a number places each where its kind goes."),
        N_("^N: the suggestion under the cursor is wrong and is not made again for this file."),
        N_("^L puts a file off until later in this sitting; ^R sends it back to the unit."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(digit), f"take({digit})", show=False) for digit in range(1, 10)),
        *(item for item in RECORD_KEYS if item.id != "accept"),
        bind("group", "ctrl+t,t", "mark_folder", N_("Same folder")),
        bind("occasion", "ctrl+s,s", "mark_occasion", N_("Same occasion"), show=False),
        bind("refuse", "ctrl+n,n", "refuse", N_("Not this one")),
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
        self._occasion: tuple[str, ...] = ()

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
        """Begin at the queue, where it was left."""
        self._restored = self.dossier.memory.get("triage.record", "") or None
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
        self.dossier.memory.keep("triage.record", event.key)
        self.ask(partial(_proposal, record=event.key), self._propose, "look")

    def _propose(self, proposal: Proposal) -> None:
        look, self._edition, self._suggestions = proposal
        self.show_look(look)
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
        ids = self.chosen_ids()
        if not ids or number > len(self._suggestions):
            return
        suggestion = self._suggestions[number - 1]
        code = suggestion.requirement
        said = _("{count} placed under {code}").format(count=len(ids), code=code)
        if len(ids) == 1:
            self.decide(said, lambda opened: placing.take(opened, ids[0], suggestion))
        elif set(ids) == set(self._occasion):
            self.decide(said, lambda opened: placing.place_group(opened, ids, code))
        else:
            self.place(ids, code)

    def action_refuse(self) -> None:
        """The chosen records do not serve the suggestion under the cursor, now or ever."""
        ids, number = self.chosen_ids(), int(self.part("#suggestions", Table).key or 0)
        if not ids or not 0 < number <= len(self._suggestions):
            return
        code = self._suggestions[number - 1].requirement
        said = _("{code} is not suggested for {count} records any more").format(
            code=code, count=len(ids)
        )
        self.decide(said, lambda opened: placing.refuse(opened, ids, code))

    @on(Table.Chosen, "#suggestions")
    def take_chosen(self, event: Table.Chosen) -> None:
        """Place under the suggestion chosen with Enter or the mouse."""
        self.action_take(int(event.key))
        self.query_one("#queue").focus()

    @on(Table.Chosen, "#queue")
    def open_record(self, event: Table.Chosen) -> None:
        """The record on a screen of its own."""
        self.open_record_screen(event.key)

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

    def action_mark_occasion(self) -> None:
        """Mark the files that belong to one occasion with this one: its papers, pictures, lists."""
        if (key := self.part("#queue", Table).key) is not None:
            self.ask(lambda opened: placing.occasion_of(opened, key), self._mark_occasion, "mark")

    def _mark_occasion(self, ids: tuple[str, ...]) -> None:
        if not ids:
            self.dossier.say(_("Nothing else in the queue belongs to the same occasion"))
            return
        table = self.part("#queue", Table)
        self._occasion = ids
        table.marked = {item for item in ids if item in self._records}
        table.refresh()
        text = _("{count} files of one occasion marked; a number places each where its kind goes")
        self.dossier.say(text.format(count=len(table.marked)))

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
