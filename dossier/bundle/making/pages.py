"""Pages of a PDF: pictured, counted, and found by what an official paper shows (GB/T 9704-2012).

The red-head page carries a red 发文机关标志 or rule near its top and a 发文字号; the seal page is
the last one with a round red stamp, or else with the 成文日期 on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from dossier.bundle.making.pictures import encoded
from dossier.model.conversions import Recipe

_NUMBER = re.compile(r"[〔\[［（(]\s*(?:19|20)\d{2}\s*[〕\]］）)]\s*第?\s*\d{1,4}\s*号")
_DATE_LINE = re.compile(
    r"^\s*(?:(?:19|20)\d{2}|[二〇○零一九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月"
    r"\s*[\d一二三四五六七八九十]{1,3}\s*日\s*$",
    re.MULTILINE,
)
_LOOK_DPI = 36
_MAX_SIDE = 6000
_FIRST_PAGES = 3
_HEAD_SHARE = 0.45
_SEAL_TOP = 0.25


@dataclass(frozen=True, slots=True)
class Choice:
    """A page to be pictured, 1-based; ``found`` is False where it is only a guess."""

    part: str
    page: int
    found: bool


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF; pypdfium2's own errors pass."""
    document = pypdfium2.PdfDocument(path)
    try:
        yield document
    finally:
        document.close()


def page_pictures(source: Path, recipe: Recipe) -> Iterator[tuple[Choice, bytes]]:
    """The pages a recipe wants, as JPEG within its limits. Raises ValueError for a wrong number."""
    with opened(source) as document:
        for choice in chosen(document, recipe):
            if not 1 <= choice.page <= len(document):
                message = f"page {choice.page} of {len(document)}"
                raise ValueError(message)
            yield choice, encoded(_picture(document[choice.page - 1], recipe.dpi), recipe)


def chosen(document: pypdfium2.PdfDocument, recipe: Recipe) -> Sequence[Choice]:
    """Which pages are pictured: those named, else those that show the parts wanted.

    One page that shows both parts is pictured once.
    """
    if recipe.pages:
        return [Choice(f"p{page}", page, True) for page in dict.fromkeys(recipe.pages)]
    finders = {"red-head": red_head, "seal": seal}
    choices = [finders[part](document) for part in recipe.parts]
    by_page: dict[int, list[Choice]] = {}
    for choice in choices:
        by_page.setdefault(choice.page, []).append(choice)
    return [
        Choice("+".join(item.part for item in same), page, all(item.found for item in same))
        for page, same in by_page.items()
    ]


def red_head(document: pypdfium2.PdfDocument) -> Choice:
    """The best of the first pages; the very first where none shows anything."""
    scores = [_head_score(document[number]) for number in range(min(_FIRST_PAGES, len(document)))]
    best = max(range(len(scores)), key=lambda number: (scores[number], -number))
    return Choice("red-head", best + 1, scores[best] > 0)


def seal(document: pypdfium2.PdfDocument) -> Choice:
    """The last page with a round red stamp, else with a date of its own, else the last page."""
    dated = 0
    for number in range(len(document), 0, -1):
        page = document[number - 1]
        if _has_stamp(_small(page)):
            return Choice("seal", number, True)
        if not dated and _DATE_LINE.search(_text(page)):
            dated = number
    return Choice("seal", dated or len(document), dated > 0)


def _head_score(page: pypdfium2.PdfPage) -> int:
    small = _small(page)
    top = small.crop((0, 0, small.width, round(small.height * _HEAD_SHARE)))
    text = _text(page)
    return 2 * (_red_share(top) > 0.002) + 2 * bool(_NUMBER.search(text)) + ("文件" in text[:80])


def _has_stamp(small: Image.Image) -> bool:
    """Whether something red, about as wide as high and 2 to 7 cm across, stands below the top."""
    top = round(small.height * _SEAL_TOP)
    mask = _red(small.crop((0, top, small.width, small.height)))
    box = mask.getbbox()
    if box is None:
        return False
    width, height = box[2] - box[0], box[3] - box[1]
    inch = _LOOK_DPI
    fits = all(0.75 * inch <= side <= 2.8 * inch for side in (width, height))
    filled = mask.crop(box).histogram()[255] / (width * height)
    return fits and 0.6 <= width / height <= 1.67 and filled > 0.04


def _red_share(picture: Image.Image) -> float:
    return _red(picture).histogram()[255] / (picture.width * picture.height)


def _red(picture: Image.Image) -> Image.Image:
    """White where the picture is clearly red."""
    red, green, blue = picture.split()
    over = ImageChops.darker(ImageChops.subtract(red, green), ImageChops.subtract(red, blue))
    return over.point(lambda value: 255 if value > 60 else 0)


def _small(page: pypdfium2.PdfPage) -> Image.Image:
    return _picture(page, _LOOK_DPI)


def _picture(page: pypdfium2.PdfPage, dpi: int) -> Image.Image:
    longest = max(page.get_width(), page.get_height(), 1.0)
    scale = min(dpi / 72, _MAX_SIDE / longest)
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return picture


def _text(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_bounded())
    finally:
        text.close()
