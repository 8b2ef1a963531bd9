"""Both faces call things alike, and every finding of the assessment has a title."""

from __future__ import annotations

from dossier.rules.explanations import EXPLANATIONS
from dossier.rules.finding_table import TABLE
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
