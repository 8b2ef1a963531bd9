"""What all rooms share: the bars, jobs in the background, the latest picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.widget import Widget

from dossier.tui.background import Background
from dossier.tui.keys import WRITING
from dossier.tui.screens.wide import WideScreen
from dossier.tui.widgets.keybar import KeyBar
from dossier.tui.widgets.notice import Notice
from dossier.tui.widgets.roombar import RoomBar

if TYPE_CHECKING:
    from dossier.tui.house import House
    from dossier.workflow.health import WatchHealth
    from dossier.workflow.overview import Overview
    from dossier.workflow.workspace import Workspace

T = TypeVar("T")


class RoomScreen(Background, WideScreen[None]):
    """One room. ``ROOM`` is its name; ``GUIDE`` explains it in a few sentences (message ids)."""

    ROOM: ClassVar[str] = ""
    GUIDE: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        self._shown: Overview | None = None

    @property
    def dossier(self) -> House:
        """The application."""
        return cast("House", self.app)

    def compose(self) -> ComposeResult:
        """Bars around the room's own parts."""
        yield RoomBar(self.ROOM, self.dossier.session.settings.keys)
        yield from self.body()
        yield Notice()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """The room's own parts."""
        yield from ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Who may only look is not offered what writes."""
        del parameters
        return not (action in WRITING and self.dossier.read_only)

    def on_screen_resume(self) -> None:
        """Show what changed while another room was open."""
        self.dossier.entered(self.ROOM)
        if self.dossier.overview is None:
            self.show_archive()
        self.take_overview()

    def take_overview(self) -> None:
        """Show the latest picture, once."""
        latest = self.dossier.overview
        self.take_health()
        if latest is not None and latest is not self._shown:
            self._shown = latest
            self.show_overview(latest)

    def take_health(self) -> None:
        """The watcher told how it is."""
        for bar in self.query(RoomBar):
            bar.tell(*self.dossier.watch_words())
        if self.dossier.health is not None:
            self.show_health(self.dossier.health)

    def show_archive(self) -> None:
        """Show what needs no assessment; called before the first picture is there."""

    def show_overview(self, overview: Overview) -> None:
        """Show a new picture; called with each change of the archive while the room is open."""
        del overview
        self.show_archive()

    def show_health(self, health: WatchHealth) -> None:
        """Show how the watcher is; called whenever it told."""

    def restored(self, ids: Sequence[str]) -> None:
        """A decision on these records was taken back."""

    def ask(
        self, job: Callable[[Workspace], T], then: Callable[[T], object], group: str = "ask"
    ) -> None:
        """Ask the archive in the background and take the answer here; a later one replaces it."""
        self.background(partial(self.dossier.session.ask, job), then, group)

    def survey(
        self, job: Callable[[Workspace], T], then: Callable[[T], object], group: str = "survey"
    ) -> None:
        """The same for a job that assesses."""
        self.background(partial(self.dossier.session.survey, job), then, group)

    def part(self, selector: str, kind: type[T_Widget]) -> T_Widget:
        """A part of the room by its id."""
        return self.query_one(selector, kind)


T_Widget = TypeVar("T_Widget", bound=Widget)
