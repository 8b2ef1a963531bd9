"""A room with work that takes long: one at a time, with progress and a way to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.widgets import Button, ProgressBar, Static

from dossier.bundle.progress import BuildCancelledError
from dossier.i18n import _
from dossier.tui.background import Delivered
from dossier.tui.screens.base import RoomScreen
from dossier.tui.text import Cell
from dossier.tui.widgets.bundle_words import step_text
from dossier.tui.widgets.preview import line

if TYPE_CHECKING:
    from dossier.bundle.progress import Progress
    from dossier.workflow.workspace import Workspace

T = TypeVar("T")


class WorkingRoom(RoomScreen):
    """Has ``#said``, ``#bar`` and ``#cancel``; ``STARTS`` are buttons that wait meanwhile."""

    STARTS: tuple[str, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self._stop: threading.Event | None = None

    @property
    def working(self) -> bool:
        """Whether something runs."""
        return self._stop is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what runs can be stopped."""
        if action == "cancel":
            return self.working
        return super().check_action(action, parameters)

    def work(
        self,
        job: Callable[[Workspace, Progress], T],
        then: Callable[[T], object],
        group: str,
        failed: str = "",
    ) -> None:
        """One long job at a time, in an opening of its own, with progress and a way to stop."""
        if self._stop is not None:
            return
        stop = self._stop = threading.Event()
        self.show_running(True)
        self.report(_("preparing"))

        def run() -> T | Exception:
            try:
                with self.dossier.session.apart() as opened:
                    return job(opened, partial(self._step, stop))
            except Exception as error:  # noqa: BLE001 - a worker's outermost boundary
                return error

        self.background(run, partial(self._ended, then, failed), group)

    def _step(self, stop: threading.Event, step: str, done: int, total: int) -> None:
        if stop.is_set():
            raise BuildCancelledError
        self.post_message(Delivered(lambda _none: self._progress(stop, step, done, total), None))

    def _progress(self, stop: threading.Event, step: str, done: int, total: int) -> None:
        if stop is self._stop and not stop.is_set():
            self.report(step_text(step, done, total))
            self.query_one(ProgressBar).update(total=max(total, 1), progress=done)

    def _ended(self, then: Callable[[T], object], failed: str, answer: T | Exception) -> None:
        self._stop = None
        self.show_running(False)
        self.report("")
        if isinstance(answer, Exception):
            stopped = isinstance(answer, BuildCancelledError)
            self.report(failed or (_("stopped") if stopped else ""), "warn")
            self.dossier.tell(answer)
        else:
            then(answer)

    def show_running(self, running: bool) -> None:
        """Offer to stop while something runs, to start while nothing does."""
        for part in ("#bar", "#cancel"):
            self.query_one(part).display = running
        for part in self.STARTS:
            self.query_one(part, Button).disabled = running
        self.refresh_bindings()

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Stop the work under way; nothing is left under the final name."""
        if self._stop is not None:
            self._stop.set()
            self.report(_("stopping…"), "warn")

    def report(self, text: str, tone: str = "") -> None:
        """Say where the work is."""
        self.query_one("#said", Static).update(line(Cell(text, tone)))
