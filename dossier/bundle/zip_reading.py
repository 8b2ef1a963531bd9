"""A ZIP's directory and its entries, read without trusting them.

Its own reader, since the standard library keeps an object for each entry and shares one file
position among threads. Raises BadZip (a ValueError) for everything that is not as it should be.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dossier.bundle.ahead import parts_of

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_LONGEST_COMMENT = 65_535
_PART = 2**20
_MAX_ENTRIES = 2_000_000
_WIDE = 0xFFFF_FFFF
_UTF8, _ENCRYPTED = 0x800, 0x1
STORED, DEFLATED = 0, 8
METHODS = frozenset({STORED, DEFLATED})


class BadZip(ValueError):
    """What is wrong, in a few words."""


class NoZip(BadZip):
    """There is no ZIP's end here at all."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the directory: sizes in bytes, ``at`` where its own header stands, ``mode`` the
    attributes of the system it was made on.
    """

    name: str
    method: int
    encrypted: bool
    crc: int
    packed: int
    size: int
    at: int
    mode: int


class OpenZip:
    """A ZIP on disk; several threads may read at once. Raises BadZip and OSError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as stream:
            self.size = stream.seek(0, 2)
            self._start, self._length, self._before = _directory(stream, self.size)

    def entries(self) -> Iterator[Entry]:
        """The lines of the directory, read anew each time. Raises BadZip and OSError."""
        left, count = self._length, 0
        with self._path.open("rb") as stream:
            stream.seek(self._start)
            while left > 0:
                fields = _unpacked(_CENTRAL, _exactly(stream, _CENTRAL.size), b"PK\x01\x02")
                rest = _exactly(stream, sum(fields[10:13]))
                left, count = left - _CENTRAL.size - len(rest), count + 1
                if left < 0 or count > _MAX_ENTRIES:
                    raise BadZip("the directory does not end where it should")
                yield self._entry(fields, rest)

    def _entry(self, fields: tuple[int, ...], rest: bytes) -> Entry:
        flags, method = fields[3], fields[4]
        crc, packed, size, name_length, extra_length = fields[7:12]
        extra = rest[name_length : name_length + extra_length]
        size, packed, at = _widened(extra, size, packed, fields[16])
        return Entry(
            name=_name(rest[:name_length], flags),
            method=method,
            encrypted=bool(flags & _ENCRYPTED),
            crc=crc,
            packed=packed,
            size=size,
            at=at + self._before,
            mode=fields[15] >> 16,
        )

    def content(self, entry: Entry) -> Iterator[bytes | memoryview]:
        """An entry's bytes, never more than it declares; a part is good until the next one is
        asked for. Raises BadZip and OSError.
        """
        with self._path.open("rb", buffering=0) as stream:
            self._to_content(stream, entry)
            raw = parts_of(stream, entry.packed)
            crc = size = 0
            for part in raw if entry.method == STORED else _inflated(raw, entry.size):
                crc, size = zlib.crc32(part, crc), size + len(part)
                yield part
        if (crc, size) != (entry.crc, entry.size):
            raise BadZip("its checksum or size differs")

    def _to_content(self, stream: BinaryIO, entry: Entry) -> None:
        """Go to the first byte, past a header that must agree with the directory."""
        if entry.at < 0 or entry.at > self._start:
            raise BadZip("it lies outside")
        stream.seek(entry.at)
        fields = _unpacked(_LOCAL, _exactly(stream, _LOCAL.size), b"PK\x03\x04")
        name, extra = fields[9:11]
        if _name(_exactly(stream, name), fields[2]) != entry.name:
            raise BadZip("its name differs from the directory's")
        start = stream.seek(extra, 1)
        if start + entry.packed > self._start:
            raise BadZip("it runs into the directory")


def _directory(stream: BinaryIO, size: int) -> tuple[int, int, int]:
    """Where the directory stands, how long it is, and how much stands before the ZIP."""
    tail_at = max(0, size - _LONGEST_COMMENT - _END.size)
    stream.seek(tail_at)
    tail = stream.read()
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or len(tail) - found < _END.size:
        raise NoZip("no folder and no ZIP")
    length, start = _END.unpack_from(tail, found)[5:7]
    end = tail_at + found
    wide_at = end - _LOCATOR64.size - _END64.size
    if wide_at >= 0:
        stream.seek(wide_at)
        wide = stream.read(_END64.size + 4)
        if (wide[:4], wide[-4:]) == (b"PK\x06\x06", b"PK\x06\x07"):
            length, start = _END64.unpack_from(wide)[8:10]
            end = wide_at
    if start + length > end:
        raise BadZip("the directory lies outside")
    return end - length, length, end - length - start


def _exactly(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) != length:
        raise BadZip("it is cut off")
    return data


def _inflated(raw: Iterator[memoryview], size: int) -> Iterator[bytes]:
    """At most one byte more than ``size``, whatever is in there."""
    unpacker, left = zlib.decompressobj(-zlib.MAX_WBITS), size + 1
    try:
        for packed in raw:
            data: bytes | memoryview = packed
            while left > 0 and not unpacker.eof:
                chunk = unpacker.decompress(data, min(_PART, left))
                data, left = unpacker.unconsumed_tail, left - len(chunk)
                yield chunk
                if not data and len(chunk) < _PART:
                    break
    except zlib.error as error:
        raise BadZip(str(error)) from error


def _widened(extra: bytes, size: int, packed: int, at: int) -> tuple[int, int, int]:
    """The three numbers, those too large for their fields taken from the ZIP64 field."""
    values = [size, packed, at]
    wanted = [place for place in range(3) if values[place] == _WIDE]
    if not wanted:
        return size, packed, at
    held = _field(extra)
    if len(held) < 8 * len(wanted):
        raise BadZip("a ZIP64 field is missing")
    for number, place in enumerate(wanted):
        values[place] = struct.unpack_from("<Q", held, 8 * number)[0]
    return values[0], values[1], values[2]


def _field(extra: bytes) -> bytes:
    """The ZIP64 field among the extra ones; nothing where it is not there."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        if kind == 1:
            return extra[4 : 4 + length]
        extra = extra[4 + length :]
    return b""


def _name(raw: bytes, flags: int) -> str:
    try:
        return raw.decode("utf-8" if flags & _UTF8 else "cp437")
    except UnicodeDecodeError as error:
        raise BadZip("a name is not in UTF-8") from error


def _unpacked(layout: struct.Struct, data: bytes, mark: bytes) -> tuple[int, ...]:
    found = layout.unpack(data)
    if found[0] != mark:
        raise BadZip("a header is missing")
    return found
