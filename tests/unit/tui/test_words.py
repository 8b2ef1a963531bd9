"""Both faces call things alike, and every finding of the assessment has a title."""

from __future__ import annotations

from dataclasses import replace

from dossier.model.assessment import RequirementCoverage, Verdict
from dossier.rules.explanations import EXPLANATIONS
from dossier.rules.finding_table import TABLE
from dossier.tui.narrowing import passes
from dossier.tui.words import standing
from dossier.words.codes import basis_word, event_word, word
from dossier.words.findings import TITLES, finding_title


def test_titles_are_those_of_the_findings_that_are_explained() -> None:
    assert set(TITLES) <= set(TABLE)
    assert {code for code in EXPLANATIONS if code[1] in "234"} <= set(TITLES)
    assert finding_title("E999") == ""


def test_what_has_no_word_stands_as_it_is() -> None:
    assert word(None) == "—"
    assert word("") == "—"
    assert word("mystery") == "mystery"
    assert event_word("mystery") == "mystery"
    assert basis_word("mystery") == "mystery"


def test_a_bonus_item_is_never_shown_as_lacking() -> None:
    owed = RequirementCoverage(
        code="加分-①",
        title="荣誉称号",
        indicator="加分",
        lead=(),
        units=(),
        due=None,
        verdict=Verdict.INCOMPLETE,
        waived=False,
        uploaded=True,
        slots=(),
        records=(),
        findings=(),
    )
    extra = replace(owed, bonus=True)
    assert [standing(item) for item in (owed, extra)] == ["incomplete", "bonus"]
    assert [passes(item, "open") for item in (owed, extra)] == [True, False]
    assert standing(replace(extra, verdict=Verdict.COMPLETE)) == "complete"
