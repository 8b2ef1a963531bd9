"""Ruled lines and characters of a PDF page, with their places on it.

Coordinates are points from the lower left corner of the page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_THIN = 3.0
_SHORTEST = 4.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line at height ``at`` from x ``start`` to ``end``; upright, the other way round."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and its box."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def x(self) -> float:
        """The middle, across."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The middle, upwards."""
        return (self.bottom + self.top) / 2


def glyphs_of(page: Any) -> list[Glyph]:
    """The visible characters of a page, in the order of the file."""
    text = page.get_textpage()
    try:
        return [glyph for index in range(text.count_chars()) if (glyph := _glyph(text, index))]
    finally:
        text.close()


def pictured(page: Any) -> bool:
    """Whether a page shows a picture."""
    return any(page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=3))


def _glyph(text: Any, index: int) -> Glyph | None:
    code = pdfium_c.FPDFText_GetUnicode(text, index)
    if code <= 32 or 0xD800 <= code < 0xE000 or code in (0xA0, 0xFFFE, 0xFFFF):
        return None
    left, bottom, right, top = text.get_charbox(index, loose=True)
    return Glyph(chr(code), left, bottom, right, top)


def rules_of(page: Any) -> list[Rule]:
    """The ruled lines of a page: drawn lines, thin filled boxes and the sides of frames."""
    found = []
    for item in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_PATH,), max_depth=3):
        for first, second in _segments(item):
            if rule := _rule(first, second):
                found.append(rule)
    return found


def _rule(first: tuple[float, float], second: tuple[float, float]) -> Rule | None:
    (x1, y1), (x2, y2) = first, second
    wide, high = abs(x1 - x2), abs(y1 - y2)
    if high <= _THIN and wide >= _SHORTEST:
        return Rule(False, (y1 + y2) / 2, min(x1, x2), max(x1, x2))
    if wide <= _THIN and high >= _SHORTEST:
        return Rule(True, (x1 + x2) / 2, min(y1, y2), max(y1, y2))
    return None


def _segments(item: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Straight pieces of a path, in page coordinates."""
    matrix: pdfium.PdfMatrix = item.get_matrix()
    start = at = (0.0, 0.0)
    for index in range(max(0, pdfium_c.FPDFPath_CountSegments(item))):
        segment = pdfium_c.FPDFPath_GetPathSegment(item, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        if pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO:
            start = point
        else:
            yield at, point
        at = point
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            yield at, start
