"""卷内目录 of one ask as a Word document."""

from __future__ import annotations

from dossier.i18n import N_, Translator
from dossier.report.form_values import FormRow, SubmissionForm, clean
from dossier.report.submission_form import partial_text
from dossier.report.word import blank, heading, saved, table, write

_COLUMNS = (
    (N_("No."), 12),
    (N_("Document number"), 42),
    (N_("Issuer"), 42),
    (N_("Title"), 81),
    (N_("Date"), 25),
    (N_("Pages"), 13),
    (N_("Remarks"), 42),
)


def contents_docx(form: SubmissionForm, say: Translator) -> bytes:
    """The 卷内目录 of one ask, A4 landscape."""
    form = clean(form)
    document = blank(landscape=True)
    heading(document, say(N_("Contents of the file")))
    write(document.add_paragraph(), f"{form.code}  {form.title}", size=12)
    if form.mark:
        write(document.add_paragraph(), partial_text(form, say), size=12, bold=True, red=True)
    heads = [say(label) for label, _width in _COLUMNS]
    table(document, [width for _label, width in _COLUMNS], heads, [_row(row) for row in form.rows])
    return saved(document, form.title)


def _row(row: FormRow) -> tuple[str, ...]:
    issuer, remark = row.issuer or row.unit, row.caption or row.kind
    return (str(row.number), row.doc_number, issuer, row.title, row.date, row.pages, remark)
