"""Claims for papers whose 发文字号 the archive knows, written with the descriptions that tell it.

A paper goes where the same paper went before. They are one ledger append, the claim first, so
that a paper whose description survives a crash is placed, and any other is read again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dossier.model.events import Claimed, ClaimWithdrawn, Described, Event
from dossier.model.records import Claim, Record, RecordFilter, RecordState
from dossier.rules.companions import same_paper
from dossier.workflow.suggest import suggester
from dossier.workflow.workspace import Workspace

NUMBER = "number"


@dataclass(frozen=True, slots=True)
class _Batch:
    """What one append says: the number each record bears, the claims it makes for each."""

    numbers: Mapping[str, str]
    claims: Mapping[str, Sequence[Claim]]

    def placed(self) -> Iterator[str]:
        """Numbers of papers this append places."""
        yield from (number for record, number in self.numbers.items() if record in self.claims)


class KnownNumbers:
    """Places papers by their number during one run of describing.

    ``waiting`` are the unplaced papers of earlier runs by number; read once, when first needed.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._waiting: defaultdict[str, set[str]] | None = None

    def added(self, events: Sequence[Event]) -> list[Event]:
        """The events, before them claims for the papers whose number is now known; papers on whose
        place the archive disagrees are left.
        """
        batch = self._batch(events)
        if not batch.numbers:
            return list(events)
        suggester(self._workspace).memory.catch_up(save=False)
        claims = [
            Claimed(record.id, claim)
            for record, number in self._open(batch)
            for claim in self._claims(batch, record, number)
        ]
        return [*claims, *events]

    def _batch(self, events: Sequence[Event]) -> _Batch:
        claims: defaultdict[str, list[Claim]] = defaultdict(list)
        numbers: dict[str, str] = {}
        for event in events:
            if isinstance(event, Claimed):
                claims[event.record].append(event.claim)
            elif isinstance(event, Described) and (number := self._number(event)):
                numbers[event.record] = number
        return _Batch(numbers, dict(claims))

    def _number(self, event: Described) -> str:
        """The number as a person set it, else as it was read."""
        known = self._workspace.archive.catalogue.record(event.record)
        said = known.description if known else event.description
        by_person = said.origins.get("doc_number") == "person"
        return (said if by_person else event.description).doc_number or ""

    def _open(self, batch: _Batch) -> Iterator[tuple[Record, str]]:
        """Papers without a place whose number may be known now, each once."""
        asked = dict(batch.numbers)
        for number in batch.placed():
            asked |= {item: number for item in self._unplaced()[number] if self._untouched(item)}
        for item, number in sorted(asked.items()):
            record = self._workspace.archive.catalogue.record(item)
            if record and record.state is RecordState.UNPLACED and item not in batch.claims:
                yield record, number
                if self._waiting is not None:
                    self._waiting[number].add(item)

    def _unplaced(self) -> defaultdict[str, set[str]]:
        if self._waiting is None:
            self._waiting = defaultdict(set)
            wanted = RecordFilter(states=(RecordState.UNPLACED,))
            for record in self._workspace.archive.catalogue.records(wanted):
                if number := record.description.doc_number:
                    self._waiting[number].add(record.id)
        return self._waiting

    def _untouched(self, record: str) -> bool:
        """Whether nobody ever took a claim of the record back."""
        archive = self._workspace.archive
        seen = (archive.ledger.entry(seq) for seq in archive.catalogue.history(record))
        return not any(isinstance(entry.event, ClaimWithdrawn) for entry in seen)

    def _claims(self, batch: _Batch, record: Record, number: str) -> Iterator[Claim]:
        """The claims of the same papers; never one a person refused for this record."""
        memory = suggester(self._workspace).memory
        same = dict(self._same(batch, record.id, number))
        refused = memory.refused.get(record.id, ())
        for code in same_paper([_codes(claims) for claims in same.values()]):
            found = ((other, c) for other, claims in same.items() for c in claims)
            other, claim = next((other, c) for other, c in found if c.requirement == code)
            if code not in refused:
                yield Claim(code, claim.kind, record.unit, "rule", f"{NUMBER}: {number} {other}")

    def _same(
        self, batch: _Batch, record: str, number: str
    ) -> Iterator[tuple[str, Sequence[Claim]]]:
        """The placed papers of a number with their claims, in custody or in this append."""
        for other in suggester(self._workspace).memory.companions.numbered(record, number):
            known = self._workspace.archive.catalogue.record(other)
            if known and known.claims:
                yield other, known.claims
        for other, claims in batch.claims.items():
            if batch.numbers.get(other) == number:
                yield other, claims


def _codes(claims: Sequence[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim.requirement for claim in claims))
