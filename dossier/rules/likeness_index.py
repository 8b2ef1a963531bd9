"""Which texts share passages, kept up to date one by one.

The answer is the same whatever the order in which texts came and went, so that an assessment after
one new file equals one made from nothing. Texts are numbered; nothing of them is kept but their
sketches, four bytes for each hash, and who holds it, eight more.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from dossier.rules.kept import Printed
from dossier.rules.postings import Postings

COMMON = 24
"""A run of characters in more texts than this is a set phrase of the place and proves nothing."""
ENOUGH = 12
"""Kept hashes two texts must share, about a hundred characters."""
SHARE = 0.4
"""Share of the shorter text's kept hashes that must be in both."""
_BITS = 32
_NONE: Mapping[int, float] = {}


class TextLikeness:
    """Texts by their sketches; policies are texts everybody may quote."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._sketches: dict[int, array[int]] = {}
        self._policies: dict[str, tuple[int, array[int]]] = {}
        self._policies_met = 0
        self._alike: dict[int, dict[int, float]] = {}
        self._fresh: set[int] = set()
        self._stirred: set[int] = set()
        self._quoted: list[array[int]] = []
        self._unquoted: list[array[int]] = []
        self._changed: set[int] = set()

    @cached_property
    def _holders(self) -> Postings:
        """Made when the first text is to be compared."""
        made = Postings(_BITS)
        for number, sketch in self._sketches.items():
            made.add(sketch, number)
        return made

    @cached_property
    def _quotable(self) -> Postings:
        made = Postings(_BITS)
        for number, sketch in self._policies.values():
            made.add(sketch, number)
        return made

    def texts(self) -> Iterator[Printed]:
        """Texts with their sketches as bytes."""
        for number, sketch in self._sketches.items():
            yield self._names[number], sketch.tobytes()

    def policies(self) -> list[Printed]:
        """Policies with their sketches as bytes."""
        return [(content, sketch.tobytes()) for content, (_n, sketch) in self._policies.items()]

    def alike(self) -> list[tuple[int, int, float]]:
        """Likenesses by the place of both texts in :meth:`texts`."""
        places = {number: place for place, number in enumerate(self._sketches)}
        return [
            (places[one], places[other], share)
            for one, row in self._alike.items()
            for other, share in row.items()
        ]

    def restore(
        self,
        texts: Iterable[Printed],
        policies: Sequence[Printed],
        alike: Iterable[tuple[int, int, float]],
    ) -> None:
        """Take back what was kept; all of it was compared."""
        for number, (content, sketch) in enumerate(texts):
            self._numbers[content] = number
            self._names.append(content)
            self._sketches[number] = array("I", sketch)
        for number, (content, sketch) in enumerate(policies):
            self._policies[content] = number, array("I", sketch)
        self._policies_met = len(policies)
        for one, other, share in alike:
            self._alike.setdefault(one, {})[other] = share

    def add(self, content: str, sketch: Sequence[int]) -> None:
        """Take a text in, instead of what was read of the same content before."""
        kept = array("I", sketch)
        if (known := self._numbers.get(content)) is not None:
            if self._sketches[known] == kept:
                return
            self.remove(content)
        number = self._numbers[content] = len(self._names)
        self._names.append(content)
        self._holders.add(sketch, number)
        self._sketches[number] = kept
        self._fresh.add(number)

    def remove(self, content: str) -> None:
        """Let a text go."""
        number = self._numbers.pop(content, None)
        if number is None:
            return
        self._fresh.discard(number)
        sketch = self._sketches.pop(number)
        self._holders.discard(sketch, number)
        for other in self._alike.pop(number, _NONE):
            self._unlike(other, number)
        for value in sketch:
            holders = self._holders.holders(value, COMMON)
            if len(holders) == COMMON:
                self._stirred.update(holders)

    def add_policy(self, content: str, sketch: Sequence[int]) -> None:
        """From now on the words of this text may stand anywhere."""
        kept = array("I", sketch)
        if content in self._policies:
            if self._policies[content][1] == kept:
                return
            self.remove_policy(content)
        self._quotable.add(kept, self._policies_met)
        self._policies[content] = self._policies_met, kept
        self._policies_met += 1
        self._quoted.append(kept)

    def remove_policy(self, content: str) -> None:
        """The words of this text count again."""
        known = self._policies.pop(content, None)
        if known is not None:
            number, kept = known
            self._quotable.discard(kept, number)
            self._unquoted.append(kept)

    def changed(self) -> set[str]:
        """The texts whose likenesses changed since this was last asked."""
        if 2 * len(self._fresh) > len(self._sketches):
            self._compare_all()
        else:
            for number in sorted(self._to_compare()):
                self._compare(number, self._sketches[number])
        for seen in (self._fresh, self._stirred, self._quoted, self._unquoted):
            seen.clear()
        changed, self._changed = self._changed, set()
        return {self._names[number] for number in changed}

    def like(self, content: str) -> dict[str, float]:
        """The texts that share passages with this one, and the share of the shorter one; as of the
        last call of :meth:`changed`.
        """
        found = self._alike.get(self._numbers.get(content, -1), _NONE)
        return {self._names[other]: share for other, share in found.items()}

    def _compare_all(self) -> None:
        """Looks at shared hashes only, which are few among many texts."""
        shared: dict[int, array[int]] = {number: array("I") for number in self._sketches}
        for value in self._holders.shared():
            for number in self._counting(value):
                shared[number].append(value)
        for number, values in shared.items():
            self._compare(number, values)

    def _to_compare(self) -> Iterable[int]:
        """New texts, and those for which some run of characters began or ceased to count."""
        found = self._fresh | self._stirred
        most = COMMON + len(self._fresh)
        for value in {value for number in self._fresh for value in self._sketches[number]}:
            if COMMON < len(holders := self._holders.holders(value, most)) <= most:
                found.update(holders)
        found |= self._alike.keys() & self._speaking(self._quoted)
        return (found | self._speaking(self._unquoted)) & self._sketches.keys()

    def _speaking(self, policies: Iterable[Iterable[int]]) -> set[int]:
        """Texts that have in common with a policy what is no set phrase."""
        found: set[int] = set()
        for value in {value for sketch in policies for value in sketch}:
            if len(holders := self._holders.holders(value, COMMON)) <= COMMON:
                found.update(holders)
        return found

    def _compare(self, number: int, values: Iterable[int]) -> None:
        """Bring the likenesses of a text up to date; ``values`` are the hashes that may count."""
        before, now = self._alike.get(number, _NONE), dict(self._shares(number, values))
        for other in before.keys() - now.keys():
            self._unlike(other, number)
        for other, share in now.items():
            if before.get(other) != share:
                self._alike.setdefault(other, {})[number] = share
                self._changed.update((number, other))
        if now:
            self._alike[number] = now
        else:
            self._alike.pop(number, None)
        if before.keys() - now.keys():
            self._changed.add(number)

    def _unlike(self, one: int, other: int) -> None:
        row = self._alike[one]
        del row[other]
        if not row:
            del self._alike[one]
        self._changed.add(one)

    def _shares(self, number: int, values: Iterable[int]) -> Iterator[tuple[int, float]]:
        own = len(self._sketches[number])
        counts = Counter(other for value in values for other in self._counting(value))
        del counts[number]
        for other, shared in counts.items():
            if shared < ENOUGH:
                continue
            share = shared / max(1, min(own, len(self._sketches[other])))
            if share >= SHARE:
                yield other, round(min(1.0, share), 3)

    def _counting(self, value: int) -> Sequence[int]:
        """The holders of a hash that several texts share and that proves something."""
        holders = self._holders.holders(value, COMMON)
        alone, common = len(holders) < 2, len(holders) > COMMON
        return () if alone or common or self._quotable.holders(value, 1) else holders
