"""归档文件目录 of DA/T 22-2015: one line for each record, in the order of its 档号."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import xlsxwriter

from dossier.model.records import Record
from dossier.report.contents import Contents, Row, partial_words, printable
from dossier.report.workbooks import cell_look, for_print, head, write, written_workbook

COLUMNS = (
    ("序号", 6),
    ("档号", 32),
    ("文号", 26),
    ("责任者", 24),
    ("题名", 56),
    ("日期", 10),
    ("密级", 6),
    ("页数", 6),
    ("备注", 24),
)
"""The columns of the standard, in Chinese whatever the language: other programs read them."""
_SERIES = (("档号（不含件号）", 32), ("起件号", 8), ("止件号", 8), ("件数", 8))


def archive_list(contents: Contents, numbers: Mapping[str, str], path: Path) -> None:
    """The list as a workbook at ``path``, with the series it falls into on a second sheet."""
    files = {
        item.record: item for one in contents.sections for item, again in one.files if not again
    }
    ordered = sorted(files, key=lambda record: numbers.get(record, ""))
    title = printable(contents.edition.title)
    with written_workbook(path, contents.plan.as_of, title) as book:
        bold, look = cell_look(book, bold=True, bg_color="#EEEEEE"), cell_look(book)
        sheet = _sheet(book, "归档文件目录", COLUMNS, bold, contents)
        for line, record in enumerate(ordered, 1):
            row = contents.row(files[record], again=False)
            write(sheet, line, [line, *_values(row, numbers.get(record, ""))], look=look)
        series = _sheet(book, "分组", _SERIES, bold, contents)
        for line, values in enumerate(_series(ordered, numbers), 1):
            write(series, line, values, look=look)


def title_of(record: Record) -> str:
    """题名; one that we made from the file's name stands in brackets, as the standard wants."""
    return record.description.title or f"[{record.name.rpartition('.')[0] or record.name}]"


def _values(row: Row, number: str) -> Iterator[object]:
    known = row.record.description
    date = known.dates.issued or known.dates.event or known.dates.taken or ""
    yield number
    yield known.doc_number
    yield known.issuer or row.unit
    yield title_of(row.record)
    yield date.replace("-", "")
    yield ""
    yield row.pages
    yield f"{row.file.requirement} {row.caption}".strip()


def _series(ordered: list[str], numbers: Mapping[str, str]) -> Iterator[list[object]]:
    found: dict[str, list[str]] = {}
    for record in ordered:
        series, _dash, item = numbers.get(record, "").rpartition("-")
        found.setdefault(series, []).append(item)
    for series, items in found.items():
        yield [series, items[0], items[-1], len(items)]


def _sheet(
    book: xlsxwriter.Workbook,
    name: str,
    columns: tuple[tuple[str, int], ...],
    bold: xlsxwriter.format.Format,
    contents: Contents,
) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet(name)
    head(sheet, columns, bold)
    for_print(sheet, name, partial_words(contents))
    return sheet
