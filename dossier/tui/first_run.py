"""No archive here: make one step by step, or open the demo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widgets import Button, Static

from dossier.i18n import N_, _
from dossier.tui.dialogs.help import HelpScreen
from dossier.tui.founding import Circumstances
from dossier.tui.keys import HELP_KEY, bind
from dossier.tui.plain import PlainGlyphs
from dossier.tui.screens.build_demo import BuildDemo
from dossier.tui.screens.make_archive import MakeArchive
from dossier.tui.text import Cell
from dossier.tui.themes import DARK, THEMES
from dossier.tui.widgets.keybar import KeyBar
from dossier.tui.widgets.preview import line, lines

WELCOME = (
    N_("There is no archive in this folder yet."),
    N_("An archive is a folder that keeps every file units send, and what was decided on it."),
)


class Welcome(Screen[None]):
    """Make an archive, look at the demo, or leave."""

    GUIDE = WELCOME
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("make", "ctrl+n,n", "make", N_("Make an archive")),
        bind("demo", "ctrl+d,d", "demo", N_("Open the demo")),
    ]

    def __init__(self, circumstances: Circumstances) -> None:
        super().__init__()
        self._where = circumstances

    def compose(self) -> ComposeResult:
        """Words and three buttons."""
        with Vertical(id="box"):
            yield Static(line(Cell("dossier", "accent")), markup=False)
            yield Static(lines([Content(_(text)) for text in WELCOME]), markup=False)
            yield Static(line(Cell(str(self._where.start), "dim")), markup=False)
            yield Button(Content(_("Make an archive here, step by step")), id="make")
            yield Button(Content(_("Open a demo: a small invented city, ready to try")), id="demo")
            yield Button(Content(_("Leave")), id="leave")
        yield KeyBar()

    @on(Button.Pressed, "#make")
    def action_make(self) -> None:
        """On to the steps."""
        self.app.push_screen(MakeArchive(self._where))

    @on(Button.Pressed, "#demo")
    def action_demo(self) -> None:
        """Build the demo."""
        self.app.push_screen(BuildDemo(self._where))

    @on(Button.Pressed, "#leave")
    def leave(self) -> None:
        """Leave."""
        self.app.exit(None)


class FirstRun(App[Path]):
    """Ends with the folder of the archive to open, or None."""

    CSS_PATH = Path(__file__).with_name("dossier.tcss")
    ENABLE_COMMAND_PALETTE = False
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-tall")]  # noqa: RUF012 - Textual's own name
    BINDINGS: ClassVar[list[BindingType]] = [bind("quit", "ctrl+q", "quit", N_("Leave")), HELP_KEY]

    def __init__(self, circumstances: Circumstances, *, plain: bool = False) -> None:
        super().__init__()
        self._where = circumstances
        self._plain = plain

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, and plain characters where they are wanted."""
        return [*super().get_line_filters(), *([PlainGlyphs()] if self._plain else ())]

    def on_mount(self) -> None:
        """Begin with the welcome."""
        for theme, _title in THEMES.values():
            self.register_theme(theme)
        self.theme = DARK.name
        self.push_screen(Welcome(self._where))

    def action_help(self) -> None:
        """What this step is for, and what its keys do."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen, {}))
