"""Binding: cover, clickable contents, evidence in order, running numbers, bookmarks.

Page numbers are the real ones: number n stands on the n-th page of the file. Pages keep their own
size and turning; a footer is written over each, sharing one font. A volume holds what its
plan's limits allow, so that memory stays bounded however much there is.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from dossier.bundle.making.book_plan import BookEntry, BookPlan, volumes
from dossier.bundle.making.front_matter import HEIGHT, WIDTH, cover, picture_page
from dossier.bundle.making.listing import ContentsPages, contents, sheet_count
from dossier.bundle.making.tasks import Part
from dossier.bundle.making.typeface import PLACEHOLDER, Pen, pen_of

_FOOTER_FONT = "/DossierSong"
_MM = 72 / 25.4
_SMALL = 2**24
_TURNS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entry of a volume with its index and the page number it begins on."""

    index: int
    entry: BookEntry
    first: int
    blank_before: bool


class _Writer(PdfWriter):
    """Puts the bookmarks of what is appended under a heading, which is made with the first."""

    def __init__(self) -> None:
        super().__init__()
        self.group: str | None = None
        self._heading: Any = None
        self._heading_of: str | None = None

    def add_outline_item(self, **named: Any) -> Any:
        """As pypdf's own, below the group's heading where no parent is named."""
        if named.get("parent") is None and self.group:
            if self._heading_of != self.group:
                page = named["page_number"]
                self._heading = super().add_outline_item(title=self.group, page_number=page)
                self._heading_of = self.group
            named["parent"] = self._heading
        return super().add_outline_item(**named)

    def take(self, reader: PdfReader, title: str | None) -> list[PageObject]:
        """Append a whole file and let go of it; its pages as they stand here."""
        before = self.count
        self.append(reader, outline_item=title)
        added = self.sheets[before:]
        for page in added:
            page.__dict__.pop("original_page", None)
        self.reset_translation(reader)
        self._merged_in_pages.clear()
        return added

    @property
    def sheets(self) -> list[PageObject]:
        """All pages so far."""
        return self.flattened_pages or []

    @property
    def count(self) -> int:
        """How many pages there are so far."""
        return len(self.sheets)


def bind(source: Path, folder: Path) -> tuple[Part, ...]:
    """Bind the plan in ``source`` (JSON), one file for each volume. Raises ValueError where a
    file has other pages than its plan says; pypdf's own errors pass.
    """
    plan = msgspec.json.decode(source.read_bytes(), type=BookPlan)
    parts = volumes(plan)
    return tuple(
        _volume(plan, entries, (number, len(parts)), folder)
        for number, entries in enumerate(parts, 1)
    )


def _volume(
    plan: BookPlan, entries: Sequence[BookEntry], place: tuple[int, int], folder: Path
) -> Part:
    number, count = place
    front, sheets = plan.cover_pages(number), sheet_count(plan, entries)
    placed = list(_placed(plan, entries, front + sheets))
    listing = contents(plan, entries, {item.index: item.first for item in placed})
    writer = _Writer()
    _cover(writer, plan, place)
    writer.take(_reader(listing.data), plan.words.contents)
    for item in placed:
        _blank(writer, item.blank_before)
        _append(writer, item, pen_of(plan.face))
    _link(writer, listing, front)
    _stamp(writer, plan, front, sheets)
    pen_of(plan.face).finish(writer, plan.characters)
    return _written(writer, plan, folder / f"volume-{number}.pdf", number if count > 1 else 0)


def _cover(writer: _Writer, plan: BookPlan, place: tuple[int, int]) -> None:
    """The team's own cover or ours, with a blank page behind it where pages are turned."""
    pages = plan.cover_pages(place[0])
    if pages and plan.own_covers:
        writer.take(PdfReader(Path(plan.own_covers[place[0] - 1].path)), None)
    elif pages:
        writer.take(_reader(cover(plan, *place)), None)
    _blank(writer, writer.count < pages)
    if writer.count != pages:
        message = f"cover: {writer.count} ≠ {pages}"
        raise ValueError(message)


def _placed(plan: BookPlan, entries: Sequence[BookEntry], before: int) -> Iterator[_Placed]:
    at = before
    for index, entry in enumerate(entries):
        if entry.form:
            blank = plan.duplex and at % 2 == 1
            at += blank
            yield _Placed(index, entry, at + 1, blank)
            at += entry.pages


def _append(writer: _Writer, item: _Placed, pen: Pen) -> None:
    """One piece of evidence with its own bookmarks below its title, and its proving pages."""
    entry = item.entry
    writer.group = entry.group
    with Path(entry.path).open("rb") as stream:
        reader = _document(stream) if entry.form == "pdf" else _picture(stream.read(), entry, pen)
        before, pages = writer.count, writer.take(reader, entry.title)
    if before + 1 != item.first or len(pages) != entry.pages:
        message = f"{entry.title}: {len(pages)} ≠ {entry.pages}"
        raise ValueError(message)
    for number in entry.pointers:
        title = f"→ {entry.pointer}"
        writer.add_outline_item(title=title, page_number=pages[number - 1].indirect_reference)


def _document(stream: BinaryIO) -> PdfReader:
    """A PDF, from memory where it is small: it is read in very small steps."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return _reader(stream.read()) if size <= _SMALL else PdfReader(stream)


def _picture(data: bytes, entry: BookEntry, pen: Pen) -> PdfReader:
    return _reader(picture_page(data, entry.caption, pen))


def _reader(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def _blank(writer: _Writer, wanted: bool) -> None:
    if wanted:
        writer.add_blank_page(WIDTH, HEIGHT)


def _link(writer: _Writer, listing: ContentsPages, front: int) -> None:
    """Make the lines of the contents clickable."""
    for spot in listing.spots:
        target = writer.sheets[spot.target - 1].indirect_reference
        link = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Link"),
                NameObject("/Rect"): ArrayObject(FloatObject(side) for side in spot.box),
                NameObject("/Border"): ArrayObject([NumberObject(0)] * 3),
                NameObject("/Dest"): ArrayObject([target, NameObject("/Fit")]),
            }
        )
        page = writer.sheets[front + spot.sheet]
        page.setdefault(NameObject("/Annots"), ArrayObject()).append(writer._add_object(link))


def _stamp(writer: _Writer, plan: BookPlan, front: int, sheets: int) -> None:
    """Write the footer on every page behind the cover, without touching what is on it."""
    font, pen = _song(writer, front + sheets), pen_of(plan.face)
    save = writer._add_object(_stream(b"q\n"))
    for number, page in enumerate(writer.sheets, 1):
        if number <= front:
            continue
        text = plan.footer.format(code=plan.code, title=plan.title, page=number, pages=writer.count)
        text = f"{text}    {plan.words.partial}" if plan.mark else text
        footer = writer._add_object(_stream(_footer(page, pen.fit(text), pen)))
        _wrap(page, save, footer)
        _with_font(page, font)


def _song(writer: _Writer, body: int) -> Any:
    """The contents' own font object, shared by all footers."""
    resources: Any = writer.sheets[body - 1]["/Resources"]
    fonts = resources["/Font"].get_object()
    for key in fonts:
        if fonts[key].get("/BaseFont") == f"/{PLACEHOLDER}":
            return fonts.raw_get(key)
    message = "no font in the contents"
    raise ValueError(message)


def _wrap(page: PageObject, save: Any, footer: Any) -> None:
    """Bracket what the page draws, so that it cannot move the footer, and add the footer."""
    held = page.get("/Contents")
    held = held.get_object() if held is not None else None
    if isinstance(held, ArrayObject):
        parts = list(held)
    else:
        parts = [page.raw_get("/Contents")] if held is not None else []
    page[NameObject("/Contents")] = ArrayObject([save, *parts, footer])


def _with_font(page: PageObject, font: Any) -> None:
    resources = page.setdefault(NameObject("/Resources"), DictionaryObject()).get_object()
    fonts = resources.setdefault(NameObject("/Font"), DictionaryObject()).get_object()
    fonts[NameObject(_FOOTER_FONT)] = font


def _footer(page: PageObject, text: str, pen: Pen) -> bytes:
    """The footer's drawing, upright as the page is seen, however it is turned."""
    box, turn = page.cropbox, int(page.get("/Rotate") or 0) % 360
    turn = turn if turn in _TURNS else 0
    wide, high = float(box.width), float(box.height)
    seen = (high, wide) if turn in (90, 270) else (wide, high)
    size = min(9.0, seen[0] / 30, seen[1] / 30)
    margin, half = min(8 * _MM, seen[1] * 0.03), pen.width(text, size) / 2
    middle = (float(box.left) + wide / 2, float(box.bottom) + high / 2)
    place = {
        0: (middle[0] - half, float(box.bottom) + margin),
        90: (float(box.right) - margin, middle[1] - half),
        180: (middle[0] + half, float(box.top) - margin),
        270: (float(box.left) + margin, middle[1] + half),
    }[turn]
    numbers = " ".join(f"{value:.2f}" for value in (*_TURNS[turn], *place))
    encoded = text.encode("utf-16-be", "replace").hex()
    drawn = f"BT {_FOOTER_FONT} {size:.2f} Tf 0 g {numbers} Tm <{encoded}> Tj ET"
    artifact = "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"
    return f"\nQ q\n{artifact} {drawn} EMC\nQ\n".encode()


def _stream(data: bytes) -> StreamObject:
    stream = StreamObject()
    stream.set_data(data)
    return stream


def _written(writer: _Writer, plan: BookPlan, path: Path, number: int) -> Part:
    """Save with an id made of the plan, so that the same plan gives the same bytes."""
    writer.set_page_label(0, writer.count - 1, style=PageLabelStyle.DECIMAL)
    writer.metadata = {"/Title": f"{plan.code} {plan.title}", "/Producer": "dossier"}
    writer.page_mode = "/UseOutlines"
    mark = ByteStringObject(hashlib.sha256(f"{plan.digest}{number}".encode()).digest()[:16])
    writer._ID = ArrayObject((mark, mark))
    with path.open("wb") as stream:  # by itself pypdf writes every word of a page on its own
        writer.write(stream)
    return Part(f"volume-{number}" if number else "", "pdf", name=path.name)
