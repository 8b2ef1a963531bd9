"""Tables of a workbook, each sheet one table, merged ranges included."""

from __future__ import annotations

import io
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from dossier.handbook.grids import Grid, GridRow, Place, Sheets, merged
from dossier.handbook.refusals import unreadable

MAX_CELLS = 2_000_000


def read_xlsx(content: bytes, name: str) -> Sheets:
    """The tables of a workbook; hidden sheets are read too. Raises SchemaError."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids = [
            _grid(workbook.get_sheet_by_name(sheet), number, name)
            for number, sheet in enumerate(workbook.sheet_names, 1)
        ]
    except PasswordError as error:
        raise unreadable(name, "a password is needed") from error
    except (CalamineError, ZipError, ValueError) as error:
        raise unreadable(name, str(error)) from error
    return Sheets(tuple(grid for grid in grids if grid.rows))


def _grid(sheet: Any, number: int, name: str) -> Grid:
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise unreadable(name, f"{sheet.total_height} × {sheet.total_width} cells")
    texts = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    cells = merged(texts, iter(sheet.merged_cell_ranges or ()))
    return Grid(
        tuple(
            GridRow(Place("sheet", number, row), tuple(line))
            for row, line in enumerate(cells, 1)
            if any(cell.text for cell in line)
        )
    )


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
