"""Which texts share passages and which pictures look alike, kept up to date one by one.

Both indexes give the same answer whatever the order in which contents came and went, so that an
assessment after one new file equals one made from nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations

from dossier.model.prints import PhotoLikeness, PhotoPrint

COMMON = 24
"""A run of characters in more texts than this is a set phrase of the place and proves nothing."""
ENOUGH = 12
"""Kept hashes two texts must share, about a hundred characters."""
SHARE = 0.4
"""Share of the shorter text's kept hashes that must be in both."""
NEAR = 10
"""Bits in which hashes of the same picture may differ; the finer comparison decides."""

Pair = tuple[str, str]


def pair_of(one: str, other: str) -> Pair:
    """Two digests in one order."""
    return (one, other) if one < other else (other, one)


class TextLikeness:
    """Texts by their sketches; ``policies`` are texts everybody may quote."""

    def __init__(self) -> None:
        self._sketches: dict[str, tuple[int, ...]] = {}
        self._holders: defaultdict[int, set[str]] = defaultdict(set)
        self._quotable: defaultdict[int, set[str]] = defaultdict(set)
        self._shared: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._touched: set[str] = set()

    def changed(self) -> set[str]:
        """The texts whose likenesses may have changed since this was last asked."""
        touched, self._touched = self._touched, set()
        return touched

    def add(self, content: str, sketch: tuple[int, ...]) -> None:
        """Take a text in; one that is known is passed over."""
        if content in self._sketches:
            return
        self._sketches[content] = sketch
        for value in sketch:
            holders = self._holders[value]
            if not self._quotable.get(value):
                if len(holders) < COMMON:
                    self._count(((content, other) for other in holders), 1)
                elif len(holders) == COMMON:
                    self._count(combinations(holders, 2), -1)
            holders.add(content)

    def remove(self, content: str) -> None:
        """Let a text go."""
        for value in self._sketches.pop(content, ()):
            holders = self._holders[value]
            holders.discard(content)
            if not self._quotable.get(value):
                if len(holders) < COMMON:
                    self._count(((content, other) for other in holders), -1)
                elif len(holders) == COMMON:
                    self._count(combinations(holders, 2), 1)
            if not holders:
                del self._holders[value]
        self._shared.pop(content, None)

    def add_policy(self, content: str, sketch: tuple[int, ...]) -> None:
        """From now on the words of this text may stand anywhere."""
        for value in sketch:
            quoted_by = self._quotable[value]
            if not quoted_by:
                self._switch(value, -1)
            quoted_by.add(content)

    def remove_policy(self, content: str, sketch: tuple[int, ...]) -> None:
        """The words of this text count again."""
        for value in sketch:
            quoted_by = self._quotable[value]
            quoted_by.discard(content)
            if not quoted_by:
                del self._quotable[value]
                self._switch(value, 1)

    def _switch(self, value: int, by: int) -> None:
        holders = self._holders.get(value, set())
        if len(holders) <= COMMON:
            self._count(combinations(holders, 2), by)

    def _count(self, pairs: Iterable[tuple[str, str]], by: int) -> None:
        for one, other in pairs:
            self._touched.update((one, other))
            for a, b in ((one, other), (other, one)):
                row = self._shared[a]
                row[b] = row.get(b, 0) + by
                if not row[b]:
                    del row[b]

    def like(self, content: str) -> dict[str, float]:
        """The texts that share passages with this one, and the share of the shorter one."""
        own = len(self._sketches.get(content, ()))
        found = {}
        for other, shared in self._shared.get(content, {}).items():
            share = shared / max(1, min(own, len(self._sketches[other])))
            if shared >= ENOUGH and share >= SHARE:
                found[other] = round(min(1.0, share), 3)
        return found


Compare = Callable[[PhotoPrint, PhotoPrint], PhotoLikeness]


class PhotoIndex:
    """Pictures by their hashes: a shared stretch of a hash makes two of them candidates, few
    differing bits and the finer comparison make them alike.
    """

    def __init__(self, compare: Compare, same: float) -> None:
        self._compare, self._same = compare, same
        self._prints: dict[str, PhotoPrint] = {}
        self._cut = _Stretches()
        self._whole = _Stretches()
        self._alike: defaultdict[str, dict[str, PhotoLikeness]] = defaultdict(dict)
        self._touched: set[str] = set()

    def changed(self) -> set[str]:
        """The pictures whose likenesses changed since this was last asked."""
        touched, self._touched = self._touched, set()
        return touched

    def add(self, content: str, found: PhotoPrint) -> None:
        """Take a picture in; one that is known is passed over."""
        if content in self._prints:
            return
        for other in self._candidates(found):
            alike = self._compare(found, self._prints[other])
            if alike.same >= self._same:
                self._alike[content][other] = self._alike[other][content] = alike
                self._touched.update((content, other))
        self._prints[content] = found
        self._cut.add(content, found.hashes)
        self._whole.add(content, found.hashes[:1])

    def remove(self, content: str) -> None:
        """Let a picture go."""
        found = self._prints.pop(content, None)
        if found is None:
            return
        self._cut.remove(content, found.hashes)
        self._whole.remove(content, found.hashes[:1])
        for other in self._alike.pop(content, {}):
            self._alike[other].pop(content, None)
            self._touched.add(other)

    def _candidates(self, found: PhotoPrint) -> list[str]:
        """Whole against every cut, and every cut against whole."""
        return sorted(self._cut.near(found.hashes[:1]) | self._whole.near(found.hashes))

    def like(self, content: str) -> dict[str, PhotoLikeness]:
        """The pictures that show the same photograph."""
        return dict(self._alike.get(content, {}))


class _Stretches:
    """Hashes by each of their stretches."""

    def __init__(self) -> None:
        self._holders: dict[int, set[tuple[int, str]]] = {}

    def add(self, content: str, hashes: Iterable[int]) -> None:
        for value in dict.fromkeys(hashes):
            for stretch in _stretches(value):
                self._holders.setdefault(stretch, set()).add((value, content))

    def remove(self, content: str, hashes: Iterable[int]) -> None:
        for value in dict.fromkeys(hashes):
            for stretch in _stretches(value):
                self._holders[stretch].discard((value, content))

    def near(self, hashes: Iterable[int]) -> set[str]:
        """Contents with a hash that shares a stretch with one of these and is like it."""
        return {
            content
            for value in dict.fromkeys(hashes)
            for stretch in _stretches(value)
            for other, content in self._holders.get(stretch, ())
            if (value ^ other).bit_count() <= NEAR
        }


def _stretches(value: int) -> list[int]:
    """Five overlapping stretches of 20 bits, each marked with its place."""
    return [place << 20 | value >> 11 * place & 0xFFFFF for place in range(5)]
