"""Who holds which key, in eight bytes for each: many keys, most of them held once.

Entries are kept in sorted stretches; what was added since is sorted in when a stretch is next
asked for. Filling costs n log n, one more holder a few microseconds for each of its keys.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise

_HOLDER_BITS = 32
_HOLDER = (1 << _HOLDER_BITS) - 1
_STRETCH_BITS = 12


class Postings:
    """Numbers of holders by key. Keys and numbers are below 2 to the 32nd; ``key_bits`` is how
    many bits keys have.
    """

    def __init__(self, key_bits: int) -> None:
        self._shift = max(0, key_bits - _STRETCH_BITS)
        self._stretches = [array("Q") for _ in range(1 << min(key_bits, _STRETCH_BITS))]
        self._unsorted: set[int] = set()

    def add(self, keys: Iterable[int], holder: int) -> None:
        """A holder with its keys, each once."""
        shift, stretches, unsorted = self._shift, self._stretches, self._unsorted
        for key in keys:
            place = key >> shift
            stretches[place].append(key << _HOLDER_BITS | holder)
            unsorted.add(place)

    def discard(self, keys: Iterable[int], holder: int) -> None:
        """Take a holder's keys away from it."""
        for key in keys:
            stretch, entry = self._stretch(key >> self._shift), key << _HOLDER_BITS | holder
            at = bisect_left(stretch, entry)
            if at < len(stretch) and stretch[at] == entry:
                del stretch[at]

    def holders(self, key: int, most: int = _HOLDER) -> list[int]:
        """Who holds a key, in order; of more than ``most`` only one more than that."""
        stretch = self._stretch(key >> self._shift)
        start = bisect_left(stretch, key << _HOLDER_BITS)
        last = min(len(stretch), start + most + 1)
        end = bisect_left(stretch, key + 1 << _HOLDER_BITS, start, last)
        return [entry & _HOLDER for entry in stretch[start:end]]

    def shared(self) -> Iterator[int]:
        """Every key that has several holders."""
        for place in range(len(self._stretches)):
            keys = [entry >> _HOLDER_BITS for entry in self._stretch(place)]
            yield from {one for one, other in pairwise(keys) if one == other}

    def _stretch(self, place: int) -> array[int]:
        if place in self._unsorted:
            self._unsorted.discard(place)
            self._stretches[place] = array("Q", sorted(self._stretches[place]))
        return self._stretches[place]
