"""What single pages of a PDF are: text, scans, drawings, blank; and whether a seal is on them."""

from __future__ import annotations

import ctypes
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pypdfium2 as pdfium
from pypdfium2 import raw

from dossier.extract.page_numbers import shown
from dossier.extract.seals import find_seal
from dossier.model.findings import Finding

_STRAY = re.compile("[“‘] +[”’]| [“”‘’○—…·]+ *\r?$", re.MULTILINE)
_LINE = re.compile(r"[^\r\n]+")
_BESIDE = re.compile(" *([“”‘’○]) *")
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


def look_through(document: pdfium.PdfDocument, room: int) -> tuple[tuple[Page, ...], bool]:
    """Every page, with its text as long as there is ``room`` for characters, and whether a picture
    the size of a seal on the last page with text is a red round one.
    """
    pages: list[Page] = []
    last: pdfium.PdfPage | None = None
    try:
        for index in range(len(document)):
            page = _opened(document, index)
            pages.append(_look_at(page, want_text=room > 0))
            room -= len(pages[-1].text)
            if pages[-1].kind is PageKind.TEXT:
                last, page = page, last
            if page is not None:
                page.close()
        return tuple(pages), last is not None and _has_seal(last)
    finally:
        if last is not None:
            last.close()


def _opened(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage | None:
    try:
        return document[index]
    except pdfium.PdfiumError:
        return None


def _look_at(page: pdfium.PdfPage | None, *, want_text: bool) -> Page:
    """One page; a broken one is a drawing nobody can read."""
    if page is None:
        return Page("", PageKind.DRAWN)
    if not want_text:
        return Page("", PageKind.TEXT)
    text = _text(page)
    kind = _kind(page, text)
    return Page("" if kind is PageKind.SCAN else text, kind)


def _kind(page: pdfium.PdfPage, text: str) -> PageKind:
    if len(text) >= _SPARSE:
        return PageKind.TEXT
    if any(True for _picture in _pictures(page)):
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
        drawn = str(textpage.get_text_range())
        placed = _quoted(textpage, drawn) if _STRAY.search(drawn) else drawn
        text = placed.replace("\r\n", "\n").strip("\n")
        return _from_the_right(text) if _is_upright(textpage, text) else text
    except pdfium.PdfiumError:
        return ""
    finally:
        textpage.close()


def _quoted(textpage: pdfium.PdfTextPage, text: str) -> str:
    """Text whose quotation marks and signs were drawn behind the rest of their line, because they
    are of another font: in those lines the characters from left to right.
    """
    if len(text) != textpage.count_chars():
        return text
    return _LINE.sub(
        lambda line: _from_the_left(textpage, line) if _STRAY.search(line[0]) else line[0], text
    )


def _from_the_left(textpage: pdfium.PdfTextPage, line: re.Match[str]) -> str:
    boxes = {at: textpage.get_charbox(at) for at in range(*line.span())}
    wide, high = (
        max(b[n] for b in boxes.values()) - min(b[n] for b in boxes.values()) for n in (0, 1)
    )
    if wide < high:
        return line[0]
    places = sorted(boxes, key=lambda at: float(boxes[at][0]))
    return _BESIDE.sub(r"\1", "".join(line.string[at] for at in places)).rstrip()


def _is_upright(textpage: pdfium.PdfTextPage, text: str) -> bool:
    """Whether the page is written from top to bottom and its columns were given from the left: the
    second character stands below the first, and the last one right of it.
    """
    if "\n" not in text[2:] or "\n" in text[:2]:
        return False
    left, bottom, right, _top = textpage.get_charbox(0)
    second, last = textpage.get_charbox(1), textpage.get_charbox(textpage.count_chars() - 1)
    below = second[3] <= bottom + 1 and second[0] < right and left < second[2]
    return bool(below and last[0] > right)


def _from_the_right(text: str) -> str:
    return "\n".join(reversed(text.split("\n")))


def _shows_something(page: pdfium.PdfPage) -> bool:
    return bool(raw.FPDFPage_CountObjects(page) > 0 or raw.FPDFPage_GetAnnotCount(page) > 0)


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


def _has_seal(page: pdfium.PdfPage) -> bool:
    try:
        if not any(map(_seal_sized, itertools.islice(_pictures(page), _LOOKED_AT))):
            return False
        image = page.render(scale=_SEAL_DPI / 72).to_pil()
        return find_seal(image) is not None
    except (pdfium.PdfiumError, ValueError):
        return False


def _pictures(page: pdfium.PdfPage) -> Iterator[object]:
    """Pictures on the page and in the forms on it, by their handles: a page of text has hundreds
    of objects, and each would cost an object of Python's.
    """
    for item, kind in _objects(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            yield item
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            inside = _objects(item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
            yield from (part for part, sort in inside if sort == raw.FPDF_PAGEOBJ_IMAGE)


def _objects(
    holder: object, count: Callable[[object], int], get: Callable[[object, int], object]
) -> Iterator[tuple[object, int]]:
    """Handle and type of each object a page or form holds."""
    kind_of = raw.FPDFPageObj_GetType
    for index in range(count(holder)):
        item = get(holder, index)
        yield item, kind_of(item)


def _seal_sized(item: object) -> bool:
    left, bottom, right, top = (ctypes.c_float() for _side in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return False
    low, high = _SEAL_POINTS
    return low <= right.value - left.value <= high and low <= top.value - bottom.value <= high
