"""Lists of any length: fetched by pages, asked for again without a flicker."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.tui.text import Cell
from dossier.tui.widgets.columns import pieces_in, widths_in
from dossier.tui.widgets.rows import PAGE, Column, KeyedRows, ListRows, PagedRows


def paged(total: int, asked: list[int], before: PagedRows[str] | None = None) -> PagedRows[str]:
    first = [f"r{number}" for number in range(min(PAGE, total))]
    return PagedRows(total, first, lambda item: (item,), str, asked.append, before=before)


def test_a_page_is_asked_for_once_and_shown_when_it_comes() -> None:
    asked: list[int] = []
    rows = paged(3 * PAGE, asked)
    assert (rows.cells(0), asked) == (("r0",), [])
    assert [rows.cells(PAGE + 1), rows.cells(PAGE + 2)] == [None, None]
    assert asked == [PAGE]
    rows.fill(PAGE, [f"r{PAGE}", f"r{PAGE + 1}"])
    assert rows.cells(PAGE + 1) == (f"r{PAGE + 1}",)
    assert rows.place(f"r{PAGE + 1}") == PAGE + 1
    assert rows.place("nowhere") is None


def test_the_same_pages_asked_for_again_show_the_old_ones_meanwhile() -> None:
    asked: list[int] = []
    old = paged(2 * PAGE, [])
    old.fill(PAGE, ["old"])
    rows = paged(2 * PAGE, asked, before=old)
    assert rows.cells(PAGE) == ("old",)
    assert asked == [PAGE]
    rows.fill(PAGE, ["new"])
    assert rows.cells(PAGE) == ("new",)


def keyed(keys: Sequence[str], asked: list[Sequence[str]], **more: object) -> KeyedRows[str]:
    first = {key: key.upper() for key in keys[:PAGE]}
    return KeyedRows(keys, first, lambda item: (item,), asked.append, **more)  # type: ignore[arg-type]


def test_known_keys_are_there_before_their_items() -> None:
    asked: list[Sequence[str]] = []
    keys = [f"k{number}" for number in range(2 * PAGE)]
    rows = keyed(keys, asked)
    assert (rows.cells(1), asked) == (("K1",), [])
    assert (rows.key(PAGE), rows.place(f"k{PAGE}")) == (f"k{PAGE}", PAGE)
    assert rows.cells(PAGE) is None
    assert asked == [keys[PAGE:]]
    rows.fill({f"k{PAGE}": "there"})
    assert rows.cells(PAGE) == ("there",)


def test_another_order_of_known_items_shows_them_and_asks_anew() -> None:
    asked: list[Sequence[str]] = []
    before = keyed(["a", "b"], [])
    rows: KeyedRows[str] = KeyedRows(["b", "a"], {}, lambda item: (item,), asked.append, before)
    assert rows.cells(0) == ("B",)
    assert asked == [["b", "a"]]


def test_the_place_of_a_row_in_memory() -> None:
    rows = ListRows(["one", "two"], lambda item: (item,), str)
    assert (rows.place("two"), rows.place("three")) == (1, None)


def test_flexible_columns_share_what_is_to_spare() -> None:
    columns = (Column("a", 4), Column("b", 4, flex=1), Column("c", 4, flex=2))
    assert sum(widths_in(40, columns)) + 2 == 40
    assert widths_in(40, columns)[0] == 4
    assert widths_in(10, columns) == (4, 4, 4)


def test_what_a_column_shows_fills_it_exactly() -> None:
    assert pieces_in(6, "文明", Column("", 6)) == [Cell("文明  ")]
    assert pieces_in(6, Cell("7", "bad"), Column("", 6, right=True)) == [Cell("     7", "bad")]
    assert "".join(piece.text for piece in pieces_in(4, [Cell("文明办")], Column("", 4))) == "文… "
