"""How people take what rules and proposals say: what keeps being refused, what never speaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dossier.model.events import (
    Claimed,
    ClaimWithdrawn,
    DocumentIgnored,
    Entry,
    SuggestionRefused,
)
from dossier.rules.history import PERSON

RULES = ("name", "folder", "number")
"""Rules that place by themselves: a code in the name, one in a folder, a known 发文字号."""

PROPOSALS = ("wording", "learned", "together")
"""What a proposal may rest on."""

_ENOUGH, _TOO_OFTEN = 5, 0.5


@dataclass(frozen=True, slots=True)
class Tally:
    """One rule or kind of proposal: placements it made or a person took over, and how many of
    them were withdrawn or refused. ``refused_often`` wants a person's attention.
    """

    basis: str
    made: int
    refused: int

    @property
    def refused_often(self) -> bool:
        """Refused at least five times, and at least every other time it spoke."""
        return self.refused >= _ENOUGH and self.refused >= _TOO_OFTEN * max(self.made, 1)


@dataclass(frozen=True, slots=True)
class ProposalReport:
    """Every tally, and the rules that never matched anything."""

    tallies: tuple[Tally, ...]
    never: tuple[str, ...]

    @property
    def refused_often(self) -> tuple[Tally, ...]:
        """The tallies that want a person's attention."""
        return tuple(item for item in self.tallies if item.refused_often)


@dataclass(slots=True)
class Counted:
    """The counts of a ledger so far, entry by entry. ``standing`` are the claims rules made that
    still stand, with what they rest on, by record and requirement.
    """

    made: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    ignored: dict[str, int] = field(default_factory=dict)
    standing: dict[str, str] = field(default_factory=dict)

    def note(self, entry: Entry) -> None:
        """Count one more entry."""
        event = entry.event
        if isinstance(event, Claimed):
            self._claimed(event)
        elif isinstance(event, ClaimWithdrawn):
            basis = self.standing.pop(_key(event.record, event.requirement), "")
            if basis and entry.by.startswith(PERSON):
                _add(self.refused, basis)
        elif isinstance(event, SuggestionRefused):
            if event.basis in PROPOSALS:
                _add(self.refused, event.basis, -1 if event.again else 1)
        elif isinstance(event, DocumentIgnored):
            _add(self.ignored, event.rule)

    def _claimed(self, event: Claimed) -> None:
        basis = event.claim.reason.partition(":")[0]
        if basis in (*RULES, *PROPOSALS):
            _add(self.made, basis)
            if event.claim.by != PERSON:
                self.standing[_key(event.record, event.claim.requirement)] = basis

    def report(self, ignore: Sequence[str] = ()) -> ProposalReport:
        """What the counts say. ``ignore`` are the team's own ignore rules."""
        tallies = tuple(
            Tally(basis, self.made.get(basis, 0), max(0, self.refused.get(basis, 0)))
            for basis in (*RULES, *PROPOSALS)
        )
        silent = [rule for rule in RULES if not self.made.get(rule)]
        silent += [rule for rule in ignore if not self.ignored.get(rule)]
        return ProposalReport(tallies, tuple(silent))


def _key(record: str, requirement: str) -> str:
    return f"{record} {requirement}"


def _add(counts: dict[str, int], name: str, step: int = 1) -> None:
    counts[name] = counts.get(name, 0) + step


def tally(entries: Iterable[Entry], ignore: Sequence[str] = ()) -> ProposalReport:
    """Count over a whole ledger; ``ignore`` as for :meth:`Counted.report`."""
    counted = Counted()
    for entry in entries:
        counted.note(entry)
    return counted.report(ignore)
