"""Which pictures look alike, kept up to date one by one.

A shared stretch of a hash makes two pictures candidates, few differing bits and the finer
comparison make them alike. The answer does not depend on the order in which pictures came.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Protocol

from dossier.model.prints import PhotoLikeness, PhotoPrint
from dossier.rules.kept import Printed
from dossier.rules.postings import Postings

NEAR = 10
"""Bits in which hashes of the same picture may differ; the finer comparison decides."""
_KEY_BITS = 23
_NONE: Mapping[int, PhotoLikeness] = {}


class Gallery(Protocol):
    """Compares two pictures by their contents."""

    def keep(self, content: str, found: PhotoPrint) -> None:
        """Hear of a picture that may be compared later."""
        ...

    def likeness(self, one: str, other: str) -> PhotoLikeness:
        """How alike two pictures are."""
        ...


class MemoryGallery:
    """Keeps every print; see :class:`Gallery`."""

    def __init__(self, compare: Callable[[PhotoPrint, PhotoPrint], PhotoLikeness]) -> None:
        self._compare = compare
        self._prints: dict[str, PhotoPrint] = {}

    def keep(self, content: str, found: PhotoPrint) -> None:
        """See :class:`Gallery`."""
        self._prints[content] = found

    def likeness(self, one: str, other: str) -> PhotoLikeness:
        """See :class:`Gallery`."""
        return self._compare(self._prints[one], self._prints[other])


class PhotoIndex:
    """Pictures by their hashes; ``same`` is the likeness from which two count as one."""

    def __init__(self, gallery: Gallery, same: float) -> None:
        self._gallery, self._same = gallery, same
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._hashes: dict[int, array[int]] = {}
        self._alike: dict[int, dict[int, PhotoLikeness]] = {}
        self._fresh: set[int] = set()
        self._changed: set[int] = set()

    @cached_property
    def _cut(self) -> Postings:
        """By every hash; made when the first picture is to be compared."""
        made = Postings(_KEY_BITS)
        for number, hashes in self._hashes.items():
            made.add(_stretches(hashes), number)
        return made

    @cached_property
    def _whole(self) -> Postings:
        """By the hash of the whole picture."""
        made = Postings(_KEY_BITS)
        for number, hashes in self._hashes.items():
            made.add(_stretches(hashes[:1]), number)
        return made

    def pictures(self) -> Iterator[Printed]:
        """Pictures with their hashes as bytes."""
        for number, hashes in self._hashes.items():
            yield self._names[number], hashes.tobytes()

    def alike(self) -> list[tuple[int, int, PhotoLikeness]]:
        """Likenesses by the place of both pictures in :meth:`pictures`."""
        places = {number: place for place, number in enumerate(self._hashes)}
        return [
            (places[one], places[other], alike)
            for one, row in self._alike.items()
            for other, alike in row.items()
        ]

    def restore(
        self, pictures: Iterable[Printed], alike: Iterable[tuple[int, int, PhotoLikeness]]
    ) -> None:
        """Take back what was kept; all of it was compared."""
        for number, (content, hashes) in enumerate(pictures):
            self._numbers[content] = number
            self._names.append(content)
            self._hashes[number] = array("Q", hashes)
        for one, other, likeness in alike:
            self._alike.setdefault(one, {})[other] = likeness

    def add(self, content: str, found: PhotoPrint) -> None:
        """Take a picture in; one that is known is passed over."""
        if content in self._numbers:
            return
        self._gallery.keep(content, found)
        number = self._numbers[content] = len(self._names)
        self._names.append(content)
        hashes = array("Q", found.hashes)
        self._cut.add(_stretches(hashes), number)
        self._whole.add(_stretches(hashes[:1]), number)
        self._hashes[number] = hashes
        self._fresh.add(number)

    def remove(self, content: str) -> None:
        """Let a picture go."""
        number = self._numbers.pop(content, None)
        if number is None:
            return
        self._fresh.discard(number)
        hashes = self._hashes.pop(number)
        self._cut.discard(_stretches(hashes), number)
        self._whole.discard(_stretches(hashes[:1]), number)
        for other in self._alike.pop(number, _NONE):
            del self._alike[other][number]
            self._changed.add(other)

    def changed(self) -> set[str]:
        """The pictures whose likenesses changed since this was last asked."""
        for one, other in sorted({(min(pair), max(pair)) for pair in self._candidates()}):
            alike = self._gallery.likeness(self._names[one], self._names[other])
            if alike.same >= self._same:
                self._alike.setdefault(one, {})[other] = alike
                self._alike.setdefault(other, {})[one] = alike
                self._changed.update((one, other))
        self._fresh.clear()
        changed, self._changed = self._changed, set()
        return {self._names[number] for number in changed}

    def like(self, content: str) -> dict[str, PhotoLikeness]:
        """The pictures that show the same photograph; as of the last call of :meth:`changed`."""
        found = self._alike.get(self._numbers.get(content, -1), _NONE)
        return {self._names[other]: alike for other, alike in found.items()}

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Every new picture as a whole against every cut, and its cuts against every known whole;
        between two new ones the former says both.
        """
        known = len(self._hashes) > len(self._fresh)
        for number in self._fresh:
            hashes = self._hashes[number]
            for other in self._near(self._cut, hashes[:1]):
                if other != number and _near_any(hashes[0], self._hashes[other]):
                    yield number, other
            for other in self._near(self._whole, hashes if known else ()):
                if other not in self._fresh and _near_any(self._hashes[other][0], hashes):
                    yield number, other

    def _near(self, held: Postings, hashes: Iterable[int]) -> set[int]:
        return {other for key in _stretches(hashes) for other in held.holders(key)}


def _near_any(value: int, hashes: Iterable[int]) -> bool:
    return any((value ^ other).bit_count() <= NEAR for other in hashes)


def _stretches(hashes: Iterable[int]) -> set[int]:
    """Five overlapping stretches of 20 bits of each hash, each marked with its place."""
    return {place << 20 | value >> 11 * place & 0xFFFFF for value in hashes for place in range(5)}
