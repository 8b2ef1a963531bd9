"""Files that came together: what the placements of its companions say about a record."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dossier.model.records import Source

_ENOUGH = 3


def home_of(source: Source) -> str:
    """The folder or container a source lies in; empty for a unit's own folder, where files lie
    that have nothing to do with each other.
    """
    parts = source.path.split("/")
    chain = [part for link in source.chain for part in link.split("/")]
    home = (*parts, *chain)[:-1]
    return "\n".join((source.inbox, *home)) if len(home) > 1 else ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A placed record: where it came from, the asks it serves, its 发文字号."""

    home: str
    codes: tuple[str, ...]
    number: str = ""


class Companions:
    """Which asks the placed records of each folder and of each 发文字号 serve."""

    def __init__(self) -> None:
        self._placed: dict[str, Placed] = {}
        self._shared: dict[Placed, Placed] = {}
        self._homes: defaultdict[str, set[str]] = defaultdict(set)
        self._numbers: defaultdict[str, set[str]] = defaultdict(set)

    @property
    def placed(self) -> Mapping[str, Placed]:
        """Every record known, by id."""
        return self._placed

    def put(self, record: str, placed: Placed) -> None:
        """What is now known of a record; a placed one without asks is forgotten. Records of which
        the same is known share it, for there are many.
        """
        self.forget(record)
        if not placed.codes:
            return
        self._placed[record] = self._shared.setdefault(placed, placed)
        if placed.home:
            self._homes[placed.home].add(record)
        if placed.number:
            self._numbers[placed.number].add(record)

    def forget(self, record: str) -> None:
        """Drop a record."""
        old = self._placed.pop(record, None)
        if old is not None:
            self._homes[old.home].discard(record)
            self._numbers[old.number].discard(record)

    def around(self, record: str, home: str) -> dict[str, int]:
        """How many companions of a record serve each ask."""
        others = self._homes.get(home, set()) - {record} if home else set()
        return dict(Counter(code for other in others for code in self._placed[other].codes))

    def numbered(self, record: str, number: str) -> list[str]:
        """Other placed records with this 发文字号, in order."""
        return sorted(self._numbers.get(number, set()) - {record}) if number else []


def shares(counts: Mapping[str, int]) -> dict[str, float]:
    """How strongly companions speak for each ask, 0 to 1; a lone one speaks softly."""
    total = sum(counts.values())
    weight = min(1.0, total / _ENOUGH)
    return {code: weight * count / total for code, count in counts.items()}


def same_paper(records: Collection[tuple[str, ...]]) -> tuple[str, ...]:
    """The asks that all records with one 发文字号 serve; none where they disagree."""
    distinct = {tuple(sorted(codes)) for codes in records}
    return next(iter(distinct)) if len(distinct) == 1 else ()
