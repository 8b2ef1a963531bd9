"""A grid of short marks with names above and beside it; draws only what is on screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Region, Size, Spacing
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dossier.i18n import N_
from dossier.tui.keys import bind
from dossier.tui.text import TONES, Cell, fit

SIDE = 14
CELL = 5
HEAD = 4
Asked = Callable[[int, int], Cell]


class Grid(ScrollView, can_focus=True):
    """Rows by columns; the cursor is one cell, and its row and column are named in bold."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--head",
        "grid--here",
        "grid--cursor",
        *(f"grid--{tone}" for tone in TONES),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("row_up", "up", "move(0, -1)"),
        bind("row_down", "down", "move(0, 1)"),
        bind("column_left", "left", "move(-1, 0)"),
        bind("column_right", "right", "move(1, 0)"),
        bind("page_up", "pageup", "page(0, -1)"),
        bind("page_down", "pagedown", "page(0, 1)"),
        bind("page_left", "shift+pageup,ctrl+left", "page(-1, 0)"),
        bind("page_right", "shift+pagedown,ctrl+right", "page(1, 0)"),
        bind("first_row", "home", "edge(0)"),
        bind("last_row", "end", "edge(1)"),
        bind("choose", "enter", "choose", N_("Choose"), show=False),
    ]
    place: reactive[Offset] = reactive(Offset(0, 0))

    @dataclass
    class Moved(Message):
        """The cursor came to another cell."""

        grid: Grid
        column: int
        row: int

        def can_replace(self, message: Message) -> bool:
            """Only the last move matters."""
            return isinstance(message, Grid.Moved)

    @dataclass
    class Chosen(Message):
        """A cell was chosen with Enter or a double click."""

        grid: Grid
        column: int
        row: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._rows: Sequence[str] = ()
        self._columns: Sequence[str] = ()
        self._asked: Asked = lambda _column, _row: Cell("")

    def fill(self, rows: Sequence[str], columns: Sequence[str], asked: Asked) -> None:
        """Show names and the cell for ``(column, row)``; the cursor stays on the names it is on."""
        place = self.place
        if self._rows and self._columns:
            place = Offset(
                _again(columns, self._columns[place.x], place.x),
                _again(rows, self._rows[place.y], place.y),
            )
        self._rows, self._columns, self._asked = rows, columns, asked
        self.virtual_size = Size(SIDE + CELL * len(columns), HEAD + len(rows))
        self.place = self.validate_place(place)
        self.refresh()

    def validate_place(self, place: Offset) -> Offset:
        """Within the grid."""
        column = max(0, min(place.x, len(self._columns) - 1))
        return Offset(column, max(0, min(place.y, len(self._rows) - 1)))

    def watch_place(self, old: Offset, new: Offset) -> None:
        """Follow with the view."""
        if old == new:
            return
        region = Region(SIDE + CELL * new.x, HEAD + new.y, CELL, 1)
        spacing = Spacing(HEAD, 0, 0, SIDE)
        self.scroll_to_region(region, spacing=spacing, animate=False, force=True, immediate=True)
        self.refresh()
        self.post_message(self.Moved(self, new.x, new.y))

    def render_line(self, y: int) -> Strip:
        """Names on top and beside stay where they are; the rest scrolls."""
        room = self.scrollable_content_region.width
        first = self.scroll_offset.x // CELL
        last = min(len(self._columns), first + (room - SIDE) // CELL + 2)
        if y < HEAD:
            strip = self._head_line(y, first, last)
        else:
            strip = self._row_line(self.scroll_offset.y + y - HEAD, first, last)
        shift = self.scroll_offset.x - first * CELL
        beside = strip.crop(0, SIDE)
        return Strip.join([beside, strip.crop(SIDE + shift, room + shift)]).adjust_cell_length(
            room, self.rich_style
        )

    def _head_line(self, y: int, first: int, last: int) -> Strip:
        head = self.get_component_rich_style("grid--head")
        here = self.get_component_rich_style("grid--here")
        segments = [Segment(" " * SIDE, head)]
        for column in range(first, last):
            style = here if column == self.place.x else head
            segments.append(Segment(fit(heading(self._columns[column], y), CELL), style))
        return Strip(segments)

    def _row_line(self, row: int, first: int, last: int) -> Strip:
        if row >= len(self._rows):
            return Strip([])
        named = "grid--here" if row == self.place.y else "grid--head"
        segments = [
            Segment(fit(self._rows[row], SIDE - 1) + " ", self.get_component_rich_style(named))
        ]
        for column in range(first, last):
            text, tone = self._asked(column, row)
            style = self._style(tone, Offset(column, row) == self.place)
            segments.append(Segment(fit(text, CELL), style))
        return Strip(segments)

    def _style(self, tone: str, cursor: bool) -> Style:
        if cursor:
            return self.get_component_rich_style("grid--cursor")
        return self.get_component_rich_style(f"grid--{tone}") if tone else self.rich_style

    def action_move(self, columns: int, rows: int) -> None:
        """One cell."""
        self.place += Offset(columns, rows)

    def action_page(self, columns: int, rows: int) -> None:
        """One screenful."""
        size = self.scrollable_content_region.size
        wide, high = max((size.width - SIDE) // CELL - 1, 1), max(size.height - HEAD - 1, 1)
        self.place += Offset(columns * wide, rows * high)

    def action_edge(self, end: int) -> None:
        """The first or the last column."""
        self.place = Offset(len(self._columns) if end else 0, self.place.y)

    def action_choose(self) -> None:
        """Choose the cell under the cursor."""
        if self._rows and self._columns:
            self.post_message(self.Chosen(self, self.place.x, self.place.y))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a double click chooses."""
        offset = event.get_content_offset(self)
        if offset is None or offset.x < SIDE or offset.y < HEAD:
            return
        column = (offset.x - SIDE + self.scroll_offset.x) // CELL
        row = offset.y - HEAD + self.scroll_offset.y
        if column < len(self._columns) and row < len(self._rows):
            self.place = Offset(column, row)
            if event.chain > 1:
                self.action_choose()


def _again(names: Sequence[str], name: str, before: int) -> int:
    """Where a name stands now; the place it had before where it is gone."""
    return names.index(name) if name in names else before


def heading(code: str, y: int) -> str:
    """A code over the lines of a heading: ``Ⅲ-16-2-①`` as ``Ⅲ``, ``16``, ``2``, ``①``."""
    parts = code.split("-")
    return parts[y] if y < len(parts) else ""
