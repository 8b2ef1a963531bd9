"""Decide on held documents and write the decisions, one ledger append for the whole batch.

Everything is appraised under the write lock against what is known at that moment, so that two
processes which meet the same document give one record. A power cut can leave any first part of an
append; therefore a container's own entry follows those of its members: without it the container is
opened again, and members that are known already change nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dossier.archive.custody import Writer
from dossier.model.events import (
    Accessioned,
    Claimed,
    ContainerOpened,
    DocumentIgnored,
    DocumentRefused,
    DuplicateReceived,
    Event,
    StateChanged,
)
from dossier.model.records import Claim, Record, RecordFilter, RecordState, Source
from dossier.rules.appraisal import Decision, Outcome, appraise, revisit, told_already
from dossier.rules.attribution import Attribution, attribute
from dossier.rules.placing import slot_kind
from dossier.rules.replacement import replaced_by
from dossier.workflow.holding import Held
from dossier.workflow.workspace import Workspace

_OUT = (RecordState.RETURNED, RecordState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a sender is told of one document.

    ``outcome`` is ``new``, ``revision``, ``replacement``, ``duplicate``, ``container``,
    ``refused`` or ``ignored``; ``replaces`` the returned record it takes the place of. ``state``
    and ``note`` are those of the record a duplicate was met in.
    """

    source: Source
    outcome: str
    record: str | None = None
    revision: int = 0
    replaces: str | None = None
    state: str = ""
    note: str = ""
    code: str = ""


@dataclass(slots=True)
class Outcomes:
    """What became of a batch: counts of documents and of container members, records to be read."""

    counts: Counter[str] = field(default_factory=Counter)
    members: Counter[str] = field(default_factory=Counter)
    records: list[str] = field(default_factory=list)
    refused: list[DocumentRefused] = field(default_factory=list)
    ignored: list[DocumentIgnored] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    unchanged: int = 0


def accession(workspace: Workspace, batch: Sequence[Held]) -> Outcomes:
    """Take a batch into custody; raises BusyError when another process holds the archive."""
    if not batch:
        return Outcomes()
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
        self._replaced: set[str] = set()
        self._year = workspace.today().year

    def decide(self, held: Held, counts: Counter[str]) -> str | None:
        """Decide on one document and count it; the record it became or belongs to."""
        if held.rule:
            self._ignore(held, counts)
            return None
        if held.refusal is not None:
            self._refuse(held, counts, held.refusal.code, dict(held.refusal.parameters))
            return None
        if held.members is not None:
            return self._open(held, counts)
        return self._appraise(held, counts)

    def _ignore(self, held: Held, counts: Counter[str]) -> None:
        event = DocumentIgnored(held.source, held.seen, held.rule)
        counts["ignored"] += 1
        self.events.append(event)
        self.outcomes.ignored.append(event)

    def _refuse(
        self, held: Held, counts: Counter[str], code: str, parameters: dict[str, str | int | float]
    ) -> None:
        source = held.source
        known = self.catalogue.source(source.inbox, source.path, source.chain)
        refusal = Decision(Outcome.REFUSE, "", code=code)
        if not source.chain and told_already(known, held.seen, refusal):
            self.outcomes.unchanged += 1
            return
        event = DocumentRefused(source, held.seen, code, parameters)
        counts["refused"] += 1
        self.events.append(event)
        self.outcomes.refused.append(event)
        self.outcomes.answers.append(Answer(source, "refused", code=code))

    def _open(self, held: Held, counts: Counter[str]) -> str | None:
        source = held.source
        if held.fixity is None:
            counts["archived"] += 1
            return None
        if self._is_known(held):
            self.outcomes.unchanged += 1
            return None
        record = self._appraise(held, counts) if held.itself else None
        if not held.itself:
            counts["archived"] += 1
            self.outcomes.answers.append(Answer(source, "container"))
        members: Counter[str] = Counter()
        for member in held.members or ():
            self.decide(member, members)
        self.events.append(ContainerOpened(source, held.seen, held.fixity, record, dict(members)))
        self.outcomes.members += members
        return record

    def _is_known(self, held: Held) -> bool:
        source = held.source
        known = self.catalogue.source(source.inbox, source.path, source.chain)
        return known is not None and known.outcome == "container" and known.seen == held.seen

    def _appraise(self, held: Held, counts: Counter[str]) -> str | None:
        assert held.fixity is not None
        source = held.source
        known = self.catalogue.source(source.inbox, source.path, source.chain)
        if known is not None and revisit(known, held.seen) is not None:
            self._unchanged(source, known.outcome, counts)
            return known.record
        current = self.catalogue.record(known.record) if known and known.record else None
        decision = appraise(
            known,
            held.fixity,
            current_digest=current.fixity.digest if current else None,
            holders=self._holders(held.fixity.digest),
            content_format=held.format,
        )
        return self._carry_out(held, decision, counts, current.revision if current else 0)

    def _unchanged(self, source: Source, outcome: str, counts: Counter[str]) -> None:
        """A member decided on before is a duplicate, unless its container's entry was lost."""
        if not source.chain:
            self.outcomes.unchanged += 1
            return
        container = self.catalogue.source(source.inbox, source.path)
        known = container is not None and container.outcome == "container"
        counts["duplicate" if known else outcome] += 1

    def _holders(self, digest: str) -> list[str]:
        met = self._met.get(digest)
        return [*self.catalogue.by_digest(digest), *([met] if met else [])]

    def _carry_out(
        self, held: Held, decision: Decision, counts: Counter[str], revision: int
    ) -> str | None:
        record = decision.record or ""
        if decision.outcome is Outcome.REFUSE:
            self._refuse(held, counts, decision.code or "", dict(decision.parameters))
            return None
        if decision.outcome in (Outcome.DUPLICATE, Outcome.UNCHANGED) and record:
            return self._duplicate(held, counts, record)
        if decision.outcome is Outcome.REVISION:
            return self._accept(held, counts, record, revision + 1)
        new = self._writer.next_id(self._year)
        return self._accept(held, counts, new, 1)

    def _duplicate(self, held: Held, counts: Counter[str], record: str) -> str:
        assert held.fixity is not None
        counts["duplicate"] += 1
        found = self._attributed(held.source)
        self.events.append(
            DuplicateReceived(record, held.fixity, held.source, held.seen, found.unit)
        )
        holder = self.catalogue.record(record)
        out = holder is not None and holder.state in _OUT
        if not out:
            self._claim_again(held, record, holder, found)
        self.outcomes.answers.append(
            Answer(
                held.source,
                "duplicate",
                record,
                state=str(holder.state) if holder else "",
                note=holder.note if holder else "",
            )
        )
        return record

    def _claim_again(
        self, held: Held, record: str, holder: Record | None, found: Attribution
    ) -> None:
        """What the copy's path names and the record does not prove yet, it is claimed for too."""
        claimed = holder.requirements if holder else ()
        edition = self.workspace.edition
        for code in found.codes:
            requirement = edition.requirement(code.code)
            if requirement is None or code.code in claimed:
                continue
            guessed = holder.description.kind if holder else None
            kind = slot_kind(requirement, said=found.kind, guessed=guessed, file_format=held.format)
            reason = f"{code.origin}: {code.text}"
            self.events.append(
                Claimed(record, Claim(code.code, kind, found.unit, by="rule", reason=reason))
            )

    def _accept(
        self,
        held: Held,
        counts: Counter[str],
        record: str,
        revision: int,
    ) -> str:
        assert held.fixity is not None
        counts["archived"] += 1
        if held.fixity.size:
            self._met[held.fixity.digest] = record
        found = self._attributed(held.source)
        replaces = self._replaces(held.source, found) if revision == 1 else None
        self.events.append(
            Accessioned(
                record=record,
                revision=revision,
                fixity=held.fixity,
                name=held.source.name,
                source=held.source,
                seen=held.seen,
                unit=found.unit,
                unit_reason=found.unit_reason,
                supersedes=replaces,
                findings=held.findings,
            )
        )
        if replaces:
            self.events.append(superseding(replaces, record))
        outcome = "replacement" if replaces else "new" if revision == 1 else "revision"
        self.outcomes.answers.append(Answer(held.source, outcome, record, revision, replaces))
        self.outcomes.records.append(record)
        return record

    def _replaces(self, source: Source, found: Attribution) -> str | None:
        """The returned record of the same unit this one takes the place of."""
        if found.unit is None:
            return None
        wanted = RecordFilter(unit=found.unit, states=(RecordState.RETURNED,))
        returned = [
            item for item in self.catalogue.records(wanted) if item.id not in self._replaced
        ]
        codes = [code.code for code in found.codes]
        replaced = replaced_by(source.name, codes, found.kind, returned)
        if replaced is None:
            return None
        self._replaced.add(replaced.record)
        return replaced.record

    def _attributed(self, source: Source) -> Attribution:
        edition = self.workspace.edition
        return attribute(source, self.workspace.codes, self.workspace.units, edition.kinds)


def superseding(replaced: str, by: str) -> StateChanged:
    """The entry that takes a returned record out of the count for good."""
    return StateChanged(replaced, RecordState.SUPERSEDED, f"→ {by}")
