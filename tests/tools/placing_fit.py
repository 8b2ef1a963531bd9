"""Fit the weights of ``dossier.rules.blending`` on the fitting half of the generated papers.

    python -m tests.tools.placing_fit

Softmax regression over each paper's likeliest asks, in archives that have confirmed 0, 50, 200 and
500 papers of other wording; drawn towards the weights in force so that a small sample of invented
papers does not decide alone. Prints the weights; nothing is written.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from random import Random

from dossier.codec.lexicon import load_lexicon
from dossier.rules.blending import NAMES, WEIGHTS, ranked
from dossier.rules.learning import KEPT_FEATURES, Example, Examples, weightiest
from dossier.rules.ranking import Ranker
from dossier.rules.wording import Wording
from dossier.shipped import load_edition
from tests.tools.placing_texts import ALL, Labelled, facts, fitting, papers

_LIKELIEST, _STEPS, _RATE, _PULL = 25, 150, 0.4, 0.002
Row = tuple[list[tuple[float, ...]], int]


def taught(ranker: Ranker, known: Sequence[Labelled]) -> Examples:
    """Examples of confirmed papers."""
    examples = Examples(ranker.rarity)
    for number, item in enumerate(known):
        features = ranker.wording.features(item.paper.zones())
        told = weightiest(features, ranker.rarity, KEPT_FEATURES)
        record = f"2017-{number:06d}"
        examples.learn(Example(record, (item.code,), told, item.paper.unit, item.paper.kind))
    return examples


def rows(ranker: Ranker, examples: Examples, asked: Sequence[Labelled]) -> list[Row]:
    """Measures of each paper's likeliest asks and which of them is right."""
    found: list[Row] = []
    for item in asked:
        features = ranker.wording.features(item.paper.zones())
        like = examples.resemblance(features, item.paper.unit, item.paper.kind)
        best = ranked(ranker.fits(item.paper, features), like, {})
        codes = [one.code for one in best[:_LIKELIEST]]
        if item.code in codes:
            found.append(([one.measures for one in best[:_LIKELIEST]], codes.index(item.code)))
    return found


def fitted(sample: Sequence[Row], start: Sequence[float]) -> list[float]:
    """Weights by gradient descent, pulled towards where they started."""
    weights = list(start)
    for _step in range(_STEPS):
        gradient = [0.0] * len(weights)
        for measures, right in sample:
            scores = [sum(w * m for w, m in zip(weights, row, strict=True)) for row in measures]
            top = max(scores)
            odds = [math.exp(score - top) for score in scores]
            total = sum(odds)
            for number, row in enumerate(measures):
                share = odds[number] / total - (number == right)
                for index, value in enumerate(row):
                    gradient[index] += share * value
        for index, value in enumerate(gradient):
            pull = _PULL * (weights[index] - start[index])
            weights[index] -= _RATE * 10 * (value / len(sample) + pull)
    return weights


def main() -> None:
    """Fit and print."""
    ranker = Ranker(load_edition("wmcq-2017"), Wording(load_lexicon()))
    edition = ranker.edition
    sample: list[Row] = []
    for count in (0, 50, 200, 500):
        for held in ALL:
            others = [variant for variant in ALL if variant != held]
            pool = [p for seed in range(3) for p in papers(edition, facts(), seed, others)]
            known = Random(f"{count} {held}").sample(pool, count)
            asked = papers(edition, fitting(), 100 + held, (held,))
            sample += rows(ranker, taught(ranker, known), asked)
    for name, weight in zip(NAMES, fitted(sample, WEIGHTS), strict=True):
        sys.stdout.write(f"{name} {weight:.2f}\n")


if __name__ == "__main__":
    main()
