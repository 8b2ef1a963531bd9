"""The outlines of a font's characters as a composite PDF font whose codes are the characters."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from reportlab.pdfbase.ttfonts import TTFontFile

from dossier.bundle.making.book_plan import Face

_RANGES = 100
"""Lines of a block in a ToUnicode map, by the PDF specification."""


def embedded(writer: PdfWriter, face: Face, font: TTFontFile, codes: list[int]) -> DictionaryObject:
    """The font of a face that writes these characters, its parts put into ``writer``.

    ``codes`` are sorted and below 65536; whatever reportlab raises passes.
    """
    tag = hashlib.sha256(f"{face.digest}{codes}".encode()).digest()[:6]
    name = NameObject(f"/{''.join(chr(65 + byte % 26) for byte in tag)}+{face.name}")
    below = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/CIDFontType2"),
            NameObject("/BaseFont"): name,
            NameObject("/CIDSystemInfo"): _system_info(),
            NameObject("/FontDescriptor"): _descriptor(writer, font, name, codes),
            NameObject("/DW"): NumberObject(1000),
            NameObject("/W"): _width_array(font, codes),
            NameObject("/CIDToGIDMap"): writer._add_object(
                _stream(_glyph_map(font.charToGlyph, codes))
            ),
        }
    )
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/BaseFont"): name,
            NameObject("/Encoding"): NameObject("/Identity-H"),
            NameObject("/DescendantFonts"): ArrayObject([writer._add_object(below)]),
            NameObject("/ToUnicode"): writer._add_object(_stream(_to_unicode(codes))),
        }
    )


def _width_array(font: TTFontFile, codes: list[int]) -> ArrayObject:
    widths = ArrayObject()
    for code in codes:
        width = float(font.charWidths.get(code, font.defaultWidth))
        widths.append(NumberObject(code))
        widths.append(ArrayObject([FloatObject(round(width, 2))]))
    return widths


def _descriptor(writer: PdfWriter, font: TTFontFile, name: NameObject, codes: list[int]) -> Any:
    """Measures and outlines."""
    outlines = _stream(font.makeSubset(codes))
    numbers = {
        "/Flags": 4,
        "/ItalicAngle": font.italicAngle,
        "/Ascent": font.ascent,
        "/Descent": font.descent,
        "/CapHeight": font.capHeight,
        "/StemV": font.stemV,
    }
    return writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/FontDescriptor"),
                NameObject("/FontName"): name,
                NameObject("/FontBBox"): ArrayObject(
                    FloatObject(round(side, 2)) for side in font.bbox
                ),
                **{NameObject(key): FloatObject(round(value, 2)) for key, value in numbers.items()},
                NameObject("/FontFile2"): writer._add_object(outlines),
            }
        )
    )


def _system_info() -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Registry"): TextStringObject("Adobe"),
            NameObject("/Ordering"): TextStringObject("Identity"),
            NameObject("/Supplement"): NumberObject(0),
        }
    )


def _stream(data: bytes) -> StreamObject:
    """Data deflated, with its length before that, which outlines must state."""
    stream = StreamObject()
    stream.set_data(data)
    packed = stream.flate_encode()
    packed[NameObject("/Length1")] = NumberObject(len(data))
    return packed


def _glyph_map(glyphs: Mapping[int, int], codes: list[int]) -> bytes:
    """Which outline of the subset each code shows; reportlab numbers them as they first come."""
    numbers = {0: 0}
    table = bytearray(2 * (codes[-1] + 1))
    for code in codes:
        number = numbers.setdefault(glyphs.get(code, 0), len(numbers))
        table[2 * code : 2 * code + 2] = number.to_bytes(2, "big")
    return bytes(table)


def _to_unicode(codes: list[int]) -> bytes:
    return "\n".join(_unicode_lines(codes)).encode("ascii")


def _unicode_lines(codes: list[int]) -> Iterator[str]:
    yield "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    yield "/CMapName /Dossier-UCS def /CMapType 2 def"
    yield "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    for start in range(0, len(codes), _RANGES):
        block = codes[start : start + _RANGES]
        yield f"{len(block)} beginbfchar"
        yield from (f"<{code:04X}> <{code:04X}>" for code in block)
        yield "endbfchar"
    yield "endcmap CMapName currentdict /CMap defineresource pop end end"
