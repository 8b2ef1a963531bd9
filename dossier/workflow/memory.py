"""What an archive's decisions have taught so far, kept in ``derived/`` and disposable.

The file carries a version, the digest of edition and words, and the ledger position it has seen.
What the ledger says beyond that is caught up with; a file that does not fit is made again.
Confirmed are the claims a person made, and all claims of a record the team accepted.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dossier.model.events import (
    Accessioned,
    Claimed,
    ClaimsCarried,
    ClaimWithdrawn,
    Described,
    FieldsSet,
    StateChanged,
    SuggestionRefused,
)
from dossier.model.records import COUNTING_STATES, Record, RecordState
from dossier.rules.companions import Companions, Placed, home_of
from dossier.rules.history import PERSON
from dossier.rules.learning import KEPT_FEATURES, PER_ASK, Example, Examples, weightiest
from dossier.rules.ranking import Ranker
from dossier.workflow.kept_memory import Head, KeptMemory, load, save
from dossier.workflow.papers import paper_of, texts_of
from dossier.workflow.workspace import Workspace

VERSION = 2
FILE = "placing.jsonl"
_SAVE_AFTER = 20
_BATCH = 500
_DECISIONS = (Claimed, ClaimWithdrawn, ClaimsCarried, StateChanged)
_CHANGES = (Accessioned, Described, FieldsSet)


@dataclass(slots=True)
class _Touched:
    """Records a stretch of the ledger decides on, in the order of the last decision."""

    ids: dict[str, None] = field(default_factory=dict)

    def add(self, record: str) -> None:
        self.ids.pop(record, None)
        self.ids[record] = None


class Memory:
    """Examples, companions and refusals of one archive, as of a ledger position."""

    def __init__(self, workspace: Workspace, ranker: Ranker) -> None:
        self._workspace = workspace
        self._ranker = ranker
        self._path = workspace.archive.layout.derived / FILE
        self._basis = _basis(workspace, ranker)
        self._unsaved = 0
        self._begin()
        self._load()

    def _begin(self) -> None:
        self.examples = Examples(self._ranker.rarity)
        self.companions = Companions()
        self.refused: defaultdict[str, set[str]] = defaultdict(set)
        self._position, self._chain = 0, ""

    def catch_up(self, *, save: bool = True) -> None:
        """Learn what was decided since; a few milliseconds for one decision. With ``save``, write
        it down once there is enough of it.
        """
        archive = self._workspace.archive
        head = archive.catalogue.head()
        if head == (self._position, self._chain):
            return
        touched = _Touched()
        for entry in archive.ledger.entries(self._position):
            if entry.seq > head[0]:
                break
            event = entry.event
            if isinstance(event, SuggestionRefused):
                refused = self.refused[event.record]
                (refused.discard if event.again else refused.add)(event.requirement)
            elif isinstance(event, _DECISIONS) or (
                isinstance(event, _CHANGES) and event.record in self.companions.placed
            ):
                touched.add(event.record)
        self._position, self._chain = head
        self._learn(list(touched.ids))
        self._unsaved += len(touched.ids)
        if save and self._unsaved >= _SAVE_AFTER:
            self.save()

    def _learn(self, ids: Sequence[str]) -> None:
        """Bring what is known of these records up to date, the newest decision last."""
        for start in range(0, len(ids), _BATCH):
            self._note(ids[start : start + _BATCH])
        chosen = self._worth_keeping(ids)
        for start in range(0, len(chosen), _BATCH):
            for example in self._examples(chosen[start : start + _BATCH]):
                self.examples.learn(example)

    def _note(self, ids: Sequence[str]) -> None:
        catalogue = self._workspace.archive.catalogue
        for record_id in ids:
            self.examples.forget(record_id)
            record = catalogue.record(record_id)
            if record is None or record.state not in COUNTING_STATES:
                self.companions.forget(record_id)
                continue
            number = record.description.doc_number or ""
            placed = Placed(home_of(record.source), record.requirements, number)
            self.companions.put(record_id, placed)

    def _worth_keeping(self, ids: Sequence[str]) -> list[str]:
        """The newest records of each ask; reading more would change nothing."""
        seen: Counter[str] = Counter()
        kept: list[str] = []
        for record_id in reversed(ids):
            placed = self.companions.placed.get(record_id)
            if placed and any(seen[code] < PER_ASK for code in placed.codes):
                seen.update(placed.codes)
                kept.append(record_id)
        return kept[::-1]

    def _examples(self, ids: Sequence[str]) -> Iterator[Example]:
        catalogue = self._workspace.archive.catalogue
        records = [record for item in ids if (record := catalogue.record(item))]
        confirmed = [(record, codes) for record in records if (codes := confirmed_codes(record))]
        texts = texts_of(self._workspace, [record for record, _codes in confirmed])
        wording, rarity = self._ranker.wording, self._ranker.rarity
        for record, codes in confirmed:
            paper = paper_of(self._workspace, record, texts.get(record.id, ""))
            told = weightiest(wording.features(paper.zones()), rarity, KEPT_FEATURES)
            yield Example(record.id, codes, told, paper.unit, paper.kind)

    def _load(self) -> None:
        kept = load(self._path)
        if kept is None or (kept.head.version, kept.head.basis) != (VERSION, self._basis):
            return
        if not _continues(self._workspace, kept.head):
            return
        self._position, self._chain = kept.head.position, kept.head.chain
        for record, placed in kept.placed:
            self.companions.put(record, placed)
        for example in kept.examples:
            self.examples.learn(example)
        self.refused |= {record: set(codes) for record, codes in kept.head.refused}

    def save(self) -> None:
        """Write down what was learned, so that the next program need not learn it again."""
        refused = ((record, tuple(sorted(codes))) for record, codes in self.refused.items())
        told = tuple((record, codes) for record, codes in refused if codes)
        head = Head(VERSION, self._basis, self._position, self._chain, told)
        placed = tuple(self.companions.placed.items())
        save(self._path, KeptMemory(head, placed, tuple(self.examples)))
        self._unsaved = 0


def confirmed_codes(record: Record) -> tuple[str, ...]:
    """The asks a person put the record under, or all of them once it is accepted."""
    if record.state is RecordState.ACCEPTED:
        return record.requirements
    if record.state not in COUNTING_STATES:
        return ()
    return tuple(dict.fromkeys(c.requirement for c in record.claims if c.by == PERSON))


def _continues(workspace: Workspace, stored: Head) -> bool:
    """Whether the ledger's past is the one the file was learned from."""
    ledger = workspace.archive.ledger
    if stored.position == 0:
        return True
    return (
        stored.position <= ledger.position() and ledger.entry(stored.position).chain == stored.chain
    )


def _basis(workspace: Workspace, ranker: Ranker) -> str:
    lexicon = ranker.wording.lexicon
    words = "\n".join((*sorted(lexicon.generic), *map(" ".join, lexicon.alike)))
    text = "\n".join((workspace.edition.id, workspace.edition.digest, words))
    return hashlib.sha256(text.encode()).hexdigest()
