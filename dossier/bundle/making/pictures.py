"""Pictures as JPEG within limits: upright, on white, without metadata, never above a limit.

A JPEG that keeps every limit already and stands upright is never encoded again: its picture data
are copied, and only the segments that carry metadata are left out.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from dossier.bundle.making.fonts import system_face
from dossier.model.conversions import Recipe

MAX_PIXELS = 250_000_000
_ORIENTATION = 0x0112
_STEP = 5
_SHRINK = 0.85
_SMALLEST = 200
_SPOILT = frozenset({0xE1, 0xED, 0xFE})
"""APP1 (EXIF, XMP), APP13 (IPTC) and comments; APP2 with the colour profile stays."""
_ALSO_WRITES = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
"""Good for pictures, although no PDF can embed its kind of outlines by our means."""

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class TooLargeError(ValueError):
    """No quality the recipe accepts brings the picture below its limit."""


@dataclass(frozen=True, slots=True)
class _Frame:
    picture: Image.Image
    untouched: bool


def jpegs(source: Path, recipe: Recipe) -> Iterator[bytes]:
    """Each frame of a picture file; a scan of several pages gives several."""
    with Image.open(source) as image:
        count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        for number in range(count):
            image.seek(number)
            yield _original(source, image, recipe) or encoded(_upright(image), recipe)


def thumbnail(source: Path, side: int = 160) -> bytes:
    """A small picture for lists."""
    with Image.open(source) as image:
        image.draft("RGB", (side * 2, side * 2))
        small = _upright(image)
        small.thumbnail((side, side))
        return _bytes(small, 60)


def encoded(picture: Image.Image, recipe: Recipe) -> bytes:
    """The picture as JPEG within the recipe's limits. Raises TooLargeError."""
    picture = _captioned(_bounded(picture, recipe.max_pixels), recipe.caption)
    while min(picture.size) >= 1:
        for quality in range(recipe.quality, recipe.quality_floor - 1, -_STEP):
            data = _bytes(picture, quality)
            if recipe.max_bytes is None or len(data) <= recipe.max_bytes:
                return data
        if min(picture.size) * _SHRINK < _SMALLEST:
            break
        width, height = (round(side * _SHRINK) for side in picture.size)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    raise TooLargeError


def without_metadata(data: bytes) -> bytes:
    """A JPEG's bytes without EXIF, XMP, IPTC and comments; the picture data are untouched."""
    out, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        length = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] not in _SPOILT:
            out.append(data[at : at + length])
        at += length
    return b"".join([*out, data[at:]])


def _original(source: Path, image: Image.Image, recipe: Recipe) -> bytes | None:
    """The file's own bytes where they keep every limit."""
    width, height = image.size
    upright = image.getexif().get(_ORIENTATION, 1) in (0, 1)
    small = recipe.max_pixels is None or width * height <= recipe.max_pixels
    if image.format != "JPEG" or not upright or not small or recipe.caption:
        return None
    data = source.read_bytes()
    data = without_metadata(data) if recipe.strip_metadata else data
    return data if recipe.max_bytes is None or len(data) <= recipe.max_bytes else None


def _upright(image: Image.Image) -> Image.Image:
    """The frame as it is to be seen, in RGB on white."""
    image.load()
    turned = ImageOps.exif_transpose(image)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        turned = turned.convert("RGBA")
        white = Image.new("RGBA", turned.size, "white")
        return Image.alpha_composite(white, turned).convert("RGB")
    if turned.mode.startswith("I;16"):
        turned = turned.point(lambda value: value / 256)
    return turned.convert("RGB")


def _bounded(picture: Image.Image, max_pixels: int | None) -> Image.Image:
    width, height = picture.size
    if max_pixels is None or width * height <= max_pixels:
        return picture
    scale = math.sqrt(max_pixels / (width * height))
    size = (max(1, math.floor(width * scale)), max(1, math.floor(height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _captioned(picture: Image.Image, caption: str) -> Image.Image:
    """The picture with its caption in a strip below it."""
    if not caption:
        return picture
    width, height = picture.size
    font = ImageFont.truetype(caption_font(), max(12, width // 40))
    lines = list(_wrapped(caption, font, width * 0.94))
    step = round(font.size * 1.4)
    sheet = Image.new("RGB", (width, height + step * len(lines) + step // 2), "white")
    sheet.paste(picture, (0, 0))
    draw = ImageDraw.Draw(sheet)
    for number, line in enumerate(lines):
        draw.text((width * 0.03, height + step * number + step // 4), line, "black", font=font)
    return sheet


def caption_font() -> str:
    """The first font here that can write Chinese. Raises ValueError where there is none."""
    face = system_face()
    found = face.path if face else _ALSO_WRITES
    if not Path(found).is_file():
        message = "no Chinese font"
        raise ValueError(message)
    return found


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    line = ""
    for char in " ".join(text.split()):
        if line and font.getlength(line + char) > width:
            yield line
            line = ""
        line += char
    yield line


def _bytes(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, subsampling="4:2:0")
    return out.getvalue()
