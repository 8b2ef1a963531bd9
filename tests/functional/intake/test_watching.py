"""Watching an inbox end to end: real files, real events, a clock that passes when told."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dossier.intake.watcher import Options
from dossier.intake.wholeness import Ends, Whole, look_at_ends
from dossier.model.events import DocumentIgnored
from dossier.workflow.health import RootState, WaitingFile
from dossier.workflow.take_in import IntakeReport, make_usable, preview
from dossier.workflow.watch import Stop, watch
from dossier.workflow.watch_root import RootIntake
from tests.tools.make_files import zip_file
from tests.tools.office import REPORT, UNIT, Disk, Office, open_office

LIMIT = 30.0
linux = pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux only")
PDF = [b"%PDF-1.4\n", b"1 0 obj\n" * 300, b"2 0 obj\n" * 300, b"startxref\n0\n%%EOF\n"]


@dataclass
class Watched:
    """One inbox under watch; every round is asked for."""

    office: Office
    intake: RootIntake
    counts: Counter[str] = field(default_factory=Counter)
    reports: list[IntakeReport] = field(default_factory=list)

    def round(self, seconds: float = 0) -> None:
        """Let time pass, then do what is due."""
        self.office.clock.pass_time(seconds)
        report = self.intake.round()
        if report:
            self.counts += report.counts
            self.reports.append(report)

    def until(self, reached: Callable[[], bool], seconds: float = 1) -> None:
        """Rounds until something is so; real events may take a moment to arrive."""
        end = time.monotonic() + LIMIT
        while not reached():
            assert time.monotonic() < end, "it never came to that"
            self.intake.watcher.wait(0.02)
            self.round(seconds)

    @property
    def state(self) -> RootState:
        return self.intake.state()

    @property
    def held(self) -> dict[str, WaitingFile]:
        return {item.path: item for item in self.intake.held()}

    @property
    def names(self) -> list[str]:
        return [record.source.path for record in self.office.workspace.archive.catalogue.records()]

    def live(self) -> Watched:
        """Once events are known to arrive and the first looks are over."""
        self.round()
        self.until(lambda: self.state.mode == "events", 0)
        self.round(10)
        return self


class FaultyEnds:
    """A share whose cache gives the end of some files only after a while."""

    def __init__(self) -> None:
        self.unreadable: set[str] = set()

    def __call__(self, path: Path) -> Ends:
        if path.name in self.unreadable:
            return Ends(Whole.UNREADABLE, "Stale file handle")
        return look_at_ends(path)


class Trouble:
    """What happens when certain content is to be stored."""

    def __init__(self) -> None:
        self.raises: dict[bytes, Exception] = {}
        self.hangs: dict[bytes, threading.Event] = {}

    def __call__(self, content: bytes) -> None:
        if content in self.raises:
            raise self.raises[content]
        if content in self.hangs:
            self.hangs[content].wait(LIMIT)


@pytest.fixture
def trouble() -> Trouble:
    return Trouble()


@pytest.fixture
def ends() -> FaultyEnds:
    return FaultyEnds()


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def office(tmp_path: Path, disk: Disk, trouble: Trouble) -> Iterator[Office]:
    made = open_office(tmp_path / "archive", write=disk, trouble=trouble)
    yield made
    made.workspace.close()


@pytest.fixture
def watched(office: Office, ends: FaultyEnds) -> Iterator[Watched]:
    options = Options(settle=2, full_every=300, poll_every=10)
    with RootIntake(office.workspace, office.inbox, ends, options=options) as intake:
        yield Watched(office, intake)


def test_w20_what_lies_there_at_the_start_and_came_while_it_was_off(watched: Watched) -> None:
    watched.office.drop(f"{UNIT}/甲.txt", b"before")
    watched.round()
    watched.round(2.1)
    assert watched.names == [f"{UNIT}/甲.txt"]


def test_w20_a_second_watch_finds_what_came_between(watched: Watched, office: Office) -> None:
    watched.round()
    watched.intake.watcher.__exit__()
    office.drop(f"{UNIT}/停机时.txt", b"while off")
    with RootIntake(office.workspace, office.inbox) as again:
        later = Watched(office, again)
        later.round()
        later.round(2.1)
        assert later.names == [f"{UNIT}/停机时.txt"]


def test_w01_without_any_event_a_file_is_in_within_one_interval(office: Office) -> None:
    options = Options(poll_every=10, is_remote=lambda _folder: True)
    with RootIntake(office.workspace, office.inbox, options=options) as intake:
        _is_in_within_one_interval(Watched(office, intake))


def _is_in_within_one_interval(watched: Watched) -> None:
    watched.round()
    assert (watched.state.mode, watched.intake.watcher.health()[0].last_event) == ("polling", None)
    watched.office.drop(f"{UNIT}/甲.txt", b"no event")
    watched.round(10)
    watched.round(2.1)
    assert watched.names == [f"{UNIT}/甲.txt"]
    assert watched.state.mode == "polling"


@linux
def test_w02_a_local_and_a_remote_inbox_are_both_noticed(tmp_path: Path, office: Office) -> None:
    local, remote = tmp_path / "local", tmp_path / "remote"
    for root in (local, remote):
        root.mkdir()
    options = Options(is_remote=lambda folder: folder.name == "remote")
    with (
        RootIntake(office.workspace, local, options=options) as one,
        RootIntake(office.workspace, remote, options=options) as two,
    ):
        near, far = Watched(office, one).live(), Watched(office, two)
        far.round()
        (local / "a.txt").write_bytes(b"near")
        (remote / "b.txt").write_bytes(b"far")
        near.until(lambda: bool(near.counts))
        far.until(lambda: bool(far.counts), 3)
        assert (near.state.mode, far.state.mode) == ("events", "polling")
        assert sorted(near.names) == ["a.txt", "b.txt"]


@linux
def test_w03_twenty_thousand_files_while_nobody_reads_the_kernels_queue(watched: Watched) -> None:
    limit = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text("ascii"))
    if limit > 20_000:
        pytest.skip("the kernel's queue is too long to fill quickly")
    watched.live()
    observer = watched.intake.watcher._roots[str(watched.office.inbox)]._observer
    count = limit // 2 + 600
    with observer._inotify_fd._lock:  # type: ignore[union-attr]
        for number in range(count):
            handle = os.open(watched.office.inbox / f"{number}.txt", os.O_CREAT | os.O_WRONLY)
            os.write(handle, b"%d" % (number % 50))
            os.close(handle)
    watched.until(lambda: watched.state.lost > 0, 0)
    assert [note.kind for note in watched.state.notes] == ["lost"]
    watched.round(2.1)
    watched.until(lambda: sum(watched.counts.values()) >= count, 3)
    assert watched.counts == {"archived": 50, "duplicate": count - 50}
    watched.round(400)
    assert sum(watched.counts.values()) == count


def test_w03_lost_events_are_told_once(watched: Watched) -> None:
    watched.round()
    logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed; lost")
    watched.round(1)
    watched.round(1)
    assert (watched.state.lost, [note.kind for note in watched.state.notes]) == (1, ["lost"])


@linux
def test_w04_a_dead_emitter_is_replaced_within_a_minute(watched: Watched) -> None:
    watched.live()
    (emitter,) = watched.intake.watcher._roots[str(watched.office.inbox)]._observer.emitters  # type: ignore[union-attr]
    emitter.stop()
    emitter.join(LIMIT)
    watched.office.drop(f"{UNIT}/甲.txt", b"unheard")
    watched.round(59)
    watched.round(2.1)
    assert watched.names == [f"{UNIT}/甲.txt"]
    assert (watched.state.repairs, watched.state.notes[-1].kind) == (1, "repaired")


def test_w04_w17_what_cannot_be_taken_in_is_recorded_and_the_next_pass(
    watched: Watched, trouble: Trouble
) -> None:
    trouble.raises = {b"broken": ZeroDivisionError("a bug of ours")}
    watched.office.drop(f"{UNIT}/坏.doc", b"broken")
    watched.office.drop(f"{UNIT}/锁.pdf", b"%PDF-1.4\n/Encrypt 1 0 R\n%%EOF")
    for number in range(10):
        watched.office.drop(f"{UNIT}/{number}.txt", b"%d" % number)
    watched.round()
    watched.round(2.1)
    assert watched.counts == {"archived": 11, "refused": 1}
    (refusal,) = watched.office.workspace.archive.catalogue.refusals()
    assert (refusal.code, refusal.parameters["detail"]) == (
        "E116",
        "ZeroDivisionError: a bug of ours",
    )
    for _ in range(3):
        watched.round(400)
    assert watched.counts["refused"] == 1
    trouble.raises = {}
    watched.round(400)
    watched.round(2.1)
    assert f"{UNIT}/坏.doc" in watched.names


def test_w05_a_share_that_goes_and_comes_back(watched: Watched, tmp_path: Path) -> None:
    watched.office.drop(f"{UNIT}/甲.txt", b"before")
    watched.round()
    watched.round(2.1)
    records = watched.office.workspace.archive.catalogue.records()
    watched.office.inbox.rename(tmp_path / "away")
    for _ in range(20):
        watched.round(30)
    gone = watched.state
    assert (gone.online, bool(gone.offline_since)) == (False, True)
    assert watched.office.workspace.archive.catalogue.records() == records
    (tmp_path / "away" / "meanwhile.txt").write_bytes(b"meanwhile")
    (tmp_path / "away").rename(watched.office.inbox)
    watched.round(10)
    watched.round(2.1)
    assert watched.names == [f"{UNIT}/甲.txt", "meanwhile.txt"]
    assert watched.state.online
    assert [note.kind for note in watched.state.notes] == ["offline", "online"]
    assert watched.state.notes[1].detail == watched.state.notes[0].at


def test_w06_a_scanner_that_pauses_between_pages(watched: Watched) -> None:
    scan = watched.office.inbox / "scan.pdf"
    for page in PDF:
        with scan.open("ab") as stream:
            stream.write(page)
        watched.office.touch(scan)
        for _second in range(12):
            watched.round(1)
    watched.round(4)
    (record,) = watched.office.workspace.archive.catalogue.records()
    assert (record.revision, record.fixity.size) == (1, sum(map(len, PDF)))


def test_w06_a_slow_text_ends_as_one_current_whole_version(watched: Watched) -> None:
    log = watched.office.inbox / "log.txt"
    for part in (b"one ", b"two ", b"three"):
        with log.open("ab") as stream:
            stream.write(part)
        watched.office.touch(log)
        for _second in range(12):
            watched.round(1)
    watched.round(400)
    watched.round(3)
    (record,) = watched.office.workspace.archive.catalogue.records()
    assert record.fixity.size == len(b"one two three")


def test_w07_a_stable_file_with_an_unreadable_end_is_held_and_retried(
    watched: Watched, ends: FaultyEnds
) -> None:
    ends.unreadable.add("甲.txt")
    watched.office.drop(f"{UNIT}/甲.txt", b"there")
    for _ in range(30):
        watched.round(10)
    held = watched.held[f"{UNIT}/甲.txt"]
    assert (held.reason, watched.counts) == ("unreadable", Counter())
    assert held.tries >= 5
    ends.unreadable.clear()
    watched.round(310)
    assert watched.counts == {"archived": 1}
    assert watched.held == {}


def test_w08_retries_back_off_and_are_shown(watched: Watched, ends: FaultyEnds) -> None:
    ends.unreadable.add("甲.txt")
    watched.office.drop(f"{UNIT}/甲.txt", b"busy")
    tries = []
    for _ in range(600):
        watched.round(1)
        tries += [item.tries for item in watched.held.values()]
    assert 8 <= tries[-1] <= 12
    held = watched.held[f"{UNIT}/甲.txt"]
    assert held.next_try > held.since


def test_w08_a_file_that_is_busy_when_its_turn_comes(watched: Watched, trouble: Trouble) -> None:
    trouble.raises = {b"busy": OSError(26, "Text file busy")}
    watched.office.drop("甲.txt", b"busy")
    watched.round()
    watched.round(2.1)
    held = watched.held["甲.txt"]
    assert (held.reason, held.detail, held.tries) == ("unreadable", "Text file busy", 1)
    trouble.raises = {}
    watched.round(2.1)
    assert watched.names == ["甲.txt"]


@linux
def test_w10_twelve_writes_make_one_record(watched: Watched) -> None:
    watched.live()
    target = watched.office.inbox / "甲.txt"
    for number in range(12):
        target.write_bytes(b"x" * (number + 1))
        watched.office.touch(target)
        watched.round(0.1)
    watched.until(lambda: bool(watched.counts))
    watched.round(400)
    assert watched.counts == {"archived": 1}
    assert len(watched.office.workspace.archive.catalogue.history("2026-000001")) == 1


@linux
def test_w11_five_hundred_files_at_once(watched: Watched, office: Office) -> None:
    watched.live()
    for number in range(500):
        office.drop(f"{UNIT}/{number % 7}/{number}.txt", b"%d" % (number % 450), age=0)
    office.drop(f"{UNIT}/程序.docx", b"MZ" + bytes(200), age=0)
    watched.until(lambda: sum(watched.counts.values()) == 501)
    assert watched.counts == {"archived": 450, "duplicate": 50, "refused": 1}
    digests = {record.fixity.digest for record in office.workspace.archive.catalogue.records()}
    stored = {fixity.digest for fixity in office.workspace.archive.store.fixities()}
    assert stored == digests


@linux
def test_w12_ten_saves_as_word_and_wps_do_them(watched: Watched, office: Office) -> None:
    watched.live()
    folder = office.inbox / UNIT
    folder.mkdir()
    lock, target = folder / "~$总结.docx", folder / "总结.docx"
    lock.write_bytes(b"lock")
    for number in range(10):
        temporary = folder / f"~WRD{number:04d}.tmp"
        temporary.write_bytes(b"version %d" % number)
        temporary.replace(target)
        office.touch(target)
        watched.round(0.5)
    lock.unlink()
    watched.until(lambda: watched.counts["archived"] > 0)
    for _ in range(5):
        watched.round(3)
    (record,) = office.workspace.archive.catalogue.records()
    assert (record.name, record.fixity.size) == ("总结.docx", len(b"version 9"))
    assert record.revision <= 10


@linux
def test_w13_a_tree_moved_in_or_filled_within_milliseconds(
    watched: Watched, office: Office, tmp_path: Path
) -> None:
    watched.live()
    deep = tmp_path / "tree" / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "x.txt").write_bytes(b"moved")
    (tmp_path / "tree").rename(office.inbox / "tree")
    quick = office.inbox / "q" / "r" / "s"
    quick.mkdir(parents=True)
    (quick / "y.txt").write_bytes(b"quick")
    watched.until(lambda: watched.counts["archived"] == 2)
    assert sorted(watched.names) == ["q/r/s/y.txt", "tree/a/b/x.txt"]


def test_w15_a_full_disk_waits_for_space_and_goes_on_by_itself(
    watched: Watched, disk: Disk
) -> None:
    target = watched.office.drop(f"{UNIT}/甲.bin", bytes(9000))
    disk.room = 5000
    watched.round()
    watched.round(2.1)
    assert watched.held[f"{UNIT}/甲.bin"].reason == "space"
    assert watched.state.error
    assert target.read_bytes() == bytes(9000)
    assert list(watched.office.workspace.archive.store.fixities()) == []
    disk.room = 1 << 40
    watched.round(20)
    assert watched.counts == {"archived": 1}
    assert (watched.state.error, watched.held) == ("", {})


@pytest.fixture
def read_only(office: Office) -> Iterator[Path]:
    """The inbox, mounted so that nothing can be written to it."""
    office.drop(f"{UNIT}/甲.txt", b"one")
    office.drop(f"{UNIT}/乙.txt", b"two")
    place = str(office.inbox)
    for words in (["--bind", place, place], ["-o", "remount,ro,bind", place]):
        if (
            shutil.which("mount") is None
            or subprocess.run(["mount", *words], check=False, capture_output=True).returncode
        ):
            pytest.skip("mounting needs more rights than this test has")
    yield office.inbox
    subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("after", ["keep", "move"])
def test_w16_a_read_only_folder_is_taken_in_once(
    read_only: Path, office: Office, tmp_path: Path, after: str
) -> None:
    again = open_office(tmp_path / "archive", office.clock, after_accession=after)
    with RootIntake(again.workspace, read_only) as intake:
        watched = Watched(again, intake)
        for _ in range(6):
            watched.round(400)
        assert watched.counts == {"archived": 2}
    assert office.workspace.archive.ledger.position() == 2
    again.workspace.close()


def test_w18_every_rule_can_be_tried_out_and_lists_what_it_passes_over(office: Office) -> None:
    office.drop(f"{UNIT}/~$甲.docx", b"x")
    office.drop(f"{UNIT}/旧.bak", b"x")
    office.drop(f"{UNIT}/.git/config", b"x")
    office.drop(f"{UNIT}/甲.txt", b"x")
    office.workspace.close()
    again = open_office(office.workspace.settings.root, office.clock, ignore=("*.bak",))
    again.take()
    for _round in range(2):
        (seen,) = preview(again.workspace, ()).values()
        found = {
            (event.source.path, event.rule)
            for event in seen.events
            if isinstance(event, DocumentIgnored)
        }
        assert found == {
            (f"{UNIT}/~$甲.docx", "office-lock"),
            (f"{UNIT}/旧.bak", "*.bak"),
            (f"{UNIT}/.git", "git"),
        }
        assert [item.source.path for item in seen.ready] == [f"{UNIT}/甲.txt"]
    assert again.workspace.archive.catalogue.balance().ignored == 3
    again.workspace.close()
    without = open_office(office.workspace.settings.root, office.clock)
    assert without.take().counts == {"duplicate": 1}
    without.workspace.close()


def test_w19_a_file_of_an_unknown_kind_is_in_the_ledger(watched: Watched, office: Office) -> None:
    office.drop(f"{UNIT}/测绘.xyz", b"\x01\x02\x03 unknown")
    watched.round()
    watched.round(2.1)
    make_usable(office.workspace, IntakeReport(), lambda _d, _t: None, office.readers)
    (record,) = office.workspace.archive.catalogue.records()
    assert (record.name, record.description.format) == ("测绘.xyz", "unknown")
    assert "W102" in [finding.code for finding in record.description.findings]


def test_one_inbox_that_hangs_does_not_hold_up_the_other(tmp_path: Path, trouble: Trouble) -> None:
    dead, alive = tmp_path / "dead", tmp_path / "alive"
    inboxes = (str(dead), str(alive))
    office = open_office(tmp_path / "archive", trouble=trouble, inboxes=inboxes, settle_seconds=0.0)
    trouble.hangs[b"dead"] = threading.Event()
    for root in (dead, alive):
        root.mkdir()
        (root / "a.txt").write_bytes(root.name.encode())
        office.touch(root / "a.txt", 60)
    stop, seen = Stop(), []

    def on_report(report: IntakeReport) -> None:
        seen.append(report.counts)
        trouble.hangs[b"dead"].set()
        stop.stop()

    late = threading.Timer(LIMIT, stop.stop)
    late.start()
    watch(office.workspace, stop, on_report)
    late.cancel()
    assert seen[0] == {"archived": 1}
    first = office.workspace.archive.catalogue.records()[0]
    assert first.source.inbox == str(alive)
    health = json.loads((tmp_path / "archive" / "derived" / "watch.json").read_text("utf-8"))
    assert [root["root"] for root in health["roots"]] == [str(dead), str(alive)]
    office.workspace.close()


def test_members_and_containers_under_watch(watched: Watched, office: Office) -> None:
    office.drop(f"{UNIT}/材料.zip", zip_file({"甲.txt": REPORT, "乙.txt": REPORT + "二"}))
    watched.round()
    watched.round(2.1)
    assert watched.reports[0].members == {"archived": 2}
    for _ in range(3):
        watched.round(400)
    assert watched.counts == {"archived": 1}
