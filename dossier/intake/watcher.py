"""Watching inboxes: events are hints, regular looks are the truth.

The loop belongs to the caller::

    with Watcher(roots) as watcher:
        while not stopping:
            for root, subtree in watcher.due(clock()):
                reconcile(root, subtree)
            watcher.wait(1.0)
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from dossier.errors import RootUnavailable
from dossier.intake.hints import HintBox, OverflowListener
from dossier.intake.local import has_remote_part
from dossier.intake.root_watch import Change, Mode, RootHealth, RootWatch
from dossier.intake.schedule import WHOLE, Look, RescanSchedule

__all__ = ["Look", "Mode", "Options", "RootHealth", "Watcher"]

_BREATH = 0.1


@dataclass(frozen=True, slots=True)
class Options:
    """Seconds. ``settle``: from a hint to the look; ``full_every``: between looks at everything
    where events arrive; ``poll_every``: where they do not; ``check_every``: between checks that
    roots and threads are there. ``is_remote`` says whether a part of a root lies elsewhere.
    """

    settle: float = 2.0
    full_every: float = 300.0
    poll_every: float = 10.0
    check_every: float = 5.0
    is_remote: Callable[[Path], bool] = has_remote_part

    def pace(self, mode: Mode) -> float:
        """How often to look at everything in this mode."""
        return self.full_every if mode is Mode.EVENTS else self.poll_every


class Watcher:
    """Says which subtree of which root to look at.

    Everything but :meth:`wake` belongs to the loop's thread. ``on_hint`` is called in a foreign one
    and must be quick.
    """

    def __init__(
        self,
        roots: Sequence[Path],
        on_hint: Callable[[], None] | None = None,
        options: Options | None = None,
    ) -> None:
        self._options = options or Options()
        self._on_hint = on_hint
        self._woken = threading.Event()
        self._box = HintBox(self._hinted)
        self._listener = OverflowListener(self._box)
        self._schedule = RescanSchedule(self._options.settle)
        watches = [RootWatch(root, self._box, self._options.is_remote) for root in roots]
        self._roots = {watch.root: watch for watch in watches}
        self._planned = False
        self._check_at = float("-inf")

    def __enter__(self) -> Self:
        logging.getLogger("watchdog").addHandler(self._listener)
        return self

    def __exit__(self, *_exception: object) -> None:
        logging.getLogger("watchdog").removeHandler(self._listener)
        for root in self._roots.values():
            root.stop()

    def due(self, now: float) -> list[Look]:
        """What to look at now: at the start everything, so that what lies there is found."""
        if not self._planned:
            self._plan(now)
        self._take_hints(now)
        if now >= self._check_at:
            self._check_at = now + self._options.check_every
            for watch in self._roots.values():
                self._check(watch, now)
        looks = self._schedule.due(now)
        for look in looks:
            if look.subtree == WHOLE:
                self._roots[look.root].last_rescan = now
        return looks

    def again(self, root: str, subtree: str, at: float) -> None:
        """Something there is still waiting: look again at that time."""
        self._schedule.again(root, subtree, at)

    def unavailable(self, root: str, error: RootUnavailable) -> None:
        """A look found the root gone; nothing is due there until it is back."""
        self._roots[root].leave(str(error.parameters.get("detail", error)))
        self._schedule.offline(root)

    def wait(self, timeout: float) -> bool:
        """Sleep until something was hinted at, :meth:`wake` is called, or the time is over.

        Takes a breath after waking, so that a storm of events does not become a storm of looks.
        """
        woken = self._woken.wait(timeout)
        if woken:
            self._woken.clear()
            self._woken.wait(min(timeout, _BREATH))
        return woken

    def wake(self) -> None:
        """End a wait, for instance because the loop should stop."""
        self._woken.set()

    def health(self) -> tuple[RootHealth, ...]:
        """Every root's state, as of the last call of :meth:`due`."""
        return tuple(watch.health() for watch in self._roots.values())

    def _hinted(self) -> None:
        self._woken.set()
        if self._on_hint is not None:
            self._on_hint()

    def _plan(self, now: float) -> None:
        self._planned = True
        for root in self._roots:
            self._schedule.add(root, self._options.poll_every, now)
            self._schedule.offline(root)

    def _take_hints(self, now: float) -> None:
        hints = self._box.drain()
        for root in hints.heard:
            watch = self._roots[root]
            watch.last_event = now
            if watch.online and not watch.proven:
                watch.proven = True
                self._schedule.pace(root, self._options.pace(watch.mode), now)
        for root, folder in hints.folders:
            self._schedule.hint(root, folder, now)
        if hints.lost:
            for watch in filter(_listening, self._roots.values()):
                watch.lost += 1
                self._schedule.trouble(watch.root, now)

    def _check(self, watch: RootWatch, now: float) -> None:
        change = watch.check()
        if change is Change.WENT:
            self._schedule.offline(watch.root)
        elif change is Change.CAME:
            self._schedule.online(watch.root, now)
        elif change is Change.REPAIRED:
            self._schedule.trouble(watch.root, now)
        if change is not Change.NONE:
            self._schedule.pace(watch.root, self._options.pace(watch.mode), now)


def _listening(watch: RootWatch) -> bool:
    return watch.listening
