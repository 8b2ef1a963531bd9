"""How alike two requirements are, told by wording, place in the tree, kinds and units."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dossier.model.editions import Edition, Requirement

_WEIGHTS = {"wording": 0.62, "place": 0.16, "kinds": 0.12, "units": 0.05, "order": 0.03}
_SAME_CODE = 0.02
_COMMON = 60


@dataclass(frozen=True, slots=True)
class Face:
    """What is compared of a requirement; ``order`` is its position in its edition, 0.0 to 1.0."""

    code: str
    title: str
    grams: frozenset[str]
    place: frozenset[str]
    kinds: frozenset[str]
    units: frozenset[str]
    order: float


def grams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters of a text without spaces and punctuation."""
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
    return frozenset(a + b for a, b in pairwise(plain)) or frozenset({plain})


def faces(edition: Edition) -> list[Face]:
    """The faces of an edition's requirements, in its order."""
    titles = {node.code: node.title or "" for node in edition.indicators}
    parents = {node.code: node.parent for node in edition.indicators}
    count = max(1, len(edition.requirements) - 1)
    return [
        _face(item, _place(item, titles, parents), position / count)
        for position, item in enumerate(edition.requirements)
    ]


def _place(
    item: Requirement, titles: Mapping[str, str], parents: Mapping[str, str | None]
) -> frozenset[str]:
    title = titles.get(item.indicator, "")
    return grams(title or titles.get(parents.get(item.indicator) or "", ""))


def _face(item: Requirement, place: frozenset[str], order: float) -> Face:
    return Face(
        code=item.code,
        title=item.title,
        grams=grams(item.title),
        place=place,
        kinds=frozenset(slot.kind for slot in item.slots),
        units=frozenset((*item.lead, *item.cooperating)),
        order=order,
    )


def likeness(old: Face, new: Face) -> float:
    """0.0 to 1.0; 1.0 for the same wording, kinds, units and place under the same code."""
    parts = {
        "wording": _alike(old.grams, new.grams),
        "place": _alike(old.place, new.place),
        "kinds": _shared(old.kinds, new.kinds),
        "units": _shared(old.units, new.units),
        "order": 1.0 - abs(old.order - new.order),
    }
    same_code = _SAME_CODE if old.code == new.code else 0.0
    return sum(_WEIGHTS[name] * value for name, value in parts.items()) + same_code


def candidates(old: Sequence[Face], new: Sequence[Face]) -> Iterable[tuple[Face, Face]]:
    """The pairs worth comparing: alike in wording that is not everywhere, in title or in code."""
    index: dict[str, list[int]] = {}
    titled: dict[str, list[int]] = {}
    for number, face in enumerate(new):
        titled.setdefault(face.title, []).append(number)
        for gram in face.grams:
            index.setdefault(gram, []).append(number)
    by_code = {face.code: number for number, face in enumerate(new)}
    for face in old:
        shared = Counter(
            number
            for gram in face.grams
            if len(index.get(gram, ())) <= _COMMON
            for number in index.get(gram, ())
        )
        numbers = {number for number, _count in shared.most_common(_COMMON)}
        numbers.update(titled.get(face.title, ()))
        if face.code in by_code:
            numbers.add(by_code[face.code])
        yield from ((face, new[number]) for number in sorted(numbers))


def held(part: frozenset[str], whole: frozenset[str]) -> float:
    """The share of ``part`` that stands in ``whole``."""
    return len(part & whole) / len(part) if part else 0.0


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's measure."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 1.0


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0
