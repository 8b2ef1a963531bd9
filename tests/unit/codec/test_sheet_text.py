"""A bare table as a worksheet that says its own encoding, kinds of values and paper."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from dossier.codec.sheet_text import flat_sheet

SPACES = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}
KIND = f"{{{SPACES['office']}}}value-type"


def cells(data: bytes) -> list[list[tuple[str, str | None]]]:
    """Each row's cells: what is read, and as what kind of value."""
    root = ET.fromstring(flat_sheet(data))
    return [
        [
            ("\n".join(line.text or "" for line in cell.findall("text:p", SPACES)), cell.get(KIND))
            for cell in row.findall("table:table-cell", SPACES)
        ]
        for row in root.findall(".//table:table-row", SPACES)
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_found_out(encoding: str) -> None:
    table = "单位,数量\r\n东门街道,647\r\n望澜社区,41\r\n"
    assert cells(table.encode(encoding)) == [
        [("单位", "string"), ("数量", "string")],
        [("东门街道", "string"), ("647", "float")],
        [("望澜社区", "string"), ("41", "float")],
    ]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("647", "float"),
        ("-3.25", "float"),
        ("420102199001011234", "string"),
        ("007", "string"),
        ("41.50", "string"),
        ("2026-03-03", "string"),
        ("1e5", "string"),
        ("=SUM(A1:A9)", "string"),
    ],
)
def test_no_digit_is_lost_and_nothing_is_calculated(written: str, kind: str) -> None:
    assert cells(f"甲,{written}\n".encode())[0][1] == (written, kind)


def test_quotes_lines_and_marks_stay_what_they_are() -> None:
    [row] = cells('"甲,乙","一\n二",<b>&amp;\x0b,\n'.encode())
    assert [text for text, _kind in row] == ["甲,乙", "一\n二", "<b>&amp;", ""]


def test_a_quote_that_is_never_closed_loses_nothing() -> None:
    long = "长" * 200_000
    assert [row[0][0][:3] for row in cells(f'"开头,\n{long}\n末行,1\n'.encode())] == [
        '"开头',
        "长长长",
        "末行",
    ]


def test_an_empty_table_is_still_a_sheet() -> None:
    assert cells(b"") == []
