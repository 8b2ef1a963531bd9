"""A database of things that can be found out again: damaged, it is thrown away and begun anew."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from dossier.archive.platform import discard

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})


class DisposableDatabase:
    """One SQLite file with one table, usable from several threads.

    Nothing here raises because of the state of the disk. ``definition`` creates ``table``; content
    of another ``version`` is dropped; ``synchronous`` is SQLite's pragma of that name.
    """

    def __init__(
        self, path: Path, table: str, definition: str, *, version: int, synchronous: str
    ) -> None:
        self.path = path
        self._table = table
        self._definition = definition
        self._version = version
        self._synchronous = synchronous
        self._guard = threading.RLock()
        self._db: sqlite3.Connection | None = None
        with self._forgiving():
            self._open()

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(
            self.path, timeout=10.0, isolation_level=None, check_same_thread=False
        )
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute(f"PRAGMA synchronous = {self._synchronous}")
        self._db.execute(self._definition)
        if self._db.execute("PRAGMA user_version").fetchone()[0] != self._version:
            self._db.execute(f"DELETE FROM {self._table}")  # noqa: S608 - a name of our own
            self._db.execute(f"PRAGMA user_version = {self._version}")

    @contextmanager
    def _forgiving(self) -> Iterator[None]:
        """Begin again after damage; pass over a file that is busy, full or out of reach."""
        with self._guard:
            try:
                yield
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
                    self._begin_again()
            except OSError:
                self._begin_again()

    def _begin_again(self) -> None:
        self.close()
        with suppress(OSError, sqlite3.Error):
            for suffix in ("", "-wal", "-shm"):
                discard(self.path.with_name(self.path.name + suffix))
            self._open()

    def _insert(self, query: str, rows: Sequence[tuple[object, ...]]) -> None:
        """All rows in one transaction."""
        with self._forgiving():
            if self._db is not None and rows:
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    self._db.executemany(query, rows)
                finally:
                    self._db.commit()

    def close(self) -> None:
        """Let go of files."""
        with self._guard, suppress(sqlite3.Error):
            if self._db is not None:
                self._db.close()
            self._db = None
