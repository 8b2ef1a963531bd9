"""A report as a workbook, a Word document or a page that opens offline."""

from __future__ import annotations

import datetime as dt
import html
import io
from collections.abc import Callable

import docx
import xlsxwriter

from dossier.model.tables import Cell, Paper, Table

_SHEET_NAME = 31
"""Characters a worksheet's name may have."""
_WIDEST = 60


def paper_xlsx(paper: Paper) -> bytes:
    """One worksheet a table, with a frozen head and filters."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        day = dt.datetime.fromisoformat(paper.as_of).replace(tzinfo=dt.UTC)
        book.set_properties({"title": paper.title, "created": day})
        bold = book.add_format({"bold": True, "bg_color": "#EEEEEE", "border": 1})
        for table in paper.tables:
            _sheet(book.add_worksheet(_sheet_name(table.title)), table, bold)
    return out.getvalue()


def _sheet_name(title: str) -> str:
    return "".join("_" if char in "[]:*?/\\" else char for char in title)[:_SHEET_NAME]


def _sheet(
    sheet: xlsxwriter.worksheet.Worksheet, table: Table, bold: xlsxwriter.format.Format
) -> None:
    for column, label in enumerate(table.head):
        widest = max((_width(row[column]) for row in table.rows), default=0)
        sheet.set_column(column, column, min(_WIDEST, max(widest, _width(label)) + 2))
        sheet.write_string(0, column, label, bold)
    for line, row in enumerate(table.rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(line, column, value)
            else:
                sheet.write_string(line, column, value or "")
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.head) - 1)


def _width(value: Cell) -> int:
    return sum(2 if ord(char) > 0x2E80 else 1 for char in str(value or ""))


def paper_docx(paper: Paper) -> bytes:
    """One section a table, each on a page of its own, so that it can be handed to its unit."""
    document = docx.Document()
    document.core_properties.title = paper.title
    for number, table in enumerate(paper.tables):
        if number:
            document.add_page_break()
        document.add_heading(table.title, level=1)
        for line in table.lines:
            document.add_paragraph(line)
        if table.rows:
            _grid(document, table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _grid(document: docx.document.Document, table: Table) -> None:
    grid = document.add_table(rows=1, cols=len(table.head), style="Table Grid")
    for cell, label in zip(grid.rows[0].cells, table.head, strict=True):
        cell.text = label
    for row in table.rows:
        for cell, value in zip(grid.add_row().cells, row, strict=True):
            cell.text = _printable(value)


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
