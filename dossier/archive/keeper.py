"""Who holds the catalogue and the write lock: files for an archive on disk, memory for tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from dossier.archive.catalogue import Catalogue
from dossier.archive.catalogue_memory import MemoryCatalogue
from dossier.archive.catalogue_sqlite import SqliteCatalogue
from dossier.archive.layout import Layout
from dossier.archive.platform import discard, fsync_file, writing_to
from dossier.errors import BusyError
from dossier.i18n import N_


class CatalogueKeeper(Protocol):
    """Opens, replaces and guards the catalogue of one archive."""

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue as last made ready."""
        ...

    def ready(self) -> Catalogue:
        """The catalogue that is there now; raises CatalogueUnusable when it must be rebuilt."""
        ...

    def fresh(self) -> AbstractContextManager[Catalogue]:
        """An empty catalogue that takes the place of the present one if the block succeeds."""
        ...

    def lock(self, timeout: float) -> AbstractContextManager[object]:
        """The write lock; raises BusyError after ``timeout`` seconds."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...


def busy() -> BusyError:
    """The error for an archive somebody else is writing to."""
    return BusyError(
        N_("another process is writing to this archive"),
        N_("wait until it is done and run the same command again"),
    )


class MemoryKeeper:
    """Keeps a catalogue in memory, guarded between threads."""

    def __init__(self) -> None:
        self._catalogue = MemoryCatalogue()
        self._guard = threading.RLock()

    @property
    def catalogue(self) -> Catalogue:
        """See :class:`CatalogueKeeper`."""
        return self._catalogue

    def ready(self) -> Catalogue:
        """See :class:`CatalogueKeeper`."""
        return self._catalogue

    @contextmanager
    def fresh(self) -> Iterator[Catalogue]:
        """See :class:`CatalogueKeeper`."""
        made = MemoryCatalogue()
        yield made
        self._catalogue = made

    @contextmanager
    def lock(self, timeout: float) -> Iterator[None]:
        """See :class:`CatalogueKeeper`."""
        if not self._guard.acquire(timeout=timeout):
            raise busy()
        try:
            yield
        finally:
            self._guard.release()

    def close(self) -> None:
        """See :class:`CatalogueKeeper`."""


class FileKeeper:
    """Keeps the catalogue of an archive on disk."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._catalogue: SqliteCatalogue | None = None
        self._identity: tuple[int, int] | None = None
        self._lock = FileLock(layout.lock)

    @property
    def catalogue(self) -> Catalogue:
        """See :class:`CatalogueKeeper`."""
        return self._catalogue if self._catalogue is not None else self.ready()

    def ready(self) -> Catalogue:
        """See :class:`CatalogueKeeper`. Opens it again when another process replaced the file."""
        if self._catalogue is None or _identity(self._layout.catalogue) != self._identity:
            self.close()
            self._catalogue = SqliteCatalogue(self._layout.catalogue)
            self._identity = _identity(self._layout.catalogue)
        return self._catalogue

    @contextmanager
    def fresh(self) -> Iterator[Catalogue]:
        """See :class:`CatalogueKeeper`."""
        path = self._layout.catalogue
        beside = path.with_name(f"{path.name}.new")
        with writing_to(beside):
            _remove(beside)
        made = SqliteCatalogue(beside, durable=False)
        try:
            yield made
        finally:
            made.close()
        self.close()
        with writing_to(path):
            fsync_file(beside)
            _remove(path)
            beside.replace(path)
        self.ready()

    @contextmanager
    def lock(self, timeout: float) -> Iterator[None]:
        """See :class:`CatalogueKeeper`."""
        with writing_to(self._layout.lock):
            try:
                self._lock.acquire(timeout=timeout)
            except Timeout as error:
                raise busy() from error
        try:
            yield
        finally:
            self._lock.release()

    def close(self) -> None:
        """See :class:`CatalogueKeeper`."""
        if self._catalogue is not None:
            self._catalogue.close()
            self._catalogue = None


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _remove(path: Path) -> None:
    """Remove a database with its write-ahead log, which must never meet another database.

    The database goes first: without it the rest means nothing, and the catalogue is rebuilt.
    """
    for suffix in ("", "-wal", "-shm"):
        discard(path.with_name(path.name + suffix))
