"""The full-text index on disk.

The folder is a projection: it may be deleted at any time and is made again from the archive. It
is opened with a schema given, never with the one stored, and its pickles are read by a reader
that knows segment lists only. A stamp beside the index tells the analyser's version and the
ledger position covered; it is written after the commit it speaks of.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import nsmallest
from pathlib import Path
from typing import Any

from dossier.model.search import IndexItem, Match, Matches
from dossier.search.evaluation import Hits, evaluate
from dossier.search.index import NAME_WEIGHT, TITLE_WEIGHT, Texts, score
from dossier.search.merging import to_merge
from dossier.search.postings import BODY, NAME, TITLE, Pool, SegmentError, SegmentView
from dossier.search.query import Node, Term, parse, positive_terms
from dossier.search.snapshot import Snapshot, erase, is_empty, sweep, translated
from dossier.search.snippets import snippet
from dossier.search.stamp import Stamp, read_stamp, write_stamp
from dossier.search.whoosh_door import FileIndex
from dossier.search.whoosh_store import SCHEMA, DurableStorage, Writer, write_lock

LARGEST_BATCH = 10_000_000
"""Characters of text gathered in memory before a segment is written."""
_NOWHERE: Mapping[int, float] = {}


class WhooshIndex:
    """A ``SearchIndex`` in a folder; one object serves any number of threads, one at a time.

    Raises IndexUnusable when what the folder holds cannot be used; ``erase_index`` and a new
    object then start afresh. ``wait`` is how many seconds a write waits for another process.
    """

    def __init__(self, folder: Path, *, wait: float = 10.0) -> None:
        self._folder = folder
        self._wait = wait
        self._lock = threading.RLock()
        with translated(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._storage = DurableStorage(folder)
            self._prepare()
            self._index = FileIndex(self._storage, SCHEMA)
            self._snapshot = Snapshot(self._folder, self._index)
            self._snapshot.refresh()

    def _prepare(self) -> None:
        """Make a new index in an empty folder; refuse one of another analyser."""
        if is_empty(self._folder):
            with write_lock(self._storage, self._wait):
                if is_empty(self._folder):
                    FileIndex.create(self._storage, SCHEMA)
                    write_stamp(self._folder, Stamp())
        read_stamp(self._folder)

    def position(self) -> int:
        """The last ledger position covered."""
        with self._lock, translated(self._folder):
            return read_stamp(self._folder).position

    def set_position(self, position: int) -> None:
        """Record the last ledger position covered; call it after the ``add`` it speaks of."""
        with self._lock, translated(self._folder):
            write_stamp(self._folder, Stamp(position=position))

    def add(self, items: Iterable[IndexItem]) -> None:
        """Index items, replacing earlier ones of the same number; see ``SearchIndex``.

        One commit, or one for every ``LARGEST_BATCH`` characters of a very large batch.
        """
        waiting: dict[int, IndexItem] = {}
        characters = 0
        for item in items:
            waiting[item.number] = item
            characters += len(item.text)
            if characters > LARGEST_BATCH:
                self._commit(waiting)
                waiting, characters = {}, 0
        if waiting:
            self._commit(waiting)

    def _commit(self, items: dict[int, IndexItem]) -> None:
        with self._lock, translated(self._folder):
            writer = Writer(self._index, self._wait)
            try:
                sweep(self._folder)
                self._snapshot.refresh()
                for item in items.values():
                    writer.pool.add(item)
                writer.finish(lambda pool, segments: self._merge(pool, segments, items.keys()))
            finally:
                if not writer.is_closed:
                    self._snapshot.forget()
                    writer.cancel()
            self._snapshot.refresh()

    def _merge(self, pool: Pool, segments: list[Any], replaced: AbstractSet[int]) -> list[Any]:
        """Mark replaced documents dead and absorb the segments due; those kept are returned."""
        sizes = []
        for segment in segments:
            view = self._snapshot.view(segment)
            for document in view.documents(replaced):
                segment.delete_document(document)
            view.deleted = frozenset(segment.deleted_docs())
            sizes.append((len(view.numbers), len(view.deleted)))
        due = to_merge(sizes)
        for at in sorted(due):
            pool.absorb(self._snapshot.view(segments[at]))
        return [segment for at, segment in enumerate(segments) if at not in due]

    def search(
        self,
        query: str,
        *,
        allowed: AbstractSet[int] | None,
        limit: int,
        offset: int = 0,
        texts: Texts,
    ) -> Matches:
        """One page of the records that answer; see ``SearchIndex``.

        A text that ``texts`` does not know cannot be checked; its record is found when it has
        every two-character piece of what is looked for.
        """
        node = parse(query)
        with self._lock:
            with translated(self._folder):
                self._snapshot.refresh()
            found: list[tuple[float, int]] = []
            for view in self._snapshot.views():
                with translated(self._folder, (SegmentError,)):
                    found += _ranked(node, view, allowed, texts)
        page = nsmallest(max(0, offset) + max(0, limit), found)[max(0, offset) :]
        return Matches(len(found), _shown(node, page, texts))

    def close(self) -> None:
        """Let go of the index files."""
        with self._lock:
            self._snapshot.close()


def erase_index(folder: Path, *, wait: float = 10.0) -> None:
    """Remove what an index left in its folder, usable or not, so that it can be made again.

    Raises BusyError when another process keeps writing it.
    """
    with translated(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with write_lock(DurableStorage(folder), wait):
            erase(folder)


def _ranked(
    node: Node, view: SegmentView, allowed: AbstractSet[int] | None, texts: Texts
) -> list[tuple[float, int]]:
    """Negated score and number of every matching record of a segment."""
    within = None if allowed is None else view.documents(allowed)
    hits: Hits = defaultdict(dict)
    found = evaluate(node, view, within, texts, hits)
    weights = {term: _weights(fields, view) for term, fields in hits.items()}

    def marked(document: int) -> float:
        return score(node, lambda term: weights.get(term, _NOWHERE).get(document, 0.0))

    mark = weights[node].__getitem__ if isinstance(node, Term) else marked
    return [(-round(mark(document), 4), view.numbers[document]) for document in found]


def _weights(fields: Mapping[bytes, set[int]], view: SegmentView) -> dict[int, float]:
    """What the occurrences of one term count, by document."""
    weights = {document: view.body_weights[document] for document in fields.get(BODY, ())}
    for field, weight in ((TITLE, TITLE_WEIGHT), (NAME, NAME_WEIGHT)):
        for document in fields.get(field, ()):
            weights[document] = weights.get(document, 0.0) + weight
    return weights


def _shown(node: Node, page: Sequence[tuple[float, int]], texts: Texts) -> tuple[Match, ...]:
    known = texts([number for _, number in page]) if page else {}
    words = [term.text for term in positive_terms(node) if term.field is None]
    return tuple(
        Match(number, -negated, snippet(known[number], words) if number in known else "")
        for negated, number in page
    )
