"""One watched inbox: whether it is there, events arrive, and the threads that bring them live."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from dossier.errors import RootUnavailable
from dossier.i18n import N_
from dossier.intake.hints import WANTED, Handler, HintBox
from dossier.intake.local import has_remote_part
from dossier.intake.walk import require_root
from dossier.rules.ignore import PROBE_PREFIX

_PATIENCE_WITH_THREADS = 5.0


class Mode(StrEnum):
    """How changes are noticed: by events, once one has arrived, else by looking often."""

    EVENTS = "events"
    POLLING = "polling"


class Change(StrEnum):
    """What a check of a root found."""

    NONE = "none"
    WENT = "went"
    CAME = "came"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True)
class RootHealth:
    """How an inbox is doing. Times are those of the caller's clock, None before the first.

    ``lost`` counts how often events were lost, ``repairs`` how often dead threads were replaced;
    ``error`` is the system's words or a message id.
    """

    root: str
    mode: Mode
    online: bool
    last_event: float | None
    last_rescan: float | None
    lost: int
    repairs: int
    error: str


class RootWatch:
    """Owns one root's observer; everything here runs in the watch loop's thread."""

    def __init__(
        self, root: Path, box: HintBox, is_remote: Callable[[Path], bool] = has_remote_part
    ) -> None:
        self.root = str(root.absolute())
        self.proven = False
        self.online = False
        self.last_event: float | None = None
        self.last_rescan: float | None = None
        self.lost = 0
        self.repairs = 0
        self.error = ""
        self._remote = False
        self._is_remote = is_remote
        self._box = box
        self._observer: BaseObserver | None = None
        self._place: tuple[int, int] | None = None

    @property
    def mode(self) -> Mode:
        """Events only when one has arrived and no part lies on another machine."""
        return Mode.EVENTS if self.proven and not self._remote else Mode.POLLING

    @property
    def listening(self) -> bool:
        """Whether an observer runs."""
        return self._observer is not None

    def health(self) -> RootHealth:
        """The present state as a value."""
        return RootHealth(
            self.root,
            self.mode,
            self.online,
            self.last_event,
            self.last_rescan,
            self.lost,
            self.repairs,
            self.error,
        )

    def check(self) -> Change:
        """Look at the root and the threads; put right what can be put right."""
        place = self._reach()
        if place is None:
            return self._leave()
        moved = place != self._place
        self._place = place
        if not self.online or moved:
            self.stop()
            self.online, self.error = True, ""
            self._start()
            return Change.CAME
        if self._observer is not None and not _is_alive(self._observer):
            self.stop()
            self.repairs += 1
            self._start()
            return Change.REPAIRED
        if self._observer is None and not self._remote:
            self._start()
        return Change.NONE

    def leave(self, error: str) -> None:
        """Somebody else found the root unreachable."""
        self.error = error
        self._leave()

    def _leave(self) -> Change:
        went = self.online
        self.online = False
        self.stop()
        return Change.WENT if went else Change.NONE

    def _reach(self) -> tuple[int, int] | None:
        """Device and inode of the root, None when it cannot be read.

        An empty folder on another device than before is a mount point whose share is gone.
        """
        root = Path(self.root)
        try:
            require_root(root)
            status = root.stat()
            other_device = self._place is not None and self._place[0] != status.st_dev
            if other_device and not any(root.iterdir()):
                self.error = N_("the share is not mounted here")
                return None
        except RootUnavailable as error:
            self.error = str(error.parameters["detail"])
            return None
        except OSError as error:
            self.error = error.strerror or str(error)
            return None
        return status.st_dev, status.st_ino

    def _start(self) -> None:
        self.proven = False
        self._remote = self._is_remote(Path(self.root))
        if self._remote:
            return
        try:
            self._observer = _observing(Handler(self.root, self._box), self.root)
        except OSError as error:
            self.error = error.strerror or str(error)
            return
        self.error = ""
        self._probe()

    def _probe(self) -> None:
        """Make and remove a file, where we may; its event proves that events arrive."""
        probe = Path(self.root, f"{PROBE_PREFIX}{os.getpid()}")
        with suppress(OSError):
            probe.touch()
            probe.unlink()

    def stop(self) -> None:
        """End the observer; there may be none."""
        observer, self._observer = self._observer, None
        self.proven = False
        if observer is not None:
            _stop(observer)


def _observing(handler: Handler, root: str) -> BaseObserver:
    observer = Observer()
    try:
        observer.schedule(handler, root, recursive=True, event_filter=WANTED)
        observer.start()
    except OSError:
        _stop(observer)
        raise
    return observer


def _stop(observer: BaseObserver) -> None:
    observer.stop()
    if observer.is_alive():
        observer.join(_PATIENCE_WITH_THREADS)


def _is_alive(observer: BaseObserver) -> bool:
    """Whether the dispatching thread, every emitter, and on Linux the kernel's reader still run."""
    reader: threading.Thread | None = getattr(observer, "_inotify_fd", None)
    threads = (observer, *observer.emitters, *((reader,) if reader is not None else ()))
    return all(thread.is_alive() for thread in threads)
