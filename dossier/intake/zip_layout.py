"""What a ZIP file is: how much it declares, and whether it is a container at all.

OOXML, ODF, OFD, EPUB and JAR are documents in a ZIP's clothes.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from dossier.intake.local import extended

_DOCUMENT_MARKS = frozenset(
    {"[Content_Types].xml", "OFD.xml", "mimetype", "META-INF/MANIFEST.MF", "META-INF/container.xml"}
)
_END = b"PK\x05\x06"
_END64 = b"PK\x06\x06"
_LONGEST_COMMENT = 65_535 + 22

DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    UnicodeDecodeError,
    EOFError,
    ValueError,
    OverflowError,
)
"""What the standard library raises on a ZIP it cannot read, beside errors of the decompressors."""


def is_plain_zip(path: Path) -> bool:
    """Whether a ZIP is an archive of files and not a document in its clothes.

    A ZIP whose directory cannot be read is judged by its first entry's name.

    Raises:
        OSError: the file cannot be read.

    """
    with extended(path).open("rb") as stream:
        head = stream.read(30 + 64)
        if declared_directory(stream) > 1 << 26:
            return True
        try:
            with zipfile.ZipFile(Unflagged(stream)) as archive:
                names = {info.orig_filename for info in archive.infolist()}
        except DAMAGE:
            names = {_first_name(head)}
    return not names & _DOCUMENT_MARKS


def _first_name(head: bytes) -> str:
    length = int.from_bytes(head[26:28], "little")
    return head[30 : 30 + length].decode("cp437")


def declared_directory(stream: BinaryIO) -> int:
    """The size in bytes the central directory claims, 0 where the end record is missing."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _LONGEST_COMMENT))
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        return 0
    declared = int.from_bytes(tail[at + 12 : at + 16], "little")
    if declared < 0xFFFF_FFFF:
        return declared
    wide = tail.rfind(_END64, 0, at)
    return int.from_bytes(tail[wide + 40 : wide + 48], "little") if wide >= 0 else declared


_ENTRY = b"PK\x01\x02"
_UTF8 = 0x08
"""Bit 11 of an entry's flags, in their second byte."""


class Unflagged(io.RawIOBase):
    """A ZIP as it lies in a stream, without the «UTF-8» mark of names that are none.

    Some packers set the mark and write their own code page; the standard library then gives up on
    the whole archive. ``wrong`` are those names.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.wrong: set[bytes] = set()
        self._patches = dict(self._lies())

    def _lies(self) -> Iterator[tuple[int, int]]:
        """Place and right value of the flag bytes that are wrong."""
        size = declared_directory(self._stream)
        tail_at = self._stream.seek(0, os.SEEK_END)
        self._stream.seek(max(0, tail_at - _LONGEST_COMMENT))
        tail = self._stream.read()
        end = tail.rfind(_END)
        start = tail_at - len(tail) + end - size
        if end < 0 or start < 0:
            return
        before = start - int.from_bytes(tail[end + 16 : end + 20], "little")
        self._stream.seek(start)
        directory, at = self._stream.read(size), 0
        while directory[at : at + 4] == _ENTRY and len(directory) >= at + 46:
            name, extra, comment = (
                int.from_bytes(directory[at + n : at + n + 2], "little") for n in (28, 30, 32)
            )
            raw = directory[at + 46 : at + 46 + name]
            if directory[at + 9] & _UTF8 and not _is_utf8(raw):
                self.wrong.add(raw)
                yield start + at + 9, directory[at + 9] & ~_UTF8
                place = before + int.from_bytes(directory[at + 42 : at + 46], "little") + 7
                self._stream.seek(place)
                yield place, (self._stream.read(1) or b"\0")[0] & ~_UTF8
            at += 46 + name + extra + comment

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place in the stream."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """The place in the stream."""
        return self._stream.tell()

    def read(self, size: int = -1) -> bytes:
        """The stream's bytes, with the flags put right."""
        at = self._stream.tell()
        data = self._stream.read(size)
        hits = [place for place in self._patches if at <= place < at + len(data)]
        if not hits:
            return data
        patched = bytearray(data)
        for place in hits:
            patched[place - at] = self._patches[place]
        return bytes(patched)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
