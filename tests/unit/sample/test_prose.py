"""What the papers of the demo city say."""

from __future__ import annotations

from datetime import date

import pytest

from dossier.sample import phrases
from dossier.sample.papers import doc_number, policy_title
from dossier.sample.reports import report_paragraphs
from dossier.sample.subject import Subject, luck_for, sentence, visible_length


def subject(label: object) -> Subject:
    return Subject("教育局", "全民阅读活动", date(2026, 3, 12), luck_for(label))


@pytest.mark.parametrize("label", range(40))
def test_a_report_has_300_to_900_characters_and_names_its_sources(label: int) -> None:
    text = "".join(report_paragraphs(subject(label)))
    assert 300 <= visible_length(text) <= 900
    assert "数据来源" in text
    assert "虚构" in text
    assert "{" not in text


def test_the_same_luck_says_the_same_and_another_something_else() -> None:
    first, again, other = (report_paragraphs(subject(label)) for label in (1, 1, 2))
    assert first == again
    assert first != other


ALL = (*phrases.OPENINGS, *phrases.MEASURES, *phrases.RESULTS, *phrases.CLAUSES)


@pytest.mark.parametrize("template", [*ALL, *phrases.OPINIONS, *phrases.NOTES, *phrases.SOURCES])
def test_every_template_can_be_filled(template: str) -> None:
    text = sentence(template, subject(template))
    assert "{" not in text
    assert "None" not in text


def test_a_document_number_uses_the_brackets_of_the_standard() -> None:
    assert doc_number(subject(3)).startswith("云教育局发〔2026〕")


def test_a_paper_that_is_a_rule_already_needs_no_plan() -> None:
    assert policy_title("道德模范评选表彰办法") == "关于印发《道德模范评选表彰办法》的通知"
    assert policy_title("全民阅读活动") == "关于印发《全民阅读活动实施方案》的通知"
