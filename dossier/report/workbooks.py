"""Workbooks that come out the same twice and are written line by line."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter

from dossier.report.contents import printable

MAX_TEXT = 32_000
"""Below the 32,767 characters a cell may hold."""
_MAX_LINK = 2_000
_MAX_HEADER = 100
_A4 = 9
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16


@contextmanager
def written_workbook(path: Path, as_of: str, title: str) -> Iterator[xlsxwriter.Workbook]:
    """A workbook to fill, line after line in order; it stands at ``path`` when the context ends."""
    with tempfile.TemporaryDirectory(prefix="dossier-", ignore_cleanup_errors=True) as folder:
        raw = Path(folder) / "raw.xlsx"
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        with xlsxwriter.Workbook(str(raw), options) as book:
            day = dt.date.fromisoformat(as_of)
            created = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
            book.set_properties({"created": created, "title": title})
            yield book
        _fix(raw, path)


def head(
    sheet: xlsxwriter.worksheet.Worksheet,
    headings: Sequence[tuple[str, int]],
    bold: xlsxwriter.format.Format,
) -> None:
    """The first line with its widths, frozen."""
    for column, (label, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, bold)
    sheet.freeze_panes(1, 0)


def write(
    sheet: xlsxwriter.worksheet.Worksheet,
    line: int,
    values: Sequence[object],
    link: tuple[int, str, xlsxwriter.format.Format] | None = None,
    look: xlsxwriter.format.Format | None = None,
) -> None:
    """One line; ``link`` makes the cell of a column lead somewhere, unless its address is empty;
    ``look`` is that of the other cells.
    """
    for column, value in enumerate(values):
        text = printable(value)[:MAX_TEXT]
        if link and link[0] == column and 0 < len(link[1]) < _MAX_LINK:
            sheet.write_url(line, column, link[1], link[2], text)
        elif isinstance(value, int):
            sheet.write_number(line, column, value, look)
        else:
            sheet.write_string(line, column, text, look)


def cell_look(book: xlsxwriter.Workbook, **more: object) -> xlsxwriter.format.Format:
    """The look of a cell that is printed: lined, its text wrapped and at the top."""
    return book.add_format({"border": 1, "text_wrap": True, "valign": "top", **more})


def for_print(sheet: xlsxwriter.worksheet.Worksheet, title: str, mark: str = "") -> None:
    """A4 landscape, as wide as the paper, the head on every page, title, mark and page number."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.6)
    sheet.set_header(f"&C{_no_code(title)}&R&B{_no_code(mark)}")
    sheet.set_footer("&C&P / &N")


def _no_code(text: str) -> str:
    """Words that no printing code can begin in, within the length a header may have."""
    return printable(text).replace("&", "&&")[:_MAX_HEADER]


def _fix(raw: Path, path: Path) -> None:
    """Pack it again with nothing left to chance: stored, dated 1980, links with ``/``.

    Deflated bytes depend on the library's version, and XlsxWriter writes relative links with
    backslashes, which only Windows follows.
    """
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w") as new:
        for known in old.infolist():
            info = zipfile.ZipInfo(known.filename)
            info.create_system, info.external_attr = _UNIX, _PLAIN_FILE
            info.file_size = known.file_size
            with old.open(known) as source, new.open(info, "w") as target:
                if known.filename.endswith(".rels"):
                    target.write(source.read().replace(b"\\", b"/"))
                else:
                    shutil.copyfileobj(source, target)
