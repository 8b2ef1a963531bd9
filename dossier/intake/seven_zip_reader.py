"""The members of a 7z archive, by the standard library's decompressors.

LZMA, LZMA2, Deflate, BZip2 and stored content are unpacked here; archives of other methods (PPMd,
BCJ2 and the like) need the program 7z.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from dossier.codec.seven_zip import (
    START,
    Coder,
    Directory,
    Folder,
    SevenFile,
    read_header,
    read_start,
)
from dossier.i18n import N_
from dossier.intake.local import extended
from dossier.intake.members import BROKEN, CHUNK, Item, LimitError, Readable, Run, Shelf
from dossier.model.findings import Finding

_AES = b"\x06\xf1\x07\x01"
_LARGEST_WINDOW = 1 << 29
_HEADER_PER_MEMBER = 2048
_LINK, _HAS_MODE, _TYPE, _REGULAR = 0x400, 0x8000, 0o170000, (0, 0o100000)


class _LockedError(Exception):
    """The archive's own directory is encrypted."""


class NeedsTool(Exception):
    """The archive uses a method that is not unpacked here."""


class _Decompressor(Protocol):
    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes: ...

    @property
    def needs_input(self) -> bool: ...


def expand_seven_zip(path: Path, chain: tuple[str, ...], run: Run) -> Finding | None:
    """Take a 7z archive apart; the finding that says why not. Raises LimitError, NeedsTool."""
    try:
        with extended(path).open("rb") as stream:
            directory = _directory(stream, run)
            if any(not _decodable(folder) for folder in directory.folders):
                raise NeedsTool
            _members(stream, directory, chain, run)
    except _LockedError:
        return Finding("E104")
    except BROKEN as error:
        return Finding("E112", parameters={"detail": str(error) or type(error).__name__})
    return None


def _directory(stream: BinaryIO, run: Run) -> Directory:
    start = read_start(stream.read(START))
    most = run.limits.members * _HEADER_PER_MEMBER
    if start.size > most:
        raise LimitError(N_("too many members"))
    stream.seek(start.offset)
    header = stream.read(start.size)
    if zlib.crc32(header) != start.crc or len(header) < start.size:
        raise ValueError("the directory is damaged or missing")

    def unpack(folder: Folder) -> bytes:
        if any(coder.method == _AES for coder in folder.coders):
            raise _LockedError
        if folder.size > most:
            raise LimitError(N_("too many members"))
        if not _decodable(folder):
            raise NeedsTool
        return _content(stream, folder).read(folder.size)

    return read_header(header, unpack)


def _members(stream: BinaryIO, directory: Directory, chain: tuple[str, ...], run: Run) -> None:
    run.budget(len(directory.files), [file.size for file in directory.files])
    for folder in directory.folders:
        run.believe(folder.size, max(1, folder.packed[1]))
    shelf = Shelf(chain, run)
    opened = _Opened(stream, directory)
    for file in directory.files:
        shelf.take(_item(file, directory, opened))


def _item(file: SevenFile, directory: Directory, opened: _Opened) -> Item:
    folder = None if file.folder is None else directory.folders[file.folder]
    name = file.name.replace("\\", "/") + "/" * file.is_folder
    start = opened.position(file)
    return Item(
        name,
        file.size,
        lambda: opened.content(file, start),
        mtime_ns=max(0, file.mtime_ns),
        plain=_is_plain(file.attributes),
        locked=folder is not None and any(coder.method == _AES for coder in folder.coders),
    )


def _is_plain(attributes: int) -> bool:
    mode = attributes >> 16 if attributes & _HAS_MODE else 0
    return not attributes & _LINK and (mode & _TYPE in (*_REGULAR, 0o040000))


class _Opened:
    """Gives files of a folder one after the other; what nobody asks for is read over."""

    def __init__(self, stream: BinaryIO, directory: Directory) -> None:
        self._stream = stream
        self._folders = directory.folders
        self._positions: dict[int, int] = {}
        self._number: int | None = None
        self._at = 0
        self._content: Readable | None = None

    def position(self, file: SevenFile) -> int:
        """Where a file begins in what its folder unpacks to; to be asked in order."""
        if file.folder is None:
            return 0
        start = self._positions.get(file.folder, 0)
        self._positions[file.folder] = start + file.size
        return start

    def content(self, file: SevenFile, start: int) -> AbstractContextManager[Readable]:
        """A file's content; raises ValueError and others of the decompressors."""
        if file.folder is None:
            return nullcontext(_Part(_Nothing(), 0, None))
        if self._content is None or self._number != file.folder or self._at > start:
            self._content = _content(self._stream, self._folders[file.folder])
            self._number, self._at = file.folder, 0
        while self._at < start:
            skipped = len(self._content.read(min(CHUNK, start - self._at)))
            if not skipped:
                raise EOFError("the packed content ends too early")
            self._at += skipped
        self._at = start + file.size
        return nullcontext(_Part(self._content, file.size, file.crc))


class _Nothing:
    def read(self, _size: int = -1, /) -> bytes:
        return b""


class _Part:
    """The next so many bytes of a stream, checked against their CRC at the end."""

    def __init__(self, source: Readable, size: int, crc: int | None) -> None:
        self._source, self._left, self._expected, self._crc = source, size, crc, 0

    def read(self, size: int = -1, /) -> bytes:
        """See :class:`Readable`; raises ValueError at the end of damaged content."""
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._source.read(wanted) if wanted else b""
        if wanted and not data:
            raise EOFError("the packed content ends too early")
        self._left -= len(data)
        self._crc = zlib.crc32(data, self._crc)
        if not self._left and self._expected not in (None, self._crc):
            raise ValueError("the checksum does not match")
        return data


def _content(stream: BinaryIO, folder: Folder) -> Readable:
    packed: Readable = _Slice(stream, *folder.packed)
    decompressor = _decompressor(folder)
    return packed if decompressor is None else _Unpacked(packed, decompressor)


class _Slice:
    """A part of a file, whoever else reads from it in between."""

    def __init__(self, stream: BinaryIO, offset: int, size: int) -> None:
        self._stream, self._at, self._end = stream, offset, offset + size

    def read(self, size: int = -1, /) -> bytes:
        """See :class:`Readable`."""
        wanted = self._end - self._at if size < 0 else min(size, self._end - self._at)
        self._stream.seek(self._at)
        data = self._stream.read(wanted)
        self._at += len(data)
        return data


class _Unpacked:
    def __init__(self, packed: Readable, decompressor: _Decompressor) -> None:
        self._packed, self._decompressor = packed, decompressor

    def read(self, size: int = -1, /) -> bytes:
        """See :class:`Readable`."""
        out = bytearray()
        while size < 0 or len(out) < size:
            feed = b""
            if self._decompressor.needs_input:
                feed = self._packed.read(1 << 16)
                if not feed:
                    break
            out += self._decompressor.decompress(feed, -1 if size < 0 else size - len(out))
        return bytes(out)


class _Deflate:
    """zlib behind the interface of the other decompressors."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(-15)

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max(0, max_length))


def _decodable(folder: Folder) -> bool:
    """Whether the folder's content can be unpacked here, or is locked, which needs no unpacking."""
    if any(coder.method == _AES for coder in folder.coders):
        return True
    try:
        _decompressor(folder)
    except NeedsTool:
        return False
    return True


def _decompressor(folder: Folder) -> _Decompressor | None:
    """What undoes the folder's coders, None for stored content; raises NeedsTool, LimitError."""
    first, *filters = folder.coders or (Coder(b"?"),)
    if first.method == b"\x00" and not filters:
        return None
    if first.method in _SIMPLE and not filters:
        return _SIMPLE[first.method]()
    if first.method in (b"\x21", b"\x03\x01\x01"):
        chain = [_filter(coder) for coder in reversed(filters)]
        if chain and first.method != b"\x21":
            raise NeedsTool
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[*chain, _window(first, folder.size)])
    raise NeedsTool


_SIMPLE: dict[bytes, Callable[[], _Decompressor]] = {
    b"\x04\x02\x02": bz2.BZ2Decompressor,
    b"\x04\x01\x08": _Deflate,
}
_FILTERS = {
    b"\x03": lzma.FILTER_DELTA,
    b"\x04": lzma.FILTER_X86,
    b"\x03\x03\x01\x03": lzma.FILTER_X86,
    b"\x03\x03\x05\x01": lzma.FILTER_ARM,
    b"\x03\x03\x07\x01": lzma.FILTER_ARMTHUMB,
}


def _filter(coder: Coder) -> dict[str, Any]:
    number = _FILTERS.get(coder.method)
    if number is None:
        raise NeedsTool
    if number == lzma.FILTER_DELTA:
        return {"id": number, "dist": (coder.properties or b"\0")[0] + 1}
    return {"id": number}


def _window(coder: Coder, unpacked: int) -> dict[str, Any]:
    """The LZMA filter; a window larger than the content is of no use and not asked for."""
    if coder.method == b"\x21":
        (bits,) = coder.properties[:1] or b"\0"
        window = 0xFFFF_FFFF if bits >= 40 else (2 | bits & 1) << (bits // 2 + 11)
        parameters: dict[str, Any] = {"id": lzma.FILTER_LZMA2}
    else:
        if len(coder.properties) < 5:
            raise ValueError("LZMA without its properties")
        mixed, window = coder.properties[0], int.from_bytes(coder.properties[1:5], "little")
        parameters = {"id": lzma.FILTER_LZMA1}
        parameters |= {"lc": mixed % 9, "lp": mixed // 9 % 5, "pb": mixed // 45}
    window = max(1 << 12, min(window, unpacked))
    if window > _LARGEST_WINDOW:
        raise LimitError(N_("too large when unpacked"))
    return parameters | {"dict_size": window}
