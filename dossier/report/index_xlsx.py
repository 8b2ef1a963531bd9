"""``index.xlsx``: the same list for people who work in spreadsheets, the same bytes every time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dossier.i18n import N_
from dossier.report.contents import VERDICTS, Contents, Row, facts, partial_words, printable
from dossier.report.workbooks import (
    MAX_TEXT,
    Book,
    cell_look,
    for_print,
    head,
    write,
    written_workbook,
)

_MAX_LINKS = 65_000
"""Below the 65,530 links a worksheet may hold."""
_HEADINGS = (
    (N_("No."), 6),
    (N_("Requirement"), 16),
    (N_("Asked for"), 30),
    (N_("Verdict"), 10),
    (N_("Kind"), 12),
    (N_("File"), 38),
    (N_("Unit"), 14),
    (N_("Document number"), 22),
    (N_("Date"), 12),
    (N_("Pages"), 6),
    (N_("Caption"), 26),
    (N_("Accession number"), 14),
    (N_("Remarks"), 20),
)
_FILE_COLUMN = 5


@dataclass(frozen=True, slots=True)
class _Looks:
    head: Format
    cell: Format
    link: Format
    mark: Format


def index_xlsx(contents: Contents, path: Path) -> None:
    """A workbook with the list of materials, the omissions and the summary, written to ``path``."""
    with written_workbook(path, contents.plan.as_of, printable(contents.edition.title)) as book:
        looks = _Looks(
            cell_look(book, bold=True, bg_color="#EEEEEE"),
            cell_look(book),
            cell_look(book, font_color="#0563C1", underline=1),
            cell_look(book, bold=True, font_color="#B42318"),
        )
        _materials(contents, book, looks)
        _omissions(contents, book, looks)
        _summary(contents, book, looks)


def _sheet(contents: Contents, book: xlsxwriter.Workbook, name: str) -> Worksheet:
    sheet = book.add_worksheet(name)
    for_print(sheet, f"{contents.edition.title}  {name}", partial_words(contents))
    return sheet


def _materials(contents: Contents, book: Book, looks: _Looks) -> None:
    say = contents.translator
    sheet = _sheet(contents, book, say(N_("List of materials")))
    head(sheet, [(say(label), width) for label, width in _HEADINGS], looks.head)
    line = 0
    for section in contents.sections:
        item = section.coverage
        state = say(N_("waived")) if item.waived else say(VERDICTS[item.verdict])
        for row in contents.rows_of(section):
            line += 1
            note = " ".join(filter(None, (row.form, row.note and say(row.note))))
            values = [line, item.code, item.title, state, *_values(row), note]
            path = row.path if line <= _MAX_LINKS else ""
            write(sheet, line, values, (_FILE_COLUMN, path, book.links, looks.link), looks.cell)
    sheet.autofilter(0, 0, max(line, 1), len(_HEADINGS) - 1)


def _values(row: Row) -> list[object]:
    known = row.record.description
    date = known.dates.issued or known.dates.event or known.dates.taken
    return [
        row.kind_name,
        row.title,
        row.unit,
        known.doc_number,
        date,
        row.pages,
        row.remark,
        row.record.id,
    ]


def _omissions(contents: Contents, book: xlsxwriter.Workbook, looks: _Looks) -> None:
    say = contents.translator
    sheet = _sheet(contents, book, say(N_("Omissions")))
    heads = [(say(N_("Requirement or record")), 44), (say(N_("Reason")), 80)]
    head(sheet, heads, looks.head)
    for line, item in enumerate(contents.plan.omissions, 1):
        write(sheet, line, [contents.subject(item), item.reason], look=looks.cell)
    sheet.autofilter(0, 0, max(len(contents.plan.omissions), 1), 1)


def _summary(contents: Contents, book: xlsxwriter.Workbook, looks: _Looks) -> None:
    say = contents.translator
    sheet = _sheet(contents, book, say(N_("Summary")))
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    lines = [(label, value, looks.cell) for label, value in facts(contents)]
    if contents.plan.partial:
        lines.insert(0, (say(N_("PARTIAL MATERIAL")), contents.plan.reason, looks.mark))
    for line, (label, value, look) in enumerate(lines):
        sheet.write_string(line, 0, printable(label), looks.head)
        sheet.write_string(line, 1, printable(value)[:MAX_TEXT], look)
