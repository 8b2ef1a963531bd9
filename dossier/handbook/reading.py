"""A handbook's bytes into an edition and the list of what was doubtful."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from dossier.codec.edition_yaml import edition_yaml
from dossier.codec.editions import parse_edition
from dossier.handbook.docx_tables import read_docx
from dossier.handbook.finishing import finished
from dossier.handbook.grids import Place, Sheets
from dossier.handbook.interpret import Reader
from dossier.handbook.kinds import KINDS, kinds_in, legend
from dossier.handbook.pdf_tables import read_pdf
from dossier.handbook.refusals import problem, refused, unreadable
from dossier.handbook.xlsx_tables import read_xlsx
from dossier.model.editions import Edition
from dossier.model.findings import Finding

MAX_BYTES = 100_000_000
MAX_UNPACKED = 400_000_000
REMARK = "由手册导入；文字照手册原文，有疑问的各项见同名的疑问清单。"


@dataclass(frozen=True, slots=True)
class Imported:
    """The edition, its file, and every assumption made on the way (W5xx)."""

    edition: Edition
    text: str
    doubts: tuple[Finding, ...]


def read_tables(content: bytes, name: str) -> Sheets:
    """The tables of a DOCX, XLSX or PDF. Raises SchemaError with E520 or E521."""
    if len(content) > MAX_BYTES:
        raise unreadable(name, f"{len(content)} > {MAX_BYTES} bytes")
    if content.startswith(b"%PDF-") or b"%PDF-" in content[:1024]:
        return read_pdf(content, name)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise unreadable(name, "DOC / XLS")
    members = _members(content, name)
    if "word/document.xml" in members:
        return read_docx(content, name)
    if "xl/workbook.xml" in members:
        return read_xlsx(content, name)
    raise unreadable(name, "DOCX, XLSX, PDF")


def import_handbook(content: bytes, name: str, *, edition_id: str, year: int) -> Imported:
    """The edition a handbook describes. Raises SchemaError with E520 to E523."""
    sheets = read_tables(content, name)
    marks = _marks(sheets)
    reader = Reader(marks)
    reader.draft.remarks.extend(sheets.remarks)
    for grid in sheets.grids:
        reader.grid(grid)
    draft = reader.draft
    draft.number_first_asks()
    if not draft.order:
        raise refused(name, [_nothing(sheets, name)])
    for grid in reader.unread:
        head = "、".join(text for text in grid.rows[0].texts if text)[:80]
        draft.doubt("W507", grid.rows[0].place, rows=len(grid.rows), text=head)
    for number in sheets.pictures:
        draft.doubt("W514", Place("page", number, 1))
    edition = finished(draft, name=name, edition_id=edition_id, year=year, marks=marks)
    text = edition_yaml(edition, (REMARK,))
    checked = parse_edition(text, f"{edition_id}.yaml")
    return Imported(checked, text, tuple(draft.doubts))


def _members(content: bytes, name: str) -> frozenset[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise unreadable(name, str(error)) from error
    size = sum(member.file_size for member in members)
    if size > MAX_UNPACKED:
        raise unreadable(name, f"{size} > {MAX_UNPACKED} bytes")
    return frozenset(member.filename for member in members)


def _marks(sheets: Sheets) -> dict[str, str]:
    """Marks and names of kinds that the handbook explains itself, each to its kind."""
    marks: dict[str, str] = {}
    inside = (text for grid in sheets.grids for row in grid.rows[:5] for text in row.texts)
    for remark in (*sheets.remarks, *inside):
        for mark, name in legend(remark).items():
            if kinds := kinds_in(name):
                marks[mark] = marks[name] = kinds[0]
    return marks


def _nothing(sheets: Sheets, name: str) -> Finding:
    """No table at all, or none whose headings we know."""
    if not sheets.grids:
        return problem("E522", name)
    first = sheets.grids[0].rows[0]
    heads = "、".join(text for text in first.texts if text)[:120] or "—"
    known = "测评内容、申报要求、牵头单位、" + "、".join(label for label, _mark in KINDS.values())
    return problem("E523", name, str(first.place), heads=heads, known=known)
