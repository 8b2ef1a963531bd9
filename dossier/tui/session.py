"""One sitting: the archive opened for reading, further openings for long jobs."""

from __future__ import annotations

import datetime as dt
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from dossier.model.settings import Settings
from dossier.tui.stillness import stillness

if TYPE_CHECKING:
    from dossier.workflow.workspace import Workspace

Clock = Callable[[], dt.datetime]
T = TypeVar("T")
LOG = "derived/tui-errors.log"
PATIENCE = 0.2


class _Opening:
    """The archive opened when it is first needed, for one job at a time; the first may load much
    that is kept.
    """

    def __init__(self, settings: Settings, clock: Clock, actor: str) -> None:
        self._arguments = (settings, clock, actor)
        self._guard = threading.Lock()
        self._workspace: Workspace | None = None
        self._stack = ExitStack()

    def ask(self, job: Callable[[Workspace], T]) -> T:
        with self._guard:
            if self._workspace is not None:
                return job(self._workspace)
            with stillness():
                self._workspace = self._open()
                return job(self._workspace)

    def _open(self) -> Workspace:
        from dossier.workflow.workspace import (  # noqa: PLC0415 - heavy, see the app
            open_workspace,
        )

        settings, clock, actor = self._arguments
        return self._stack.enter_context(open_workspace(settings, clock=clock, actor=actor))

    def close(self) -> None:
        """Let go, unless a job is under way: it ends with the process."""
        if self._guard.acquire(timeout=PATIENCE):
            self._stack.close()
            self._guard.release()


class Session:
    """Opens the archive when it is first needed, so that the first screen need not wait.

    Short questions and decisions share one opening; whatever assesses, proposes or makes pictures
    has another each, so that it holds nobody up; a job that takes long gets its own.
    """

    def __init__(self, settings: Settings, clock: Clock, actor: str) -> None:
        self.settings = settings
        self.clock = clock
        self.actor = actor
        self._asking = _Opening(settings, clock, actor)
        self._surveying = _Opening(settings, clock, actor)
        self._proposing = _Opening(settings, clock, actor)
        self._painting = _Opening(settings, clock, actor)

    def ask(self, job: Callable[[Workspace], T]) -> T:
        """Run a short job; called from a worker thread only."""
        return self._asking.ask(job)

    def survey(self, job: Callable[[Workspace], T]) -> T:
        """Run a job that assesses, after catching up with what other processes wrote."""

        def caught_up(workspace: Workspace) -> T:
            workspace.archive.refresh()
            return job(workspace)

        return self._surveying.ask(caught_up)

    def propose(self, job: Callable[[Workspace], T]) -> T:
        """Run a job that proposes; the first learns what people decided, which takes a moment."""
        return self._proposing.ask(job)

    def paint(self, job: Callable[[Workspace], T]) -> T:
        """Run a job that makes pictures, which may take seconds."""
        return self._painting.ask(job)

    @contextmanager
    def apart(self) -> Iterator[Workspace]:
        """An opening of its own for a long job in this thread."""
        from dossier.workflow.workspace import (  # noqa: PLC0415 - heavy, see the app
            open_workspace,
        )

        with open_workspace(self.settings, clock=self.clock, actor=self.actor) as workspace:
            yield workspace

    def note_trouble(self, error: BaseException) -> None:
        """Keep the trace of our own mistake where a person can find it."""
        with suppress(OSError), (self.settings.root / LOG).open("a", encoding="utf-8") as log:
            log.write(f"{self.clock().isoformat()}\n")
            log.write("".join(traceback.format_exception(error)) + "\n")

    def close(self) -> None:
        """Let go of the openings."""
        for opening in (self._asking, self._surveying, self._proposing, self._painting):
            opening.close()
