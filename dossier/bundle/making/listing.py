"""The contents of a book: clickable lines with the real page numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm

from dossier.bundle.making.book_plan import BookEntry, BookPlan
from dossier.bundle.making.front_matter import (
    BOTTOM,
    LEAD,
    LEFT,
    RIGHT,
    TEXT_SIZE,
    TOP,
    Sheet,
    wrapped,
)
from dossier.bundle.making.typeface import Pen, pen_of

_NUMBER_WIDTH = 22 * mm
_HEADING, _SMALL = 12, 9
_TITLE, _TITLE_ROOM = 18, 34
_APART = 7
"""Points between entries, so that what is said of one does not seem to belong to the next."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the contents; ``entry`` is the index of the entry it speaks of, ``pointer`` which
    of the entry's proving pages it names, ``above`` room before it in points.
    """

    text: str
    size: int
    indent: float = 0
    entry: int | None = None
    shows_page: bool = False
    pointer: int | None = None
    above: float = 0

    @property
    def height(self) -> float:
        """What it takes of a page, with the room above it."""
        return self.size * LEAD + self.above


@dataclass(frozen=True, slots=True)
class Spot:
    """A clickable place: on which sheet of the contents (0-based), where, to which page number."""

    sheet: int
    box: tuple[float, float, float, float]
    target: int


@dataclass(frozen=True, slots=True)
class ContentsPages:
    """The contents as PDF pages, and what can be clicked on them."""

    data: bytes
    spots: tuple[Spot, ...]


def contents(
    plan: BookPlan, entries: Sequence[BookEntry], first: Mapping[int, int]
) -> ContentsPages:
    """The contents pages; ``first`` is the page number each bound entry begins on, by its index."""
    pen = pen_of(plan.face)
    sheet, spots = Sheet(pen, plan.words.contents), []
    for number, lines in enumerate(_sheets(pen, entries)):
        y = TOP
        if number == 0:
            sheet.centre(y + 4, plan.words.contents, _TITLE)
            y -= _TITLE_ROOM
        for line in lines:
            y -= line.above
            spots += _drawn(sheet, plan, entries, line, (number, y), first)
            y -= line.size * LEAD
        sheet.turn()
    return ContentsPages(sheet.data(), tuple(spots))


def sheet_count(plan: BookPlan, entries: Sequence[BookEntry]) -> int:
    """How many pages the contents take; it does not depend on the numbers in them."""
    return sum(1 for _sheet in _sheets(pen_of(plan.face), entries))


def _sheets(pen: Pen, entries: Sequence[BookEntry]) -> Iterator[list[_Line]]:
    """The lines of each page; an entry's lines may part, a heading stays with what follows."""
    room = (TOP - BOTTOM) - _TITLE_ROOM
    sheet: list[_Line] = []
    for block in _blocks(pen, entries):
        needed = sum(line.height for line in block)
        if sheet and needed > room:
            yield sheet
            sheet, room = [], TOP - BOTTOM
        for line in block:
            if line.height > room:
                yield sheet
                sheet, room = [], TOP - BOTTOM
            sheet.append(line)
            room -= line.height
    yield sheet


def _blocks(pen: Pen, entries: Sequence[BookEntry]) -> Iterator[list[_Line]]:
    group = ""
    for index, entry in enumerate(entries):
        lines = []
        if entry.group != group:
            group = entry.group
            heads = wrapped(pen, group, _HEADING, RIGHT - LEFT)
            lines = [
                _Line(text, _HEADING, above=0 if number else _HEADING)
                for number, text in enumerate(heads)
            ]
        yield [*lines, *_entry_lines(pen, index, entry)]


def _entry_lines(pen: Pen, index: int, entry: BookEntry) -> Iterator[_Line]:
    width = RIGHT - LEFT - 14 - _NUMBER_WIDTH
    named = f"{index + 1}. {entry.title}"
    texts = list(wrapped(pen, named, TEXT_SIZE, width)) or [f"{index + 1}."]
    for number, text in enumerate(texts, 1):
        above = 0 if number > 1 else _APART
        yield _Line(text, TEXT_SIZE, 14, index, number == len(texts), above=above)
    for text in wrapped(pen, entry.details, _SMALL, width):
        yield _Line(text, _SMALL, 28, index)
    if entry.form:
        for number, _page in enumerate(entry.pointers):
            yield _Line(entry.pointer, _SMALL, 28, index, True, number)
        return
    for text in wrapped(pen, f"{entry.note}  {entry.beside}", _SMALL, width):
        yield _Line(text, _SMALL, 28, index)


def _drawn(
    sheet: Sheet,
    plan: BookPlan,
    entries: Sequence[BookEntry],
    line: _Line,
    place: tuple[int, float],
    first: Mapping[int, int],
) -> list[Spot]:
    number, y = place
    target, pen = _target(entries, line, first), sheet.pen
    text = line.text
    if line.pointer is not None and target:
        text = f"{plan.words.proof.format(page=target)} {line.text}".strip()
        text = next(wrapped(pen, text, line.size, RIGHT - LEFT - 28 - _NUMBER_WIDTH))
    sheet.write(LEFT + line.indent, y, text, line.size)
    if line.shows_page:
        label = str(target) if target else plan.words.attached
        sheet.write_right(RIGHT, y, label, line.size)
        end = RIGHT - pen.width(label, line.size) - 4
        _dots(sheet, LEFT + line.indent + pen.width(text, line.size) + 4, end, y)
    if not target:
        return []
    return [Spot(number, (LEFT + line.indent, y - 3, RIGHT, y + line.size), target)]


def _target(entries: Sequence[BookEntry], line: _Line, first: Mapping[int, int]) -> int:
    """The page number a line leads to, 0 for none."""
    if line.entry is None or line.entry not in first:
        return 0
    start = first[line.entry]
    if line.pointer is None:
        return start
    return start + entries[line.entry].pointers[line.pointer] - 1


def _dots(sheet: Sheet, start: float, end: float, y: float) -> None:
    if end - start > 8:
        sheet.canvas.saveState()
        sheet.canvas.setDash(1, 3)
        sheet.canvas.setLineWidth(0.5)
        sheet.canvas.line(start, y + 2, end, y + 2)
        sheet.canvas.restoreState()
