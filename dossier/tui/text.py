"""Text that keeps its columns: double-width characters, control characters, bars."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, set_cell_size


class Cell(NamedTuple):
    """A piece of text and its tone, one of :data:`TONES` or empty."""

    text: str
    tone: str = ""


Shown = Cell | str | list[Cell]
"""What a column shows: plain text, text in one tone, or pieces in several."""

TONES = ("good", "bad", "warn", "dim", "strong", "accent")
STYLES = {
    "": "",
    "good": "$text-success",
    "bad": "bold $text-error",
    "warn": "$text-warning",
    "dim": "dim",
    "strong": "bold",
    "accent": "bold $text-accent",
}
"""The style of each tone in the words of a stylesheet."""


def plain(text: str) -> str:
    """One line without control characters, so that no name can drive the terminal."""
    return "".join(
        char
        if char.isprintable()
        else " "
        if char in "\n\r\t\u3000"
        else "\N{REPLACEMENT CHARACTER}"
        for char in text
    )


def width(text: str) -> int:
    """Terminal cells the text takes."""
    return cell_len(text)


def fit(text: str, cells: int, *, right: bool = False) -> str:
    """The text cut or filled to exactly so many cells, a cut marked with an ellipsis."""
    if cells <= 0:
        return ""
    shown = plain(text)
    taken = cell_len(shown)
    if taken > cells:
        return set_cell_size(set_cell_size(shown, cells - 1).rstrip() + "…", cells)
    fill = " " * (cells - taken)
    return fill + shown if right else shown + fill


def fit_pieces(pieces: list[Cell], cells: int) -> list[Cell]:
    """Pieces cut or filled to exactly so many cells together."""
    fitted: list[Cell] = []
    room = cells
    for text, tone in pieces:
        shown = plain(text)
        taken = cell_len(shown)
        if taken > room:
            fitted.append(Cell(fit(shown, room), tone))
            return fitted
        fitted.append(Cell(shown, tone))
        room -= taken
    return [*fitted, Cell(" " * room)]


def bar(share: float, cells: int, *, ascii_only: bool = False) -> tuple[str, str]:
    """The filled and the empty part of a bar; any share above nothing shows at least one cell."""
    filled = min(cells, max(round(share * cells), 1 if share > 0 else 0))
    if share < 1:
        filled = min(filled, cells - 1)
    full, empty = ("#", ".") if ascii_only else ("█", "░")
    return full * filled, empty * (cells - filled)


def size_text(size: int) -> str:
    """Bytes as people read them."""
    value = float(size)
    for unit in ("B", "KB", "MB", "GB"):
        if value < 1024 or unit == "GB":
            return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}"
        value /= 1024
    raise AssertionError
