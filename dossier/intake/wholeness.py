"""A cheap look at a document's two ends, to tell whether all of it has arrived.

This decides about waiting only, never about usability. A format that does not mark its end counts
as whole once its last bytes can be read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from dossier.intake.local import extended

_HEAD = 1024
_TAIL = 66_000
_CHUNK = 1 << 20


class Whole(StrEnum):
    """Whether a document has arrived. Unreadable ones are tried again (sharing violation, a share's
    stale cache); unfinished ones until patience is over.
    """

    WHOLE = "whole"
    UNFINISHED = "unfinished"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Ends:
    """The answer, with the system's words when reading failed."""

    state: Whole
    detail: str = ""


def look_at_ends(path: Path) -> Ends:
    """Read the first and last bytes of a file and judge by the format they show."""
    try:
        with extended(path).open("rb") as stream:
            size = stream.seek(0, os.SEEK_END)
            head, tail = _slice(stream, 0, _HEAD), _slice(stream, max(0, size - _TAIL), _TAIL)
            if len(tail) < min(size, _TAIL):
                return Ends(Whole.UNREADABLE, "short read")
            whole = _ends_well(stream, size, head, tail)
    except OSError as error:
        return Ends(Whole.UNREADABLE, error.strerror or str(error))
    return Ends(Whole.WHOLE if whole else Whole.UNFINISHED)


def _slice(stream: BinaryIO, offset: int, length: int) -> bytes:
    stream.seek(offset)
    return stream.read(length)


def _ends_well(stream: BinaryIO, size: int, head: bytes, tail: bytes) -> bool:
    if b"%PDF-" in head:
        return b"%%EOF" in tail[-2048:]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_ends(tail)
    if head.startswith(b"\xff\xd8\xff"):
        return tail.rstrip(b"\0").endswith(b"\xff\xd9") or _jpeg_ends(stream)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return b"IEND\xaeB`\x82" in tail
    if head.startswith(b"7z\xbc\xaf\x27\x1c"):
        return _seven_zip_length(head) <= size
    return size > 0


def _zip_ends(tail: bytes) -> bool:
    """The end-of-central-directory record and its comment are all there."""
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return False
    return at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") <= len(tail)


def _seven_zip_length(head: bytes) -> int:
    """Signature header (32 bytes), then packed streams, then the header it points at."""
    if len(head) < 32:
        return 32
    offset, length = (int.from_bytes(head[at : at + 8], "little") for at in (12, 20))
    return 32 + offset + length


def _jpeg_ends(stream: BinaryIO) -> bool:
    """Cameras append to a JPEG: skip the segments (a thumbnail hides there), then find the end."""
    at = 2
    while True:
        marker = _slice(stream, at, 4)
        if len(marker) < 4 or marker[0] != 0xFF:
            return False
        at += 2 + int.from_bytes(marker[2:4], "big")
        if marker[1] == 0xDA:
            return _contains_from(stream, at, b"\xff\xd9")


def _contains_from(stream: BinaryIO, offset: int, mark: bytes) -> bool:
    stream.seek(offset)
    kept = b""
    while chunk := stream.read(_CHUNK):
        if mark in kept + chunk:
            return True
        kept = chunk[-1:]
    return False
