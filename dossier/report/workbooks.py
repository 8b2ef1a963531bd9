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
from xlsxwriter.exceptions import FileCreateError

from dossier.report.contents import printable
from dossier.report.sheet_links import SheetLinks

MAX_TEXT = 32_000
"""Below the 32,767 characters a cell may hold."""
_MAX_LINK = 2_000
_MAX_HEADER = 100
_A4 = 9
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16


class Book(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook whose links are kept apart."""

    links: SheetLinks


@contextmanager
def written_workbook(path: Path, as_of: str, title: str) -> Iterator[Book]:
    """A workbook to fill, line after line in order; it stands at ``path`` when the context ends.

    Raises OSError.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, ignore_cleanup_errors=True) as folder:
        raw = Path(folder) / "raw.xlsx"
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        links = SheetLinks(Path(folder))
        with _closed(Book(str(raw), options), links) as book:
            day = dt.date.fromisoformat(as_of)
            created = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
            book.set_properties({"created": created, "title": title})
            yield book
        _fix(raw, links, path)


@contextmanager
def _closed(book: Book, links: SheetLinks) -> Iterator[Book]:
    book.links = links
    try:
        yield book
        book.close()
    except FileCreateError as error:
        raise error.args[0] from error
    finally:
        links.close()


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
    link: tuple[int, str, SheetLinks, xlsxwriter.format.Format] | None = None,
    look: xlsxwriter.format.Format | None = None,
) -> None:
    """One line; ``link`` makes the cell of a column lead to a path relative to the workbook, unless
    that is empty; ``look`` is that of the other cells.
    """
    for column, value in enumerate(values):
        text = printable(value)[:MAX_TEXT]
        if link and link[0] == column and 0 < len(link[1]) < _MAX_LINK:
            link[2].add(sheet.index, line, column, link[1])
            sheet.write_string(line, column, text, link[3])
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


def _fix(raw: Path, links: SheetLinks, path: Path) -> None:
    """Pack it again with nothing left to chance, stored, dated 1980; put the links in.

    Deflated bytes depend on the library's version.
    """
    linked = links.parts()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w") as new:
        for known in old.infolist():
            sheet = linked.get(known.filename)
            with old.open(known) as source, new.open(_entry(known.filename), "w") as target:
                if sheet is None:
                    shutil.copyfileobj(source, target)
                else:
                    links.copy(sheet, source, target)
        for name, sheet in linked.items():
            folder, _slash, file = name.rpartition("/")
            with new.open(_entry(f"{folder}/_rels/{file}.rels"), "w") as target:
                target.writelines(links.relations(sheet))


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = _UNIX, _PLAIN_FILE
    return info
