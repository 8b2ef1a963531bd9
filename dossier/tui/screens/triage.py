"""Unplaced records one after another: look, choose a number, on to the next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from dossier.i18n import N_, _
from dossier.model.editions import Edition
from dossier.model.placing import Suggestion
from dossier.model.records import Record
from dossier.tui.keys import RECORD_KEYS, bind
from dossier.tui.screens.deciding import DecidingRoom
from dossier.tui.text import Cell, Shown
from dossier.tui.undo import Deed
from dossier.tui.widgets.preview import Preview, line
from dossier.tui.widgets.proposals import Proposals
from dossier.tui.widgets.rows import PAGE, Column, KeyedRows
from dossier.tui.widgets.table import Table
from dossier.workflow import gathering, placing
from dossier.workflow.find import records_by_id
from dossier.workflow.suggest import suggest
from dossier.workflow.workspace import Workspace

Page = dict[str, Record]
Queue = tuple[list[str], Page]


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
        *(bind(f"take_{digit}", str(digit), f"take({digit})") for digit in range(1, 10)),
        *(item for item in RECORD_KEYS if item.id != "accept"),
        bind("group", "ctrl+t,t", "mark_folder", N_("Same folder")),
        bind("occasion", "ctrl+s,s", "mark_occasion", N_("Same occasion"), show=False),
        bind("refuse", "ctrl+n,n", "refuse", N_("Not this one")),
        bind("later", "ctrl+l,l", "later", N_("Later")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._rows: KeyedRows[Record] | None = None
        self._later: list[str] = []
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
                yield Proposals()
                yield Preview(id="preview")

    def on_mount(self) -> None:
        """Begin at the queue, where it was left."""
        self._restored = self.dossier.memory.get("triage.record", "") or None
        self.query_one("#queue").focus()

    def restored(self, ids: Sequence[str]) -> None:
        """Go back to the record whose decision was taken back."""
        self._restored = ids[0] if ids else None

    def show_archive(self) -> None:
        """The queue may have changed."""
        self.ask(_queue, self._take_queue, "queue")

    def _take_queue(self, queue: Queue) -> None:
        waiting, first = queue
        known = set(waiting)
        self._later = [item for item in self._later if item in known]
        self._order(waiting, first)

    def _order(self, waiting: Sequence[str], first: Mapping[str, Record]) -> None:
        """Show the queue, what was put off at its end."""
        later = set(self._later)
        order = [*(item for item in waiting if item not in later), *self._later]
        self._rows = KeyedRows(order, first, self._cells, self._fetch, before=self._rows)
        table = self.part("#queue", Table)
        keep = self._restored or self._following(table, set(order))
        table.set_rows(self._rows, keep=keep, same=True)
        self._restored = None
        said = _("{count} to place").format(count=len(order))
        put_off = "  " + _("{count} put off").format(count=len(later)) if later else ""
        self.query_one("#count", Static).update(line(Cell(said, "strong"), Cell(put_off, "dim")))

    def _following(self, table: Table, left: Collection[str]) -> str | None:
        """The record to go on with: the one under the cursor, else the next that is still there."""
        keys = (table.rows.key(place) for place in range(table.cursor, len(table.rows)))
        return next((key for key in keys if key in left), None)

    def _go_on(self, ids: Collection[str]) -> None:
        """To the next record that none of these is; what was just decided on stays where it is
        until the queue is there anew.
        """
        table = self.part("#queue", Table)
        places = range(table.cursor, len(table.rows))
        table.cursor = next((at for at in places if table.rows.key(at) not in ids), table.cursor)

    def _fetch(self, keys: Sequence[str]) -> None:
        rows = self._rows

        def take(found: Page) -> None:
            if rows is not None:
                rows.fill(found)
                self.part("#queue", Table).refresh()

        self.ask(lambda opened: records_by_id(opened, keys), take, f"page-{keys[0]}")

    def _cells(self, record: Record) -> tuple[Shown, ...]:
        tone = "dim" if record.id in self._later else ""
        return Cell(record.unit or "—", tone), Cell(record.description.title or record.name, tone)

    @on(Table.Moved, "#queue")
    def look(self, event: Table.Moved) -> None:
        """Look at the record and ask where it may belong."""
        self.preview_record(event.key)
        if event.key is None:
            self.query_one(Proposals).clear()
            return
        self.dossier.memory.keep("triage.record", event.key)
        propose = partial(self.dossier.session.propose, partial(_proposal, record=event.key))
        self.background(propose, partial(self._propose, event.key), "propose")

    def _propose(self, record: str, proposal: tuple[Edition, list[Suggestion]]) -> None:
        self.query_one(Proposals).show(record, *proposal)

    def _proposals(self) -> Proposals | None:
        """The proposals for the record under the cursor, None while they are on their way."""
        proposals = self.query_one(Proposals)
        return proposals if proposals.of == self.part("#queue", Table).key else None

    def _suggestion(self, choose: Callable[[Proposals], Suggestion | None]) -> Suggestion | None:
        """A suggestion for the record under the cursor; says so where there is none."""
        proposals = self._proposals()
        suggestion = choose(proposals) if proposals else None
        if proposals is None:
            self.dossier.say(_("The suggestions are still on their way; press again"), "warning")
        elif suggestion is None:
            self.dossier.say(_("There is no such suggestion; ^G searches the asks"), "warning")
        return suggestion

    def action_take(self, number: int) -> None:
        """Place the chosen records under the suggestion with this number."""
        ids = self.chosen_ids()
        suggestion = self._suggestion(lambda proposals: proposals.number(number))
        if not ids or suggestion is None:
            return
        code = suggestion.requirement
        said = _("{count} placed under {code}").format(count=len(ids), code=code)
        if len(ids) == 1:
            self.decide(said, lambda opened: placing.take(opened, ids[0], suggestion))
        elif set(ids) == set(self._occasion):
            self.decide(said, lambda opened: placing.place_group(opened, ids, code))
        else:
            super().place(ids, code)
        self._go_on(ids)

    def place(self, ids: Sequence[str], code: str) -> None:
        """Place records under an ask and go on."""
        super().place(ids, code)
        self._go_on(ids)

    def action_refuse(self) -> None:
        """The chosen records do not serve the suggestion under the cursor, now or ever."""
        ids, suggestion = self.chosen_ids(), self._suggestion(lambda proposals: proposals.chosen)
        if not ids or suggestion is None:
            return
        code = suggestion.requirement
        said = _("{code} is not suggested for {count} records any more").format(
            code=code, count=len(ids)
        )
        act = lambda opened: placing.refuse(opened, ids, code)  # noqa: E731
        self.dossier.decide(Deed(said, act, proposes=True))

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
        if (key := self.part("#queue", Table).key) is not None:
            self.ask(lambda opened: gathering.beside(opened, key), self._mark_folder, "mark")

    def _mark_folder(self, ids: tuple[str, ...]) -> None:
        table = self.part("#queue", Table)
        table.mark(*ids)
        text = _("{count} files of the same folder marked").format(count=len(table.marked))
        self.dossier.say(text)

    def action_mark_occasion(self) -> None:
        """Mark the files that belong to one occasion with this one: its papers, pictures, lists."""
        if (key := self.part("#queue", Table).key) is not None:
            self.ask(lambda opened: gathering.occasion_of(opened, key), self._mark_occasion, "mark")

    def _mark_occasion(self, ids: tuple[str, ...]) -> None:
        if not ids:
            self.dossier.say(_("Nothing else in the queue belongs to the same occasion"))
            return
        table = self.part("#queue", Table)
        self._occasion = ids
        table.unmark()
        table.mark(*ids)
        text = _("{count} files of one occasion marked; a number places each where its kind goes")
        self.dossier.say(text.format(count=len(table.marked)))

    def action_later(self) -> None:
        """Put the chosen records at the end of the queue, and go on."""
        ids = self.chosen_ids()
        self._go_on(ids)
        self.part("#queue", Table).unmark(*ids)
        self._later = [item for item in self._later if item not in ids] + ids
        if self._rows is not None:
            self._order(sorted(self._rows.keys), {})


def _queue(workspace: Workspace) -> Queue:
    waiting = gathering.waiting(workspace)
    return waiting, records_by_id(workspace, waiting[:PAGE])


def _proposal(workspace: Workspace, record: str) -> tuple[Edition, list[Suggestion]]:
    return workspace.edition, suggest(workspace, [record]).get(record, [])
