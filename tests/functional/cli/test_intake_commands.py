"""What intake, status, withdraw and tag tell people and scripts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from dossier.workflow.health import Note, RootState, WaitingFile, write_health
from tests.functional.cli.conftest import Run
from tests.tools.zip_maker import Entry, zip_bytes

Drop = Callable[[str, bytes], Path]
TEXT = "文明办关于志愿服务的情况说明。" * 6


def test_w18_a_dry_run_decides_nothing(run: Run, archive: Path, drop: Drop) -> None:
    drop("文明办/甲.txt", TEXT.encode())
    drop("文明办/~$甲.docx", b"x")
    first = run("-C", archive, "intake", "--dry-run", "--json")
    assert (first.code, first.json["ready"]) == (0, ["文明办/甲.txt"])
    assert first.json["ignored_by_rule"] == {"office-lock": ["文明办/~$甲.docx"]}
    assert (
        "ignored by rule office-lock (a lock file" in run("-C", archive, "intake", "--dry-run").out
    )
    assert run("-C", archive, "list", "--json").json["total"] == 0


def test_w08_status_shows_mode_waiting_files_and_what_happened(run: Run, archive: Path) -> None:
    now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    held = WaitingFile("/in", "文明办/大.pdf", "unfinished", now, 3, now)
    notes = (Note(now, "offline", "Host is down"), Note(now, "online", now), Note(now, "lost"))
    state = RootState("/in", "polling", True, None, now, 1, "", 0, None, notes)
    write_health(archive, now, (held,), (state,))
    watcher = run("-C", archive, "status", "--json").json["watcher"]
    assert watcher["running"]
    assert watcher["waiting"][0]["reason"] == "unfinished"
    assert watcher["waiting"][0]["tries"] == 3
    assert [note["kind"] for note in watcher["roots"][0]["notes"]] == ["offline", "online", "lost"]
    text = run("-C", archive, "status").out
    assert "/in: by looking often, last event —" in text
    assert "文明办/大.pdf: its end has not arrived yet; next try" in text
    assert "events were lost, everything was looked at again" in text


def test_returned_bytes_and_replacements_are_told(run: Run, archive: Path, drop: Drop) -> None:
    drop("文明办/甲.txt", TEXT.encode())
    run("-C", archive, "intake")
    run("-C", archive, "return", "2026-000001", "--reason", "缺公章")
    drop("文明办/乙.txt", TEXT.encode())
    assert "2026-000001 was sent back: 缺公章" in run("-C", archive, "intake").out
    drop("文明办/甲（盖章）.txt", (TEXT + "章").encode())
    answer = run("-C", archive, "intake", "--json").json["documents"][0]
    assert (answer["outcome"], answer["replaces"]) == ("replacement", "2026-000001")
    shown = run("-C", archive, "show", "2026-000002", "--history").out
    assert "in place of 2026-000001, which was sent back" in shown
    assert run("-C", archive, "show", "2026-000001", "--json").json["state"] == "superseded"


def test_withdraw_needs_a_reason_and_keeps_the_content(run: Run, archive: Path, drop: Drop) -> None:
    drop("文明办/甲.txt", TEXT.encode())
    run("-C", archive, "intake")
    assert run("-C", archive, "withdraw", "2026-000001").code == 2
    done = run("-C", archive, "withdraw", "2026-000001", "--reason", "单位撤回", "--json")
    assert done.json["records"][0]["state"] == "withdrawn"
    assert run("-C", archive, "audit", "--json").json["verdict"] == "sound"


def test_z01_a_name_is_read_again_in_another_encoding(run: Run, archive: Path, drop: Drop) -> None:
    drop("文明办/台.zip", zip_bytes([Entry("圖片說明.txt".encode("big5"), TEXT.encode())]))
    drop("文明办/甲.txt", (TEXT + "甲").encode())
    run("-C", archive, "intake")
    by_source = {r["source"]: r["id"] for r in run("-C", archive, "list", "--json").json["records"]}
    member = next(number for source, number in by_source.items() if "zip" in source)
    done = run("-C", archive, "tag", member, "--name-encoding", "big5", "--json")
    assert done.json["records"][0]["name"] == "圖片說明.txt"
    assert run("-C", archive, "tag", member, "--name-encoding", "klingon").code == 2
    plain = by_source["文明办/甲.txt"]
    assert run("-C", archive, "tag", plain, "--name-encoding", "gbk").code == 2
    assert run("-C", archive, "rebuild", "--catalogue").code == 0
    assert run("-C", archive, "show", member, "--json").json["name"] == "圖片說明.txt"


def test_doctor_knows_the_archive_it_is_asked_in(run: Run, archive: Path) -> None:
    checks = {item["name"] for item in run("-C", archive, "doctor", "--json").json["checks"]}
    assert {"folders", "inbox", "7-Zip"} <= checks
