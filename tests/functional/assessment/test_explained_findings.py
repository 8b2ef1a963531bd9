"""Every planted finding says which rule it rests on, what was found where, and what to do."""

from __future__ import annotations

import re

import pytest

from dossier.i18n import LANGUAGES, Translator
from dossier.model.findings import Finding
from dossier.rules.explanations import EXPLANATIONS
from dossier.rules.finding_table import TABLE
from dossier.rules.noting import other_of, record_of
from tests.tools.assessing import TODAY
from tests.tools.planted import garden

PASSAGES = {"W421", "W422", "W431"}
PAIRS = {"W401", "W402", "W403", "W411", "W412", "W431", "W432", "W433"}


@pytest.fixture(scope="module")
def found() -> dict[str, Finding]:
    """One finding of each code."""
    assessment = garden(5, 2).assessor().assessment(TODAY)
    return {item.code: item for item in assessment.findings}


def test_every_finding_names_its_place(found: dict[str, Finding]) -> None:
    assert set(found) == set(EXPLANATIONS)
    for code, item in found.items():
        assert re.fullmatch(r"2026-\d{6}|Ⅲ-\d+", record_of(item)), code
        assert bool(other_of(item)) is (code in PAIRS), code
    assert all(found[code].parameters["passage"] for code in PASSAGES)
    assert {"page", "other_page"} <= found["W402"].parameters.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_says_its_rule_its_sentence_and_what_to_do(
    found: dict[str, Finding], language: str
) -> None:
    say = Translator(language)
    for code, item in found.items():
        values = {"subject": item.subject, **item.parameters}
        told = [say.render(text, values) for text in (TABLE[code].message, TABLE[code].hint)]
        told.append(say(EXPLANATIONS[code].how))
        assert all(told), code
        assert not any("{" in text for text in told), code
        assert bool(re.search("[\u4e00-\u9fff]", say(TABLE[code].hint))) is (language == "zh"), code
