"""Taking in from the screen: progress, then the balance."""

from __future__ import annotations

import threading
import time
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, ProgressBar, Static

from dossier.errors import IntakeStopped
from dossier.i18n import N_, _
from dossier.model.findings import Finding
from dossier.tui.background import Delivered, Failed
from dossier.tui.dialogs.base import Dialog
from dossier.tui.keys import bind
from dossier.tui.session import Session
from dossier.tui.text import Cell, plain
from dossier.tui.widgets.preview import line, lines
from dossier.tui.words import finding_advice, finding_text
from dossier.words.codes import word
from dossier.workflow.take_in import IntakeReport, take_in

_OUTCOMES = ("archived", "duplicate", "refused", "waiting", "ignored")


class IntakeDialog(Dialog[None]):
    """Runs one intake; closing the box lets it go on in the background, stopping ends it."""

    BINDINGS: ClassVar[list[BindingType]] = [bind("stop", "ctrl+b", "stop", N_("Stop"))]
    GUIDE = (
        N_("Everything that lies finished in the inboxes is taken in now."),
        N_("Leaving lets it go on behind the screen. Stopping loses nothing: F10 goes on later."),
    )

    def __init__(self, session: Session) -> None:
        super().__init__(_("Taking in"))
        self._session = session
        self._stopped = threading.Event()
        self._at_work = True

    def body(self) -> ComposeResult:
        """A bar, the report, a button."""
        yield Static(_("Looking into the inboxes…"), id="said", markup=False)
        yield ProgressBar(id="bar", show_eta=False)
        with VerticalScroll():
            yield Static("", id="report", markup=False)
        with Horizontal(classes="buttons"):
            yield Button(Content(_("Back")), id="cancel", compact=True)
            yield Button(Content(_("Stop")), id="stop", variant="error", compact=True)

    def on_mount(self) -> None:
        """Begin."""
        self.query_one(Button).focus()
        self.background(self._run, self._show, "intake")

    def _run(self) -> IntakeReport:
        with self._session.apart() as workspace:
            return take_in(workspace, (), self._tell, time.sleep, heed=self._heed)

    def _heed(self) -> None:
        if self._stopped.is_set():
            raise IntakeStopped(
                N_("taking in was stopped"),
                N_("what came in is kept and the rest waits; F10 goes on with it"),
            )

    def _tell(self, done: int, total: int) -> None:
        self._heed()
        self.post_message(Delivered(lambda _value: self._progress(done, total), None))

    def _progress(self, done: int, total: int) -> None:
        self.query_one(ProgressBar).update(total=total, progress=done)
        said = _("Reading {done} of {total}").format(done=done, total=total)
        self.query_one("#said", Static).update(Content(said))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what runs can be stopped."""
        return self._at_work if action == "stop" else super().check_action(action, parameters)

    @on(Button.Pressed, "#stop")
    def action_stop(self) -> None:
        """Stop before the next file."""
        self._stopped.set()
        self.query_one("#said", Static).update(Content(_("stopping…")))

    def _end(self) -> None:
        self._at_work = False
        self.query_one("#stop").display = False
        self.refresh_bindings()

    def _show(self, report: IntakeReport) -> None:
        self._end()
        self.query_one(ProgressBar).update(total=1, progress=1)
        self.query_one("#said", Static).update(Content(balance_line(report)))
        self.query_one("#report", Static).update(lines(report_lines(report)))

    def on_failed(self, message: Failed) -> None:
        """Stop the bar; the application says what happened."""
        self._end()
        stopped = isinstance(message.error, IntakeStopped)
        said = _("stopped") if stopped else _("It did not work this time")
        self.query_one("#said", Static).update(Content(said))

    @on(Button.Pressed, "#cancel")
    def close(self) -> None:
        """Leave the box."""
        self.action_leave()


def balance_line(report: IntakeReport) -> str:
    """The balance in one line."""
    counts = {**report.counts, "waiting": len(report.waiting)}
    parts = " + ".join(f"{word(name)} {counts.get(name, 0)}" for name in _OUTCOMES)
    return _("{seen} seen = {parts}").format(seen=report.seen, parts=parts)


def report_lines(report: IntakeReport) -> list[Content]:
    """What was refused, what waits, which inbox could not be reached."""
    rows = []
    for refused in report.refused:
        finding = Finding(refused.code, str(refused.source), refused.parameters)
        rows.append(line(Cell(f"{refused.code} ", "bad"), plain(str(refused.source))))
        rows.append(line(f"  {finding_text(finding)} → {finding_advice(finding)}"))
    rows += [line(Cell(_("waiting") + " ", "warn"), plain(path)) for path in report.waiting]
    for root, detail in report.offline.items():
        rows.append(line(Cell(_("cannot be reached") + " ", "bad"), plain(f"{root} {detail}")))
    if report.index_error:
        rows.append(line(Cell(plain(report.index_error), "bad")))
    return rows
