"""Tables as text, written as a worksheet any office program reads the same way.

What a program makes of a bare CSV depends on the machine's language: its encoding, its dates, its
paper, and long numbers lose their last digits. A flat OpenDocument sheet (ODF 1.2, part 1) says it
all itself.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from dossier.codec import encodings

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,11})(?:\.\d{0,2}[1-9])?")
"""What keeps every digit as a number; 身份证号 and outer zeros would not, and are text."""
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MAX_CELL = 32_000
_WIDE_FROM = 0x2100
_LETTER_MM, _NARROWEST, _WIDEST = 2.2, 12, 75
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
<office:styles><style:default-style style:family="table-cell">
<style:text-properties style:font-name-asian="宋体" fo:font-size="10pt" fo:country="CN"
 fo:language="zh"/></style:default-style>
<style:style style:name="Default" style:family="table-cell"/></office:styles>
<office:automatic-styles>
<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="210mm"
 fo:page-height="297mm" fo:margin="15mm" style:scale-to-X="1" style:scale-to-Y="0"/>
<style:header-style/><style:footer-style/></style:page-layout>
<style:style style:name="ta" style:family="table" style:master-page-name="Default"/>
<style:style style:name="ce" style:family="table-cell" style:parent-style-name="Default">
<style:table-cell-properties fo:border="0.5pt solid #000000" fo:wrap-option="wrap"/></style:style>
{columns}</office:automatic-styles>
<office:master-styles><style:master-page style:name="Default" style:page-layout-name="A4">
<style:header style:display="false"/><style:footer style:display="false"/>
</style:master-page></office:master-styles>
<office:body><office:spreadsheet><table:table table:name="Sheet1" table:style-name="ta">
"""
_TAIL = "</table:table></office:spreadsheet></office:body></office:document>\n"


def flat_sheet(data: bytes) -> bytes:
    """A CSV in any encoding as a flat OpenDocument spreadsheet (FODS), A4, one sheet."""
    text, _encoding = encodings.decode(data)
    return "".join(_document(_rows(_UNFIT.sub("", text)))).encode()


def _rows(text: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:  # a quote that is never closed
        return [line.split(",") for line in text.splitlines()]


def _document(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = _widths(rows)
    yield _HEAD.replace("{columns}", "".join(map(_column_style, range(len(widths)), widths)))
    yield from (
        f'<table:table-column table:style-name="co{place}"/>' for place in range(len(widths))
    )
    for row in rows:
        cells = "".join(map(_cell, row)) or "<table:table-cell/>"
        yield f"<table:table-row>{cells}</table:table-row>\n"
    yield _TAIL


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Millimetres for each column, after its longest line."""
    longest = [0] * max(map(len, rows), default=0)
    for row in rows:
        for place, cell in enumerate(row):
            longest[place] = max(longest[place], *map(_letters, cell.splitlines() or [""]))
    return [min(_WIDEST, max(_NARROWEST, round(count * _LETTER_MM) + 4)) for count in longest]


def _letters(line: str) -> int:
    return sum(2 if ord(char) > _WIDE_FROM else 1 for char in line)


def _column_style(place: int, width: int) -> str:
    return (
        f'<style:style style:name="co{place}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}mm"/></style:style>\n'
    )


def _cell(text: str) -> str:
    bare = text.strip()[:_MAX_CELL]
    if not bare:
        return '<table:table-cell table:style-name="ce"/>'
    kind = f'"float" office:value="{bare}"' if _NUMBER.fullmatch(bare) else '"string"'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in bare.splitlines())
    opening = f'<table:table-cell table:style-name="ce" office:value-type={kind}>'
    return f"{opening}{lines}</table:table-cell>"
