"""What was found out about contents, kept so that nothing is looked at twice.

Facts of texts and prints of pictures by digest, likenesses of two pictures by both digests, each
with the stamp of the rules that found it.
Disposable: a damaged file is thrown away and begun again. Nothing here raises because of the
state of the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from dossier.archive.disposable import DisposableDatabase
from dossier.model.facts import TextFacts
from dossier.model.prints import PhotoLikeness, PhotoPrint

T = TypeVar("T", TextFacts, PhotoPrint, PhotoLikeness)
VERSION = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS found (
    kind TEXT NOT NULL, digest TEXT NOT NULL, stamp TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (kind, digest)
) WITHOUT ROWID
"""
_BATCH = 500
_ENCODE = msgspec.msgpack.Encoder().encode


class FoundStore(Protocol):
    """Values of one type by digest; what another stamp found is not there."""

    def get_many(self, kind: type[T], stamp: str, digests: Iterable[str]) -> dict[str, T]:
        """What is known of these contents."""
        ...

    def put_many(self, stamp: str, found: Mapping[str, T]) -> None:
        """Keep what was found."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...


class MemoryFoundStore:
    """Lasts as long as its process; see :class:`FoundStore`."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[str, bytes]] = {}

    def get_many(self, kind: type[T], stamp: str, digests: Iterable[str]) -> dict[str, T]:
        """See :class:`FoundStore`."""
        decode = msgspec.msgpack.Decoder(kind).decode
        known = ((digest, self._found.get((kind.__name__, digest))) for digest in digests)
        return {digest: decode(item[1]) for digest, item in known if item and item[0] == stamp}

    def put_many(self, stamp: str, found: Mapping[str, T]) -> None:
        """See :class:`FoundStore`."""
        for digest, value in found.items():
            self._found[type(value).__name__, digest] = (stamp, _ENCODE(value))

    def close(self) -> None:
        """See :class:`FoundStore`."""


class SqliteFoundStore(DisposableDatabase):
    """One SQLite file; see :class:`FoundStore`. Usable from several threads."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "found", _TABLES, version=VERSION, synchronous="OFF")

    def get_many(self, kind: type[T], stamp: str, digests: Iterable[str]) -> dict[str, T]:
        """See :class:`FoundStore`."""
        wanted = list(dict.fromkeys(digests))
        decode = msgspec.msgpack.Decoder(kind).decode
        found: dict[str, T] = {}
        for start in range(0, len(wanted), _BATCH):
            for digest, body in self._rows(kind, stamp, wanted[start : start + _BATCH]):
                with suppress(msgspec.DecodeError):
                    found[digest] = decode(body)
        return found

    def _rows(self, kind: type[T], stamp: str, digests: list[str]) -> list[tuple[str, bytes]]:
        with self._forgiving():
            if self._db is not None:
                marks = ", ".join("?" * len(digests))
                query = (
                    "SELECT digest, body FROM found WHERE kind = ? AND stamp = ?"  # noqa: S608
                    f" AND digest IN ({marks})"
                )
                return self._db.execute(query, (kind.__name__, stamp, *digests)).fetchall()
        return []

    def put_many(self, stamp: str, found: Mapping[str, T]) -> None:
        """See :class:`FoundStore`."""
        rows = [
            (type(value).__name__, digest, stamp, _ENCODE(value)) for digest, value in found.items()
        ]
        self._insert("INSERT OR REPLACE INTO found VALUES (?, ?, ?, ?)", rows)
