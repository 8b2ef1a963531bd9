"""Text keeps its columns whatever is in it (T02, T03)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.tui.dialogs.pick import Choice, narrowed, plain_code
from dossier.tui.keys import key_name
from dossier.tui.screens.search import passage
from dossier.tui.text import Cell, bar, fit, fit_pieces, plain, size_text, width
from dossier.tui.widgets.grid import heading


@given(st.text(), st.integers(min_value=0, max_value=60), st.booleans())
def test_t02_fit_is_always_exactly_as_wide_as_asked(text: str, cells: int, right: bool) -> None:
    assert width(fit(text, cells, right=right)) == cells


@given(st.lists(st.text(max_size=12), max_size=6), st.integers(min_value=1, max_value=60))
def test_t02_pieces_together_are_exactly_as_wide_as_asked(texts: list[str], cells: int) -> None:
    pieces = fit_pieces([Cell(text, "accent") for text in texts], cells)
    assert sum(width(piece.text) for piece in pieces) == cells


@given(st.text())
def test_t03_no_control_character_reaches_the_terminal(text: str) -> None:
    assert all(char.isprintable() for char in plain(text))


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("文件夹", 6, "文件夹"),
        ("文件夹", 5, "文件…"),
        ("文件夹", 4, "文… "),
        ("ab", 4, "ab  "),
        ("a\nb", 3, "a b"),
        ("[red]x", 6, "[red]x"),
    ],
)
def test_fit_cuts_between_characters(text: str, cells: int, shown: str) -> None:
    assert fit(text, cells) == shown


@given(st.floats(min_value=0, max_value=1), st.integers(min_value=2, max_value=40))
def test_a_bar_is_full_only_when_all_is_done(share: float, cells: int) -> None:
    full, empty = bar(share, cells)
    assert len(full) + len(empty) == cells
    assert (not empty) == (share == 1)
    assert (not full) == (share == 0)


def test_bars_without_drawing_characters() -> None:
    assert bar(0.5, 4, ascii_only=True) == ("##", "..")


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KB"), (5 * 1024**2, "5.0 MB"), (2**40, "1024 GB")],
)
def test_sizes(size: int, shown: str) -> None:
    assert size_text(size) == shown


def test_snippets_show_their_hits_and_nothing_else() -> None:
    assert passage("开展[[志愿]]服务") == [
        Cell("开展", "dim"),
        Cell("志愿", "accent"),
        Cell("服务", "dim"),
    ]
    assert passage("") == []


def test_codes_are_found_by_plain_digits() -> None:
    assert plain_code("Ⅲ-16-2-①") == "3-16-2-1"


def test_choices_hold_every_word_and_codes_come_first() -> None:
    choices = [Choice("B", ("x",), "b 志愿 a1"), Choice("A1", ("y",), "a1 志愿")]
    assert [item.key for item in narrowed(choices, "志愿 a1")] == ["B", "A1"]
    assert [item.key for item in narrowed(choices, "a1")] == ["A1", "B"]
    assert narrowed(choices, "没有") == []


@pytest.mark.parametrize(
    ("key", "name"),
    [("ctrl+a", "^A"), ("f10", "F10"), ("question_mark", "?"), ("ctrl+pagedown", "Ctrl+PgDn")],
)
def test_keys_are_written_as_people_do(key: str, name: str) -> None:
    assert key_name(key) == name


def test_a_code_stands_over_the_lines_of_a_heading() -> None:
    assert [heading("Ⅲ-16-2-①", line) for line in range(4)] == ["Ⅲ", "16", "2", "①"]
    assert heading("Ⅲ-3-②", 3) == ""
