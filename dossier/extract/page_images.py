"""A page as a picture: of a PDF, of a scan in TIFF, of a photograph; upright and bounded."""

from __future__ import annotations

import struct
import warnings
import zipfile
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from dossier.extract.formats import Format
from dossier.extract.outcome import Unreadable

PICTURES = frozenset({"jpeg", "png", "tiff", "bmp", "webp", "gif", "heic", "avif"})
PACKAGES = frozenset({"docx", "xlsx", "pptx", "odt", "ods", "odp"})
_THUMBNAILS = ("docProps/thumbnail.jpeg", "docProps/thumbnail.png", "Thumbnails/thumbnail.png")
_LARGEST_THUMBNAIL = 4 * 1024 * 1024
_ERRORS = (
    OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, KeyError, TypeError,
    Image.DecompressionBombError, zipfile.BadZipFile, NotImplementedError, ArithmeticError,
)  # fmt: skip


def page_image(path: Path, kind: Format, index: int, *, dpi: int, side: int) -> Image.Image:
    """Page ``index`` (from 0) in RGB: a PDF at ``dpi``, nothing longer than ``side`` pixels.

    Raises :class:`Unreadable` where there is no such page or nothing to show.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if kind.name == "pdf":
                return _pdf_page(path, index, dpi, side)
            if kind.name == "ofd":
                return _ofd_page(path, index, dpi, side)
            if kind.name in PICTURES:
                return _picture(path, index, side)
            if kind.name in PACKAGES and index == 0:
                return _thumbnail(path, side)
        except _ERRORS as error:
            raise Unreadable("E103", f"{type(error).__name__}: {error}") from error
    raise Unreadable("U102", format=kind.name)


def _pdf_page(path: Path, index: int, dpi: int, side: int) -> Image.Image:
    import pypdfium2 as pdfium  # noqa: PLC0415 - slow to load, and not every file is a PDF

    try:
        with pdfium.PdfDocument(path) as document:
            page = document[index]
            scale = min(dpi / 72, side / max(1.0, *page.get_size()))
            image: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
            page.close()
            return image
    except pdfium.PdfiumError as error:
        raise Unreadable("E103", str(error)) from error


def _ofd_page(path: Path, index: int, dpi: int, side: int) -> Image.Image:
    """The scan a page consists of, else the page drawn as well as we can."""
    from dossier.extract.readers.ofd_drawing import drawn_page  # noqa: PLC0415 - few files are OFD
    from dossier.extract.readers.ofd_pages import page_picture  # noqa: PLC0415

    try:
        return _fitted(page_picture(path, index), side)
    except Unreadable:
        return drawn_page(path, index, dpi=dpi, side=side)


def _picture(path: Path, index: int, side: int) -> Image.Image:
    _register_heic()
    with Image.open(path) as image:
        if index:
            image.seek(index)
        image.draft("RGB", (side, side))
        upright = ImageOps.exif_transpose(image) or image
        return _fitted(upright, side)


def _register_heic() -> None:
    try:
        import pillow_heif  # noqa: PLC0415 - an extra that may not be installed
    except ImportError:
        return
    pillow_heif.register_heif_opener()


def _thumbnail(path: Path, side: int) -> Image.Image:
    """The picture of its first page an office program may have left inside the file."""
    with zipfile.ZipFile(path) as archive:
        name = next((n for n in _THUMBNAILS if n in archive.namelist()), None)
        if name is None or archive.getinfo(name).file_size > _LARGEST_THUMBNAIL:
            raise Unreadable("U102", format="preview")
        with Image.open(BytesIO(archive.read(name))) as image:
            return _fitted(image, side)


def _fitted(image: Image.Image, side: int) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        image = paper
    copy = image.convert("RGB")
    copy.thumbnail((side, side))
    return copy
