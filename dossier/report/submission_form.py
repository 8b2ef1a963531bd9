"""测评材料提交表 and 卷内目录 as Word documents, in our own form or the team's."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Pt

from dossier.codec.packing import packed_again
from dossier.errors import BundleError
from dossier.i18n import N_, Translator

_SONG = "宋体"
_ROW = "{{row."
_NO_WORD = (PackageNotFoundError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile)
DRAFT = N_("DRAFT, written by the program from what was received; check and rewrite it")


@dataclass(frozen=True, slots=True)
class FormRow:
    """One piece of evidence as the forms list it."""

    number: int
    kind: str
    title: str
    doc_number: str
    issuer: str
    unit: str
    date: str
    pages: str
    pointer: str
    caption: str
    path: str


@dataclass(frozen=True, slots=True)
class SubmissionForm:
    """Everything a form says of one ask; ``mark`` is why the bundle is partial, else empty."""

    edition: str
    code: str
    title: str
    indicator: str
    lead: str
    cooperating: str
    verdict: str
    conclusion: str
    as_of: str
    mark: str
    rows: tuple[FormRow, ...]


def submission_docx(form: SubmissionForm, say: Translator, template: bytes | None = None) -> bytes:
    """The 测评材料提交表.

    A team's ``template`` is a DOCX with placeholders like ``{{title}}``; a table row with
    ``{{row.title}}`` is repeated for each piece. Raises BundleError where it is none.
    """
    form = _clean(form)
    document = _ours(form, say) if template is None else _theirs(form, template)
    return _saved(document, form.title)


def contents_docx(form: SubmissionForm, say: Translator) -> bytes:
    """The 卷内目录 of one ask, A4 landscape."""
    form = _clean(form)
    document = _blank(landscape=True)
    _centred(document, say(N_("Contents of the file")), 18)
    document.add_paragraph(f"{form.code}  {form.title}")
    _partial(document, form, say)
    heads = (
        N_("No."),
        N_("Document number"),
        N_("Issuer"),
        N_("Title"),
        N_("Date"),
        N_("Pages"),
        N_("Remarks"),
    )
    rows = [
        (
            str(row.number),
            row.doc_number,
            row.issuer or row.unit,
            row.title,
            row.date,
            row.pages,
            row.caption or row.kind,
        )
        for row in form.rows
    ]
    _grid(document, [say(head) for head in heads], rows)
    return _saved(document, form.title)


def _ours(form: SubmissionForm, say: Translator) -> Any:
    document = _blank()
    _centred(document, say(N_("Submission form for assessment material")), 18)
    _partial(document, form, say)
    facts = (
        (N_("Edition"), form.edition),
        (N_("Requirement"), form.code),
        (N_("Indicator"), form.indicator),
        (N_("Asked for"), form.title),
        (N_("Lead unit"), form.lead),
        (N_("Cooperating units"), form.cooperating),
        (N_("Self-assessment"), f"{form.verdict}  ({form.as_of})"),
    )
    _grid(document, [], [(say(label), value) for label, value in facts])
    document.add_paragraph()
    document.add_paragraph(say(N_("Concluding statement"))).runs[0].bold = True
    document.add_paragraph(f"【{say(DRAFT)}】").runs[0].italic = True
    document.add_paragraph(form.conclusion)
    document.add_paragraph(say(N_("List of materials"))).runs[0].bold = True
    heads = (
        N_("No."),
        N_("Kind"),
        N_("Title"),
        N_("Document number"),
        N_("Unit"),
        N_("Date"),
        N_("Pages"),
        N_("Proof"),
    )
    rows = [
        (
            str(row.number),
            row.kind,
            row.title,
            row.doc_number,
            row.unit,
            row.date,
            row.pages,
            row.pointer or row.caption,
        )
        for row in form.rows
    ]
    _grid(document, [say(head) for head in heads], rows)
    document.add_paragraph()
    document.add_paragraph(say(N_("Filled in by:            Checked by:            Date:")))
    return document


def _partial(document: Any, form: SubmissionForm, say: Translator) -> None:
    if form.mark:
        text = f"{say(N_('PARTIAL MATERIAL'))}  {form.mark}"
        document.add_paragraph(_plain(text)).runs[0].bold = True


def _theirs(form: SubmissionForm, template: bytes) -> Any:
    try:
        document = docx.Document(io.BytesIO(template))
    except _NO_WORD as error:
        raise BundleError(
            N_("the form template is no Word document: {detail}"),
            N_("save it as DOCX in Word or WPS and name it in the profile again"),
            detail=str(error),
        ) from error
    values = {name: str(getattr(form, name)) for name in SubmissionForm.__slots__ if name != "rows"}
    for table in document.tables:
        _repeat_rows(table, form.rows)
    for paragraph in _paragraphs(document):
        _replace(paragraph, lambda text: _filled(text, values))
    return document


def _repeat_rows(table: Any, rows: Sequence[FormRow]) -> None:
    for row in list(table.rows):
        if any(_ROW in cell.text for cell in row.cells):
            for item in rows:
                values = {f"row.{name}": str(getattr(item, name)) for name in FormRow.__slots__}
                element = copy.deepcopy(row._tr)
                row._tr.addprevious(element)
                _fill_row(table, element, values)
            table._tbl.remove(row._tr)


def _fill_row(table: Any, element: Any, values: Mapping[str, str]) -> None:
    for row in table.rows:
        if row._tr is element:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    _replace(paragraph, lambda text: _filled(text, values))


def _paragraphs(document: Any) -> Iterator[Any]:
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs
    for section in document.sections:
        yield from (*section.header.paragraphs, *section.footer.paragraphs)


def _replace(paragraph: Any, change: Callable[[str], str]) -> None:
    """Fill a paragraph in; the words keep the look of its first run, where a placeholder may have
    been torn over several.
    """
    before = paragraph.text
    if "{{" not in before or not paragraph.runs:
        return
    paragraph.runs[0].text = change(before)
    for run in paragraph.runs[1:]:
        run.text = ""


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("{{" + name + "}}", _plain(value))
    return text


def _blank(*, landscape: bool = False) -> Any:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = _SONG
    style.font.size = Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _SONG)
    section = document.sections[0]
    sides = (Pt(841.9), Pt(595.3)) if landscape else (Pt(595.3), Pt(841.9))
    section.page_width, section.page_height = sides
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    return document


def _centred(document: Any, text: str, size: int) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold = True
    run.font.size = Pt(size)


def _grid(document: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table with lines; a header is repeated on every page."""
    lines = [*([heads] if heads else []), *rows]
    if not lines:
        return
    table = document.add_table(rows=len(lines), cols=len(lines[0]), style="Table Grid")
    for row, values in zip(table.rows, lines, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = _plain(value)
    if heads:
        mark = docx.oxml.OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(mark)


def _clean(form: SubmissionForm) -> SubmissionForm:
    """The form with nothing in its words that XML cannot hold."""
    rows = tuple(replace(row, **_plain_fields(row)) for row in form.rows)
    return replace(form, rows=rows, **_plain_fields(form))


def _plain_fields(value: FormRow | SubmissionForm) -> dict[str, Any]:
    known = {name: getattr(value, name) for name in value.__slots__}
    return {name: _plain(text) for name, text in known.items() if isinstance(text, str)}


def _plain(text: str) -> str:
    """The text without what XML cannot hold."""
    clean = text.encode("utf-8", "replace").decode()
    return "".join(char for char in clean if char.isprintable() or char in "\n\t")


def _saved(document: Any, title: str) -> bytes:
    properties = document.core_properties
    properties.author, properties.last_modified_by = "dossier", "dossier"
    properties.title, properties.comments, properties.revision = _plain(title)[:250], "", 1
    out = io.BytesIO()
    document.save(out)
    return packed_again(out.getvalue())
