"""Containers that a program opens for us: RAR, and 7z archives of rarer methods.

The program is 7-Zip's ``7z``. It lists the archive and then writes all contents one after the other
to its standard output, from which we cut the members by their listed sizes and check their CRC; so
it never writes a file, whatever names the archive holds.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dossier.i18n import N_
from dossier.intake.local import extended
from dossier.intake.members import BROKEN, CHUNK, Item, LimitError, Readable, Run, Shelf
from dossier.model.findings import Finding

PROGRAMS = ("7z", "7zz", "7za")
"""Names 7-Zip's program goes by."""

_SECONDS = 600.0
_LONGEST_LISTING = 64 << 20
_PASSWORD = (b"encrypted archive", b"wrong password", b"password is incorrect")
_UNKNOWN = (b"can not open the file as", b"cannot open the file as", b"unsupported method")


def program() -> str | None:
    """The program that opens such containers, None when none is installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def expand_by_tool(kind: str, path: Path, chain: tuple[str, ...], run: Run) -> Finding | None:
    """Take a container apart with the program; E115 when there is none or it does not know it."""
    command = program()
    if command is None:
        return Finding("E115", parameters={"format": kind.upper()})
    try:
        code, listing = _listed(command, path)
        if finding := _trouble(code, listing, kind):
            return finding
        entries = list(_entries(listing.decode("utf-8", "replace")))
        _unpack(command, path, entries, chain, run)
    except (subprocess.SubprocessError, *BROKEN) as error:
        return Finding("E112", parameters={"detail": str(error) or type(error).__name__})
    return None


def _listed(command: str, path: Path) -> tuple[int, bytes]:
    words = [command, "l", "-slt", "-ba", "-sccUTF-8", "-p-", "--", str(extended(path))]
    done = subprocess.run(  # noqa: S603 - the program is one of PROGRAMS, the path is ours
        words, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
    )
    if len(done.stdout) > _LONGEST_LISTING:
        raise LimitError(N_("too many members"))
    return done.returncode, done.stdout + done.stderr


def _trouble(code: int, said: bytes, kind: str) -> Finding | None:
    """What the program's own words mean; it has no exit codes for them."""
    if code == 0:
        return None
    words = said.lower()
    if any(mark in words for mark in _PASSWORD):
        return Finding("E104")
    if kind == "rar" and any(mark in words for mark in _UNKNOWN):
        return Finding("E115", parameters={"format": kind.upper()})
    return Finding("E112", parameters={"detail": N_("7-Zip cannot open it")})


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    size: int
    packed: int
    crc: int | None
    mtime_ns: int
    folder: bool
    plain: bool
    locked: bool


def _entries(listing: str) -> Iterator[_Entry]:
    """One block of ``key = value`` lines for each entry, blocks parted by an empty line."""
    block: dict[str, str] = {}
    for line in [*listing.splitlines(), ""]:
        key, sign, value = line.partition(" = ")
        if sign:
            block[key] = value
        elif line.endswith(" ="):
            block[line[:-2]] = ""
        elif not line.strip() and block:
            if "Path" in block:
                yield _entry(block)
            block = {}


def _entry(block: dict[str, str]) -> _Entry:
    crc = block.get("CRC", "")
    attributes = block.get("Attributes", "")
    return _Entry(
        name=block["Path"].replace("\\", "/"),
        size=int(block.get("Size") or 0),
        packed=int(block.get("Packed Size") or 0),
        crc=int(crc, 16) if crc else None,
        mtime_ns=_mtime_ns(block.get("Modified", "")),
        folder=block.get("Folder") == "+" or attributes.startswith("D"),
        plain=not any(block.get(kind) for kind in ("Symbolic Link", "Hard Link", "Copy Link")),
        locked=block.get("Encrypted") == "+",
    )


def _mtime_ns(text: str) -> int:
    """The wall clock time read as UTC, 0 for none."""
    try:
        moment = dt.datetime.fromisoformat(text[:19]).replace(tzinfo=dt.UTC)
    except ValueError:
        return 0
    return max(0, int(moment.timestamp()) * 10**9)


def _unpack(
    command: str, path: Path, entries: list[_Entry], chain: tuple[str, ...], run: Run
) -> None:
    run.budget(len(entries), [entry.size for entry in entries])
    run.believe(sum(entry.size for entry in entries), max(1, extended(path).stat().st_size))
    shelf = Shelf(chain, run)
    with _contents(command, path) as stream:
        cutter = _Cutter(stream)
        for entry in entries:
            cutter.begin(entry)
            shelf.take(_item(entry, cutter))
            cutter.finish()


def _item(entry: _Entry, cutter: _Cutter) -> Item:
    return Item(
        entry.name + "/" * entry.folder,
        entry.size,
        lambda: cutter.cut(entry),
        packed=entry.packed,
        mtime_ns=entry.mtime_ns,
        plain=entry.plain,
        locked=entry.locked,
    )


@contextmanager
def _contents(command: str, path: Path) -> Iterator[IO[bytes]]:
    """All contents one after the other; locked ones give nothing, no password is ever tried."""
    words = [command, "x", "-so", "-bd", "-y", "-p-", "--", str(extended(path))]
    process = subprocess.Popen(  # noqa: S603 - the program is one of PROGRAMS, the path is ours
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    try:
        yield process.stdout
    finally:
        process.stdout.close()
        process.kill()
        process.wait(_SECONDS)


class _Cutter:
    """Cuts a stream of contents into members, whether or not anybody reads them."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._left = 0

    def begin(self, entry: _Entry) -> None:
        """It is this entry's turn; locked ones and folders give no content."""
        self._left = 0 if entry.locked or entry.folder else entry.size

    def cut(self, entry: _Entry) -> AbstractContextManager[Readable]:
        """The content of the entry whose turn it is."""
        return nullcontext(_Cut(self, entry.crc))

    def next(self, size: int) -> bytes:
        """Up to so many bytes of the present member."""
        data = self._stream.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data

    def finish(self) -> None:
        """Read over what nobody read of the present member."""
        while self._left and self.next(CHUNK):
            pass


class _Cut:
    def __init__(self, cutter: _Cutter, crc: int | None) -> None:
        self._cutter, self._expected, self._crc = cutter, crc, 0

    def read(self, size: int = -1, /) -> bytes:
        """See :class:`Readable`; raises ValueError at the end of damaged content."""
        data = self._cutter.next(size)
        self._crc = zlib.crc32(data, self._crc)
        if not data and self._expected not in (None, self._crc):
            raise ValueError("the checksum does not match")
        return data
