"""Forms of a bundle: one set for each ask, made from the plan."""

from __future__ import annotations

from collections.abc import Iterator
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


@dataclass(frozen=True, slots=True)
class Filled:
    """The forms, or why there are none."""

    extras: tuple[Extra, ...] = ()
    problems: tuple[Finding, ...] = ()


def filled(bench: Workbench, plan: BundlePlan, assessment: Assessment) -> Filled:
    """The forms the profile wants, kept where made files are kept; nothing for an estimate."""
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
        for extra in _forms(bench, contents, section, template.data)
    )
    return Filled(tuple(extras))


def _forms(
    bench: Workbench, contents: Contents, section: Section, template: bytes | None
) -> Iterator[Extra]:
    form, wanted, say = _form(bench, contents, section), bench.profile.forms, bench.say
    if wanted.submission:
        data = submission_docx(form, say, template)
        yield _extra(bench, section, say(N_("Submission form for assessment material")), data)
    if wanted.contents and form.rows:
        data = contents_docx(form, say)
        yield _extra(bench, section, say(N_("Contents of the file")), data)


def _extra(bench: Workbench, section: Section, name: str, data: bytes) -> Extra:
    code = section.coverage.code
    requirement = bench.workspace.edition.requirement(code)
    assert requirement is not None
    path = papers_path(bench.profile.layout, requirement_values(requirement), f"{name}.docx")
    return Extra(path, FORM, code, bench.shop.cache.put_bytes(data))


def _form(bench: Workbench, contents: Contents, section: Section) -> SubmissionForm:
    coverage, say = section.coverage, bench.say
    rows = tuple(form_row(number, row) for number, row in enumerate(_sent(section), 1))
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


def _sent(section: Section) -> Iterator[Row]:
    """One row for each record, however many files it became."""
    seen: set[tuple[str, str]] = set()
    for row in section.rows:
        key = (row.record.id, row.file.kind)
        if key not in seen:
            seen.add(key)
            yield row


def form_row(number: int, row: Row) -> FormRow:
    """A row of the lists as a form shows it."""
    known = row.record.description
    return FormRow(
        number=number,
        kind=row.kind_name,
        title=row.title,
        doc_number=known.doc_number or "",
        issuer=known.issuer or "",
        unit=row.unit,
        date=known.dates.issued or known.dates.event or known.dates.taken or "",
        pages="" if known.pages is None else str(known.pages),
        pointer=row.claim.pointer,
        caption=row.caption,
        path=row.path,
    )
