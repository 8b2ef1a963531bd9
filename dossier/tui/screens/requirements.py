"""The edition as a tree; every ask with its slots, records and findings; decisions in place."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static, Tree

from dossier.i18n import N_, _
from dossier.model.editions import Edition
from dossier.model.records import Record
from dossier.tui.dialogs.find_record import FindRecordDialog
from dossier.tui.dialogs.history import HistoryDialog
from dossier.tui.keys import MOVE_KEY, RECORD_KEYS, bind
from dossier.tui.narrowing import FILTERS, holds, passes
from dossier.tui.screens.waiving import WaivingRoom
from dossier.tui.text import Cell
from dossier.tui.widgets.ask_details import ask_content, group_content
from dossier.tui.widgets.ask_tree import AskTree
from dossier.tui.widgets.line_input import LineInput
from dossier.tui.widgets.preview import Preview
from dossier.tui.widgets.rows import Column, ListRows, NoRows
from dossier.tui.widgets.table import Table
from dossier.tui.words import kind_name, usable_word, worded
from dossier.workflow.explain import windows
from dossier.workflow.find import Selection, list_records
from dossier.workflow.ledger_view import about_ask
from dossier.workflow.overview import Overview
from dossier.workflow.workspace import Workspace

Windows = tuple[tuple[str, str, str], ...]
Contents = tuple[str, Windows, list[Record]]


class RequirementsRoom(WaivingRoom):
    """Tree on the left; the ask, its records and a preview on the right."""

    ROOM = "requirements"
    GUIDE = (
        N_("Every ask of the edition, with a mark that says how it stands."),
        N_("Choose an ask on the left; its slots, records and findings appear on the right."),
        N_("Tab goes to its records: accept them, send them back, or place them elsewhere."),
        N_("^G places a record under one more ask, ^N moves it there and out of this one."),
        N_("Type above the tree to narrow it: a code, words, a unit, a kind of material."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *RECORD_KEYS,
        MOVE_KEY,
        bind("add", "ctrl+k,n", "add", N_("Add record")),
        bind("waive", "ctrl+x,w", "waive", N_("Waive")),
        bind("filter", "ctrl+f,slash", "filter", N_("Narrow")),
        bind("show", "ctrl+l,l", "next_filter", N_("Show")),
        bind("history", "ctrl+t,h", "history", N_("History"), show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._edition: Edition | None = None
        self._code: str | None = None
        self._filter = "all"
        self._words = ""
        self._windows: dict[str, Windows] = {}
        self._listed: str | None = None

    def body(self) -> ComposeResult:
        """Filter and tree; details and records; preview where there is space."""
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield LineInput(placeholder=_("code, words, unit, kind, finding"), id="narrow")
                yield Static(id="filter-said", markup=False)
                yield AskTree(id="tree")
            with Vertical(id="middle"):
                with VerticalScroll(id="details"):
                    yield Static(id="ask", markup=False)
                yield Table(
                    (
                        Column(N_("State"), 8),
                        Column(N_("File"), 16, flex=1),
                        Column(N_("Usable"), 10),
                        Column(N_("Kind"), 8),
                        Column(N_("Number"), 11),
                    ),
                    id="records",
                    empty=N_("No record serves this ask yet; ^K adds one"),
                )
            yield Preview(id="preview")

    def on_mount(self) -> None:
        """Remember filter and place."""
        self._remember()
        self.query_one("#tree").focus()
        self.ask(lambda workspace: workspace.edition, self._take_edition, "edition")

    def _remember(self) -> None:
        self._filter = self.dossier.memory.get("requirements.filter", "all")
        if self._filter not in FILTERS:
            self._filter = "all"
        self._code = self.dossier.memory.get("requirements.code", "") or None
        self._words = self.dossier.memory.get("requirements.words", "")
        narrow = self.query_one("#narrow", Input)
        with narrow.prevent(Input.Changed):
            narrow.value = self._words

    def _take_edition(self, edition: Edition) -> None:
        self._edition = edition
        self._fill()

    def show_overview(self, overview: Overview) -> None:
        """New marks on the tree, new details."""
        del overview
        self._fill()

    def on_screen_resume(self) -> None:
        """Another room may have asked for an ask, whatever the filter, or for a filter."""
        memory = self.dossier.memory
        if code := self.dossier.wanted_ask:
            self.dossier.wanted_ask = None
            memory.keep("requirements.filter", "all")
            memory.keep("requirements.code", code)
            memory.keep("requirements.words", "")
        if code or memory.get("requirements.filter", "all") != self._filter:
            self._remember()
            self._fill(go=True)
        super().on_screen_resume()

    def _fill(self, *, go: bool = False) -> None:
        overview = self.dossier.overview
        if self._edition is None or overview is None:
            return
        edition = self._edition
        shown = [
            item
            for item in overview.coverage.values()
            if passes(item, self._filter) and holds(edition, item, self._words)
        ]
        said = _("{filter}: {count} of {total}").format(
            filter=_(FILTERS[self._filter]), count=len(shown), total=len(overview.coverage)
        )
        self.query_one("#filter-said", Static).update(Content(said))
        wanted = self._code or self.dossier.memory.get("requirements.code", "")
        self._show_code(self.query_one(AskTree).fill(edition, shown, wanted, go=go))

    @on(Input.Changed, "#narrow")
    def narrow(self, event: Input.Changed) -> None:
        """Show the asks that hold all the words."""
        self._words = event.value
        self.dossier.memory.keep("requirements.words", event.value)
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
        names = list(FILTERS)
        self._filter = names[(names.index(self._filter) + 1) % len(names)]
        self.dossier.memory.keep("requirements.filter", self._filter)
        self._fill()

    @on(Tree.NodeHighlighted)
    def chosen_node(self) -> None:
        """Another ask or indicator."""
        if (code := self.query_one(AskTree).code) is not None:
            self._show_code(code)

    @on(Tree.NodeSelected)
    def entered_node(self, event: Tree.NodeSelected[str]) -> None:
        """Enter on an ask goes to its records."""
        if not event.node.allow_expand:
            self.query_one("#records").focus()

    def _show_code(self, code: str | None) -> None:
        overview = self.dossier.overview
        details = self.query_one("#ask", Static)
        item = overview.coverage.get(code or "") if overview else None
        if code != self._code:
            self.query_one("#details").scroll_home(animate=False)
        self._code = code
        if self._edition is None or item is None:
            items = (
                [c for c in overview.coverage.values() if c.indicator == code] if overview else []
            )
            details.update(group_content(self._edition, code, items))
            self.part("#records", Table).set_rows(NoRows())
            self._listed = code
            return
        self.dossier.memory.keep("requirements.code", item.code)
        details.update(ask_content(self._edition, item, self._windows.get(item.code, ())))
        self.ask(partial(_contents, code=item.code), self._show_contents, "records")

    def _show_contents(self, contents: Contents) -> None:
        code, windows, records = contents
        overview = self.dossier.overview
        if code != self._code or self._edition is None or overview is None:
            return
        if windows and code not in self._windows:
            self._windows[code] = windows
            content = ask_content(self._edition, overview.coverage[code], windows)
            self.query_one("#ask", Static).update(content)
        rows = ListRows(records, self._cells, lambda record: record.id)
        self.part("#records", Table).set_rows(rows, same=code == self._listed)
        self._listed = code

    def _cells(self, record: Record) -> tuple[Cell | str, ...]:
        assert self._edition is not None
        claim = next((item for item in record.claims if item.requirement == self._code), None)
        kind = (claim.kind if claim else None) or record.description.kind
        return (
            worded(record.state),
            name_without(self._listed or "", record.name),
            usable_word(record.description.usable),
            kind_name(self._edition, kind),
            record.id,
        )

    @on(Table.Moved, "#records")
    def moved_record(self, event: Table.Moved) -> None:
        """Look at the record under the cursor."""
        self.preview_record(event.key)

    @on(Table.Chosen, "#records")
    def open_record(self, event: Table.Chosen) -> None:
        """The record on a screen of its own."""
        self.open_record_screen(event.key)

    def chosen_ids(self) -> list[str]:
        """Marked records, else the one under the cursor."""
        return self.part("#records", Table).chosen()

    def is_up_to_date(self) -> bool:
        """Whether the records are those of the ask under the tree's cursor."""
        return self._listed == self._code == self.query_one(AskTree).code

    def present_code(self) -> str | None:
        """The ask under the tree's cursor; None where an indicator is."""
        overview = self.dossier.overview
        return self._code if overview and self._code in overview.coverage else None

    def action_add(self) -> None:
        """Add a record that is in the archive already."""
        code = self.present_code()
        if code is None:
            self.dossier.say(_("Choose an ask first"), "warning")
            return
        title = _("Which record serves {code}?").format(code=code)
        self.app.push_screen(
            FindRecordDialog(title, self.dossier.session), lambda record: self._add(code, record)
        )

    def _add(self, code: str, record: str | None) -> None:
        if record:
            self.place([record], code)

    def action_history(self) -> None:
        """Everything that was decided on this ask."""
        if (code := self.present_code()) is None:
            self.dossier.say(_("Choose an ask first"), "warning")
        else:
            self.ask(
                lambda opened: about_ask(opened, code),
                lambda found: self.app.push_screen(HistoryDialog(code, found)),
                "dialog",
            )


def name_without(code: str, name: str) -> str:
    """A file's name without the code of the ask it is listed under, which would take its place."""
    return name.removeprefix(code).lstrip(" _-—.、，") or name


def _contents(workspace: Workspace, code: str) -> Contents:
    ask = workspace.edition.requirement(code)
    records = list_records(workspace, Selection(requirement=code, limit=None))[1]
    return code, tuple(windows(workspace, ask)) if ask else (), records
