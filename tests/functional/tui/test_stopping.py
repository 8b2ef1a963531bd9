"""Long work can be stopped, and what was done until then stands."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from dossier.errors import IntakeStopped
from dossier.settings import load_settings
from dossier.tui.app import DossierApp
from dossier.tui.session import Session
from dossier.workflow.take_in import IntakeReport, take_in
from dossier.workflow.workspace import Workspace, open_workspace
from tests.functional.tui.conftest import ACTOR, NOW, Open, press, screen_text
from tests.tools.screens import settle


def _arrive(archive: Path, *names: str) -> None:
    for name in names:
        path = archive / "inbox" / "文明办" / name
        path.write_text(f"志愿服务情况说明，见{name}。", "utf-8")
        os.utime(path, (NOW.timestamp() - 3600,) * 2)


class _Held(Session):
    """Opens nothing for a long job before the gate is opened."""

    gate = threading.Event()

    @contextmanager
    def apart(self) -> Iterator[Workspace]:
        self.gate.wait(60)
        with super().apart() as workspace:
            yield workspace


@pytest.mark.parametrize("by", ["key", "mouse"])
async def test_taking_in_is_stopped_and_goes_on_later(opened: Open, archive: Path, by: str) -> None:
    _arrive(archive, "一.txt", "二.txt")
    async with opened() as pilot:
        app = pilot.app
        assert isinstance(app, DossierApp)
        app.session = held = _Held(app.session.settings, app.session.clock, ACTOR)
        held.gate.clear()
        await pilot.press("f10")
        await pilot.pause()
        if by == "key":
            await pilot.press("ctrl+b")
        else:
            await pilot.click("#stop")
        held.gate.set()
        await settle(pilot)
        assert "接收已停止" in screen_text(pilot)
        assert not app.screen.query_one("#stop").display
        await press(pilot, "escape", "f10")
        assert "归档 2" in screen_text(pilot)
        assert not app.screen.query_one("#stop").display
        held.close()


def test_what_was_taken_in_before_the_stop_stands(archive: Path) -> None:
    _arrive(archive, "一.txt", "二.txt", "三.txt")
    settings = load_settings(archive)
    one_by_one = replace(settings, intake=replace(settings.intake, batch=1))
    calls: list[int] = []

    def heed() -> None:
        calls.append(1)
        if len(calls) == 2:
            raise IntakeStopped("stopped")

    def run(heeds: Callable[[], None]) -> IntakeReport:
        with open_workspace(one_by_one, clock=lambda: NOW, actor=ACTOR) as workspace:
            return take_in(workspace, (), lambda _d, _t: None, lambda _s: None, heed=heeds)

    with pytest.raises(IntakeStopped):
        run(heed)
    assert run(lambda: None).counts["archived"] == 2, "one was taken in before"
