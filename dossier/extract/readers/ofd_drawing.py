"""A picture of an OFD page for previews: text, paths, pictures and seals about where they stand.

The machine's own font takes the place of every other, and clipping, shading, masks and blending
are left out: it shows which page this is, never what it exactly looks like.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]
from PIL import Image

from dossier.extract.outcome import Limits, Unreadable
from dossier.extract.parts import Parts, open_parts
from dossier.extract.readers.ofd import named, page_entries
from dossier.extract.readers.ofd_canvas import Canvas, Colour, Matrix, outlines
from dossier.extract.readers.ofd_pages import media
from dossier.extract.readers.ofd_values import (
    BLACK,
    matrix,
    number,
    numbers,
    quarter,
    shade,
    spread,
)
from dossier.extract.system_fonts import chinese_font

_MOST_OBJECTS, _MOST_PICTURES, _MOST_LETTERS = 20_000, 100, 50_000
_LARGEST_PICTURE = 40_000_000
_A4 = (0.0, 0.0, 210.0, 297.0)
_LONGEST_SIDE = 5000.0
_MM_PER_INCH = 25.4
_FINE_UP_TO = 1600
_LINE_WIDTH = 0.353
_PICTURE_HEADS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")
_IMAGE_ERRORS = (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError)
Styles = Mapping[str, etree._Element]


def drawn_page(path: Path, index: int, *, dpi: int, side: int) -> Image.Image:
    """Page ``index`` (from 0), nothing longer than ``side`` pixels.

    Raises :class:`Unreadable` where there is no such page, or no font to write it with.
    """
    with open_parts(path, Limits()) as parts:
        pages = page_entries(parts)
        if not 0 <= index < len(pages) or chinese_font() is None:
            raise Unreadable("U102", format="ofd")
        return _Drawing(parts, *pages[index]).image(dpi, side)


@dataclass(slots=True)
class _Bounds:
    """How much may still be drawn."""

    pictures: int = _MOST_PICTURES
    letters: int = _MOST_LETTERS


class _Drawing:
    """One page of one document in a package."""

    def __init__(self, parts: Parts, document: str, page_id: str, part: str) -> None:
        self._parts = parts
        self._page_id = page_id
        self._document = parts.xml(document)
        self._base = posixpath.dirname(document)
        self._page = parts.xml(part)
        self._media = media(parts)
        self._styles = _styles(parts)
        self._bounds = _Bounds()

    def image(self, dpi: int, side: int) -> Image.Image:
        left, top, width, height = self._area()
        scale = min(dpi / _MM_PER_INCH, side / max(width, height))
        fine = 2 if scale * max(width, height) <= _FINE_UP_TO else 1
        canvas = Canvas(width, height, scale, fine)
        origin = Matrix(e=-left, f=-top)
        behind, before = self._templates()
        for tree in (*behind, self._page, *before):
            self._content(canvas, tree, origin)
        self._seals(canvas, origin)
        return canvas.image()

    def _area(self) -> tuple[float, float, float, float]:
        for tree in (self._page, self._document):
            for box in named(tree, "PhysicalBox"):
                sides = numbers(box.text)
                if len(sides) == 4 and all(0 < n <= _LONGEST_SIDE for n in sides[2:]):
                    return sides[0], sides[1], sides[2], sides[3]
        return _A4

    def _templates(self) -> tuple[list[etree._Element], list[etree._Element]]:
        """The page's templates: those behind it and those before it."""
        places = {
            t.get("ID"): t.get("BaseLoc") or "" for t in named(self._document, "TemplatePage")
        }
        behind: list[etree._Element] = []
        before: list[etree._Element] = []
        for used in islice(named(self._page, "Template"), 8):
            place = places.get(used.get("TemplateID"), "")
            inside = self._parts.find(posixpath.normpath(posixpath.join("/" + self._base, place)))
            if place and inside:
                ahead = used.get("ZOrder") == "Foreground"
                (before if ahead else behind).append(self._parts.xml(inside))
        return behind, before

    def _content(self, canvas: Canvas, tree: etree._Element, origin: Matrix) -> None:
        drawers = {"TextObject": self._text, "PathObject": self._path, "ImageObject": self._picture}
        wanted = (e for e in tree.iter(etree.Element) if etree.QName(e).localname in drawers)
        for element in islice(wanted, _MOST_OBJECTS):
            boundary = numbers(element.get("Boundary"))
            if len(boundary) == 4:
                place = matrix(element.get("CTM")).then(Matrix(e=boundary[0], f=boundary[1]))
                drawers[etree.QName(element).localname](canvas, element, place.then(origin))

    def _text(self, canvas: Canvas, element: etree._Element, place: Matrix) -> None:
        size = number(element.get("Size"), 3.5)
        colour = self._colour(element, "FillColor") or BLACK
        shape = Matrix(number(element.get("HScale"), 1.0))
        shape = shape.then(quarter(element.get("CharDirection")))
        x = y = 0.0
        for code in named(element, "TextCode"):
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            for piece, across, down in spread(code):
                if self._bounds.letters <= 0:
                    return
                self._bounds.letters -= len(piece)
                at = shape.then(Matrix(e=x + across, f=y + down)).then(place)
                canvas.glyph(piece, at, size, colour)

    def _path(self, canvas: Canvas, element: etree._Element, place: Matrix) -> None:
        data = next((e.text or "" for e in named(element, "AbbreviatedData")), "")
        shapes = outlines(data[:200_000])
        if element.get("Fill") == "true":
            canvas.fill(shapes, place, self._colour(element, "FillColor") or BLACK)
        if element.get("Stroke") != "false":
            width = number(self._attribute(element, "LineWidth"), _LINE_WIDTH)
            canvas.stroke(shapes, place, self._colour(element, "StrokeColor") or BLACK, width)

    def _picture(self, canvas: Canvas, element: etree._Element, place: Matrix) -> None:
        part = self._media.get(element.get("ResourceID") or "")
        if not part or self._bounds.pictures <= 0:
            return
        self._bounds.pictures -= 1
        if not element.get("CTM"):
            boundary = numbers(element.get("Boundary"))
            place = Matrix(boundary[2], 0, 0, boundary[3]).then(place)
        image = _decoded(self._parts.read(part))
        if image is not None:
            canvas.picture(
                image, [place.at(*corner) for corner in ((0, 0), (1, 0), (0, 1), (1, 1))]
            )

    def _seals(self, canvas: Canvas, origin: Matrix) -> None:
        """Pictures inside electronic seals, where the signature says they stand on this page."""
        for name in self._parts.matching(r"(?i).*/signature\.xml"):
            for stamp in named(self._parts.xml(name), "StampAnnot"):
                box = numbers(stamp.get("Boundary"))
                if stamp.get("PageRef") == self._page_id and len(box) == 4:
                    image = self._seal_picture(posixpath.dirname(name))
                    if image is not None:
                        x, y, width, height = box
                        far = origin.at(x + width, y + height)
                        canvas.picture(image, [origin.at(x, y), far])

    def _seal_picture(self, folder: str) -> Image.Image | None:
        for name in self._parts.matching(rf"(?i){re.escape(folder)}/(?:seal\.esl|sign\w*\.dat)"):
            data = self._parts.read(name)
            starts = (at for head in _PICTURE_HEADS if (at := data.find(head)) >= 0)
            image = next((found for at in starts if (found := _decoded(data[at:]))), None)
            if image is not None:
                return image
        return None

    def _attribute(self, element: etree._Element, name: str) -> str | None:
        """An attribute of the object, else of the style it or its layer names."""
        own = element.get(name)
        if own is not None:
            return str(own)
        return next((str(s.get(name)) for s in self._styles_of(element) if s.get(name)), None)

    def _colour(self, element: etree._Element, name: str) -> Colour | None:
        for holder in (element, *self._styles_of(element)):
            for colour in holder:
                if isinstance(colour.tag, str) and etree.QName(colour).localname == name:
                    return shade(colour.get("Value"))
        return None

    def _styles_of(self, element: etree._Element) -> Iterator[etree._Element]:
        for holder in (element, *islice(element.iterancestors(), 4)):
            style = self._styles.get(holder.get("DrawParam") or "")
            for _depth in range(4):
                if style is None:
                    break
                yield style
                style = self._styles.get(style.get("Relative") or "")


def _styles(parts: Parts) -> Styles:
    found: dict[str, etree._Element] = {}
    for name in parts.matching(r"(?i).*res[^/]*\.xml"):
        for style in named(parts.xml(name), "DrawParam"):
            found.setdefault(style.get("ID") or "", style)
    return found


def _decoded(data: bytes) -> Image.Image | None:
    """A picture of bounded size; None for what is no picture Pillow knows (JBIG2)."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _LARGEST_PICTURE:
                return None
            return image.convert("RGBA")
    except _IMAGE_ERRORS:
        return None
