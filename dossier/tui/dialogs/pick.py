"""Pick one of many by code or words: asks, units, kinds, records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from dossier.i18n import N_, _
from dossier.model.editions import Edition, Unit
from dossier.tui.dialogs.base import Dialog
from dossier.tui.keys import bind
from dossier.tui.text import Cell
from dossier.tui.widgets.line_input import LineInput
from dossier.tui.widgets.rows import Column, ListRows
from dossier.tui.widgets.table import Table

HINT = N_("↑ ↓ move, Enter takes the line, Esc leaves")
"""How a list under a line to type into is used."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to pick: its key, what is shown, and the words it is found by."""

    key: str
    cells: tuple[Cell | str, ...]
    words: str


def narrowed(choices: Sequence[Choice], text: str) -> list[Choice]:
    """The choices that hold every word, those whose key begins with the text first."""
    wanted = text.casefold().split()
    found = [item for item in choices if all(word in item.words for word in wanted)]
    if not wanted:
        return found
    return sorted(found, key=lambda item: not item.key.casefold().startswith(wanted[0]))


class PickDialog(Dialog[str]):
    """A line to type into and the choices that fit; answers with the key.

    It is there before its choices are (see :meth:`offer`), so that what is typed at once reaches it
    and not the room behind.
    """

    BINDINGS = [  # noqa: RUF012 - Textual reads it from the class
        bind("row_down", "down", "step(1)"),
        bind("row_up", "up", "step(-1)"),
        bind("page_down", "pagedown", "step(10)"),
        bind("page_up", "pageup", "step(-10)"),
    ]

    def __init__(
        self, title: str, columns: Sequence[Column], choices: Sequence[Choice] | None = None
    ) -> None:
        super().__init__(title)
        self._columns = columns
        self._choices = choices

    def body(self) -> ComposeResult:
        """The line and the list."""
        yield LineInput(placeholder=_("type a code or words"), id="wanted")
        yield Table(self._columns, id="choices", markable=False, empty=N_("Nothing fits"))
        yield Static(Content(_(HINT)), id="hint", markup=False)

    def on_mount(self) -> None:
        """Show everything at first."""
        self.query_one(Input).focus()
        self._narrow("")

    def offer(self, choices: Sequence[Choice]) -> None:
        """Here are the choices."""
        self._choices = choices
        for wanted in self.query(Input):
            self._narrow(wanted.value)

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Show what fits."""
        self._narrow(event.value)

    def _narrow(self, text: str) -> None:
        if self._choices is None:
            return
        table = self.query_one(Table)
        found = narrowed(self._choices, text)
        table.set_rows(ListRows(found, lambda item: item.cells, lambda item: item.key))
        table.cursor = 0

    def action_step(self, rows: int) -> None:
        """Move in the list while typing."""
        self.query_one(Table).cursor += rows

    @on(Input.Submitted)
    @on(Table.Chosen)
    def take(self) -> None:
        """Answer with the row under the cursor."""
        if (key := self.query_one(Table).key) is not None:
            self.dismiss(key)


REQUIREMENT_COLUMNS = (
    Column(N_("Code"), 14),
    Column(N_("Ask"), 20, flex=2),
    Column(N_("Wanted"), 12, flex=1),
)
UNIT_COLUMNS = (Column(N_("Unit"), 20, flex=1), Column(N_("Category"), 10))
KIND_COLUMNS = (Column(N_("Kind"), 20, flex=1),)


def requirement_choices(edition: Edition) -> list[Choice]:
    """Every ask, found by its code in full-width or plain digits, its title and its units."""
    choices = []
    for item in edition.requirements:
        kinds = "、".join(_kind(edition, slot.kind) for slot in item.slots)
        words = " ".join((item.code, plain_code(item.code), item.title, *item.lead, kinds))
        choices.append(
            Choice(item.code, (item.code, item.title, Cell(kinds, "dim")), words.casefold())
        )
    return choices


def plain_code(code: str) -> str:
    """The code as one types it: ``3-2-1-1`` and ``2-1-1`` both are in it."""
    table = {ord("Ⅰ"): "1", ord("Ⅱ"): "2", ord("Ⅲ"): "3"}
    table |= {ord("①") + number: str(number + 1) for number in range(20)}
    return code.translate(table)


def _kind(edition: Edition, kind: str) -> str:
    found = edition.kind(kind)
    return found.name if found else kind


def unit_choices(units: Sequence[Unit]) -> list[Choice]:
    """Every unit, found by name and aliases."""
    return [
        Choice(item.name, (item.name, Cell(item.category, "dim")), _unit_words(item))
        for item in units
    ]


def _unit_words(unit: Unit) -> str:
    return " ".join((unit.name, *unit.aliases, unit.category)).casefold()


def kind_choices(edition: Edition) -> list[Choice]:
    """Every kind of material."""
    return [
        Choice(item.id, (item.name,), f"{item.name} {item.id} {item.mark}")
        for item in edition.kinds
    ]
