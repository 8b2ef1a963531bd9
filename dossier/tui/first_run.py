"""No archive here: make one step by step, or open the demo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Input, Label, ProgressBar, Select, Static

from dossier.errors import DossierError
from dossier.i18n import N_, _, current
from dossier.model.editions import Edition
from dossier.settings import load_settings, template
from dossier.shipped import edition_ids, largest_edition, load_edition, profile_ids
from dossier.tui.background import Background, Delivered, Failed
from dossier.tui.keys import bind
from dossier.tui.text import Cell
from dossier.tui.themes import DARK, THEMES
from dossier.tui.widgets.keybar import KeyBar
from dossier.tui.widgets.line_input import LineInput
from dossier.tui.widgets.preview import line, lines
from dossier.tui.words import error_text
from dossier.workflow.create import DEFAULT_PROFILE, Created, Wishes, create
from dossier.workflow.demo import Steps, demo_wishes, found, run
from dossier.workflow.workspace import Clock, open_workspace

WELCOME = (
    N_("There is no archive in this folder yet."),
    N_("An archive is a folder that keeps every file units send, and what was decided on it."),
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where we are, the clock, and who sits here."""

    start: Path
    clock: Clock
    actor: str


class Welcome(Screen[None]):
    """Make an archive, look at the demo, or leave."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("make", "ctrl+n,n", "make", N_("Make an archive")),
        bind("demo", "ctrl+d,d", "demo", N_("Open the demo")),
        bind("quit", "ctrl+q", "app.quit", N_("Leave")),
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


class MakeArchive(Background, Screen[None]):
    """One page with everything an archive needs; all but the folder has a sensible answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("back", "escape", "app.pop_screen", N_("Back")),
        bind("go", "ctrl+g", "go", N_("Make it")),
    ]

    def __init__(self, circumstances: Circumstances) -> None:
        super().__init__()
        self._where = circumstances

    def compose(self) -> ComposeResult:
        """Folder, edition, deadline, roster, inbox."""
        editions = [(edition_words(load_edition(name)), name) for name in edition_ids()]
        profiles = [(name, name) for name in profile_ids()]
        with Vertical(id="box"):
            yield Static(line(Cell(_("A new archive"), "accent")), markup=False)
            yield Label(_("1. Folder of the archive"), markup=False)
            yield LineInput(str(self._where.start / "档案库"), id="folder")
            yield Label(_("2. Assessment edition"), markup=False)
            yield Select(
                editions, value=largest_edition(), allow_blank=False, compact=True, id="edition"
            )
            yield Label(_("3. Submission profile"), markup=False)
            yield Select(
                profiles, value=DEFAULT_PROFILE, allow_blank=False, compact=True, id="profile"
            )
            yield Label(_("4. Last day of the submission (may stay empty)"), markup=False)
            yield LineInput(placeholder="2026-12-31", id="deadline", max_length=10)
            yield Label(_("5. Roster of units, a YAML file (empty: the edition's)"), markup=False)
            yield LineInput(id="units")
            yield Label(_("6. Folder units drop files into (empty: inside it)"), markup=False)
            yield LineInput(id="inbox")
            yield Static(id="problem", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(Content(_("Make it")), id="go", variant="primary", compact=True)
                yield Button(Content(_("Back")), id="back", compact=True)
        yield KeyBar()

    @on(Input.Submitted)
    @on(Button.Pressed, "#go")
    def action_go(self) -> None:
        """Make the archive with what stands here."""
        deadline = self.query_one("#deadline", Input).value.strip()
        if deadline and not _is_day(deadline):
            self._tell(_("Write the date as 2026-05-31"))
            return
        self.background(partial(self._make, self._wishes(deadline)), self._made, "make")

    def _wishes(self, deadline: str) -> Wishes:
        def path(name: str) -> Path | None:
            text = self.query_one(f"#{name}", Input).value.strip()
            return Path(text).expanduser().absolute() if text else None

        return Wishes(
            root=path("folder") or self._where.start,
            edition=str(self.query_one("#edition", Select).value),
            profile=str(self.query_one("#profile", Select).value),
            units=path("units"),
            inbox=path("inbox"),
            language=current().language,
            deadline=deadline or None,
        )

    def _make(self, wishes: Wishes) -> Created | DossierError:
        try:
            return make(wishes, self._where)
        except DossierError as error:
            return error

    def _made(self, made: Created | DossierError) -> None:
        if isinstance(made, DossierError):
            self._tell("\n→ ".join(part for part in error_text(made) if part))
        else:
            self.app.exit(made.root)

    def _tell(self, text: str) -> None:
        self.query_one("#problem", Static).update(line(Cell(text, "bad")))

    @on(Button.Pressed, "#back")
    def back(self) -> None:
        """Back to the welcome."""
        self.app.pop_screen()


class BuildDemo(Background, Screen[None]):
    """Builds the demo city and tells how far it is."""

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
        root = free_folder(self._where.start)
        wishes = demo_wishes(root, current().language, self._where.clock().date())
        steps = Steps(
            generated=lambda _city: self._say(N_("Taking its files in…")),
            taken_in=lambda _report: self._say(N_("Assessing…")),
            assessed=lambda _assessment: self._say(N_("Making a bundle…")),
            bundled=lambda _result: None,
            progress=self._progress,
        )
        where = self._where
        try:
            found(wishes, settings_text(wishes), steps, clock=where.clock, actor=where.actor)
            settings = load_settings(root)
            with open_workspace(settings, clock=where.clock, actor=where.actor) as workspace:
                run(workspace, steps)
        except DossierError as error:
            return error
        return root

    def _say(self, text: str) -> None:
        self._later(lambda: self.query_one("#said", Static).update(Content(_(text))))

    def _progress(self, done: int, total: int) -> None:
        self._later(lambda: self.query_one(ProgressBar).update(total=total, progress=done))

    def _later(self, act: Callable[[], object]) -> None:
        self.post_message(Delivered(lambda _none: act(), None))

    def _built(self, root: Path | DossierError) -> None:
        if isinstance(root, DossierError):
            text = "\n→ ".join(part for part in error_text(root) if part)
            self.query_one("#said", Static).update(line(Cell(text, "bad")))
        else:
            self.app.exit(root)

    def on_failed(self, message: Failed) -> None:
        """Our own mistake: say so and stay."""
        said = line(Cell(f"{type(message.error).__name__}: {message.error}", "bad"))
        self.query_one("#said", Static).update(said)


class FirstRun(App[Path]):
    """Ends with the folder of the archive to open, or None."""

    CSS_PATH = Path(__file__).with_name("dossier.tcss")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, circumstances: Circumstances) -> None:
        super().__init__()
        self._where = circumstances

    def on_mount(self) -> None:
        """Begin with the welcome."""
        for theme, _title in THEMES.values():
            self.register_theme(theme)
        self.theme = DARK.name
        self.push_screen(Welcome(self._where))


def make(wishes: Wishes, where: Circumstances) -> Created:
    """The archive these wishes describe."""
    text = settings_text(wishes)
    return create(wishes, settings_text=text, clock=where.clock, actor=where.actor)


def settings_text(wishes: Wishes) -> str:
    """The ``dossier.toml`` for the wishes."""
    return template(
        edition=wishes.edition,
        profile=wishes.profile,
        units=f"schema/{wishes.units.name}" if wishes.units else None,
        inboxes=[str(wishes.inbox) if wishes.inbox else "inbox"],
        language=wishes.language,
        deadline=wishes.deadline,
    )


def edition_words(edition: Edition) -> str:
    """An edition in one line."""
    return _("{title}, {count} asks").format(title=edition.title, count=len(edition.requirements))


def free_folder(start: Path) -> Path:
    """The first of ``dossier-demo``, ``dossier-demo-2`` … that is not there."""
    number = 1
    while (folder := start / f"dossier-demo{'' if number == 1 else f'-{number}'}").exists():
        number += 1
    return folder


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
