"""What a person decides on, reads or types stays what it is when an answer comes late, or when the
archive changes meanwhile.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, Static
from textual.widgets.tree import TreeNode

from dossier.model.records import RecordState
from dossier.settings import load_settings
from dossier.tui import following
from dossier.tui.app import DossierApp
from dossier.tui.dialogs.find_record import FindRecordDialog
from dossier.tui.dialogs.history import HistoryDialog
from dossier.tui.dialogs.pick import PickDialog
from dossier.tui.dialogs.reason import ReasonDialog
from dossier.tui.screens.record import RecordScreen
from dossier.tui.widgets.ask_tree import AskTree
from dossier.tui.widgets.grid import Grid
from dossier.tui.widgets.picture import Picture
from dossier.tui.widgets.preview import Preview
from dossier.tui.widgets.rows import NoRows
from dossier.tui.widgets.table import Table
from dossier.workflow.find import Selection, list_records
from dossier.workflow.health import write_health
from dossier.workflow.workspace import open_workspace
from tests.functional.tui.conftest import ACTOR, NOW, Open, press, screen_text, type_text
from tests.functional.tui.test_live import arrive, until
from tests.functional.tui.test_rooms import states
from tests.tools.screens import settle

LONG = 60.0
"""Seconds after which a job that is held lets go, should the test fail."""


def app_of(pilot: Pilot[int]) -> DossierApp:
    assert isinstance(pilot.app, DossierApp)
    return pilot.app


def table(pilot: Pilot[int], name: str) -> Table:
    return pilot.app.screen.query_one(name, Table)


@asynccontextmanager
async def held(pilot: Pilot[int], line: str = "ask") -> AsyncIterator[None]:
    """Nothing asked of the archive in the meantime is answered before the end."""
    release, begun = threading.Event(), threading.Event()

    def wait(_opened: Any) -> None:
        begun.set()
        release.wait(LONG)

    holder = threading.Thread(target=getattr(app_of(pilot).session, line), args=(wait,))
    holder.start()
    await asyncio.to_thread(begun.wait, LONG)
    try:
        yield
    finally:
        release.set()
        await asyncio.to_thread(holder.join)
        await settle(pilot)


async def tap(pilot: Pilot[int], *keys: str) -> None:
    """Press keys without waiting for what they ask for."""
    await pilot.press(*keys)
    await pilot.pause()


async def look(pilot: Pilot[int]) -> None:
    """The archive changed, and is looked at anew."""
    app_of(pilot).look()
    await settle(pilot)


def record_named(root: Path, part: str) -> str:
    with open_workspace(load_settings(root), clock=lambda: NOW, actor=ACTOR) as workspace:
        found = list_records(workspace, Selection(limit=None))[1]
    return next(record.id for record in found if part in record.name)


async def at_queue(pilot: Pilot[int], record: str) -> Table:
    """Triage with the cursor on a record."""
    await press(pilot, "f4")
    queue = table(pilot, "#queue")
    place = queue.rows.place(record)
    assert place is not None
    queue.cursor = place
    await settle(pilot)
    return queue


async def test_undo_takes_back_the_decision_that_is_still_being_made(
    opened: Open, archive: Path
) -> None:
    async with opened() as pilot:
        await press(pilot, "f4", "1")
        before = states(archive)
        async with held(pilot):
            await tap(pilot, "1")
            await tap(pilot, "ctrl+z")
        await settle(pilot)
    assert states(archive) == before


async def test_a_number_goes_on_at_once_and_never_places_the_same_file_twice(
    opened: Open, archive: Path
) -> None:
    async with opened() as pilot:
        await press(pilot, "f4")
        queue = table(pilot, "#queue")
        first, second = queue.rows.key(0), queue.rows.key(1)
        async with held(pilot), held(pilot, "propose"):
            await tap(pilot, "1")
            assert queue.key == second
            await tap(pilot, "1")
            assert "还没有出来" in screen_text(pilot)
        assert (queue.key, queue.rows.place(str(first))) == (second, None)


async def test_marks_made_while_a_decision_is_being_made_stay(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f4", "space")
        queue = table(pilot, "#queue")
        (first,) = queue.marked
        async with held(pilot, "propose"):
            await tap(pilot, "ctrl+n", "space")
            (second,) = queue.marked - {first}
        assert queue.marked == {second}


async def test_what_is_decided_on_a_records_own_screen_leaves_the_marks_of_the_room(
    opened: Open,
) -> None:
    async with opened() as pilot:
        await press(pilot, "f4", "space", "enter", "ctrl+r")
        assert [type(screen) for screen in pilot.app.screen_stack[1:]] == [
            RecordScreen,
            ReasonDialog,
        ]
        pilot.app.screen.query_one("#reason").focus()
        await type_text(pilot, "不清楚")
        await press(pilot, "enter", "escape")
        assert len(table(pilot, "#queue").marked) == 1


async def test_what_is_put_off_goes_to_the_end_and_the_next_is_looked_at(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f4", "down")
        queue = table(pilot, "#queue")
        put_off, following_key = queue.key, queue.rows.key(2)
        await press(pilot, "l")
        assert queue.key == following_key
        assert queue.rows.key(len(queue.rows) - 1) == put_off


async def test_what_is_typed_right_after_asking_for_an_ask_reaches_the_question(
    opened: Open, archive: Path
) -> None:
    before = list(states(archive).values()).count(RecordState.UNPLACED)
    async with opened() as pilot:
        await press(pilot, "f4")
        async with held(pilot):
            await tap(pilot, "ctrl+g", "3", "-", "2", "-", "2", "-", "2")
            assert isinstance(pilot.app.screen, PickDialog)
        assert table(pilot, "#choices").key == "Ⅲ-2-2-②"
        await press(pilot, "escape")
    assert list(states(archive).values()).count(RecordState.UNPLACED) == before


async def test_enter_takes_the_record_that_was_typed_and_not_the_one_shown_before(
    opened: Open, archive: Path
) -> None:
    wanted = record_named(archive, "[final].txt")
    async with opened() as pilot:
        await press(pilot, "f2", "ctrl+f")
        await type_text(pilot, "Ⅲ-3-②")
        await press(pilot, "enter", "ctrl+k")
        assert isinstance(pilot.app.screen, FindRecordDialog)
        assert table(pilot, "#choices").key != wanted
        async with held(pilot):
            await tap(pilot, *wanted)
            await tap(pilot, "enter")
            assert isinstance(pilot.app.screen, FindRecordDialog)
        records = table(pilot, "#records")
        assert [records.rows.key(place) for place in range(len(records.rows))] == [wanted]


async def test_nothing_is_decided_on_hits_of_other_words(opened: Open, archive: Path) -> None:
    before = states(archive)
    async with opened() as pilot:
        await press(pilot, "f6")
        await type_text(pilot, "道德讲堂")
        await press(pilot, "enter")
        async with held(pilot):
            await tap(pilot, "ctrl+f")
            pilot.app.screen.query_one("#query", Input).value = "志愿"
            await tap(pilot, "enter")
            await tap(pilot, "ctrl+a")
            assert "还没有取到" in screen_text(pilot)
    assert states(archive) == before


async def test_nothing_is_decided_on_records_of_another_ask(opened: Open, archive: Path) -> None:
    before = states(archive)
    async with opened() as pilot:
        await press(pilot, "f2")
        assert len(table(pilot, "#records").rows) == 1
        async with held(pilot):
            await tap(pilot, "down")
            await tap(pilot, "ctrl+a")
            assert "还没有取到" in screen_text(pilot)
    assert states(archive) == before


async def test_an_indicator_can_neither_be_waived_nor_given_a_record(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f2", "up")
        tree = pilot.app.screen.query_one(AskTree)
        assert tree.cursor_node is not None
        assert tree.cursor_node.allow_expand
        for key in ("ctrl+x", "ctrl+k", "ctrl+t"):
            await press(pilot, key)
            assert "请先选中一条申报要求" in screen_text(pilot)
            await pilot.click("Notice")


def node(pilot: Pilot[int], name: str) -> TreeNode[str]:
    found = {item.data: item for item in _nodes(pilot.app.screen.query_one(AskTree).root)}
    return found[name]


def _nodes(node: TreeNode[str]) -> list[TreeNode[str]]:
    return [node, *(item for child in node.children for item in _nodes(child))]


async def test_the_cursor_in_the_tree_stays_on_an_indicator_when_something_arrives(
    opened: Open, archive: Path
) -> None:
    async with opened() as pilot:
        await press(pilot, "f2", "up")
        tree = pilot.app.screen.query_one(AskTree)
        place, said = tree.cursor_node, pilot.app.screen.query_one("#ask", Static)
        before, seen = str(said.render()), app_of(pilot).overview
        await asyncio.to_thread(arrive, archive, "又来一份.txt")
        await until(pilot, lambda: app_of(pilot).overview is not seen)
        assert tree.cursor_node is place
        assert str(said.render()) == before


async def test_marks_and_reading_stay_in_an_ask_when_the_archive_is_looked_at_again(
    opened: Open,
) -> None:
    async with opened((80, 16)) as pilot:
        await press(pilot, "f2", "ctrl+f")
        await type_text(pilot, "道德讲堂")
        await press(pilot, "enter", "enter", "space")
        records = table(pilot, "#records")
        details, marked = pilot.app.screen.query_one("#details"), set(records.marked)
        details.scroll_end(animate=False, immediate=True)
        await pilot.pause()
        down = details.scroll_offset.y
        assert (down > 0, len(marked)) == (True, 1)
        await look(pilot)
        assert (details.scroll_offset.y, records.marked) == (down, marked)


async def test_an_ask_that_leaves_the_filter_hands_the_cursor_to_the_next(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f2", "ctrl+l", "ctrl+l")
        tree = pilot.app.screen.query_one(AskTree)
        leaves = [item.data for item in _nodes(tree.root) if item.data and not item.allow_expand]
        tree.move_cursor(node(pilot, str(leaves[2])))
        await settle(pilot)
        await press(pilot, "ctrl+x")
        if isinstance(pilot.app.screen, PickDialog):
            await press(pilot, "enter")
        pilot.app.screen.query_one("#reason").focus()
        await type_text(pilot, "免报")
        await press(pilot, "enter")
        assert tree.code == leaves[3]


async def test_a_picture_that_is_made_too_late_is_not_shown_with_another_record(
    opened: Open, archive: Path
) -> None:
    photo, text = record_named(archive, "b].jpg"), record_named(archive, "[final].txt")
    async with opened((120, 40)) as pilot:
        await press(pilot, "f4")
        async with held(pilot, "paint"):
            queue = table(pilot, "#queue")
            queue.cursor = queue.rows.place(photo) or 0
            await pilot.pause()
            while not any(w.group == "paint-preview" for w in pilot.app.workers):
                await pilot.pause(0.01)
            queue.cursor = queue.rows.place(text) or 0
            await pilot.pause()
        await settle(pilot)
        assert text in str(pilot.app.screen.query_one("#preview-text", Static).render())
        assert not pilot.app.screen.query_one(Picture).display


async def test_a_picture_stays_in_place_when_the_archive_is_looked_at_again(
    opened: Open, archive: Path
) -> None:
    async with opened((120, 40)) as pilot:
        await at_queue(pilot, record_named(archive, "b].jpg"))
        picture = pilot.app.screen.query_one(Picture)
        assert picture.display
        shown: list[bool] = []
        async with held(pilot, "paint"):
            app_of(pilot).look()
            while app_of(pilot).looking:
                await pilot.pause(0.01)
            await pilot.pause(0.05)
            shown.append(picture.display)
        assert shown == [True]


async def test_a_preview_shows_nothing_once_nothing_is_listed(opened: Open) -> None:
    async with opened((160, 40)) as pilot:
        await press(pilot, "f6")
        await type_text(pilot, "志愿")
        await press(pilot, "enter")
        preview = pilot.app.screen.query_one(Preview)
        async with held(pilot):
            await tap(pilot, "down")
            table(pilot, "#hits").set_rows(NoRows())
            await pilot.pause()
        assert "未选中文件" in str(preview.query_one("#preview-text", Static).render())


async def test_a_list_that_was_scrolled_away_from_its_cursor_stays_where_it_is(
    opened: Open,
) -> None:
    async with opened((80, 24)) as pilot:
        await press(pilot, "f9")
        entries = table(pilot, "#entries")
        assert len(entries.rows) > 20
        entries.scroll_to(y=6, animate=False, immediate=True)
        await look(pilot)
        assert (entries.cursor, entries.scroll_offset.y) == (0, 6)


async def test_the_entry_that_is_read_stays_under_the_cursor_and_on_its_line(
    opened: Open, archive: Path
) -> None:
    async with opened((80, 24)) as pilot:
        await press(pilot, "f9", *["down"] * 20)
        entries = table(pilot, "#entries")
        key, line = entries.key, entries.cursor - entries.scroll_offset.y
        before = len(entries.rows)
        await asyncio.to_thread(arrive, archive, "晚到的.txt")
        await until(pilot, lambda: len(entries.rows) > before)
        assert (entries.key, entries.cursor - entries.scroll_offset.y) == (key, line)


async def test_entries_found_too_late_do_not_take_the_place_of_all(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f9", "ctrl+f")
        await type_text(pilot, "道德讲堂现场")
        words = pilot.app.screen.query_one("#words", Input)
        async with held(pilot):
            await tap(pilot, "enter")
            words.value = ""
        await press(pilot, "ctrl+f", "enter")
        assert len(table(pilot, "#entries").rows) > 10


async def test_the_next_step_under_the_cursor_is_the_same_when_its_figures_change(
    opened: Open, archive: Path
) -> None:
    async with opened() as pilot:
        steps = table(pilot, "#next")
        steps.cursor = next(
            place
            for place in range(len(steps.rows))
            if str(steps.rows.key(place)).startswith("triage")
        )
        key, said = steps.key, str(steps.rows.cells(steps.cursor))
        await asyncio.to_thread(arrive, archive, "再来一份.txt")
        await until(pilot, lambda: str(steps.rows.cells(steps.cursor)) != said)
        assert steps.key == key


async def test_the_cell_under_the_cursor_is_the_same_when_others_are_hidden(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f3", *["right"] * 9, "down")
        said = pilot.app.screen.query_one("#cell", Static)
        before, place = str(said.render()), pilot.app.screen.query_one(Grid).place
        assert "缺" in before
        await press(pilot, "l")
        assert str(said.render()) == before
        assert pilot.app.screen.query_one(Grid).place.x < place.x
        await press(pilot, "l")
        assert pilot.app.screen.query_one(Grid).place == place


async def test_every_room_says_when_the_watcher_falls_silent(
    opened: Open, archive: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(following, "SILENCE", 0.05)
    write_health(archive, NOW.isoformat(), (), ())
    async with opened() as pilot:
        await press(pilot, "f7")
        assert "正在监视" in screen_text(pilot)
        app_of(pilot).session.clock = lambda: NOW.replace(hour=NOW.hour + 1)
        await until(pilot, lambda: not _watching(pilot))
        assert "未在监视" in screen_text(pilot)


def _watching(pilot: Pilot[int]) -> bool:
    health = app_of(pilot).health
    return health is not None and health.running


async def test_a_refused_file_leads_from_the_overview_to_its_entry_and_to_a_return_slip(
    opened: Open, archive: Path
) -> None:
    async with opened() as pilot:
        steps = table(pilot, "#next")
        place = steps.rows.place("ledger|refused")
        assert place is not None
        steps.cursor = place
        await press(pilot, "enter")
        assert pilot.app.current_mode == "ledger"
        entries = table(pilot, "#entries")
        told = [str(entries.rows.cells(row)) for row in range(len(entries.rows))]
        entries.cursor = next(row for row, text in enumerate(told) if "健康讲座.docx" in text)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, HistoryDialog)
        assert "卫健委/健康讲座.docx" in screen_text(pilot)
        await press(pilot, "escape", "ctrl+r")
        assert "已写好" in screen_text(pilot)
    assert list((archive / "reports").glob("*退回单*"))


async def test_what_to_do_next_leads_to_the_asks_it_counts(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "f2", "f1")
        steps = table(pilot, "#next")
        steps.cursor = steps.rows.place("requirements|incomplete") or 0
        await press(pilot, "enter")
        assert "缺材料：" in str(pilot.app.screen.query_one("#filter-said", Static).render())
