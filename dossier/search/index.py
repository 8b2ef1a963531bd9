"""The port: what the rest of the program knows of full-text search."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol

from dossier.model.search import IndexItem, Matches
from dossier.search.query import And, Node, Not, Or, Term

Texts = Callable[[Sequence[int]], Mapping[int, str]]
"""Full texts by record number; a number may be absent when its text is not at hand."""

TITLE_WEIGHT = 4.0
NAME_WEIGHT = 2.0


class SearchIndex(Protocol):
    """Finds records by exact substrings of their normalised name, title and text."""

    def add(self, items: Iterable[IndexItem]) -> None:
        """Index items, replacing earlier ones of the same number; all are searchable on return.

        Raises BusyError when another process keeps writing, NoSpace, IndexUnusable.
        """

    def position(self) -> int:
        """The last ledger position whose records are all in the index; 0 for a new index."""

    def set_position(self, position: int) -> None:
        """Record that everything up to this ledger position is in the index."""

    def search(
        self,
        query: str,
        *,
        allowed: AbstractSet[int] | None,
        limit: int,
        offset: int = 0,
        texts: Texts,
    ) -> Matches:
        """One page of the records that answer a query, best first, and their true number.

        ``allowed`` restricts to these record numbers. Raises UsageError for a query that cannot
        be understood and IndexUnusable for an index that must be rebuilt.
        """

    def close(self) -> None:
        """Let go of files; the index is not used afterwards."""


def body_weight(characters: int) -> float:
    """What a hit in the text counts: 1 in a short text, less in a long one."""
    return 1.0 / (1.0 + math.log1p(characters / 1000.0))


def score(node: Node, weight: Callable[[Term], float]) -> float:
    """How well a record answers, from the weight of each term in it (0: does not occur)."""
    match node:
        case Term():
            return weight(node)
        case And(parts):
            scores = [score(part, weight) for part in parts if not isinstance(part, Not)]
            return sum(scores) if all(scores) else 0.0
        case Or(parts):
            return sum(score(part, weight) for part in parts)
        case Not():
            return 0.0
