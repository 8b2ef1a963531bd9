"""Damaged handbooks are read or refused with a code; nothing else ever leaves the reader."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier import shipped
from dossier.errors import SchemaError
from dossier.handbook.reading import import_handbook
from tests.tools.handbooks import LAYOUTS, WRITERS


@cache
def whole(form: str) -> bytes:
    return WRITERS[form](LAYOUTS["tree"](shipped.load_edition("tutorial")))


@settings(max_examples=60)
@given(
    form=st.sampled_from(sorted(WRITERS)),
    keep=st.none() | st.integers(0, 40_000),
    flips=st.lists(st.tuples(st.integers(0, 60_000), st.integers(0, 255)), max_size=12),
)
def test_damage_is_coded(form: str, keep: int | None, flips: list[tuple[int, int]]) -> None:
    content = bytearray(whole(form)[:keep])
    for place, value in flips:
        if content:
            content[place % len(content)] = value
    assert outcome(bytes(content))


def outcome(content: bytes) -> object:
    """What was read, or the problems it was refused with."""
    try:
        return import_handbook(content, "手册", edition_id="x", year=2026)
    except SchemaError as error:
        return error.problems
