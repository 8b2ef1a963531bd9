"""What came in, went where, and why: the ledger from the newest entry back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from dossier.i18n import N_, _
from dossier.model.findings import Finding
from dossier.tui.dialogs.history import HistoryDialog, entry_line
from dossier.tui.keys import bind
from dossier.tui.papers import write_paper
from dossier.tui.screens.base import RoomScreen
from dossier.tui.screens.record import RecordScreen
from dossier.tui.text import Cell, Shown, plain
from dossier.tui.widgets.line_input import LineInput
from dossier.tui.widgets.preview import line, lines
from dossier.tui.widgets.rows import PAGE, Column, ListRows, PagedRows
from dossier.tui.widgets.table import Table
from dossier.tui.words import by_word, finding_advice, finding_text, happening_words
from dossier.words.codes import event_word, word
from dossier.workflow.health import WatchHealth
from dossier.workflow.ledger_view import Happening, Sifted, page, sift
from dossier.workflow.overview import Overview
from dossier.workflow.status import Status
from dossier.workflow.workspace import Workspace

PATIENCE = 0.3
FILTERS: dict[str, tuple[str, ...]] = {
    "all": (),
    "arrivals": ("accessioned", "container_opened"),
    "refused": ("document_refused", "document_ignored", "duplicate_received"),
    "decisions": (
        "claimed",
        "claim_withdrawn",
        "edition_adopted",
        "claims_carried",
        "fields_set",
        "state_changed",
        "waived",
        "waiver_withdrawn",
        "suggestion_refused",
        "finding_dismissed",
        "dismissal_withdrawn",
    ),
    "bundles": ("bundle_sealed", "bundle_withdrawn"),
}
_NAMES = {
    "all": N_("everything"),
    "arrivals": N_("arrivals"),
    "refused": N_("refused and passed over"),
    "decisions": N_("decisions"),
    "bundles": N_("bundles"),
}
_TONES = {"document_refused": "bad", "accessioned": "good", "bundle_sealed": "accent"}
Pages = tuple[int, list[Happening]]


class LedgerRoom(RoomScreen):
    """Balance on top, entries below, words to find them by."""

    ROOM = "ledger"
    GUIDE = (
        N_("Every entry of the ledger, the newest first; nothing is ever taken out of it."),
        N_("The balance on top says what became of every file that was ever seen."),
        N_("Refused files that nobody answered yet stand under the balance."),
        N_("The entry under the cursor stands in full at the bottom."),
        N_("Enter opens the record an entry is about."),
        N_("^R writes return slips for what was refused or sent back, for the units to answer."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("filter", "ctrl+f,slash", "focus_words", N_("Words")),
        bind("show", "ctrl+l,l", "next_filter", N_("Show")),
        bind("report", "ctrl+r,r", "report", N_("Return slips")),
        bind("copy", "ctrl+y,c", "copy", N_("Copy")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._kind = "all"
        self._timer: Timer | None = None
        self._paged: PagedRows[Happening] | None = None
        self._sifted = Sifted()

    def body(self) -> ComposeResult:
        """Balance, words, entries."""
        yield Static(id="balance", markup=False)
        yield LineInput(placeholder=_("words, a number, a file name"), id="words")
        yield Static(id="count", markup=False)
        yield Table(
            (
                Column(N_("No."), 6, right=True),
                Column(N_("When"), 16),
                Column(N_("What"), 10),
                Column(N_("Record"), 11),
                Column(N_("Where from, why"), 20, flex=1),
                Column(N_("By"), 9),
            ),
            id="entries",
            markable=False,
            empty=N_("Nothing fits"),
        )
        yield Static(id="entry", markup=False)

    def on_mount(self) -> None:
        """Begin at the entries."""
        self.query_one("#entries").focus()

    def on_screen_resume(self) -> None:
        """Another room may have asked for some of the entries."""
        before = self._kind
        wanted = self.dossier.memory.get("ledger.filter", "all")
        self._kind = wanted if wanted in FILTERS else "all"
        if self._kind != before:
            self._look()
        super().on_screen_resume()

    def show_archive(self) -> None:
        """New entries."""
        self._look()

    def show_overview(self, overview: Overview) -> None:
        """New balance, new entries."""
        self._show_balance(overview.status)
        self._look()

    def show_health(self, health: WatchHealth) -> None:
        """The balance counts what waits to be taken in."""
        del health
        if self.dossier.overview is not None:
            self._show_balance(self.dossier.overview.status)

    def _show_balance(self, status: Status) -> None:
        health = self.dossier.health or status.health
        self.query_one("#balance", Static).update(balance_content(status, len(health.waiting)))

    @on(Input.Changed)
    def wait_a_moment(self) -> None:
        """Look when typing pauses."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PATIENCE, self._look)

    @on(Input.Submitted)
    def to_entries(self) -> None:
        """Look without waiting, and go to the entries."""
        if self._timer is not None:
            self._timer.stop()
        self._look()
        self.query_one("#entries").focus()

    def action_focus_words(self) -> None:
        """Type words."""
        self.query_one("#words").focus()

    def action_next_filter(self) -> None:
        """Everything, arrivals, refusals, decisions, bundles."""
        names = list(FILTERS)
        self._kind = names[(names.index(self._kind) + 1) % len(names)]
        self.dossier.memory.keep("ledger.filter", self._kind)
        self._look()

    def _wanted(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words and kinds that are looked for."""
        words = self.query_one("#words", Input).value.casefold().split()
        return tuple(words), FILTERS[self._kind]

    def _look(self) -> None:
        words, kinds = self._wanted()
        if not words and not kinds:
            self.ask(lambda opened: page(opened, 0, PAGE), self._first, "ledger")
        elif (words, kinds) == (self._sifted.words, self._sifted.kinds):
            self._sift(self._sifted)
        else:
            self._sift(Sifted(words, kinds))

    def _sift(self, before: Sifted) -> None:
        """Look through the next stretch; a large ledger takes many, and what is found is shown."""
        self.ask(lambda opened: sift(opened, before), self._found, "ledger")

    def _tell(self, total: int, whole: bool = True) -> None:
        text = _("{filter}: {count} entries").format(filter=_(_NAMES[self._kind]), count=total)
        self.query_one("#count", Static).update(Content(text if whole else f"{text}…"))

    def _found(self, sifted: Sifted) -> None:
        """Show what was found so far, unless something else is looked for by now."""
        if (sifted.words, sifted.kinds) != self._wanted():
            return
        changed = sifted.found != self._sifted.found or self._paged is not None
        self._tell(sifted.total, sifted.whole)
        self._sifted, self._paged = sifted, None
        if changed or not sifted.found:
            rows = ListRows(sifted.found, entry_cells, _key)
            self.part("#entries", Table).set_rows(rows, same=True)
        if not sifted.whole:
            self._sift(sifted)

    def _first(self, answer: Pages) -> None:
        if any(self._wanted()):
            return
        total, first = answer
        self._tell(total)
        fetch = partial(self._fetch, total)
        self._paged = Entries(total, first, entry_cells, _key, fetch, before=self._paged)
        self.part("#entries", Table).set_rows(self._paged)

    def _fetch(self, total: int, offset: int) -> None:
        rows = self._paged

        def take(answer: Pages) -> None:
            if rows is not None:
                rows.fill(offset, answer[1][-PAGE:])
                self.part("#entries", Table).refresh()
                self.show_entry()

        self.ask(lambda opened: _same_page(opened, total, offset), take, f"page-{offset}")

    def _entry(self) -> Happening | None:
        """The entry under the cursor; None where there is none, or while it is on its way."""
        table = self.part("#entries", Table)
        rows = table.rows
        if isinstance(rows, ListRows):
            return rows.items[table.cursor] if len(rows) else None
        return rows.item(table.cursor) if isinstance(rows, PagedRows) and len(rows) else None

    @on(Table.Moved, "#entries")
    def show_entry(self) -> None:
        """The entry in full."""
        entry = self._entry()
        self.query_one("#entry", Static).update(entry_line(entry) if entry else "")

    @on(Table.Chosen, "#entries")
    def open_record(self, event: Table.Chosen) -> None:
        """The record the entry is about; the entry itself where it is about none."""
        if record := event.key.partition("|")[2]:
            self.app.push_screen(RecordScreen(record))
        elif entry := self._entry():
            self.app.push_screen(HistoryDialog(str(entry.seq), [entry]))

    def action_report(self) -> None:
        """Write return slips for what was refused or sent back."""
        self.survey(partial(write_paper, kind="returns", unit=None), self._written, "report")

    def _written(self, path: Path) -> None:
        self.dossier.copy_to_clipboard(str(path))
        self.dossier.say(_("Written, path copied: {path}").format(path=path))

    def action_copy(self) -> None:
        """The entry as text."""
        if entry := self._entry():
            self.dossier.copy(entry_line(entry).plain)


def _same_page(opened: Workspace, total: int, offset: int) -> Pages:
    """The page as it was counted when the table was filled, whatever came since."""
    grown = page(opened, 0, 0)[0] - total
    return page(opened, offset + grown, PAGE)


class Entries(PagedRows[Happening]):
    """Every entry, the newest first: where one stands follows from its number."""

    def place(self, key: str) -> int | None:
        """See :class:`dossier.tui.widgets.rows.Rows`."""
        index = len(self) - int(key.partition("|")[0])
        return index if 0 <= index < len(self) else None


def _key(item: Happening) -> str:
    return f"{item.seq}|{item.record}"


def entry_cells(item: Happening) -> tuple[Shown, ...]:
    """Position, time, what, record, where from and why, who."""
    return (
        Cell(str(item.seq), "dim"),
        item.at[:16].replace("T", " "),
        Cell(event_word(item.kind), _TONES.get(item.kind, "")),
        item.record,
        "  ".join(filter(None, (item.source, happening_words(item)))),
        Cell(by_word(item.by), "dim"),
    )


def balance_content(status: Status, waiting: int) -> Content:
    """The balance with what waits to be taken in, and the refusals nobody answered yet."""
    parts = " + ".join(f"{word(name)} {count}" for name, count in status.balance.items())
    total = sum(status.balance.values()) + waiting
    rows = [
        line(
            Cell(_("Seen") + f" {total} = ", "strong"),
            parts + f" + {word('waiting')} {waiting}",
        )
    ]
    for refusal in status.refusals[-3:]:
        finding = Finding(refusal.code, str(refusal.source), refusal.parameters)
        said = f"{finding_text(finding)} → {finding_advice(finding)}"
        rows.append(
            line(Cell(f"{refusal.code} {plain(str(refusal.source))}  ", "bad"), plain(said))
        )
    if len(status.refusals) > 3:
        more = _("… and {count} more").format(count=len(status.refusals) - 3)
        rows.append(line(Cell(more, "dim")))
    return lines(rows)
