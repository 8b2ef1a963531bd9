"""The main job through the command line: take in, see what is missing, decide, bundle, verify."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest

from tests.functional.cli.conftest import Run

Drop = Callable[[str, bytes], Path]
REPORT = (
    "文明办关于志愿服务的情况说明。全年开展活动三十二次，参与人数一千二百人。数据来源：区统计局。"
    * 4
)


@pytest.fixture
def filled(run: Run, archive: Path, drop: Drop) -> Path:
    """An archive with three records of one unit, one of them placed by its name."""
    drop("文明办/Ⅲ-2-1-① 【规】关于志愿服务年度安排的通知.txt", REPORT.encode())
    drop("文明办/工作小结.txt", (REPORT + "另页").encode("gb18030"))
    drop("教育局/附件/空.txt", b"")
    assert run("-C", archive, "intake", "--json").code == 0
    return archive


def test_intake_balances_and_second_run_finds_nothing_new(
    run: Run, archive: Path, drop: Drop
) -> None:
    drop("文明办/甲.txt", REPORT.encode())
    drop("文明办/乙.txt", REPORT.encode())
    drop("文明办/~$甲.docx", b"lock")
    drop("教育局/程序.docx", b"MZ" + bytes(200))
    first = run("-C", archive, "intake", "--json")
    assert first.code == 4
    counts = {
        k: first.json[k] for k in ("seen", "archived", "duplicate", "refused", "waiting", "ignored")
    }
    assert counts == {
        "seen": 4,
        "archived": 1,
        "duplicate": 1,
        "refused": 1,
        "waiting": 0,
        "ignored": 1,
    }
    assert [item["code"] for item in first.json["refusals"]] == ["E102"]
    assert first.json["refusals"][0]["hint"]
    assert first.json["ignored_by_rule"]
    again = run("-C", archive, "intake", "--json")
    assert (again.code, again.json["seen"], again.json["unchanged"]) == (0, 0, 4)


def test_fresh_documents_are_given_a_moment(run: Run, archive: Path) -> None:
    settings = archive / "dossier.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("settle_seconds = 2.0", "settle_seconds = 0.2"), "utf-8"
    )
    (archive / "inbox" / "文明办").mkdir(parents=True)
    (archive / "inbox" / "文明办" / "新.txt").write_text(REPORT, "utf-8")
    assert run("-C", archive, "intake", "--json").json["archived"] == 1


def test_new_bytes_under_a_known_path_are_a_revision(run: Run, filled: Path, drop: Drop) -> None:
    drop("文明办/工作小结.txt", (REPORT + "改定稿").encode())
    report = run("-C", filled, "intake", "--json").json
    record = run("-C", filled, "show", report["records"][0], "--json").json
    assert (report["archived"], record["revision"]) == (1, 2)
    assert run("-C", filled, "list", "--json").json["total"] == 3


def test_a_record_is_shown_in_words(run: Run, archive: Path, drop: Drop) -> None:
    drop("文明办/Ⅲ-1-1-②/情况说明.txt", REPORT.encode())
    [number] = run("-C", archive, "intake", "--json").json["records"]
    shown = run("-C", archive, "--lang", "zh", "show", number, "--history").out
    assert "  → Ⅲ-1-1-②  " in shown
    assert "文件夹名里的编号: Ⅲ-1-1-②" in shown
    assert "依据“文件夹名里的编号: Ⅲ-1-1-②”" in shown
    assert "接收 " in shown
    assert "folder:" not in shown
    assert "received" not in shown


def test_record_keys_of_the_contract(run: Run, filled: Path) -> None:
    records = run("-C", filled, "list", "--json").json["records"]
    promised = {
        "id", "digest", "name", "unit", "kind", "requirements", "state", "title", "issuer",
        "doc_number", "dates", "pages", "chars", "media_type", "size", "usable", "findings",
        "revision", "source",
    }  # fmt: skip
    assert all(promised <= record.keys() for record in records)
    placed = next(r for r in records if r["requirements"])
    assert (placed["requirements"], placed["state"], placed["unit"], placed["kind"]) == (
        ["Ⅲ-2-1-①"],
        "placed",
        "文明办",
        "policy",
    )
    empty = next(r for r in records if r["size"] == 0)
    assert (empty["usable"], empty["findings"]) == (False, ["E101"])


@pytest.mark.parametrize("query", ["志", "志愿", "志愿服", "志愿服务", "参与人数一千二百人"])
def test_search_finds_words_of_every_length_s01(run: Run, filled: Path, query: str) -> None:
    found = run("-C", filled, "search", query, "--json").json
    assert (found["query"], found["total"]) == (query, 2)
    assert found["hits"][0]["snippet"]


def test_search_filters_and_reports_malformed_queries_s03(run: Run, filled: Path) -> None:
    assert run("-C", filled, "search", "志愿", "--state", "placed", "--json").json["total"] == 1
    assert run("-C", filled, "search", "志愿", "--unit", "教育局", "--json").json["total"] == 0
    broken = run("-C", filled, "search", '"志愿')
    assert (broken.code, bool(broken.err), broken.out) == (2, True, "")


def test_decisions_change_what_counts(run: Run, filled: Path) -> None:
    record = run("-C", filled, "list", "--state", "unplaced", "--unit", "文明办", "--json").json
    number = record["records"][0]["id"]
    code = "Ⅲ-2-1-②"
    tagged = run("-C", filled, "tag", number, "--requirement", "III-2-1-2", "--json")
    assert tagged.json["records"][0]["requirements"] == [code]
    assert run("-C", filled, "accept", number, "--json").json["records"][0]["state"] == "accepted"
    sent_back = run("-C", filled, "return", number, "--reason", "缺少日期", "--json").json
    assert sent_back["records"][0]["note"] == "缺少日期"
    checked = run("-C", filled, "check", "--requirement", code, "--json")
    assert (checked.code, checked.json["requirements"][0]["records"]) == (1, [])
    assert run("-C", filled, "untag", number, "--json").json["records"][0]["state"] == "returned"


def test_waiver_satisfies_and_can_be_taken_back(run: Run, filled: Path) -> None:
    requirement = run("-C", filled, "check", "--json").json["requirements"][0]
    unit = requirement["lead"][0] if isinstance(requirement["lead"], list) else requirement["lead"]
    words = ("-C", filled, "waive", requirement["code"], "--unit", unit)
    assert run(*words, "--reason", "无此设施").code == 0
    check = ("-C", filled, "check", "--requirement", requirement["code"], "--json")
    assert (run(*check).code, run(*check).json["summary"]["waived"]) == (0, 1)
    assert run(*words, "--undo").code == 0
    assert run(*check).code == 1


def test_bundle_refuses_then_seals_partial_and_strangers_agree_b11(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    assert run("-C", filled, "bundle").code == 8
    words = (
        "-C",
        filled,
        "bundle",
        "--partial",
        "--reason",
        "初审",
        "--as-of",
        "2026-11-22",
        "--json",
    )
    made = run(*words)
    assert (made.code, made.json["partial"], made.json["verified"]) == (0, True, True)
    assert bagit.Bag(made.json["path"]).validate()
    zipped = run(*words, "--format", "zip").json["path"]
    first = Path(zipped).read_bytes()
    assert run("verify", zipped, "--json").json["verified"] is True
    Path(zipped).unlink()
    assert Path(run(*words, "--format", "zip").json["path"]).read_bytes() == first
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(tmp_path / "stranger")
    assert bagit.Bag(str(next((tmp_path / "stranger").iterdir()))).validate()
    if shutil.which("unzip"):
        assert subprocess.run(["unzip", "-tqq", zipped], check=False).returncode == 0


def test_verify_names_what_is_damaged(run: Run, filled: Path) -> None:
    made = run("-C", filled, "bundle", "--partial", "--reason", "初审", "--json").json
    payload = next(p for p in (Path(made["path"]) / "data").rglob("*") if p.is_file())
    payload.chmod(0o644)
    payload.write_bytes(payload.read_bytes() + b"!")
    broken = run("verify", made["path"], "--json")
    assert (broken.code, broken.json["verified"]) == (8, False)
    assert "E805" in [item["code"] for item in broken.json["problems"]]


def test_show_tells_what_the_assessment_found(run: Run, filled: Path, drop: Drop) -> None:
    drop("教育局/Ⅲ-2-2-② 说明报告.txt", REPORT.replace("志愿服务", "XX市志愿服务").encode())
    number = run("-C", filled, "intake", "--json").json["records"][0]
    shown = run("-C", filled, "show", number, "--json").json
    assert [item["code"] for item in shown["assessed"] if item["severity"] != "error"]
    assert "W4" in run("-C", filled, "show", number).out


def test_rebuild_recreates_everything_r05(run: Run, filled: Path) -> None:
    number = run("-C", filled, "list", "--json").json["records"][1]["id"]
    run("-C", filled, "tag", number, "--requirement", "Ⅲ-1-1-①", "--unit", "教育局")
    run("-C", filled, "accept", number)

    def everything() -> tuple[object, ...]:
        return (
            run("-C", filled, "list", "--json").json,
            run("-C", filled, "check", "--json").json,
            run("-C", filled, "search", "志愿", "--json").json["hits"],
        )

    before = everything()
    for path in filled.glob("catalogue.sqlite3*"):
        path.unlink()
    shutil.rmtree(filled / "index")
    shutil.rmtree(filled / "derived")
    assert run("-C", filled, "rebuild").code == 0
    assert everything() == before


def test_audit_names_damage(run: Run, filled: Path) -> None:
    assert run("-C", filled, "audit", "--json").json["verdict"] == "sound"
    blob = next(
        p for p in (filled / "store" / "sha256").rglob("*") if p.is_file() and p.stat().st_size
    )
    blob.chmod(0o644)
    blob.write_bytes(b"x" * blob.stat().st_size)
    damaged = run("-C", filled, "audit", "--json")
    assert (damaged.code, damaged.json["corrupt"]) == (5, [f"sha256:{blob.name}"])


def test_a_record_is_moved_from_one_requirement_to_another(run: Run, filled: Path) -> None:
    record = run("-C", filled, "list", "--state", "placed", "--json").json["records"][0]
    (old,) = record["requirements"]
    new = "Ⅲ-2-2-②"
    moved = run(
        "-C", filled, "tag", record["id"], "--requirement", new, "--instead-of", old, "--json"
    )
    assert moved.json["records"][0]["requirements"] == [new]
    assert run("-C", filled, "undo", "--last").code == 0
    again = run("-C", filled, "show", record["id"], "--json").json
    assert again["requirements"] == [old]
    alone = run("-C", filled, "tag", record["id"], "--instead-of", old)
    assert alone.code == 2
