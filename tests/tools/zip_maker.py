"""ZIP files built byte by byte, as their makers build them."""

from __future__ import annotations

import binascii
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

UTF8 = 0x800
"""Flag bit 11: the name is UTF-8."""


@dataclass(frozen=True)
class Entry:
    """One member; ``declared`` overrides the unpacked size in the directory."""

    name: bytes
    content: bytes = b"x"
    flags: int = 0
    deflate: bool = False
    extra: bytes = b""
    mode: int = 0
    declared: int | None = None
    crc: int | None = None
    method: int | None = None


def zip_bytes(entries: Sequence[Entry]) -> bytes:
    body, directory = b"", b""
    for entry in entries:
        packed = zlib.compress(entry.content)[2:-4] if entry.deflate else entry.content
        method = entry.method if entry.method is not None else 8 * entry.deflate
        crc = binascii.crc32(entry.content) if entry.crc is None else entry.crc
        size = len(entry.content) if entry.declared is None else entry.declared
        fields = (20, entry.flags, method, 0x6000, 0x5A21, crc, len(packed), size)
        lengths = (len(entry.name), len(entry.extra))
        directory += (
            b"PK\x01\x02\x14\x03"
            + struct.pack("<5H3L2H", *fields, *lengths)
            + struct.pack("<3H2L", 0, 0, 0, entry.mode << 16, len(body))
            + entry.name
            + entry.extra
        )
        body += b"PK\x03\x04" + struct.pack("<5H3L2H", *fields, *lengths)
        body += entry.name + entry.extra + packed
    count = len(entries)
    end = struct.pack("<4H2LH", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end
