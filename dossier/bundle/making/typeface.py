"""Writing in a face: its measures while pages are drawn, its outlines when a book is saved.

Pages are drawn in a placeholder font whose codes are UTF-16. When a book is complete, every
placeholder becomes one shared font: the outlines of the characters the book uses, or STSong-Light,
which is not embedded and which viewers without Asian fonts leave blank.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import CIDFontInfo, UnicodeCIDFont, structToPDF
from reportlab.pdfbase.ttfonts import TTFontFile

from dossier.bundle.making.book_plan import Face
from dossier.bundle.making.embedding import embedded
from dossier.bundle.making.fonts import opened

PLACEHOLDER = "DossierText"
"""What our font is called until the book is complete."""
_ASKED_FOR = "STSong-Light"
_LAST = 0xFFFF
_INSTEAD = "〓?"
"""What stands for a character that the face cannot write."""
_ALWAYS = "".join(map(chr, range(0x20, 0x7F)))
"""Letters, digits and marks that numbering may add to what a book says."""


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
        whole = embedded(writer, self.face, self.font, sorted(used))
        for item in placeholders:
            item.clear()
            item.update(whole)


@lru_cache(maxsize=4)
def pen_of(face: Face | None) -> Pen:
    """The pen of a face, kept for the next book."""
    return Pen(face)
