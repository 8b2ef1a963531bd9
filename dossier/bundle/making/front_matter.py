"""Cover, contents and picture pages of a book, drawn with the reader's own Song typeface."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dossier.bundle.making.book_plan import BookEntry, BookPlan

FONT = "STSong-Light"
"""A CID font every PDF viewer knows by name; nothing is embedded."""
WIDTH, HEIGHT = A4
_LEFT, _RIGHT, _TOP, _BOTTOM = 25 * mm, WIDTH - 20 * mm, HEIGHT - 30 * mm, 25 * mm
_NUMBER_WIDTH = 22 * mm
_SIZE, _SMALL = 11, 9
_LEAD = 1.55

rl_config.useA85 = 0
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the contents; ``entry`` is the index of the entry it speaks of, ``target`` the
    page number it shows, ``pointer`` which of the entry's proving pages it names.
    """

    text: str
    size: int
    indent: float = 0
    entry: int | None = None
    shows_page: bool = False
    pointer: int | None = None
    tail: str = ""


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


def cover(plan: BookPlan, number: int, count: int) -> bytes:
    """The cover of volume ``number`` of ``count``."""
    out, canvas = _canvas(plan.title)
    y = HEIGHT - 90 * mm
    for line in wrapped(plan.title, 26, _RIGHT - _LEFT):
        canvas.setFont(FONT, 26)
        canvas.drawCentredString(WIDTH / 2, y, line)
        y -= 38
    canvas.setFont(FONT, 18)
    canvas.drawCentredString(WIDTH / 2, y - 12, plan.code)
    if count > 1:
        text = plan.words.volume.format(number=number, count=count)
        canvas.drawCentredString(WIDTH / 2, y - 44, text)
    _mark(canvas, plan)
    _facts(canvas, plan.facts)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def contents(
    plan: BookPlan, entries: Sequence[BookEntry], first: Mapping[int, int]
) -> ContentsPages:
    """The contents pages; ``first`` is the page number each bound entry begins on, by its index."""
    sheets = list(_sheets(entries))
    out, canvas = _canvas(plan.words.contents)
    spots = []
    for number, lines in enumerate(sheets):
        y = _TOP
        if number == 0:
            canvas.setFont(FONT, 18)
            canvas.drawCentredString(WIDTH / 2, y + 4, plan.words.contents)
            y -= 34
        for line in lines:
            spots += _drawn(canvas, plan, entries, line, (number, y), first)
            y -= line.size * _LEAD
        canvas.showPage()
    canvas.save()
    return ContentsPages(out.getvalue(), tuple(spots))


def sheet_count(entries: Sequence[BookEntry]) -> int:
    """How many pages the contents take; it does not depend on the numbers in them."""
    return sum(1 for _sheet in _sheets(entries))


def picture_page(data: bytes, caption: str) -> bytes:
    """One A4 page with a JPEG in its middle and the caption below it; the JPEG's bytes stay."""
    out, canvas = _canvas("")
    with Image.open(io.BytesIO(data)) as picture:
        width, height = picture.size
    lines = list(wrapped(caption, _SIZE, _RIGHT - _LEFT))
    room = (_RIGHT - _LEFT, _TOP - _BOTTOM - len(lines) * _SIZE * _LEAD - 10 * mm)
    scale = min(room[0] / width, room[1] / height, 72 / 96)
    size = (width * scale, height * scale)
    y = (HEIGHT - size[1] + len(lines) * _SIZE * _LEAD) / 2
    canvas.drawImage(ImageReader(io.BytesIO(data)), (WIDTH - size[0]) / 2, y, *size)
    canvas.setFont(FONT, _SIZE)
    for number, line in enumerate(lines, 1):
        canvas.drawCentredString(WIDTH / 2, y - 2 * mm - number * _SIZE * _LEAD, line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def wrapped(text: str, size: float, width: float) -> Iterator[str]:
    """The text in lines that fit; nothing for an empty text."""
    line, used = "", 0.0
    for char in " ".join(text.split()):
        wide = _char_width(char) * size
        if line and used + wide > width:
            yield line
            line, used = "", 0.0
        line, used = line + char, used + wide
    if line:
        yield line


def text_width(text: str, size: float) -> float:
    """How wide a line is, in points."""
    return sum(map(_char_width, text)) * size


@cache
def _char_width(char: str) -> float:
    return float(pdfmetrics.stringWidth(char, FONT, 1))


def _sheets(entries: Sequence[BookEntry]) -> Iterator[list[_Line]]:
    """The lines of each page; an entry's lines may part, a heading stays with what follows."""
    room = (_TOP - _BOTTOM) - 34
    sheet: list[_Line] = []
    for block in _blocks(entries):
        needed = sum(line.size * _LEAD for line in block)
        if sheet and needed > room:
            yield sheet
            sheet, room = [], _TOP - _BOTTOM
        for line in block:
            if line.size * _LEAD > room:
                yield sheet
                sheet, room = [], _TOP - _BOTTOM
            sheet.append(line)
            room -= line.size * _LEAD
    yield sheet


def _blocks(entries: Sequence[BookEntry]) -> Iterator[list[_Line]]:
    group = ""
    for index, entry in enumerate(entries):
        lines = []
        if entry.group != group:
            group = entry.group
            lines = [_Line(text, 12) for text in wrapped(group, 12, _RIGHT - _LEFT)]
        yield [*lines, *_entry_lines(index, entry)]


def _entry_lines(index: int, entry: BookEntry) -> Iterator[_Line]:
    width = _RIGHT - _LEFT - 14 - _NUMBER_WIDTH
    texts = list(wrapped(f"{index + 1}. {entry.title}", _SIZE, width)) or [f"{index + 1}."]
    for number, text in enumerate(texts, 1):
        yield _Line(text, _SIZE, 14, index, number == len(texts))
    for text in wrapped(entry.details, _SMALL, width):
        yield _Line(text, _SMALL, 28, index)
    if entry.form:
        for number, _page in enumerate(entry.pointers):
            yield _Line(entry.pointer, _SMALL, 28, index, True, number)
        return
    for text in wrapped(f"{entry.note}  {entry.beside}", _SMALL, width):
        yield _Line(text, _SMALL, 28, index)


def _drawn(
    canvas: Canvas,
    plan: BookPlan,
    entries: Sequence[BookEntry],
    line: _Line,
    place: tuple[int, float],
    first: Mapping[int, int],
) -> list[Spot]:
    sheet, y = place
    target = _target(entries, line, first)
    text = line.text
    if line.pointer is not None and target:
        text = f"{plan.words.proof.format(page=target)} {line.text}".strip()
        text = next(wrapped(text, line.size, _RIGHT - _LEFT - 28 - _NUMBER_WIDTH))
    canvas.setFont(FONT, line.size)
    canvas.drawString(_LEFT + line.indent, y, text)
    if line.shows_page:
        label = str(target) if target else plan.words.attached
        canvas.drawRightString(_RIGHT, y, label)
        _dots(canvas, _LEFT + line.indent + text_width(text, line.size) + 4, y, label, line.size)
    if not target:
        return []
    return [Spot(sheet, (_LEFT + line.indent, y - 3, _RIGHT, y + line.size), target)]


def _target(entries: Sequence[BookEntry], line: _Line, first: Mapping[int, int]) -> int:
    """The page number a line leads to, 0 for none."""
    if line.entry is None or line.entry not in first:
        return 0
    start = first[line.entry]
    if line.pointer is None:
        return start
    return start + entries[line.entry].pointers[line.pointer] - 1


def _dots(canvas: Canvas, start: float, y: float, label: str, size: int) -> None:
    end = _RIGHT - text_width(label, size) - 4
    if end - start > 8:
        canvas.saveState()
        canvas.setDash(1, 3)
        canvas.setLineWidth(0.5)
        canvas.line(start, y + 2, end, y + 2)
        canvas.restoreState()


def _mark(canvas: Canvas, plan: BookPlan) -> None:
    if not plan.mark:
        return
    canvas.saveState()
    canvas.setFillColorRGB(0.7, 0.1, 0.1)
    y = HEIGHT - 45 * mm
    for line in wrapped(f"{plan.words.partial}  {plan.mark}", 16, _RIGHT - _LEFT):
        canvas.setFont(FONT, 16)
        canvas.drawCentredString(WIDTH / 2, y, line)
        y -= 24
    canvas.restoreState()


def _facts(canvas: Canvas, facts: Sequence[str]) -> None:
    y = 70 * mm
    canvas.setFont(FONT, 12)
    for fact in facts:
        for line in wrapped(fact, 12, _RIGHT - _LEFT):
            canvas.drawCentredString(WIDTH / 2, y, line)
            y -= 20


def _canvas(title: str) -> tuple[io.BytesIO, Canvas]:
    """An A4 canvas whose bytes depend on nothing but what is drawn."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(title)
    return out, canvas
