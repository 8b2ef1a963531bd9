"""A small picture of a page, made in a process that can be killed; also run as that process.

``python -m dossier.extract.preview LIMITS`` answers like a reading process; the picture travels as
base64 in the answer's metadata, since the process may not write files.
"""

from __future__ import annotations

import base64
import binascii
import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from dossier.extract.outcome import Limits, Unreadable
from dossier.extract.page_images import page_image
from dossier.extract.pool import ReaderPool
from dossier.extract.signatures import identify
from dossier.model.extraction import Extraction

COMMAND = (sys.executable, "-P", "-m", "dossier.extract.preview")
SIDE = 960
"""Pixels of a preview's longer side."""
MAX_BYTES = 200_000
"""A preview is never larger; quality gives way first, then size."""
_DPI = 96
_QUALITIES = (80, 65, 50, 35)
_KEY = "jpeg"


class PreviewMaker:
    """Makes previews one after the other in one process."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._pool = ReaderPool(1, limits or Limits(seconds=20.0), command=COMMAND)

    def make(self, path: Path, page: int = 0) -> bytes | None:
        """A JPEG of the page (from 0) of at most ``MAX_BYTES``; None where there is no picture."""
        made = self._pool.extract(path, str(page)).metadata.get(_KEY)
        try:
            return base64.b64decode(str(made), validate=True) if made else None
        except binascii.Error:
            return None

    def close(self) -> None:
        """End the process."""
        self._pool.close()


def preview_page(
    path: Path, name: str, _limits: Limits, _announce: Callable[[int], None]
) -> Extraction:
    """The preview of the page called ``name`` (from 0) as base64 in the metadata."""
    kind = identify(path)
    try:
        image = page_image(path, kind, int(name), dpi=_DPI, side=SIDE)
    except Unreadable as error:
        return Extraction(kind.name, kind.media_type, findings=(error.finding,))
    made = base64.b64encode(small_jpeg(image)).decode("ascii")
    return Extraction(kind.name, kind.media_type, metadata={_KEY: made}, usable=True)


def small_jpeg(image: Image.Image) -> bytes:
    """The picture as a JPEG of at most ``MAX_BYTES``."""
    data = b""
    while not data or len(data) > MAX_BYTES:
        for quality in _QUALITIES:
            buffer = io.BytesIO()
            image.save(buffer, "JPEG", quality=quality, optimize=True)
            data = buffer.getvalue()
            if len(data) <= MAX_BYTES:
                return data
        image = image.reduce(2)
    return data


if __name__ == "__main__":
    from dossier.extract.worker import main

    main(sys.argv[1:], preview_page)
