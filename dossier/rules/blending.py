"""From measures to probabilities: one small logistic model over what words, duty, kind, examples
and companions say.

The weights were fitted on generated papers (``tests/tools/placing_fit.py``); those of kind and duty
were then lowered by a third, since invented papers keep to their slots and units more strictly than
real ones. They belong to the program, not to an archive; what an archive teaches comes in through
its examples.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from dossier.rules.learning import Likeness
from dossier.rules.ranking import Fit

NAMES = ("recall", "mass", "title", "kind", "duty", "best", "spoken", "together", "time")
WEIGHTS = (6.4, 4.0, 4.4, 2.4, 3.0, 6.0, 5.0, 3.0, 0.8)
"""How much each measure of :data:`NAMES` counts, in natural logarithms of the odds.

A date tells little: late papers are sent in for the right ask too, and any day may be a holiday.
"""

_WORDED, _KIND, _DUTY, _BEST = slice(0, 5), 3, 4, 5
_FAINT = 0.03
_RIVALS = 40
AUTOMATIC = 0.99
"""From this probability on, and where :func:`agreed` holds, placing without a person is right more
than 99 times in 100 (``tests/bench/test_placing.py``).
"""


@dataclass(frozen=True, slots=True)
class Ranked:
    """An ask with its measures and its probability."""

    code: str
    measures: tuple[float, ...]
    probability: float


def measures(fit: Fit, like: Likeness | None, together: float) -> tuple[float, ...]:
    """The numbers the model looks at, in the order of :data:`NAMES`."""
    best = like.best**2 * like.trust**0.5 if like else 0.0
    spoken = like.spoken * like.trust if like else 0.0
    worded = (fit.recall, fit.mass, fit.title, fit.kind, fit.duty)
    return (*worded, best, spoken, together, fit.time)


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
    scores = [sum(map(mul, weights, row)) for _code, row in rows]
    top = max(scores, default=0.0)
    odds = [math.exp(score - top) for score in scores]
    total = sum(odds)
    found = [
        Ranked(code, row, value / total) for (code, row), value in zip(rows, odds, strict=True)
    ]
    return sorted(found, key=lambda item: -item.probability)


def agreed(
    rows: Sequence[Ranked],
    singled_out: Collection[str] = (),
    weights: Sequence[float] = WEIGHTS,
) -> bool:
    """Whether everything that speaks at all names the likeliest ask, and it wants such a paper.

    ``singled_out`` are asks a word of the title belongs to; another one among them is a dispute.

    Only then may a program place a paper: a high probability that words and examples do not share
    is a loud voice, not a sure one.
    """
    if not rows or rows[0].measures[_KIND] < 0:
        return False
    first = rows[0]
    if any(code != first.code for code in singled_out):
        return False
    worded = max(rows[:_RIVALS], key=lambda row: sum(map(mul, weights[_WORDED], row.measures)))
    exemplary = max(rows, key=lambda row: row.measures[_BEST])
    followed = exemplary.code == first.code or exemplary.measures[_BEST] < _FAINT
    return worded.code == first.code and followed and first.measures[_DUTY] > 0
