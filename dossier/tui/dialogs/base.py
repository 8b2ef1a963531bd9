"""The frame of a question: Escape leaves without doing anything."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from dossier.i18n import N_
from dossier.tui.background import Background
from dossier.tui.keys import HELP_KEY, bind
from dossier.tui.screens.wide import WideScreen
from dossier.tui.widgets.keybar import KeyBar
from dossier.tui.widgets.notice import Notice

T = TypeVar("T")


class Dialog(Background, WideScreen[T], ModalScreen[T]):
    """A box in the middle of the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("back", "escape", "leave", N_("Back")),
        replace(HELP_KEY, action="app.help"),
    ]
    GUIDE: ClassVar[tuple[str, ...]] = ()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._heading = title

    def compose(self) -> ComposeResult:
        """Heading, the question's own parts, keys."""
        with Vertical(id="box"):
            yield Static(Content(self._heading), id="heading", markup=False)
            yield from self.body()
            yield Notice()
            yield KeyBar()

    def body(self) -> ComposeResult:
        """The question's own parts."""
        yield from ()

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """A click beside the box leaves too."""
        if event.widget is self:
            self.action_leave()
