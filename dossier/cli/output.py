"""The only writer to standard output; messages and progress go to standard error."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

from dossier.settings import colour_wanted

_COLOURS = {"red": "31", "green": "32", "yellow": "33", "bold": "1", "dim": "2"}


class Output:
    """Where results, messages and progress of one command go."""

    def __init__(self, *, as_json: bool, verbosity: int = 0) -> None:
        self.as_json = as_json
        self.verbosity = verbosity
        self._out: TextIO = sys.stdout
        self._err: TextIO = sys.stderr
        self._colour = colour_wanted(self._out.isatty()) and not as_json

    def document(self, value: Any) -> None:
        """Exactly one JSON document."""
        print(json.dumps(value, ensure_ascii=False, indent=2), file=self._out)

    def document_line(self, value: Any) -> None:
        """One of several JSON documents, on a line of its own and seen at once."""
        print(json.dumps(value, ensure_ascii=False), file=self._out, flush=True)

    def line(self, text: str = "", *, style: str = "") -> None:
        """A line of the result, for people."""
        print(self.styled(text, style), file=self._out)

    def message(self, text: str) -> None:
        """A remark beside the result; silent under ``-q``."""
        if self.verbosity >= 0:
            print(text, file=self._err)

    def error(self, text: str) -> None:
        """Something went wrong; never silent."""
        print(text, file=self._err)

    def styled(self, text: str, style: str) -> str:
        """The text in a colour where colour is wanted."""
        code = _COLOURS.get(style)
        return f"\x1b[{code}m{text}\x1b[0m" if code and self._colour else text

    def table(self, rows: Iterable[Sequence[object]], *, head: Sequence[str] = ()) -> None:
        """Columns aligned by display width, so that Chinese lines up."""
        cells = [[printable(str(cell)) for cell in row] for row in ([head] if head else [])]
        cells += [["" if cell is None else printable(str(cell)) for cell in row] for row in rows]
        if not cells:
            return
        widths = [max(display_width(row[i]) for row in cells) for i in range(len(cells[0]))]
        for number, row in enumerate(cells):
            text = "  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True))
            self.line(text.rstrip(), style="bold" if head and number == 0 else "")

    def progress(self, label: str) -> Callable[[int, int], None]:
        """A callback ``(done, total)`` that draws a bar on a terminal and is silent elsewhere."""
        if not self._err.isatty() or self.verbosity < 0:
            return lambda _done, _total: None

        def draw(done: int, total: int) -> None:
            share = done / total if total else 1.0
            bar = "█" * round(share * 24)
            end = "\n" if done >= total else ""
            self._err.write(f"\r{label} {bar:<24} {share:4.0%}{end}")
            self._err.flush()

        return draw


def display_width(text: str) -> int:
    """Terminal cells the text takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def pad(text: str, width: int) -> str:
    """The text filled with spaces to a display width."""
    return text + " " * (width - display_width(text))


def printable(text: str) -> str:
    """The text without control characters, so that a file name cannot drive the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
