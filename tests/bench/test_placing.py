"""How well proposals find the ask, and how fast; ``tests/tools/placing_texts.py`` makes the texts.

Printed are the share of papers whose ask is proposed first and among the first three, and for the
default threshold of automatic placing how many of the papers it would place (coverage) and how many
of those rightly (precision).
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from random import Random

import pytest

from dossier.codec.lexicon import load_lexicon
from dossier.rules.blending import AUTOMATIC, Ranked, agreed, ranked
from dossier.rules.learning import Examples
from dossier.rules.ranking import Ranker
from dossier.rules.wording import Wording
from dossier.shipped import load_edition
from tests.tools.placing_fit import taught
from tests.tools.placing_texts import ALL, Labelled, facts, held_out, papers

pytestmark = pytest.mark.bench

GOALS = [(0, 0.60, 0.80), (50, 0.60, 0.80), (500, 0.80, 0.93)]
"""Decisions confirmed, and the shares of first and first three proposals to be reached."""


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    return Ranker(load_edition("wmcq-2017"), Wording(load_lexicon()))


def proposals(ranker: Ranker, examples: Examples, item: Labelled) -> list[Ranked]:
    features = ranker.wording.features(item.paper.zones())
    like = examples.resemblance(features, item.paper.unit, item.paper.kind)
    return ranked(ranker.fits(item.paper, features), like, {})


def figures(ranker: Ranker, asked: Sequence[tuple[Labelled, list[Ranked]]]) -> Mapping[str, float]:
    count = len(asked)
    judged = [(item.code, rows) for item, rows in asked]
    sure = [
        (item.code, rows[0])
        for item, rows in asked
        if rows[0].probability >= AUTOMATIC and agreed(rows, ranker.singled_out(item.paper))
    ]
    right = sum(row.code == code for code, row in sure)
    return {
        "papers": count,
        "top-1": sum(rows[0].code == code for code, rows in judged) / count,
        "top-3": sum(code in [row.code for row in rows[:3]] for code, rows in judged) / count,
        "automatic": len(sure),
        "coverage": len(sure) / count,
        "precision": right / len(sure) if sure else float("nan"),
    }


def shown(label: str, measured: Mapping[str, float]) -> None:
    cells = (f"{name} {value:.3f}".replace(".000", "") for name, value in measured.items())
    print(f"\n{label}: " + ", ".join(cells), end="")


def test_cold_start_on_held_out_asks(ranker: Ranker) -> None:
    judged = [
        (item, proposals(ranker, Examples(), item))
        for seed in range(7, 11)
        for item in papers(ranker.edition, held_out(), seed)
    ]
    measured = figures(ranker, judged)
    shown("cold start", measured)
    assert measured["top-1"] >= 0.60
    assert measured["top-3"] >= 0.80
    assert measured["automatic"] == 0 or measured["precision"] > 0.99


@pytest.mark.parametrize(("count", "first", "three"), GOALS)
def test_decisions_teach_new_wording(
    ranker: Ranker, count: int, first: float, three: float
) -> None:
    """Confirmed papers never share a title or sentence of the matter with those asked about.

    Fifty decisions cover a fifth to a quarter of the asks; only there can they teach anything, so
    papers of the asks decided on are counted apart, with and without what was learned.
    """
    judged: list[tuple[Labelled, list[Ranked]]] = []
    before: list[tuple[Labelled, list[Ranked]]] = []
    after: list[tuple[Labelled, list[Ranked]]] = []
    for held in ALL:
        others = [variant for variant in ALL if variant != held]
        pool = [p for seed in range(20, 23) for p in papers(ranker.edition, facts(), seed, others)]
        examples = taught(ranker, Random(f"{count} {held}").sample(pool, count))
        asked = papers(ranker.edition, held_out(), 60 + held, (held,))
        found = [(item, proposals(ranker, examples, item)) for item in asked]
        decided = {code for example in examples for code in example.codes}
        taught_here = [(item, rows) for item, rows in found if item.code in decided]
        judged += found
        after += taught_here
        before += [(item, proposals(ranker, Examples(), item)) for item, _rows in taught_here]
    measured = figures(ranker, judged)
    shown(f"{count} decisions, new wording", measured)
    if count:
        cold, warm = figures(ranker, before), figures(ranker, after)
        shown("  asks decided on, nothing learned", cold)
        shown("  asks decided on, learned", warm)
        assert warm["top-1"] >= cold["top-1"]
    assert measured["top-1"] >= first
    assert measured["top-3"] >= three
    assert measured["automatic"] == 0 or measured["precision"] > 0.99


@pytest.mark.parametrize(("count", "first", "three"), GOALS)
def test_leave_one_out_of_an_archive(
    ranker: Ranker, count: int, first: float, three: float
) -> None:
    """Each paper of an archive in turn, ``count`` others of it confirmed.

    Some asks get many papers and many get few, the tenth a third as many as the first; papers of
    one ask may repeat one another's words, as monthly reports do.
    """
    luck = Random(1)
    order = luck.sample(facts(), len(facts()))
    often = [1 / (rank + 1) ** 0.5 for rank in range(len(order))]
    drawn = luck.choices(order, often, k=600)
    archive = [luck.choice(papers(ranker.edition, [fact], seed)) for seed, fact in enumerate(drawn)]
    reported = {fact.code for fact in held_out()}
    judged: list[tuple[Labelled, list[Ranked]]] = []
    known = archive[:count]
    examples = taught(ranker, known)
    for number, item in enumerate(archive):
        if item.code not in reported:
            continue
        own = next((one for one in examples if one.record == f"2017-{number:06d}"), None)
        if own and number < count:
            examples.forget(own.record)
        judged.append((item, proposals(ranker, examples, item)))
        if own and number < count:
            examples.learn(own)
    measured = figures(ranker, judged)
    shown(f"{count} decisions, leave one out", measured)
    assert measured["top-1"] >= first
    assert measured["top-3"] >= three
    assert measured["automatic"] == 0 or measured["precision"] > 0.99


def test_time_of_one_proposal_and_one_decision(ranker: Ranker) -> None:
    pool = [p for seed in range(30) for p in papers(ranker.edition, facts(), seed)]
    started = time.process_time()
    examples = taught(ranker, pool)
    learned = (time.process_time() - started) / len(pool)
    asked = pool[:1000]
    started = time.process_time()
    for item in asked:
        proposals(ranker, examples, item)
    proposed = (time.process_time() - started) / len(asked)
    print(
        f"\n{len(examples)} examples: one decision {learned * 1e3:.2f} ms, "
        f"one proposal {proposed * 1e3:.2f} ms (of processor time)"
    )
    assert len(examples) > 5000
