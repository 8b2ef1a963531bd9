"""Whatever interrupts a pass of intake, one more pass ends where an undisturbed one would have.

In the manner of notmuch's T380: the process is killed at every point it passes, one after the
other, and there must have been enough of them.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dossier.archive.audit import audit
from dossier.errors import NoSpace
from dossier.workflow.arrangement import sweep
from dossier.workflow.triage import return_records
from tests.tools.make_files import zip_file
from tests.tools.office import REPORT, UNIT, Clock, Disk, Office, open_office

FEWEST_POINTS = 40
NAMES = [
    f"{UNIT}/{name}" for name in ("甲.txt", "乙.txt", "丙（修改版）.txt", "材料.zip", "~$甲.docx")
]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def fill(office: Office) -> None:
    """Two reports, one of them twice, a replacement, a container, a program and a lock file."""
    office.drop(f"{UNIT}/Ⅲ-2-1-① 甲.txt", REPORT.encode())
    office.drop(f"{UNIT}/乙.txt", REPORT.encode())
    office.drop(f"{UNIT}/丙（修改版）.txt", (REPORT + "改定").encode())
    members: dict[str, bytes | str] = {
        "情况说明.txt": REPORT + "另页",
        "同.txt": REPORT,
        "~$锁.docx": b"x",
    }
    inner = zip_file({"里.txt": REPORT + "里页"})
    office.drop(f"{UNIT}/材料.zip", zip_file({**members, "内.zip": inner}))
    office.drop(f"{UNIT}/程序.docx", b"MZ" + bytes(200))
    office.drop(f"{UNIT}/~$甲.docx", b"lock")


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """An archive with one record that was sent back, and an inbox full of new documents."""
    root = tmp_path / "prepared"
    office = open_office(root)
    office.drop(f"{UNIT}/丙.txt", (REPORT + "初稿").encode())
    office.take()
    return_records(office.workspace, ["2026-000001"], "缺公章", None)
    fill(office)
    office.workspace.close()
    return root


def moved(root: Path, to: Path) -> Path:
    """A copy of an archive at one fixed place, because sources are named by their place."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(root, to)
    return to


def state(root: Path, **intake: Any) -> list[object]:
    """Everything an archive and its inbox say, but for when and at which position."""
    office = open_office(root, **intake)
    catalogue, store = office.workspace.archive.catalogue, office.workspace.archive.store
    records = catalogue.records()
    ledger = {
        entry.seq: type(entry.event).__name__ for entry in office.workspace.archive.ledger.entries()
    }
    found = [
        records,
        catalogue.balance(),
        {
            path: replace(known, seq=0)
            for path, known in catalogue.sources(str(office.inbox)).items()
        },
        {
            chain: replace(known, seq=0)
            for chain, known in catalogue.members(str(office.inbox), f"{UNIT}/材料.zip").items()
        },
        list(store.fixities()),
        [office.workspace.archive.texts.get(record.fixity.digest) for record in records],
        {record.id: [ledger[seq] for seq in catalogue.history(record.id)] for record in records},
        sorted(
            (str(path.relative_to(office.inbox)), path.read_bytes())
            for path in office.inbox.rglob("*")
            if path.is_file()
        ),
        office.workspace.index.position() == catalogue.position(),
        (sweep(office.workspace), store.temporaries()),
        audit(store, office.workspace.archive.ledger).verdict,
    ]
    office.workspace.close()
    return found


def in_a_process(work: Callable[[], None]) -> int:
    """Run in a process of its own; how that ended, as ``waitpid`` says."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(1)
    return os.waitpid(pid, 0)[1]


def pass_with(root: Path, step: Callable[[str], None], **intake: Any) -> None:
    office = open_office(root, step=step, **intake)
    office.take()
    office.workspace.close()
    os._exit(0)


class KillAt:
    """Kills its process at the nth point it passes."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, _name: str) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def points(root: Path, **intake: Any) -> list[str]:
    passed: list[str] = []
    office = open_office(root, step=passed.append, **intake)
    office.take()
    office.workspace.close()
    return passed


@pytest.mark.parametrize("after", ["keep", "move"])
def test_r01_r04_kill_9_at_every_point_of_a_pass(
    prepared: Path, tmp_path: Path, after: str
) -> None:
    root = tmp_path / "archive"
    wishes: dict[str, Any] = {"receipts": True, "after_accession": after}
    passed = points(moved(prepared, root), **wishes)
    expected = state(root, **wishes)
    assert len(passed) >= FEWEST_POINTS
    assert {"copied", "ledger-written", "catalogue-applied", "texts-kept", "described"} <= {*passed}
    assert {"index-added", "index-positioned", "receipts-written"} <= {*passed}
    for number in range(1, len(passed) + 1):
        moved(prepared, root)
        status = in_a_process(partial(pass_with, root, KillAt(number), **wishes))
        assert os.WTERMSIG(status) == signal.SIGKILL, passed[number - 1]
        office = open_office(root, **wishes)
        office.take()
        late = time.time() + 7200
        office.workspace.archive.store.sweep(late)
        office.workspace.close()
        assert state(root, **wishes) == expected, f"{number}: {passed[number - 1]}"


@pytest.mark.parametrize("projections", ["older", "newer"])
def test_r01_a_torn_append_is_made_up_for(prepared: Path, tmp_path: Path, projections: str) -> None:
    """A power cut leaves any first part of what was appended. Content is there, it came first;
    catalogue, texts and index may be older than the ledger or, after a restored backup, newer.
    """
    root, done = tmp_path / "archive", tmp_path / "done"
    moved(prepared, root)
    ledger = root / "ledger" / "000001.jsonl"
    before = ledger.stat().st_size
    points(root)
    whole = ledger.read_bytes()
    expected = state(root)
    root.rename(done)
    ends = [at + 1 for at in range(before, len(whole)) if whole[at : at + 1] == b"\n"]
    cuts = [before, *ends, *(end - 30 for end in ends)]
    assert len(cuts) >= 30
    for cut in cuts:
        moved(prepared if projections == "older" else done, root)
        shutil.copytree(done / "store", root / "store", dirs_exist_ok=True)
        (root / "ledger" / "000001.jsonl").write_bytes(whole[:cut])
        office = open_office(root)
        office.take()
        office.workspace.close()
        again = state(root)
        assert again[:-5] == expected[:-5], whole[before:cut].count(b"\n")


def test_r09_what_crashes_left_is_swept_when_it_is_old(tmp_path: Path) -> None:
    office = open_office(tmp_path / "a")
    office.drop(f"{UNIT}/甲.txt", REPORT.encode())
    office.take()
    left = tmp_path / "a" / "store" / "sha256" / ".tmp-left"
    folder = tmp_path / "a" / "derived" / "unpack-left"
    folder.mkdir()
    for path in (left, folder / "member-000001"):
        path.write_bytes(b"half")
        office.touch(path, age=60)
    office.touch(folder, age=60)
    office.take()
    assert left.exists()
    assert folder.exists()
    office.clock.pass_time(7200)
    office.take()
    assert not left.exists()
    assert not folder.exists()
    assert office.workspace.archive.catalogue.balance().archived == 1


@pytest.mark.parametrize("seed", range(10))
def test_r02_w15_a_full_disk_in_the_middle_of_a_pass(tmp_path: Path, seed: int) -> None:
    chance, disk = random.Random(seed), Disk()
    office = open_office(tmp_path / "archive", write=disk)
    for number in range(12):
        office.drop(f"{UNIT}/{number}.bin", chance.randbytes(chance.randrange(1, 9000)))
    contents = {path: path.read_bytes() for path in office.inbox.rglob("*.bin")}
    disk.room = chance.randrange(60_000)
    with suppress(NoSpace):
        assert office.take().seen == 12
    assert {path: path.read_bytes() for path in office.inbox.rglob("*.bin")} == contents
    archive = office.workspace.archive
    assert archive.store.temporaries() == []
    assert audit(archive.store, archive.ledger).verdict == "sound"
    disk.room = 1 << 40
    office.take()
    assert archive.catalogue.balance().archived == 12
    assert all(record.reader for record in archive.catalogue.records())
    found = audit(archive.store, archive.ledger)
    assert (found.verdict, found.checked, found.untracked) == ("sound", 12, ())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    mount = tmp_path / "small"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(mount)]
    try:
        done = subprocess.run(command, check=False, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no mount command here")
    if done.returncode:
        pytest.skip("mounting a small file system needs more rights than this test has")
    yield mount
    subprocess.run(["umount", str(mount)], check=True)


def test_r02_w15_a_small_real_disk(small_disk: Path, tmp_path: Path) -> None:
    office = open_office(small_disk / "archive", inboxes=(str(tmp_path / "in"),))
    office.inbox = tmp_path / "in"
    ballast = small_disk / "ballast"
    for number in range(8):
        office.drop(f"{UNIT}/{number}.bin", bytes([number]) * 100_000)
    office.drop(f"{UNIT}/0.txt", REPORT.encode())
    free = shutil.disk_usage(small_disk).free
    ballast.write_bytes(bytes(free - 350_000))
    with suppress(NoSpace):
        assert "space" in office.take().waiting.values()
    assert office.workspace.archive.catalogue.balance().archived < 9
    ballast.unlink()
    office.take()
    assert office.workspace.archive.catalogue.balance().archived == 9
    archive = office.workspace.archive
    assert audit(archive.store, archive.ledger).verdict == "sound"
    office.workspace.close()


def test_d03_w11_two_processes_meet_the_same_five_hundred_files(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    office = open_office(root)
    for number in range(500):
        office.drop(f"{UNIT}/{number % 20}/{number}.bin", b"content %d" % (number % 400))
    office.workspace.close()
    pids = []
    for _ in range(2):
        pid = os.fork()
        if pid == 0:
            try:
                pass_with(root, lambda _name: None)
            finally:
                os._exit(1)
        pids.append(pid)
    assert [os.waitpid(pid, 0)[1] for pid in pids] == [0, 0]
    office = open_office(root)
    catalogue = office.workspace.archive.catalogue
    balance = catalogue.balance()
    assert (balance.archived, balance.duplicate, balance.refused) == (400, 100, 0)
    digests = [record.fixity.digest for record in catalogue.records()]
    assert len(digests) == len(set(digests)) == 400
    assert len(list(office.workspace.archive.store.fixities())) == 400
    entries = [type(entry.event).__name__ for entry in office.workspace.archive.ledger.entries()]
    assert entries.count("Described") == 400
    office.workspace.close()


def test_r08_a_pass_started_by_hand_while_another_writes(tmp_path: Path) -> None:
    office = open_office(tmp_path / "a")
    other = open_office(tmp_path / "a", Clock())
    office.drop(f"{UNIT}/甲.txt", REPORT.encode())
    with other.workspace.archive.writing():
        code = subprocess.run(
            [sys.executable, "-c", _BUSY, str(tmp_path / "a")],
            capture_output=True,
            text=True,
            check=False,
        )
    assert code.stdout.strip() == "BusyError True"
    assert office.take().counts["archived"] == 1


_BUSY = """
import sys
from pathlib import Path
from typing import Any
from dossier.archive.custody import Archive
from dossier.errors import BusyError
archive = Archive.open(Path(sys.argv[1]))
try:
    with archive.writing(timeout=0.1):
        print("wrote")
except BusyError as error:
    print(type(error).__name__, bool(error.hint))
"""
