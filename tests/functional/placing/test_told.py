"""What show and status tell of claims, rules and proposals."""

from __future__ import annotations

from dossier.workflow.proposals import proposal_report
from tests.functional.placing.conftest import AID, Desk

CULTURE = (
    "文化投入情况说明\n文化投入逐年增长，增幅与占比均有比较。\n"
    "文化投入占财政支出的比例稳步提高。\n云溪区财政局\n2011年1月8日\n"
)


def test_show_points_to_the_passage_and_tells_the_caption_d06(desk: Desk) -> None:
    ids = desk.drop({"司法局/法援.txt": AID})
    record = ids["司法局/法援.txt"]
    pointer = ("--pointer", "第3页第2段", "--caption", "援助窗口")
    desk.do("tag", record, "--requirement", "Ⅲ-30-1-②", *pointer)
    desk.do("tag", record, "--requirement", "Ⅲ-30-1-①")
    shown = desk.run("-C", desk.root, "show", record).out
    assert shown.count("证明位置: 第3页第2段") == 1
    assert shown.count("图片说明: 援助窗口") == 1
    assert "pointer: 第3页第2段" in desk.run("-C", desk.root, "--lang", "en", "show", record).out


def test_status_tells_what_people_keep_refusing_c09(desk: Desk) -> None:
    ids = desk.drop({f"司法局/法援{n}.txt": f"{AID}{n}" for n in range(6)})
    assert "经常被否定" not in desk.run("-C", desk.root, "status").out
    desk.do("suggest", *ids.values(), "--refuse", "Ⅲ-30-1-②")
    told = desk.do("status")["proposals"]
    assert told["refused_often"] == [{"basis": "wording", "placed": 0, "refused": 6}]
    assert told["never_matched"][:3] == ["name", "folder", "number"]
    shown = desk.run("-C", desk.root, "status").out
    assert "经常被否定：用词（否定 6 次，归类 0 次）" in shown
    assert "从未起过作用" not in shown


def test_status_names_rules_that_never_matched_once_there_was_enough_c09(desk: Desk) -> None:
    desk.drop({f"司法局/法援{n}.txt": f"{AID}{n}" for n in range(50)})
    assert "从未起过作用的规则：" in desk.run("-C", desk.root, "status").out
    kept = desk.root / "derived" / "proposals.json"
    told = desk.do("status")["proposals"]
    for content in (b"", b"{}", b"\xff", kept.read_bytes().replace(b'"chain":"', b'"chain":"0')):
        kept.write_bytes(content)
        assert desk.do("status")["proposals"] == told


def test_counting_goes_on_from_where_it_was(desk: Desk) -> None:
    ids = list(desk.drop({f"司法局/法援{n}.txt": f"{AID}{n}" for n in range(26)}).values())
    with desk.open() as workspace:
        assert not proposal_report(workspace).refused_often
    kept = desk.root / "derived" / "proposals.json"
    before = kept.read_bytes()
    desk.do("suggest", *ids[:6], "--refuse", "Ⅲ-30-1-②")
    assert [row["refused"] for row in desk.do("status")["proposals"]["refused_often"]] == [6]
    assert kept.read_bytes() == before


def test_a_paper_out_of_time_says_so_in_both_languages_c01(desk: Desk) -> None:
    settings = desk.root / "dossier.toml"
    text = settings.read_text("utf-8")
    assert "\n# test_date" in text
    settings.write_text(text.replace("\n# test_date", '\ntest_date = "2017-08-15"\n#'), "utf-8")
    ids = desk.drop({"财政局/文化投入情况说明.txt": CULTURE})
    record = ids["财政局/文化投入情况说明.txt"]
    assert desk.show(record)["dates"]["issued"] == "2011-01-08"
    proposed = desk.do("suggest", record)["records"][0]["suggestions"]
    told = next(row for row in proposed if row["requirement"] == "Ⅲ-45-1-①")
    assert "日期 2011-01-08 不在本项要求的时限 2015-01-01 至 2016-12-31 内" in told["reasons"]
    shown = desk.run("-C", desk.root, "--lang", "en", "suggest", record).out
    assert "its date 2011-01-08 lies outside 2015-01-01 to 2016-12-31" in shown


def test_a_paper_of_a_named_day_says_so(desk: Desk) -> None:
    ids = desk.drop(
        {"宣传部/活动.txt": "中国道路宣传教育情况\n各单位开展宣传。\n宣传部\n2026年5月4日\n"}
    )
    proposed = desk.do("suggest", *ids.values())["records"][0]["suggestions"]
    told = next(row for row in proposed if row["requirement"] == "Ⅲ-5-2-②")
    assert "日期 2026-05-04 正值或临近『五四』，本项要求点名了这个日子" in told["reasons"]
