"""The headers of a 7z archive as values.

Source: ``DOC/7zFormat.txt`` of the LZMA SDK (public domain). Everything is bounds-checked: an
archive is hostile until read. Numbers of things are limited by the bytes that must describe them.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SIGNATURE = b"7z\xbc\xaf\x27\x1c"
START = 32
"""Bytes of the signature header; packed streams begin behind it."""

_END, _HEADER, _STREAMS, _FILES = 0x00, 0x01, 0x04, 0x05
_PACK, _UNPACK, _SUBSTREAMS, _SIZE, _CRC = 0x06, 0x07, 0x08, 0x09, 0x0A
_FOLDER, _UNPACK_SIZE, _STREAM_COUNT = 0x0B, 0x0C, 0x0D
_EMPTY_STREAM, _EMPTY_FILE, _NAMES, _MTIME, _ATTRIBUTES = 0x0E, 0x0F, 0x11, 0x14, 0x15
_ENCODED_HEADER = 0x17
_EPOCH = 116_444_736_000_000_000
"""1970 in ticks of 100 ns since 1601."""


@dataclass(frozen=True, slots=True)
class Coder:
    """One step of unpacking: method id and its properties."""

    method: bytes
    properties: bytes = b""


@dataclass(frozen=True, slots=True)
class Folder:
    """A stream of files packed together. ``coders`` are in the order of unpacking, empty where
    they do not form a simple chain; ``packed`` is where the packed bytes lie, ``size`` what they
    unpack to; ``sizes`` and ``crcs`` are those of its files.
    """

    coders: tuple[Coder, ...]
    packed: tuple[int, int]
    size: int
    sizes: tuple[int, ...] = ()
    crcs: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class SevenFile:
    """One entry: ``folder`` is the number of the folder its content is next in, None for an empty
    file and for a directory. ``attributes`` hold UNIX mode bits above bit 16 when bit 15 is set.
    """

    name: str
    folder: int | None
    size: int
    crc: int | None
    mtime_ns: int
    is_folder: bool
    attributes: int


@dataclass(frozen=True, slots=True)
class Directory:
    """What an archive holds."""

    folders: tuple[Folder, ...]
    files: tuple[SevenFile, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """Where the header lies."""

    offset: int
    size: int
    crc: int


class _Reader:
    """Reads the header's primitives; every failure is a ValueError."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, length: int) -> bytes:
        if length < 0 or self._at + length > len(self._data):
            raise ValueError("the header ends too early")
        self._at += length
        return self._data[self._at - length : self._at]

    def byte(self) -> int:
        return self.take(1)[0]

    def number(self) -> int:
        """A number of one to nine bytes; leading ones of the first say how many follow."""
        first = self.byte()
        mask, value = 0x80, 0
        for position in range(8):
            if not first & mask:
                return value + ((first & (mask - 1)) << (8 * position))
            value |= self.byte() << (8 * position)
            mask >>= 1
        return value

    def count(self) -> int:
        """A number of things, each of which takes at least a bit somewhere in the header."""
        value = self.number()
        if value > len(self._data) * 8:
            raise ValueError("more entries than the header can hold")
        return value

    def bits(self, count: int) -> list[bool]:
        data = self.take((count + 7) // 8)
        return [bool(data[at // 8] & (0x80 >> at % 8)) for at in range(count)]

    def defined(self, count: int) -> list[bool]:
        return [True] * count if self.byte() else self.bits(count)

    def crcs(self, count: int) -> list[int | None]:
        there = self.defined(count)
        return [struct.unpack("<L", self.take(4))[0] if yes else None for yes in there]

    def expect(self, wanted: int) -> None:
        if self.byte() != wanted:
            raise ValueError("unexpected part of the header")


def read_start(head: bytes) -> Start:
    """The signature header, 32 bytes; raises ValueError."""
    if len(head) < START or not head.startswith(SIGNATURE):
        raise ValueError("not a 7z archive")
    offset, size, crc = struct.unpack("<QQL", head[12:32])
    return Start(START + offset, size, crc)


def read_header(header: bytes, unpack: Callable[[Folder], bytes]) -> Directory:
    """The directory; ``unpack`` gives the content of a header that is itself packed.

    Raises ValueError.
    """
    if not header:
        return Directory((), ())
    reader = _Reader(header)
    kind = reader.byte()
    while kind == _ENCODED_HEADER:
        folders = _streams(reader)
        if len(folders) != 1:
            raise ValueError("a packed header in several parts")
        reader = _Reader(unpack(folders[0]))
        kind = reader.byte()
    if kind != _HEADER:
        raise ValueError("no header")
    return _directory(reader)


def _directory(reader: _Reader) -> Directory:
    folders: list[Folder] = []
    files: tuple[SevenFile, ...] = ()
    while (part := reader.byte()) != _END:
        if part == _STREAMS:
            folders = _streams(reader)
        elif part == _FILES:
            files = _files(reader, folders)
        else:
            raise ValueError("unexpected part of the header")
    return Directory(tuple(folders), files)


def _streams(reader: _Reader) -> list[Folder]:
    packed: list[tuple[int, int]] = []
    folders: list[Folder] = []
    while (part := reader.byte()) != _END:
        if part == _PACK:
            packed = _pack_info(reader)
        elif part == _UNPACK:
            folders = _unpack_info(reader, packed)
        elif part == _SUBSTREAMS:
            return _substreams(reader, folders)
        else:
            raise ValueError("unexpected part of the header")
    return [_whole(folder) for folder in folders]


def _whole(folder: Folder) -> Folder:
    return Folder(folder.coders, folder.packed, folder.size, (folder.size,), folder.crcs)


def _pack_info(reader: _Reader) -> list[tuple[int, int]]:
    position = START + reader.number()
    count = reader.count()
    sizes: list[int] = [0] * count
    while (part := reader.byte()) != _END:
        if part == _SIZE:
            sizes = [reader.number() for _ in range(count)]
        elif part == _CRC:
            reader.crcs(count)
        else:
            raise ValueError("unexpected part of the header")
    placed = []
    for size in sizes:
        placed.append((position, size))
        position += size
    return placed


@dataclass(slots=True)
class _Plan:
    coders: tuple[Coder, ...]
    outputs: int
    inputs: int
    main: int


def _unpack_info(reader: _Reader, packed: list[tuple[int, int]]) -> list[Folder]:
    reader.expect(_FOLDER)
    count = reader.count()
    if reader.byte():
        raise ValueError("external parts are not supported")
    plans = [_plan(reader) for _ in range(count)]
    reader.expect(_UNPACK_SIZE)
    sizes = [[reader.number() for _ in range(plan.outputs)][plan.main] for plan in plans]
    crcs: list[int | None] = [None] * count
    while (part := reader.byte()) != _END:
        if part != _CRC:
            raise ValueError("unexpected part of the header")
        crcs = reader.crcs(count)
    folders, at = [], 0
    for plan, size, crc in zip(plans, sizes, crcs, strict=True):
        if at + plan.inputs > len(packed):
            raise ValueError("a packed stream is missing")
        coders = plan.coders if plan.inputs == 1 else ()
        place = packed[at] if plan.inputs else (START, 0)
        folders.append(Folder(coders, place, size, (), (crc,)))
        at += plan.inputs
    return folders


def _plan(reader: _Reader) -> _Plan:
    """One folder's coders. A simple chain has one input and one output each, and each coder reads
    what the next one in the list gives.
    """
    coders, inputs, outputs = [], 0, 0
    simple = True
    for _ in range(reader.count()):
        flags = reader.byte()
        method = reader.take(flags & 0x0F)
        taken, given = (reader.count(), reader.count()) if flags & 0x10 else (1, 1)
        simple &= (taken, given) == (1, 1)
        inputs, outputs = inputs + taken, outputs + given
        coders.append(Coder(method, reader.take(reader.count()) if flags & 0x20 else b""))
    pairs = [(reader.number(), reader.number()) for _ in range(max(0, outputs - 1))]
    unbound = inputs - len(pairs)
    if unbound > 1:
        for _ in range(unbound):
            reader.number()
    bound = {given for _taken, given in pairs}
    main = next((given for given in range(outputs) if given not in bound), 0)
    order = _chain(len(coders), pairs, main) if simple else None
    chosen = tuple(coders[number] for number in order) if order else ()
    return _Plan(chosen, outputs, max(0, unbound), main)


def _chain(count: int, pairs: list[tuple[int, int]], main: int) -> list[int] | None:
    """Coders from the packed bytes to the content; None where that is no chain of all of them."""
    feeds = dict(pairs)
    order = [main]
    while (before := feeds.get(order[-1])) is not None:
        if before >= count or before in order:
            return None
        order.append(before)
    return order[::-1] if len(order) == count else None


def _substreams(reader: _Reader, folders: list[Folder]) -> list[Folder]:
    counts = [1] * len(folders)
    part = reader.byte()
    if part == _STREAM_COUNT:
        counts = [reader.count() for _ in folders]
        part = reader.byte()
    sizes = [
        _sizes(reader, f.size, n, given=part == _SIZE) for f, n in zip(folders, counts, strict=True)
    ]
    if part == _SIZE:
        part = reader.byte()
    crcs: list[list[int | None]] = [
        list(f.crcs) if n == 1 else [None] * n for f, n in zip(folders, counts, strict=True)
    ]
    while part != _END:
        if part == _CRC:
            _fill(crcs, reader)
        else:
            raise ValueError("unexpected part of the header")
        part = reader.byte()
    reader.expect(_END)
    return [
        Folder(f.coders, f.packed, f.size, tuple(s), tuple(c))
        for f, s, c in zip(folders, sizes, crcs, strict=True)
    ]


def _sizes(reader: _Reader, whole: int, count: int, *, given: bool) -> list[int]:
    """Sizes of a folder's files; the last one is what the others leave."""
    if count == 0:
        return []
    sizes = [reader.number() if given else 0 for _ in range(count - 1)]
    last = whole - sum(sizes)
    if last < 0:
        raise ValueError("files larger than what holds them")
    return [*sizes, last]


def _fill(crcs: list[list[int | None]], reader: _Reader) -> None:
    """Digests are given for those files only whose folder's digest does not say them."""
    unknown = [(at, n) for at, row in enumerate(crcs) for n, crc in enumerate(row) if crc is None]
    for (at, number), crc in zip(unknown, reader.crcs(len(unknown)), strict=True):
        crcs[at][number] = crc


def _files(reader: _Reader, folders: list[Folder]) -> tuple[SevenFile, ...]:
    count = reader.count()
    names, empty = [""] * count, [False] * count
    hollow: list[bool] = []
    times, attributes = [0] * count, [0] * count
    while (part := reader.byte()) != _END:
        body = _Reader(reader.take(reader.number()))
        if part == _EMPTY_STREAM:
            empty = body.bits(count)
        elif part == _EMPTY_FILE:
            hollow = body.bits(sum(empty))
        elif part == _NAMES:
            names = _names(body, count)
        elif part == _MTIME:
            times = _numbers(body, count, "<Q")
        elif part == _ATTRIBUTES:
            attributes = _numbers(body, count, "<L")
    contents = (
        (at, *pair) for at, f in enumerate(folders) for pair in zip(f.sizes, f.crcs, strict=True)
    )
    is_file = iter(hollow or [False] * sum(empty))
    return tuple(_merged(names, empty, times, attributes, contents, is_file))


def _merged(
    names: list[str],
    empty: list[bool],
    times: list[int],
    attributes: list[int],
    contents: Iterator[tuple[int, int, int | None]],
    is_file: Iterator[bool],
) -> Iterator[SevenFile]:
    for name, bare, ticks, bits in zip(names, empty, times, attributes, strict=True):
        mtime = (ticks - _EPOCH) * 100 if ticks else 0
        if bare:
            folder = not next(is_file)
            yield SevenFile(name, None, 0, None, mtime, folder, bits)
            continue
        found = next(contents, None)
        if found is None:
            raise ValueError("a file without content")
        number, size, crc = found
        yield SevenFile(name, number, size, crc, mtime, False, bits)


def _names(body: _Reader, count: int) -> list[str]:
    if body.byte():
        raise ValueError("external parts are not supported")
    names = []
    for _ in range(count):
        units = bytearray()
        while (unit := body.take(2)) != b"\0\0":
            units += unit
        names.append(units.decode("utf-16-le", "surrogatepass"))
    return names


def _numbers(body: _Reader, count: int, form: str) -> list[int]:
    there = body.defined(count)
    if body.byte():
        raise ValueError("external parts are not supported")
    width = struct.calcsize(form)
    return [int(struct.unpack(form, body.take(width))[0]) if yes else 0 for yes in there]
