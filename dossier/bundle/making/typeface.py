"""Writing in a face: its measures while pages are drawn, its outlines when a book is saved.

Pages are drawn in a placeholder font whose codes are UTF-16. When a book is complete, every
placeholder becomes one shared font: the outlines of the characters the book uses, or STSong-Light,
which is not embedded and which viewers without Asian fonts leave blank.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
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
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import CIDFontInfo, UnicodeCIDFont, structToPDF
from reportlab.pdfbase.ttfonts import TTFontFile

from dossier.bundle.making.book_plan import Face
from dossier.bundle.making.fonts import opened

PLACEHOLDER = "DossierText"
"""What our font is called until the book is complete."""
_ASKED_FOR = "STSong-Light"
_LAST = 0xFFFF
_INSTEAD = "〓?"
"""What stands for a character that the face cannot write."""
_ALWAYS = "".join(map(chr, range(0x20, 0x7F)))
"""Letters, digits and marks that numbering may add to what a book says."""
_RANGES = 100
"""Lines of a block in a ToUnicode map, by the PDF specification."""


class _DrawnFont(UnicodeCIDFont):  # type: ignore[misc]
    """The placeholder for reportlab: UTF-16 codes, the face's own widths in 1/1000 em."""

    def __init__(self, name: str, widths: Mapping[str, float]) -> None:
        super().__init__(_ASKED_FOR)
        self.name = self.fontName = name
        if widths:
            self.unicodeWidths = widths

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Put the placeholder into a document."""
        internal = f"F{len(doc.fontMapping) + 1}"
        known = copy.deepcopy(CIDFontInfo[_ASKED_FOR])
        known |= {"Name": f"/{internal}", "Encoding": "/UniGB-UCS2-H"}
        known["BaseFont"] = f"/{PLACEHOLDER}"
        reference = doc.Reference(structToPDF(known), internal)
        doc.idToObject["BasicFonts"].dict[internal] = reference
        doc.fontMapping[self.name] = f"/{internal}"


class Pen:
    """What draws and measures in one face; ``name`` is its font's name for reportlab."""

    def __init__(self, face: Face | None) -> None:
        self.face = face
        self.name = f"{PLACEHOLDER}-{face.digest if face else ''}"
        self._widths: dict[str, float] = {}
        self._fitted: dict[str, str] = {}
        pdfmetrics.registerFont(_DrawnFont(self.name, self._known_widths()))

    @cached_property
    def font(self) -> TTFontFile:
        """The face's file; whatever reportlab raises passes."""
        assert self.face is not None
        return opened(Path(self.face.path))

    def _known_widths(self) -> dict[str, float]:
        if self.face is None:
            return {}
        widths = self.font.charWidths
        return {chr(code): float(width) for code, width in widths.items() if code <= _LAST}

    def width(self, text: str, size: float) -> float:
        """How wide a line is, in points."""
        return sum(map(self._char_width, text)) * size

    def _char_width(self, char: str) -> float:
        if char not in self._widths:
            self._widths[char] = float(pdfmetrics.stringWidth(char, self.name, 1))
        return self._widths[char]

    def fit(self, text: str) -> str:
        """The text with a mark for each character the face cannot write."""
        return "".join(map(self._fit, text))

    def _fit(self, char: str) -> str:
        if char not in self._fitted:
            shown = (one for one in (char, *_INSTEAD) if self._writes(one))
            self._fitted[char] = next(shown, "?")
        return self._fitted[char]

    def _writes(self, char: str) -> bool:
        code = ord(char)
        return code <= _LAST and (self.face is None or code in self.font.charToGlyph)

    def finish(self, writer: PdfWriter, characters: str) -> None:
        """Turn every placeholder of a book into the one font that writes these characters."""
        placeholders = [
            item
            for item in writer._objects
            if isinstance(item, DictionaryObject) and item.get("/BaseFont") == f"/{PLACEHOLDER}"
        ]
        if self.face is None:
            for item in placeholders:
                item[NameObject("/BaseFont")] = NameObject(f"/{_ASKED_FOR}")
            return
        used = {ord(self._fit(char)) for char in f"{characters}{_ALWAYS}"}
        whole = self._embedded(writer, sorted(used))
        for item in placeholders:
            item.clear()
            item.update(whole)

    def _embedded(self, writer: PdfWriter, codes: list[int]) -> DictionaryObject:
        """A composite font whose codes are the characters themselves."""
        assert self.face is not None
        tag = hashlib.sha256(f"{self.face.digest}{codes}".encode()).digest()[:6]
        name = NameObject(f"/{''.join(chr(65 + byte % 26) for byte in tag)}+{self.face.name}")
        below = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/CIDFontType2"),
                NameObject("/BaseFont"): name,
                NameObject("/CIDSystemInfo"): _system_info(),
                NameObject("/FontDescriptor"): self._descriptor(writer, name, codes),
                NameObject("/DW"): NumberObject(1000),
                NameObject("/W"): self._width_array(codes),
                NameObject("/CIDToGIDMap"): writer._add_object(
                    _stream(_glyph_map(self.font.charToGlyph, codes))
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

    def _width_array(self, codes: list[int]) -> ArrayObject:
        widths = ArrayObject()
        for code in codes:
            width = float(self.font.charWidths.get(code, self.font.defaultWidth))
            widths.append(NumberObject(code))
            widths.append(ArrayObject([FloatObject(round(width, 2))]))
        return widths

    def _descriptor(self, writer: PdfWriter, name: NameObject, codes: list[int]) -> Any:
        font = self.font
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
                    **{
                        NameObject(key): FloatObject(round(value, 2))
                        for key, value in numbers.items()
                    },
                    NameObject("/FontFile2"): writer._add_object(outlines),
                }
            )
        )


@lru_cache(maxsize=4)
def pen_of(face: Face | None) -> Pen:
    """The pen of a face, kept for the next book."""
    return Pen(face)


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
