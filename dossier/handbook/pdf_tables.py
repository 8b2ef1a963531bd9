"""Ruled tables of a PDF with a text layer: rules make the cells, characters fall into them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium

from dossier.handbook.grids import Cell, Grid, GridRow, Place, Sheets
from dossier.handbook.pdf_rules import Glyph, Rule, glyphs_of, pictured, rules_of
from dossier.handbook.refusals import problem, refused, unreadable

MAX_PAGES = 600
_NEAR = 2.5
_Base = tuple[int, int]


def read_pdf(content: bytes, name: str) -> Sheets:
    """The ruled tables of a PDF, one or more on a page. Raises SchemaError; E521 for a scan."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise unreadable(name, str(error)) from error
    try:
        if len(document) > MAX_PAGES:
            raise unreadable(name, f"{len(document)} > {MAX_PAGES} pages")
        return _sheets(document, name)
    except pdfium.PdfiumError as error:
        raise unreadable(name, str(error)) from error
    finally:
        document.close()


def _sheets(document: Any, name: str) -> Sheets:
    grids: list[Grid] = []
    remarks: list[str] = []
    seen = 0
    pictures: list[int] = []
    for number in range(len(document)):
        page = document[number]
        glyphs, rules = glyphs_of(page), rules_of(page)
        pictures += [number + 1] if not glyphs and pictured(page) else []
        page.close()
        seen += len(glyphs)
        found, outside = tables_of(glyphs, rules, number + 1)
        grids += found
        remarks += outside
    if not seen:
        raise refused(name, [problem("E521", name, pages=len(document))])
    return Sheets(tuple(grids), tuple(remarks), tuple(pictures))


def tables_of(
    glyphs: Sequence[Glyph], rules: Sequence[Rule], page: int
) -> tuple[list[Grid], list[str]]:
    """The tables of one page and the lines of text outside them."""
    frames = [_Frame(group) for group in _groups(rules)]
    frames = sorted((frame for frame in frames if frame.real), key=lambda frame: -frame.ys[-1])
    inside: list[list[Glyph]] = [[] for _ in frames]
    outside: list[Glyph] = []
    for glyph in glyphs:
        home = next((i for i, frame in enumerate(frames) if frame.holds(glyph)), None)
        (outside if home is None else inside[home]).append(glyph)
    grids, first = [], 1
    for frame, members in zip(frames, inside, strict=True):
        grid = frame.grid(members, page, first)
        first += len(frame.ys) - 1
        grids.append(grid)
    lines = _lines(outside)
    return [grid for grid in grids if grid.rows], [_written(line) for line in lines]


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch each other, each group one table."""
    owner = list(range(len(rules)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    flat = [i for i, rule in enumerate(rules) if not rule.upright]
    upright = [i for i, rule in enumerate(rules) if rule.upright]
    for i in flat:
        for j in upright:
            if _touch(rules[i], rules[j]):
                owner[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return list(groups.values())


def _touch(flat: Rule, upright: Rule) -> bool:
    across = flat.start - _NEAR <= upright.at <= flat.end + _NEAR
    return across and upright.start - _NEAR <= flat.at <= upright.end + _NEAR


class _Frame:
    """The lattice of one table: columns between ``xs``, rows between ``ys`` (upwards)."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._flat = [rule for rule in rules if not rule.upright]
        self._upright = [rule for rule in rules if rule.upright]
        self.xs = _clustered(rule.at for rule in self._upright)
        self.ys = _clustered(rule.at for rule in self._flat)

    @property
    def real(self) -> bool:
        """Whether it has cells: at least two columns or two rows."""
        return min(len(self.xs), len(self.ys)) > 1 and len(self.xs) + len(self.ys) > 4

    def holds(self, glyph: Glyph) -> bool:
        return self.xs[0] < glyph.x < self.xs[-1] and self.ys[0] < glyph.y < self.ys[-1]

    def grid(self, glyphs: Iterable[Glyph], page: int, first: int) -> Grid:
        """The cells with their text; rows are numbered from ``first`` on this page."""
        homes = self._homes()
        inside: dict[_Base, list[Glyph]] = {}
        for glyph in glyphs:
            inside.setdefault(homes[self._base(glyph)], []).append(glyph)
        rights = {home: self.xs[base[1] + 1] for base, home in sorted(homes.items())}
        texts = {home: _joined(inside.get(home, ()), right) for home, right in rights.items()}
        rows = []
        for row in range(len(self.ys) - 1):
            bases = [(row, column) for column in range(len(self.xs) - 1)]
            cells = [_carried(base, homes[base], texts) for base in bases]
            rows.append(GridRow(Place("page", page, first + row), tuple(cells)))
        return Grid(tuple(row for row in rows if any(cell.text for cell in row.cells)))

    def _base(self, glyph: Glyph) -> _Base:
        column = bisect_right(self.xs, glyph.x) - 1
        row = len(self.ys) - 1 - bisect_right(self.ys, glyph.y)
        return (min(row, len(self.ys) - 2), min(column, len(self.xs) - 2))

    def _homes(self) -> dict[_Base, _Base]:
        """The upper left base cell of the cell to which each base cell belongs."""
        homes: dict[_Base, _Base] = {}
        for row in range(len(self.ys) - 1):
            for column in range(len(self.xs) - 1):
                base = (row, column)
                if column and not self._between_columns(row, column):
                    homes[base] = homes[(row, column - 1)]
                elif row and not self._between_rows(row, column):
                    homes[base] = homes[(row - 1, column)]
                else:
                    homes[base] = base
        return homes

    def _between_columns(self, row: int, column: int) -> bool:
        top = len(self.ys) - 1 - row
        middle = (self.ys[top] + self.ys[top - 1]) / 2
        return _ruled(self._upright, self.xs[column], middle)

    def _between_rows(self, row: int, column: int) -> bool:
        middle = (self.xs[column] + self.xs[column + 1]) / 2
        return _ruled(self._flat, self.ys[len(self.ys) - 1 - row], middle)


def _carried(base: _Base, home: _Base, texts: Mapping[_Base, str]) -> Cell:
    return Cell(texts[home], above=base[0] > home[0], left=base[1] > home[1])


def _ruled(rules: Iterable[Rule], at: float, middle: float) -> bool:
    return any(abs(rule.at - at) <= _NEAR and rule.start <= middle <= rule.end for rule in rules)


def _clustered(values: Iterable[float]) -> list[float]:
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][-1] <= _NEAR:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(group) / len(group) for group in found]


def _lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters gathered into lines from top to bottom, each from left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda item: (-item.y, item.left)):
        height = glyph.top - glyph.bottom
        if lines and abs(lines[-1][0].y - glyph.y) < height / 2:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=lambda item: item.left) for line in lines]


def _joined(glyphs: Iterable[Glyph], right: float) -> str:
    """The lines of a cell; a line that fills the cell goes on in the next one."""
    lines = _lines(glyphs)
    out = _written(lines[0]) if lines else ""
    for line, following in pairwise(lines):
        size = max(1.0, following[0].right - following[0].left)
        out += "" if right - line[-1].right < size * 2.2 else "\n"
        out += _written(following)
    return out


def _written(line: Sequence[Glyph]) -> str:
    """The characters of a line, with a space where the gap between two is wide."""
    out = line[0].text
    for before, glyph in pairwise(line):
        gap = glyph.left - before.right
        out += (" " if gap > (glyph.top - glyph.bottom) * 0.15 else "") + glyph.text
    return out
