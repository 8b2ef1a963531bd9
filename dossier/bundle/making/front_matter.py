"""Covers and picture pages of a book, and the sheet all drawn pages begin as."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from PIL import Image
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from dossier.bundle.making.book_plan import BookPlan
from dossier.bundle.making.typeface import Pen, pen_of

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 25 * mm, WIDTH - 20 * mm, HEIGHT - 30 * mm, 25 * mm
LEAD = 1.55
TEXT_SIZE = 11
_NO_BREAK_BEFORE = frozenset("，。、；：！？）〕】》”’,.;:!?)]}%")
"""Marks that may not begin a line (GB/T 15834 and common sense)."""
_RED = (0.7, 0.1, 0.1)

rl_config.useA85 = 0


class Sheet:
    """A4 pages drawn in one face; their bytes depend on nothing but what is drawn."""

    def __init__(self, pen: Pen, title: str = "") -> None:
        self.pen = pen
        self._out = io.BytesIO()
        self.canvas = Canvas(
            self._out, pagesize=A4, invariant=1, pageCompression=1, initialFontName=pen.name
        )
        self.canvas.setTitle(title)

    def write(self, x: float, y: float, text: str, size: float) -> None:
        """A line from the left."""
        self.canvas.setFont(self.pen.name, size)
        self.canvas.drawString(x, y, self.pen.fit(text))

    def write_right(self, x: float, y: float, text: str, size: float) -> None:
        """A line that ends at ``x``."""
        self.write(x - self.pen.width(self.pen.fit(text), size), y, text, size)

    def centre(self, y: float, text: str, size: float, *, lead: float | None = None) -> float:
        """Lines in the middle of the page; where the next would stand."""
        for line in wrapped(self.pen, text, size, RIGHT - LEFT):
            self.write((WIDTH - self.pen.width(line, size)) / 2, y, line, size)
            y -= lead or size * LEAD
        return y

    def turn(self) -> None:
        """The page is full."""
        self.canvas.showPage()

    def data(self) -> bytes:
        """All pages as PDF."""
        self.canvas.save()
        return self._out.getvalue()


def cover(plan: BookPlan, number: int, count: int) -> bytes:
    """The cover of volume ``number`` of ``count``: the profile's own lines, else ours."""
    sheet = Sheet(pen_of(plan.face), plan.title)
    _mark(sheet, plan)
    if plan.cover_lines:
        _own_lines(sheet, plan.cover_lines[number - 1])
    else:
        _our_lines(sheet, plan, number, count)
    sheet.turn()
    return sheet.data()


def _our_lines(sheet: Sheet, plan: BookPlan, number: int, count: int) -> None:
    y = sheet.centre(HEIGHT - 90 * mm, plan.title, 26, lead=38)
    y = sheet.centre(y - 12, plan.code, 18)
    if count > 1:
        sheet.centre(y - 4, plan.words.volume.format(number=number, count=count), 18)
    y = 70 * mm
    for fact in plan.facts:
        y = sheet.centre(y, fact, 12, lead=20)


def _own_lines(sheet: Sheet, lines: Sequence[str]) -> None:
    """Lines as a profile writes them: ``# `` large, ``## `` smaller, an empty one is room."""
    y = HEIGHT - 70 * mm
    for line in lines:
        mark, _space, rest = line.partition(" ")
        size = {"#": 26, "##": 18}.get(mark, 12)
        text = rest if size > 12 else line
        y = sheet.centre(y, text, size) if text.strip() else y - 12 * LEAD
        y -= size * 0.4


def _mark(sheet: Sheet, plan: BookPlan) -> None:
    """What every cover of a partial bundle says, in red."""
    if plan.mark:
        sheet.canvas.saveState()
        sheet.canvas.setFillColorRGB(*_RED)
        sheet.centre(HEIGHT - 45 * mm, f"{plan.words.partial}  {plan.mark}", 16, lead=24)
        sheet.canvas.restoreState()


def picture_page(data: bytes, caption: str, pen: Pen) -> bytes:
    """One A4 page with a JPEG in its middle and the caption below it; the JPEG's bytes stay."""
    sheet = Sheet(pen)
    with Image.open(io.BytesIO(data)) as picture:
        width, height = picture.size
    step = TEXT_SIZE * LEAD
    below = len(list(wrapped(pen, caption, TEXT_SIZE, RIGHT - LEFT))) * step
    room = (RIGHT - LEFT, TOP - BOTTOM - below - 10 * mm)
    scale = min(room[0] / width, room[1] / height, 72 / 96)
    size = (width * scale, height * scale)
    y = (HEIGHT - size[1] + below) / 2
    sheet.canvas.drawImage(ImageReader(io.BytesIO(data)), (WIDTH - size[0]) / 2, y, *size)
    sheet.centre(y - 2 * mm - step, caption, TEXT_SIZE)
    sheet.turn()
    return sheet.data()


def wrapped(pen: Pen, text: str, size: float, width: float) -> Iterator[str]:
    """The text in lines that fit, none of which begins with a closing mark if it can be helped;
    nothing for an empty text.
    """
    line, used = "", 0.0
    for char in pen.fit(" ".join(text.split())):
        wide = pen.width(char, size)
        room = width + size if char in _NO_BREAK_BEFORE else width
        if line and used + wide > room:
            yield line
            line, used = "", 0.0
        line, used = line + char, used + wide
    if line:
        yield line
