"""One record to look at: what it is, what it proves, what is wrong, what it says."""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static

from dossier.i18n import _
from dossier.model.editions import Edition
from dossier.model.records import Record
from dossier.rules.captions import caption_of
from dossier.tui.text import STYLES, Cell, plain, size_text
from dossier.tui.widgets.picture import Picture, half_blocks
from dossier.tui.words import advice_here, finding_text, kind_name, usable_word, worded
from dossier.words.records import claim_basis, dates_said
from dossier.workflow.find import text_of
from dossier.workflow.previews import preview
from dossier.workflow.workspace import Workspace

EXCERPT = 6_000


@dataclass(frozen=True, slots=True)
class Look:
    """A record with the beginning of its text."""

    record: Record
    edition: Edition
    text: str
    whole: bool
    picture: tuple[Strip, ...] = ()


def look_at(workspace: Workspace, record_id: str) -> Look | None:
    """Fetch what a preview shows; None for a record that is not there."""
    record = workspace.archive.catalogue.record(record_id)
    if record is None:
        return None
    text = text_of(workspace, record)
    return Look(record, workspace.edition, text[:EXCERPT], len(text) <= EXCERPT)


def with_picture(workspace: Workspace, look: Look | None) -> Look | None:
    """The same with the picture of its first page; takes up to seconds at the first time."""
    if look is None:
        return None
    path = preview(workspace, look.record)
    return replace(look, picture=tuple(half_blocks(path))) if path is not None else look


def toned(cell: Cell | str) -> tuple[str, str]:
    """A piece of text for :meth:`Content.assemble`; nothing in it is read as markup."""
    text, tone = cell if isinstance(cell, Cell) else (cell, "")
    return text, STYLES[tone]


def line(*parts: Cell | str) -> Content:
    """A line made of toned pieces."""
    return Content.assemble(*(toned(part) for part in parts))


def lines(items: list[Content]) -> Content:
    """Lines one below the other."""
    return Content("\n").join(items)


def record_content(look: Look) -> Content:
    """The whole preview."""
    rows = [*_head(look), Content(""), *_claims(look), *_findings(look)]
    return lines([*rows, Content(""), *_text(look)])


def _head(look: Look) -> list[Content]:
    record, said = look.record, look.record.description
    pages = _("{count} pages").format(count=said.pages) if said.pages else ""
    facts = "  ".join(filter(None, [said.format.upper(), pages, size_text(record.fixity.size)]))
    rows = [
        line(Cell(plain(said.title or record.name), "strong")),
        line(record.id, "  ", worded(record.state), "  ", usable_word(said.usable)),
        line(Cell(_("File") + " ", "dim"), plain(record.name)),
        line(Cell(_("From") + " ", "dim"), plain(str(record.source))),
        line(
            Cell(_("Unit") + " ", "dim"),
            record.unit or "—",
            Cell("  " + _("Kind") + " ", "dim"),
            kind_name(look.edition, said.kind),
        ),
        line(facts),
    ]
    if dates := dates_said(record):
        rows.append(line(dates))
    if said.issuer or said.doc_number:
        rows.append(line(plain("  ".join(filter(None, [said.issuer, said.doc_number])))))
    if record.note:
        due = "  " + _("answer by {date}").format(date=record.due) if record.due else ""
        rows.append(line(Cell(plain(record.note) + due, "bad")))
    return rows


def _claims(look: Look) -> list[Content]:
    if not look.record.claims:
        return [line(Cell(_("Not placed yet"), "warn"))]
    rows = [line(Cell(_("Proves"), "accent"))]
    for claim in look.record.claims:
        requirement = look.edition.requirement(claim.requirement)
        title = requirement.title if requirement else _("not in this edition")
        kind = kind_name(look.edition, claim.kind or look.record.description.kind)
        rows.append(line(f"  {claim.requirement} ", f"{title} · {kind}"))
        if caption := caption_of(look.record, claim):
            rows.append(line(Cell("    " + _("Caption") + " ", "dim"), plain(caption)))
        if claim.pointer:
            rows.append(line(Cell("    " + _("Pointer") + " ", "dim"), plain(claim.pointer)))
        rows.append(line(Cell("    " + plain(claim_basis(claim)), "dim")))
    return rows


def _findings(look: Look) -> list[Content]:
    rows: list[Content] = []
    for finding in look.record.description.findings:
        tone = {"E": "bad", "W": "warn", "U": "accent"}[finding.code[0]]
        rows.append(line(Cell(f"{finding.code} ", tone), plain(finding_text(finding))))
        rows.append(line(Cell("     " + advice_here(finding), "dim")))
    return rows


def _text(look: Look) -> list[Content]:
    if not look.text.strip():
        return [line(Cell(_("No text was read from it; press ^O to look at it"), "dim"))]
    shown = [plain(row) for row in look.text.splitlines() if row.strip()]
    rows = [line(row) for row in shown]
    if not look.whole:
        rows.append(line(Cell("…", "dim")))
    return rows


class Preview(VerticalScroll):
    """A scrolling look at one record, or an invitation to choose one."""

    _wanted: str | None = None
    _shown: tuple[str, str] = ("", "")

    def compose(self) -> ComposeResult:
        """A picture where there is one, and a block of text."""
        yield Picture()
        yield Static(markup=False, id="preview-text")

    def expect(self, record: str | None) -> None:
        """From now on only this record is shown, whatever else may still be on its way."""
        self._wanted = record
        if record is None:
            self.show(None)

    def show(self, look: Look | None) -> bool:
        """Show the record that is expected, and whether it was: from its top, or as far down as it
        was read, its picture in place, when it is the one that was there before.
        """
        if look is not None and look.record.id != self._wanted:
            return False
        shown = (look.record.id, look.record.fixity.digest) if look is not None else ("", "")
        block = self.query_one("#preview-text", Static)
        block.update(record_content(look) if look else line(Cell(_("Nothing chosen"), "dim")))
        if shown != self._shown or (look is not None and look.picture):
            self.query_one(Picture).show(list(look.picture) if look is not None else [])
        if shown != self._shown:
            self._shown = shown
            self.scroll_home(animate=False)
        return True
