"""No archive yet: one is made on screen, or the demo."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from textual.worker import WorkerCancelled, WorkerFailed

from dossier.settings import load_settings
from dossier.tui.first_run import FirstRun
from dossier.tui.founding import Circumstances, free_folder
from tests.functional.tui.conftest import ACTOR, NOW


def first(folder: Path) -> FirstRun:
    return FirstRun(Circumstances(folder, lambda: NOW, ACTOR))


async def test_an_archive_is_made_step_by_step(tmp_path: Path) -> None:
    app = first(tmp_path)
    async with app.run_test(size=(90, 30)) as pilot:
        await pilot.press("ctrl+n")
        await pilot.pause()
        for wanted, text in (("#folder", str(tmp_path / "新档案")), ("#last-day", "2026-12-31")):
            app.screen.query_one(wanted).value = text  # type: ignore[attr-defined]
        await pilot.press("ctrl+g")
        for worker in list(app.workers):
            with suppress(WorkerCancelled, WorkerFailed):
                await worker.wait()
        await pilot.pause()
    assert app.return_value == tmp_path / "新档案"
    settings = load_settings(tmp_path / "新档案")
    assert settings.edition == "wmcq-2017"
    assert settings.duty.deadline == "2026-12-31"


async def test_a_wrong_date_and_a_taken_folder_are_said_before_anything_is_made(
    tmp_path: Path,
) -> None:
    (tmp_path / "占用").write_text("不是文件夹", "utf-8")
    app = first(tmp_path)
    async with app.run_test(size=(90, 30)) as pilot:
        await pilot.press("ctrl+n")
        await pilot.pause()
        app.screen.query_one("#last-day").value = "年底"  # type: ignore[attr-defined]
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "2026-05-31" in str(app.screen.query_one("#problem").render())
        app.screen.query_one("#last-day").value = ""  # type: ignore[attr-defined]
        app.screen.query_one("#folder").value = str(tmp_path / "占用")  # type: ignore[attr-defined]
        await pilot.press("ctrl+g")
        for worker in list(app.workers):
            with suppress(WorkerCancelled, WorkerFailed):
                await worker.wait()
        await pilot.pause()
        assert "不是文件夹" in str(app.screen.query_one("#problem").render())
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("ctrl+q")
    assert app.return_value is None


def test_the_demo_never_takes_a_folder_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "dossier-demo").mkdir()
    assert free_folder(tmp_path) == tmp_path / "dossier-demo-2"
