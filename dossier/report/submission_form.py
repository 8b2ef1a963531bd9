"""测评材料提交表 as a Word document, in our own form or the team's."""

from __future__ import annotations

from typing import Any

from docx.shared import Mm, Pt

from dossier.i18n import N_, Translator
from dossier.report.form_values import FormRow, SubmissionForm, clean, plain
from dossier.report.templates import fill_template
from dossier.report.word import blank, heading, saved, shade, table, write

DRAFT = N_("DRAFT, written by the program from what was received; check and rewrite it")
FIELDS = frozenset(name for name in SubmissionForm.__slots__ if name != "rows")
ROW_FIELDS = frozenset(f"row.{name}" for name in FormRow.__slots__)
"""What a team's own template may name; the second only in the row of a table."""

_FACTS = (26, 59, 26, 59)
_ROW_HEIGHT = 8
_LIST = (
    (N_("No."), 10),
    (N_("Kind"), 17),
    (N_("Title"), 40),
    (N_("Document number"), 26),
    (N_("Unit"), 17),
    (N_("Date"), 24),
    (N_("Pages"), 11),
    (N_("Proof"), 25),
)
_SIGNATURES = ((N_("Filled in by"), N_("Checked by"), N_("Date")), (22, 35, 22, 35, 18, 38))


def submission_docx(form: SubmissionForm, say: Translator, template: bytes | None = None) -> bytes:
    """The 测评材料提交表; a team's ``template`` must have been checked (``template_problems``)."""
    form = clean(form)
    document = _ours(form, say) if template is None else _theirs(form, say, template)
    return saved(document, form.title)


def partial_text(form: SubmissionForm, say: Translator) -> str:
    """What a paper of a partial bundle says first; nothing for a whole one."""
    mark = say(N_("PARTIAL MATERIAL"))
    return plain(f"{mark}  {form.mark}") if form.mark else ""


def _theirs(form: SubmissionForm, say: Translator, template: bytes) -> Any:
    values = {name: str(getattr(form, name)) for name in FIELDS}
    values["mark"] = partial_text(form, say)
    values["conclusion"] = f"【{say(DRAFT)}】{form.conclusion}"
    rows = [
        {f"row.{name}": str(getattr(row, name)) for name in FormRow.__slots__} for row in form.rows
    ]
    return fill_template(template, values, rows)


def _ours(form: SubmissionForm, say: Translator) -> Any:
    document = blank()
    heading(document, say(N_("Submission form for assessment material")))
    if form.mark:
        write(document.add_paragraph(), partial_text(form, say), size=12, bold=True, red=True)
    _facts(document, form, say)
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    write(document.add_paragraph(), say(N_("List of materials")), bold=True)
    heads = [say(label) for label, _width in _LIST]
    table(document, [width for _label, width in _LIST], heads, [_row(row) for row in form.rows])
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    labels, widths = _SIGNATURES
    signed = table(document, widths, [], [[part for label in labels for part in (say(label), "")]])
    for cell in signed.rows[0].cells[::2]:
        shade(cell)
    signed.rows[0].height = Mm(10)
    return document


def _facts(document: Any, form: SubmissionForm, say: Translator) -> None:
    """The head of the form; values that need room take the whole width."""
    judged = f"{form.verdict}  ({form.as_of})"
    rows = (
        (N_("Edition"), form.edition, "", ""),
        (N_("Requirement"), form.code, N_("Indicator"), form.indicator),
        (N_("Asked for"), form.title, "", ""),
        (N_("Lead unit"), form.lead, N_("Cooperating units"), form.cooperating),
        (N_("Self-assessment"), judged, "", ""),
        (N_("Concluding statement"), "", "", ""),
    )
    values = [
        [say(one), first, say(other) if other else "", last] for one, first, other, last in rows
    ]
    grid = table(document, _FACTS, [], values)
    for line, (_one, _first, other, _last) in zip(grid.rows, rows, strict=True):
        line.height = Mm(_ROW_HEIGHT)
        cells = line.cells
        shade(cells[0])
        if other:
            shade(cells[2])
        else:
            _one_line(cells[1].merge(cells[3]))
    _conclusion(grid.rows[-1].cells[1], form, say)


def _one_line(cell: Any) -> None:
    """Without the empty lines that merging left behind."""
    for extra in cell.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)


def _conclusion(cell: Any, form: SubmissionForm, say: Translator) -> None:
    """The draft, and in red that it is one."""
    write(cell.paragraphs[0], f"【{say(DRAFT)}】", size=9, bold=True, red=True)
    write(cell.add_paragraph(), form.conclusion)


def _row(row: FormRow) -> tuple[str, ...]:
    proof = row.pointer or row.caption
    return (
        *(str(row.number), row.kind, row.title, row.doc_number),
        *(row.unit, row.date, row.pages, proof),
    )
