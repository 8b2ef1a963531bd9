from __future__ import annotations

from dataclasses import replace

import pytest

from dossier.model.assessment import Verdict
from dossier.model.conversions import Made, MadeFile
from dossier.model.findings import Finding, Severity
from dossier.model.profiles import PAGES, Delivery, KindRule
from dossier.model.records import RecordState
from dossier.rules.compilation import Preparation, ascii_code, placements, plan_bundle
from dossier.rules.omissions import coded
from dossier.rules.outputs import Conversions, recipes
from tests.tools.bundles import (
    AS_OF,
    CONTENT,
    EDITION,
    LAYOUT,
    PROFILE,
    RECORDS,
    ZH,
    assessment,
    by_id,
    fixity,
    planned,
    record,
)


def test_files_stand_in_requirement_slot_and_unit_order() -> None:
    assert [item.path for item in planned(tuple(reversed(RECORDS))).files] == [
        "III-1-1-1 有工作方案/规范文件/01 文明办 方案.pdf",
        "III-1-1-1 有工作方案/说明报告/01 文明办 报告.docx",
        "III-2-1-1 有活动图片/实景图片/01 教育局 图1.jpg",
        "III-2-1-1 有活动图片/实景图片/02 教育局 图2.jpg",
    ]


def test_units_follow_the_given_order() -> None:
    rows = [
        record(8, "a.jpg", b"a", ("Ⅲ-2-1-①", "photo"), unit="甲", form="jpeg"),
        record(9, "b.jpg", b"b", ("Ⅲ-2-1-①", "photo"), unit="乙", form="jpeg"),
    ]
    plan = plan_bundle(
        EDITION,
        PROFILE,
        assessment(),
        by_id(rows),
        as_of=AS_OF,
        partial=False,
        reason="",
        units=("甲",),
    )
    assert [item.record for item in plan.files] == ["2017-000008", "2017-000009"]


def test_only_counting_and_usable_or_accepted_records_are_sent() -> None:
    claim = ("Ⅲ-1-1-①", "policy")
    rows = [
        record(1, "1.pdf", b"1", claim, state=RecordState.RETURNED),
        record(2, "2.pdf", b"2", claim, usable=None),
        record(3, "3.pdf", b"3", claim, usable=None, state=RecordState.ACCEPTED),
        record(4, "4.pdf", b"4", claim, usable=False, findings=[Finding("E101", "2017-000004")]),
    ]
    plan = planned(rows)
    assert [item.record for item in plan.files] == ["2017-000003"]
    said = {item.code: item.reason for item in plan.omissions}
    assert said["2017-000002"] == ZH("nobody has judged it yet")
    assert said["2017-000004"].startswith("E101 ")
    assert "2017-000001" not in said


@pytest.mark.parametrize("repeat", [True, False])
def test_b09_a_record_that_proves_two_asks(repeat: bool) -> None:
    both = record(1, "方案.pdf", CONTENT[1], ("Ⅲ-2-1-①", "policy"), ("Ⅲ-1-1-①", "policy"))
    plan = planned([both], layout=replace(LAYOUT, repeat=repeat))
    assert len(plan.files) == (2 if repeat else 1)
    assert [item.requirement for item in plan.references] == ([] if repeat else ["Ⅲ-2-1-①"])
    assert {item.path for item in plan.references} <= {item.path for item in plan.files}


def test_every_gap_is_an_omission_with_a_coded_reason() -> None:
    plan = planned(RECORDS, partial=True, reason="初审", verdicts={"Ⅲ-1-1-①": Verdict.INCOMPLETE})
    assert [item.code for item in plan.omissions] == ["Ⅲ-1-1-①"]
    assert plan.omissions[0].reason.startswith("E301 ")
    assert "Ⅲ-3-1-①" not in plan.requirements, "what is not uploaded is not left out"
    assert plan.name.endswith("_partial")


def test_b01_missing_content_blocks_or_becomes_an_omission() -> None:
    gone = fixity(CONTENT[1]).digest
    whole = planned(missing=[gone])
    assert [item.code for item in whole.problems if item.severity is Severity.ERROR] == ["E801"]
    partial = planned(missing=[gone], partial=True, reason="赶时间")
    assert "E801" not in [item.code for item in partial.problems]
    assert [item.reason[:4] for item in partial.omissions] == ["E801"]
    assert len(partial.files) == len(whole.files) - 1


def test_b07_every_limit_is_checked_before_writing() -> None:
    big = record(1, "x.docx", b"x" * 2000, ("Ⅲ-1-1-①", "policy"), form="docx")
    codes = [item.code for item in planned([big]).problems]
    assert codes == ["E810", "W303"]
    tight = planned([big], layout=replace(LAYOUT, max_path_chars=10))
    assert "E809" in [item.code for item in tight.problems]
    small = replace(PROFILE, kinds=(KindRule("policy", ()),), max_package_bytes=1999)
    plan = plan_bundle(
        EDITION,
        small,
        assessment(),
        by_id([big]),
        as_of=AS_OF,
        partial=False,
        reason="",
        translator=ZH,
    )
    assert [(item.code, item.parameters["limit"]) for item in plan.problems] == [("E810", 1999)]


def test_b07_names_that_cannot_be_told_apart_are_a_problem() -> None:
    rows = [record(n, f"{n}.jpg", b"%d" % n, ("Ⅲ-2-1-①", "photo"), form="jpeg") for n in (1, 2)]
    tight = replace(LAYOUT, folder="", file="x", max_name_chars=1, max_path_chars=1)
    assert {item.code for item in planned(rows, layout=tight).problems} & {"E808", "E809"}


def test_a_scope_leaves_the_rest_out() -> None:
    plan = planned(requirements=["Ⅲ-2-1-①"])
    assert plan.requirements == ("Ⅲ-2-1-①",)
    assert {item.requirement for item in plan.files} == {"Ⅲ-2-1-①"}


def test_the_id_follows_what_decides_the_bytes() -> None:
    plain = planned()
    assert plain == planned(tuple(reversed(RECORDS)))
    retitled = (
        replace(RECORDS[0], description=replace(RECORDS[0].description, title="新题名")),
        *RECORDS[1:],
    )
    ids = {
        plain.bundle_id,
        planned(partial=True, reason="a").bundle_id,
        planned(partial=True, reason="b").bundle_id,
        planned(RECORDS[1:]).bundle_id,
        planned(retitled).bundle_id,
    }
    assert len(ids) == 5
    assert plain.name == f"city-2017_{AS_OF}_{plain.bundle_id[:8]}"


def test_a_name_too_long_for_the_profile_loses_the_edition_and_not_its_number() -> None:
    short = replace(LAYOUT, max_name_chars=40)
    plan = plan_bundle(
        EDITION,
        replace(PROFILE, layout=short),
        assessment(),
        by_id(RECORDS),
        as_of=AS_OF,
        partial=True,
        reason="初审",
        ready=Preparation(volume=(3, 12)),
    )
    assert plan.name == f"{AS_OF}_{plan.bundle_id[:8]}_3of12_partial"


def test_a_format_that_is_not_accepted_is_told_with_its_ask() -> None:
    wrong = record(1, "x.docx", b"x", ("Ⅲ-1-1-①", "policy"), form="docx")
    [told] = planned([wrong]).problems
    assert coded(told, ZH).startswith("W303 Ⅲ-1-1-①：格式是 docx，")


@pytest.mark.parametrize("ascii_only", [True, False])
def test_pages_are_named_by_what_they_show_whatever_the_template(ascii_only: bool) -> None:
    layout = replace(LAYOUT, folder="", file="{code_ascii}_{seq:02d}{ext}", ascii=ascii_only)
    parts = ("red-head", "seal")
    rule = KindRule("policy", ("jpeg",), deliver=(Delivery(PAGES, parts=parts),))
    profile = replace(PROFILE, layout=layout, kinds=(rule,))
    [placed] = [item for item, _again in placements(EDITION, profile, by_id(RECORDS[:1]))]
    [wanted] = recipes(profile, [placed], {})
    files = tuple(MadeFile(part, fixity(part.encode()), "jpg", 1) for part in parts)
    plan = plan_bundle(
        EDITION,
        profile,
        assessment(),
        by_id(RECORDS[:1]),
        as_of=AS_OF,
        partial=False,
        reason="",
        ready=Preparation(Conversions({wanted: Made(files)})),
    )
    marks = parts if ascii_only else ("红头页", "盖章页")
    assert [item.path for item in plan.files] == [f"III-1-1-1_01-{mark}.jpg" for mark in marks]


def test_codes_in_ascii() -> None:
    assert ascii_code("Ⅲ-16-2-①") == "III-16-2-1"
