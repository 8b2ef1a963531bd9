from __future__ import annotations

import pytest

from dossier.search.merging import to_merge
from dossier.search.postings import decode, encode


@pytest.mark.parametrize(
    "documents",
    [[0], [0, 1, 2], [255], [256, 70_000], [5, 65_540, 200_000], [3, 9, 300]],
)
def test_postings_come_back(documents: list[int]) -> None:
    assert list(decode(encode(documents))) == documents


def test_ten_of_a_size_become_one() -> None:
    assert to_merge([(1, 0)] * 9 + [(5000, 0)]) == set()
    assert to_merge([(1, 0)] * 10 + [(5000, 0)]) == set(range(10))


def test_s07_a_segment_with_many_dead_is_rewritten() -> None:
    assert to_merge([(10, 3), (10, 4), (1, 1)]) == {1, 2}


def test_a_record_is_rewritten_seldom() -> None:
    sizes: list[int] = []
    rewritten = 0
    for _ in range(2000):
        due = to_merge([(size, 0) for size in sizes])
        moved = sum(sizes[at] for at in due)
        rewritten += moved
        sizes = [size for at, size in enumerate(sizes) if at not in due] + [moved + 1]
    assert rewritten <= 4 * 2000
    assert len(sizes) <= 40
