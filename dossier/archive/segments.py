"""One file of the ledger: finding its end and its lines without reading all of it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dossier.codec.ledger_lines import HINT, Place, decode_line, parse_body, split_line
from dossier.errors import LedgerError
from dossier.i18n import N_
from dossier.model.events import Entry

_BLOCK = 1 << 13
_BREATH = 100
"""Lines after which other threads get their turn: a walk over a long ledger was measured to keep a
screen's own thread from running for a third of a second, with this for 2 ms."""
BROKEN = N_("{file}: the last lines cannot be read")


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of a segment: position and chain of its last whole line, the offset behind that
    line, and how many bytes of a torn line follow.
    """

    seq: int = 0
    chain: str = ""
    end: int = 0
    torn: int = 0


def whole(line: bytes) -> Entry | None:
    """The entry of a line that was written to its end, None for a torn one."""
    if not line.endswith(b"\n"):
        return None
    try:
        body, chain = split_line(line, Place("", 0))
        return parse_body(body, chain, Place("", 0))
    except LedgerError:
        return None


@dataclass(frozen=True, slots=True)
class Segment:
    """A ledger file; reading it never changes it."""

    path: Path

    @property
    def name(self) -> str:
        """Folder and file name, for messages."""
        return f"{self.path.parent.name}/{self.path.name}"

    def following(self) -> Segment:
        """The segment after this one."""
        return Segment(self.path.with_name(f"{int(self.path.stem) + 1:06d}.jsonl"))

    def first_seq(self) -> int:
        """The position of the first line, 0 when there is no whole line."""
        with self.path.open("rb") as stream:
            entry = whole(stream.readline())
        return entry.seq if entry else 0

    def read_from(self, offset: int) -> bytes:
        """The bytes from an offset on."""
        with self.path.open("rb") as stream:
            stream.seek(offset)
            return stream.read()

    def tail(self) -> Tail:
        """The end of the file, read backwards; raises LedgerError when more than its last line
        is broken.
        """
        with self.path.open("rb") as stream:
            size = stream.seek(0, os.SEEK_END)
            start, line = _last_line(stream, size)
            entry = whole(line)
            if entry is None and start:
                start, line = _last_line(stream, start)
                entry = whole(line)
                if entry is None:
                    raise LedgerError(BROKEN, HINT, file=self.name)
        if entry is None:
            return Tail(torn=size)
        end = start + len(line)
        return Tail(entry.seq, entry.chain, end, size - end)

    def seek(self, seq: int) -> tuple[int, int, str]:
        """Offset behind the line with this position (or the nearest before), with the position
        and chain found there; the file's start when it begins later.
        """
        with self.path.open("rb") as stream:
            low, high = 0, stream.seek(0, os.SEEK_END)
            found = (0, 0, "")
            while low < high:
                start = _line_start(stream, (low + high) // 2, low)
                stream.seek(start)
                line = stream.readline()
                entry = whole(line)
                if entry is None or entry.seq > seq:
                    high = start
                else:
                    low = start + len(line)
                    found = (low, entry.seq, entry.chain)
        return found

    def entries(self, offset: int, seq: int, chain: str, *, tolerant: bool) -> Iterator[Entry]:
        """Entries from an offset on, which must follow a line with this position and chain.

        ``tolerant`` passes over a torn last line; raises LedgerError for anything else.
        """
        number = seq - self.first_seq() + 1 if offset else 0
        with self.path.open("rb") as stream:
            stream.seek(offset)
            for line in stream:
                number += 1
                if number % _BREATH == 0:
                    time.sleep(0)
                try:
                    entry = decode_line(line, chain, seq + 1, Place(self.name, number))
                except LedgerError:
                    if tolerant and not stream.peek(1) and whole(line) is None:
                        return
                    raise
                yield entry
                seq, chain = entry.seq, entry.chain


def _line_start(stream: BinaryIO, before: int, low: int = 0) -> int:
    """The offset behind the last line feed in ``[low, before)``, ``low`` if there is none."""
    while before > low:
        start = max(low, before - _BLOCK)
        stream.seek(start)
        found = stream.read(before - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        before = start
    return low


def _last_line(stream: BinaryIO, end: int) -> tuple[int, bytes]:
    """Offset and bytes of the last line that ends at or before ``end``."""
    start = _line_start(stream, end - 1)
    stream.seek(start)
    return start, stream.read(end - start)
