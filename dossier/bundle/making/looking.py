"""What a PDF is before it goes into a book: how many pages, and whether somebody signed it."""

from __future__ import annotations

import re
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*\d+\s+\d+\s+\d+\s+\d+\s*\]")
_TAIL = 32


def look(path: Path) -> tuple[int, bool]:
    """Pages, and whether it is signed or sealed; pypdf's own errors pass."""
    signed = has_byte_range(path)
    with path.open("rb") as stream:
        reader = PdfReader(stream)
        if reader.is_encrypted:
            message = "encrypted"
            raise ValueError(message)
        return len(reader.pages), signed or _has_signature(reader)


def has_byte_range(path: Path) -> bool:
    """Whether the bytes carry a signature's range, however the rest of the file is made."""
    held = b""
    with path.open("rb") as stream:
        while chunk := stream.read(2**20):
            if _BYTE_RANGE.search(held + chunk):
                return True
            held = chunk[-_TAIL * 4 :]
    return False


def _has_signature(reader: PdfReader) -> bool:
    """A signature field that has a value, also where it lies in a compressed object."""
    form = reader.root_object.get("/AcroForm")
    form = form.get_object() if form is not None else None
    if not isinstance(form, DictionaryObject):
        return False
    return any(_signed(field) for field in form.get("/Fields", ()))


def _signed(field: object, depth: int = 0) -> bool:
    known = field.get_object() if hasattr(field, "get_object") else field
    if not isinstance(known, DictionaryObject) or depth > 20:
        return False
    if known.get("/FT") == "/Sig" and "/V" in known:
        return True
    return any(_signed(kid, depth + 1) for kid in known.get("/Kids", ()))
