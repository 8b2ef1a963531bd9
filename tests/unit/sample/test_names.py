"""Spellings, names and prose of the demo city, without a file system."""

from __future__ import annotations

import pytest

from dossier.codec.requirement_codes import code_key
from dossier.sample.names import name_of_bytes, safe_name, spellings, topic_of


@pytest.mark.parametrize("code", ["Ⅲ-16-2-①", "Ⅲ-7-2-③", "Ⅲ-8-①", "Ⅲ-7-3"])
def test_every_spelling_is_the_same_code(code: str) -> None:
    assert {code_key(spelling) for spelling in spellings(code)} == {code_key(code)}
    assert len(spellings(code)) >= 4


def test_the_spellings_clerks_use_are_among_them() -> None:
    assert {"Ⅲ-1-1)-①", "III-1-1-1", "Ⅲ—1（1）①"} <= set(spellings("Ⅲ-1-1-①"))


def test_a_code_of_another_shape_stays_as_it_is() -> None:
    assert spellings("G15") == ("G15",)


def test_a_safe_name_is_legal_on_windows() -> None:
    assert safe_name('a\\b/c:d*e?f"g<h>i|j. ') == "abcdefghij"


def test_a_long_name_has_exactly_its_bytes() -> None:
    name = name_of_bytes("说明", ".docx", 250)
    assert len(name.encode()) == 250
    assert name.endswith(".docx")


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("全民阅读活动", "全民阅读活动"),
        ("道德讲堂活动情况", "道德讲堂活动"),
        ("治安状况评价（征求市级主管部门意见）", "治安状况"),
        ("情况", "情况"),
    ],
)
def test_a_topic_fits_inside_another_title(title: str, topic: str) -> None:
    assert topic_of(title) == topic
