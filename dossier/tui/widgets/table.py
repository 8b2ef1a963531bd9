"""A table of any length that draws only the lines on screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dossier.i18n import N_, _
from dossier.tui.keys import bind
from dossier.tui.text import TONES, Cell, fit
from dossier.tui.widgets.columns import pieces_in, widths_in
from dossier.tui.widgets.rows import Column, NoRows, Rows

_MARK = "* "


class Table(ScrollView, can_focus=True):
    """Rows under a header; one has the cursor, some may be marked with the space bar."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header",
        "table--cursor",
        "table--cursor-blurred",
        "table--marked",
        "table--empty",
        *(f"table--{tone}" for tone in TONES),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("row_up", "up", "move(-1)"),
        bind("row_down", "down", "move(1)"),
        bind("page_up", "pageup", "page(-1)"),
        bind("page_down", "pagedown", "page(1)"),
        bind("first_row", "home", "edge(0)"),
        bind("last_row", "end", "edge(1)"),
        bind("choose", "enter", "choose", N_("Choose"), show=False),
        bind("mark", "space", "mark", N_("Mark"), show=False),
    ]
    cursor: reactive[int] = reactive(0)

    @dataclass
    class Moved(Message):
        """The cursor came to another row; ``key`` is None where there is none."""

        table: Table
        key: str | None

        @property
        def control(self) -> Table:
            """The table it came from."""
            return self.table

        def can_replace(self, message: Message) -> bool:
            """A later move makes an earlier one of the same table superfluous."""
            return isinstance(message, Table.Moved) and message.table is self.table

    @dataclass
    class Chosen(Message):
        """A row was chosen with Enter or a double click."""

        table: Table
        key: str

        @property
        def control(self) -> Table:
            """The table it came from."""
            return self.table

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        empty: str = "",
        markable: bool = True,
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._rows: Rows = NoRows()
        self._empty = empty
        self._answered = False
        self._markable = markable
        self._widths = tuple(column.width for column in columns)
        self.marked: set[str] = set()

    @property
    def rows(self) -> Rows:
        """What is shown."""
        return self._rows

    @property
    def key(self) -> str | None:
        """The key of the row with the cursor."""
        return self._rows.key(self.cursor) if len(self._rows) else None

    def chosen(self) -> list[str]:
        """The marked rows, else the one with the cursor."""
        if self.marked:
            return sorted(self.marked)
        return [self.key] if self.key is not None else []

    def set_rows(self, rows: Rows, *, keep: str | None = None, same: bool = False) -> None:
        """Show other rows; the cursor stays on ``keep`` or the same key where that is known, and
        the row it is on stays where it is on screen.

        With ``same`` it is the list that was there before, asked for again: marks stay on the rows
        that are still in it.
        """
        present, before = self.key, self.cursor
        wanted = keep if keep is not None else present
        self._rows = rows
        self._answered = True
        self.marked = {key for key in self.marked if same and rows.place(key) is not None}
        place = rows.place(wanted) if wanted is not None else None
        self._measure()
        self.set_reactive(
            Table.cursor, self.validate_cursor(self.cursor if place is None else place)
        )
        if place is not None and wanted == present:
            self._scroll_along(before)
        else:
            self._show_cursor()
        self.refresh()
        self.post_message(self.Moved(self, self.key))

    def mark(self, *keys: str) -> None:
        """Mark those of these rows that are there."""
        self.marked |= {key for key in keys if self._rows.place(key) is not None}
        self.refresh()

    def unmark(self, *keys: str) -> None:
        """Take the marks of these rows away; every mark where none are named."""
        if self.marked:
            self.marked = self.marked - set(keys) if keys else set()
            self.refresh()

    def on_resize(self) -> None:
        """Share the width anew."""
        self._measure()
        self.refresh()

    def _measure(self) -> None:
        room = max(self.scrollable_content_region.width, 1)
        lead = len(_MARK) if self._markable else 0
        self._widths = widths_in(room - lead, self._columns)
        least = sum(self._widths) + len(self._widths) - 1 + lead
        self.virtual_size = Size(max(least, room), len(self._rows) + 1)

    def render_line(self, y: int) -> Strip:
        """The header on top, then the rows from where the table is scrolled to."""
        scroll_x, scroll_y = self.scroll_offset
        strip = self._header() if y == 0 else self._row(scroll_y + y - 1)
        room = self.scrollable_content_region.width
        return strip.crop(scroll_x, scroll_x + room)

    def _header(self) -> Strip:
        style = self.get_component_rich_style("table--header")
        lead = " " * len(_MARK) if self._markable else ""
        parts = [
            fit(_(column.title), cells, right=column.right)
            for column, cells in zip(self._columns, self._widths, strict=True)
        ]
        return self._filled([Segment(lead + " ".join(parts), style)], style)

    def _row(self, index: int) -> Strip:
        if index >= len(self._rows):
            nothing = _(self._empty) if self._answered else "…"
            text = nothing if index == 0 and not len(self._rows) else ""
            style = self.get_component_rich_style("table--empty")
            return self._filled([Segment(" " + text if text else "", style)], style)
        base = self._base_style(index)
        cells = self._rows.cells(index) or [Cell("…", "dim")]
        segments = [Segment(self._lead(index), base)] if self._markable else []
        plain = self._highlighted(index)
        for place, (column, room) in enumerate(zip(self._columns, self._widths, strict=True)):
            if place:
                segments.append(Segment(" ", base))
            shown = cells[place] if place < len(cells) else ""
            segments += [
                Segment(text, base if plain else self._toned(base, tone))
                for text, tone in pieces_in(room, shown, column)
            ]
        return self._filled(segments, base)

    def _highlighted(self, index: int) -> bool:
        """Whether the row is drawn on a colour of its own, on which tones could not be read."""
        return index == self.cursor and self.has_focus

    def _lead(self, index: int) -> str:
        return _MARK if self.marked and self._rows.key(index) in self.marked else "  "

    def _base_style(self, index: int) -> Style:
        if self._highlighted(index):
            name = "table--cursor"
        elif index == self.cursor:
            name = "table--cursor-blurred"
        elif self.marked and self._rows.key(index) in self.marked:
            name = "table--marked"
        else:
            return self.rich_style
        return self.get_component_rich_style(name)

    def _toned(self, base: Style, tone: str) -> Style:
        if not tone:
            return base
        toned = self.get_component_rich_style(f"table--{tone}", partial=True)
        return base + Style(color=toned.color, bold=toned.bold, dim=toned.dim)

    def _filled(self, segments: list[Segment], style: Style) -> Strip:
        room = max(self.virtual_size.width, self.scrollable_content_region.width)
        return Strip(segments).adjust_cell_length(room, style)

    def validate_cursor(self, cursor: int) -> int:
        """Within the rows."""
        return max(0, min(cursor, len(self._rows) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two rows again and follow with the view."""
        if old == new:
            return
        self._show_cursor()
        self.refresh()
        self.post_message(self.Moved(self, self.key))

    def _scroll_along(self, before: int) -> None:
        """The row of the cursor stood at ``before``: go with it, unless the list is at its top,
        where what is new shall be seen; a cursor that was out of sight stays out of sight.
        """
        top, rows = self.scroll_offset.y, self.scrollable_content_region.height - 1
        in_sight = top <= before < top + rows
        if top:
            moved = top + self.cursor - before
            self.scroll_to(y=moved, animate=False, force=True, immediate=True)
        if in_sight:
            self._show_cursor()

    def _show_cursor(self) -> None:
        region = Region(int(self.scroll_x), self.cursor, 1, 2)
        self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def watch_has_focus(self, value: bool) -> None:
        """The cursor looks different without focus."""
        super().watch_has_focus(value)
        self.refresh()

    def action_move(self, rows: int) -> None:
        """One row up or down."""
        self.cursor += rows

    def action_page(self, pages: int) -> None:
        """One screenful up or down."""
        self.cursor += pages * max(self.scrollable_content_region.height - 2, 1)

    def action_edge(self, end: int) -> None:
        """The first or the last row."""
        self.cursor = len(self._rows) - 1 if end else 0

    def action_choose(self) -> None:
        """Choose the row with the cursor."""
        if self.key is not None:
            self.post_message(self.Chosen(self, self.key))

    def action_mark(self) -> None:
        """Mark the row or take its mark away, and go on to the next."""
        if self._markable and self.key is not None:
            self.marked ^= {self.key}
            self.refresh()
            self.action_move(1)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a double click chooses."""
        offset = event.get_content_offset(self)
        index = self.scroll_offset.y + offset.y - 1 if offset is not None else -1
        if offset is None or offset.y == 0 or not 0 <= index < len(self._rows):
            return
        if (self._markable and offset.x < len(_MARK)) or event.ctrl:
            self.cursor = index
            key = self.key
            self.marked ^= {key} if key is not None else set()
            self.refresh()
            return
        self.cursor = index
        if event.chain > 1:
            self.action_choose()
