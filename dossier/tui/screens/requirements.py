"""The edition as a tree; every ask with its slots, records and findings; decisions in place."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static, Tree
from textual.widgets.tree import TreeNode

from dossier.i18n import N_, _
from dossier.model.assessment import RequirementCoverage
from dossier.model.editions import Edition
from dossier.model.records import Record
from dossier.tui.dialogs.find_record import FindRecordDialog
from dossier.tui.dialogs.pick import UNIT_COLUMNS, PickDialog, plain_code, unit_choices
from dossier.tui.dialogs.reason import WAIVE_REASONS, Answer, ReasonDialog
from dossier.tui.keys import RECORD_KEYS, bind
from dossier.tui.screens.deciding import DecidingRoom
from dossier.tui.screens.record import RecordScreen
from dossier.tui.text import Cell
from dossier.tui.widgets.ask_details import ask_content, group_content
from dossier.tui.widgets.line_input import LineInput
from dossier.tui.widgets.preview import Look, Preview, look_at
from dossier.tui.widgets.rows import Column, ListRows, NoRows
from dossier.tui.widgets.table import Table
from dossier.tui.words import kind_name, mark, standing, usable_word, worded
from dossier.workflow import triage
from dossier.workflow.find import Selection, list_records
from dossier.workflow.overview import Overview
from dossier.workflow.workspace import Workspace

FILTERS = ("all", "open", "incomplete", "undetermined", "findings", "waived")
_FILTER_WORDS = {
    "all": N_("all asks"),
    "open": N_("not done"),
    "incomplete": N_("lacking"),
    "undetermined": N_("undecided"),
    "findings": N_("with findings"),
    "waived": N_("waived"),
}
_STYLES = {"good": "green", "bad": "bold red", "warn": "yellow", "accent": "cyan", "dim": "dim"}


class RequirementsRoom(DecidingRoom):
    """Tree on the left; the ask, its records and a preview on the right."""

    ROOM = "requirements"
    GUIDE = (
        N_("Every ask of the edition, with a mark that says how it stands."),
        N_("Choose an ask on the left; its slots, records and findings appear on the right."),
        N_("Tab goes to its records: accept them, send them back, or place them elsewhere."),
        N_("Type above the tree to narrow it: a code, words, a unit, a kind of material."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *RECORD_KEYS,
        bind("add", "ctrl+k,n", "add", N_("Add record")),
        bind("waive", "ctrl+x,w", "waive", N_("Waive")),
        bind("filter", "ctrl+f,slash", "filter", N_("Narrow")),
        bind("show", "ctrl+l,l", "next_filter", N_("Show")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._edition: Edition | None = None
        self._code: str | None = None
        self._filter = "all"
        self._words = ""

    def body(self) -> ComposeResult:
        """Filter and tree; details and records; preview where there is space."""
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield LineInput(placeholder=_("code, words, unit, kind"), id="narrow")
                yield Static(id="filter-said", markup=False)
                tree: Tree[str] = Tree("", id="tree")
                tree.show_root = False
                tree.guide_depth = 2
                yield tree
            with Vertical(id="middle"):
                with VerticalScroll(id="details"):
                    yield Static(id="ask", markup=False)
                yield Table(
                    (
                        Column(N_("Number"), 11),
                        Column(N_("State"), 8),
                        Column(N_("Kind"), 8),
                        Column(N_("Usable"), 10),
                        Column(N_("File"), 12, flex=1),
                    ),
                    id="records",
                    empty=N_("No record serves this ask yet; ^K adds one"),
                )
            yield Preview(id="preview")

    def on_mount(self) -> None:
        """Remember filter and place."""
        self._filter = self.dossier.memory.get("requirements.filter", "all")
        if self._filter not in FILTERS:
            self._filter = "all"
        self._code = self.dossier.memory.get("requirements.code", "") or None
        self.query_one("#tree").focus()
        self.ask(lambda workspace: workspace.edition, self._take_edition, "edition")

    def _take_edition(self, edition: Edition) -> None:
        self._edition = edition
        self._fill()

    def show_overview(self, overview: Overview) -> None:
        """New marks on the tree, new details."""
        del overview
        self._fill()

    def on_screen_resume(self) -> None:
        """Another room may have asked for an ask: show it, whatever the filter."""
        if code := self.dossier.wanted_ask:
            self.dossier.wanted_ask = None
            self.dossier.memory.keep("requirements.filter", "all")
            self.dossier.memory.keep("requirements.code", code)
            self._code, self._filter, self._words = code, "all", ""
            self.query_one("#narrow", Input).value = ""
            self._fill()
        super().on_screen_resume()

    def _fill(self) -> None:
        overview = self.dossier.overview
        if self._edition is None or overview is None:
            return
        shown = [item for item in overview.coverage.values() if self._fits(item)]
        self.query_one("#filter-said", Static).update(
            Content(
                _("{filter}: {count} of {total}").format(
                    filter=_(_FILTER_WORDS[self._filter]),
                    count=len(shown),
                    total=len(overview.coverage),
                )
            )
        )
        place = build_tree(self.query_one("#tree", Tree), self._edition, shown, self._code)
        if place is None:
            self._show_code(None)
        else:
            self._show_code(place.data)

    def _fits(self, item: RequirementCoverage) -> bool:
        stands = standing(item)
        fits = {
            "all": True,
            "open": stands in ("incomplete", "undetermined"),
            "incomplete": stands == "incomplete",
            "undetermined": stands == "undetermined",
            "findings": bool(item.findings),
            "waived": stands == "waived",
        }[self._filter]
        return fits and all(word in self._searchable(item) for word in self._words.split())

    def _searchable(self, item: RequirementCoverage) -> str:
        assert self._edition is not None
        kinds = [kind_name(self._edition, slot.kind) for slot in item.slots]
        codes = [finding.code for finding in item.findings]
        words = (
            item.code,
            plain_code(item.code),
            item.title,
            *item.units,
            *item.lead,
            *kinds,
            *codes,
        )
        return " ".join(words).casefold()

    @on(Input.Changed, "#narrow")
    def narrow(self, event: Input.Changed) -> None:
        """Show the asks that hold all the words."""
        self._words = event.value.casefold()
        self._fill()

    @on(Input.Submitted, "#narrow")
    def to_tree(self) -> None:
        """On to the tree."""
        self.query_one("#tree").focus()

    def action_filter(self) -> None:
        """Type to narrow."""
        self.query_one("#narrow").focus()

    def action_next_filter(self) -> None:
        """All, not done, lacking, undecided, with findings, waived."""
        self._filter = FILTERS[(FILTERS.index(self._filter) + 1) % len(FILTERS)]
        self.dossier.memory.keep("requirements.filter", self._filter)
        self._fill()

    @on(Tree.NodeHighlighted)
    def chosen_node(self, event: Tree.NodeHighlighted[str]) -> None:
        """Another ask or indicator."""
        self._show_code(event.node.data)

    @on(Tree.NodeSelected)
    def entered_node(self, event: Tree.NodeSelected[str]) -> None:
        """Enter on an ask goes to its records."""
        if not event.node.allow_expand:
            self.query_one("#records").focus()

    def _show_code(self, code: str | None) -> None:
        overview = self.dossier.overview
        details = self.query_one("#ask", Static)
        item = overview.coverage.get(code or "") if overview else None
        if self._edition is None or item is None:
            items = (
                [c for c in overview.coverage.values() if c.indicator == code] if overview else []
            )
            details.update(group_content(self._edition, code, items))
            self.part("#records", Table).set_rows(NoRows())
            return
        self._code = item.code
        self.dossier.memory.keep("requirements.code", item.code)
        details.update(ask_content(self._edition, item))
        self.query_one("#details").scroll_home(animate=False)
        self.ask(
            partial(_records, code=item.code), partial(self._show_records, item.code), "records"
        )

    def _show_records(self, code: str, records: list[Record]) -> None:
        if code != self._code or self._edition is None:
            return
        self.part("#records", Table).set_rows(
            ListRows(records, self._cells, lambda record: record.id)
        )

    def _cells(self, record: Record) -> tuple[Cell | str, ...]:
        assert self._edition is not None
        claim = next((item for item in record.claims if item.requirement == self._code), None)
        kind = (claim.kind if claim else None) or record.description.kind
        return (
            record.id,
            worded(record.state),
            kind_name(self._edition, kind),
            usable_word(record.description.usable),
            record.name,
        )

    @on(Table.Moved, "#records")
    def preview(self, event: Table.Moved) -> None:
        """Look at the record under the cursor where there is space for it."""
        preview = self.query_one(Preview)
        if not preview.display or event.key is None:
            preview.show(None)
            return
        wanted = event.key
        self.ask(lambda opened: look_at(opened, wanted), self._show_preview, "preview")

    def _show_preview(self, look: Look | None) -> None:
        self.query_one(Preview).show(look)
        self.add_picture(look, self.query_one(Preview).show)

    @on(Table.Chosen, "#records")
    def open_record(self, event: Table.Chosen) -> None:
        """The record on a screen of its own."""
        self.app.push_screen(RecordScreen(event.key, self._code))

    def chosen_ids(self) -> list[str]:
        """Marked records, else the one under the cursor."""
        return self.part("#records", Table).chosen()

    def present_code(self) -> str | None:
        """The ask shown."""
        return self._code

    def action_add(self) -> None:
        """Add a record that is in the archive already."""
        code = self._code
        if code is None:
            self.dossier.say(_("Choose an ask first"), "warning")
            return
        title = _("Which record serves {code}?").format(code=code)
        self.app.push_screen(
            FindRecordDialog(title, self.dossier.session), lambda record: self._add(code, record)
        )

    def _add(self, code: str, record: str | None) -> None:
        if record:
            self._place([record], code)

    def action_waive(self) -> None:
        """Waive the ask for a unit, or take the waiver back."""
        overview = self.dossier.overview
        item = overview.coverage.get(self._code or "") if overview else None
        if item is None:
            self.dossier.say(_("Choose an ask first"), "warning")
        elif item.waived:
            self.ask(
                lambda opened: _waivers(opened, item.code),
                partial(self._unwaive, item.code),
                "dialog",
            )
        elif len(item.lead) == 1:
            self._ask_why(item.code, item.lead[0])
        else:
            self.ask(lambda opened: opened.units, partial(self._ask_unit, item), "dialog")

    def _unwaive(self, code: str, units: list[str]) -> None:
        def act(workspace: Workspace) -> None:
            for unit in units:
                triage.withdraw_waiver(workspace, code, unit)

        self.decide(_("{code} is no longer waived").format(code=code), act)

    def _ask_unit(self, item: RequirementCoverage, units: tuple) -> None:  # type: ignore[type-arg]
        choices = unit_choices(units)
        choices.sort(key=lambda choice: choice.key not in item.lead)
        self.app.push_screen(
            PickDialog(_("Waived for which unit?"), UNIT_COLUMNS, choices),
            lambda unit: self._waive_for(item, unit) if unit else None,
        )

    def _waive_for(self, item: RequirementCoverage, unit: str) -> None:
        if unit in item.waived_units:
            self._unwaive(item.code, [unit])
        else:
            self._ask_why(item.code, unit)

    def _ask_why(self, code: str, unit: str) -> None:
        def waive(answer: Answer | None) -> None:
            if answer is not None:
                said = _("{code} waived for {unit}").format(code=code, unit=unit)
                act = lambda opened: triage.waive(opened, code, unit, answer.reason, None)  # noqa: E731
                self.decide(said, act)

        title = _("Why need {unit} not answer {code}?").format(code=code, unit=unit)
        self.app.push_screen(ReasonDialog(title, WAIVE_REASONS, _("Waive")), waive)


def build_tree(
    tree: Tree[str], edition: Edition, shown: list[RequirementCoverage], code: str | None
) -> TreeNode[str] | None:
    """Fill the tree with the asks shown under their indicators; the node of ``code``, else the
    first ask.
    """
    tree.clear()
    items: dict[str, list[RequirementCoverage]] = {}
    for item in shown:
        items.setdefault(item.indicator, []).append(item)
    parents = {node.code: node.parent for node in edition.indicators}
    wanted: set[str] = set()
    for indicator in items:
        above: str | None = indicator
        while above and above not in wanted:
            wanted.add(above)
            above = parents.get(above)
    nodes: dict[str, TreeNode[str]] = {}
    place: TreeNode[str] | None = None
    for node in edition.indicators:
        if node.code not in wanted:
            continue
        parent = nodes.get(node.parent or "", tree.root)
        label = Text.assemble((f"{node.code} ", "dim"), node.title or "", no_wrap=True)
        nodes[node.code] = branch = parent.add(label, node.code, expand=True)
        for item in items.get(node.code, []):
            leaf = branch.add_leaf(ask_label(item), item.code)
            if place is None or item.code == code:
                place = leaf
    if place is not None:
        tree.call_after_refresh(tree.move_cursor, place)
    return place


def ask_label(item: RequirementCoverage) -> Text:
    """Mark, code and title; nothing in them is read as markup."""
    text, tone = mark(item)
    return Text.assemble(
        (f"{text} ", _STYLES.get(tone, "")), f"{item.code} ", item.title, no_wrap=True
    )


def _records(workspace: Workspace, code: str) -> list[Record]:
    return list_records(workspace, Selection(requirement=code, limit=None))[1]


def _waivers(workspace: Workspace, code: str) -> list[str]:
    return [item.unit for item in workspace.archive.catalogue.waivers() if item.requirement == code]
