"""Links of worksheets, kept on disk while a workbook is written: XlsxWriter holds an object for
each, which is more than all the rest of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.sax.saxutils import quoteattr

from xlsxwriter.utility import xl_rowcol_to_cell

_ESCAPED = str.maketrans({char: f"%{ord(char):02X}" for char in '% "<>[]`^{}#?'})
_ROWS_END = b"</sheetData>"
_BEHIND_LINKS = re.compile(rb"<(?:printOptions|pageMargins|pageSetup|headerFooter)|</worksheet>")
_SPACE = "http://schemas.openxmlformats.org"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Relationships xmlns="{_SPACE}/package/2006/relationships">'
)
_LINK = f"{_SPACE}/officeDocument/2006/relationships/hyperlink"


class SheetLinks:
    """The links of each worksheet, in files below ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[int, IO[str]] = {}

    def add(self, sheet: int, line: int, column: int, path: str) -> None:
        """Let a cell of the sheet with this index lead to a path relative to the workbook."""
        if sheet not in self._open:
            self._open[sheet] = self._path(sheet).open("w", encoding="utf-8", newline="\n")
        self._open[sheet].write(f"{xl_rowcol_to_cell(line, column)} {path.translate(_ESCAPED)}\n")

    def close(self) -> None:
        """Nothing is added any more."""
        for stream in self._open.values():
            stream.close()

    def parts(self) -> dict[str, int]:
        """The names of worksheets that have links, inside the package, with their indexes."""
        return {f"xl/worksheets/sheet{sheet + 1}.xml": sheet for sheet in sorted(self._open)}

    def copy(self, sheet: int, source: IO[bytes], target: IO[bytes]) -> None:
        """A worksheet with its links, which stand behind the rows and filters."""
        held = b""
        while _ROWS_END not in held:
            target.write(held[: -len(_ROWS_END)])
            chunk = source.read(2**16)
            if not chunk:
                break
            held = held[-len(_ROWS_END) :] + chunk
        rest = held + source.read()
        found = _BEHIND_LINKS.search(rest, rest.index(_ROWS_END))
        assert found is not None
        target.write(rest[: found.start()] + b"<hyperlinks>")
        for number, (cell, _path) in enumerate(self._pairs(sheet), 1):
            target.write(f'<hyperlink ref="{cell}" r:id="rId{number}"/>'.encode())
        target.write(b"</hyperlinks>" + rest[found.start() :])

    def relations(self, sheet: int) -> Iterator[bytes]:
        """Where the links of a worksheet lead."""
        yield _HEAD.encode()
        for number, (_cell, path) in enumerate(self._pairs(sheet), 1):
            where = f'Target={quoteattr(path)} TargetMode="External"'
            yield f'<Relationship Id="rId{number}" Type="{_LINK}" {where}/>'.encode()
        yield b"</Relationships>"

    def _pairs(self, sheet: int) -> Iterator[tuple[str, str]]:
        with self._path(sheet).open(encoding="utf-8", newline="\n") as stream:
            for line in stream:
                cell, _space, path = line.rstrip("\n").partition(" ")
                yield cell, path

    def _path(self, sheet: int) -> Path:
        return self._folder / f"links-{sheet}.txt"
