"""Lines of text as found on a page, put into the order people read them in."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as found, upright: centre, width and height in pixels, tilt, surety 0 to 1."""

    x: float
    y: float
    width: float
    height: float
    tilt: float
    text: str
    surety: float


def in_reading_order(lines: Sequence[Line]) -> str:
    """Rows from top to bottom, each from left to right; a wide gap in a row is two spaces."""
    height = statistics.median(line.height for line in lines)
    slope = _slope(lines)
    rows: list[list[Line]] = []
    level = -math.inf
    for line in sorted(lines, key=lambda item: item.y - slope * item.x):
        here = line.y - slope * line.x
        if rows and here - level < 0.5 * height:
            rows[-1].append(line)
        else:
            rows.append([line])
        level = here
    return "\n".join(_joined(sorted(row, key=lambda item: item.x)) for row in rows)


def _slope(lines: Sequence[Line]) -> float:
    """The tilt of the page, as its long lines show it."""
    tilts = [line.tilt for line in lines if line.width > 5 * line.height]
    return statistics.median(tilts) if tilts else 0.0


def _joined(row: Sequence[Line]) -> str:
    pieces = [row[0].text]
    for before, line in itertools.pairwise(row):
        gap = (line.x - line.width / 2) - (before.x + before.width / 2)
        pieces += ["  " if gap > 1.2 * line.height else "", line.text]
    return "".join(pieces)
