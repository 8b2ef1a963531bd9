"""The collector rests while much is loaded, and does not walk over it afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from dossier.tui.stillness import MUCH, stillness


@pytest.fixture(autouse=True)
def _thaw() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_much_that_was_loaded_is_left_out_of_later_walks() -> None:
    before = gc.get_freeze_count()
    with stillness():
        assert not gc.isenabled()
        kept = [[number] for number in range(2 * MUCH)]
    assert gc.isenabled()
    assert gc.get_freeze_count() > before + len(kept)


def test_a_little_stays_collectable() -> None:
    gc.collect()
    before = gc.get_freeze_count()
    with stillness():
        kept = [[number] for number in range(10)]
    assert (gc.isenabled(), gc.get_freeze_count(), len(kept)) == (True, before, 10)


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    try:
        with stillness():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
