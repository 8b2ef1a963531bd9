"""What confirmed placements teach: a paper that speaks like a placed one belongs beside it.

The nearest examples decide, so that one more decision is learned by keeping one more example, a
wrong one is unlearned by dropping it, and every proposal can name the record it follows.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

KEPT_FEATURES = 64
"""How many of a paper's weightiest features an example keeps."""

PER_ASK = 40
"""How many examples of one ask are kept, the newest; more add nothing but weight."""

_NEAREST = 12
_ASKED = 64
_CONSIDERED = 48
_LOOKED_AT = 6000
_WORTH_A_LOOK = 0.2
_NEW = 0.5
_OTHER_UNIT, _OTHER_KIND = 0.85, 0.7
_HEARD, _UNHEARD = 1.0, 2.0
_MANY = 300


@dataclass(frozen=True, slots=True)
class Example:
    """A confirmed placement: what the record speaks of and the asks it serves."""

    record: str
    codes: tuple[str, ...]
    features: Mapping[str, float]
    unit: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How an ask's examples resemble a paper: the best of them, 0 to 1, and which record that is,
    empty for none; how much of what the paper says all of them together say too, 0 to 1.
    ``trust`` grows with the number of examples, up to 1.
    """

    best: float
    record: str
    spoken: float
    trust: float = 1.0


def weightiest(
    features: Mapping[str, float], rarity: Callable[[str], float], limit: int
) -> dict[str, float]:
    """The features that tell most, with their weights; ties go by name."""
    told = ((weight * (rarity(name) or _UNHEARD), name) for name, weight in features.items())
    chosen = heapq.nsmallest(limit, ((-value, name) for value, name in told))
    return {name: round(features[name], 3) for _value, name in chosen}


class Examples:
    """The examples of one archive; ``rarity`` tells how telling a feature is in the edition."""

    def __init__(self, rarity: Callable[[str], float] = lambda _feature: 0.0) -> None:
        self._rarity = rarity
        self._examples: dict[str, Example] = {}
        self._norms: dict[str, float] = {}
        self._postings: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._by_code: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._speakers: defaultdict[str, dict[str, int]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self._examples)

    def __iter__(self) -> Iterator[Example]:
        return iter(self._examples.values())

    def learn(self, example: Example) -> None:
        """Keep an example in place of what was known of its record."""
        self.forget(example.record)
        self._examples[example.record] = example
        total = 0.0
        for feature, weight in example.features.items():
            told = weight * self._told(feature)
            self._postings[feature][example.record] = told
            total += told * told
        self._norms[example.record] = math.sqrt(total) or 1.0
        for code in example.codes:
            self._by_code[code][example.record] = None
            self._speak(example, code, 1)
            if len(self._by_code[code]) > PER_ASK:
                self._drop(next(iter(self._by_code[code])), code)

    def _drop(self, record: str, code: str) -> None:
        """The oldest example of an ask makes room; one that serves others stays for them."""
        del self._by_code[code][record]
        self._speak(self._examples[record], code, -1)
        if not any(record in self._by_code[other] for other in self._examples[record].codes):
            self.forget(record)

    def forget(self, record: str) -> None:
        """Drop what is known of a record, if anything is."""
        example = self._examples.pop(record, None)
        if example is None:
            return
        del self._norms[record]
        for feature in example.features:
            del self._postings[feature][record]
        for code in example.codes:
            if record in self._by_code[code]:
                del self._by_code[code][record]
                self._speak(example, code, -1)

    def _speak(self, example: Example, code: str, step: int) -> None:
        """One more or one fewer example of an ask says what this one says."""
        for feature in example.features:
            speakers = self._speakers[feature]
            speakers[code] = speakers.get(code, 0) + step
            if not speakers[code]:
                del speakers[code]

    @property
    def trust(self) -> float:
        """How far examples may speak against the edition's words: few of them cover few asks."""
        return min(1.0, len(self) / _MANY)

    def resemblance(
        self, features: Mapping[str, float], unit: str | None, kind: str | None
    ) -> dict[str, Likeness]:
        """The asks whose examples resemble a paper."""
        if not self._examples:
            return {}
        best: dict[str, tuple[float, str]] = {}
        for value, record in self._nearest(features, unit, kind):
            for code in self._examples[record].codes:
                if record in self._by_code[code]:
                    best.setdefault(code, (value, record))
        spoken = self._spoken(features)
        return {
            code: Likeness(*best.get(code, (0.0, "")), spoken.get(code, 0.0), self.trust)
            for code in (*best, *(code for code in spoken if code not in best))
        }

    def _spoken(self, features: Mapping[str, float]) -> dict[str, float]:
        """How much of what a paper says each ask's examples say too; what few of them say and few
        asks share counts most, what nobody said before counts half.
        """
        count, asks = len(self._examples), len(self._by_code)
        sums: defaultdict[str, float] = defaultdict(float)
        total = 0.0
        for feature, weight in features.items():
            told = weight * self._told(feature)
            speakers = self._speakers.get(feature)
            if not speakers:
                total += told * _NEW
                continue
            told *= math.log(1.0 + count / len(self._postings[feature])) / math.log(1.0 + count)
            total += told
            rare = math.log(1.0 + asks / len(speakers)) / math.log(1.0 + asks)
            for code in speakers:
                sums[code] += told * rare
        return {code: value / total for code, value in sums.items()} if total else {}

    def _nearest(
        self, features: Mapping[str, float], unit: str | None, kind: str | None
    ) -> list[tuple[float, str]]:
        sums: defaultdict[str, float] = defaultdict(float)
        norm = 0.0
        for feature, weight in weightiest(features, self._rarity, KEPT_FEATURES).items():
            told = weight * self._told(feature)
            norm += told * told
        for told, posting in self._asked(features):
            for record, value in posting.items():
                sums[record] += told * value
        scale = math.sqrt(norm) or 1.0
        norms = self._norms
        least = _WORTH_A_LOOK * max(sums.values(), default=0.0)
        near = heapq.nlargest(
            _CONSIDERED,
            [(value / norms[record], record) for record, value in sums.items() if value >= least],
        )
        fair = [(self._alike(item, unit, kind) * value / scale, item) for value, item in near]
        return heapq.nlargest(_NEAREST, fair)

    def _asked(self, features: Mapping[str, float]) -> list[tuple[float, Mapping[str, float]]]:
        """The paper's features that single out examples best, each with its postings."""
        count = len(self._examples)
        found: list[tuple[float, str]] = []
        for feature, weight in features.items():
            if posting := self._postings.get(feature):
                spread = math.log(1.0 + count / len(posting)) / math.log(1.0 + count)
                found.append((weight * self._told(feature) * spread, feature))
        asked: list[tuple[float, Mapping[str, float]]] = []
        room = _LOOKED_AT
        for told, name in heapq.nlargest(_ASKED, found):
            room -= len(self._postings[name])
            if room < 0 and asked:
                break
            asked.append((told, self._postings[name]))
        return asked

    def _alike(self, record: str, unit: str | None, kind: str | None) -> float:
        example = self._examples[record]
        same_unit = unit is None or example.unit == unit
        same_kind = kind is None or example.kind is None or example.kind == kind
        return (1.0 if same_unit else _OTHER_UNIT) * (1.0 if same_kind else _OTHER_KIND)

    def _told(self, feature: str) -> float:
        """What the edition says itself is weighed by the ranking already; examples add the rest."""
        return _HEARD if self._rarity(feature) else _UNHEARD
