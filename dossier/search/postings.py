"""What one index segment holds, and how it is written and read.

A segment is one sorted table: for each field and piece the documents having it (as gaps), the
record numbers and text lengths of its documents, and their normalised names and titles. There are
no positions and no frequencies: a posting costs one list append when writing.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from operator import sub

from dossier.model.search import IndexItem
from dossier.search.analysis import normalise, pieces
from dossier.search.index import body_weight
from dossier.search.table import Table


class SegmentError(Exception):
    """A segment's table does not hold what it should."""


BODY, NAME, TITLE = b"b", b"n", b"t"
_REMEMBERED = 32
_NUMBERS, _LENGTHS, _STORED = b"m#", b"ml", b"s"


def encode(documents: Sequence[int]) -> bytes:
    """Ascending document numbers as gaps of the smallest width that holds them."""
    gaps = [documents[0], *map(sub, documents[1:], documents)]
    widest = max(gaps)
    if widest < 256:
        return b"B" + bytes(gaps)
    code = "H" if widest < 65536 else "I"
    return code.encode() + array(code, gaps).tobytes()


def decode(value: bytes) -> Iterator[int]:
    """The document numbers ``encode`` was given."""
    if value[:1] == b"B":
        return accumulate(value[1:])
    return accumulate(array(value[:1].decode(), value[1:]))


class Pool:
    """The segment being gathered in memory; the writer's pool of postings.

    Documents are numbered from 0 in the order they are added or absorbed.
    """

    def __init__(self) -> None:
        self._postings: dict[bytes, defaultdict[str, list[int]]] = {
            field: defaultdict(list) for field in (BODY, NAME, TITLE)
        }
        self._numbers = array("Q")
        self._lengths = array("I")
        self._stored: list[bytes] = []

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, item: IndexItem) -> None:
        """Take in one record."""
        document = len(self._numbers)
        name, title = normalise(item.name), normalise(item.title)
        self._numbers.append(item.number)
        self._lengths.append(len(item.text))
        self._stored.append(f"{name}\n{title}".encode("utf-8", "surrogatepass"))
        for field, normal in ((BODY, normalise(item.text)), (NAME, name), (TITLE, title)):
            lists = self._postings[field]
            found = pieces(normal)
            for piece in found:
                lists[piece].append(document)

    def absorb(self, segment: SegmentView) -> None:
        """Take in every living document of an older segment."""
        first = len(self._numbers)
        places = self._places(segment)
        for key, value in segment.table.items():
            if (lists := self._postings.get(key[:1])) is None:
                continue
            if not segment.deleted:
                lists[key[1:].decode()].extend(map(first.__add__, decode(value)))
            elif kept := [place for old in decode(value) if (place := places[old]) >= 0]:
                lists[key[1:].decode()].extend(kept)

    def _places(self, segment: SegmentView) -> list[int]:
        """The new number of each old document, -1 for a deleted one."""
        places = []
        for old, number in enumerate(segment.numbers):
            if old in segment.deleted:
                places.append(-1)
                continue
            places.append(len(self._numbers))
            self._numbers.append(number)
            self._lengths.append(segment.lengths[old])
            self._stored.append(segment.stored_bytes(old))
        return places

    def iter_postings(self) -> Iterable[tuple[bytes, bytes]]:
        """The entries of the segment's table, in order."""
        yield from self._field(BODY)
        yield _NUMBERS, self._numbers.tobytes()
        yield _LENGTHS, self._lengths.tobytes()
        yield from self._field(NAME)
        for document, stored in enumerate(self._stored):
            yield _stored_key(document), stored
        yield from self._field(TITLE)

    def _field(self, field: bytes) -> Iterator[tuple[bytes, bytes]]:
        lists = self._postings[field]
        for piece in sorted(lists):
            yield field + piece.encode(), encode(lists[piece])

    def cleanup(self) -> None:
        """Nothing was spilled to disk."""


class SegmentView:
    """One segment, opened for reading; ``deleted`` is the set of its dead documents."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.numbers = array("Q", table.get(_NUMBERS) or b"")
        self.lengths = array("I", table.get(_LENGTHS) or b"")
        self.deleted: frozenset[int] = frozenset()
        self._by_number: dict[int, int] = {}
        self._checked: dict[str, set[int]] = {}

    @cached_property
    def body_weights(self) -> list[float]:
        """What a hit in the text of each document counts."""
        return [body_weight(length) for length in self.lengths]

    def checked(self, text: str) -> set[int] | None:
        """The documents whose texts were found to contain a string, if that is remembered."""
        found = self._checked.get(text)
        return None if found is None else found - self.deleted

    def remember(self, text: str, documents: set[int]) -> None:
        """Keep what reading every candidate's text has shown, so that the next page is instant."""
        while len(self._checked) >= _REMEMBERED:
            del self._checked[next(iter(self._checked))]
        self._checked[text] = documents

    def documents(self, numbers: Iterable[int]) -> set[int]:
        """The living documents of these record numbers."""
        if not self._by_number:
            self._by_number = {number: at for at, number in enumerate(self.numbers)}
        known = self._by_number
        return {known[n] for n in numbers if n in known} - self.deleted

    def having(self, field: bytes, wanted: Sequence[str]) -> set[int]:
        """The living documents that have every piece in a field, rarest piece first."""
        try:
            found = self._having(field, wanted)
        except (ValueError, LookupError) as error:
            raise SegmentError(str(error)) from error
        return found - self.deleted if self.deleted else found

    def _having(self, field: bytes, wanted: Sequence[str]) -> set[int]:
        values = []
        for piece in wanted:
            value = self.table.get(field + piece.encode())
            if value is None:
                return set()
            values.append(value)
        first, *others = sorted(values, key=len)
        found = set(decode(first))
        for value in others:
            if not found:
                break
            found.intersection_update(decode(value))
        return found

    def stored(self, document: int) -> tuple[str, str]:
        """The normalised name and title of a document."""
        text = self.stored_bytes(document).decode("utf-8", "surrogatepass")
        name, _, title = text.partition("\n")
        return name, title

    def stored_bytes(self, document: int) -> bytes:
        """The same, as kept."""
        value = self.table.get(_stored_key(document))
        if value is None:
            raise SegmentError(f"nothing stored for document {document}")
        return value

    def close(self) -> None:
        """Let go of the file."""
        self.table.close()


def _stored_key(document: int) -> bytes:
    return _STORED + document.to_bytes(4, "big")
