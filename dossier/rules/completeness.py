"""Coverage and verdict: which slots are filled with usable material.

A slot is complete when enough counting claims of its kind have usable records, undetermined when
only the ones nobody could judge would complete it, and incomplete otherwise. Percentages use
required slots only.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dossier.model.assessment import (
    Assessment,
    RequirementCoverage,
    SlotCoverage,
    Summary,
    UnitCoverage,
    Verdict,
)
from dossier.model.editions import Edition, Requirement, Slot
from dossier.model.events import Waived
from dossier.model.evidence import Evidence
from dossier.model.findings import Finding
from dossier.model.profiles import Profile
from dossier.model.settings import DutySettings


def assess(
    edition: Edition,
    profile: Profile,
    evidence: Iterable[Evidence],
    waivers: Iterable[Waived],
    *,
    as_of: dt.date,
    duty: DutySettings,
) -> Assessment:
    """The whole edition as of a date, in the edition's own order."""
    by_requirement: dict[str, list[Evidence]] = defaultdict(list)
    for row in evidence:
        by_requirement[row.requirement].append(row)
    waived = {item.requirement for item in waivers}
    accepted_formats = {rule.kind: rule.formats for rule in profile.kinds}
    covered = tuple(
        _cover(
            item,
            edition,
            by_requirement.pop(item.code, []),
            item.code in waived,
            accepted_formats,
            duty,
        )
        for item in edition.requirements
    )
    strays = _stray_claims(by_requirement)
    findings = tuple(finding for item in covered for finding in item.findings) + strays
    return Assessment(
        edition=edition.id,
        as_of=as_of.isoformat(),
        verdict=combined(item.verdict for item in covered if item.uploaded),
        summary=summarise(covered),
        requirements=covered,
        units=_units(covered, as_of, duty),
        findings=findings,
    )


def combined(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of several verdicts; nothing at all is complete."""
    seen = set(verdicts)
    for verdict in (Verdict.INCOMPLETE, Verdict.UNDETERMINED):
        if verdict in seen:
            return verdict
    return Verdict.COMPLETE


def restrict(assessment: Assessment, keep: Sequence[str]) -> Assessment:
    """The same assessment over some requirements only, counted anew."""
    wanted = set(keep)
    covered = tuple(item for item in assessment.requirements if item.code in wanted)
    units = {unit for item in covered for unit in (*item.lead, *item.units)}
    return Assessment(
        edition=assessment.edition,
        as_of=assessment.as_of,
        verdict=combined(item.verdict for item in covered if item.uploaded),
        summary=summarise(covered),
        requirements=covered,
        units=tuple(item for item in assessment.units if item.unit in units),
        findings=tuple(finding for item in covered for finding in item.findings),
    )


def summarise(covered: Sequence[RequirementCoverage]) -> Summary:
    """Counts that add up: satisfied (waived among them) + incomplete + undetermined + not uploaded
    is the number of requirements.
    """
    asked = [item for item in covered if item.uploaded]
    count = {verdict: sum(1 for item in asked if item.verdict is verdict) for verdict in Verdict}
    return Summary(
        requirements=len(covered),
        satisfied=count[Verdict.COMPLETE],
        waived=sum(1 for item in asked if item.waived),
        incomplete=count[Verdict.INCOMPLETE],
        undetermined=count[Verdict.UNDETERMINED],
        not_uploaded=len(covered) - len(asked),
        coverage=round(count[Verdict.COMPLETE] / len(asked), 4) if asked else 1.0,
    )


def _cover(
    requirement: Requirement,
    edition: Edition,
    rows: list[Evidence],
    waived: bool,
    accepted_formats: Mapping[str, tuple[str, ...]],
    duty: DutySettings,
) -> RequirementCoverage:
    counting = [row for row in rows if row.counts]
    slots = tuple(_slot(slot, counting) for slot in requirement.slots)
    verdict = (
        Verdict.COMPLETE
        if waived or not requirement.uploaded
        else combined(slot.verdict for slot in slots if slot.required)
    )
    findings = (
        ()
        if waived or not requirement.uploaded
        else tuple(_slot_findings(requirement, slots, edition))
    )
    return RequirementCoverage(
        code=requirement.code,
        title=requirement.title,
        indicator=requirement.indicator,
        lead=requirement.lead,
        units=tuple(dict.fromkeys((*requirement.lead, *requirement.cooperating))),
        due=requirement.due or duty.deadline,
        verdict=verdict,
        waived=waived,
        uploaded=requirement.uploaded,
        slots=slots,
        records=tuple(sorted({row.record for row in counting})),
        findings=(*findings, *_evidence_findings(requirement, counting, edition, accepted_formats)),
    )


def _slot(slot: Slot, rows: Sequence[Evidence]) -> SlotCoverage:
    judged = {row.record: row.judged for row in rows if row.kind == slot.kind}
    usable = sum(1 for value in judged.values() if value)
    unknown = sum(1 for value in judged.values() if value is None)
    if usable >= slot.min:
        verdict = Verdict.COMPLETE
    elif usable + unknown >= slot.min:
        verdict = Verdict.UNDETERMINED
    else:
        verdict = Verdict.INCOMPLETE
    return SlotCoverage(slot.kind, slot.min, len(judged), usable, unknown, slot.required, verdict)


def _slot_findings(
    requirement: Requirement, slots: Sequence[SlotCoverage], edition: Edition
) -> Iterable[Finding]:
    units = "、".join(requirement.lead) or "—"
    for slot, asked in zip(slots, requirement.slots, strict=True):
        named = {"kind": slot.kind, "kind_name": kind_name(edition, slot.kind), "units": units}
        if slot.required and slot.verdict is Verdict.UNDETERMINED:
            yield Finding("U301", requirement.code, {**named, "unknown": slot.unknown})
        elif slot.required and slot.verdict is Verdict.INCOMPLETE:
            code = "E302" if slot.found >= slot.needed else "E301"
            counts = {"found": slot.found, "usable": slot.usable, "needed": slot.needed}
            yield Finding(code, requirement.code, {**named, **counts})
        if asked.max is not None and slot.found > asked.max:
            yield Finding(
                "W304", requirement.code, {**named, "found": slot.found, "max": asked.max}
            )


def _evidence_findings(
    requirement: Requirement,
    rows: Sequence[Evidence],
    edition: Edition,
    accepted_formats: Mapping[str, tuple[str, ...]],
) -> Iterable[Finding]:
    asked = {slot.kind for slot in requirement.slots}
    for row in rows:
        about = {"record": row.record, "code": requirement.code}
        if not row.kind:
            yield Finding("W302", requirement.code, about)
        elif row.kind not in asked:
            named = {"kind": kind_name(edition, row.kind)}
            yield Finding("W301", requirement.code, {**about, **named})
        elif (formats := accepted_formats.get(row.kind)) and row.format not in formats:
            named = {"kind_name": kind_name(edition, row.kind), "accepted": ", ".join(formats)}
            yield Finding("W303", requirement.code, {**about, **named, "format": row.format})


def kind_name(edition: Edition, kind: str) -> str:
    """The kind's Chinese name, or its id where the edition has none."""
    known = edition.kind(kind)
    return known.name if known else kind


def _stray_claims(left: Mapping[str, list[Evidence]]) -> tuple[Finding, ...]:
    return tuple(
        Finding("E303", code, {"record": row.record, "code": code})
        for code, rows in sorted(left.items())
        for row in rows
        if row.counts
    )


def _units(
    covered: Sequence[RequirementCoverage], as_of: dt.date, duty: DutySettings
) -> tuple[UnitCoverage, ...]:
    owed: dict[str, list[RequirementCoverage]] = defaultdict(list)
    for item in covered:
        if item.uploaded:
            for unit in item.lead:
                owed[unit].append(item)
    return tuple(_unit(unit, items, as_of, duty) for unit, items in owed.items())


def _unit(
    unit: str, items: Sequence[RequirementCoverage], as_of: dt.date, duty: DutySettings
) -> UnitCoverage:
    open_items = [item for item in items if item.verdict is not Verdict.COMPLETE]
    left = [(dt.date.fromisoformat(item.due) - as_of).days for item in open_items if item.due]
    return UnitCoverage(
        unit=unit,
        owed=len(items),
        satisfied=len(items) - len(open_items),
        overdue_days=max(0, -min(left, default=0)),
        colour=_colour(len(open_items), min(left, default=None), duty),
    )


def _colour(open_items: int, days_left: int | None, duty: DutySettings) -> str:
    if not open_items:
        return "green"
    if days_left is None or days_left > duty.yellow_days:
        return "white"
    return "yellow" if days_left > duty.red_days else "red"
