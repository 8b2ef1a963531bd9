"""When segments are merged: few enough to search fast, seldom enough to add fast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

_FAN = 10
_DEAD_SHARE = 0.3


def to_merge(sizes: Sequence[tuple[int, int]]) -> set[int]:
    """Which segments to absorb into the one being written, by position.

    ``sizes`` gives each segment's documents, dead ones included, and how many of them are dead.
    Ten segments of one order of magnitude become one of the next, so a record is rewritten once
    for every tenfold growth; a segment with many dead documents is rewritten without them, so
    the index stays below twice a fresh one (S07).
    """
    due = {at for at, (count, dead) in enumerate(sizes) if dead > _DEAD_SHARE * count}
    tiers: dict[int, set[int]] = defaultdict(set)
    for at, (count, dead) in enumerate(sizes):
        if at not in due:
            tiers[_tier(count - dead)].add(at)
    return due.union(*(tier for tier in tiers.values() if len(tier) >= _FAN))


def _tier(documents: int) -> int:
    return len(str(documents))
