"""Walk, tracker and the look at a file's ends together; time is a number."""

from __future__ import annotations

from pathlib import Path

from dossier.intake.walk import walk
from dossier.intake.wholeness import Whole, look_at_ends
from dossier.rules.stability import StabilityTracker, Wait

PAGES = [b"%PDF-1.4\n", b"1 0 obj\n" * 300, b"2 0 obj\n" * 300, b"startxref\n0\n%%EOF\n"]


def offered(root: Path, tracker: StabilityTracker, now: float) -> list[str]:
    ready = []
    for seen in walk(root):
        if not tracker.observe(seen.path, seen.size, seen.mtime_ns, now).ready:
            continue
        ends = look_at_ends(root / seen.path)
        held = ends.state is Whole.UNFINISHED
        if not held or tracker.hold(seen.path, Wait.UNFINISHED, now).ready:
            ready.append(seen.path)
            tracker.forget(seen.path)
    return ready


def test_w06_a_scanner_that_pauses_between_pages_is_offered_once_and_whole(tmp_path: Path) -> None:
    tracker = StabilityTracker(settle=2)
    file, now, results = tmp_path / "scan.pdf", 0, []
    for page in PAGES:
        with file.open("ab") as stream:
            stream.write(page)
        for _second in range(12):
            results += [(file.stat().st_size, path) for path in offered(tmp_path, tracker, now)]
            if results:
                break
            now += 1
    assert results == [(sum(map(len, PAGES)), "scan.pdf")]


def test_w06_a_copy_that_was_broken_off_is_offered_after_patience(tmp_path: Path) -> None:
    tracker = StabilityTracker(settle=2, patience=600)
    (tmp_path / "scan.pdf").write_bytes(b"".join(PAGES[:2]))
    times = [now for now in range(0, 700, 5) if offered(tmp_path, tracker, now)]
    assert times[0] == 600


def test_w17_a_waiting_file_does_not_hold_the_others(tmp_path: Path) -> None:
    tracker = StabilityTracker(settle=2)
    (tmp_path / "a.pdf").write_bytes(PAGES[0])
    (tmp_path / "b.txt").write_text("whole", "utf-8")
    assert offered(tmp_path, tracker, 0) == []
    assert offered(tmp_path, tracker, 2) == ["b.txt"]
    assert list(tracker.waiting()) == ["a.pdf"]
