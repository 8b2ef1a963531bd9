"""Coverage of one ask: which slots are filled with usable material, and what is lacking.

A slot is complete when enough counting claims of its kind have usable records, undetermined when
only the ones nobody could judge would complete it, and incomplete otherwise. Distinct subjects and
named days are asked for on top of counts.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dossier.model.asks import Calendar, NamedDay, Subjects
from dossier.model.assessment import (
    Gap,
    Need,
    RequirementCoverage,
    SlotCoverage,
    Standing,
    Verdict,
)
from dossier.model.editions import Edition, Requirement, Slot, Unit
from dossier.model.evidence import Exhibit
from dossier.model.findings import Finding
from dossier.model.records import RecordState
from dossier.rules.noting import Value, noted
from dossier.rules.responsibility import Responsible, members

_EVERYBODY = 12
_NONE = "—"


@dataclass(frozen=True, slots=True)
class Ask:
    """A requirement with everything that does not change while records come and go."""

    requirement: Requirement
    edition: Edition
    roster: tuple[Unit, ...]
    responsible: Responsible
    points: float | None = None
    deadline: str | None = None

    @property
    def due(self) -> str | None:
        """Its own day, else the submission's."""
        return self.requirement.due or self.deadline


def cover(
    ask: Ask, exhibits: Sequence[Exhibit], waived: Collection[str], as_of: dt.date
) -> RequirementCoverage:
    """The coverage of one ask from its claims; ``waived`` are the units that were waived."""
    requirement = ask.requirement
    lead = ask.responsible.lead
    excused = tuple(unit for unit in lead if unit in waived)
    whole = bool(waived) and len(excused) == len(lead)
    counting = [item for item in exhibits if item.row.counts]
    slots = tuple(_slot(slot, exhibits, whole) for slot in requirement.slots)
    judged = _Judge(ask, counting, slots, tuple(waived))
    settled = whole or not requirement.uploaded
    quiet = settled or (requirement.bonus and not counting)
    own = () if quiet else tuple(judged.findings())
    days_left = (dt.date.fromisoformat(ask.due) - as_of).days if ask.due else None
    verdict = Verdict.COMPLETE if settled else judged.verdict()
    late = () if quiet else tuple(_long_lead_times(ask, slots, days_left))
    return RequirementCoverage(
        code=requirement.code,
        title=requirement.title,
        indicator=requirement.indicator,
        lead=lead,
        units=ask.responsible.everyone,
        due=ask.due,
        verdict=verdict,
        waived=whole,
        uploaded=requirement.uploaded,
        slots=slots,
        records=tuple(sorted({item.row.record for item in counting})),
        findings=(*own, *late, *_of_records(counting)),
        state=_whole_state(slots, whole),
        waived_units=tuple(unit for unit in ask.responsible.everyone if unit in waived),
        cooperating=ask.responsible.cooperating,
        bonus=requirement.bonus,
        points=ask.points,
        days_left=days_left,
        sampled=requirement.sampled,
    )


def combined(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of several verdicts; nothing at all is complete."""
    seen = set(verdicts)
    for verdict in (Verdict.INCOMPLETE, Verdict.UNDETERMINED):
        if verdict in seen:
            return verdict
    return Verdict.COMPLETE


def need_of(slot: Slot) -> Need:
    """Whether a slot is owed; one with a condition is, only where the condition holds (C05)."""
    if slot.condition:
        return Need.CONDITIONAL
    return Need.REQUIRED if slot.required else Need.OPTIONAL


def _slot(slot: Slot, exhibits: Sequence[Exhibit], waived: bool) -> SlotCoverage:
    own = [item for item in exhibits if item.row.kind == slot.kind]
    counting = {item.row.record: item for item in own if item.row.counts}.values()
    found = sum(item.pieces for item in counting)
    usable = sum(item.pieces for item in counting if item.judged)
    unknown = sum(item.pieces for item in counting if item.judged is None)
    verdict = _enough(slot.min, usable, unknown)
    accepted = sum(
        item.pieces for item in counting if item.judged and item.row.state == RecordState.ACCEPTED
    )
    returned = len({item.row.record for item in own if item.row.state == RecordState.RETURNED})
    need = need_of(slot)
    return SlotCoverage(
        kind=slot.kind,
        needed=slot.min,
        found=found,
        usable=usable,
        unknown=unknown,
        required=need is Need.REQUIRED,
        verdict=verdict,
        need=need,
        state=_state(slot, verdict, waived, (found, usable + unknown, accepted, returned)),
        accepted=accepted,
        returned=returned,
        most=slot.max,
        condition=slot.condition,
    )


def _enough(needed: int, usable: int, unknown: int) -> Verdict:
    if usable >= needed:
        return Verdict.COMPLETE
    return Verdict.UNDETERMINED if usable + unknown >= needed else Verdict.INCOMPLETE


def _state(
    slot: Slot, verdict: Verdict, waived: bool, counts: tuple[int, int, int, int]
) -> Standing:
    found, good, accepted, returned = counts
    if waived:
        return Standing.WAIVED
    if verdict is Verdict.COMPLETE and found and accepted >= slot.min:
        return Standing.ACCEPTED
    if good:
        return Standing.RECEIVED
    if found:
        return Standing.UNUSABLE
    return Standing.RETURNED if returned else Standing.MISSING


_ORDER = (
    Standing.MISSING,
    Standing.RETURNED,
    Standing.UNUSABLE,
    Standing.RECEIVED,
    Standing.ACCEPTED,
)


def _whole_state(slots: Sequence[SlotCoverage], waived: bool) -> Standing:
    """The state of the slot that is least far, among those that are owed."""
    if waived:
        return Standing.WAIVED
    owed = [slot.state for slot in slots if slot.required] or [slot.state for slot in slots]
    return min(owed, key=_ORDER.index, default=Standing.MISSING)


class _Judge:
    """Counts, subjects and days of one ask together."""

    def __init__(
        self,
        ask: Ask,
        counting: Sequence[Exhibit],
        slots: Sequence[SlotCoverage],
        waived: tuple[str, ...],
    ) -> None:
        self.ask, self.slots, self.waived = ask, slots, frozenset(waived)
        self.good = [item for item in counting if item.judged]
        self.open_units = [unit for unit in ask.responsible.lead if unit not in self.waived]
        self._extra = tuple(self._subject_findings()) + tuple(self._calendar_findings())

    def verdict(self) -> Verdict:
        """The worst of the owed slots; what subjects or days lack makes it incomplete."""
        owed = combined(slot.verdict for slot in self.slots if slot.required)
        if any(finding.code[0] == "E" for finding in self._extra):
            return Verdict.INCOMPLETE
        return owed

    def findings(self) -> Iterator[Finding]:
        """What is lacking, slot by slot."""
        code = self.ask.requirement.code
        for slot in self.slots:
            named: dict[str, str | int | float] = {
                "kind": slot.kind,
                "kind_name": kind_name(self.ask.edition, slot.kind),
                "units": _listed(self.open_units) or _NONE,
            }
            if slot.required and slot.verdict is Verdict.UNDETERMINED:
                yield Finding("U301", code, {**named, "unknown": slot.unknown})
            elif slot.required and slot.verdict is Verdict.INCOMPLETE:
                kind = "E302" if slot.found >= slot.needed else "E301"
                counts = {"found": slot.found, "usable": slot.usable, "needed": slot.needed}
                yield Finding(kind, code, {**named, **counts})
            elif slot.need is Need.CONDITIONAL and slot.verdict is not Verdict.COMPLETE:
                yield Finding("W305", code, {**named, "condition": slot.condition})
            if slot.most is not None and slot.found > slot.most:
                yield Finding("W304", code, {**named, "found": slot.found, "max": slot.most})
        yield from self._extra

    def _subject_findings(self) -> Iterator[Finding]:
        requirement = self.ask.requirement
        if requirement.subjects:
            yield from self._subjects(requirement.subjects, "")
        for slot in requirement.slots:
            if slot.subjects and need_of(slot) is Need.REQUIRED:
                yield from self._subjects(slot.subjects, slot.kind)

    def _subjects(self, wanted: Subjects, kind: str) -> Iterator[Finding]:
        rows = [item for item in self.good if kind in ("", item.row.kind)]
        shown = Counter(name for item in rows for name in _subjects(item, wanted))
        shown.pop("", None)
        names = self._expected(wanted)
        missing = [name for name in names if name not in shown and name not in self.waived]
        needed = max(wanted.min or 0, len(names) - len(self.waived.intersection(names)))
        code = self.ask.requirement.code
        about: dict[str, str | int | float] = {"what": wanted.what, "kind": kind}
        found = len([name for name in names if name in shown]) if names else len(shown)
        if found < needed or missing:
            yield Finding(
                "E304",
                code,
                {**about, "found": found, "needed": needed, "missing": _listed(missing) or _NONE},
            )
        for name, count in sorted(shown.items()):
            few, many = wanted.each_min or 0, wanted.each_max
            if count < few or (many is not None and count > many):
                limits: dict[str, str | int | float] = {
                    "least": few,
                    "most": many if many is not None else _NONE,
                }
                yield Finding("W306", code, {**about, **limits, "name": name, "found": count})

    def _expected(self, wanted: Subjects) -> list[str]:
        """The units that must all be shown; none where any will do."""
        if not wanted.every:
            return []
        category = self.ask.edition.groups.get(wanted.among, wanted.among)
        units = self.ask.roster or self.ask.edition.units
        return members(category, units) if category else list(self.ask.responsible.everyone)

    def _calendar_findings(self) -> Iterator[Finding]:
        requirement = self.ask.requirement
        if requirement.calendar:
            yield from self._calendar(requirement.calendar, "")
        for slot in requirement.slots:
            if slot.calendar and need_of(slot) is Need.REQUIRED:
                yield from self._calendar(slot.calendar, slot.kind)

    def _calendar(self, calendar: Calendar, kind: str) -> Iterator[Finding]:
        rows = [item for item in self.good if kind in ("", item.row.kind)]
        missing = [day.name for day in calendar.days if not any(_covers(r, day) for r in rows)]
        found = len(calendar.days) - len(missing)
        if found < calendar.needed:
            yield noted(
                "E305",
                self.ask.requirement.code,
                found=found,
                needed=calendar.needed,
                missing=_listed(missing),
                kind=kind,
            )


def _subjects(item: Exhibit, wanted: Subjects) -> Sequence[str]:
    """What it shows, or what each of the pictures inside does."""
    if wanted.by == "unit":
        return [item.row.unit] * item.pieces
    return item.inside or (item.subject,)


def _covers(item: Exhibit, day: NamedDay) -> bool:
    names = (day.name, *day.spellings)
    if day.date and day.date in item.days:
        return True
    return any(name in item.terms or name in item.words for name in names)


def _long_lead_times(
    ask: Ask, slots: Sequence[SlotCoverage], days_left: int | None
) -> Iterator[Finding]:
    """What comes from a higher level and can no longer be had in time."""
    for slot, shown in zip(ask.requirement.slots, slots, strict=True):
        lacking = shown.required and shown.state in (Standing.MISSING, Standing.RETURNED)
        kind = ask.edition.kind(slot.kind)
        from_above = slot.from_above or (kind is not None and kind.from_above)
        lead = slot.lead_days if slot.lead_days is not None else kind.lead_days if kind else None
        if not (lacking and from_above) or lead is None or days_left is None:
            continue
        if days_left < lead:
            name = kind_name(ask.edition, slot.kind)
            yield noted("W307", ask.requirement.code, kind_name=name, days=days_left, lead=lead)


def gaps(coverage: RequirementCoverage) -> Iterator[Gap]:
    """What keeps an ask open, one line for each slot, set of subjects or set of days."""
    if not coverage.owed or coverage.verdict is Verdict.COMPLETE:
        return
    units = tuple(unit for unit in coverage.lead if unit not in coverage.waived_units)
    for slot in coverage.slots:
        if slot.required and slot.verdict is not Verdict.COMPLETE:
            missing = max(0, slot.needed - slot.usable)
            counts = (missing, slot.needed, slot.found, slot.usable)
            yield _gap(coverage, slot.kind, units, slot.state, counts)
    for finding in coverage.findings:
        if finding.code in ("E304", "E305"):
            yield _named_gap(coverage, finding.parameters, units)


def _named_gap(
    item: RequirementCoverage, lacking: Mapping[str, Value], units: tuple[str, ...]
) -> Gap:
    """Subjects or days of which too few are shown."""
    needed, found = int(lacking["needed"]), int(lacking["found"])
    named = (str(lacking.get(name, _NONE)) for name in ("what", "missing"))
    what = " ".join(part for part in named if part != _NONE)
    counts = (max(0, needed - found), needed, found, found)
    return _gap(item, str(lacking["kind"]), units, item.state, counts, what)


def _gap(
    item: RequirementCoverage,
    kind: str,
    units: tuple[str, ...],
    state: Standing,
    counts: tuple[int, int, int, int],
    what: str = "",
) -> Gap:
    """``counts`` are how many are missing, needed, found and usable."""
    missing, needed, found, usable = counts
    return Gap(
        requirement=item.code,
        title=item.title,
        kind=kind,
        units=units,
        missing=missing,
        state=state,
        due=item.due,
        days_left=item.days_left,
        points=item.points,
        needed=needed,
        found=found,
        usable=usable,
        what=what,
    )


def kind_name(edition: Edition, kind: str) -> str:
    """The kind's Chinese name, or its id where the edition has none."""
    known = edition.kind(kind)
    return known.name if known else kind


def _listed(names: Sequence[str]) -> str:
    shown = "、".join(names[:_EVERYBODY])
    return f"{shown}…({len(names)})" if len(names) > _EVERYBODY else shown


def _of_records(counting: Sequence[Exhibit]) -> Iterable[Finding]:
    """Findings of the records, each once: a record may fill two slots of one ask."""
    return {id(item): item for row in counting for item in row.findings}.values()
