"""Building the demo city, and how far that is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import ProgressBar, Static

from dossier.errors import DossierError
from dossier.i18n import N_, _
from dossier.tui.background import Background, Delivered, Failed
from dossier.tui.founding import Circumstances, make_demo, trouble
from dossier.tui.keys import bind
from dossier.tui.text import Cell
from dossier.tui.widgets.keybar import KeyBar
from dossier.tui.widgets.preview import line
from dossier.workflow.demo import Steps


class BuildDemo(Background, Screen[None]):
    """A sentence and a bar; ends with the demo's folder."""

    BINDINGS: ClassVar[list[BindingType]] = [bind("back", "escape", "app.pop_screen", N_("Back"))]

    def __init__(self, circumstances: Circumstances) -> None:
        super().__init__()
        self._where = circumstances

    def compose(self) -> ComposeResult:
        """A sentence and a bar."""
        with Vertical(id="box"):
            yield Static(_("Inventing a small city…"), id="said", markup=False)
            yield ProgressBar(id="bar", show_eta=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin."""
        self.background(self._build, self._built, "demo")

    def _build(self) -> Path | DossierError:
        steps = Steps(
            generated=lambda _city: self._say(N_("Taking its files in…")),
            taken_in=lambda _report: self._say(N_("Assessing…")),
            assessed=lambda _assessment: self._say(N_("Making a bundle…")),
            bundled=lambda _result: None,
            progress=self._progress,
        )
        try:
            return make_demo(self._where, steps)
        except DossierError as error:
            return error

    def _say(self, text: str) -> None:
        self._later(lambda: self.query_one("#said", Static).update(Content(_(text))))

    def _progress(self, done: int, total: int) -> None:
        self._later(lambda: self.query_one(ProgressBar).update(total=total, progress=done))

    def _later(self, act: Callable[[], object]) -> None:
        self.post_message(Delivered(lambda _none: act(), None))

    def _built(self, root: Path | DossierError) -> None:
        if isinstance(root, DossierError):
            self._give_up(trouble(root))
        else:
            self.app.exit(root)

    def _give_up(self, text: str) -> None:
        self.query_one("#said", Static).update(line(Cell(text, "bad")))
        self.query_one(ProgressBar).display = False

    def on_failed(self, message: Failed) -> None:
        """Our own mistake: say so and stay."""
        self._give_up(f"{type(message.error).__name__}: {message.error}")
