"""What a ZIP file is: how much it declares, and whether it is a container at all.

OOXML, ODF, OFD, EPUB and JAR are documents in a ZIP's clothes.
"""

from __future__ import annotations

import os
import zipfile
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
            with zipfile.ZipFile(stream) as archive:
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
