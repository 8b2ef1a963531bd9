"""The bundle: what would be sent, making it, verifying it, what was sent before."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, ProgressBar, Select, Static

from dossier.bundle.difference import Difference, diff_bundles
from dossier.bundle.progress import BuildCancelledError
from dossier.bundle.verify import verify_bundle
from dossier.errors import DossierError
from dossier.i18n import N_, _
from dossier.model.assessment import Assessment
from dossier.model.bundles import BundlePlan, BundleResult
from dossier.model.events import BundleSealed, Entry
from dossier.tui.background import Delivered, Failed
from dossier.tui.keys import bind
from dossier.tui.screens.base import RoomScreen
from dossier.tui.text import Cell, size_text
from dossier.tui.widgets.bundle_words import difference_content, plan_content, result_content
from dossier.tui.widgets.line_input import LineInput
from dossier.tui.widgets.preview import line
from dossier.tui.widgets.rows import Column, ListRows
from dossier.tui.widgets.table import Table
from dossier.workflow.overview import Overview
from dossier.workflow.workspace import Workspace

if TYPE_CHECKING:
    from dossier.workflow.compile import Order

_STEPS = {
    "prepare": N_("preparing"),
    "copy": N_("copying"),
    "lists": N_("writing lists"),
    "verify": N_("reading back"),
    "publish": N_("finishing"),
}


@dataclass(frozen=True, slots=True)
class _Bundle:
    path: str
    entry: Entry
    event: BundleSealed


class BundleRoom(RoomScreen):
    """Form and plan on the left, history on the right."""

    ROOM = "bundle"
    GUIDE = (
        N_("Here the archive becomes one package for the submission system."),
        N_("Look at the plan first: what would go in, what is left out, what is in the way."),
        N_("While the material is not complete, only a partial bundle can be made, with a reason."),
        N_("The bundle is read back and verified before it gets its name."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("plan", "ctrl+l,p", "plan", N_("Plan")),
        bind("build", "ctrl+g,b", "build", N_("Make bundle")),
        bind("cancel", "escape", "cancel", N_("Stop")),
        bind("verify", "ctrl+r,v", "verify", N_("Verify")),
        bind("compare", "ctrl+e,d", "compare", N_("Compare")),
        bind("copy", "ctrl+y,c", "copy", N_("Copy path"), show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._stop: threading.Event | None = None
        self._bundles: list[_Bundle] = []

    def body(self) -> ComposeResult:
        """Form, progress, plan; history."""
        with Horizontal(id="columns"):
            with Vertical(id="order"):
                yield Static(id="profile", markup=False)
                with Horizontal(classes="line"):
                    yield Static(_("Asks"), classes="label", markup=False)
                    yield LineInput(placeholder=_("all; or codes with spaces between"), id="scope")
                with Horizontal(classes="line"):
                    yield Static(_("Form"), classes="label", markup=False)
                    yield Select(
                        [(_("folder"), "folder"), ("ZIP", "zip")],
                        value="zip",
                        allow_blank=False,
                        compact=True,
                        id="form",
                    )
                    yield Select(
                        [(_("whole"), "whole"), (_("partial, because"), "partial")],
                        value="whole",
                        allow_blank=False,
                        compact=True,
                        id="extent",
                    )
                    yield LineInput(placeholder=_("reason"), id="why")
                with Horizontal(classes="line"):
                    yield Button(Content(_("Plan")), id="plan", compact=True)
                    yield Button(
                        Content(_("Make bundle")), id="build", variant="primary", compact=True
                    )
                    yield Button(Content(_("Stop")), id="cancel", variant="error", compact=True)
                yield Static(id="said", markup=False)
                yield ProgressBar(id="bar", show_eta=False)
                with VerticalScroll(id="plan-scroll", can_focus=True):
                    yield Static(id="plan-text", markup=False)
            with Vertical(id="past"):
                yield Table(
                    (
                        Column(N_("Made"), 16),
                        Column(N_("Files"), 5, right=True),
                        Column(N_("Size"), 8, right=True),
                        Column(N_("Bundle"), 14, flex=1),
                    ),
                    id="bundles",
                    markable=False,
                    empty=N_("No bundle was made yet"),
                )
                with VerticalScroll(id="outcome-scroll", can_focus=True):
                    yield Static(id="outcome", markup=False)

    def on_mount(self) -> None:
        """Nothing runs yet; show the plan."""
        self._show_running(False)
        self.query_one("#scope").focus()

    def show_overview(self, overview: Overview) -> None:
        """The plan and the history may have changed."""
        del overview
        self.ask(_bundles, self._show_bundles, "bundles")
        if self._stop is None:
            self._ask_plan()

    def _show_running(self, running: bool) -> None:
        self.query_one("#bar").display = running
        self.query_one("#cancel").display = running
        self.query_one("#build", Button).disabled = running

    def _order(self, workspace: Workspace) -> Order:
        from dossier.workflow.compile import Order  # noqa: PLC0415 - heavy, and not yet needed

        return Order(
            as_of=workspace.today(),
            requirements=tuple(self._scope),
            zipped=self._zipped,
            partial=self._partial,
            reason=self._reason,
        )

    def _read_form(self) -> None:
        self._scope = self.query_one("#scope", Input).value.replace("、", " ").split()
        self._zipped = self.query_one("#form", Select).value == "zip"
        self._partial = self.query_one("#extent", Select).value == "partial"
        self._reason = self.query_one("#why", Input).value.strip()

    @on(Button.Pressed, "#plan")
    def action_plan(self) -> None:
        """Show what would be written."""
        self._ask_plan()

    @on(Input.Submitted)
    def plan_again(self) -> None:
        """Another scope, another plan."""
        self._ask_plan()

    def _ask_plan(self) -> None:
        self._read_form()
        self.survey(lambda opened: _plan(opened, self._order(opened)), self._show_plan, "plan")

    def _show_plan(self, answer: tuple[BundlePlan, Assessment, str]) -> None:
        planned, assessment, profile = answer
        self.query_one("#profile", Static).update(
            line(
                Cell(_("Profile") + " ", "dim"),
                profile,
                Cell("  " + _("as of") + " ", "dim"),
                planned.as_of,
            )
        )
        self.query_one("#plan-text", Static).update(plan_content(planned, assessment))

    @on(Button.Pressed, "#build")
    def action_build(self) -> None:
        """Write the bundle, read it back."""
        if self._stop is not None or self.dossier.read_only:
            return
        self._read_form()
        self._stop = threading.Event()
        self._show_running(True)
        self._said(_("preparing"))
        self.background(partial(self._build, self._stop), self._built, "build")

    def _build(self, stop: threading.Event) -> BundleResult | DossierError:
        from dossier.workflow.compile import compile_bundle  # noqa: PLC0415 - heavy, see above

        try:
            with self.dossier.session.apart() as workspace:
                order = self._order(workspace)
                return compile_bundle(workspace, order, partial(self._step, stop))
        except DossierError as error:
            return error

    def _step(self, stop: threading.Event, step: str, done: int, total: int) -> None:
        if stop.is_set():
            raise BuildCancelledError
        self.post_message(Delivered(lambda _none: self._progress(step, done, total), None))

    def _progress(self, step: str, done: int, total: int) -> None:
        self._said(f"{_(_STEPS.get(step, step))}  {size_text(done)} / {size_text(total)}")
        self.query_one(ProgressBar).update(total=max(total, 1), progress=done)

    def _said(self, text: str, tone: str = "") -> None:
        self.query_one("#said", Static).update(line(Cell(text, tone)))

    def _built(self, result: BundleResult | DossierError) -> None:
        self._stop = None
        self._show_running(False)
        if isinstance(result, DossierError):
            self._said(_("no bundle was made"), "warn")
            self.dossier.tell(result)
            return
        self._said(_("done: {path}").format(path=result.path), "good" if result.verified else "bad")
        self.query_one("#outcome", Static).update(result_content(result))
        self.dossier.look()

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Stop the work under way; nothing is left under the final name."""
        if self._stop is not None:
            self._stop.set()
            self._said(_("stopping…"), "warn")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what runs can be stopped."""
        if action == "cancel":
            return self._stop is not None
        return super().check_action(action, parameters)

    def on_failed(self, message: Failed) -> None:
        """Whatever ran has ended; the application says why."""
        del message
        self._stop = None
        self._show_running(False)

    def _show_bundles(self, bundles: list[_Bundle]) -> None:
        """The list; a bundle that is new to it gets the cursor."""
        new = bool(bundles) and bundles[0] not in self._bundles
        self._bundles = bundles
        self.part("#bundles", Table).set_rows(
            ListRows(bundles, _bundle_cells, lambda item: str(item.entry.seq)),
            keep=str(bundles[0].entry.seq) if new else None,
        )

    def _chosen(self) -> _Bundle | None:
        key = self.part("#bundles", Table).key
        return next((item for item in self._bundles if str(item.entry.seq) == key), None)

    @on(Table.Chosen, "#bundles")
    def action_verify(self) -> None:
        """Check the chosen bundle as a stranger would."""
        if (chosen := self._chosen()) is None:
            self.dossier.say(_("Choose a bundle first"), "warning")
            return
        self._said(_("verifying {path}").format(path=chosen.path))
        self.query_one("#bar").display = True
        self.background(partial(self._verify, Path(chosen.path)), self._verified, "verify")

    def _verify(self, path: Path) -> BundleResult:
        return verify_bundle(path, partial(self._step, threading.Event()))

    def _verified(self, result: BundleResult) -> None:
        self._show_running(self._stop is not None)
        if result.verified:
            self._said(_("verified: every file is as it was written"), "good")
        else:
            self._said(_("NOT verified"), "bad")
        self.query_one("#outcome", Static).update(result_content(result))

    def action_compare(self) -> None:
        """What changed from the bundle before to the chosen one."""
        chosen = self._chosen()
        older = self._bundles[self._bundles.index(chosen) + 1 :] if chosen else []
        if chosen is None or not older:
            self.dossier.say(_("There is no earlier bundle to compare with"), "warning")
            return
        pair = (Path(older[0].path), Path(chosen.path))
        self.background(lambda: diff_bundles(*pair), self._compared, "compare")

    def _compared(self, difference: Difference) -> None:
        self.query_one("#outcome", Static).update(difference_content(difference))

    def action_copy(self) -> None:
        """The chosen bundle's path on the clipboard."""
        if chosen := self._chosen():
            self.dossier.copy(chosen.path)


def _plan(workspace: Workspace, order: Order) -> tuple[BundlePlan, Assessment, str]:
    from dossier.workflow.compile import plan  # noqa: PLC0415 - heavy, see above

    planned, assessment = plan(workspace, order)
    return planned, assessment, workspace.profile.title


def _bundles(workspace: Workspace) -> list[_Bundle]:
    entries = reversed(workspace.archive.catalogue.bundles())
    return [
        _Bundle(entry.event.path, entry, entry.event)
        for entry in entries
        if isinstance(entry.event, BundleSealed)
    ]


def _bundle_cells(item: _Bundle) -> tuple[Cell | str, ...]:
    tone = "warn" if item.event.partial else "good"
    return (
        item.entry.at[:16].replace("T", " "),
        str(item.event.files),
        size_text(item.event.bytes),
        Cell(Path(item.path).name, tone),
    )
