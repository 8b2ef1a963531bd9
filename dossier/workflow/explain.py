"""The whole story of one ask, and of one finding code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.model.assessment import RequirementCoverage
from dossier.model.editions import Requirement
from dossier.model.findings import Finding, Severity
from dossier.model.records import Record
from dossier.rules.dismissals import dismissable
from dossier.rules.explanations import Basis
from dossier.rules.finding_table import TABLE
from dossier.rules.noting import record_of
from dossier.rules.reading_explanations import explanation
from dossier.rules.record_checks import Rulebook
from dossier.rules.windows import day_of_test
from dossier.workflow.assessing import assessments
from dossier.workflow.triage import find_requirement
from dossier.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CodeStory:
    """A finding code: its sentence and advice as message ids, what it rests on and how it is found,
    and whether a person can dismiss it.
    """

    code: str
    severity: Severity
    message: str
    hint: str
    basis: Basis
    how: str
    dismissable: bool


@dataclass(frozen=True, slots=True)
class AskStory:
    """One ask with everything about it: clause, coverage, windows by kind, records with their own
    findings (those of reading included).
    """

    requirement: Requirement
    coverage: RequirementCoverage
    windows: tuple[tuple[str, str, str], ...]
    records: tuple[tuple[Record, tuple[Finding, ...]], ...]


def explain_code(code: str) -> list[CodeStory]:
    """The story of a code, or of ``all``; raises UsageError for one that does not exist."""
    wanted = code.strip().upper()
    codes = sorted(TABLE) if wanted == "ALL" else [wanted]
    if wanted not in (*TABLE, "ALL"):
        raise UsageError(
            N_("there is no finding code {code}"),
            N_("see the codes with: dossier check --explain all"),
            code=code,
        )
    return [_story(item) for item in codes]


def _story(code: str) -> CodeStory:
    rule, known = TABLE[code], explanation(code)
    return CodeStory(
        code=code,
        severity=Finding(code).severity,
        message=rule.message,
        hint=rule.hint,
        basis=known.basis,
        how=known.how,
        dismissable=dismissable(code),
    )


def explain_ask(workspace: Workspace, text: str, *, as_of: dt.date) -> AskStory:
    """The story of one ask, named in any spelling; raises UsageError for an unknown one."""
    requirement = find_requirement(workspace, text)
    whole = assessments(workspace).current(as_of)
    coverage = next(item for item in whole.requirements if item.code == requirement.code)
    return AskStory(
        requirement,
        coverage,
        tuple(windows(workspace, requirement)),
        tuple(_records(workspace, coverage)),
    )


def windows(workspace: Workspace, requirement: Requirement) -> Iterator[tuple[str, str, str]]:
    """Kind, first and last day of each window of the ask's slots."""
    settings = workspace.settings
    test = day_of_test(settings.duty, settings.stages)
    book = Rulebook.of(workspace.edition, workspace.profile, test)
    for slot in requirement.slots:
        if span := book.spans.get((requirement.code, slot.kind)):
            yield slot.kind, *span


def _records(
    workspace: Workspace, coverage: RequirementCoverage
) -> Iterator[tuple[Record, tuple[Finding, ...]]]:
    for name in coverage.records:
        record = workspace.archive.catalogue.record(name)
        if record is not None:
            yield record, record.description.findings


def findings_under_asks(
    workspace: Workspace, record: Record, *, as_of: dt.date
) -> tuple[Finding, ...]:
    """What is found against a record under the asks it is claimed for."""
    whole = assessments(workspace).current(as_of)
    found: list[Finding] = []
    for item in whole.requirements:
        if item.code in record.requirements:
            own = (one for one in item.findings if record_of(one) == record.id)
            found += [one for one in own if one not in found]
    return tuple(found)
