"""The team's decisions on records: claims, fields, acceptance, returns, waivers.

Each call checks everything first, then writes all its events in one ledger append: all or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.model.editions import Requirement
from dossier.model.events import (
    Claimed,
    ClaimWithdrawn,
    Event,
    FieldsSet,
    StateChanged,
    SuggestionRefused,
    Waived,
    WaiverWithdrawn,
)
from dossier.model.records import Claim, Record, RecordState
from dossier.rules.placing import slot_kind
from dossier.workflow.workspace import Workspace

_DATE_FIELD = {"photo": "dates.taken"}


@dataclass(frozen=True, slots=True)
class Tag:
    """What ``tag`` was asked to set; None leaves a thing as it is. A claim on ``instead_of`` gives
    way to the one on ``requirement``.
    """

    requirement: str | None = None
    kind: str | None = None
    unit: str | None = None
    date: str | None = None
    caption: str | None = None
    pointer: str | None = None
    instead_of: str | None = None


def moment(workspace: Workspace) -> str:
    """Now, finer than a second: entries with one moment and one person are one decision."""
    return workspace.clock().isoformat(timespec="microseconds")


def find_records(workspace: Workspace, ids: Sequence[str]) -> list[Record]:
    """The records with these accession numbers; raises UsageError naming the ones that are not."""
    found = {item: workspace.archive.catalogue.record(item) for item in dict.fromkeys(ids)}
    if missing := [item for item, record in found.items() if record is None]:
        raise UsageError(
            N_("no record is numbered {ids}"),
            N_("see the numbers with: dossier list"),
            ids=", ".join(missing),
        )
    return [record for record in found.values() if record]


def find_requirement(workspace: Workspace, text: str) -> Requirement:
    """The requirement a code in any spelling means; raises UsageError otherwise."""
    code = workspace.codes.resolve(text)
    requirement = workspace.edition.requirement(code) if code else None
    if requirement is None:
        raise UsageError(
            N_("{text} is not a requirement of {edition}"),
            N_("see the codes with: dossier edition show"),
            text=text,
            edition=workspace.edition.id,
        )
    return requirement


def find_unit(workspace: Workspace, text: str) -> str:
    """The unit's own name for a name or alias; raises UsageError otherwise."""
    for unit in workspace.units:
        if text == unit.name or text in unit.aliases:
            return unit.name
    raise UsageError(
        N_("no unit is called {name}"),
        N_("see the units with: dossier edition show --units, or add it to the roster"),
        name=text,
    )


def find_kind(workspace: Workspace, text: str) -> str:
    """The kind's id for an id, name or mark; raises UsageError otherwise."""
    for kind in workspace.edition.kinds:
        if text in (kind.id, kind.name, kind.mark):
            return kind.id
    raise UsageError(
        N_("no kind is called {name}"),
        N_("kinds are: {kinds}"),
        name=text,
        kinds=", ".join(f"{kind.id} ({kind.name})" for kind in workspace.edition.kinds),
    )


def tag(workspace: Workspace, ids: Sequence[str], wanted: Tag) -> list[Record]:
    """Set fields and make claims as a person; returns the records as they are afterwards."""
    records = find_records(workspace, ids)
    kind = find_kind(workspace, wanted.kind) if wanted.kind else None
    unit = find_unit(workspace, wanted.unit) if wanted.unit else None
    requirement = find_requirement(workspace, wanted.requirement) if wanted.requirement else None
    left = _claimed_code(workspace, records, wanted.instead_of) if wanted.instead_of else None
    events: list[Event] = []
    for record in records:
        events += _field_events(record, kind, unit, wanted.date)
        if requirement:
            events.append(_claim_event(record, requirement, kind, unit, wanted))
            if left in record.requirements and left != requirement.code:
                events += withdrawal(record, left)
        elif wanted.caption is not None or wanted.pointer is not None:
            events += _remarked(record, wanted)
    return _write(workspace, records, events)


def untag(workspace: Workspace, ids: Sequence[str], requirement: str | None) -> list[Record]:
    """Withdraw the records' claims on a requirement, or all their claims."""
    records = find_records(workspace, ids)
    code = _claimed_code(workspace, records, requirement) if requirement else None
    events: list[Event] = []
    for record in records:
        for claimed in record.requirements:
            if code is None or claimed == code:
                events += withdrawal(record, claimed)
    return _write(workspace, records, events)


def withdrawal(record: Record, code: str) -> list[Event]:
    """What withdraws a record's claims on a requirement; what no person claimed is refused too, so
    that the rule or proposal behind it does not make it again.
    """
    withdrawn: list[Event] = [ClaimWithdrawn(record.id, code)]
    if any(item.requirement == code and item.by == "person" for item in record.claims):
        return withdrawn
    return [*withdrawn, SuggestionRefused(record.id, code)]


def accept(workspace: Workspace, ids: Sequence[str]) -> list[Record]:
    """The team has looked at the records and takes them as evidence."""
    records = find_records(workspace, ids)
    if bare := [record.id for record in records if not record.claims]:
        raise UsageError(
            N_("{ids} is not placed yet"),
            N_("say what it proves first: dossier tag ID --requirement CODE"),
            ids=", ".join(bare),
        )
    return _write(workspace, records, _states(records, RecordState.ACCEPTED))


def return_records(
    workspace: Workspace, ids: Sequence[str], reason: str, due: str | None
) -> list[Record]:
    """The team sends the records back; they stop counting until replaced."""
    records = find_records(workspace, ids)
    return _write(workspace, records, _states(records, RecordState.RETURNED, reason, due))


def withdraw(workspace: Workspace, ids: Sequence[str], reason: str) -> list[Record]:
    """The unit or the team takes the records out for good; their content stays in custody."""
    records = find_records(workspace, ids)
    return _write(workspace, records, _states(records, RecordState.WITHDRAWN, reason))


def waive(
    workspace: Workspace, requirement: str, unit: str, reason: str, proof: str | None
) -> Waived:
    """«We have no such facility»: count the requirement as satisfied, shown as waived."""
    if proof:
        find_records(workspace, [proof])
    event = Waived(
        find_requirement(workspace, requirement).code, find_unit(workspace, unit), reason, proof
    )
    _write(workspace, [], [event])
    return event


def withdraw_waiver(workspace: Workspace, requirement: str, unit: str) -> WaiverWithdrawn:
    """The waiver no longer holds."""
    event = WaiverWithdrawn(
        find_requirement(workspace, requirement).code, find_unit(workspace, unit)
    )
    _write(workspace, [], [event])
    return event


def _field_events(
    record: Record, kind: str | None, unit: str | None, date: str | None
) -> Iterable[Event]:
    fields: dict[str, str | None] = {}
    if kind:
        fields["kind"] = kind
    if unit:
        fields["unit"] = unit
    if date:
        fields[_DATE_FIELD.get(kind or record.description.kind or "", "dates.issued")] = date
    if fields:
        yield FieldsSet(record.id, fields)


def _claim_event(
    record: Record, requirement: Requirement, kind: str | None, unit: str | None, wanted: Tag
) -> Claimed:
    claim = Claim(
        requirement=requirement.code,
        kind=slot_kind(
            requirement,
            said=kind or said_kind(record),
            guessed=record.description.kind,
            file_format=record.description.format,
        ),
        unit=unit or record.unit,
        by="person",
    )
    known = next(
        (
            one
            for one in record.claims
            if (one.requirement, one.kind) == (claim.requirement, claim.kind)
        ),
        claim,
    )
    return Claimed(
        record.id,
        _with_remarks(replace(claim, caption=known.caption, pointer=known.pointer), wanted),
    )


def _remarked(record: Record, wanted: Tag) -> list[Event]:
    """Caption and pointer for every claim the record has; raises UsageError when it has none."""
    if not record.claims:
        raise UsageError(
            N_("{ids} is not placed yet"),
            N_("say what it proves first: dossier tag ID --requirement CODE"),
            ids=record.id,
        )
    return [Claimed(record.id, _with_remarks(claim, wanted)) for claim in record.claims]


def _with_remarks(claim: Claim, wanted: Tag) -> Claim:
    """A person's claim with the caption and pointer given; what was not given stays."""
    return replace(
        claim,
        by="person",
        caption=claim.caption if wanted.caption is None else wanted.caption,
        pointer=claim.pointer if wanted.pointer is None else wanted.pointer,
    )


def said_kind(record: Record) -> str | None:
    """The kind when a person or the folder said it, None when it is only guessed."""
    certain = record.description.origins.get("kind") in ("person", "folder")
    return record.description.kind if certain else None


def _claimed_code(workspace: Workspace, records: Sequence[Record], text: str) -> str:
    claimed = {code for record in records for code in record.requirements}
    return text if text in claimed else find_requirement(workspace, text).code


def _states(
    records: Sequence[Record], state: RecordState, reason: str = "", due: str | None = None
) -> list[Event]:
    return [StateChanged(record.id, state, reason, due) for record in records]


def _write(
    workspace: Workspace, records: Sequence[Record], events: Sequence[Event]
) -> list[Record]:
    with workspace.archive.writing() as writer:
        writer.record(list(events), at=moment(workspace), by=workspace.actor)
    catalogue = workspace.archive.catalogue
    return [after for record in records if (after := catalogue.record(record.id))]
