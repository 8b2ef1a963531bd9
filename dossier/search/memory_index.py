"""The index that forgets: reads every text for every query, and is right by construction."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from dossier.model.search import IndexItem, Match, Matches
from dossier.search.analysis import normalise
from dossier.search.index import NAME_WEIGHT, TITLE_WEIGHT, Texts, body_weight, score
from dossier.search.query import And, Node, Not, Or, Term, parse, positive_terms
from dossier.search.snippets import snippet


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    name: str
    title: str
    body: str
    raw: str

    def weight(self, term: Term) -> float:
        """What the fields containing the term count together."""
        total = 0.0
        if term.field in {None, "title"} and term.text in self.title:
            total += TITLE_WEIGHT
        if term.field in {None, "name"} and term.text in self.name:
            total += NAME_WEIGHT
        if term.field is None and term.text in self.body:
            total += body_weight(len(self.raw))
        return total

    def answers(self, node: Node) -> bool:
        """Whether the query holds for this entry."""
        match node:
            case Term():
                return self.weight(node) > 0
            case And(parts):
                return all(self.answers(part) for part in parts)
            case Or(parts):
                return any(self.answers(part) for part in parts)
            case Not(part):
                return not self.answers(part)


class MemoryIndex:
    """A ``SearchIndex`` without files; plain substrings of normalised texts are its truth."""

    def __init__(self) -> None:
        self._entries: dict[int, _Entry] = {}
        self._position = 0

    def add(self, items: Iterable[IndexItem]) -> None:
        """Index items, replacing earlier ones of the same number."""
        for item in items:
            self._entries[item.number] = _Entry(
                item.number,
                normalise(item.name),
                normalise(item.title),
                normalise(item.text),
                item.text,
            )

    def position(self) -> int:
        """The last ledger position covered."""
        return self._position

    def set_position(self, position: int) -> None:
        """Record the last ledger position covered."""
        self._position = position

    def search(
        self,
        query: str,
        *,
        allowed: AbstractSet[int] | None,
        limit: int,
        offset: int = 0,
        texts: Texts,
    ) -> Matches:
        """One page of the records that answer; see ``SearchIndex``."""
        node = parse(query)
        found = [
            (-round(score(node, entry.weight), 4), entry.number)
            for entry in self._entries.values()
            if (allowed is None or entry.number in allowed) and entry.answers(node)
        ]
        page = sorted(found)[offset : offset + max(0, limit)]
        shown = texts([number for _, number in page]) if page else {}
        words = [term.text for term in positive_terms(node) if term.field is None]
        items = (Match(n, -s, snippet(shown[n], words) if n in shown else "") for s, n in page)
        return Matches(len(found), tuple(items))

    def close(self) -> None:
        """Nothing to let go of."""
