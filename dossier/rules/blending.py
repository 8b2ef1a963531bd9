"""From measures to probabilities: one small logistic model over what words, duty, kind, examples
and companions say.

The weights were fitted once on generated papers (``tests/tools/placing_fit.py``) and belong to the
program, not to an archive; what an archive teaches comes in through its examples.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dossier.rules.learning import Likeness
from dossier.rules.ranking import Fit

NAMES = ("recall", "mass", "title", "kind", "duty", "best", "share", "together")
WEIGHTS = (6.0, 2.0, 4.0, 1.2, 1.5, 5.0, 3.0, 3.0)
"""How much each measure of :data:`NAMES` counts, in natural logarithms of the odds."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """An ask with its measures and its probability."""

    code: str
    measures: tuple[float, ...]
    probability: float


def measures(fit: Fit, like: Likeness | None, together: float) -> tuple[float, ...]:
    """The numbers the model looks at, in the order of :data:`NAMES`."""
    best = like.best if like else 0.0
    share = like.share * like.best**0.5 if like else 0.0
    return (fit.recall, fit.mass, fit.title, fit.kind, fit.duty, best, share, together)


def ranked(
    fits: Sequence[Fit],
    likeness: Mapping[str, Likeness],
    together: Mapping[str, float],
    weights: Sequence[float] = WEIGHTS,
) -> list[Ranked]:
    """Every ask with its probability, best first; ties keep the edition's order."""
    rows = [
        (fit.code, measures(fit, likeness.get(fit.code), together.get(fit.code, 0.0)))
        for fit in fits
    ]
    scores = [sum(w * m for w, m in zip(weights, row, strict=True)) for _code, row in rows]
    top = max(scores, default=0.0)
    odds = [math.exp(score - top) for score in scores]
    total = sum(odds)
    found = [
        Ranked(code, row, value / total) for (code, row), value in zip(rows, odds, strict=True)
    ]
    return sorted(found, key=lambda item: -item.probability)
