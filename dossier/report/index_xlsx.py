"""``index.xlsx``: the same list for people who work in spreadsheets, the same bytes every time."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from dossier.i18n import N_
from dossier.report.contents import VERDICTS, Contents, Row, facts, printable
from dossier.report.workbooks import head, write, written_workbook

_MAX_LINKS = 65_000
"""Below the 65,530 links a worksheet may hold."""
_HEADINGS = (
    (N_("No."), 6),
    (N_("Requirement"), 16),
    (N_("Asked for"), 40),
    (N_("Verdict"), 10),
    (N_("Kind"), 12),
    (N_("File"), 48),
    (N_("Unit"), 20),
    (N_("Document number"), 24),
    (N_("Date"), 12),
    (N_("Pages"), 6),
    (N_("Caption"), 32),
    (N_("Accession number"), 14),
    (N_("Remarks"), 16),
)
_FILE_COLUMN = 5


def index_xlsx(contents: Contents, path: Path) -> None:
    """A workbook with the list of materials, the omissions and the summary, written to ``path``."""
    with written_workbook(path, contents.plan.as_of, printable(contents.edition.title)) as book:
        bold = book.add_format({"bold": True, "bg_color": "#EEEEEE", "border": 1})
        link = book.add_format({"font_color": "#0563C1", "underline": 1})
        _materials(contents, book, bold, link)
        _omissions(contents, book, bold)
        _summary(contents, book, bold)


def _materials(
    contents: Contents,
    book: xlsxwriter.Workbook,
    bold: xlsxwriter.format.Format,
    link: xlsxwriter.format.Format,
) -> None:
    say = contents.translator
    sheet = book.add_worksheet(say(N_("List of materials")))
    head(sheet, [(say(label), width) for label, width in _HEADINGS], bold)
    line = 0
    for section in contents.sections:
        item = section.coverage
        state = say(N_("waived")) if item.waived else say(VERDICTS[item.verdict])
        for row in section.rows:
            line += 1
            values = [line, item.code, item.title, state, *_values(row), say(row.note)]
            url = f"external:{row.path}" if line <= _MAX_LINKS else ""
            write(sheet, line, values, (_FILE_COLUMN, url, link))
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
        known.pages,
        row.caption,
        row.record.id,
    ]


def _omissions(
    contents: Contents, book: xlsxwriter.Workbook, bold: xlsxwriter.format.Format
) -> None:
    say = contents.translator
    sheet = book.add_worksheet(say(N_("Omissions")))
    heads = [(say(N_("Requirement or record")), 24), (say(N_("Reason")), 80)]
    head(sheet, heads, bold)
    for line, item in enumerate(contents.plan.omissions, 1):
        write(sheet, line, [item.code, item.reason])
    sheet.autofilter(0, 0, max(len(contents.plan.omissions), 1), 1)


def _summary(contents: Contents, book: xlsxwriter.Workbook, bold: xlsxwriter.format.Format) -> None:
    say = contents.translator
    sheet = book.add_worksheet(say(N_("Summary")))
    sheet.set_column(0, 0, 16, bold)
    sheet.set_column(1, 1, 80)
    partial = [(say(N_("PARTIAL MATERIAL")), contents.plan.reason)] if contents.plan.partial else []
    for line, pair in enumerate([*partial, *facts(contents)]):
        write(sheet, line, pair)
