from __future__ import annotations

from dossier.rules.stability import StabilityTracker, Wait, old_enough, standing_once

SECOND = 10**9


def test_ready_after_two_equal_looks_settle_apart() -> None:
    tracker = StabilityTracker(settle=2)
    assert tracker.observe("a", 5, 1, 100).wait is Wait.SETTLING
    assert tracker.observe("a", 5, 1, 101.9).look_at == 102
    assert tracker.observe("a", 5, 1, 102).ready


def test_change_of_size_or_time_starts_anew() -> None:
    tracker = StabilityTracker(settle=2)
    tracker.observe("a", 5, 1, 0)
    assert not tracker.observe("a", 6, 1, 2).ready
    assert not tracker.observe("a", 6, 2, 4).ready
    assert tracker.observe("a", 6, 2, 6).ready


def test_w06_a_pausing_writer_is_held_until_its_end_is_there() -> None:
    tracker = StabilityTracker(settle=2, patience=600)
    for page in range(5):
        start = page * 12.0
        assert not tracker.observe("scan.pdf", 1000 * (page + 1), page, start).ready
        look = tracker.observe("scan.pdf", 1000 * (page + 1), page, start + 2)
        assert look.ready
        assert tracker.hold("scan.pdf", Wait.UNFINISHED, start + 2).wait is Wait.UNFINISHED
    assert not tracker.observe("scan.pdf", 6000, 9, 60).ready
    assert tracker.observe("scan.pdf", 6000, 9, 62).ready


def test_back_off_doubles_and_is_bounded() -> None:
    tracker = StabilityTracker(settle=2, patience=1e9, longest_pause=300)
    tracker.observe("a", 5, 1, 0)
    now, pauses = 2.0, []
    for _ in range(11):
        look_at = tracker.hold("a", Wait.UNREADABLE, now).look_at
        pauses.append(look_at - now)
        now = look_at
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_a_held_document_is_not_offered_before_its_pause_is_over() -> None:
    tracker = StabilityTracker(settle=2)
    tracker.observe("a", 5, 1, 0)
    tracker.hold("a", Wait.UNFINISHED, 2)
    assert tracker.observe("a", 5, 1, 2.5).wait is Wait.UNFINISHED
    assert tracker.observe("a", 5, 1, 3).ready


def test_truncated_for_longer_than_patience_is_offered_anyway() -> None:
    tracker = StabilityTracker(settle=2, patience=600)
    tracker.observe("a", 5, 1, 0)
    now = 2.0
    while not (standing := tracker.hold("a", Wait.UNFINISHED, now)).ready:
        now = standing.look_at
    assert (now, standing.patience_over) == (600, True)


def test_w07_w08_unreadable_waits_however_long_it_lasts() -> None:
    tracker = StabilityTracker(settle=2, patience=600)
    tracker.observe("a", 5, 1, 0)
    assert tracker.hold("a", Wait.UNREADABLE, 10_000).wait is Wait.UNREADABLE


def test_w10_looks_while_waiting_do_not_queue_again() -> None:
    tracker = StabilityTracker(settle=2)
    looks = [tracker.observe("a", 5, 1, tick / 10).look_at for tick in range(12)]
    assert set(looks) == {2}
    assert list(tracker.waiting()) == ["a"]


def test_forgetting_what_vanished_keeps_what_was_not_scanned() -> None:
    tracker = StabilityTracker()
    for path in ("u/a", "u/b", "v/a", "uu/a"):
        tracker.observe(path, 1, 1, 0)
    assert tracker.forget_vanished({"u/b"}, "u") == ("u/a",)
    assert list(tracker.waiting()) == ["u/b", "uu/a", "v/a"]
    tracker.forget("u/b")
    assert tracker.forget_vanished(set()) == ("v/a", "uu/a")
    assert tracker.next_look() is None


def test_next_look_is_the_earliest() -> None:
    tracker = StabilityTracker(settle=2)
    tracker.observe("a", 1, 1, 5)
    tracker.observe("b", 1, 1, 3)
    assert tracker.next_look() == 5


def test_single_pass_goes_by_age() -> None:
    now = 1_000_000 * SECOND
    assert not standing_once(now - SECOND, now).ready
    assert standing_once(now - 2 * SECOND, now).ready
    held = standing_once(now - 5 * SECOND, now, Wait.UNFINISHED)
    assert held.wait is Wait.UNFINISHED
    old = standing_once(now - 600 * SECOND, now, Wait.UNFINISHED)
    assert (old.ready, old.patience_over) == (True, True)
    assert standing_once(0, now, Wait.UNREADABLE).wait is Wait.UNREADABLE


def test_a_clock_ahead_waits_but_an_absurd_one_does_not() -> None:
    now = 1_000_000 * SECOND
    assert not old_enough(now + 60 * SECOND, now)
    assert old_enough(now + 400 * 86_400 * SECOND, now)
