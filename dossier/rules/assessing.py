"""The assessment kept up to date: after one new record only what it can change is judged again.

Whatever the order of changes, the answer is the one made from nothing.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from dossier.model.assessment import Assessment, RequirementCoverage
from dossier.model.editions import Edition, Unit
from dossier.model.events import FindingDismissed, Waived
from dossier.model.evidence import Exhibit
from dossier.model.facts import TextFacts
from dossier.model.findings import Finding
from dossier.model.prints import PhotoPrint
from dossier.model.profiles import Profile
from dossier.model.records import Record
from dossier.model.settings import DutySettings, StageSettings
from dossier.rules.completeness import Frame, assembled
from dossier.rules.coverage import Ask, cover
from dossier.rules.date_checks import expired
from dossier.rules.dismissals import Dismissals, Key
from dossier.rules.duty import deadline
from dossier.rules.integrity import IntegrityIndex, Receipt
from dossier.rules.kept import PORTION, KeptAssessor, KeptJudgement, KeptRecord
from dossier.rules.noting import noted
from dossier.rules.photo_index import Gallery
from dossier.rules.record_checks import Rulebook, weigh
from dossier.rules.responsibility import responsible_units
from dossier.rules.scoring import points_of_asks
from dossier.rules.shelf import Shelf
from dossier.rules.windows import day_of_test

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Terms:
    """What an assessment is made under. ``ours`` are places that may be named; ``gallery`` and
    ``same`` decide on pictures.
    """

    edition: Edition
    profile: Profile
    gallery: Gallery
    same: float
    roster: tuple[Unit, ...] = ()
    duty: DutySettings = field(default_factory=DutySettings)
    stages: StageSettings = field(default_factory=StageSettings)
    ours: frozenset[str] = frozenset()

    @property
    def test_date(self) -> dt.date | None:
        """The day of the test, else the last day of the submission."""
        return day_of_test(self.duty, self.stages)


class Assessor:
    """Records in, assessment out. ``judged`` counts the asks judged by the last assessment."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.judged = 0
        self._book = Rulebook.of(terms.edition, terms.profile, terms.test_date)
        self._asks = _asks(terms)
        self._shelf = Shelf()
        self._digests: dict[str, str] = {}
        self._hidden: dict[str, set[Key]] = {}
        self._loose: dict[str, tuple[Finding, ...]] = {}
        self._integrity = IntegrityIndex(terms.gallery, terms.same, terms.ours)
        self._waivers: dict[str, frozenset[str]] = {}
        self._dismissals = Dismissals(())
        self._covered: dict[str, RequirementCoverage] = {}
        self._dirty_records: set[str] = set()
        self._dirty_asks: set[str] = set(self._asks)
        self._as_of: dt.date | None = None

    @property
    def records(self) -> int:
        """How many records it knows."""
        return len(self._digests)

    def kept(self) -> KeptAssessor:
        """Everything as plain values; call after an assessment."""
        exhibits, shown = self._shelf.kept()
        everywhere, until = self._shelf.lasting
        integrity = self._integrity
        return KeptAssessor(
            KeptJudgement(
                exhibits,
                everywhere,
                until,
                integrity.kept(),
                self._waivers,
                list(self._dismissals.all),
            ),
            _portions(
                KeptRecord(name, digest, shown[name], integrity.face(name))
                for name, digest in self._digests.items()
            ),
            _portions(integrity.texts.texts()),
            _portions(integrity.photos.pictures()),
        )

    @classmethod
    def restored(cls, terms: Terms, kept: KeptAssessor) -> Assessor:
        """An assessor that knows what the one knew who kept it, under the same terms."""
        made, judgement = cls(terms), kept.judgement
        exhibits = made._shelf.alike(judgement.exhibits)
        for item in itertools.chain.from_iterable(kept.records):
            made._digests[item.name] = item.digest
            made._shelf.restore(item.name, exhibits[item.shows])
            if item.face is not None:
                made._integrity.restore_face(item.name, item.digest, item.face)
        made._shelf.restore_lasting(judgement.everywhere, judgement.until)
        texts, pictures = map(itertools.chain.from_iterable, (kept.texts, kept.pictures))
        made._dirty_records = made._integrity.restore(judgement.integrity, texts, pictures)
        made._waivers = judgement.waivers
        made._dismissals = Dismissals(judgement.dismissals)
        made._dirty_records |= made._shelf.notable() | made._dismissals.records
        return made

    def put(
        self, record: Record, facts: TextFacts | None = None, photo: PhotoPrint | None = None
    ) -> None:
        """Take a record in, or what became of it."""
        self._digests[record.id] = record.fixity.digest
        self._dirty_asks |= self._shelf.asks(record.id)
        self._shelf.put(record.id, weigh(record, facts, self._book))
        self._dirty_records.add(record.id)
        self._integrity.put(record, facts, photo)

    def drop(self, name: str) -> None:
        """Forget a record."""
        self._digests.pop(name, None)
        self._dirty_asks |= self._shelf.asks(name)
        self._shelf.drop(name)
        self._dirty_records.add(name)
        self._integrity.drop(name)

    def set_waivers(self, waivers: Iterable[Waived]) -> None:
        """The waivers in force."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for item in waivers:
            found[item.requirement].add(item.unit)
        now = {code: frozenset(units) for code, units in found.items()}
        for code in self._waivers.keys() | now.keys():
            if self._waivers.get(code) != now.get(code):
                self._dirty_asks.add(code)
        self._waivers = now

    def set_dismissals(self, dismissals: Sequence[FindingDismissed]) -> None:
        """The dismissals in force."""
        now = Dismissals(dismissals)
        self._dirty_records |= self._dismissals.records ^ now.records
        self._dirty_records |= now.changed_from(self._dismissals)
        self._dismissals = now

    def set_receipts(self, receipts: Iterable[Receipt]) -> None:
        """Receipts for bytes that another unit sent before."""
        self._dirty_records |= self._integrity.set_receipts(receipts)

    def assessment(self, as_of: dt.date) -> Assessment:
        """The whole edition as of a date."""
        self._judge_records(as_of)
        self.judged = 0
        for code in sorted(self._dirty_asks & self._asks.keys()):
            self._covered[code] = self._cover(code, as_of)
            self.judged += 1
        self._dirty_asks.clear()
        return assembled(
            Frame(self.terms.edition, self.terms.duty, self.terms.stages, as_of),
            [self._covered[code] for code in self._asks],
            self._strays(),
            [finding for name in sorted(self._loose) for finding in self._loose[name]],
            len(set().union(*self._hidden.values())) if self._hidden else 0,
        )

    def findings(self, name: str, as_of: dt.date) -> tuple[Finding, ...]:
        """What is found about one record wherever it stands, dismissed findings left out."""
        self._judge_records(as_of)
        return self._loose.get(name, ())

    def _judge_records(self, as_of: dt.date) -> None:
        self._turn_the_day(as_of)
        self._dirty_records |= self._integrity.settle()
        for name in sorted(self._dirty_records):
            self._judge_record(name, as_of)
        self._dirty_records.clear()

    def _turn_the_day(self, as_of: dt.date) -> None:
        """Another day: distances to due days change, and papers expire or do not."""
        if self._as_of == as_of:
            return
        before, self._as_of = self._as_of, as_of
        self._dirty_asks |= set(self._asks)
        if before is not None:
            self._dirty_records.update(self._shelf.ending(max(before, as_of).isoformat()))

    def _judge_record(self, name: str, as_of: dt.date) -> None:
        """Find what is true of a record wherever it stands, and which findings are dismissed."""
        self._loose.pop(name, None)
        self._hidden.pop(name, None)
        if name not in self._shelf:
            return
        everywhere = (
            *self._shelf.everywhere(name),
            *expired(name, self._shelf.until(name), as_of),
            *self._integrity.findings(name),
        )
        if kept := self._kept(name, everywhere):
            self._loose[name] = kept
        for exhibit in self._shelf.of_record(name):
            self._kept(name, exhibit.findings)
        self._dirty_asks |= self._shelf.asks(name)

    def _kept(self, name: str, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        if not findings:
            return findings
        kept = []
        for finding in findings:
            key = self._dismissals.hiding(finding, self._digest)
            if key is None:
                kept.append(finding)
            else:
                self._hidden.setdefault(name, set()).add(key)
        return tuple(kept)

    def _digest(self, name: str) -> str:
        return self._digests.get(name, "")

    def _cover(self, code: str, as_of: dt.date) -> RequirementCoverage:
        exhibits = [self._shown(item) for item in self._shelf.of_ask(code)]
        return cover(self._asks[code], exhibits, self._waivers.get(code, frozenset()), as_of)

    def _shown(self, exhibit: Exhibit) -> Exhibit:
        """An exhibit with everything that was found about its record and not dismissed."""
        name = exhibit.row.record
        found = (*self._kept(name, exhibit.findings), *self._loose.get(name, ()))
        return exhibit if found == exhibit.findings else replace(exhibit, findings=found)

    def _strays(self) -> list[Finding]:
        """Counting claims on asks the edition does not have."""
        return [
            noted("E303", code, record=item.row.record, code=code)
            for code in sorted(self._shelf.codes() - self._asks.keys())
            for item in self._shelf.of_ask(code)
            if item.row.counts
        ]


def _portions(items: Iterable[T]) -> Iterator[list[T]]:
    source = iter(items)
    while portion := list(itertools.islice(source, PORTION)):
        yield portion


def _asks(terms: Terms) -> Mapping[str, Ask]:
    points = points_of_asks(terms.edition)
    due = deadline(terms.duty, terms.stages)
    return {
        ask.code: Ask(
            requirement=ask,
            edition=terms.edition,
            roster=terms.roster,
            responsible=responsible_units(ask, terms.edition, terms.roster),
            points=points.get(ask.code),
            deadline=due,
        )
        for ask in terms.edition.requirements
    }
