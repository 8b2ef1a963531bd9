"""What single pages of a PDF are: text, scans, drawings, blank; and whether a seal is on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pypdfium2 as pdfium
from pypdfium2 import raw

from dossier.extract.page_numbers import shown
from dossier.extract.seals import find_seal
from dossier.model.findings import Finding

_SPARSE = 10
"""Characters below which a page that shows a picture counts as scanned (a page number)."""
_LOOKED_AT = 40
_SEAL_POINTS = (85.0, 145.0)
"""A round seal is 38 to 45 mm across (国发〔1999〕25号), here with some room, in points."""
_SEAL_DPI = 40


class PageKind(StrEnum):
    """What a page shows."""

    TEXT = "text"
    SCAN = "scan"
    DRAWN = "drawn"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page and what kind of page it is."""

    text: str
    kind: PageKind


def look_at(document: pdfium.PdfDocument, index: int, *, want_text: bool) -> Page:
    """One page; a broken one is a drawing nobody can read."""
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return Page("", PageKind.DRAWN)
    try:
        text = _text(page) if want_text else ""
        kind = _kind(page, text) if want_text else PageKind.TEXT
        return Page("" if kind is PageKind.SCAN else text, kind)
    finally:
        page.close()


def _kind(page: pdfium.PdfPage, text: str) -> PageKind:
    if len(text) >= _SPARSE:
        return PageKind.TEXT
    if _has_picture(page):
        return PageKind.SCAN
    if text.strip():
        return PageKind.TEXT
    return PageKind.DRAWN if _shows_something(page) else PageKind.BLANK


def _text(page: pdfium.PdfPage) -> str:
    try:
        textpage = page.get_textpage()
    except pdfium.PdfiumError:
        return ""
    try:
        return str(textpage.get_text_range()).replace("\r\n", "\n").strip("\n")
    finally:
        textpage.close()


def _shows_something(page: pdfium.PdfPage) -> bool:
    return bool(raw.FPDFPage_CountObjects(page) > 0 or raw.FPDFPage_GetAnnotCount(page) > 0)


def _has_picture(page: pdfium.PdfPage) -> bool:
    found = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)
    return any(True for _index, _object in zip(range(_LOOKED_AT), found, strict=False))


def facts(pages: Sequence[Page]) -> dict[str, str | int | float]:
    """Page numbers by kind, for the record's details."""
    kinds = (("scanned_pages", {PageKind.SCAN, PageKind.DRAWN}), ("blank_pages", {PageKind.BLANK}))
    numbers = {name: _numbers(pages, wanted) for name, wanted in kinds}
    return {name: shown(found) for name, found in numbers.items() if found}


def remarks(pages: Sequence[Page]) -> tuple[Finding, ...]:
    """W110 and W111 where a file with text has pages without it."""
    if not any(page.kind is PageKind.TEXT for page in pages):
        return ()
    scans, blanks = _numbers(pages, {PageKind.SCAN}), _numbers(pages, {PageKind.BLANK})
    coded = (("W110", scans), ("W111", blanks))
    named = ((code, shown(found, most=20)) for code, found in coded)
    return tuple(Finding(code, "", {"pages": pages}) for code, pages in named if pages)


def _numbers(pages: Iterable[Page], kinds: set[PageKind]) -> list[int]:
    return [number for number, page in enumerate(pages, 1) if page.kind in kinds]


def has_seal(document: pdfium.PdfDocument, pages: Sequence[Page]) -> bool:
    """Whether a picture the size of a seal on the last page with text is a red round one."""
    last = next((n for n in range(len(pages) - 1, -1, -1) if pages[n].kind is PageKind.TEXT), None)
    if last is None:
        return False
    page = document[last]
    try:
        if not any(_seal_sized(item) for item in _pictures(page)):
            return False
        image = page.render(scale=_SEAL_DPI / 72).to_pil()
        return find_seal(image) is not None
    except (pdfium.PdfiumError, ValueError):
        return False
    finally:
        page.close()


def _pictures(page: pdfium.PdfPage) -> list[pdfium.PdfObject]:
    found = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)
    return [item for _index, item in zip(range(_LOOKED_AT), found, strict=False)]


def _seal_sized(item: pdfium.PdfObject) -> bool:
    left, bottom, right, top = item.get_bounds()
    low, high = _SEAL_POINTS
    return bool(low <= right - left <= high and low <= top - bottom <= high)
