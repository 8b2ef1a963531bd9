"""T02: on text of double width, clicks and selections hit the right character and columns stay."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, Static

from dossier.tui.app import DossierApp
from dossier.tui.screens.record import RecordScreen
from dossier.tui.text import Cell, width
from dossier.tui.widgets.grid import CELL, SIDE, Grid
from dossier.tui.widgets.rows import Column, ListRows
from dossier.tui.widgets.table import Table
from dossier.workflow.find import Selection, list_records
from tests.functional.tui.conftest import Open, press
from tests.tools.screens import settle

DOUBTFUL = (
    "①②③④",
    "※★○●◎",
    "—…‘引’“号”",
    "Ⅲ-1-2-②",
    "（全角）【括】《号》",
    "ＡＢＣ",
    "℃‰×÷±",
    "plain",
)
"""Full-width brackets, and characters that some terminals draw in one cell and some in two."""


async def test_t02_a_click_in_a_line_puts_the_cursor_at_the_character(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f6")
        box = pilot.app.screen.query_one("#query", Input)
        box.value = "志愿（a）服务"
        for cell, place in ((0, 0), (2, 1), (4, 2), (6, 3), (7, 4), (9, 5), (11, 6)):
            await pilot.click(box, offset=(1 + cell, 0))
            await settle(pilot)
            assert box.cursor_position == place, cell


@pytest.mark.parametrize(
    ("start", "end", "text"), [(0, 3, "道德"), (5, 9, "讲堂活"), (4, 8, "讲堂活"), (16, 30, "报告")]
)
async def test_t02_dragging_selects_the_characters_under_the_mouse(
    opened: Open, start: int, end: int, text: str
) -> None:
    async with opened() as pilot:
        app = pilot.app
        assert isinstance(app, DossierApp)
        records = app.session.ask(lambda opened: list_records(opened, Selection(limit=None))[1])
        [record] = [item for item in records if item.description.title == "道德讲堂活动情况报告"]
        app.push_screen(RecordScreen(record.id))
        await settle(pilot)
        await pilot.mouse_down("#preview-text", offset=(start, 0))
        await pilot.hover("#preview-text", offset=(end, 0))
        await pilot.mouse_up("#preview-text", offset=(end, 0))
        await pilot.pause()
        assert app.screen.get_selected_text() == text


class _Only(App[int]):
    def compose(self) -> Iterator[Table | Grid | Static]:
        yield Table((Column("File", 9), Column("Unit", 7), Column("Rest", 6, flex=1)), id="table")
        yield Grid()


async def test_t02_columns_and_marks_stand_in_the_same_cell_whatever_the_names() -> None:
    async with _Only().run_test(size=(60, 30)) as pilot:
        table, grid = pilot.app.query_one(Table), pilot.app.query_one(Grid)
        table.set_rows(ListRows(DOUBTFUL, lambda name: (name * 3, name, name), lambda name: name))
        grid.fill(DOUBTFUL, DOUBTFUL, lambda _column, _row: Cell("缺"))
        await pilot.pause()
        for row in range(len(DOUBTFUL)):
            line = table.render_line(row + 1).text
            assert _at(line, 2 + 9) == " ", "a gap between the first and the second column"
            assert _at(line, 2 + 9 + 1 + 7) == " "
            marks = grid.render_line(4 + row).text
            assert [_at(marks, SIDE + CELL * number) for number in range(4)] == ["缺"] * 4
        assert {table.render_line(y).cell_length for y in range(9)} == {table.size.width}


def _at(line: str, cell: int) -> str:
    """The character that begins in a cell."""
    place = 0
    for character in line:
        if place == cell:
            return character
        place += width(character)
    return ""


async def test_t04_a_matrix_of_5000_by_40_asks_only_for_the_marks_it_draws() -> None:
    asked: set[tuple[int, int]] = set()

    def mark(column: int, row: int) -> Cell:
        asked.add((column, row))
        return Cell("缺")

    async with _Only().run_test(size=(100, 40)) as pilot:
        grid = pilot.app.query_one(Grid)
        grid.fill([f"单位{n}" for n in range(5_000)], [f"Ⅲ-{n}" for n in range(40)], mark)
        grid.focus()
        await pilot.pause()
        shown = (grid.size.height + 1) * (grid.size.width // CELL + 2)
        assert 0 < len(asked) <= shown
        await _walk(pilot)
        assert (39, 4_999) in asked
        assert len(asked) <= 8 * shown, "what was passed over was never asked for"


async def _walk(pilot: Pilot[int]) -> None:
    await pilot.press("pagedown", "pagedown", "shift+pagedown", "end", "home", "end")
    await pilot.pause()
    grid = pilot.app.query_one(Grid)
    assert grid.place.y == 4_999 or grid.place.x == 39
    grid.place = grid.place._replace(x=39, y=4_999)
    await pilot.pause()
