"""Tables as they stand in a handbook, whatever file they came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: number of the page, sheet or table from 1, and of the row in it."""

    part: str
    number: int
    row: int

    def __str__(self) -> str:
        return f"{self.part} {self.number}:{self.row}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, lines separated by line feeds.

    ``above`` and ``left`` tell that it belongs to a merged cell that began there; its text is then
    that cell's.
    """

    text: str = ""
    above: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row; every row of a table has the same number of cells."""

    place: Place
    cells: tuple[Cell, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of each cell that begins in this row's columns; empty for carried ones."""
        return tuple("" if cell.above or cell.left else cell.text for cell in self.cells)

    @property
    def spans(self) -> bool:
        """Whether one merged cell takes the whole width."""
        return len(self.cells) > 1 and all(cell.left for cell in self.cells[1:])


@dataclass(frozen=True, slots=True)
class Grid:
    """One table."""

    rows: tuple[GridRow, ...]

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0].cells) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Sheets:
    """What a handbook holds: its tables in reading order, the text around them, and the numbers of
    pages that are pictures without text.
    """

    grids: tuple[Grid, ...]
    remarks: tuple[str, ...] = ()
    pictures: tuple[int, ...] = ()


def merged(
    texts: list[list[str]], ranges: Iterator[tuple[tuple[int, int], tuple[int, int]]]
) -> list[list[Cell]]:
    """Cells of a rectangle of texts with its merged ranges ((top, left), (bottom, right))."""
    width = max((len(row) for row in texts), default=0)
    cells = [[Cell(text) for text in row] + [Cell()] * (width - len(row)) for row in texts]
    for (top, left), (bottom, right) in ranges:
        if top >= len(cells) or left >= width:
            continue
        first = cells[top][left]
        for row in range(top, min(bottom, len(cells) - 1) + 1):
            for column in range(left, min(right, width - 1) + 1):
                cells[row][column] = replace(first, above=row > top, left=column > left)
    return cells
