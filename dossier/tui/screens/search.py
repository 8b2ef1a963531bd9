"""Full text as you type, with filters, snippets and a look at each hit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Select, Static

from dossier.errors import UsageError
from dossier.i18n import N_, _
from dossier.model.records import Record
from dossier.tui.keys import RECORD_KEYS, bind
from dossier.tui.screens.deciding import DecidingRoom
from dossier.tui.text import Cell, Shown
from dossier.tui.widgets.line_input import LineInput
from dossier.tui.widgets.preview import Preview, line
from dossier.tui.widgets.rows import PAGE, Column, NoRows, PagedRows
from dossier.tui.widgets.table import Table
from dossier.tui.words import STATES, error_text, worded
from dossier.words.codes import word
from dossier.workflow.find import Found, Selection, list_records, search
from dossier.workflow.workspace import Workspace

PATIENCE = 0.15
LEAD = 10
CHOSEN = ("unit", "kind", "state")
WRITTEN = ("code", "since", "until")
FIRST = ("open", "copy")
"""Keys of records that matter most here."""
Hit = tuple[Record, str]
Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for."""

    query: str
    selection: Selection


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of hits with the true total, or what is wrong with the wish."""

    wish: Wish
    total: int = 0
    hits: tuple[Hit, ...] = ()
    trouble: tuple[str, str] = ("", "")


class SearchRoom(DecidingRoom):
    """A line to type into, filters, hits, a look at the hit."""

    ROOM = "search"
    GUIDE = (
        N_("Type what the files should say; hits appear while you type."),
        N_("Words side by side must all occur; OR, NOT, brackets and quotation marks work too."),
        N_("Filter by unit, kind, state, ask and date of reception in the second line."),
        N_("^O opens a copy in its own program; ^Y copies name and place, ^W the text."),
        N_("Without words the room lists every record that passes the filters."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(replace(key, show=key.show or key.id in FIRST) for key in RECORD_KEYS),
        bind("filter", "ctrl+f,slash", "focus_query", N_("Words")),
        bind("to_hits", "down", "to_hits", N_("To the hits"), show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._timer: Timer | None = None
        self._rows: PagedRows[Hit] | None = None
        self._offered: set[str] = set()
        self._wished: Wish | None = None

    def body(self) -> ComposeResult:
        """Words, filters, count; hits and preview."""
        yield LineInput(placeholder=_("words to look for"), id="query")
        with Horizontal(id="filters"):
            yield Select([], prompt=_("every unit"), compact=True, id="unit")
            yield Select([], prompt=_("every kind"), compact=True, id="kind")
            yield Select([], prompt=_("every state"), compact=True, id="state")
            yield LineInput(placeholder=_("ask code"), id="code")
            yield LineInput(placeholder=_("from 2026-01-01"), id="since", max_length=10)
            yield LineInput(placeholder=_("to 2026-12-31"), id="until", max_length=10)
        yield Static(id="count", markup=False)
        with Horizontal(id="columns"):
            with Vertical(id="middle"):
                yield Table(
                    (
                        Column(N_("Number"), 11),
                        Column(N_("State"), 8),
                        Column(N_("Unit"), 10),
                        Column(N_("Title and place of the words"), 20, flex=1),
                    ),
                    id="hits",
                    empty=N_("Nothing fits"),
                )
            yield Preview(id="preview")

    def on_mount(self) -> None:
        """The words and filters last used."""
        for name in ("query", *WRITTEN):
            self.query_one(f"#{name}", Input).value = self.dossier.memory.get(f"search.{name}", "")
        self._offer("state", [(word(state), state) for state in STATES])
        self.query_one("#query").focus()
        self.ask(_choices, self._take_choices, "choices")

    def _take_choices(self, choices: tuple[list[Option], list[Option]]) -> None:
        for name, options in zip(("unit", "kind"), choices, strict=True):
            self._offer(name, options)
        self._look()

    def _offer(self, name: str, options: list[Option]) -> None:
        select = self.query_one(f"#{name}", Select)
        self._offered.add(name)
        select.set_options([(Content(said), value) for said, value in options])
        last = self.dossier.memory.get(f"search.{name}", "")
        if last in [value for _said, value in options]:
            select.value = last

    def show_archive(self) -> None:
        """States may have changed."""
        self._look()

    @on(Input.Changed)
    @on(Select.Changed)
    def wait_a_moment(self) -> None:
        """Look when typing pauses."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PATIENCE, self._look)

    @on(Input.Submitted)
    def look_now(self) -> None:
        """Look without waiting, and go to the hits."""
        if self._timer is not None:
            self._timer.stop()
        self._look()
        self.action_to_hits()

    def action_to_hits(self) -> None:
        """From the words to the hits."""
        self.query_one("#hits").focus()

    def action_focus_query(self) -> None:
        """Back to the words."""
        self.query_one("#query").focus()

    def _wish(self) -> Wish:
        written = {name: self.query_one(f"#{name}", Input).value.strip() for name in WRITTEN}
        picked = {name: self._picked(name) for name in CHOSEN}
        query = self.query_one("#query", Input).value.strip()
        for name, value in {"query": query, **written, **picked}.items():
            self.dossier.memory.keep(f"search.{name}", value)
        return Wish(
            query,
            Selection(
                unit=picked["unit"] or None,
                kind=picked["kind"] or None,
                requirement=written["code"] or None,
                states=(picked["state"],) if picked["state"] else (),
                since=written["since"] or None,
                until=written["until"] or None,
                sort="score",
                limit=PAGE,
            ),
        )

    def _picked(self, name: str) -> str:
        """What is chosen, or was when last here until there is something to choose from."""
        if name not in self._offered:
            return str(self.dossier.memory.get(f"search.{name}", ""))
        value = self.query_one(f"#{name}", Select).value
        return value if isinstance(value, str) else ""

    def _look(self) -> None:
        self.ask(partial(answer, wish=self._wish()), self._show, "search")

    def _show(self, found: Answer) -> None:
        count = self.query_one("#count", Static)
        said, advice = found.trouble
        if said:
            self._wished, self._rows = found.wish, None
            count.update(line(Cell(said, "warn"), Cell(f"  {advice}", "dim")))
            self.part("#hits", Table).set_rows(NoRows())
            return
        count.update(line(Cell(_("{count} records").format(count=found.total), "strong")))
        same = found.wish == self._wished
        self._wished = found.wish
        self._rows = PagedRows(
            found.total,
            found.hits,
            hit_cells,
            lambda hit: hit[0].id,
            partial(self._fetch, found.wish),
            before=self._rows if same else None,
        )
        hits = self.part("#hits", Table)
        hits.set_rows(self._rows, same=same)
        if not same:
            hits.cursor = 0

    def _fetch(self, wish: Wish, offset: int) -> None:
        rows = self._rows

        def take(found: Answer) -> None:
            if rows is not None:
                rows.fill(offset, found.hits)
                self.part("#hits", Table).refresh()

        self.ask(partial(answer, wish=wish, offset=offset), take, f"page-{offset}")

    @on(Table.Moved, "#hits")
    def preview(self, event: Table.Moved) -> None:
        """Look at the hit where there is space for it."""
        self.preview_record(event.key)

    @on(Table.Chosen, "#hits")
    def open_record(self, event: Table.Chosen) -> None:
        """The record on a screen of its own."""
        self.open_record_screen(event.key)

    def is_up_to_date(self) -> bool:
        """Whether the hits are those of the words and filters that stand there."""
        return self._wish() == self._wished

    def chosen_ids(self) -> list[str]:
        """Marked hits, else the one under the cursor."""
        return self.part("#hits", Table).chosen()


def _choices(workspace: Workspace) -> tuple[list[Option], list[Option]]:
    """Units and kinds to filter by."""
    kinds = [(kind.name, kind.id) for kind in workspace.edition.kinds]
    return [(unit.name, unit.name) for unit in workspace.units], kinds


def answer(workspace: Workspace, wish: Wish, offset: int = 0) -> Answer:
    """One page of what the wish asks for; a wish that is wrong says why."""
    selection = replace(wish.selection, offset=offset)
    try:
        if not wish.query:
            plain = replace(selection, sort="-received")
            total, records = list_records(workspace, plain)
            return Answer(wish, total, tuple((record, "") for record in records))
        found: Found = search(workspace, wish.query, selection)
    except UsageError as error:
        return Answer(wish, trouble=error_text(error))
    hits = tuple((record, snippet) for record, _score, snippet in found.hits)
    return Answer(wish, found.total, hits)


def hit_cells(hit: Hit) -> tuple[Shown, ...]:
    """Number, state, unit, title and the passage with its hits."""
    record, snippet = hit
    title = record.description.title or record.name
    pieces = [Cell(title, "strong"), Cell("  ")] if snippet else [Cell(title)]
    return record.id, worded(record.state), record.unit or "—", [*pieces, *passage(snippet)]


def passage(snippet: str) -> list[Cell]:
    """The pieces of a snippet; what stood between ``[[`` and ``]]`` stands out."""
    lead, *rest = snippet.replace("]]", "[[").split("[[")
    shown = lead if len(lead) <= LEAD else "…" + lead[-LEAD:]
    pieces = [Cell(shown, "dim")] if shown else []
    for number, part in enumerate(rest):
        if part:
            pieces.append(Cell(part, "dim" if number % 2 else "accent"))
    return pieces
