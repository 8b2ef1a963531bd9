from __future__ import annotations

from dataclasses import replace

import pytest

from dossier.model.records import Claim, Record, RecordState, Source
from dossier.rules.replacement import replaced_by, stem
from tests.tools.custody import fixity


def returned(number: int, name: str, *codes: str) -> Record:
    claims = tuple(Claim(code) for code in codes)
    return Record(
        f"2026-{number:06d}",
        fixity(name.encode()),
        name,
        Source("/inbox", name),
        "2026-03-01T09:00:00+08:00",
        state=RecordState.RETURNED,
        claims=claims,
    )


@pytest.mark.parametrize(
    "name",
    [
        "关于志愿服务的通知.docx",
        "关于志愿服务的通知.pdf",
        "关于志愿服务的通知（修改版）.docx",
        "关于志愿服务的通知(1).docx",
        "关于志愿服务的通知 - 副本.docx",
        "关于志愿服务的通知_v2.docx",
        "关于志愿服务的通知 修改稿 (2).docx",
        "关于志愿服务的通知【盖章版】.pdf",
        "关于志愿服务的通知最终版.doc",
        "关于 志愿服务的通知.docx",
    ],
)
def test_a_name_is_the_same_but_for_marks_of_a_version(name: str) -> None:
    assert stem(name) == "关于志愿服务的通知"


@pytest.mark.parametrize("name", ["创新.docx", "2026.docx", "改.docx", "V2.pdf", ".docx", "终.doc"])
def test_a_name_never_vanishes(name: str) -> None:
    assert stem(name)


def test_different_papers_keep_different_names() -> None:
    assert len({stem(name) for name in ("方案一.doc", "方案二.doc", "方案.doc", "总方案.doc")}) == 4


def test_the_name_decides_before_the_requirement() -> None:
    one, two = returned(1, "甲.txt", "Ⅲ-1"), returned(2, "乙.txt", "Ⅲ-2")
    found = replaced_by("乙（修改）.txt", ["Ⅲ-1"], None, [one, two])
    assert (found and found.record, found and found.reason) == ("2026-000002", "same-name")
    other = replaced_by("新.txt", ["Ⅲ-1"], None, [one, two])
    assert (other and other.record, other and other.reason) == ("2026-000001", "same-requirement")


def test_nothing_is_assumed_where_several_would_fit() -> None:
    two = [returned(1, "甲.txt", "Ⅲ-1"), returned(2, "乙.txt", "Ⅲ-1")]
    assert replaced_by("丙.txt", ["Ⅲ-1"], None, two) is None
    assert replaced_by("甲.txt", [], None, [two[0], replace(two[0], id="2026-000003")]) is None
    assert replaced_by("丙.txt", [], None, two) is None


def test_another_kind_of_material_is_no_replacement() -> None:
    record = returned(1, "甲.txt", "Ⅲ-1")
    record = replace(record, description=replace(record.description, kind="photo"))
    assert replaced_by("丙.txt", ["Ⅲ-1"], "policy", [record]) is None
    assert replaced_by("丙.txt", ["Ⅲ-1"], "photo", [record]) is not None
