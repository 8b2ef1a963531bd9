"""Decide on held documents and write the decisions, one ledger append for the whole batch.

Everything is appraised under the write lock against what is known at that moment, so that two
processes which meet the same document give one record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dossier.archive.custody import Writer
from dossier.model.events import (
    Accessioned,
    ContainerOpened,
    DocumentIgnored,
    DocumentRefused,
    DuplicateReceived,
    Event,
)
from dossier.model.records import Source
from dossier.rules.appraisal import Decision, Outcome, appraise, revisit
from dossier.rules.attribution import attribute
from dossier.workflow.holding import Held
from dossier.workflow.workspace import Workspace


@dataclass(slots=True)
class Outcomes:
    """What became of a batch: counts of documents and of container members, records to be read."""

    counts: Counter[str] = field(default_factory=Counter)
    members: Counter[str] = field(default_factory=Counter)
    records: list[str] = field(default_factory=list)
    refused: list[DocumentRefused] = field(default_factory=list)
    ignored: list[DocumentIgnored] = field(default_factory=list)
    unchanged: int = 0


def accession(workspace: Workspace, batch: Sequence[Held]) -> Outcomes:
    """Take a batch into custody; raises BusyError when another process holds the archive."""
    with workspace.archive.writing() as writer:
        desk = _Desk(workspace, writer)
        for held in batch:
            desk.decide(held, desk.outcomes.counts)
        if desk.events:
            writer.record(desk.events, at=workspace.now(), by="rule:intake")
    return desk.outcomes


class _Desk:
    """One sitting: numbers given and digests met while the write lock is held."""

    def __init__(self, workspace: Workspace, writer: Writer) -> None:
        self.workspace = workspace
        self._writer = writer
        self.catalogue = workspace.archive.catalogue
        self.events: list[Event] = []
        self.outcomes = Outcomes()
        self._met: dict[str, str] = {}
        self._year = workspace.today().year

    def decide(self, held: Held, counts: Counter[str]) -> None:
        """Decide on one document and count it."""
        if held.rule:
            self._ignore(held, counts)
        elif held.refusal is not None:
            self._refuse(held, counts, held.refusal.code, dict(held.refusal.parameters))
        elif held.members is not None:
            self._open(held, counts)
        else:
            self._appraise(held, counts)

    def _ignore(self, held: Held, counts: Counter[str]) -> None:
        event = DocumentIgnored(held.source, held.seen, held.rule)
        counts["ignored"] += 1
        self.events.append(event)
        self.outcomes.ignored.append(event)

    def _refuse(
        self, held: Held, counts: Counter[str], code: str, parameters: dict[str, str | int | float]
    ) -> None:
        event = DocumentRefused(held.source, held.seen, code, parameters)
        counts["refused"] += 1
        self.events.append(event)
        self.outcomes.refused.append(event)

    def _open(self, held: Held, counts: Counter[str]) -> None:
        if not held.source.chain and self._is_known(held):
            self.outcomes.unchanged += 1
            return
        counts["archived"] += 1
        members: Counter[str] = Counter()
        position = len(self.events)
        for member in held.members or ():
            self.decide(member, members)
        if held.fixity is not None:
            event = ContainerOpened(held.source, held.seen, held.fixity, None, dict(members))
            self.events.insert(position, event)
        self.outcomes.members += members

    def _is_known(self, held: Held) -> bool:
        source = held.source
        known = self.catalogue.source(source.inbox, source.path, source.chain)
        return revisit(known, held.seen) is not None

    def _appraise(self, held: Held, counts: Counter[str]) -> None:
        assert held.fixity is not None
        source = held.source
        known = self.catalogue.source(source.inbox, source.path, source.chain)
        if revisit(known, held.seen) is not None:
            self._unchanged(source, counts)
            return
        current = self.catalogue.record(known.record) if known and known.record else None
        decision = appraise(
            known,
            held.fixity,
            current_digest=current.fixity.digest if current else None,
            holders=self._holders(held.fixity.digest),
            content_format=held.format,
        )
        self._carry_out(held, decision, counts, current.revision if current else 0)

    def _unchanged(self, source: Source, counts: Counter[str]) -> None:
        if source.chain:
            counts["duplicate"] += 1
        else:
            self.outcomes.unchanged += 1

    def _holders(self, digest: str) -> list[str]:
        met = self._met.get(digest)
        return [*self.catalogue.by_digest(digest), *([met] if met else [])]

    def _carry_out(
        self, held: Held, decision: Decision, counts: Counter[str], revision: int
    ) -> None:
        if decision.outcome is Outcome.REFUSE:
            self._refuse(held, counts, decision.code or "", dict(decision.parameters))
        elif decision.outcome is Outcome.DUPLICATE or (
            decision.outcome is Outcome.UNCHANGED and decision.record
        ):
            self._duplicate(held, counts, decision.record or "")
        elif decision.outcome is Outcome.REVISION:
            self._accept(held, counts, decision.record or "", revision + 1)
        else:
            self._accept(held, counts, self._writer.next_id(self._year), 1)

    def _duplicate(self, held: Held, counts: Counter[str], record: str) -> None:
        assert held.fixity is not None
        counts["duplicate"] += 1
        unit = self._attributed(held.source)[0]
        self.events.append(DuplicateReceived(record, held.fixity, held.source, held.seen, unit))

    def _accept(self, held: Held, counts: Counter[str], record: str, revision: int) -> None:
        assert held.fixity is not None
        counts["archived"] += 1
        if held.fixity.size:
            self._met[held.fixity.digest] = record
        unit, reason = self._attributed(held.source)
        self.events.append(
            Accessioned(
                record=record,
                revision=revision,
                fixity=held.fixity,
                name=held.source.name,
                source=held.source,
                seen=held.seen,
                unit=unit,
                unit_reason=reason,
            )
        )
        self.outcomes.records.append(record)

    def _attributed(self, source: Source) -> tuple[str | None, str]:
        found = attribute(
            source, self.workspace.codes, self.workspace.units, self.workspace.edition.kinds
        )
        return found.unit, found.unit_reason
