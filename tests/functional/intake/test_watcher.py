"""The watcher against the real kernel. Waits end with an event; only failures run into a limit."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dossier.errors import RootUnavailable
from dossier.intake.schedule import WHOLE, Look
from dossier.intake.walk import walk
from dossier.intake.watcher import Mode, Options, RootHealth, Watcher

LIMIT = 20.0
linux = pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux only")


class Loop:
    """A caller's loop with a clock of its own: time passes only when told."""

    def __init__(self, watcher: Watcher) -> None:
        self.watcher = watcher
        self.now = 0.0
        self.looks: list[Look] = []

    def pass_time(self, seconds: float) -> list[Look]:
        self.now += seconds
        looks = self.watcher.due(self.now)
        self.looks += looks
        return looks

    def until(self, reached: Callable[[], bool], seconds: float = 0.0) -> None:
        end = time.monotonic() + LIMIT
        while not reached():
            assert time.monotonic() < end, "the expected event did not arrive"
            self.watcher.wait(0.05)
            self.pass_time(seconds)

    @property
    def health(self) -> RootHealth:
        return self.watcher.health()[0]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.fixture
def loop(root: Path) -> Iterator[Loop]:
    with Watcher([root], options=Options(settle=2, full_every=1000, poll_every=10)) as watcher:
        yield Loop(watcher)


@pytest.fixture
def live(loop: Loop) -> Loop:
    """Events have been proven to arrive, and the first looks at everything are over."""
    loop.pass_time(0)
    loop.until(lambda: loop.health.mode is Mode.EVENTS)
    loop.pass_time(10)
    return loop


def test_w20_what_lies_there_at_the_start_is_due_at_once(loop: Loop, root: Path) -> None:
    (root / "before.pdf").touch()
    assert loop.pass_time(0) == [Look(str(root), WHOLE)]
    assert loop.health.last_rescan == 0
    assert [found.path for found in walk(root)] == ["before.pdf"]


@linux
def test_w01_polling_until_an_event_proves_itself(loop: Loop, root: Path) -> None:
    loop.pass_time(0)
    assert loop.health.mode is Mode.POLLING
    loop.until(lambda: loop.health.mode is Mode.EVENTS)
    assert list(root.iterdir()) == []


@linux
def test_w16_reading_and_looking_cause_no_further_looks(live: Loop, root: Path) -> None:
    (root / "教育局").mkdir()
    (root / "教育局" / "a.pdf").write_bytes(b"x")
    live.until(lambda: Look(str(root), "教育局") in live.looks, 1)
    heard = live.health.last_event
    (root / "教育局" / "a.pdf").read_bytes()
    list(walk(root))
    (root / "marker").touch()
    live.until(lambda: live.health.last_event != heard)
    assert live.pass_time(3) == [Look(str(root), "marker")]


@linux
def test_w10_a_file_in_a_folder_makes_one_look_at_that_folder(live: Loop, root: Path) -> None:
    (root / "教育局").mkdir()
    live.until(lambda: Look(str(root), "教育局") in live.looks, 1)
    del live.looks[:]
    for number in range(12):
        (root / "教育局" / "a.pdf").write_bytes(b"x" * number)
    live.until(lambda: bool(live.looks), 1)
    live.pass_time(5)
    assert live.looks[0] == Look(str(root), "教育局")
    assert len(live.looks) <= 2


@linux
def test_w13_a_tree_moved_in_is_looked_at_as_a_whole(
    live: Loop, root: Path, tmp_path: Path
) -> None:
    deep = tmp_path / "tree" / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "x.pdf").touch()
    (tmp_path / "tree").rename(root / "tree")
    live.until(lambda: Look(str(root), "tree") in live.looks, 1)
    assert [found.path for found in walk(root, "tree")] == ["tree/a/b/x.pdf"]


@linux
def test_w12_a_save_by_rename_leads_to_the_folder(live: Loop, root: Path) -> None:
    (root / "u").mkdir()
    live.until(lambda: Look(str(root), "u") in live.looks, 1)
    del live.looks[:]
    (root / "u" / "~WRD0001.tmp").write_bytes(b"new")
    (root / "u" / "~WRD0001.tmp").replace(root / "u" / "总结.docx")
    live.until(lambda: Look(str(root), "u") in live.looks, 1)


@linux
def test_w04_dead_threads_are_replaced_and_everything_is_looked_at(live: Loop, root: Path) -> None:
    observer = live.watcher._roots[str(root)]._observer
    assert observer is not None
    (emitter,) = observer.emitters
    emitter.stop()
    emitter.join(LIMIT)
    assert Look(str(root), WHOLE) in live.pass_time(60)
    assert (live.health.repairs, live.health.online) == (1, True)
    live.until(lambda: live.health.mode is Mode.EVENTS)


@linux
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_w04_an_exception_in_the_callers_hook_is_survived(root: Path) -> None:
    def broken() -> None:
        raise RuntimeError

    with Watcher([root], broken, Options(check_every=0)) as watcher:
        loop = Loop(watcher)
        loop.pass_time(0)
        loop.until(lambda: loop.health.repairs > 0, 1)
        assert loop.health.online


@linux
def test_w05_a_root_that_goes_and_returns(live: Loop, root: Path, tmp_path: Path) -> None:
    root.rename(tmp_path / "away")
    assert live.pass_time(600) == []
    assert (live.health.online, live.health.mode) == (False, Mode.POLLING)
    assert live.health.error
    (tmp_path / "away" / "meanwhile.pdf").touch()
    (tmp_path / "away").rename(root)
    assert live.pass_time(10) == [Look(str(root), WHOLE)]
    assert (live.health.online, live.health.error) == (True, "")
    live.until(lambda: live.health.mode is Mode.EVENTS)


def test_w05_a_root_deleted_and_made_again_is_another_one(live: Loop, root: Path) -> None:
    shutil.rmtree(root)
    root.mkdir()
    live.until(lambda: Look(str(root), WHOLE) in live.pass_time(10))


def test_w05_a_root_missing_at_the_start_is_offline_until_it_comes(tmp_path: Path) -> None:
    with Watcher([tmp_path / "later"], options=Options(check_every=1)) as watcher:
        loop = Loop(watcher)
        assert loop.pass_time(0) == []
        assert not loop.health.online
        (tmp_path / "later").mkdir()
        assert loop.pass_time(1) == [Look(str(tmp_path / "later"), WHOLE)]


def test_w05_the_callers_own_finding_counts(live: Loop, root: Path) -> None:
    live.watcher.unavailable(str(root), RootUnavailable("x", detail="stale handle"))
    assert (live.health.online, live.health.error) == (False, "stale handle")
    assert live.pass_time(10) == [Look(str(root), WHOLE)]


def test_w02_roots_are_independent(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with Watcher([tmp_path / "a", tmp_path / "b"]) as watcher:
        assert watcher.due(0) == [Look(str(tmp_path / "a"), WHOLE)]
        assert [health.online for health in watcher.health()] == [True, False]


@linux
def test_w03_a_real_overflow_is_counted_and_everything_is_looked_at(live: Loop, root: Path) -> None:
    """More events than the kernel's queue holds, while its reader is kept from reading."""
    limit = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text("ascii"))
    if limit > 20_000:
        pytest.skip("the kernel's queue is too long to fill quickly")
    observer = live.watcher._roots[str(root)]._observer
    reader = observer._inotify_fd  # type: ignore[union-attr]
    with reader._lock:
        for number in range(limit // 2 + 600):
            os.close(os.open(root / str(number), os.O_CREAT | os.O_WRONLY))
    live.until(lambda: live.health.lost > 0)
    assert Look(str(root), WHOLE) in live.looks
    assert sum(1 for _ in walk(root)) == limit // 2 + 600


def test_w03_watchdogs_warning_is_heard(live: Loop, root: Path) -> None:
    logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed; lost")
    assert live.pass_time(0.5) == [Look(str(root), WHOLE)]
    assert live.health.lost == 1


def test_a_wait_can_be_ended(loop: Loop) -> None:
    loop.watcher.wake()
    assert loop.watcher.wait(LIMIT)


def test_a_look_for_a_waiting_document_comes_when_asked_for(live: Loop, root: Path) -> None:
    live.watcher.again(str(root), "u/a.pdf", live.now + 4)
    assert live.pass_time(3) == []
    assert live.pass_time(1) == [Look(str(root), "u/a.pdf")]
