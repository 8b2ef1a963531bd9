"""One sitting: the archive opened for reading, further openings for long jobs."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TypeVar

from dossier.model.settings import Settings
from dossier.workflow.workspace import Clock, Workspace, open_workspace

T = TypeVar("T")
LOG = "derived/tui-errors.log"


class Session:
    """Opens the archive when it is first needed, so that the first screen need not wait.

    Short questions and decisions share one opening, one at a time; a long job gets its own.
    """

    def __init__(self, settings: Settings, clock: Clock, actor: str) -> None:
        self.settings = settings
        self.clock = clock
        self.actor = actor
        self._guard = threading.Lock()
        self._shared: Workspace | None = None
        self._stack = ExitStack()

    def ask(self, job: Callable[[Workspace], T]) -> T:
        """Run a short job on the shared opening; called from a worker thread only."""
        with self._guard:
            return job(self._opened())

    def _opened(self) -> Workspace:
        if self._shared is None:
            opening = open_workspace(self.settings, clock=self.clock, actor=self.actor)
            self._shared = self._stack.enter_context(opening)
        return self._shared

    @contextmanager
    def apart(self) -> Iterator[Workspace]:
        """An opening of its own for a long job in this thread."""
        with open_workspace(self.settings, clock=self.clock, actor=self.actor) as workspace:
            yield workspace

    def refresh(self) -> None:
        """Catch up with what other processes wrote."""
        self.ask(lambda workspace: workspace.archive.refresh())

    def note_trouble(self, error: BaseException) -> None:
        """Keep the trace of our own mistake where a person can find it."""
        with suppress(OSError), (self.settings.root / LOG).open("a", encoding="utf-8") as log:
            log.write(f"{self.clock().isoformat()}\n")
            log.write("".join(traceback.format_exception(error)) + "\n")

    def close(self) -> None:
        """Let go of the shared opening."""
        with self._guard:
            self._stack.close()
            self._shared = None
