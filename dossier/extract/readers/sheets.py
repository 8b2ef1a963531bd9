"""XLSX, XLSB, XLS and ODS: sheet names and cell text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from dossier.extract.outcome import Content, Reading, Unreadable
from dossier.extract.parts import cut_off


def read(path: Path, reading: Reading) -> Content:
    """Each sheet's name, then its rows with tabs between cells; blank rows are left out."""
    try:
        with path.open("rb") as stream:
            book = CalamineWorkbook.from_filelike(stream)
        return _content(book, reading.limits.chars)
    except PasswordError as error:
        raise Unreadable("E104") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(*_damage(path, error)) from error
    except BaseException as error:
        # A panic of the Rust library does not derive from Exception.
        if type(error).__name__ == "PanicException":
            raise Unreadable("E103", str(error)) from error
        raise


def _damage(path: Path, error: Exception) -> tuple[str, str]:
    """A ZIP that lost its end was cut off; anything else is damage of its own kind."""
    with path.open("rb") as stream:
        zipped = stream.read(2) == b"PK"
    return ("E105", "") if zipped and cut_off(path) else ("E103", str(error))


def _content(book: CalamineWorkbook, limit: int) -> Content:
    if not book.sheet_names:
        raise Unreadable("E103", "no sheet")  # the reader is content with a stream of anything
    sheets: list[str] = []
    cells = room = 0
    for name in book.sheet_names:
        lines = list(_lines(book.get_sheet_by_name(name).iter_rows(), limit - room))
        cells += sum(line.count("\t") + 1 for line in lines)
        sheets.append("\n".join((name, *lines)))
        room += len(sheets[-1])
    return Content(
        text="\n".join(sheets) if cells else "",
        page_texts=tuple(sheets),
        metadata={"sheets": len(sheets), "sheet_names": "、".join(book.sheet_names)[:1000]},
    )


def _lines(rows: Iterable[list[object]], limit: int) -> Iterator[str]:
    for row in rows:
        line = "\t".join(shown for cell in row if (shown := _shown(cell)))
        if line:
            limit -= len(line)
            yield line
        if limit < 0:
            return


def _shown(cell: object) -> str:
    """A cell as a person reads it: 3.0 is 3, a date at midnight is a date."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ") if cell.time() != dt.time() else cell.date().isoformat()
    return str(cell).strip()
