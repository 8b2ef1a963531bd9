"""``index.xlsx``: the same list for people who work in spreadsheets, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence

import xlsxwriter

from dossier.i18n import N_
from dossier.report.contents import VERDICTS, Contents, Row, facts, printable

_MAX_LINKS = 65_000
"""Below the 65,530 links a worksheet may hold."""
_MAX_TEXT = 32_000
"""Below the 32,767 characters a cell may hold."""
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
)
_FILE_COLUMN = 5


def index_xlsx(contents: Contents) -> bytes:
    """A workbook with the list of materials, the omissions and the summary."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        day = dt.date.fromisoformat(contents.plan.as_of)
        created = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
        book.set_properties({"created": created, "title": printable(contents.edition.title)})
        bold = book.add_format({"bold": True, "bg_color": "#EEEEEE", "border": 1})
        link = book.add_format({"font_color": "#0563C1", "underline": 1})
        _materials(contents, book, bold, link)
        _omissions(contents, book, bold)
        _summary(contents, book, bold)
    return _fixed(out.getvalue())


def _materials(
    contents: Contents,
    book: xlsxwriter.Workbook,
    bold: xlsxwriter.format.Format,
    link: xlsxwriter.format.Format,
) -> None:
    say = contents.translator
    sheet = book.add_worksheet(say(N_("List of materials")))
    _head(sheet, [(say(label), width) for label, width in _HEADINGS], bold)
    line = 0
    for section in contents.sections:
        item = section.coverage
        state = say(N_("waived")) if item.waived else say(VERDICTS[item.verdict])
        for row in section.rows:
            line += 1
            _write(sheet, line, [line, item.code, item.title, state, *_values(row)])
            if line <= _MAX_LINKS:
                name = printable(row.title)[:_MAX_TEXT]
                sheet.write_url(line, _FILE_COLUMN, f"external:{row.path}", link, name)
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
        row.claim.caption,
        row.record.id,
    ]


def _omissions(
    contents: Contents, book: xlsxwriter.Workbook, bold: xlsxwriter.format.Format
) -> None:
    say = contents.translator
    sheet = book.add_worksheet(say(N_("Omissions")))
    heads = [(say(N_("Requirement or record")), 24), (say(N_("Reason")), 80)]
    _head(sheet, heads, bold)
    for line, item in enumerate(contents.plan.omissions, 1):
        _write(sheet, line, [item.code, item.reason])
    sheet.autofilter(0, 0, max(len(contents.plan.omissions), 1), 1)


def _summary(contents: Contents, book: xlsxwriter.Workbook, bold: xlsxwriter.format.Format) -> None:
    sheet = book.add_worksheet(contents.translator(N_("Summary")))
    sheet.set_column(0, 0, 16, bold)
    sheet.set_column(1, 1, 80)
    for line, pair in enumerate(facts(contents)):
        _write(sheet, line, pair)


def _head(
    sheet: xlsxwriter.worksheet.Worksheet,
    headings: Sequence[tuple[str, int]],
    bold: xlsxwriter.format.Format,
) -> None:
    for column, (label, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, bold)
    sheet.freeze_panes(1, 0)


def _write(sheet: xlsxwriter.worksheet.Worksheet, line: int, values: Sequence[object]) -> None:
    for column, value in enumerate(values):
        if isinstance(value, int):
            sheet.write_number(line, column, value)
        else:
            sheet.write_string(line, column, printable(value)[:_MAX_TEXT])


def _fixed(workbook: bytes) -> bytes:
    """The workbook packed again with nothing left to chance: stored, dated 1980, links with ``/``.

    Deflated bytes depend on the library's version, and XlsxWriter writes relative links with
    backslashes, which only Windows follows.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            info = zipfile.ZipInfo(name)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            new.writestr(info, data.replace(b"\\", b"/") if name.endswith(".rels") else data)
    return out.getvalue()
