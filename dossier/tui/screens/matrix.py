"""Units by asks at a glance; jump in where something is missing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from dossier.i18n import N_, _
from dossier.model.assessment import RequirementCoverage
from dossier.tui.keys import bind
from dossier.tui.screens.base import RoomScreen
from dossier.tui.text import Cell
from dossier.tui.widgets.grid import Grid
from dossier.tui.widgets.preview import line
from dossier.tui.words import mark, named_mark, standing
from dossier.workflow.matrix import Matrix, matrix
from dossier.workflow.overview import Overview

_LEGEND = (
    ("complete", N_("complete")),
    ("incomplete", N_("incomplete")),
    ("undetermined", N_("undetermined")),
    ("waived", N_("waived")),
    ("elsewhere", N_("nothing is sent")),
)


class MatrixRoom(RoomScreen):
    """The grid, a legend, and the words for the cell under the cursor."""

    ROOM = "matrix"
    GUIDE = (
        N_("Units from top to bottom, asks from left to right."),
        N_("A mark stands where a unit leads; a number is how many files a cooperating unit sent."),
        N_("Enter goes to the ask. Shift with PgUp or PgDn moves sideways."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("only_open", "ctrl+l,l", "only_open", N_("Only what is not done")),
        bind("open_unit", "ctrl+u,u", "open_unit", N_("To the unit")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._matrix: Matrix | None = None
        self._coverage: Mapping[str, RequirementCoverage] = {}
        self._codes: tuple[str, ...] = ()
        self._only_open = False

    def body(self) -> ComposeResult:
        """Legend, grid, words."""
        yield Static(id="legend", markup=False)
        yield Grid(id="grid")
        yield Static(id="cell", markup=False)

    def on_mount(self) -> None:
        """The legend does not change."""
        parts: list[Cell | str] = []
        for name, said in _LEGEND:
            parts += [named_mark(name), f" {_(said)}  "]
        parts += [Cell("2 .", "dim"), " " + _("files of a cooperating unit")]
        self.query_one("#legend", Static).update(line(*parts))
        self.query_one(Grid).focus()
        self._only_open = self.dossier.memory.get("matrix.only_open", False)

    def show_overview(self, overview: Overview) -> None:
        """Cross units and asks anew."""
        coverage = overview.coverage
        self.ask(lambda opened: matrix(opened, coverage), partial(self._take, coverage), "matrix")

    def _take(self, coverage: Mapping[str, RequirementCoverage], crossed: Matrix) -> None:
        self._matrix, self._coverage = crossed, coverage
        self._fill()

    def _fill(self) -> None:
        crossed = self._matrix
        if crossed is None:
            return
        self._codes = tuple(
            code
            for code in crossed.codes
            if not self._only_open
            or standing(self._coverage[code]) in ("incomplete", "undetermined")
        )
        self.query_one(Grid).fill(crossed.units, self._codes, self._cell)
        self._tell()

    def _cell(self, column: int, row: int) -> Cell:
        crossed = self._matrix
        if crossed is None:
            return Cell("")
        crossing = crossed.crossings.get((crossed.units[row], self._codes[column]))
        if crossing is None:
            return Cell("")
        if crossing.leads:
            return mark(self._coverage[self._codes[column]])
        return Cell(str(crossing.records or "."), "dim")

    @on(Grid.Moved)
    def moved(self) -> None:
        """Say what the cell means."""
        self._tell()

    def _tell(self) -> None:
        place = self._place()
        cell = self.query_one("#cell", Static)
        if place is None or self._matrix is None:
            cell.update(line(Cell(_("Nothing fits"), "dim")))
            return
        unit, code = place
        crossing = self._matrix.crossings.get(place)
        item = self._coverage[code]
        role = (
            _("no duty") if crossing is None else _("leads") if crossing.leads else _("cooperates")
        )
        sent = _("{count} records").format(count=crossing.records if crossing else 0)
        cell.update(
            line(Cell(f"{unit}  {role}  {sent}   ", "strong"), mark(item), f" {code} {item.title}")
        )

    def _place(self) -> tuple[str, str] | None:
        place = self.query_one(Grid).place
        if self._matrix is None or not self._codes or not self._matrix.units:
            return None
        return self._matrix.units[place.y], self._codes[place.x]

    @on(Grid.Chosen)
    def open_ask(self) -> None:
        """Go to the ask."""
        if (place := self._place()) is not None:
            self.dossier.show_ask(place[1])

    def action_open_unit(self) -> None:
        """Go to the unit."""
        if (place := self._place()) is not None:
            self.dossier.show_unit(place[0])

    def action_only_open(self) -> None:
        """Hide or show the asks that are done."""
        self._only_open = not self._only_open
        self.dossier.memory.keep("matrix.only_open", self._only_open)
        self._fill()
