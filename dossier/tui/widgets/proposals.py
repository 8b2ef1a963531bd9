"""Where a record probably belongs: numbered proposals, and the reasons for the one chosen."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from dossier.i18n import N_, render
from dossier.model.editions import Edition
from dossier.model.placing import Suggestion
from dossier.tui.text import Cell, Shown
from dossier.tui.widgets.preview import line, lines
from dossier.tui.widgets.rows import Column, ListRows, NoRows
from dossier.tui.widgets.table import Table
from dossier.tui.words import kind_name

LIKELY, POSSIBLE = 0.8, 0.4
"""Probabilities from which a proposal is shown as good, and as worth a look."""


class Proposals(Vertical):
    """The proposals for one record; ``of`` is its number, None before any came."""

    DEFAULT_CSS = "Proposals { height: auto; }"

    def __init__(self) -> None:
        super().__init__(id="proposals")
        self.of: str | None = None
        self._edition: Edition | None = None
        self._suggestions: list[Suggestion] = []

    def compose(self) -> ComposeResult:
        """A short table and a few lines below it."""
        yield Table(
            (
                Column("", 1),
                Column(N_("Sure"), 5, right=True),
                Column(N_("Code"), 12),
                Column(N_("Ask"), 14, flex=1),
                Column(N_("Kind"), 8),
            ),
            id="suggestions",
            markable=False,
            empty=N_("No suggestion; ^G searches the asks"),
        )
        yield Static(id="reasons", markup=False)

    def show(self, of: str, edition: Edition, suggestions: list[Suggestion]) -> None:
        """Show a record's proposals, the best one chosen unless they are the same as before."""
        table = self.query_one(Table)
        cursor = table.cursor if (of, suggestions) == (self.of, self._suggestions) else 0
        self.of, self._edition, self._suggestions = of, edition, suggestions
        numbered = list(enumerate(suggestions, 1))
        table.set_rows(ListRows(numbered, self._cells, lambda item: str(item[0])))
        table.cursor = cursor

    def clear(self) -> None:
        """Show that there is no record."""
        self.of, self._suggestions = None, []
        self.query_one(Table).set_rows(NoRows())

    def number(self, number: int) -> Suggestion | None:
        """The proposal with this number, counted from 1."""
        return self._suggestions[number - 1] if 0 < number <= len(self._suggestions) else None

    @property
    def chosen(self) -> Suggestion | None:
        """The proposal under the cursor."""
        return self.number(int(self.query_one(Table).key or 0))

    def _cells(self, item: tuple[int, Suggestion]) -> tuple[Shown, ...]:
        number, suggestion = item
        assert self._edition is not None
        requirement = self._edition.requirement(suggestion.requirement)
        sure = suggestion.probability
        return (
            Cell(str(number), "accent"),
            Cell(
                f"{sure:.0%}", "good" if sure >= LIKELY else "warn" if sure >= POSSIBLE else "dim"
            ),
            suggestion.requirement,
            requirement.title if requirement else "",
            kind_name(self._edition, suggestion.kind),
        )

    @on(Table.Moved)
    def explain(self) -> None:
        """Why this ask."""
        reasons = self.chosen.reasons if self.chosen else ()
        said = [render(reason.message, reason.parameters) for reason in reasons]
        self.query_one("#reasons", Static).update(
            lines([line(Cell("· " + text, "dim")) for text in said])
        )
