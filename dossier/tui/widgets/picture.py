"""A small picture drawn with half blocks, two pixels to a cell."""

from __future__ import annotations

from pathlib import Path

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

COLUMNS, ROWS = 48, 14
_HALF = "▀"


def half_blocks(path: Path, columns: int = COLUMNS, rows: int = ROWS) -> list[Strip]:
    """The picture in at most so many cells; empty for what is no picture.

    The file is one the archive made itself, small and of a known kind.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - heavy, not for every record

    try:
        with Image.open(path) as opened:
            opened.thumbnail((columns, rows * 2))
            small = opened.convert("RGB")
    except (OSError, UnidentifiedImageError):
        return []
    wide, high = small.size
    raw = small.tobytes()
    pixels = list(zip(raw[0::3], raw[1::3], raw[2::3], strict=True))
    return [
        Strip([_cell(pixels, wide, high, column, row) for column in range(wide)])
        for row in range(0, high, 2)
    ]


def _cell(
    pixels: list[tuple[int, int, int]], wide: int, high: int, column: int, row: int
) -> Segment:
    upper = pixels[row * wide + column]
    lower = pixels[(row + 1) * wide + column] if row + 1 < high else upper
    return Segment(_HALF, Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower)))


class Picture(Widget):
    """Shows strips, and takes no room when there are none."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._strips: list[Strip] = []

    def show(self, strips: list[Strip]) -> None:
        """Show a picture, or none."""
        self._strips = strips
        self.styles.height = len(strips)
        self.display = bool(strips)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of two rows of pixels."""
        if y < len(self._strips):
            return self._strips[y].adjust_cell_length(self.size.width, self.rich_style)
        return Strip.blank(self.size.width, self.rich_style)
