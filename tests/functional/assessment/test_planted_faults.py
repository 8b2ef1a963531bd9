"""Every finding of the assessment, planted in known number and place beside look-alikes."""

from __future__ import annotations

import pytest

from dossier.rules.explanations import EXPLANATIONS
from tests.tools.assessing import TODAY
from tests.tools.planted import garden
from tests.tools.planting import HEADING, Score, scores

TIMES = 6


@pytest.fixture(scope="module")
def table() -> list[Score]:
    planted = garden(7, TIMES)
    return scores(planted, planted.assessor().assessment(TODAY))


def test_every_code_of_the_assessment_is_planted(table: list[Score]) -> None:
    planted = {row.code: row.planted for row in table}
    assert set(planted) == set(EXPLANATIONS)
    assert min(planted.values()) >= TIMES


def test_faults_are_found_where_they_were_planted_and_nowhere_else(table: list[Score]) -> None:
    short = [row for row in table if row.precision < 0.95 or row.recall < 0.95]
    assert short == [], "\n".join([HEADING, *map(str, short)])


def test_every_code_but_the_plain_counts_has_look_alikes(table: list[Score]) -> None:
    assert [row.code for row in table if not row.decoys] == []
