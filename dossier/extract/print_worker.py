"""A reading process that takes fingerprints of pictures instead of reading them.

The answer travels as the text of an extraction: the fingerprint as JSON, empty where the file gave
none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
from PIL import UnidentifiedImageError
from PIL.Image import DecompressionBombError

from dossier.extract.outcome import Limits
from dossier.extract.photo_prints import photo_print
from dossier.extract.worker import main
from dossier.model.extraction import Extraction
from dossier.model.prints import PhotoPrint

COMMAND = (sys.executable, "-P", "-m", "dossier.extract.print_worker")
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, UnidentifiedImageError)
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(PhotoPrint).decode


def take_print(
    path: Path, _name: str, _limits: Limits, _announce: Callable[[int], None]
) -> Extraction:
    """The fingerprint of a picture file, as a reader would answer."""
    try:
        text = _encode(photo_print(path)).decode("ascii")
    except (*_DAMAGED, DecompressionBombError, MemoryError):
        text = ""
    return Extraction("print", "application/json", text=text)


def print_in(answer: Extraction) -> PhotoPrint | None:
    """The fingerprint an answer carries."""
    return _decode(answer.text) if answer.text else None


if __name__ == "__main__":
    main(sys.argv[1:], take_print)
