"""A report as a workbook, a Word document or a page that opens offline."""

from __future__ import annotations

import datetime as dt
import html
import io
from collections.abc import Callable

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dossier.model.tables import Cell, Paper, Table
from dossier.report.word import blank, heading, saved, write
from dossier.report.word import table as word_table
from dossier.report.workbooks import cell_look, for_print

_SHEET_NAME = 31
"""Characters a worksheet's name may have."""
_WIDEST, _MARGINS = 60, 6
_PORTRAIT, _LANDSCAPE = 170, 257
"""Millimetres a table may be wide on A4."""
_WIDE_FROM = 0x2100
"""Numerals, circled digits and Chinese are as wide as two letters."""
_MANY = 9
"""Columns for which a page is turned."""


def paper_xlsx(paper: Paper) -> bytes:
    """One worksheet a table, with a frozen head and filters, as wide as the paper when printed."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        day = dt.datetime.fromisoformat(paper.as_of).replace(tzinfo=dt.UTC)
        book.set_properties({"title": paper.title, "created": day})
        bold, look = cell_look(book, bold=True, bg_color="#EEEEEE"), cell_look(book)
        for table in paper.tables:
            sheet = book.add_worksheet(_sheet_name(table.title))
            named = dict.fromkeys((paper.title, table.title))
            for_print(sheet, "  ".join(named), paper.as_of)
            _sheet(sheet, table, bold, look)
    return out.getvalue()


def _sheet_name(title: str) -> str:
    return "".join("_" if char in "[]:*?/\\" else char for char in title)[:_SHEET_NAME]


def _sheet(sheet: Worksheet, table: Table, bold: Format, look: Format) -> None:
    for column, (label, wide) in enumerate(zip(table.head, _widths(table), strict=True)):
        sheet.set_column(column, column, wide + 2)
        sheet.write_string(0, column, label, bold)
    for line, row in enumerate(table.rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                sheet.write_number(line, column, value, look)
            else:
                sheet.write_string(line, column, value or "", look)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.head) - 1)


def _widths(table: Table) -> list[int]:
    """How many Latin letters the widest text of each column takes, within reason."""
    columns = zip(table.head, *table.rows, strict=True)
    return [min(_WIDEST, max(map(_width, column))) for column in columns]


def _width(value: Cell) -> int:
    return sum(2 if ord(char) > _WIDE_FROM else 1 for char in str("" if value is None else value))


def paper_docx(paper: Paper) -> bytes:
    """One section a table, each on a page of its own, so that it can be handed to its unit."""
    turned = any(len(table.head) > _MANY for table in paper.tables)
    document = blank(landscape=turned)
    for number, table in enumerate(paper.tables):
        if number:
            document.add_page_break()
        if table.title != paper.title:
            heading(document, paper.title)
        heading(document, table.title, 16, level=1)
        for line in table.lines:
            write(document.add_paragraph(), line, size=12)
        if table.rows:
            shares = [wide + _MARGINS for wide in _widths(table)]
            unit = (_LANDSCAPE if turned else _PORTRAIT) / sum(shares)
            rows = [tuple(map(_printable, row)) for row in table.rows]
            word_table(document, [share * unit for share in shares], table.head, rows)
    return saved(document, paper.title)


def _printable(value: Cell) -> str:
    return "".join(char for char in str("" if value is None else value) if char.isprintable())


def paper_html(paper: Paper) -> bytes:
    """A page without anything from outside."""
    body = "".join(_section(table) for table in paper.tables)
    title = html.escape(paper.title)
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title>'
        "<style>body{font-family:sans-serif;margin:2em}table{border-collapse:collapse}"
        "td,th{border:1px solid #999;padding:.2em .6em;text-align:left}</style>"
        f"<h1>{title}</h1><p>{html.escape(paper.as_of)}</p>{body}</html>\n"
    ).encode("utf-8", "replace")


def _section(table: Table) -> str:
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in table.lines)
    head = "".join(f"<th>{html.escape(label)}</th>" for label in table.head)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(_printable(cell))}</td>" for cell in row) + "</tr>"
        for row in table.rows
    )
    grid = f"<table><tr>{head}</tr>{rows}</table>" if table.rows else ""
    return f"<h2>{html.escape(table.title)}</h2>{lines}{grid}"


FORMATS: dict[str, Callable[[Paper], bytes]] = {
    "xlsx": paper_xlsx,
    "docx": paper_docx,
    "html": paper_html,
}
"""Every format a report can take."""
