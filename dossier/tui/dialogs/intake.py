"""Taking in from the screen: progress, then the balance."""

from __future__ import annotations

import time

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, ProgressBar, Static

from dossier.i18n import N_, _
from dossier.model.findings import Finding
from dossier.tui.background import Delivered, Failed
from dossier.tui.dialogs.base import Dialog
from dossier.tui.session import Session
from dossier.tui.text import Cell, plain
from dossier.tui.widgets.preview import line, lines
from dossier.tui.words import finding_advice, finding_text
from dossier.words.codes import word
from dossier.workflow.take_in import IntakeReport, take_in

_OUTCOMES = ("archived", "duplicate", "refused", "waiting", "ignored")


class IntakeDialog(Dialog[None]):
    """Runs one intake; closing the box lets it go on in the background."""

    GUIDE = (N_("Everything that lies finished in the inboxes is taken in now."),)

    def __init__(self, session: Session) -> None:
        super().__init__(_("Taking in"))
        self._session = session

    def body(self) -> ComposeResult:
        """A bar, the report, a button."""
        yield Static(_("Looking into the inboxes…"), id="said", markup=False)
        yield ProgressBar(id="bar", show_eta=False)
        with VerticalScroll():
            yield Static("", id="report", markup=False)
        with Horizontal(classes="buttons"):
            yield Button(Content(_("Back")), id="cancel", compact=True)

    def on_mount(self) -> None:
        """Begin."""
        self.query_one(Button).focus()
        self.background(self._run, self._show, "intake")

    def _run(self) -> IntakeReport:
        with self._session.apart() as workspace:
            return take_in(workspace, (), self._tell, time.sleep)

    def _tell(self, done: int, total: int) -> None:
        self.post_message(Delivered(lambda _value: self._progress(done, total), None))

    def _progress(self, done: int, total: int) -> None:
        self.query_one(ProgressBar).update(total=total, progress=done)
        said = _("Reading {done} of {total}").format(done=done, total=total)
        self.query_one("#said", Static).update(Content(said))

    def _show(self, report: IntakeReport) -> None:
        self.query_one(ProgressBar).update(total=1, progress=1)
        self.query_one("#said", Static).update(Content(balance_line(report)))
        self.query_one("#report", Static).update(lines(report_lines(report)))

    def on_failed(self, message: Failed) -> None:
        """Stop the bar; the application says what happened."""
        del message
        self.query_one("#said", Static).update(Content(_("It did not work this time")))

    @on(Button.Pressed)
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
