"""Forms of a bundle: one set for each ask, made from the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dossier.i18n import N_
from dossier.model.assessment import Assessment
from dossier.model.bundles import FORM, BundlePlan
from dossier.model.findings import Finding
from dossier.report.conclusion import draft
from dossier.report.contents import VERDICTS, Contents, Row, Section, contents_of
from dossier.report.contents_form import contents_docx
from dossier.report.form_values import FormRow, SubmissionForm
from dossier.report.submission_form import FIELDS, ROW_FIELDS, submission_docx
from dossier.rules.arcnames import papers_path
from dossier.rules.compilation import Extra
from dossier.rules.placements import requirement_values
from dossier.workflow.templates import template_of
from dossier.workflow.workbench import Workbench

_SUBMISSION = (N_("Submission form for assessment material"), "submission-form")
_CONTENTS = (N_("Contents of the file"), "contents")
"""What the forms are called, and what where names must be ASCII."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The forms, or why there are none."""

    extras: tuple[Extra, ...] = ()
    problems: tuple[Finding, ...] = ()


def filled(
    bench: Workbench, plan: BundlePlan, assessment: Assessment, pages: Mapping[str, int]
) -> Filled:
    """The forms the profile wants, kept where made files are kept; nothing for an estimate.
    ``pages`` are those of records that were printed for a book, by id.
    """
    wanted = bench.profile.forms
    if not (wanted.submission or wanted.contents):
        return Filled()
    template = template_of(bench, wanted.template, FIELDS, ROW_FIELDS)
    if template.problems or bench.order.estimate:
        return Filled(problems=template.problems)
    contents = contents_of(plan, bench.workspace.edition, assessment, bench.records, bench.say)
    extras = (
        extra
        for section in contents.sections
        for extra in _forms(bench, contents, section, template.data, pages)
    )
    return Filled(tuple(extras))


def _forms(
    bench: Workbench,
    contents: Contents,
    section: Section,
    template: bytes | None,
    pages: Mapping[str, int],
) -> Iterator[Extra]:
    form, wanted = _form(bench, contents, section, pages), bench.profile.forms
    say = bench.say
    if wanted.submission:
        yield _extra(bench, section, _SUBMISSION, submission_docx(form, say, template))
    if wanted.contents and form.rows:
        yield _extra(bench, section, _CONTENTS, contents_docx(form, say))


def _extra(bench: Workbench, section: Section, names: tuple[str, str], data: bytes) -> Extra:
    code, plain = section.coverage.code, bench.profile.layout.ascii
    name = names[1] if plain else bench.say(names[0])
    requirement = bench.workspace.edition.requirement(code)
    assert requirement is not None
    path = papers_path(bench.profile.layout, requirement_values(requirement), f"{name}.docx")
    return Extra(path, FORM, code, bench.shop.cache.put_bytes(data))


def _form(
    bench: Workbench, contents: Contents, section: Section, pages: Mapping[str, int]
) -> SubmissionForm:
    coverage, say = section.coverage, bench.say
    rows = tuple(
        form_row(number, row, pages.get(row.record.id, row.pages))
        for number, row in enumerate(_sent(contents, section), 1)
    )
    state = say(N_("waived")) if coverage.waived else say(VERDICTS[coverage.verdict])
    return SubmissionForm(
        edition=contents.edition.title,
        code=coverage.code,
        title=coverage.title,
        indicator=coverage.indicator,
        lead="、".join(coverage.lead),
        cooperating="、".join(coverage.cooperating),
        verdict=state,
        conclusion=draft(coverage, rows, section.omissions, say),
        as_of=contents.plan.as_of,
        mark=contents.plan.reason if contents.plan.partial else "",
        rows=rows,
    )


def _sent(contents: Contents, section: Section) -> Iterator[Row]:
    """One row for each record, however many files it became."""
    seen: set[tuple[str, str]] = set()
    for row in contents.rows_of(section):
        key = (row.record.id, row.file.kind)
        if key not in seen:
            seen.add(key)
            yield row


def form_row(number: int, row: Row, pages: int | None) -> FormRow:
    """A row of the lists as a form shows it, with its number and the pages of its document."""
    known = row.record.description
    return FormRow(
        number=number,
        kind=row.kind_name,
        title=row.title,
        doc_number=known.doc_number or "",
        issuer=known.issuer or "",
        unit=row.unit,
        date=known.dates.issued or known.dates.event or known.dates.taken or "",
        pages="" if pages is None else str(pages),
        pointer=row.claim.pointer,
        caption=row.caption,
        path=row.path,
    )
