"""Ledger: the append-only history of every decision; the truth of an archive.

On disk it is ``000001.jsonl``, ``000002.jsonl`` … in the format of ``dossier.codec.ledger_lines``.
One append is one write and one sync. A power cut can leave the last line torn; readers pass over
it, the next append sets its bytes aside in ``torn-*.bin`` and says so in the ledger. Anything else
that does not read as written is an error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from dossier.archive.platform import APPEND, fsync_file, fsync_folder, writing_to
from dossier.archive.segments import BROKEN, Segment, Tail
from dossier.archive.store import no_step
from dossier.codec.ledger_lines import HINT, encode_line
from dossier.errors import LedgerError
from dossier.i18n import N_
from dossier.model.events import Entry, Event, LedgerRepaired

LINES_PER_SEGMENT = 50_000
STEPS = ("ledger-written", "ledger-synced")
"""Names of the points an append passes, in order; tests stop there."""


class Ledger(Protocol):
    """Entries in order, numbered from 1 without gaps."""

    def append(self, events: Sequence[Event], *, at: str, by: str) -> list[Entry]:
        """Write events durably, all in one go; the entries written, in order.

        A LedgerRepaired entry of the ledger's own may come first, so the last ``len(events)``
        entries are those of the events. Only the holder of the archive's write lock may call it.
        Raises NoSpace, LedgerError; then nothing was appended.
        """
        ...

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Entries with positions above ``after``, each checked against the chain.

        Raises LedgerError naming file and line.
        """
        ...

    def entry(self, seq: int) -> Entry:
        """The entry at a position; raises LedgerError when there is none."""
        ...

    def position(self) -> int:
        """The position of the last whole entry, 0 for an empty ledger."""
        ...

    def head(self) -> tuple[int, str]:
        """Position and chain of the last whole entry."""
        ...

    def torn(self) -> int:
        """Bytes of a torn last line that no append has set aside yet."""
        ...


def encoded(
    events: Iterable[Event], at: str, by: str, head: tuple[int, str]
) -> tuple[list[Entry], bytes]:
    """Entries and lines of events that follow a ledger's head."""
    seq, chain = head
    entries, lines = [], []
    for number, event in enumerate(events, seq + 1):
        entry, line = encode_line(number, at, by, event, chain)
        chain = entry.chain
        entries.append(entry)
        lines.append(line)
    return entries, b"".join(lines)


def no_entry(seq: int) -> LedgerError:
    """The error for a position that holds nothing."""
    return LedgerError(
        N_("the ledger has no entry {seq}"),
        N_("lines are missing at its end: restore the ledger folder from a backup"),
        seq=seq,
    )


class MemoryLedger:
    """A ledger that lasts as long as its process."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def append(self, events: Sequence[Event], *, at: str, by: str) -> list[Entry]:
        """See :class:`Ledger`."""
        entries, _lines = encoded(events, at, by, self.head())
        self._entries += entries
        return entries

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """See :class:`Ledger`."""
        yield from self._entries[after:]

    def entry(self, seq: int) -> Entry:
        """See :class:`Ledger`."""
        if not 1 <= seq <= len(self._entries):
            raise no_entry(seq)
        return self._entries[seq - 1]

    def position(self) -> int:
        """See :class:`Ledger`."""
        return len(self._entries)

    def head(self) -> tuple[int, str]:
        """See :class:`Ledger`."""
        return self.position(), self._entries[-1].chain if self._entries else ""

    def torn(self) -> int:
        """See :class:`Ledger`."""
        return 0


class JsonlLedger:
    """A ledger in a folder of segments.

    ``step`` is told each of :data:`STEPS`; ``write`` is the call that puts bytes into a file.
    """

    def __init__(
        self,
        folder: Path,
        lines_per_segment: int = LINES_PER_SEGMENT,
        step: Callable[[str], None] = no_step,
        write: Callable[[int, memoryview], int] = os.write,
    ) -> None:
        self.folder = folder
        self._limit = lines_per_segment
        self._step = step
        self._write = write

    def segments(self) -> list[Segment]:
        """The files of the ledger in order."""
        return [Segment(path) for path in sorted(self.folder.glob("[0-9]*.jsonl"))]

    def _end(self) -> tuple[Segment, Tail]:
        """The last segment and where its last whole line ends.

        A segment without a whole line can only be the last one, new when the power went; its
        tail then carries on from the segment before.
        """
        segments = self.segments()
        if not segments:
            return Segment(self.folder / "000001.jsonl"), Tail()
        tail = segments[-1].tail()
        if tail.seq == 0 and len(segments) > 1:
            before = segments[-2].tail()
            if before.torn:
                raise LedgerError(BROKEN, HINT, file=segments[-2].name)
            return segments[-1], Tail(before.seq, before.chain, tail.end, tail.torn)
        return segments[-1], tail

    def append(self, events: Sequence[Event], *, at: str, by: str) -> list[Entry]:
        """See :class:`Ledger`."""
        if not events:
            return []
        segment, tail = self._end()
        if tail.torn:
            events = [self._set_aside(segment, tail), *events]
        entries, lines = encoded(events, at, by, (tail.seq, tail.chain))
        if tail.end and tail.seq - segment.first_seq() + 1 >= self._limit:
            segment, tail = segment.following(), Tail()
        self._write_lines(segment.path, lines, tail.end)
        return entries

    def _write_lines(self, path: Path, lines: bytes, end: int) -> None:
        """Add lines at the end of a file, or leave the file as it was."""
        with writing_to(path):
            handle = os.open(path, APPEND, 0o644)
            try:
                try:
                    self._write_durably(handle, lines)
                except OSError:
                    os.ftruncate(handle, end)
                    raise
            finally:
                os.close(handle)
            if not end:
                fsync_folder(path.parent)

    def _write_durably(self, handle: int, lines: bytes) -> None:
        rest = memoryview(lines)
        while rest:
            rest = rest[self._write(handle, rest) :]
        self._step("ledger-written")
        os.fsync(handle)
        self._step("ledger-synced")

    def _set_aside(self, segment: Segment, tail: Tail) -> LedgerRepaired:
        """Move the bytes of a torn last line into a file of their own."""
        number = 1
        while (kept := self.folder / f"torn-{tail.seq + 1:09d}-{number}.bin").exists():
            number += 1
        with writing_to(kept):
            with kept.open("xb") as target:
                target.write(segment.read_from(tail.end))
                target.flush()
                os.fsync(target.fileno())
            fsync_folder(self.folder)
            os.truncate(segment.path, tail.end)
            fsync_file(segment.path)
        return LedgerRepaired(kept.name, tail.torn)

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """See :class:`Ledger`."""
        segments = self.segments()
        start = _holding(segments, after)
        seq, chain = 0, ""
        for number, segment in enumerate(segments[start:], start):
            last = number == len(segments) - 1
            offset, seq, chain = segment.seek(after) if number == start else (0, seq, chain)
            for entry in segment.entries(offset, seq, chain, tolerant=last):
                seq, chain = entry.seq, entry.chain
                if seq > after:
                    yield entry

    def entry(self, seq: int) -> Entry:
        """See :class:`Ledger`."""
        found = next(self.entries(seq - 1), None) if seq > 0 else None
        if found is None:
            raise no_entry(seq)
        return found

    def position(self) -> int:
        """See :class:`Ledger`."""
        return self._end()[1].seq

    def head(self) -> tuple[int, str]:
        """See :class:`Ledger`."""
        tail = self._end()[1]
        return tail.seq, tail.chain

    def torn(self) -> int:
        """See :class:`Ledger`."""
        return self._end()[1].torn


def _holding(segments: Sequence[Segment], seq: int) -> int:
    """The number of the segment that holds a position, 0 for none."""
    for number in range(len(segments) - 1, 0, -1):
        if 0 < segments[number].first_seq() <= seq:
            return number
    return 0
