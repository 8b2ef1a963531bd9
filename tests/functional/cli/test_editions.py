"""edition diff and adopt: a renumbered edition carries the evidence along, and back again (C04)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from dossier import shipped
from dossier.codec.edition_yaml import edition_yaml, roster_yaml
from dossier.model.asks import Negative, Window
from dossier.model.editions import Edition, Requirement, Slot
from tests.functional.cli.conftest import Run

Drop = Callable[[str, bytes], Path]
TEXT = "文明办关于志愿服务的情况说明。2026年3月5日开展活动三十二次，参与人数一千二百人。" * 5


def newer() -> Edition:
    """The tutorial with every ask renumbered, one dropped, one new, one kind changed."""
    old = shipped.load_edition("tutorial")
    asks = []
    for number, item in enumerate(old.requirements):
        if item.code == "Ⅲ-2-2-①":
            continue
        slots = (Slot("table"),) if item.code == "Ⅲ-1-1-②" else item.slots
        code = f"{item.indicator}-{number + 10}-①"
        asks.append(replace(item, code=code, slots=slots))
    fresh = Requirement("Ⅲ-1-50-①", "Ⅲ-1", "新时代文明实践中心建设", (Slot("report"),))
    fresh = replace(fresh, lead=("文明办",))
    return replace(old, id="tutorial-2027", title="教程 2027", requirements=(*asks, fresh))


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    path = tmp_path / "新版.yaml"
    path.write_text(edition_yaml(newer()), "utf-8")
    return path


@pytest.fixture
def filled(run: Run, archive: Path, drop: Drop) -> Path:
    drop("文明办/Ⅲ-2-1-① 【规】年度安排.txt", TEXT.encode())
    drop("文明办/Ⅲ-1-1-② 【说】发动群众推荐.txt", (TEXT + "乙").encode())
    drop("文明办/Ⅲ-2-2-① 【表】志愿者统计.txt", (TEXT + "丙").encode())
    drop("教育局/没有编号.txt", (TEXT + "丁").encode())
    assert run("-C", archive, "intake").code in (0, 4)
    waiver = ("waive", "Ⅲ-1-1-①", "--unit", "文明办", "--reason", "没有这类评选")
    assert run("-C", archive, *waiver).code == 0
    return archive


def claims(run: Run, archive: Path) -> dict[str, tuple[str, list[str]]]:
    rows = run("-C", archive, "list", "--json").json["records"]
    return {row["name"]: (row["state"], row["requirements"]) for row in rows}


def test_c04_adopting_a_renumbered_edition_moves_the_evidence(
    run: Run, filled: Path, edition: Path
) -> None:
    before = claims(run, filled)
    settings = (filled / "dossier.toml").read_text("utf-8")
    plan = run("-C", filled, "--json", "edition", "adopt", edition, "--plan").json
    assert claims(run, filled) == before
    done = run("-C", filled, "--json", "edition", "adopt", edition)
    assert done.code == 0, done.err
    assert done.json == {**plan, "planned": False}
    assert done.json["counts"]["dropped"] == 1
    assert done.json["counts"]["new"] == 1
    assert [(item["old"], item["reason"]) for item in done.json["losses"]] == [
        ("Ⅲ-1-1-②", "kind"),
        ("Ⅲ-2-2-①", "dropped"),
    ]
    assert done.json["new_without_material"] == ["Ⅲ-1-50-①"]
    after = claims(run, filled)
    assert after["Ⅲ-2-1-① 【规】年度安排.txt"][1] == ["Ⅲ-2-14-①"]
    assert after["Ⅲ-2-2-① 【表】志愿者统计.txt"] == ("unplaced", [])
    assert after["没有编号.txt"] == before["没有编号.txt"]
    changed = (filled / "dossier.toml").read_text("utf-8")
    assert changed == settings.replace('"tutorial"', '"schema/tutorial-2027.yaml"', 1)
    check = run("-C", filled, "check", "--json").json
    assert check["edition"] == "tutorial-2027"
    assert next(r for r in check["requirements"] if r["code"] == "Ⅲ-2-14-①")["records"]
    assert check["summary"]["waived"] == 1

    back = run("-C", filled, "--json", "edition", "adopt", "--undo")
    assert (back.code, back.json["changed_since"]) == (0, [])
    assert claims(run, filled) == before
    assert run("-C", filled, "check", "--json").json["summary"]["waived"] == 1
    assert (filled / "dossier.toml").read_text("utf-8") == settings
    assert run("-C", filled, "edition", "adopt", "--undo").code == 2


def test_everything_is_in_the_ledger(run: Run, filled: Path, edition: Path) -> None:
    run("-C", filled, "edition", "adopt", edition)
    wanted = claims(run, filled)
    assert run("-C", filled, "rebuild").code == 0
    assert claims(run, filled) == wanted
    run("-C", filled, "edition", "adopt", "--undo")
    again = claims(run, filled)
    assert run("-C", filled, "rebuild").code == 0
    assert claims(run, filled) == again
    lines = "".join(path.read_text("utf-8") for path in (filled / "ledger").glob("*.jsonl"))
    assert lines.count('"type":"edition_adopted"') == 2
    rows = run("-C", filled, "list", "--json").json["records"]
    record = next(row["id"] for row in rows if row["name"].startswith("Ⅲ-2-1-①"))
    history = run("-C", filled, "show", record, "--history").out
    assert "carried to another edition: Ⅲ-2-1-① → Ⅲ-2-14-①" in history
    assert "carried to another edition: Ⅲ-2-14-① → Ⅲ-2-1-①" in history


def test_what_was_tagged_since_is_kept_when_it_is_taken_back(
    run: Run, filled: Path, edition: Path
) -> None:
    run("-C", filled, "edition", "adopt", edition)
    rows = run("-C", filled, "list", "--json").json["records"]
    record = next(row["id"] for row in rows if row["name"].startswith("Ⅲ-2-1-①"))
    assert run("-C", filled, "tag", record, "--requirement", "Ⅲ-1-50-①").code == 0
    back = run("-C", filled, "--json", "edition", "adopt", "--undo").json
    assert back["changed_since"] == [record]
    assert claims(run, filled)["Ⅲ-2-1-① 【规】年度安排.txt"][1] == ["Ⅲ-2-1-①"]


def test_a_stop_before_the_last_step_is_healed_by_doing_it_again(
    run: Run, filled: Path, edition: Path
) -> None:
    settings = (filled / "dossier.toml").read_text("utf-8")
    run("-C", filled, "edition", "adopt", edition)
    (filled / "dossier.toml").write_text(settings, "utf-8")
    assert run("-C", filled, "edition", "adopt", edition).code == 0
    assert 'edition = "schema/tutorial-2027.yaml"' in (filled / "dossier.toml").read_text("utf-8")
    lines = "".join(path.read_text("utf-8") for path in (filled / "ledger").glob("*.jsonl"))
    assert lines.count('"type":"edition_adopted"') == 1


def test_evidence_outside_the_new_window_is_named(
    run: Run, filled: Path, edition: Path, tmp_path: Path
) -> None:
    narrow = replace(
        newer(),
        window="old",
        windows={"old": Window("old", "span", None, "2019-01-01", "2019-12-31")},
    )
    path = tmp_path / "旧时限.yaml"
    path.write_text(edition_yaml(narrow), "utf-8")
    rows = run("-C", filled, "list", "--json").json["records"]
    record = next(row["id"] for row in rows if row["name"].startswith("Ⅲ-2-1-①"))
    run("-C", filled, "tag", record, "--requirement", "Ⅲ-2-1-①", "--kind", "policy")
    assert (
        run("-C", filled, "tag", record, "--date", "2026-03-05", "--requirement", "Ⅲ-2-1-①").code
        == 0
    )
    losses = run("-C", filled, "--json", "edition", "adopt", path, "--plan").json["losses"]
    assert ("Ⅲ-2-1-①", "window") in {(item["old"], item["reason"]) for item in losses}


def test_a_waiver_of_a_dropped_ask_comes_back_with_its_reason(
    run: Run, filled: Path, edition: Path
) -> None:
    waiver = ("waive", "Ⅲ-2-2-①", "--unit", "文明办", "--reason", "没有统计")
    assert run("-C", filled, *waiver).code == 0
    run("-C", filled, "edition", "adopt", edition)
    assert run("-C", filled, "check", "--json").json["summary"]["waived"] == 1
    run("-C", filled, "edition", "adopt", "--undo")
    assert run("-C", filled, "check", "--json").json["summary"]["waived"] == 2
    last = max((filled / "ledger").glob("*.jsonl")).read_text("utf-8").splitlines()[-4:]
    assert any("没有统计" in line for line in last)


def test_the_edition_in_force_is_not_adopted_again(run: Run, filled: Path) -> None:
    found = run("-C", filled, "edition", "adopt", "tutorial")
    assert found.code == 2
    assert run("-C", filled, "edition", "adopt").code == 2
    assert run("-C", filled, "edition", "adopt", "tutorial", "--undo").code == 2


def test_a_bad_edition_changes_nothing(run: Run, filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "坏.yaml"
    path.write_text("id: x\n", "utf-8")
    before = {item: item.read_bytes() for item in filled.rglob("*.jsonl")}
    assert run("-C", filled, "edition", "adopt", path).code == 3
    assert {item: item.read_bytes() for item in filled.rglob("*.jsonl")} == before
    assert not (filled / "schema" / "x.yaml").exists()


def test_diff_as_text_json_and_workbook_that_is_read_back(
    run: Run, filled: Path, edition: Path, tmp_path: Path
) -> None:
    book = tmp_path / "对照.xlsx"
    shown = run("edition", "diff", "tutorial", edition, "--to", book)
    assert shown.code == 0
    assert "Ⅲ-2-14-①" in shown.out
    answer = run("--json", "edition", "diff", "tutorial", edition).json
    assert answer["counts"]["moved"] + answer["counts"]["dropped"] == 30
    assert len(answer["links"]) == 31
    done = run("-C", filled, "--json", "edition", "adopt", edition, "--crosswalk", book)
    assert done.code == 0, done.err
    assert claims(run, filled)["Ⅲ-2-1-① 【规】年度安排.txt"][1] == ["Ⅲ-2-14-①"]


def test_a_settled_crosswalk_goes_before_the_wording(
    run: Run, filled: Path, edition: Path, tmp_path: Path
) -> None:
    path = tmp_path / "crosswalk.yaml"
    path.write_text("links:\n  - {old: III-2-1-1, new: [Ⅲ-1-50-①]}\n", "utf-8")
    run("-C", filled, "edition", "adopt", edition, "--crosswalk", path)
    assert claims(run, filled)["Ⅲ-2-1-① 【规】年度安排.txt"][1] == ["Ⅲ-1-50-①"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("links:\n  - {old: Ⅲ-99-①, new: [Ⅲ-98-①]}\n", ["E506", "E506"]),
        ("links:\n  - {old: Ⅲ-2-1-①, new: []}\n  - {old: Ⅲ-2-1-①, new: []}\n", ["E505"]),
        ("links:\n  - [1]\n  - {old: 3, new: x}\n", ["E503", "E503"]),
        ("other: 1\n", ["E502"]),
        ("links: &a [*a]\n", ["E509", "E509"]),
    ],
)
def test_a_bad_crosswalk_names_every_problem(
    run: Run, edition: Path, tmp_path: Path, text: str, codes: list[str]
) -> None:
    path = tmp_path / "crosswalk.yaml"
    path.write_text(text, "utf-8")
    found = run("--json", "edition", "diff", "tutorial", edition, "--crosswalk", path)
    assert found.code == 3
    assert [problem["code"] for problem in json.loads(found.out)["problems"]] == codes


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("Ⅲ-13-1-②",), ["七夕", "7/7", "全区各单位", "inferred"]),
        (("Ⅲ-9-1-①",), ["点位 ≥ 3"]),
        (("Ⅲ-16-2-①",), ["≥ 70 %", "Ⅲ-16-2-②"]),
        (("Ⅲ-70",), ["＞ 35／＞ 30 %", "obtained from above"]),
        (("Ⅲ-45-1-①",), ["the 2 years before the test", "2 years"]),
        (("Ⅲ-6-①",), ["must name", "培育和践行社会主义核心价值观"]),
        (("Ⅲ-83-1-①",), ["telephone", "e-mail"]),
        (("Ⅲ-13-2-⑥",), ["曲种"]),
        (("Ⅲ-33-①",), ["only some units are picked"]),
        (("Ⅲ-22",), ["uploaded"]),
        (("加分-①",), ["never owed", "加分-②"]),
        (("--unit", "交警"), ["Ⅲ-49-1", "Ⅲ-17-2-④", "Ⅲ-1-1-②"]),
    ],
)
def test_show_says_everything_an_ask_says(
    run: Run, words: tuple[str, ...], shown: list[str]
) -> None:
    found = run("edition", "show", *words, "--edition", "wmcq-2017")
    assert found.code == 0
    assert [text for text in shown if text not in found.out] == []


def test_show_says_limits_and_certificates(run: Run) -> None:
    activity = run("edition", "show", "2-2-②", "--edition", "wcn-2017").out
    assert "≤ 800 characters" in activity
    assert "1–12" in activity
    assert "each ≤ 3" in activity
    centre = run("edition", "show", "5-1", "--edition", "wcn-2017").out
    assert "certificate instead" in centre


def test_show_prints_windows_and_the_negative_list(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    negative = (Negative("G15", "重大安全事故", 3, {"参评": "扣分"}),)
    path.write_text(edition_yaml(replace(newer(), negative=negative)), "utf-8")
    tree = run("edition", "show", "--edition", path).out
    assert "G15  重大安全事故；3 points off；参评：扣分" in tree
    assert "two-years" in run("edition", "show", "--edition", "wmcq-2017").out


def test_a_unit_s_duties_stand_for_its_groups_too(run: Run, filled: Path) -> None:
    found = run("-C", filled, "--json", "edition", "show", "--unit", "河西街道办").json
    groups = {name for item in found["requirements"] for name in item["cooperating"]}
    assert groups >= {"各街道", "全区各单位"}


def test_scripts_get_every_field(run: Run) -> None:
    found = run("--json", "edition", "show", "Ⅲ-60-5-①", "--edition", "wmcq-2017").json
    (item,) = found["requirements"]
    assert item["figures"][0]["years"] == 2
    assert item["slots"][0]["window"]["rule"] == "years"
    assert found["bonus"][0]["points_max"] == 4


def test_validate_prints_all_problems_at_once(run: Run, tmp_path: Path) -> None:
    text = shipped.edition_text("tutorial").replace("lead: [民政局]", "lead: [天文台]", 1)
    text = text.replace("slots: [table]", "slots: [{kind: table, min: 3, max: 2}]", 1)
    path = tmp_path / "坏.yaml"
    path.write_text(text.replace("code: Ⅲ-2-1-②", "code: Ⅲ-2-1-①", 1), "utf-8")
    found = run("edition", "validate", path)
    assert found.code == 3
    assert [code for code in ("E505", "E508", "E512") if code not in found.err] == []
    assert found.err.count("→") == 3


def test_validate_names_units_that_a_roster_does_not_know(run: Run, tmp_path: Path) -> None:
    roster = tmp_path / "units.yaml"
    known = [unit for unit in shipped.load_edition("tutorial").units if unit.category == "部门"]
    known = [
        replace(unit, name="文广局", formerly=(unit.name,)) if unit.name == "文旅局" else unit
        for unit in known
    ]
    roster.write_text(roster_yaml(known), "utf-8")
    found = run("--json", "edition", "validate", "tutorial", "--units", roster)
    unknown = ["融媒体中心", "东门街道", "河西街道", "各街道"]
    assert (found.code, found.json["unknown_units"]) == (0, unknown)
    assert "各街道" in run("edition", "validate", "tutorial", "--units", roster).out


def test_an_archive_may_keep_its_roster_as_a_workbook(run: Run, tmp_path: Path) -> None:
    roster = tmp_path / "名册.xlsx"
    with xlsxwriter.Workbook(str(roster)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([("单位名称", "原名"), ("文旅局", "旅游局"), ("教育局", "")]):
            sheet.write_row(number, 0, row)
    root = tmp_path / "档案"
    made = run("init", root, "--edition", "tutorial", "--profile", "plain", "--units", roster)
    assert made.code == 0, made.err
    folder = root / "inbox" / "旅游局"
    folder.mkdir(parents=True)
    source = folder / "甲.txt"
    source.write_text(TEXT, "utf-8")
    os.utime(source, (1_700_000_000, 1_700_000_000))
    assert run("-C", root, "intake").code in (0, 4)
    (row,) = run("-C", root, "list", "--json").json["records"]
    assert row["unit"] == "文旅局"
