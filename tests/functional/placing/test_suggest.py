"""Proposals from the archive's texts, units and decisions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dossier.i18n import use_language
from dossier.workflow.gathering import groups
from dossier.workflow.placing import accept_above, place_group, take
from dossier.workflow.suggest import suggest, suggester
from tests.functional.placing.conftest import AID, BLOOD, HOLIDAY, Desk


def test_proposals_come_best_first_with_reasons_a_clerk_can_check_c09(desk: Desk) -> None:
    ids = desk.drop({"司法局/工作总结最终版.txt": AID, "卫计委/献血人次.csv": "献血人次,采血点\n"})
    found = {row["id"]: row for row in desk.do("suggest")["records"]}
    aid = found[ids["司法局/工作总结最终版.txt"]]["suggestions"]
    assert aid[0]["requirement"] == "Ⅲ-30-1-②"
    assert [item["probability"] for item in aid] == sorted(
        (item["probability"] for item in aid), reverse=True
    )
    reasons = " ".join(aid[0]["reasons"])
    assert "法律援助" in reasons
    assert "司法局是牵头单位" in reasons
    blood = found[ids["卫计委/献血人次.csv"]]["suggestions"][0]
    assert (blood["requirement"], blood["kind"]) == ("Ⅲ-51-1-③", "table")
    assert any("文件名含『" in reason for reason in blood["reasons"])


def test_reasons_speak_the_language_in_use(desk: Desk) -> None:
    desk.drop({"司法局/工作总结.txt": AID})
    said = desk.run("-C", desk.root, "--lang", "en", "suggest").out
    assert "司法局 leads this requirement" in said
    use_language("zh")


def test_an_unknown_unit_is_proposed_but_never_assigned_c07(desk: Desk) -> None:
    ids = desk.drop({"不知名单位/法援.txt": f"{AID}\n云溪区司法局\n2026年1月5日\n"})
    record = ids["不知名单位/法援.txt"]
    proposed = desk.do("suggest", record)["records"][0]
    assert proposed["unit"] is None
    assert proposed["suggestions"][0]["unit"] == "司法局"
    assert any("落款" in reason for reason in proposed["suggestions"][0]["reasons"])
    assert desk.do("suggest", "--accept-above", "0.0")["placed"] == []
    assert desk.show(record)["unit"] is None
    assert desk.show(record)["state"] == "unplaced"


def test_accepting_above_a_probability_places_only_what_is_undisputed(desk: Desk) -> None:
    ids = desk.drop(
        {"司法局/法律援助机构与经费.txt": AID, "司法局/材料2.txt": "情况如下。\n略。\n"}
    )
    placed = desk.do("suggest", "--accept-above", "0.5")["placed"]
    sure, vague = ids["司法局/法律援助机构与经费.txt"], ids["司法局/材料2.txt"]
    assert [row["id"] for row in placed] == [sure]
    claim = desk.show(sure)["claims"][0]
    assert claim["by"] == "suggestion"
    assert claim["reason"].startswith("wording: ")
    assert "牵头单位" in claim["reason"]
    assert desk.show(vague)["state"] == "unplaced"


def test_what_was_accepted_in_bulk_is_taken_back_in_one_go_c08(desk: Desk) -> None:
    ids = desk.drop({f"司法局/法律援助机构与经费{n}.txt": f"{AID}{n}" for n in range(3)})
    assert len(desk.do("suggest", "--accept-above", "0.5")["placed"]) == 3
    desk.do("undo", "--last")
    assert {desk.show(number)["state"] for number in ids.values()} == {"unplaced"}


def test_one_decision_changes_the_next_proposal(desk: Desk) -> None:
    paper = "阳光小屋运行月报\n本月小屋接待来访二十人次，量血压、借轮椅，开展三次手工课。\n"
    ids = desk.drop(
        {
            "残联/阳光小屋一月.txt": paper,
            "残联/阳光小屋二月.txt": paper.replace("二十", "三十"),
            "残联/阳光小屋三月.txt": paper.replace("二十", "四十"),
        }
    )
    third = ids["残联/阳光小屋三月.txt"]
    target = "Ⅲ-80-2-②"
    before = desk.do("suggest", third, "--limit", 9)["records"][0]["suggestions"]
    first, second = ids["残联/阳光小屋一月.txt"], ids["残联/阳光小屋二月.txt"]
    desk.do("tag", first, second, "--requirement", target)
    after = desk.do("suggest", third, "--limit", 9)["records"][0]["suggestions"]
    assert chance(after, target) > chance(before, target)
    told = next(item for item in after if item["requirement"] == target)
    assert any(first in reason or second in reason for reason in told["reasons"])


def chance(rows: list[dict[str, Any]], code: str) -> float:
    return next((float(row["probability"]) for row in rows if row["requirement"] == code), 0.0)


def test_what_was_learned_is_disposable(desk: Desk) -> None:
    ids = desk.drop({"司法局/法援.txt": AID, "司法局/法援二.txt": AID + "另有志愿律师三十名。"})
    desk.do("tag", ids["司法局/法援.txt"], "--requirement", "Ⅲ-30-1-②")
    asked = ids["司法局/法援二.txt"]
    with desk.open() as workspace:
        suggester(workspace).memory.catch_up()
        suggester(workspace).memory.save()
    kept = desk.root / "derived" / "placing.jsonl"
    assert kept.is_file()
    told = desk.do("suggest", asked)
    for content in (b"", b"{}", b"\xff\x00", kept.read_bytes()[:-9]):
        kept.write_bytes(content)
        assert desk.do("suggest", asked) == told
    kept.unlink()
    assert desk.do("suggest", asked) == told


def test_another_process_learns_from_the_ledger(desk: Desk) -> None:
    ids = desk.drop({"司法局/法援.txt": AID, "司法局/法援二.txt": AID + "另有志愿律师三十名。"})
    asked = ids["司法局/法援二.txt"]
    with desk.open() as workspace:
        suggest(workspace, [asked])
        desk.do("tag", ids["司法局/法援.txt"], "--requirement", "Ⅲ-30-1-②")
        workspace.archive.refresh()
        found = suggest(workspace, [asked])[asked][0]
    assert any(reason.parameters.get("record") for reason in found.reasons)


def test_files_of_one_occasion_are_offered_and_placed_together(desk: Desk) -> None:
    folder = "妇联/家风故事会"
    ids = desk.drop(
        {
            f"{folder}/关于举办好家风故事会的通知.txt": "各街道：\n现就好家风故事会作出安排。\n",
            f"{folder}/签到表.csv": "姓名,单位\n甲,东门街道\n",
            f"{folder}/家风故事会情况.txt": "家风故事会情况\n家庭代表讲祖辈家训，传承好家风。\n",
            "妇联/别的材料.txt": "会议室借用登记\n",
        }
    )
    offered = desk.do("suggest", "--groups")["groups"]
    inside = sorted(number for source, number in ids.items() if source.startswith(folder))
    assert [group["records"] for group in offered] == [inside]
    assert offered[0]["name"] == "家风故事会"
    top = [item["requirement"] for item in offered[0]["suggestions"][:3]]
    assert {"Ⅲ-11-1-①", "Ⅲ-11-1-②"} & set(top)
    desk.do("suggest", *inside, "--together", "Ⅲ-11-1-②")
    placed = {number: desk.show(number)["requirements"] for number in inside}
    assert placed[ids[f"{folder}/关于举办好家风故事会的通知.txt"]] == ["Ⅲ-11-1-①"]
    assert placed[ids[f"{folder}/家风故事会情况.txt"]] == ["Ⅲ-11-1-②"]
    desk.do("undo")
    assert all(desk.show(number)["requirements"] == [] for number in inside)


def test_companions_of_a_placed_file_are_drawn_after_it(desk: Desk) -> None:
    folder = "文明办/第二季度材料"
    blank = "内容见附件。\n"
    ids = desk.drop({f"{folder}/材料{n}.txt": f"{blank}{n}\n" for n in range(4)})
    numbers = list(ids.values())
    code = "Ⅲ-12-1"
    before = desk.do("suggest", numbers[3], "--limit", 9)["records"][0]["suggestions"]
    with desk.open() as workspace:
        place_group(workspace, numbers[:3], code)
    after = desk.do("suggest", numbers[3], "--limit", 9)["records"][0]["suggestions"]
    assert chance(after, code) > chance(before, code)
    told = next(item for item in after if item["requirement"] == code)
    assert any("3 个" in reason for reason in told["reasons"])


def test_a_paper_of_a_known_number_goes_where_it_went_before(desk: Desk) -> None:
    paper = (
        "云溪区文明办文件\n云文明办〔2026〕7号\n关于印发《志愿服务年度计划》的通知\n"
        "各单位：\n请认真执行。\n云溪区文明办\n2026年1月8日\n"
    )
    ids = desk.drop({"文明办/通知.txt": paper})
    desk.do("tag", ids["文明办/通知.txt"], "--requirement", "Ⅲ-16-1-①")
    ids = desk.drop({"团委/转来的文件.txt": paper + "（此件公开发布）\n"})
    again = desk.show(ids["团委/转来的文件.txt"])
    assert again["requirements"] == ["Ⅲ-16-1-①"]
    assert again["claims"][0]["by"] == "rule"
    assert again["claims"][0]["reason"].startswith("number: 云文明办〔2026〕7号")


def test_a_refused_proposal_is_not_made_again(desk: Desk) -> None:
    ids = desk.drop({"司法局/法援.txt": AID, "司法局/法援二.txt": AID + "补充。"})
    numbers = list(ids.values())
    desk.do("suggest", *numbers, "--refuse", "Ⅲ-30-1-②")
    for row in desk.do("suggest", "--limit", 9)["records"]:
        assert "Ⅲ-30-1-②" not in [item["requirement"] for item in row["suggestions"]]
    desk.do("undo")
    top = desk.do("suggest", numbers[0])["records"][0]["suggestions"][0]
    assert top["requirement"] == "Ⅲ-30-1-②"


def test_a_proposal_people_keep_refusing_is_reported_c09(desk: Desk) -> None:
    ids = desk.drop({f"司法局/法援{n}.txt": f"{AID}{n}" for n in range(6)})
    desk.do("suggest", *ids.values(), "--refuse", "Ⅲ-30-1-②")
    told = desk.do("suggest", "--report")
    wording = next(row for row in told["proposals"] if row["basis"] == "wording")
    assert wording["refused"] == 6
    assert wording["refused_often"] is True
    assert "number" in told["never_matched"]
    shown = desk.run("-C", desk.root, "suggest", "--report").out
    assert "经常被否定" in shown
    assert "从未起过作用" in shown


def test_taking_a_proposal_keeps_what_it_rested_on(desk: Desk) -> None:
    ids = desk.drop({"文明办/中秋活动.txt": HOLIDAY})
    record = ids["文明办/中秋活动.txt"]
    with desk.open() as workspace:
        best = suggest(workspace, [record])[record][0]
        taken = take(workspace, record, best)
    assert taken.claims[0].by == "person"
    assert taken.claims[0].reason.startswith(f"{best.basis}: ")
    assert taken.requirements == (best.requirement,)


def test_asking_in_the_workflow_gives_values(desk: Desk) -> None:
    ids = desk.drop({"卫计委/献血.txt": BLOOD})
    with desk.open() as workspace:
        found = suggest(workspace)
        assert list(found) == list(ids.values())
        assert len(found[next(iter(found))]) <= 9
        assert groups(workspace) == []
        assert accept_above(workspace, 1.0) == []


def test_wrong_numbers_are_usage_errors(desk: Desk, tmp_path: Path) -> None:
    assert desk.run("-C", desk.root, "suggest", "2026-999999").code == 2
    assert desk.run("-C", desk.root, "suggest", "--refuse", "Ⅲ-1-1-①").code == 2
    assert desk.run("-C", tmp_path, "suggest").code == 2
