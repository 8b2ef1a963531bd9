"""Receipts, sources that move, unsafe arrangements, and the watch command as a process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dossier.errors import UnsafeArrangement
from dossier.workflow.doctor import examine, examine_archive
from dossier.workflow.look import Eye
from dossier.workflow.put_away import put_away
from dossier.workflow.receipts import RECEIPT_NAME
from dossier.workflow.triage import return_records
from tests.tools.office import REPORT, UNIT, Office, open_office

LIMIT = 60.0


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path / "archive", receipts=True)
    yield made
    made.workspace.close()


def receipt(office: Office) -> str:
    return (office.inbox / UNIT / RECEIPT_NAME).read_text("utf-8-sig")


def test_a_receipt_tells_received_duplicate_refused_and_owed(office: Office) -> None:
    office.drop(f"{UNIT}/甲.txt", REPORT.encode())
    office.drop(f"{UNIT}/乙.txt", REPORT.encode())
    office.drop(f"{UNIT}/程序.doc", b"MZ" + bytes(200))
    office.take()
    text = receipt(office)
    assert "2026-000001  2026-03-01" in text
    assert "与 2026-000001 相同" in text
    assert "E102  程序.doc" in text
    assert "尚缺：0 项" not in text
    before = (office.inbox / UNIT / RECEIPT_NAME).stat().st_mtime_ns
    assert office.take().counts == {}
    assert (office.inbox / UNIT / RECEIPT_NAME).stat().st_mtime_ns == before


def test_a_receipt_follows_the_teams_decisions(office: Office) -> None:
    office.drop(f"{UNIT}/甲.txt", REPORT.encode())
    office.take()
    return_records(office.workspace, ["2026-000001"], "缺公章", "2026-03-10")
    office.take()
    assert "已退回  缺公章  请于 2026-03-10 前重报" in receipt(office)


def test_receipts_are_never_taken_in_and_off_by_default(office: Office, tmp_path: Path) -> None:
    office.drop(f"{UNIT}/甲.txt", REPORT.encode())
    office.take()
    office.clock.pass_time(7200)
    report = office.take()
    assert (report.counts, report.unchanged) == ({}, 1)
    other = open_office(tmp_path / "b")
    other.drop(f"{UNIT}/甲.txt", REPORT.encode())
    other.take()
    assert [path.name for path in (other.inbox / UNIT).iterdir()] == ["甲.txt"]
    other.workspace.close()


def test_a_receipt_never_writes_through_a_link(office: Office, tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("mine", "utf-8")
    office.drop(f"{UNIT}/甲.txt", REPORT.encode())
    (office.inbox / UNIT / RECEIPT_NAME).symlink_to(victim)
    office.take()
    assert victim.read_text("utf-8") == "mine"
    assert not (office.inbox / UNIT / RECEIPT_NAME).is_symlink()


def test_moved_sources_lie_beside_and_are_not_seen_again(tmp_path: Path) -> None:
    office = open_office(tmp_path / "a", after_accession="move")
    office.drop(f"{UNIT}/甲.txt", REPORT.encode())
    office.drop(f"{UNIT}/乙/同.txt", REPORT.encode())
    office.drop(f"{UNIT}/程序.doc", b"MZ" + bytes(200))
    report = office.take()
    assert (report.counts, report.moved) == ({"archived": 1, "duplicate": 1, "refused": 1}, 2)
    taken = office.inbox / ".dossier-taken" / UNIT
    assert sorted(path.name for path in taken.rglob("*.txt")) == ["同.txt", "甲.txt"]
    assert (office.inbox / UNIT / "程序.doc").exists()
    assert office.take().counts == {}
    office.drop(f"{UNIT}/甲.txt", (REPORT + "改").encode())
    assert office.take().answers[0].outcome == "revision"
    assert (taken / "甲~2.txt").exists()
    office.workspace.close()


def test_a_source_that_changed_since_is_not_moved(office: Office) -> None:
    office.drop(f"{UNIT}/甲.txt", REPORT.encode())
    (ready,) = Eye(office.workspace, office.inbox).look().ready
    ready.path.write_bytes(b"changed after all")
    assert put_away([ready]).moved == 0
    assert ready.path.read_bytes() == b"changed after all"


@pytest.mark.parametrize("inbox", ["store/in", "derived", ".", "ledger"])
def test_unsafe_arrangements_are_refused_at_the_start_and_by_the_doctor(
    tmp_path: Path, inbox: str
) -> None:
    office = open_office(tmp_path / "a", inboxes=(inbox,))
    with pytest.raises(UnsafeArrangement) as caught:
        office.take()
    assert caught.value.hint
    (check, *_rest) = examine_archive(office.workspace.settings)
    assert (check.name, check.ok, bool(check.advice)) == ("folders", False, True)
    office.workspace.close()


def test_the_doctor_counts_links_and_names_missing_inboxes(tmp_path: Path) -> None:
    office = open_office(tmp_path / "a", inboxes=("inbox", "/nowhere/at/all"))
    office.drop(f"{UNIT}/甲.txt", b"x")
    (office.inbox / UNIT / "link").symlink_to("甲.txt")
    folders, _place, *inboxes = examine_archive(office.workspace.settings)
    assert folders.ok
    assert [check.ok for check in inboxes] == [False, False]
    assert {check.name for check in examine(tmp_path)} >= {"7-Zip", "file system", "watch limit"}
    office.workspace.close()


def test_e109_links_and_pipes_are_refused_once_and_never_followed(office: Office) -> None:
    target = office.drop(f"{UNIT}/甲.txt", REPORT.encode())
    (office.inbox / UNIT / "link.txt").symlink_to(target)
    os.mkfifo(office.inbox / UNIT / "pipe")
    report = office.take()
    assert report.counts == {"archived": 1, "refused": 2}
    assert {event.code for event in report.refused} == {"E109"}
    assert office.take().counts == {}


def test_r06_an_archive_on_a_network_file_system_is_warned_about(
    office: Office, tmp_path: Path
) -> None:
    from dossier.workflow.arrangement import warnings

    mounts = tmp_path / "mounts"
    mounts.write_text(f"srv:/x {tmp_path} nfs4 rw 0 0\n", "utf-8")
    (caution,) = warnings(office.workspace.settings, mounts)
    assert (caution.code, caution.parameters) == ("archive-on-network", {"kind": "nfs4"})
    assert caution.hint
    assert warnings(replace(office.workspace.settings)) == []


def start_watch(root: Path) -> subprocess.Popen[str]:
    code = "import sys; from dossier.cli.main import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.Popen(
        [sys.executable, "-c", code, "-C", str(root), "--lang", "en", "watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_r08_one_watch_at_a_time_which_ends_cleanly(tmp_path: Path, number: int) -> None:
    from dossier.cli.main import main

    root = tmp_path / "档案"
    assert main(["init", str(root), "--edition", "tutorial", "--profile", "plain"]) == 0
    settings = root / "dossier.toml"
    quick = settings.read_text("utf-8").replace("settle_seconds = 2.0", "settle_seconds = 0.1")
    settings.write_text(quick, "utf-8")
    first = start_watch(root)
    try:
        _until((root / "derived" / "watch.json").exists)
        second = start_watch(root)
        _out, said = second.communicate(timeout=LIMIT)
        assert second.returncode == 6
        assert "another watch is running" in said
        (root / "inbox" / UNIT).mkdir()
        (root / "inbox" / UNIT / "甲.txt").write_text(REPORT, "utf-8")
        _until(
            lambda: b"described" in b"".join(p.read_bytes() for p in (root / "ledger").iterdir())
        )
        _until(lambda: health(root)["roots"][0]["online"])
    finally:
        first.send_signal(number)
        out, said = first.communicate(timeout=LIMIT)
    assert (first.returncode, "Traceback" in said) == (0, False)
    assert "archived 1" in out
    assert health(root)["heartbeat"] == ""


def health(root: Path) -> Any:
    return json.loads((root / "derived" / "watch.json").read_text("utf-8"))


def _until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + LIMIT
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.05)
