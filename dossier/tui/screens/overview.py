"""Where we stand, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from dossier.i18n import N_, _
from dossier.model.assessment import UnitCoverage
from dossier.model.records import Record
from dossier.rules.duty import percent
from dossier.tui.keys import moved_key
from dossier.tui.rooms import ROOMS
from dossier.tui.screens.base import RoomScreen
from dossier.tui.screens.record import RecordScreen
from dossier.tui.text import Cell, Shown, bar
from dossier.tui.widgets.preview import line, lines
from dossier.tui.widgets.rows import Column, ListRows
from dossier.tui.widgets.table import Table
from dossier.tui.words import TONES, worded
from dossier.words.codes import word
from dossier.workflow.health import WatchHealth
from dossier.workflow.overview import Overview, Share
from dossier.workflow.status import Status


class Step(NamedTuple):
    """Something to do next, and the room to do it in; ``show`` is what the room is to show."""

    room: str
    text: str
    tone: str
    show: str = ""

    @property
    def key(self) -> str:
        """Its name, whatever the figures in its words."""
        return f"{self.room}|{self.show}"


INTAKE, INBOX = "intake", "inbox"
"""Steps that lead to no room: take in, copy where the inbox is."""


class OverviewRoom(RoomScreen):
    """Deadline, coverage, queue, newest, watcher, next steps."""

    ROOM = "overview"
    GUIDE = (
        N_("This room shows where the submission stands today and what to do next."),
        N_("Press Enter on a line under «What to do next» to go where it can be done."),
    )

    def body(self) -> ComposeResult:
        """A headline and five panels."""
        yield Static(_("Opening the archive…"), id="headline", markup=False)
        with Container(id="panels"):
            yield Table(
                (Column(N_("What to do next"), 20, flex=1), Column(N_("Room"), 9)),
                id="next",
                markable=False,
                empty=N_("Nothing: everything is in order"),
            )
            yield Table(
                (
                    Column(N_("Unit"), 10, flex=1),
                    Column(N_("satisfied"), 13),
                    Column(N_("late"), 4, right=True),
                    Column("", 6),
                ),
                id="owing",
                markable=False,
                empty=N_("No unit owes anything"),
            )
            with VerticalScroll(id="coverage", can_focus=True):
                yield Static(markup=False, id="bars")
            yield Table(
                (
                    Column(N_("Newest arrivals"), 16, flex=1),
                    Column(N_("Unit"), 10),
                    Column(N_("State"), 8),
                ),
                id="newest",
                markable=False,
                empty=N_("Nothing has come in yet"),
            )
        yield Static(id="watcher", markup=False)

    def on_mount(self) -> None:
        """Begin at what to do."""
        self.query_one("#coverage").border_title = Content(_("Coverage by indicator"))
        self.query_one("#next").focus()

    def show_overview(self, overview: Overview) -> None:
        """Fill everything."""
        status = overview.status
        plain = self.dossier.plain
        self.query_one("#headline", Static).update(headline(status, plain))
        steps = list(next_steps(overview, self._inbox()))
        keys = self.dossier.session.settings.keys
        titles = {room.name: f"{room.shown_key(keys)} {_(room.title)}" for room in ROOMS}
        titles |= {
            INTAKE: f"{moved_key(keys, INTAKE, 'f10')} {_('Take in')}",
            INBOX: _("Copy path"),
        }
        self.part("#next", Table).set_rows(
            ListRows(
                steps,
                lambda step: (Cell(step.text, step.tone), titles.get(step.room, "")),
                lambda step: step.key,
            )
        )
        owing = [unit for unit in status.assessment.units if unit.satisfied < unit.owed]
        owing.sort(key=lambda unit: (-unit.overdue_days, unit.satisfied - unit.owed))
        self.part("#owing", Table).set_rows(
            ListRows(owing, partial(_unit_cells, plain), lambda unit: unit.unit)
        )
        self.part("#newest", Table).set_rows(
            ListRows(overview.newest, _record_cells, lambda record: record.id)
        )
        self.query_one("#bars", Static).update(
            lines([_share_line(s, plain) for s in overview.indicators])
        )

    def _inbox(self) -> str:
        """The folder below which units drop their files."""
        settings = self.dossier.session.settings
        return str(next(iter(settings.inboxes), settings.root))

    def show_health(self, health: WatchHealth) -> None:
        """How the watcher is."""
        self.query_one("#watcher", Static).update(watcher_content(health))

    @on(Table.Chosen, "#next")
    def go(self, event: Table.Chosen) -> None:
        """Go where it can be done."""
        room, _bar, show = event.key.partition("|")
        if room == INTAKE:
            self.dossier.action_intake()
            return
        if room == INBOX:
            self.dossier.copy(self._inbox())
            return
        if show:
            self.dossier.memory.keep(f"{room}.filter", show)
        self.dossier.action_room(room)

    @on(Table.Chosen, "#newest")
    def look_at_record(self, event: Table.Chosen) -> None:
        """Open the record."""
        self.app.push_screen(RecordScreen(event.key))

    @on(Table.Chosen, "#owing")
    def look_at_unit(self, event: Table.Chosen) -> None:
        """Open the unit."""
        self.dossier.show_unit(event.key)


def headline(status: Status, plain: bool = False) -> Content:
    """Edition, deadline, coverage, verdict, balance in three lines."""
    summary, verdict = status.assessment.summary, str(status.assessment.verdict)
    full, empty = bar(summary.coverage, 16, ascii_only=plain)
    counted = _("{done} of {total} asks done, {incomplete} lack, {undetermined} undecided").format(
        done=summary.satisfied,
        total=summary.requirements - summary.not_uploaded - summary.bonus,
        incomplete=summary.incomplete,
        undetermined=summary.undetermined,
    )
    seen = "  ".join(f"{word(name)} {count}" for name, count in status.balance.items())
    states = "  ".join(f"{word(name)} {count}" for name, count in sorted(status.states.items()))
    return lines(
        [
            line(Cell(status.edition_title, "strong"), "   ", _deadline(status), _points(status)),
            line(
                Cell(full, TONES[verdict]),
                Cell(empty, "dim"),
                Cell(f" {percent(summary.coverage)}  ", "strong"),
                worded(verdict),
                "  " + counted,
            ),
            line(
                Cell(_("Records") + " ", "dim"), states, Cell("   " + _("Seen") + " ", "dim"), seen
            ),
        ]
    )


def _points(status: Status) -> Cell:
    """What can still be won, where the edition states points."""
    forecast = status.assessment.forecast
    if forecast is None or not forecast.total:
        return Cell("")
    text = _("   {now:g} of {total:g} points, {open:g} to win").format(
        now=forecast.now, total=forecast.total, open=forecast.open + forecast.unknown
    )
    return Cell(text, "accent")


def _deadline(status: Status) -> Cell:
    if status.days_left is None:
        return Cell(_("no deadline set (dossier.toml, [duty])"), "dim")
    if status.days_left < 0:
        return Cell(_("deadline passed {days} days ago").format(days=-status.days_left), "bad")
    tone = "bad" if status.days_left <= 7 else "warn" if status.days_left <= 30 else "good"
    return Cell(
        _("{days} days to the deadline ({date})").format(
            days=status.days_left, date=status.deadline
        ),
        tone,
    )


def next_steps(overview: Overview, inbox: str) -> Iterator[Step]:
    """What to do, the most pressing first; ``inbox`` is where units drop their files."""
    status = overview.status
    summary = status.assessment.summary
    if not status.states:
        yield Step(INTAKE, _("Put files into the inbox, press F10"), "accent")
        yield Step(INBOX, _("Inbox: {folder}").format(folder=inbox), "")
    if late := sum(unit.overdue_days > 0 for unit in status.assessment.units):
        yield Step("units", _("{count} units are late").format(count=late), "bad")
    if count := status.states.get("unplaced", 0):
        yield Step("triage", _("{count} records wait to be placed").format(count=count), "warn")
    if summary.incomplete:
        text = _("{count} asks lack material").format(count=summary.incomplete)
        yield Step("requirements", text, "bad", "incomplete")
    if summary.undetermined:
        text = _("{count} asks need a person's eye").format(count=summary.undetermined)
        yield Step("requirements", text, "warn", "undetermined")
    if status.refusals:
        text = _("{count} refusals to answer").format(count=len(status.refusals))
        yield Step("ledger", text, "warn", "refused")
    if count := len(status.assessment.findings):
        yield Step("findings", _("{count} findings to look at").format(count=count), "")
    if not summary.incomplete and not summary.undetermined and status.states:
        yield Step("bundle", _("Everything is there: make the bundle"), "good")


def watcher_content(health: WatchHealth) -> Content:
    """How the watcher is; plainly bad when it is not running."""
    if not health.running:
        parts = [Cell(_("No watcher is running"), "bad")]
        parts.append(Cell("  " + _("F10 takes in once; «dossier watch» goes on watching"), "dim"))
        if health.heartbeat:
            parts.append(
                Cell("  " + _("last heard {time}").format(time=health.heartbeat[:19]), "dim")
            )
        return line(*parts)
    rows = [Cell(_("Watching"), "good")]
    for root in health.roots:
        mode = _("by events") if root.mode == "events" else _("by looking again and again")
        rows.append(
            Cell(
                "  " + (mode if root.online else _("folder out of reach")),
                "" if root.online else "bad",
            )
        )
        event = (root.last_event or "—")[11:19] or "—"
        rescan = (root.last_rescan or "—")[11:19] or "—"
        rows.append(
            Cell(
                "  "
                + _("last event {event}, last full look {rescan}").format(
                    event=event, rescan=rescan
                ),
                "dim",
            )
        )
        if root.error:
            rows.append(Cell("  " + root.error.strip().splitlines()[-1], "bad"))
    if health.waiting:
        rows.append(
            Cell("  " + _("{count} still being written").format(count=len(health.waiting)), "warn")
        )
    return line(*rows)


def _share_line(share: Share, plain: bool) -> Content:
    tone = "good" if share.done == share.total else "bad" if share.incomplete else "warn"
    return line(
        *parts_bar((share.done, share.undetermined, share.incomplete), 12, plain),
        Cell(f" {share.done:>2}/{share.total:<3}", tone),
        Cell(share.code + " ", "dim"),
        share.title,
    )


def parts_bar(counts: tuple[int, int, int], cells: int, plain: bool) -> list[Cell]:
    """What is done, what waits for an eye and what lacks, as parts of one bar."""
    total = sum(counts) or 1
    wide = [round(count * cells / total) or (count > 0) for count in counts]
    wide[wide.index(max(wide))] += cells - sum(wide)
    drawn = "#?." if plain else "█▒░"
    tones = ("good", "warn", "bad")
    return [Cell(sign * n, tone) for sign, n, tone in zip(drawn, wide, tones, strict=True)]


def _unit_cells(plain: bool, unit: UnitCoverage) -> tuple[Shown, ...]:
    full, empty = bar(unit.satisfied / unit.owed, 6, ascii_only=plain)
    share = [Cell(full, "good"), Cell(empty, "dim"), Cell(f" {unit.satisfied}/{unit.owed}")]
    late = Cell(str(unit.overdue_days), "bad") if unit.overdue_days else ""
    return unit.unit, share, late, worded(unit.colour)


def _record_cells(record: Record) -> tuple[Cell | str, ...]:
    return record.description.title or record.name, record.unit or "—", worded(record.state)
