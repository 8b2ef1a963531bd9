"""The state of an index folder as one reader sees it."""

from __future__ import annotations

import errno
import pickle
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dossier.errors import IndexUnusable, NoSpace
from dossier.i18n import N_
from dossier.search.postings import SegmentError, SegmentView
from dossier.search.whoosh_door import (
    EmptyIndexError,
    IndexingError,
    IndexVersionError,
    WhooshIndexError,
)
from dossier.search.whoosh_store import open_segment

_OURS = re.compile(r"_?MAIN_.*\.(toc|tbl)(\..*)?|stamp\.json(\.new)?")
_TOC = re.compile(r"_MAIN_[0-9]+\.toc")
_HALF_WRITTEN = re.compile(r"_MAIN_[0-9]+\.toc\..+")
_ATTEMPTS = 20
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_BROKEN: tuple[type[Exception], ...] = (
    SegmentError,
    EmptyIndexError,
    IndexVersionError,
    WhooshIndexError,
    IndexingError,
    pickle.UnpicklingError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    AssertionError,
    AttributeError,
    TypeError,
    ImportError,
)
"""All that Whoosh, pickle and a damaged file have been seen to raise."""


@contextmanager
def translated(folder: Path, broken: tuple[type[Exception], ...] = _BROKEN) -> Iterator[None]:
    """Turn what goes wrong with the index folder into IndexUnusable or NoSpace."""
    try:
        yield
    except broken as error:
        if isinstance(error, OSError) and error.errno in _FULL:
            raise NoSpace(
                N_("The disk is full; the full-text index was not extended."),
                N_("Make room, then run the command again."),
            ) from error
        raise IndexUnusable(
            N_("The full-text index in {folder} cannot be used: {reason}"),
            N_("Make it again with: dossier rebuild --index"),
            folder=str(folder),
            reason=str(error) or type(error).__name__,
        ) from error


def is_empty(folder: Path) -> bool:
    """Whether there is no index yet: no list of segments, no segments, no stamp."""
    return not any(_OURS.fullmatch(path.name) for path in folder.iterdir())


def erase(folder: Path) -> None:
    """Remove the files of an index; the newest list of segments goes first."""
    if not folder.is_dir():
        return
    ours = [path for path in folder.iterdir() if _OURS.fullmatch(path.name)]
    for path in sorted(ours, key=lambda path: not _TOC.fullmatch(path.name)):
        path.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove half-written segment lists of writers that died; only for who holds the lock."""
    for path in folder.iterdir():
        if _HALF_WRITTEN.fullmatch(path.name):
            path.unlink(missing_ok=True)


class Snapshot:
    """The segments of the newest generation, opened once and kept while they live."""

    def __init__(self, folder: Path, index: Any) -> None:
        self._folder = folder
        self._index = index
        self._views: dict[str, SegmentView] = {}
        self._seen: tuple[object, ...] = ()

    def refresh(self) -> None:
        """Catch up with the newest generation; cheap when there is none.

        A writer removes the files of the generation before, so a file may vanish between
        reading the list and opening it: then the list is read again (S08).
        """
        for attempt in range(_ATTEMPTS):
            try:
                seen = self._newest()
                if seen != self._seen:
                    self._open(self._index._read_toc().segments)
                    self._seen = seen
            except FileNotFoundError:
                if attempt == _ATTEMPTS - 1:
                    raise
            else:
                return

    def _newest(self) -> tuple[object, ...]:
        name = f"_MAIN_{self._index.latest_generation()}.toc"
        status = (self._folder / name).stat()
        return name, status.st_mtime_ns, status.st_size, status.st_ino

    def _open(self, segments: list[Any]) -> None:
        for segment in segments:
            self.view(segment).deleted = frozenset(segment.deleted_docs())
        living = {segment.segment_id() for segment in segments}
        for gone in self._views.keys() - living:
            self._views.pop(gone).close()

    def view(self, segment: Any) -> SegmentView:
        """The open view of a segment of the list."""
        name = segment.segment_id()
        if name not in self._views:
            self._views[name] = open_segment(self._folder, segment)
        return self._views[name]

    def views(self) -> list[SegmentView]:
        """Every segment, opened."""
        return list(self._views.values())

    def close(self) -> None:
        """Let go of all files."""
        for view in self._views.values():
            view.close()
        self._views.clear()
        self.forget()

    def forget(self) -> None:
        """Read the list again at the next refresh, after a write that came to nothing."""
        self._seen = ()
