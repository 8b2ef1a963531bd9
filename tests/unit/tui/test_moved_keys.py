"""Keys as settings move them: what is understood."""

from __future__ import annotations

import pytest

from dossier.tui.keys import moved_key
from dossier.tui.moved_keys import is_key, misread

NAMES = {"later", "undo"}


@pytest.mark.parametrize("key", ["f11", "ctrl+t", "ctrl+shift+f3", "?", "x", "？", "question_mark"])
def test_keys(key: str) -> None:
    assert is_key(key)


@pytest.mark.parametrize("key", ["strg+l", "f11x", "", "ctrl+", "control+t", "ctrl+later"])
def test_no_keys(key: str) -> None:
    assert not is_key(key)


def test_what_is_not_understood_is_named_with_its_entry() -> None:
    assert misread({"later": "f11, ctrl+t", "undo": "?"}, NAMES) == []
    assert misread({"spaeter": "f11"}, NAMES) == ['spaeter = "f11"']
    assert misread({"later": "f11,strg+l"}, NAMES) == ['later = "f11,strg+l"']


def test_a_moved_key_is_written_as_people_do() -> None:
    assert moved_key({}, "undo", "ctrl+z") == "^Z"
    assert moved_key({"undo": "f11,ctrl+t"}, "undo", "ctrl+z") == "F11"
