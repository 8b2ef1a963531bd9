"""Text store: what readers got out of content, kept so that nothing is read twice.

Disposable: a damaged file is thrown away and begun again, and whoever needs a text that is not
there reads the content once more. Nothing here raises because of the state of the disk.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from dossier.archive.disposable import DisposableDatabase
from dossier.codec.plain_json import Reader, dumps
from dossier.model.extraction import Extraction

VERSION = 1
_JOINTS = ("\n", "\n\n", "\f", "")
_TABLES = "CREATE TABLE IF NOT EXISTS texts (digest TEXT PRIMARY KEY, body BLOB NOT NULL)"
_PUT = "INSERT OR REPLACE INTO texts VALUES (?, ?)"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class StoredText:
    """What was read from content; ``reader`` is the name and version of who read it."""

    text: str = ""
    page_texts: tuple[str, ...] = ()
    metadata: Mapping[str, str | int | float] = field(default_factory=dict)
    reader: str = ""

    @classmethod
    def of(cls, extraction: Extraction, reader: str = "") -> StoredText:
        """The part of an extraction that is kept."""
        return cls(extraction.text, extraction.page_texts, extraction.metadata, reader)


class TextStore(Protocol):
    """Texts by the digest of their content (``sha256:…``)."""

    def put(self, digest: str, text: StoredText) -> None:
        """Keep a text; a later one replaces it."""
        ...

    def put_many(self, items: Iterable[tuple[str, StoredText]]) -> None:
        """Keep several in one go."""
        ...

    def get(self, digest: str) -> StoredText | None:
        """The text of this content, None when it must be read again."""
        ...

    def get_many(self, digests: Iterable[str]) -> dict[str, str]:
        """The plain texts of those contents that are known."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...


class MemoryTextStore:
    """A text store that lasts as long as its process; see :class:`TextStore`."""

    def __init__(self) -> None:
        self._texts: dict[str, StoredText] = {}

    def put(self, digest: str, text: StoredText) -> None:
        """See :class:`TextStore`."""
        self._texts[digest] = text

    def put_many(self, items: Iterable[tuple[str, StoredText]]) -> None:
        """See :class:`TextStore`."""
        self._texts.update(items)

    def get(self, digest: str) -> StoredText | None:
        """See :class:`TextStore`."""
        return self._texts.get(digest)

    def get_many(self, digests: Iterable[str]) -> dict[str, str]:
        """See :class:`TextStore`."""
        found = ((digest, self._texts.get(digest)) for digest in digests)
        return {digest: text.text for digest, text in found if text is not None}

    def close(self) -> None:
        """See :class:`TextStore`."""


@dataclass(frozen=True, slots=True)
class _Packed:
    """A text on disk: where pages joined by ``joint`` make up the text, it is not kept twice."""

    text: str | None
    joint: str
    page_texts: tuple[str, ...]
    metadata: Mapping[str, str | int | float]
    reader: str


_PACKED: Reader[_Packed] = Reader(_Packed)


def pack(stored: StoredText) -> bytes:
    """A text as compressed bytes."""
    pages = stored.page_texts
    joint = next((j for j in _JOINTS if pages and j.join(pages) == stored.text), None)
    text = stored.text if joint is None else None
    packed = _Packed(text, joint or "", pages, stored.metadata, stored.reader)
    return zlib.compress(dumps(packed), 1)


def unpack(data: bytes) -> StoredText:
    """The inverse of :func:`pack`; raises ValueError or zlib.error for other bytes."""
    packed = _PACKED.loads(zlib.decompress(data))
    text = packed.joint.join(packed.page_texts) if packed.text is None else packed.text
    return StoredText(text, packed.page_texts, packed.metadata, packed.reader)


class SqliteTextStore(DisposableDatabase):
    """A text store in one SQLite file; see :class:`TextStore`. Usable from several threads."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "texts", _TABLES, version=VERSION, synchronous="NORMAL")

    def put(self, digest: str, text: StoredText) -> None:
        """See :class:`TextStore`."""
        self.put_many([(digest, text)])

    def put_many(self, items: Iterable[tuple[str, StoredText]]) -> None:
        """See :class:`TextStore`."""
        rows = [(digest, pack(text)) for digest, text in items]
        self._insert(_PUT, rows)

    def get(self, digest: str) -> StoredText | None:
        """See :class:`TextStore`."""
        return self._read([digest]).get(digest)

    def get_many(self, digests: Iterable[str]) -> dict[str, str]:
        """See :class:`TextStore`."""
        wanted = list(dict.fromkeys(digests))
        found: dict[str, str] = {}
        for start in range(0, len(wanted), _BATCH):
            texts = self._read(wanted[start : start + _BATCH])
            found |= {digest: text.text for digest, text in texts.items()}
        return found

    def _read(self, digests: list[str]) -> dict[str, StoredText]:
        found: dict[str, StoredText] = {}
        with self._forgiving():
            if self._db is not None:
                marks = ", ".join("?" * len(digests))
                query = f"SELECT digest, body FROM texts WHERE digest IN ({marks})"  # noqa: S608
                for digest, body in self._db.execute(query, digests):
                    with suppress(ValueError, zlib.error):
                        found[digest] = unpack(body)
        return found
