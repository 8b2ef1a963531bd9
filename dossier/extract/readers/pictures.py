"""JPEG, PNG, TIFF, BMP, WebP and GIF: size, EXIF, and whether the pixels are really there."""

from __future__ import annotations

import math
import struct
import sys
import warnings
from pathlib import Path

from PIL import ExifTags, Image, UnidentifiedImageError

from dossier.extract.appearance import is_stamped, looks
from dossier.extract.outcome import Content, Reading, Unreadable
from dossier.extract.photo_prints import DRAFT, print_of
from dossier.extract.sharpness import BLURRED
from dossier.model.findings import Finding

MIN_SIDE = 120
"""Pixels of the shorter side below which a picture shows nothing to an assessor (an icon)."""
_EXIF_ERRORS = (
    ValueError, TypeError, KeyError, SyntaxError, OSError, struct.error, ZeroDivisionError,
    AttributeError, IndexError, OverflowError, MemoryError,
)  # fmt: skip
_TAGS = (
    ("Make", ExifTags.Base.Make),
    ("Model", ExifTags.Base.Model),
    ("Orientation", ExifTags.Base.Orientation),
    ("ImageDescription", ExifTags.Base.ImageDescription),
    ("DateTime", ExifTags.Base.DateTime),
    ("Software", ExifTags.Base.Software),
)
_EXIF_TAGS = (
    ("DateTimeOriginal", ExifTags.Base.DateTimeOriginal),
    ("DateTimeDigitized", ExifTags.Base.DateTimeDigitized),
)


def read(path: Path, reading: Reading) -> Content:
    """Facts of a picture whose pixels could be decoded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(path) as image:
                return _content(image, reading.name)
        except Image.DecompressionBombError as error:
            raise Unreadable("E106", str(error).partition(",")[0]) from error
        except UnidentifiedImageError as error:
            raise Unreadable("E103", "UnidentifiedImageError") from error
        except (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError) as error:
            raise _damage(error) from error


def read_modern(path: Path, reading: Reading) -> Content:
    """HEIC and AVIF, where a decoder is there: the extra ``photos`` brings one for HEIC."""
    try:
        import pillow_heif  # noqa: PLC0415 - an extra that may not be installed
    except ImportError:
        pass
    else:
        pillow_heif.register_heif_opener()
    try:
        return read(path, reading)
    except Unreadable as error:
        if error.detail == "UnidentifiedImageError" and "pillow_heif" not in sys.modules:
            raise Unreadable("U102", format="heic") from error
        raise


def _damage(error: Exception) -> Unreadable:
    said = str(error)
    early = "truncated" in said.lower() or isinstance(error, EOFError)
    return Unreadable("E105") if early else Unreadable("E103", said)


def _content(image: Image.Image, name: str) -> Content:
    width, height = image.size
    metadata: dict[str, str | int | float] = {"width": width, "height": height, **_exif(image)}
    frames = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
    image.draft("RGB", DRAFT)
    image.load()
    findings = (*_too_small(width, height), *_blank(image))
    metadata |= {} if findings else looks(image)
    blurred = () if findings else _blurred(metadata)
    stamped = (Finding("W113"),) if is_stamped(metadata, name) else ()
    return Content(
        pages=frames if image.format == "TIFF" else None,
        metadata=metadata,
        visual=True,
        usable=None if blurred else not findings,
        findings=(*findings, *blurred, *stamped),
        picture=None if findings else print_of(image),
    )


def _blurred(metadata: dict[str, str | int | float]) -> tuple[Finding, ...]:
    """A scene without a sharp edge. A paper is judged by whether its text can be read, and fog, a
    wall or the night by nobody.
    """
    width = float(metadata.get("edge_width", 0.0))
    return (Finding("U103", "", {"value": width}),) if width >= BLURRED else ()


def _too_small(width: int, height: int) -> tuple[Finding, ...]:
    if min(width, height) >= MIN_SIDE:
        return ()
    return (Finding("E114", "", {"width": width, "height": height}),)


def _blank(image: Image.Image) -> tuple[Finding, ...]:
    """A picture of one single colour shows nothing."""
    if getattr(image, "is_animated", False):
        return ()
    extrema = image.convert("L").getextrema()
    return (Finding("E113"),) if extrema[0] == extrema[1] else ()


def _exif(image: Image.Image) -> dict[str, str | int | float]:
    """What the camera wrote; broken EXIF is no EXIF."""
    try:
        exif = image.getexif()
        values: dict[str, object] = {name: exif.get(tag) for name, tag in _TAGS}
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        values |= {name: inner.get(tag) for name, tag in _EXIF_TAGS}
        place = _place(dict(exif.get_ifd(ExifTags.IFD.GPSInfo)))
    except _EXIF_ERRORS:
        return {}
    shown = {name: _shown(value) for name, value in values.items() if value not in (None, "", b"")}
    return {name: value for name, value in shown.items() if value != ""} | place


def _shown(value: object) -> str | int:
    if isinstance(value, int):
        return value
    data = value if isinstance(value, bytes) else str(value).encode("latin-1", "replace")
    for encoding in ("utf-8", "gb18030", "latin-1"):
        try:
            return data.decode(encoding).split("\x00")[0].strip()[:500]
        except UnicodeDecodeError:
            continue
    return ""


def _place(gps: dict[int, object]) -> dict[str, str | int | float]:
    """Latitude and longitude in degrees, north and east positive; nothing beyond the globe."""
    latitude = _degrees(gps.get(2), gps.get(1) == "S")
    longitude = _degrees(gps.get(4), gps.get(3) == "W")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return {}
    if latitude == longitude == 0:
        return {}  # what a receiver without a fix writes
    return {"GPSLatitude": latitude, "GPSLongitude": longitude}


def _degrees(value: object, negative: bool) -> float | None:
    if not isinstance(value, tuple) or len(value) != 3:
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    total = round(degrees + minutes / 60 + seconds / 3600, 6)
    return None if math.isnan(total) else (-total if negative else total)
