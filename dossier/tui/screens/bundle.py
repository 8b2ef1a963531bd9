"""The bundle: what would be sent, making it, verifying it, what was sent before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, ProgressBar, Select, Static

from dossier.errors import DossierError
from dossier.i18n import N_, _
from dossier.model.assessment import Assessment
from dossier.model.bundles import BundlePlan, BundleResult
from dossier.tui.dialogs.scope import ScopeDialog
from dossier.tui.keys import bind
from dossier.tui.screens.bundle_asking import estimated, history, planned, profiles, scope_choices
from dossier.tui.screens.past_bundles import PastBundles
from dossier.tui.text import Cell
from dossier.tui.widgets.bundle_words import plan_content, result_content
from dossier.tui.widgets.order_form import OrderForm
from dossier.tui.widgets.preview import line, lines
from dossier.tui.widgets.rows import Column
from dossier.tui.widgets.table import Table
from dossier.tui.words import error_text
from dossier.workflow.ordering import Wish, order_of

if TYPE_CHECKING:
    from dossier.bundle.progress import Progress
    from dossier.workflow.workspace import Workspace

T = TypeVar("T")
_KEPT = "bundle"
_WRITING = frozenset({"build", "withdraw"})


class BundleRoom(PastBundles):
    """Form and plan on the left, history on the right."""

    ROOM = "bundle"
    STARTS = ("#build", "#plan")
    GUIDE = (
        N_("Here the archive becomes one package for the submission system."),
        N_("Look at the plan first: what would go in, what is left out, what is in the way."),
        N_("While the material is not complete, only a partial bundle can be made, with a reason."),
        N_("The bundle is read back and verified before it gets its name."),
        N_("On the right is what was made before; mark two with the space bar to compare them."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("plan", "ctrl+l,p", "plan", N_("Plan")),
        bind("build", "ctrl+g,b", "build", N_("Make bundle")),
        bind("cancel", "escape", "cancel", N_("Stop")),
        bind("verify", "ctrl+r,v", "verify", N_("Verify")),
        bind("compare", "ctrl+e,d", "compare", N_("Compare")),
        bind("scope", "ctrl+n,n", "scope", N_("Pick asks"), show=False),
        bind("withdraw", "ctrl+b", "withdraw", N_("Take back"), show=False),
        bind("verify_other", "ctrl+o,o", "verify_other", N_("Verify another"), show=False),
        bind("copy", "ctrl+y,c", "copy", N_("Copy path"), show=False),
    ]

    def body(self) -> ComposeResult:
        """Form, progress, plan; history."""
        profile = self.dossier.session.settings.profile
        with Horizontal(id="columns"):
            with Vertical(id="order"):
                yield OrderForm(profile, self.dossier.memory.get(_KEPT, {}))
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
                        Column(N_("Files"), 6, right=True),
                        Column(N_("Size"), 8, right=True),
                        Column(N_("Bundle"), 12, flex=1),
                    ),
                    id="bundles",
                    empty=N_("No bundle was made yet"),
                )
                with VerticalScroll(id="outcome-scroll", can_focus=True):
                    yield Static(id="outcome", markup=False)

    def __init__(self) -> None:
        super().__init__()
        self._exact: tuple[Wish, int] | None = None

    def on_mount(self) -> None:
        """Nothing runs yet; show the plan."""
        self.query_one("#plan-text", Static).update(line(Cell(_("Planning…"), "dim")))
        self.show_running(False)
        self.ask(profiles, self.part("#form-lines", OrderForm).offer_profiles, "profiles")
        self.query_one("#scope").focus()

    def show_archive(self) -> None:
        """The plan and the history may have changed."""
        self.ask(history, self.show_stories, "bundles")
        self._estimate()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Who may only look takes nothing back."""
        if action in _WRITING and self.dossier.read_only:
            return False
        return super().check_action(action, parameters)

    @on(Select.Changed)
    @on(Input.Submitted)
    def plan_again(self) -> None:
        """Another order, another plan."""
        self._estimate()

    def _estimate(self) -> None:
        """Plan without converting anything; a file that cannot be judged so says ≈. A plan to the
        byte stays for as long as the order and the archive are the same.
        """
        wish = self.part("#form-lines", OrderForm).wish()
        if self.working or self._exact == (wish, self._position()):
            return
        self._exact = None
        self.survey(
            partial(estimated, wish=wish),
            self._show_estimate,
            "plan",
        )

    @on(Button.Pressed, "#plan")
    def action_plan(self) -> None:
        """Convert and bind what is to be, and show what would be written, to the byte."""
        wish = self.part("#form-lines", OrderForm).wish()
        exact = (wish, self._position())
        self.work(
            lambda opened, step: planned(opened, order_of(opened, wish), step),
            partial(self._show_exactly, exact),
            "plan",
        )

    def _position(self) -> int:
        """How far the ledger was when the archive was last looked at."""
        return self.dossier.overview.position if self.dossier.overview else 0

    def _show_exactly(self, exact: tuple[Wish, int], answer: tuple[BundlePlan, Assessment]) -> None:
        self._exact = exact
        self.query_one("#plan-text", Static).update(plan_content(*answer))

    def _show_estimate(self, answer: tuple[BundlePlan, Assessment] | DossierError) -> None:
        """An order half typed may not be understood: that is said without interrupting."""
        if isinstance(answer, DossierError):
            said, advice = error_text(answer)
            content = lines([line(Cell(said, "warn")), line(Cell(f"→ {advice}", "dim"))])
            self.query_one("#plan-text", Static).update(content)
            return
        said = _("Estimated, no books or forms yet; ^L is exact")
        content = lines([line(Cell(said, "dim")), plan_content(*answer)])
        self.query_one("#plan-text", Static).update(content)

    def action_scope(self) -> None:
        """Mark the asks a bundle is about."""
        marked = self.query_one("#scope", Input).value.replace("、", " ").split()
        self.survey(
            lambda opened: scope_choices(opened, marked),
            lambda found: self.app.push_screen(ScopeDialog(*found), self._take_scope),
            "dialog",
        )

    @on(Button.Pressed, "#pick")
    def pick(self) -> None:
        """The same with the mouse."""
        self.action_scope()

    def _take_scope(self, codes: tuple[str, ...] | None) -> None:
        if codes is not None:
            self.query_one("#scope", Input).value = " ".join(codes)
            self._estimate()

    @on(Button.Pressed, "#build")
    def action_build(self) -> None:
        """Write the bundle, read it back."""
        if self.dossier.read_only:
            return
        form = self.part("#form-lines", OrderForm)
        wish = form.wish()
        self.dossier.memory.keep(_KEPT, form.to_keep())

        def build(opened: Workspace, step: Progress) -> BundleResult:
            from dossier.workflow.compile import (  # noqa: PLC0415 - loads what writes bundles
                compile_bundle,
            )

            return compile_bundle(opened, order_of(opened, wish), step)

        self.work(build, self._built, "build", _("no bundle was made"))

    def _built(self, result: BundleResult) -> None:
        said = _("done: {path}").format(path=result.path)
        self.report(said, "good" if result.verified else "bad")
        self.tell(result.bundle_id, result_content(result))
        self.dossier.look()
