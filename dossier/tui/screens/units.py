"""Who owes what, and since when."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from dossier.i18n import N_, _
from dossier.model.assessment import RequirementCoverage, UnitCoverage
from dossier.model.editions import Unit
from dossier.tui.dialogs.pick import Choice, PickDialog
from dossier.tui.keys import bind
from dossier.tui.papers import write_paper
from dossier.tui.screens.base import RoomScreen
from dossier.tui.text import Cell, Shown, bar
from dossier.tui.widgets.preview import line
from dossier.tui.widgets.rows import Column, ListRows
from dossier.tui.widgets.table import Table
from dossier.tui.words import mark, standing, worded
from dossier.workflow.find import open_file
from dossier.workflow.overview import Overview

_REPORTS = {
    "gaps": N_("list of what is missing"),
    "notices": N_("reminder notice"),
    "returns": N_("return slip"),
    "assignments": N_("list of duties"),
    "catalogue": N_("catalogue of records"),
    "digest": N_("digest of the last seven days"),
}
_OF_ALL = frozenset({"digest"})
"""Papers that are never about one unit."""
_REPORT_COLUMNS = (Column(N_("Paper"), 20, flex=1), Column(N_("Format"), 6))
_ORDER = {
    "incomplete": 0,
    "undetermined": 1,
    "complete": 2,
    "waived": 3,
    "bonus": 4,
    "elsewhere": 5,
}


class UnitsRoom(RoomScreen):
    """Units on the left, the asks of one of them on the right."""

    ROOM = "units"
    GUIDE = (
        N_("Each unit with what it owes as lead, what is done, and how late it is."),
        N_("The asks of the unit stand on the right, what is missing first."),
        N_("Enter on an ask goes there."),
        N_("^R writes a list of what is missing, a return slip or a notice for the unit."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("only_owing", "ctrl+l,l", "only_owing", N_("Only those who owe")),
        bind("report", "ctrl+r,r", "report", N_("Write a list or slip")),
        bind("report_all", "ctrl+t,t", "report_all", N_("For all units")),
        bind("open_paper", "ctrl+o,o", "open_paper", N_("Open what was written"), show=False),
        bind("copy", "ctrl+y,c", "copy", N_("Copy what is missing")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._only_owing = False
        self._roster: dict[str, Unit] = {}
        self._paper: Path | None = None

    def body(self) -> ComposeResult:
        """Two tables, and the unit in words."""
        with Horizontal(id="columns"):
            yield Table(
                (
                    Column(N_("Unit"), 10, flex=1),
                    Column(N_("satisfied"), 6, right=True),
                    Column(N_("owed"), 4, right=True),
                    Column(N_("late"), 4, right=True),
                    Column("", 6),
                ),
                id="units",
                markable=False,
                empty=N_("The edition names no unit"),
            )
            with Vertical(id="middle"):
                yield Static(id="unit", markup=False)
                yield Table(
                    (
                        Column("", 4),
                        Column(N_("Code"), 10),
                        Column(N_("Ask"), 10, flex=1),
                        Column(N_("Sent"), 4, right=True),
                        Column(N_("Due"), 10),
                    ),
                    id="asks",
                    markable=False,
                    empty=N_("This unit answers for nothing"),
                )

    def on_mount(self) -> None:
        """The roster gives contacts."""
        self._only_owing = self.dossier.memory.get("units.only_owing", False)
        self.query_one("#units").focus()
        self.ask(lambda opened: opened.units, self._take_roster, "roster")

    def _take_roster(self, units: tuple[Unit, ...]) -> None:
        self._roster = {unit.name: unit for unit in units}
        self._tell()

    def show_overview(self, overview: Overview) -> None:
        """New figures."""
        units = [
            unit
            for unit in overview.status.assessment.units
            if not self._only_owing or unit.satisfied < unit.owed
        ]
        units.sort(key=lambda unit: (-unit.overdue_days, unit.satisfied - unit.owed))
        wanted = self.dossier.memory.get("units.unit", "") or None
        self.part("#units", Table).set_rows(
            ListRows(units, unit_cells, lambda unit: unit.unit), keep=wanted
        )

    def on_screen_resume(self) -> None:
        """Another room may have asked for a unit."""
        super().on_screen_resume()
        if self.dossier.overview is not None:
            self.show_overview(self.dossier.overview)

    @on(Table.Moved, "#units")
    def chosen_unit(self, event: Table.Moved) -> None:
        """Show the unit's asks."""
        self.dossier.memory.keep("units.unit", event.key or "")
        self._tell()

    @property
    def _unit(self) -> str | None:
        """The unit under the cursor."""
        return self.part("#units", Table).key

    def _asks(self) -> list[RequirementCoverage]:
        overview = self.dossier.overview
        if overview is None:
            return []
        asks = [item for item in overview.coverage.values() if self._unit in item.units]
        return sorted(asks, key=lambda item: _ORDER[standing(item)])

    def _tell(self) -> None:
        asks = self._asks()
        unit = self._roster.get(self._unit or "")
        lead = [item for item in asks if self._unit in item.lead and item.uploaded]
        done = sum(standing(item) in ("complete", "waived") for item in lead)
        share = done / len(lead) if lead else 1.0
        full, empty = bar(share, 16, ascii_only=self.dossier.plain)
        contact = unit.contact if unit and unit.contact else _("no contact in the roster")
        self.query_one("#unit", Static).update(
            line(
                Cell((self._unit or "—") + "  ", "strong"),
                Cell(full, "good"),
                Cell(empty, "dim"),
                f" {done}/{len(lead)}  ",
                Cell(contact, "dim"),
            )
        )
        rows = ListRows(asks, partial(ask_cells, self._unit or ""), lambda item: item.code)
        self.part("#asks", Table).set_rows(rows)

    @on(Table.Chosen, "#units")
    def to_asks(self) -> None:
        """On to the unit's asks."""
        self.query_one("#asks").focus()

    @on(Table.Chosen, "#asks")
    def open_ask(self, event: Table.Chosen) -> None:
        """Go to the ask."""
        self.dossier.show_ask(event.key)

    def action_only_owing(self) -> None:
        """Hide or show the units that owe nothing."""
        self._only_owing = not self._only_owing
        self.dossier.memory.keep("units.only_owing", self._only_owing)
        if self.dossier.overview is not None:
            self.show_overview(self.dossier.overview)

    def action_report(self) -> None:
        """Write a list, return slip or notice for the unit."""
        self._ask_report(self._unit)

    def action_report_all(self) -> None:
        """Write a list, return slips or notices for every unit."""
        self._ask_report(None)

    def _ask_report(self, unit: str | None) -> None:
        title = _("What shall be written for {unit}?").format(unit=unit or _("all units"))
        dialog = PickDialog(title, _REPORT_COLUMNS)
        self.app.push_screen(dialog, lambda kind: self._write(kind, unit) if kind else None)
        self.ask(lambda _opened: _papers(unit), dialog.offer, "dialog")

    def _write(self, kind: str, unit: str | None) -> None:
        self.survey(partial(write_paper, kind=kind, unit=unit), self._written, "report")

    def _written(self, path: Path) -> None:
        self._paper = path
        self.dossier.copy_to_clipboard(str(path))
        self.dossier.say(_("Written, path copied, ^O opens it: {path}").format(path=path))

    def action_open_paper(self) -> None:
        """Open the list or slip just written in its own program."""
        if (path := self._paper) is None:
            self.dossier.say(_("Write a list or slip first"), "warning")
            return
        self.background(
            lambda: open_file(path),
            lambda _none: self.dossier.say(_("Opened: {path}").format(path=path)),
            "open",
        )

    def action_copy(self) -> None:
        """What the unit still owes, ready to be pasted into a message."""
        missing = [item for item in self._asks() if standing(item) == "incomplete"]
        rows = [f"{item.code} {item.title}" for item in missing if self._unit in item.lead]
        head = _("{unit} still owes {count} asks:").format(unit=self._unit or "—", count=len(rows))
        self.dossier.copy("\n".join([head, *rows]))


def unit_cells(unit: UnitCoverage) -> tuple[Shown, ...]:
    """Name, counts, days late, colour."""
    late = Cell(str(unit.overdue_days), "bad") if unit.overdue_days else ""
    return unit.unit, str(unit.satisfied), str(unit.owed), late, worded(unit.colour)


def ask_cells(unit: str, item: RequirementCoverage) -> tuple[Shown, ...]:
    """Mark, code, title, files, due day; asks a unit only helps with stand back."""
    title = item.title if unit in item.lead else Cell(item.title, "dim")
    return mark(item), item.code, title, str(len(item.records)), item.due or ""


def _papers(unit: str | None) -> list[Choice]:
    """What can be written for a unit or for all, with what it is usually written as."""
    from dossier.workflow.reports import USUAL_FORMAT  # noqa: PLC0415 - heavy, rarely needed

    return [
        Choice(kind, (_(said), Cell(USUAL_FORMAT[kind], "dim")), f"{kind} {_(said)}".casefold())
        for kind, said in _REPORTS.items()
        if unit is None or kind not in _OF_ALL
    ]
