"""An archive made step by step; every question but the first has a sensible answer already."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, ContentSwitcher, Input, Label, Select, Static

from dossier.errors import DossierError
from dossier.i18n import N_, _, current
from dossier.shipped import edition_ids, largest_edition, load_edition, load_profile, profile_ids
from dossier.tui.background import Background
from dossier.tui.founding import Circumstances, edition_words, is_day, make, trouble
from dossier.tui.keys import bind
from dossier.tui.text import Cell
from dossier.tui.widgets.keybar import KeyBar
from dossier.tui.widgets.line_input import LineInput
from dossier.tui.widgets.preview import line
from dossier.workflow.create import DEFAULT_PROFILE, Created, Wishes

STEPS = ("where", "edition", "units", "deadline")
_GUIDES = {
    "where": N_("Everything units send is kept in this folder, unchanged. It may be on any disk."),
    "edition": N_("The edition says what has to be handed in, the profile in what form."),
    "units": N_("Units drop their files into a folder of their own below the inbox."),
    "deadline": N_("With a last day the program counts the days and tells who is late."),
}


class MakeArchive(Background, Screen[None]):
    """Where, which edition, which units and inbox, until when; then the archive is made."""

    GUIDE = (N_("Enter goes on, Esc goes back; ^G makes the archive at once with what stands."),)
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("back", "escape", "back", N_("Back")),
        bind("next", "ctrl+n", "next", N_("Next")),
        bind("go", "ctrl+g", "go", N_("Make it")),
    ]

    def __init__(self, circumstances: Circumstances) -> None:
        super().__init__()
        self._where = circumstances
        self._step = 0

    def compose(self) -> ComposeResult:
        """A heading, the step's questions, what is wrong, buttons."""
        with VerticalScroll(id="box", can_focus=False):
            yield Static(id="heading", markup=False)
            with ContentSwitcher(initial=STEPS[0]):
                for step in STEPS:
                    with Vertical(id=step):
                        yield Static(line(Cell(_(_GUIDES[step]), "dim")), markup=False)
                        yield from self._questions(step)
            yield Static(id="problem", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(Content(_("Next")), id="next", variant="primary", compact=True)
                yield Button(Content(_("Make it")), id="go", compact=True)
                yield Button(Content(_("Back")), id="back", compact=True)
        yield KeyBar()

    def _questions(self, step: str) -> Iterator[Widget]:
        if step == "where":
            yield Label(_("Folder of the archive"), markup=False)
            yield LineInput(str(self._where.start / "档案库"), id="folder")
        elif step == "edition":
            editions = [(edition_words(load_edition(name)), name) for name in edition_ids()]
            profiles = [(load_profile(name).title, name) for name in profile_ids()]
            yield Label(_("Assessment edition"), markup=False)
            yield _choice("edition-name", editions, largest_edition())
            yield Label(_("Submission profile"), markup=False)
            yield _choice("profile", profiles, DEFAULT_PROFILE)
        elif step == "units":
            yield Label(_("Roster of units, a YAML file (empty: the edition's)"), markup=False)
            yield LineInput(id="roster")
            yield Label(_("Folder units drop files into (empty: inside it)"), markup=False)
            yield LineInput(id="inbox")
        else:
            yield Label(_("Last day of the submission (may stay empty)"), markup=False)
            yield LineInput(placeholder="2026-12-31", id="last-day", max_length=10)
            yield Label(
                _("Our place in full (finds names of other places left in papers)"), markup=False
            )
            yield LineInput(placeholder="湖北省武汉市江岸区", id="place")

    def on_mount(self) -> None:
        """Begin at the folder."""
        self._show()

    def _show(self) -> None:
        step = STEPS[self._step]
        said = _("A new archive, step {number} of {count}").format(
            number=self._step + 1, count=len(STEPS)
        )
        self.query_one("#heading", Static).update(line(Cell(said, "accent")))
        self.query_one(ContentSwitcher).current = step
        self.query_one("#next").display = self._step < len(STEPS) - 1
        self._tell("")
        self.query(f"#{step} Input, #{step} Select").first().focus()

    @on(Input.Submitted)
    @on(Button.Pressed, "#next")
    def action_next(self) -> None:
        """The next question; after the last one the archive is made."""
        if self._step == len(STEPS) - 1:
            self.action_go()
        else:
            self._step += 1
            self._show()

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        """The question before; from the first one back to the welcome."""
        if self._step:
            self._step -= 1
            self._show()
        else:
            self.app.pop_screen()

    @on(Button.Pressed, "#go")
    def action_go(self) -> None:
        """Make the archive with what stands here."""
        deadline = self.query_one("#last-day", Input).value.strip()
        if deadline and not is_day(deadline):
            self._step = STEPS.index("deadline")
            self._show()
            self._tell(_("Write the date as 2026-05-31"))
            return
        self.background(partial(self._make, self._wishes(deadline)), self._made, "make")

    def _wishes(self, deadline: str) -> Wishes:
        def path(name: str) -> Path | None:
            text = self.query_one(f"#{name}", Input).value.strip()
            return Path(text).expanduser().absolute() if text else None

        return Wishes(
            root=path("folder") or self._where.start,
            edition=str(self.query_one("#edition-name", Select).value),
            profile=str(self.query_one("#profile", Select).value),
            units=path("roster"),
            inbox=path("inbox"),
            language=current().language,
            deadline=deadline or None,
            place=self.query_one("#place", Input).value.strip(),
        )

    def _make(self, wishes: Wishes) -> Created | DossierError:
        try:
            return make(wishes, self._where)
        except DossierError as error:
            return error

    def _made(self, made: Created | DossierError) -> None:
        if isinstance(made, DossierError):
            self._tell(trouble(made))
        else:
            self.app.exit(made.root)

    def _tell(self, text: str) -> None:
        self.query_one("#problem", Static).update(line(Cell(text, "bad")))


def _choice(name: str, options: list[tuple[str, str]], value: str) -> Select[str]:
    shown = [(Content(said), key) for said, key in options]
    return Select(shown, value=value, allow_blank=False, compact=True, id=name)
