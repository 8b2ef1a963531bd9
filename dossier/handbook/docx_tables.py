"""Tables of a Word file, cells merged across (gridSpan) and down (vMerge) included."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from dossier.handbook.grids import Cell, Grid, GridRow, Place, Sheets
from dossier.handbook.refusals import unreadable

MAX_XML = 64_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, NotImplementedError, EOFError)
_BREAKS = (f"{_W}br", f"{_W}cr")
_SKIPPED = (f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr")


def read_docx(content: bytes, name: str) -> Sheets:
    """The tables of the body, and the paragraphs between them. Raises SchemaError."""
    body = _body(content, name).find(f"{_W}body")
    if body is None:
        raise unreadable(name, "no body")
    tables = [item for item in body.iter(f"{_W}tbl") if not _inside_table(item)]
    grids = tuple(_grid(table, number) for number, table in enumerate(tables, 1))
    remarks = tuple(text for item in body.iterchildren(f"{_W}p") if (text := _text(item)))
    return Sheets(tuple(grid for grid in grids if grid.rows), remarks)


def _body(content: bytes, name: str) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo(_BODY).file_size > MAX_XML:
                raise unreadable(name, f"> {MAX_XML} bytes of text")
            xml = archive.read(_BODY)
    except _BROKEN as error:
        raise unreadable(name, str(error)) from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise unreadable(name, str(error)) from error


def _inside_table(element: Any) -> bool:
    return any(parent.tag == f"{_W}tbl" for parent in element.iterancestors())


def _grid(table: Any, number: int) -> Grid:
    rows: list[GridRow] = []
    above: dict[int, Cell] = {}
    for position, row in enumerate(table.iterchildren(f"{_W}tr"), 1):
        cells = list(_cells(row, above))
        above = dict(enumerate(cells))
        rows.append(GridRow(Place("table", number, position), tuple(cells)))
    width = max((len(row.cells) for row in rows), default=0)
    padded = (GridRow(row.place, row.cells + (Cell(),) * (width - len(row.cells))) for row in rows)
    return Grid(tuple(row for row in padded if any(cell.text for cell in row.cells)))


def _cells(row: Any, above: dict[int, Cell]) -> Iterator[Cell]:
    column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
    yield from (Cell() for _ in range(column))
    for item in row.iter(f"{_W}tc"):
        if next(item.iterancestors(f"{_W}tr")) is not row:
            continue
        properties = item.find(f"{_W}tcPr")
        carried = _carried(properties)
        text = above.get(column, Cell()).text if carried else _text(item)
        for step in range(_span(properties)):
            yield Cell(text, above=carried, left=step > 0)
            column += 1


def _carried(properties: Any) -> bool:
    merge = None if properties is None else properties.find(f"{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"


def _span(properties: Any) -> int:
    span = None if properties is None else properties.find(f"{_W}gridSpan")
    return max(1, min(_number(span, 1), 64))


def _number(element: Any, default: int) -> int:
    value = "" if element is None else element.get(f"{_W}val", "")
    return int(value) if value.isdecimal() else default


def _text(element: Any) -> str:
    """The text of a cell or paragraph; paragraphs and line breaks are line feeds."""
    paragraphs = [element] if element.tag == f"{_W}p" else element.iter(f"{_W}p")
    return "\n".join("".join(_runs(paragraph)) for paragraph in paragraphs).strip()


def _runs(element: Any) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == f"{_W}tab":
            yield " "
        elif child.tag not in _SKIPPED:
            yield from _runs(child)
