"""Small custody events for tests."""

from __future__ import annotations

from dossier.archive.store import digest_of
from dossier.model.events import Accessioned, DocumentRefused, Event, Seen
from dossier.model.fixity import Fixity
from dossier.model.records import Source

AT = "2026-03-01T09:00:00+08:00"
BY = "rule:intake"


def fixity(content: bytes) -> Fixity:
    """The fixity of some bytes."""
    return Fixity(digest_of(content), len(content))


def accessioned(
    record: str = "2026-000001",
    content: bytes = b"one",
    revision: int = 1,
    path: str = "城管局/通知.pdf",
    unit: str | None = "城管局",
) -> Accessioned:
    """A document taken in."""
    source = Source("/inbox", path)
    seen = Seen(len(content), revision)
    return Accessioned(record, revision, fixity(content), source.name, source, seen, unit)


def refused(path: str = "城管局/空.pdf", code: str = "E101") -> Event:
    """A document refused."""
    return DocumentRefused(Source("/inbox", path), Seen(0, 1), code, {"size": 0})
