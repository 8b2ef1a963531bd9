"""A ZIP as it is written: entries stored one behind the other, every field fixed.

Its own writer, since the standard library keeps an object for each entry: here the directory grows
as the bytes it will be, about 150 for an entry. Stored, not deflated: evidence is mostly compressed
already, and deflated bytes depend on the library's version. ZIP64 where APPNOTE 6.3 (4.4.8, 4.5.3)
wants it.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_WIDE = 0xFFFF_FFFF
_MANY = 0xFFFF
_PLAIN, _ZIP64 = 20, 45
_UTF8 = 0x800
_UNIX = 3 << 8
_PLAIN_FILE = 0o100644 << 16
_EARLIEST, _LATEST = dt.date(1980, 1, 1), dt.date(2107, 12, 31)


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for a file of ``size`` bytes; its header stands ``at`` so many bytes."""

    name: str
    size: int
    at: int


class StoredZip:
    """Writes a new ZIP at ``path``; all entries carry ``date``.

    Sizes are known beforehand, and so is each file's place: several threads may write at once.
    """

    def __init__(self, path: Path, date: dt.date) -> None:
        self._path = path
        day = min(max(date, _EARLIEST), _LATEST)
        self._day = (day.year - 1980) << 9 | day.month << 5 | day.day
        self._directory = bytearray()
        self._count = 0
        self._end = 0
        with path.open("xb"):
            pass

    def slot(self, name: str, size: int) -> Slot:
        """Room behind everything that has room already."""
        slot = Slot(name, size, self._end)
        self._end += len(self.header(slot, 0)) + size
        return slot

    def put(self, slot: Slot, parts: Iterable[bytes | memoryview]) -> int:
        """Write a file into its room; its CRC-32. Raises ValueError where it has another size."""
        crc = found = 0
        with self._path.open("r+b", buffering=0) as stream:
            stream.seek(slot.at + len(self.header(slot, 0)))
            for part in parts:
                crc, found = zlib.crc32(part, crc), found + len(part)
                _write(stream, part)
            stream.seek(slot.at)
            _write(stream, self.header(slot, crc))
        if found != slot.size:
            message = f"{slot.name}: {found} ≠ {slot.size}"
            raise ValueError(message)
        return crc

    def enlist(self, slot: Slot, crc: int) -> None:
        """Note a file in the directory; files are noted in the order of their slots."""
        raw, flags = _encoded(slot.name)
        sizes = (slot.size, slot.size) if slot.size >= _WIDE else ()
        wide = (*sizes, slot.at) if slot.at >= _WIDE else sizes
        extra = struct.pack(f"<2H{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
        version, shown = (_ZIP64 if wide else _PLAIN), min(slot.size, _WIDE)
        what = (_UNIX | version, version, flags, 0, 0, self._day, crc, shown, shown)
        where = (len(raw), len(extra), 0, 0, 0, _PLAIN_FILE, min(slot.at, _WIDE))
        self._directory += _CENTRAL.pack(b"PK\x01\x02", *what, *where) + raw + extra
        self._count += 1

    def add(self, name: str, size: int, parts: Iterable[bytes]) -> None:
        """All of it for one file; a name that ends with a slash is a folder."""
        slot = self.slot(name, size)
        self.enlist(slot, self.put(slot, parts))

    def close(self) -> None:
        """Write the directory; nothing can be added afterwards."""
        start, size, count = self._end, len(self._directory), self._count
        with self._path.open("r+b", buffering=0) as stream:
            stream.seek(start)
            _write(stream, self._directory)
            if count >= _MANY or start >= _WIDE or size >= _WIDE:
                fields = (44, _UNIX | _ZIP64, _ZIP64, 0, 0, count, count, size, start)
                _write(stream, _END64.pack(b"PK\x06\x06", *fields))
                _write(stream, _LOCATOR64.pack(b"PK\x06\x07", 0, start + size, 1))
            counts = min(count, _MANY)
            ends = (0, 0, counts, counts, min(size, _WIDE), min(start, _WIDE), 0)
            _write(stream, _END.pack(b"PK\x05\x06", *ends))

    def header(self, slot: Slot, crc: int) -> bytes:
        """What stands before a file's bytes."""
        raw, flags = _encoded(slot.name)
        wide = slot.size >= _WIDE
        extra = struct.pack("<2H2Q", 1, 16, slot.size, slot.size) if wide else b""
        version, shown = (_ZIP64 if wide else _PLAIN), min(slot.size, _WIDE)
        fields = (version, flags, 0, 0, self._day, crc, shown, shown, len(raw), len(extra))
        return _LOCAL.pack(b"PK\x03\x04", *fields) + raw + extra


def _write(stream: io.RawIOBase, data: bytes | bytearray | memoryview) -> None:
    """All of it: a single write may take less, as on a disk that is nearly full."""
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) or 0 :]


def _encoded(name: str) -> tuple[bytes, int]:
    """The name's bytes, and the mark that they are UTF-8 where they are not ASCII."""
    return name.encode(), 0 if name.isascii() else _UTF8
