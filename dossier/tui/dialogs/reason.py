"""Why: a reason chosen from the usual ones or typed, and a date to answer by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from dossier.i18n import N_, _
from dossier.tui.dialogs.base import Dialog
from dossier.tui.widgets.line_input import LineInput

RETURN_REASONS = (
    N_("The picture is blurred; send the original"),
    N_("The red-head paper lacks its number or seal"),
    N_("The date is outside the assessment period"),
    N_("It does not show what the ask wants"),
    N_("The report is too long; shorten it"),
    N_("The file cannot be opened; send it again"),
)
WAIVE_REASONS = (
    N_("There is no such facility in the district"),
    N_("It was answered by another unit's material"),
    N_("The assessors excused it"),
)
DISMISS_REASONS = (
    N_("Looked at: the two are different activities"),
    N_("Looked at: the content is right as it is"),
    N_("The unit confirmed it in writing"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The reason given, and the day to answer by if one was asked for."""

    reason: str
    due: str | None = None


class ReasonDialog(Dialog[Answer]):
    """Asks why; ``due`` is the day proposed, None where no date is asked for."""

    def __init__(
        self, title: str, reasons: Sequence[str], ok: str, *, due: str | None = None
    ) -> None:
        super().__init__(title)
        self._reasons = [_(reason) for reason in reasons]
        self._ok = ok
        self._due = due

    def body(self) -> ComposeResult:
        """Usual reasons, a line to type, a date, two buttons."""
        yield OptionList(*(Option(Content(text)) for text in self._reasons), id="usual")
        yield Label(_("Reason (shown to the unit)"), markup=False)
        yield LineInput(id="reason", placeholder=_("choose above or type"))
        if self._due is not None:
            yield Label(_("Answer by"), markup=False)
            yield LineInput(self._due, id="due", max_length=10)
        yield Static("", id="problem", markup=False)
        with Horizontal(classes="buttons"):
            yield Button(Content(self._ok), variant="primary", id="ok", compact=True)
            yield Button(Content(_("Back")), id="cancel", compact=True)

    @on(OptionList.OptionSelected)
    def take_usual(self, event: OptionList.OptionSelected) -> None:
        """A usual reason goes into the line, to be changed or sent."""
        line = self.query_one("#reason", Input)
        line.value = self._reasons[event.option_index]
        line.focus()

    @on(Input.Submitted)
    @on(Button.Pressed, "#ok")
    def send(self) -> None:
        """Answer, if it is whole."""
        reason = self.query_one("#reason", Input).value.strip()
        due = self.query_one("#due", Input).value.strip() if self._due is not None else ""
        problem = _problem(reason, due)
        if problem:
            self.query_one("#problem", Static).update(Content(problem))
        else:
            self.dismiss(Answer(reason, due or None))

    @on(Button.Pressed, "#cancel")
    def cancel(self) -> None:
        """Leave."""
        self.action_leave()


def _problem(reason: str, due: str) -> str:
    if not reason:
        return _("Say why, so that the unit knows what to do")
    try:
        if due:
            dt.date.fromisoformat(due)
    except ValueError:
        return _("Write the date as 2026-05-31")
    return ""
