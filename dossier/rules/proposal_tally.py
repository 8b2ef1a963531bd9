"""How people take what rules and proposals say: what keeps being refused, what never speaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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


@dataclass(slots=True)
class _Count:
    made: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    standing: dict[tuple[str, str], str] = field(default_factory=dict)

    def note(self, entry: Entry) -> None:
        event = entry.event
        if isinstance(event, Claimed):
            self._claimed(event)
        elif isinstance(event, ClaimWithdrawn):
            basis = self.standing.pop((event.record, event.requirement), "")
            if basis and entry.by.startswith(PERSON):
                self.refused[basis] += 1
        elif isinstance(event, SuggestionRefused):
            self._refused(event)
        elif isinstance(event, DocumentIgnored):
            self.ignored[event.rule] += 1

    def _claimed(self, event: Claimed) -> None:
        basis = event.claim.reason.partition(":")[0]
        if basis in (*RULES, *PROPOSALS):
            self.made[basis] += 1
            if event.claim.by != PERSON:
                self.standing[event.record, event.claim.requirement] = basis

    def _refused(self, event: SuggestionRefused) -> None:
        if event.basis in PROPOSALS:
            self.refused[event.basis] += -1 if event.again else 1


def tally(entries: Iterable[Entry], ignore: Sequence[str] = ()) -> ProposalReport:
    """Count over a ledger. ``ignore`` are the team's own ignore rules."""
    count = _Count()
    for entry in entries:
        count.note(entry)
    tallies = tuple(
        Tally(basis, count.made[basis], max(0, count.refused[basis]))
        for basis in (*RULES, *PROPOSALS)
    )
    return ProposalReport(tallies, tuple(_never(count, ignore)))


def _never(count: _Count, ignore: Sequence[str]) -> Iterator[str]:
    yield from (rule for rule in RULES if not count.made[rule])
    yield from (rule for rule in ignore if not count.ignored[rule])
