"""What is wrong: by severity, code or unit; each with its sentence and advice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from dossier.i18n import N_, _
from dossier.model.findings import Finding
from dossier.rules.dismissals import dismissable
from dossier.tui.dialogs.reason import DISMISS_REASONS, Answer, ReasonDialog
from dossier.tui.keys import RECORD_KEYS, bind
from dossier.tui.screens.deciding import DecidingRoom
from dossier.tui.text import Cell, Shown
from dossier.tui.widgets.ask_details import finding_lines
from dossier.tui.widgets.preview import Look, Preview, lines, look_at
from dossier.tui.widgets.rows import Column, ListRows
from dossier.tui.widgets.table import Table
from dossier.tui.words import SEVERITY_TONES, finding_text
from dossier.words.codes import word
from dossier.words.findings import finding_title
from dossier.workflow.dismiss import dismiss_all
from dossier.workflow.overview import Overview

GROUPINGS = ("code", "severity", "unit")
_TITLES = {"code": N_("by code"), "severity": N_("by weight"), "unit": N_("by unit")}
_WEIGHT = {"error": 0, "undetermined": 1, "warning": 2}


class Item(NamedTuple):
    """A finding with the unit that has to act, and a key of its own."""

    key: str
    finding: Finding
    unit: str


class Group(NamedTuple):
    """Findings that belong together."""

    name: str
    said: str
    tone: str
    items: list[Item]


class FindingsRoom(DecidingRoom):
    """Groups on the left, findings on the right, both sides of a pair below."""

    ROOM = "findings"
    GUIDE = (
        N_("Every finding of the assessment, with what it means and what to do."),
        N_("E blocks, U needs a person's eye, W is a warning."),
        N_("Enter goes where it can be mended: to the record or to the ask."),
        N_("For pairs both records are shown side by side; Tab goes to the one to decide on."),
        N_("^X dismisses with a reason: the marked findings, or in the list of groups all of one."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *RECORD_KEYS,
        bind("show", "ctrl+l,l", "regroup", N_("Group")),
        bind("dismiss", "ctrl+x,x", "dismiss_finding", N_("Dismiss")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.items: list[Item] = []
        self._groups: list[Group] = []
        self._by = "code"
        self._shown_group: str | None = None

    def body(self) -> ComposeResult:
        """Groups; findings; sentence; one or two records."""
        with Horizontal(id="columns"):
            yield Table(
                (Column(N_("Group"), 12, flex=1), Column(N_("Count"), 6, right=True)),
                id="groups",
                markable=False,
                empty=N_("No findings"),
            )
            with Vertical(id="middle"):
                yield Table(
                    (
                        Column(N_("Code"), 5),
                        Column(N_("About"), 14),
                        Column(N_("Unit"), 10),
                        Column(N_("Finding"), 20, flex=1),
                    ),
                    id="findings",
                    empty=N_("No findings"),
                )
                yield Static(id="said", markup=False)
                with Horizontal(id="pair"):
                    yield Preview(id="one")
                    yield Preview(id="other")

    def on_mount(self) -> None:
        """The grouping last used."""
        wanted = self.dossier.memory.get("findings.by", "code")
        self._by = wanted if wanted in GROUPINGS else "code"
        self.query_one("#groups").focus()

    def show_overview(self, overview: Overview) -> None:
        """New findings; there may be tens of thousands to put in order."""
        self.background(partial(items_of, overview), self._take, "items")

    def _take(self, items: list[Item]) -> None:
        self.items = items
        self._group()

    def _group(self) -> None:
        self._groups = grouped(self.items, self._by)
        table = self.part("#groups", Table)
        rows = ListRows(self._groups, _group_cells, lambda group: group.name)
        table.set_rows(rows, keep=self.dossier.memory.get("findings.group", "") or None)

    def action_regroup(self) -> None:
        """By code, by weight, by unit."""
        self._by = GROUPINGS[(GROUPINGS.index(self._by) + 1) % len(GROUPINGS)]
        self.dossier.memory.keep("findings.by", self._by)
        self.dossier.say(_(_TITLES[self._by]))
        self._group()

    @on(Table.Moved, "#groups")
    def chosen_group(self, event: Table.Moved) -> None:
        """Show the group's findings."""
        if event.key is not None:
            self.dossier.memory.keep("findings.group", event.key)
        last = self.dossier.memory.get("findings.finding", "")
        rows = ListRows(self._group_items(), _item_cells, lambda item: item.key)
        table, same = self.part("#findings", Table), event.key == self._shown_group
        table.set_rows(rows, keep=last, same=same)
        if not same and rows.place(last) is None:
            table.cursor = 0
        self._shown_group = event.key

    def _group_items(self) -> list[Item]:
        key = self.part("#groups", Table).key
        return next((group.items for group in self._groups if group.name == key), [])

    @on(Table.Chosen, "#groups")
    def to_findings(self) -> None:
        """On to the findings."""
        self.query_one("#findings").focus()

    def _item(self) -> Item | None:
        key = self.part("#findings", Table).key
        return next((item for item in self.items if item.key == key), None)

    @on(Table.Moved, "#findings")
    def chosen_finding(self) -> None:
        """Sentence and advice, and the records it is about."""
        item = self._item()
        said = self.query_one("#said", Static)
        if item is None:
            said.update("")
            self._expect_pair("", "")
            return
        self.dossier.memory.keep("findings.finding", item.key)
        said.update(lines(finding_lines(item.finding)))
        one, other = pair_of(item.finding)
        self._expect_pair(one, other)
        self.ask(
            lambda opened: (
                look_at(opened, one) if one else None,
                look_at(opened, other) if other else None,
            ),
            self._show_pair,
            "pair",
        )

    def _expect_pair(self, one: str, other: str) -> None:
        self.query_one("#pair").display = bool(one)
        self.query_one("#other").display = bool(other)
        self.part("#one", Preview).expect(one or None)
        self.part("#other", Preview).expect(other or None)

    def _show_pair(self, looks: tuple[Look | None, Look | None]) -> None:
        for name, look in zip(("#one", "#other"), looks, strict=True):
            if look is not None:
                self.show_in(self.part(name, Preview), look)

    @on(Table.Chosen, "#findings")
    def mend(self) -> None:
        """Go where it can be mended."""
        item = self._item()
        if item is None:
            return
        if ids := records_of(item.finding):
            self.open_record_screen(ids[0])
        elif self.dossier.overview and item.finding.subject in self.dossier.overview.coverage:
            self.dossier.show_ask(item.finding.subject)

    def action_dismiss_finding(self) -> None:
        """Say of the marked findings, or of the whole group, that they stand for nothing."""
        chosen = [item.finding for item in self._chosen()]
        fit = [finding for finding in chosen if dismissable(finding.code) and records_of(finding)]
        if not fit:
            self.dossier.say(_("This finding goes away only by mending its cause"), "warning")
            return

        def send(answer: Answer | None) -> None:
            if answer is not None:
                self._dismiss(fit, answer.reason)

        title = _("Why do {count} findings stand for nothing?").format(count=len(fit))
        self.app.push_screen(ReasonDialog(title, DISMISS_REASONS, _("Dismiss")), send)

    def _dismiss(self, findings: list[Finding], reason: str) -> None:
        named = [(finding.code, *pair_of(finding)) for finding in findings]
        said = _("{count} findings dismissed").format(count=len(named))
        self.decide(said, lambda opened: dismiss_all(opened, named, reason=reason))

    def chosen_ids(self) -> list[str]:
        """The records the marked findings are about; of a pair the one whose preview has focus."""
        side = 1 if self.focused is self.query_one("#other") else 0
        found = [pair_of(item.finding)[side] for item in self._chosen()]
        return list(dict.fromkeys(filter(None, found)))

    def _chosen(self) -> list[Item]:
        """The marked findings, else the whole group in the list of groups, else the one shown."""
        table = self.part("#findings", Table)
        if self.query_one("#groups").has_focus and not table.marked:
            return self._group_items()
        keys = set(table.chosen())
        return [item for item in self.items if item.key in keys]


def items_of(overview: Overview) -> list[Item]:
    """The assessment's findings with the unit that leads the ask they are about."""
    items: dict[str, Item] = {}
    for ask in overview.coverage.values():
        for finding in ask.findings:
            _add(items, finding, ask.lead[0] if ask.lead else "")
    for finding in overview.status.assessment.findings:
        ask_of = overview.coverage.get(finding.subject)
        _add(items, finding, ask_of.lead[0] if ask_of and ask_of.lead else "")
    return sorted(items.values(), key=_weight)


def _weight(item: Item) -> tuple[int, str]:
    """What blocks first; within a code the order of the edition, in which the asks come."""
    return _WEIGHT[str(item.finding.severity)], item.finding.code


def _add(items: dict[str, Item], finding: Finding, unit: str) -> None:
    values = ",".join(f"{name}={value}" for name, value in sorted(finding.parameters.items()))
    key = f"{finding.code}|{finding.subject}|{values}"
    said = str(finding.parameters.get("unit", "")) or unit
    items.setdefault(key, Item(key, finding, said))


def grouped(items: list[Item], by: str) -> list[Group]:
    """Findings in groups, in the order the items come."""
    name_of: dict[str, Callable[[Item], str]] = {
        "code": lambda item: item.finding.code,
        "severity": lambda item: str(item.finding.severity),
        "unit": lambda item: item.unit or "—",
    }
    groups: dict[str, Group] = {}
    for item in items:
        name = name_of[by](item)
        tone = SEVERITY_TONES[item.finding.severity] if by != "unit" else ""
        said = word(name) if by == "severity" else name
        groups.setdefault(name, Group(name, said, tone, [])).items.append(item)
    return list(groups.values())


def records_of(finding: Finding) -> list[str]:
    """The records a finding names, its subject first."""
    named = [finding.subject, *(str(value) for value in finding.parameters.values())]
    return list(dict.fromkeys(text for text in named if _is_record(text)))


def pair_of(finding: Finding) -> tuple[str, str]:
    """The record a finding is about and, for a pair, the other one; empty where there is none."""
    one, other, *_more = (*records_of(finding), "", "")
    return one, other


def _is_record(text: str) -> bool:
    year, _dash, number = text.partition("-")
    return len(year) == 4 and len(number) == 6 and (year + number).isdigit()


def _group_cells(group: Group) -> tuple[Shown, ...]:
    shown = [Cell(group.said, group.tone)]
    if group.said == group.items[0].finding.code:
        shown.append(Cell(" " + finding_title(group.said), "dim"))
    return shown, str(len(group.items))


def _item_cells(item: Item) -> tuple[Shown, ...]:
    finding = item.finding
    code = Cell(finding.code, SEVERITY_TONES[finding.severity])
    return code, finding.subject, item.unit or "—", finding_text(finding)
