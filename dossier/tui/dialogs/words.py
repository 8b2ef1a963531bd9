"""One or two lines of text: a caption and a pointer, a date, a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Label

from dossier.i18n import _
from dossier.tui.dialogs.base import Dialog
from dossier.tui.widgets.line_input import LineInput


@dataclass(frozen=True, slots=True)
class Field:
    """A line to fill: its label, what stands there, an example."""

    label: str
    value: str = ""
    example: str = ""


class WordsDialog(Dialog[tuple[str, ...]]):
    """Asks for lines of text; answers with all of them in order."""

    def __init__(self, title: str, fields: Sequence[Field]) -> None:
        super().__init__(title)
        self._fields = tuple(fields)

    def body(self) -> ComposeResult:
        """A label and a line for each, two buttons."""
        for number, field in enumerate(self._fields):
            yield Label(Content(field.label), markup=False)
            yield LineInput(field.value, placeholder=field.example, id=f"field-{number}")
        with Horizontal(classes="buttons"):
            yield Button(Content(_("Save")), variant="primary", id="ok", compact=True)
            yield Button(Content(_("Back")), id="cancel", compact=True)

    @on(Input.Submitted)
    @on(Button.Pressed, "#ok")
    def send(self) -> None:
        """Answer with what stands there."""
        self.dismiss(tuple(item.value.strip() for item in self.query(Input)))

    @on(Button.Pressed, "#cancel")
    def cancel(self) -> None:
        """Leave."""
        self.action_leave()
