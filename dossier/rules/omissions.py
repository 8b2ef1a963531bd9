"""What a bundle leaves out, and why in one coded line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dossier.i18n import N_, Translator
from dossier.model.assessment import Assessment, RequirementCoverage, Verdict
from dossier.model.bundles import Omission
from dossier.model.editions import Requirement
from dossier.model.findings import Finding, Severity
from dossier.model.records import COUNTING_STATES, Record, RecordState
from dossier.rules.finding_table import TABLE

_NOT_USABLE = N_("it is not usable as evidence")
_NOT_JUDGED = N_("nobody has judged it yet")
_NOT_COMPLETE = N_("the material is not complete")


def judged(record: Record) -> bool | None:
    """True for a record that may be sent, False or None for one that is unusable or unjudged.

    A person's acceptance settles what nobody could tell; records that do not count are False.
    """
    if record.state not in COUNTING_STATES:
        return False
    usable = record.description.usable
    return True if usable is None and record.state is RecordState.ACCEPTED else usable


def gaps(
    scope: Sequence[Requirement], assessment: Assessment, translator: Translator
) -> Iterator[Omission]:
    """Why each ask in scope is not complete, one omission for each cause."""
    covered = {item.code: item for item in assessment.requirements}
    for requirement in scope:
        coverage = covered.get(requirement.code)
        if coverage is None or coverage.verdict is not Verdict.COMPLETE:
            for reason in _gap_reasons(coverage, translator):
                yield Omission(requirement.code, reason)


def _gap_reasons(coverage: RequirementCoverage | None, translator: Translator) -> list[str]:
    """What the ask lacks; what speaks against a single record is told with the record."""
    findings = coverage.findings if coverage else ()
    code = coverage.code if coverage else ""
    causes = [
        item for item in findings if item.severity is not Severity.WARNING and item.subject == code
    ]
    return [coded(item, translator) for item in causes] or [translator(_NOT_COMPLETE)]


Refusals = Mapping[tuple[str, str], Sequence[Finding]]
"""Why a record must not be sent under an ask: by the ask's code and the record's id."""


def refusals(assessment: Assessment) -> Refusals:
    """Records that an assessment refuses where they stand: out of their window, no longer valid,
    over a limit. They close no slot, so they are not sent either.
    """
    found: dict[tuple[str, str], list[Finding]] = {}
    for coverage in assessment.requirements:
        for item in coverage.findings:
            if item.severity is Severity.ERROR and item.subject in coverage.records:
                found.setdefault((coverage.code, item.subject), []).append(item)
    return found


def refused(
    scope: Sequence[Requirement],
    records: Iterable[Record],
    known: Refusals,
    translator: Translator,
) -> Iterator[Omission]:
    """Usable records that are left out of an ask all the same, each with the finding against it."""
    codes = {item.code for item in scope}
    for record in records:
        if judged(record):
            for code in record.requirements:
                for finding in known.get((code, record.id), ()) if code in codes else ():
                    yield Omission(record.id, coded(finding, translator))


def unusable(
    scope: Sequence[Requirement], records: Iterable[Record], translator: Translator
) -> Iterator[Omission]:
    """Counting records that claim an ask in scope but cannot be sent."""
    codes = {item.code for item in scope}
    for record in records:
        if record.state not in COUNTING_STATES or judged(record):
            continue
        if codes.isdisjoint(record.requirements):
            continue
        for reason in _unusable_reasons(record, translator):
            yield Omission(record.id, reason)


def _unusable_reasons(record: Record, translator: Translator) -> list[str]:
    findings = record.description.findings
    causes = [item for item in findings if item.severity is not Severity.WARNING]
    fallback = _NOT_JUDGED if judged(record) is None else _NOT_USABLE
    return [coded(item, translator) for item in causes] or [translator(fallback)]


def coded(finding: Finding, translator: Translator) -> str:
    """The finding's code and its sentence."""
    values: Mapping[str, object] = {"subject": finding.subject, **finding.parameters}
    return f"{finding.code} {translator.render(TABLE[finding.code].message, values)}"
