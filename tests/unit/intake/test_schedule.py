from __future__ import annotations

import pytest

from dossier.intake.schedule import WHOLE, Look, RescanSchedule


@pytest.fixture
def schedule() -> RescanSchedule:
    plan = RescanSchedule(settle=2)
    plan.add("/in", 300, 0)
    plan.due(0)
    return plan


def test_w20_everything_is_looked_at_at_the_start() -> None:
    plan = RescanSchedule()
    plan.add("/b", 300, 7)
    plan.add("/a", 300, 7)
    assert plan.due(7) == [Look("/a", WHOLE), Look("/b", WHOLE)]
    assert plan.due(8) == []


def test_w10_twelve_hints_make_one_look_after_settling(schedule: RescanSchedule) -> None:
    for tick in range(12):
        schedule.hint("/in", "教育局", 10 + tick / 10)
    assert schedule.due(11.9) == []
    assert schedule.due(12) == [Look("/in", "教育局")]
    assert schedule.due(13) == []


def test_a_steady_writer_cannot_put_the_look_off(schedule: RescanSchedule) -> None:
    looks = 0
    for second in range(10, 30):
        schedule.hint("/in", "教育局", second)
        looks += len(schedule.due(second))
    assert looks >= 6


def test_everything_again_when_the_interval_is_over(schedule: RescanSchedule) -> None:
    assert schedule.next_at() == 300
    assert schedule.due(299) == []
    assert schedule.due(300) == [Look("/in", WHOLE)]
    assert schedule.next_at() == 600


def test_w03_trouble_means_everything_at_once_and_swallows_hints(schedule: RescanSchedule) -> None:
    schedule.hint("/in", "教育局", 8)
    schedule.trouble("/in", 10)
    assert schedule.due(10) == [Look("/in", WHOLE)]
    assert schedule.due(11) == []


def test_a_look_planned_for_later_survives_a_look_at_everything(schedule: RescanSchedule) -> None:
    schedule.again("/in", "教育局", 50)
    schedule.trouble("/in", 10)
    schedule.due(10)
    assert schedule.due(50) == [Look("/in", "教育局")]


def test_w05_nothing_is_due_of_a_root_that_is_away(schedule: RescanSchedule) -> None:
    schedule.hint("/in", "教育局", 10)
    schedule.offline("/in")
    assert schedule.due(1000) == []
    assert schedule.next_at() is None
    schedule.online("/in", 1001)
    assert schedule.due(1001) == [Look("/in", WHOLE)]


def test_w13_folders_inside_a_due_folder_are_not_looked_at_twice(schedule: RescanSchedule) -> None:
    for subtree in ("a/b/c", "a/b", "a/bc", "a/b/d/e"):
        schedule.hint("/in", subtree, 10)
    assert schedule.due(12) == [Look("/in", "a/b"), Look("/in", "a/bc")]


def test_very_many_folders_become_one_look_at_everything(schedule: RescanSchedule) -> None:
    for number in range(501):
        schedule.hint("/in", f"u{number}", 10)
    assert schedule.due(12) == [Look("/in", WHOLE)]


def test_w01_a_faster_pace_holds_at_once(schedule: RescanSchedule) -> None:
    schedule.pace("/in", 10, 5)
    assert schedule.due(15) == [Look("/in", WHOLE)]
    assert schedule.next_at() == 25
