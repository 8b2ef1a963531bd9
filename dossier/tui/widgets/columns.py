"""How columns share a line."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.tui.text import Cell, Shown, fit, fit_pieces
from dossier.tui.widgets.rows import Column


def widths_in(room: int, columns: Sequence[Column]) -> tuple[int, ...]:
    """The width of each column in so many cells, one cell between two; what is to spare goes to
    the flexible ones. They are wider than the room together where their least widths are.
    """
    gaps = len(columns) - 1
    least = sum(column.width for column in columns) + gaps
    spare, shares = max(room - least, 0), sum(column.flex for column in columns) or 1
    widths = [column.width + spare * column.flex // shares for column in columns]
    if columns[-1].flex and least <= room:
        widths[-1] += room - gaps - sum(widths)
    return tuple(widths)


def pieces_in(room: int, shown: Shown, column: Column) -> list[Cell]:
    """What a column shows, in exactly so many cells."""
    if isinstance(shown, list):
        return fit_pieces(shown, room)
    text, tone = shown if isinstance(shown, Cell) else (shown, "")
    return [Cell(fit(text, room, right=column.right), tone)]
