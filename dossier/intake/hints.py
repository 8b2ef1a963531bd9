"""Where file system events end: a box of places to look at, filled by foreign threads."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from watchdog.events import (
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)

from dossier.rules.ignore import PROBE_PREFIX

_ENDS_WRITING = FileClosedEvent if sys.platform == "linux" else FileModifiedEvent
WANTED: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileMovedEvent,
    _ENDS_WRITING,
    DirCreatedEvent,
    DirMovedEvent,
]
"""Events asked of the system. Reading makes none of them, or our own reading would never end."""

_MANY = 20_000


@dataclass(slots=True)
class Hints:
    """What came in since the last time, by root: folders, proof that events arrive, lost ones."""

    folders: set[tuple[str, str]] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)
    lost: bool = False


class HintBox:
    """Filled in any thread, emptied in one; keeps a folder once, however many events name it."""

    def __init__(self, on_hint: Callable[[], None]) -> None:
        self._lock = threading.Lock()
        self._hints = Hints()
        self._on_hint = on_hint

    def add(self, root: str, folder: str | None) -> None:
        """An event arrived; None for one that proves no more than that."""
        with self._lock:
            self._hints.heard.add(root)
            if folder is not None and len(self._hints.folders) < _MANY:
                self._hints.folders.add((root, folder))
            elif folder is not None:
                self._hints.lost = True
        self._on_hint()

    def lose(self) -> None:
        """The system said that it dropped events; it does not say whose."""
        with self._lock:
            self._hints.lost = True
        self._on_hint()

    def drain(self) -> Hints:
        """Take everything out."""
        with self._lock:
            hints, self._hints = self._hints, Hints()
        return hints


class Handler(FileSystemEventHandler):
    """Puts the place of each event of one root into the box, and does nothing else.

    The place is a file's folder, a folder itself, or a file that lies directly in the root: that a
    file came there is no reason to look at all of it.
    """

    def __init__(self, root: str, box: HintBox) -> None:
        self._root = root
        self._box = box

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called in the observer's thread."""
        for path in (event.src_path, event.dest_path):
            if path:
                self._add(os.fsdecode(path), folder=event.is_directory)

    def _add(self, path: str, *, folder: bool) -> None:
        above, name = os.path.split(path)
        inside = path.startswith(self._root.rstrip(os.sep) + os.sep)
        if not inside or name.startswith(PROBE_PREFIX):
            self._box.add(self._root, None)
            return
        place = path if folder or above == self._root else above
        self._box.add(self._root, os.path.relpath(place, self._root).replace(os.sep, "/"))


class OverflowListener(logging.Handler):
    """Hears watchdog's warning that the kernel's queue overflowed; there is no event for it.

    Source: watchdog 7.1, ``inotify_c.InotifyFD.handle_event``. On Windows nothing is said at
    all and only the regular look at everything helps.
    """

    def __init__(self, box: HintBox) -> None:
        super().__init__(logging.WARNING)
        self._box = box

    def emit(self, record: logging.LogRecord) -> None:
        """Called by logging."""
        if "overflow" in record.getMessage():
            self._box.lose()
