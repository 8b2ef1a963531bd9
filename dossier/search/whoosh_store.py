"""Whoosh's index machinery with segments of our own.

Whoosh 2.7.4 keeps its generations, segment lists, deletions and write lock here; its per-posting
Python cost (about 15 microseconds) is avoided by a codec whose segment is one ``Table``. Three
more of its traits are mended at this edge: it never calls fsync, it opens pickles without
looking, and its spelling of "somebody else is writing" is a bare ``LockError``.
"""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from dossier.errors import BusyError
from dossier.i18n import N_
from dossier.search.postings import Pool, SegmentView
from dossier.search.table import Table, write_table
from dossier.search.whoosh_door import (
    STORED,
    Codec,
    FieldWriter,
    FileStorage,
    LockError,
    PerDocumentWriter,
    Schema,
    SegmentWriter,
    StructFile,
    W3Segment,
    try_for,
)

_RETRY = 0.02
TABLE_EXTENSION = ".tbl"
SCHEMA = Schema(number=STORED)
"""Always handed to Whoosh, so that it skips the pickled schema of a table of contents."""

_PICKLED = {
    ("whoosh.codec.whoosh3", "W3Segment"): W3Segment,
    ("builtins", "set"): set,
    ("__builtin__", "set"): set,
}


class _SegmentsOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        """Only what a segment list is made of; anything else would be foreign code."""
        if (module, name) == (SegmentCodec.__module__, SegmentCodec.__name__):
            return SegmentCodec
        try:
            return _PICKLED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"unexpected {module}.{name}") from None


class _GuardedFile(StructFile):  # type: ignore[misc]  # Whoosh has no types
    def read_pickle(self) -> object:
        """A segment list, and nothing that could run code."""
        return _SegmentsOnly(self.file).load()


class DurableStorage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """A folder of files in which a rename waits until all written before it is on the disk."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._written: list[str] = []

    def create_file(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """A new file, remembered until it is synchronised."""
        self._written.append(name)
        return super().create_file(name, *args, **kwargs)

    def open_file(self, name: str, **kwargs: Any) -> Any:
        """A segment list, read whole so that nothing stays open when it is damaged."""
        return _GuardedFile(io.BytesIO(Path(self.folder, name).read_bytes()), name=name, **kwargs)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Synchronise what was written, then rename: this is the moment a commit takes effect."""
        for name in self._written:
            with suppress(FileNotFoundError):  # left by a write that failed, since swept away
                sync_file(Path(self.folder, name))
        self._written.clear()
        super().rename_file(oldname, newname, safe=safe)
        sync_folder(Path(self.folder))


def sync_file(path: Path) -> None:
    """Bring a file's content to the disk."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Bring a folder's entries to the disk; Windows offers no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _NoDocuments(PerDocumentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Everything about a document is in the table, so there is nothing to write per document."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True


class _TableWriter(FieldWriter):  # type: ignore[misc]  # Whoosh has no types
    is_closed = False

    def __init__(self, create: Callable[[], BinaryIO]) -> None:
        self._create = create

    def add_postings(
        self, schema: object, lengths: object, items: Iterable[tuple[bytes, bytes]]
    ) -> None:
        del schema, lengths  # Whoosh passes them; the table needs neither
        stream = self._create()
        try:
            write_table(stream, items)
        finally:
            stream.close()

    def close(self) -> None:
        self.is_closed = True


class SegmentCodec(Codec):  # type: ignore[misc]  # Whoosh has no types
    """A segment is one ``Table``."""

    length_stats = False

    def per_document_writer(self, storage: Any, segment: Any) -> Any:
        """Writes nothing."""
        del storage, segment
        return _NoDocuments()

    def field_writer(self, storage: Any, segment: Any) -> Any:
        """Writes the table."""
        return _TableWriter(lambda: segment.create_file(storage, TABLE_EXTENSION))

    def new_segment(self, storage: Any, indexname: str) -> Any:
        """An empty segment with a random name."""
        del storage
        return W3Segment(self, indexname)


@contextmanager
def write_lock(storage: DurableStorage, timeout: float) -> Iterator[None]:
    """Keep writers out for a while; raises BusyError when one stays longer than ``timeout``."""
    lock = storage.lock("MAIN_WRITELOCK")
    if not try_for(lock.acquire, timeout=timeout, delay=_RETRY):
        raise _busy()
    try:
        yield
    finally:
        lock.release()


def _busy() -> BusyError:
    return BusyError(
        N_("Another process is writing the full-text index."),
        N_("Wait until it has finished, then try again."),
    )


class Writer(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's writer, gathering postings in a ``Pool``.

    Raises BusyError when another writer holds the lock for ``timeout`` seconds.
    """

    def __init__(self, index: Any, timeout: float) -> None:
        settings = {"delay": _RETRY, "codec": SegmentCodec(), "compound": False}
        try:
            super().__init__(index, timeout=timeout, **settings)
        except LockError:
            raise _busy() from None
        self.pool = Pool()

    def finish(self, merge: Callable[[Pool, list[Any]], list[Any]]) -> None:
        """Commit the pool as a new segment; ``merge`` may absorb older segments into it."""
        self.commit(mergetype=lambda _writer, segments: self._merged(merge, segments))

    def _merged(self, merge: Callable[[Pool, list[Any]], list[Any]], segments: list[Any]) -> Any:
        kept = merge(self.pool, segments)
        self.docnum = len(self.pool)
        self._added = self.docnum > 0
        return kept


def open_segment(folder: Path, segment: Any) -> SegmentView:
    """Open one segment of the list for reading."""
    view = SegmentView(Table(folder / segment.make_filename(TABLE_EXTENSION)))
    view.deleted = frozenset(segment.deleted_docs())
    return view
