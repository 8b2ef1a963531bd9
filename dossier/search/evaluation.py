"""Which documents of a segment answer a query, exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

from dossier.search.analysis import contains, is_piece, required_pieces
from dossier.search.index import Texts
from dossier.search.postings import BODY, NAME, TITLE, SegmentView
from dossier.search.query import And, Node, Not, Or, Term

Hits = defaultdict[Term, dict[bytes, set[int]]]
"""For each term, the documents found by field."""

_TEXTS_AT_ONCE = 200
_FIELDS = {None: (TITLE, NAME, BODY), "title": (TITLE,), "name": (NAME,)}


def evaluate(
    node: Node, view: SegmentView, within: set[int] | None, texts: Texts, hits: Hits
) -> set[int]:
    """The living documents for which the query holds, of those ``within`` (None: of all).

    The occurrences of every term that speaks for a document are left in ``hits``. A query that
    only excludes must come with ``within``.
    """
    match node:
        case Term():
            return _occurrences(node, view, within, texts, hits)
        case And(parts):
            for part in sorted(parts, key=_effort):
                within = evaluate(part, view, within, texts, hits)
                if not within:
                    break
            return within or set()
        case Or(parts):
            return set().union(*(evaluate(part, view, within, texts, hits) for part in parts))
        case Not(part):
            assert within is not None
            return within - evaluate(part, view, within, texts, defaultdict(dict))


def _effort(node: Node) -> int:
    """Parts answered from the index alone come first, exclusions last."""
    match node:
        case Term(text):
            return 0 if is_piece(text) else 1
        case Not():
            return 3
        case _:
            return 2


def _occurrences(
    term: Term, view: SegmentView, within: set[int] | None, texts: Texts, hits: Hits
) -> set[int]:
    wanted = required_pieces(term.text)
    found: set[int] = set()
    for field in _FIELDS[term.field]:
        if field == BODY and not is_piece(term.text):
            documents = _in_bodies(term.text, view, within, texts)
        else:
            documents = _limited(view.having(field, wanted), within)
            if not is_piece(term.text):
                documents = _in_names(term.text, field, documents, view)
        known = hits[term].setdefault(field, set())
        known |= documents
        found |= documents
    return found


def _limited(documents: set[int], within: set[int] | None) -> set[int]:
    return documents if within is None else documents & within


def _in_names(text: str, field: bytes, documents: set[int], view: SegmentView) -> set[int]:
    """The candidates whose name or title really contains the string."""
    which = 0 if field == NAME else 1
    return {document for document in documents if text in view.stored(document)[which]}


def _in_bodies(text: str, view: SegmentView, within: set[int] | None, texts: Texts) -> set[int]:
    """The documents whose text really contains the string."""
    remembered = view.checked(text)
    if remembered is not None:
        return _limited(remembered, within)
    candidates = _limited(view.having(BODY, required_pieces(text)), within)
    found = {d for batch in _batches(candidates) for d in _in_texts(text, batch, view, texts)}
    if within is None:
        view.remember(text, set(found))
    return found


def _in_texts(
    text: str, documents: Sequence[int], view: SegmentView, texts: Texts
) -> Iterable[int]:
    numbers = [view.numbers[document] for document in documents]
    known = texts(numbers)
    for document, number in zip(documents, numbers, strict=True):
        if number not in known or contains(known[number], text):
            yield document


def _batches(documents: set[int]) -> Iterable[list[int]]:
    remaining = iter(sorted(documents))
    while batch := list(islice(remaining, _TEXTS_AT_ONCE)):
        yield batch
