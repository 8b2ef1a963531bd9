"""Follows the archive: a picture of it at the beginning, and another whenever it changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App

from dossier.i18n import _
from dossier.tui.background import Background, Delivered
from dossier.tui.pulse import Listener, beat
from dossier.tui.screens.base import RoomScreen
from dossier.tui.screens.catalogue import load_rooms
from dossier.tui.session import Session

if TYPE_CHECKING:
    from dossier.workflow.health import WatchHealth
    from dossier.workflow.overview import Overview

RESPITE, LONGEST = 4, 5.0
"""How many times as long as a look took the next change waits for its own, and at most how many
seconds, so that a day of steady arrivals leaves the machine to the watcher."""


SILENCE = 10.0
"""Seconds between two looks at the watcher: one that has fallen silent changes no file."""


class Following(Background, App[int]):
    """An application that keeps the latest picture of an archive and hands it to its rooms.

    ``overview`` and ``health`` are None until the archive was looked at for the first time;
    ``looking`` is true while a picture is being taken.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.overview: Overview | None = None
        self.health: WatchHealth | None = None
        self.looking = False
        self._look_again = False
        self._look_took = 0.0
        self._stop = threading.Event()

    @property
    def room(self) -> RoomScreen | None:
        """The room or record on top; None while a dialog is, and on leaving, when nothing is."""
        top = self.screen_stack[-1:]
        return top[0] if top and isinstance(top[0], RoomScreen) else None

    def begin(self) -> None:
        """The rooms are loaded: go to one."""

    def tell(self, error: Exception) -> None:
        """Say an error."""

    def follow(self) -> None:
        """Take the first picture, once the first frame is drawn, and listen for changes."""
        self.looking = True
        self.call_after_refresh(self._start)
        self.set_interval(SILENCE, self.look_at_watcher)
        self.run_worker(self._listen, thread=True, group="pulse", exit_on_error=False)

    def unfollow(self) -> None:
        """Listen no longer."""
        self._stop.set()

    def _listen(self) -> None:
        def call(listen: Callable[[], None]) -> Callable[[], None]:
            return lambda: self._call(listen)

        listener = Listener(call(self.look), call(self.look_at_watcher), self._rest)
        beat(self.session.settings.root, self._stop, listener)

    def _call(self, act: Callable[[], None]) -> None:
        self.post_message(Delivered(lambda _value: act(), None))

    def _rest(self) -> float:
        return min(RESPITE * self._look_took, LONGEST)

    def look(self) -> None:
        """Take a new picture of the archive; looks that come meanwhile become one."""
        if self.looking:
            self._look_again = True
            return
        self.looking = True
        self._start()

    def _start(self) -> None:
        threading.Thread(target=self._survey, name="survey", daemon=True).start()

    def _survey(self) -> None:
        """A first look at a large archive takes seconds; leaving must not wait for it."""
        if self.overview is None:
            load_rooms()
            self.post_message(Delivered(lambda _none: self.begin(), None))
        seen = self._picture()
        self.post_message(Delivered(self._looked, seen))

    def _picture(self) -> Overview | Exception:
        from dossier.workflow.overview import overview  # noqa: PLC0415 - heavy, see above

        began = time.monotonic()
        try:
            return self.session.survey(lambda opened: overview(opened, as_of=opened.today()))
        except Exception as error:  # noqa: BLE001 - a worker's outermost boundary
            return error
        finally:
            self._look_took = time.monotonic() - began

    def _looked(self, seen: Overview | Exception) -> None:
        self.looking = False
        if isinstance(seen, Exception):
            self.tell(seen)
        else:
            self.overview = seen
            self.health = seen.status.health
            if (room := self.room) is not None:
                room.take_overview()
        if self._look_again:
            self._look_again = False
            self.look()

    def look_at_watcher(self) -> None:
        """The watcher told how it is, or may have fallen silent; nothing else changed."""
        from dossier.workflow.health import read_health  # noqa: PLC0415 - heavy, see above

        health = read_health(self.session.settings.root, self.session.clock())
        if health != self.health:
            self.health = health
            if (room := self.room) is not None:
                room.take_health()

    def watch_words(self) -> tuple[str, bool]:
        """A few words about the watcher, and whether all is well with it."""
        if self.health is None:
            return "", True
        if not self.health.running:
            return _("not watching"), False
        return _("watching"), all(root.online and not root.error for root in self.health.roots)
