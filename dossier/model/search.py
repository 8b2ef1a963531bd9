"""Full-text search values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndexItem:
    """What the index knows of a record. ``number`` is ``record_number(id)``."""

    number: int
    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """A record that answers a query; ``snippet`` marks hits with ``[[`` and ``]]``."""

    number: int
    score: float
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Matches:
    """``total`` is the true number of matching records, ``items`` one page of them, best first."""

    total: int
    items: tuple[Match, ...]
