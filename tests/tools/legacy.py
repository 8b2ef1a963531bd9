"""Files of the nineties, record by record: BIFF8 workbooks and Outlook's messages."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from tests.tools.compound import compound_file

_BOF, _EOF, _SHEET, _LABEL, _NUMBER = 0x0809, 0x000A, 0x0085, 0x0204, 0x0203
_GLOBALS, _WORKSHEET = 0x0005, 0x0010


def xls_file(sheets: Mapping[str, Sequence[Sequence[object]]], *, kingsoft: bool = False) -> bytes:
    """A workbook of Excel 97, or of Kingsoft's table program. Source: [MS-XLS]."""
    bodies = [_worksheet(rows) for rows in sheets.values()]
    bounds = [_bound(name, 0) for name in sheets]
    at = len(_bof(_GLOBALS)) + sum(map(len, bounds)) + len(_record(_EOF))
    placed = []
    for name, body in zip(sheets, bodies, strict=True):
        placed.append(_bound(name, at))
        at += len(body)
    book = b"".join((_bof(_GLOBALS), *placed, _record(_EOF), *bodies))
    made_by = {"WpsCustomData": b"\0" * 16} if kingsoft else {}
    return compound_file({"Workbook": book, **made_by})


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _bof(what: int) -> bytes:
    return _record(_BOF, struct.pack("<HHHHII", 0x0600, what, 0x0DBB, 0x07CC, 0, 6))


def _bound(name: str, at: int) -> bytes:
    return _record(_SHEET, struct.pack("<IHBB", at, 0, len(name), 1) + name.encode("utf-16-le"))


def _worksheet(rows: Sequence[Sequence[object]]) -> bytes:
    cells = (
        _cell(number, column, value)
        for number, row in enumerate(rows)
        for column, value in enumerate(row)
        if value != ""
    )
    return b"".join((_bof(_WORKSHEET), *cells, _record(_EOF)))


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, int | float):
        return _record(_NUMBER, place + struct.pack("<d", value))
    text = str(value).encode("utf-16-le")
    return _record(_LABEL, place + struct.pack("<HB", len(text) // 2, 1) + text)


def msg_file(subject: str, body: str, *, sender: str = "张三", to: str = "文明办") -> bytes:
    """A message as Outlook saves it, its texts in UTF-16. Source: [MS-OXMSG]."""
    texts = {"0037": subject, "1000": body, "0C1A": sender, "0E04": to}
    streams = {
        f"__substg1.0_{tag}001F": text.encode("utf-16-le") for tag, text in texts.items() if text
    }
    return compound_file({"__properties_version1.0": bytes(32), **streams})
