"""Records while a bundle is made: on disk, as they were, however many there are (B12)."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dossier.workflow.held_records import HeldRecords
from tests.tools.bundles import RECORDS, by_id, record


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HeldRecords]:
    odd = record(7, "\udcff坏.pdf", b"7", ("Ⅲ-1-1-①", "policy"))
    with closing(HeldRecords(tmp_path / "records", [*RECORDS, odd])) as made:
        yield made


def test_they_come_back_as_they_were(held: HeldRecords) -> None:
    assert {key: held[key] for key in reversed(list(held))}.items() >= by_id(RECORDS).items()
    assert list(held) == [*by_id(RECORDS), "2017-000007"]
    assert held["2017-000007"].name == "\udcff坏.pdf"
    assert len(held) == 5


@pytest.mark.parametrize("stranger", ["2017-000005", "Ⅲ-1-1-①", ""])
def test_others_are_not_there(held: HeldRecords, stranger: str) -> None:
    assert stranger not in held
    assert held.get(stranger) is None


def test_b12_they_are_not_held_in_memory(tmp_path: Path) -> None:
    def cost(count: int) -> int:
        rows = (
            record(n, f"图{n}.jpg", b"%d" % n, ("Ⅲ-2-1-①", "photo")) for n in range(1, count + 1)
        )
        tracemalloc.start()
        try:
            with closing(HeldRecords(tmp_path / str(count), rows)) as made:
                assert sum(item.fixity.size for item in made.values()) > 0
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    cost(10)
    assert (cost(2_200) - cost(200)) / 2_000 < 250, "a place on disk, not a record"
