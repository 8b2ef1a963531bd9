"""Place what was proposed: one record, many at once, whole occasions; or refuse it.

Every decision is one ledger append of its own, so that a program that is killed loses at most the
one it was writing (C08). Entries of one call share their moment and are taken back together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dossier.i18n import render
from dossier.model.events import Claimed, Event, SuggestionRefused
from dossier.model.placing import Suggestion
from dossier.model.records import Claim, Record, RecordState
from dossier.rules.blending import AUTOMATIC
from dossier.rules.history import PERSON
from dossier.rules.placing import ask_for, slot_kind
from dossier.workflow.suggest import LIMIT, suggester, unplaced
from dossier.workflow.triage import (
    find_records,
    find_requirement,
    moment,
    said_kind,
    withdrawal,
)
from dossier.workflow.workspace import Workspace

SUGGESTION = "suggestion"


@dataclass(frozen=True, slots=True)
class Placement:
    """A record that was placed by a proposal."""

    record: Record
    suggestion: Suggestion


def said(suggestion: Suggestion) -> str:
    """A proposal's basis and reasons as one line, as the ledger keeps it."""
    reasons = "; ".join(render(item.message, item.parameters) for item in suggestion.reasons)
    return f"{suggestion.basis}: {suggestion.probability:.2f} {reasons}".rstrip()


def take(workspace: Workspace, record_id: str, suggestion: Suggestion) -> Record:
    """A person takes a proposal for a record; the claim keeps what was proposed and why."""
    record = find_records(workspace, [record_id])[0]
    _place(workspace, record, _claim(suggestion, PERSON), moment(workspace))
    return find_records(workspace, [record_id])[0]


def accept_above(
    workspace: Workspace, probability: float = AUTOMATIC, ids: Sequence[str] | None = None
) -> list[Placement]:
    """Place the unplaced records whose best proposal is at least so probable and sure.

    A record of an unknown unit is never placed this way (C07).
    """
    records = unplaced(workspace) if ids is None else find_records(workspace, ids)
    waiting = [item for item in records if item.state is RecordState.UNPLACED and item.unit]
    proposals = suggester(workspace).suggest(waiting, 1)
    at = moment(workspace)
    placed: list[Placement] = []
    for record in waiting:
        best = next(iter(proposals[record.id]), None)
        if best and best.sure and best.probability >= probability:
            _place(workspace, record, _claim(best, SUGGESTION), at)
            placed.append(Placement(find_records(workspace, [record.id])[0], best))
    return placed


def refuse(workspace: Workspace, ids: Sequence[str], requirement: str) -> list[Record]:
    """These records do not serve a requirement, whoever proposed it: it is not proposed for them
    again, and what a rule or a proposal claimed is withdrawn.
    """
    code = find_requirement(workspace, requirement).code
    records = find_records(workspace, ids)
    at = moment(workspace)
    for record in records:
        claimed = [claim for claim in record.claims if claim.requirement == code]
        if claimed and all(claim.by != PERSON for claim in claimed):
            _write(workspace, withdrawal(record, code), at)
        else:
            basis = _proposed_basis(workspace, record, code)
            _write(workspace, [SuggestionRefused(record.id, code, basis)], at)
    return find_records(workspace, ids)


def _proposed_basis(workspace: Workspace, record: Record, code: str) -> str:
    found = suggester(workspace).suggest([record], LIMIT)[record.id]
    return next((item.basis for item in found if item.requirement == code), "")


def place_group(
    workspace: Workspace, ids: Sequence[str], requirement: str, *, by: str = PERSON
) -> list[Record]:
    """Place the files of an occasion in one go: each under the requirement, or under the ask beside
    it that wants its kind.
    """
    records = find_records(workspace, ids)
    chosen = find_requirement(workspace, requirement)
    at = moment(workspace)
    events: list[Event] = []
    for record in records:
        kind = said_kind(record) or record.description.kind
        code = ask_for(kind, chosen, workspace.edition.requirements)
        ask = workspace.edition.requirement(code) or chosen
        slot = slot_kind(
            ask,
            said=said_kind(record),
            guessed=record.description.kind,
            file_format=record.description.format,
        )
        claim = Claim(ask.code, slot, record.unit, by, f"group: {len(records)}")
        events.append(Claimed(record.id, claim))
    _write(workspace, events, at)
    return find_records(workspace, ids)


def refused_codes(workspace: Workspace, record: str) -> frozenset[str]:
    """The requirements a person said a record does not serve."""
    memory = suggester(workspace).memory
    memory.catch_up()
    return frozenset(memory.refused.get(record, ()))


def _claim(suggestion: Suggestion, by: str) -> Claim:
    return Claim(suggestion.requirement, suggestion.kind, suggestion.unit, by, said(suggestion))


def _place(workspace: Workspace, record: Record, claim: Claim, at: str) -> None:
    _write(workspace, [Claimed(record.id, claim)], at)


def _write(workspace: Workspace, events: Sequence[Event], at: str, by: str | None = None) -> None:
    with workspace.archive.writing() as writer:
        writer.record(list(events), at=at, by=by or workspace.actor)
