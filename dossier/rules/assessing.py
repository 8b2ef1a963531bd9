"""The assessment kept up to date: after one new record only what it can change is judged again.

Whatever the order of changes, the answer is the one made from nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
from dossier.rules.dismissals import Dismissals, Key
from dossier.rules.duty import deadline
from dossier.rules.integrity import IntegrityIndex, Receipt
from dossier.rules.likeness_index import Compare
from dossier.rules.noting import noted
from dossier.rules.record_checks import Rulebook, Weighed, weigh
from dossier.rules.responsibility import responsible_units
from dossier.rules.scoring import points_of_asks
from dossier.rules.windows import day_of_test


@dataclass(frozen=True, slots=True)
class Terms:
    """What an assessment is made under. ``ours`` are places that may be named; ``compare`` and
    ``same`` decide on pictures.
    """

    edition: Edition
    profile: Profile
    compare: Compare
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
        self._records: dict[str, Record] = {}
        self._facts: dict[str, TextFacts | None] = {}
        self._weighed: dict[str, Weighed] = {}
        self._exhibits: defaultdict[str, dict[str, tuple[Exhibit, ...]]] = defaultdict(dict)
        self._codes: dict[str, set[str]] = {}
        self._hidden: dict[str, set[Key]] = {}
        self._loose: dict[str, tuple[Finding, ...]] = {}
        self._integrity = IntegrityIndex(terms.compare, terms.same, terms.ours)
        self._waivers: dict[str, frozenset[str]] = {}
        self._dismissals = Dismissals(())
        self._covered: dict[str, RequirementCoverage] = {}
        self._dirty_records: set[str] = set()
        self._dirty_asks: set[str] = set(self._asks)
        self._as_of: dt.date | None = None

    def put(
        self, record: Record, facts: TextFacts | None = None, photo: PhotoPrint | None = None
    ) -> None:
        """Take a record in, or what became of it."""
        self._records[record.id] = record
        self._facts[record.id] = facts
        self._weighed.pop(record.id, None)
        self._dirty_records.add(record.id)
        self._integrity.put(record, facts, photo)

    def drop(self, name: str) -> None:
        """Forget a record."""
        self._records.pop(name, None)
        self._facts.pop(name, None)
        self._weighed.pop(name, None)
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
        self._turn_the_day(as_of)
        self._dirty_records |= self._integrity.settle()
        for name in sorted(self._dirty_records):
            self._reweigh(name, as_of)
        self._dirty_records.clear()
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

    def findings(self, name: str) -> tuple[Finding, ...]:
        """What is found about one record wherever it stands, dismissed findings left out; as of
        the last assessment.
        """
        return self._loose.get(name, ())

    def _turn_the_day(self, as_of: dt.date) -> None:
        """Another day: distances to due days change, and papers expire or do not."""
        if self._as_of == as_of:
            return
        before, self._as_of = self._as_of, as_of
        self._dirty_asks |= set(self._asks)
        if before is not None:
            low, high = sorted((before.isoformat(), as_of.isoformat()))
            for name, weighed in list(self._weighed.items()):
                if weighed.until is not None and low <= weighed.until <= high:
                    del self._weighed[name]
                    self._dirty_records.add(name)

    def _reweigh(self, name: str, as_of: dt.date) -> None:
        for code in self._codes.pop(name, ()):
            del self._exhibits[code][name]
            self._dirty_asks.add(code)
        self._loose.pop(name, None)
        self._hidden.pop(name, None)
        record = self._records.get(name)
        if record is None:
            return
        weighed = self._weighed.get(name)
        if weighed is None:
            weighed = weigh(record, self._facts[name], self._book, as_of)
            self._weighed[name] = weighed
        everywhere = (*weighed.everywhere, *self._integrity.findings(name))
        kept = self._kept(name, everywhere)
        if kept:
            self._loose[name] = kept
        for exhibit in weighed.exhibits:
            code = exhibit.row.requirement
            found = (*self._kept(name, exhibit.findings), *kept)
            shown = exhibit if found == exhibit.findings else replace(exhibit, findings=found)
            rows = self._exhibits[code]
            rows[name] = (*rows.get(name, ()), shown)
            self._codes.setdefault(name, set()).add(code)
            self._dirty_asks.add(code)

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
        record = self._records.get(name)
        return record.fixity.digest if record else ""

    def _cover(self, code: str, as_of: dt.date) -> RequirementCoverage:
        rows = self._exhibits.get(code, {})
        exhibits = [item for name in sorted(rows) for item in rows[name]]
        return cover(self._asks[code], exhibits, self._waivers.get(code, frozenset()), as_of)

    def _strays(self) -> list[Finding]:
        """Counting claims on asks the edition does not have."""
        return [
            noted("E303", code, record=item.row.record, code=code)
            for code in sorted(self._exhibits.keys() - self._asks.keys())
            for name in sorted(self._exhibits[code])
            for item in self._exhibits[code][name]
            if item.row.counts
        ]


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
