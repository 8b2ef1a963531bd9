"""What every bundle writer keeps: the same promises for folder, ZIP and memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from dossier.bundle.progress import STEPS, BuildCancelledError
from dossier.bundle.writer import BundleWriter, FolderWriter, MemoryWriter, ZipWriter
from dossier.errors import BundleError
from tests.tools.bundles import AGENT, CONTENT, fixity, planned, shelf, tags


@dataclass
class House:
    writer: BundleWriter
    named: Callable[[], list[str]]


@pytest.fixture(params=["folder", "zip", "memory"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> House:
    def on_disk() -> list[str]:
        return sorted(path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock"))

    if request.param == "folder":
        return House(FolderWriter(tmp_path, AGENT), on_disk)
    if request.param == "zip":
        return House(ZipWriter(tmp_path, AGENT), on_disk)
    memory = MemoryWriter(AGENT)
    return House(memory, lambda: sorted(memory.bundles))


def test_a_plan_becomes_a_verified_bundle(house: House) -> None:
    plan = planned()
    result = house.writer.write(plan, tags(plan), shelf().open)
    assert result.verified
    assert (result.files, result.records, result.requirements) == (4, 4, 2)
    assert result.bytes == sum(map(len, CONTENT.values()))
    assert result.bundle_id == plan.bundle_id
    assert [name.removesuffix(".zip") for name in house.named()] == [plan.name]


def test_a_partial_bundle_says_what_it_lacks(house: House) -> None:
    plan = planned(missing=[fixity(CONTENT[3]).digest], partial=True, reason="初审")
    result = house.writer.write(plan, tags(plan), shelf().open)
    assert result.partial
    assert [item.code for item in result.omissions] == ["2017-000003"]
    assert result.omissions == plan.omissions


def test_an_empty_partial_bundle_is_still_a_bundle(house: House) -> None:
    plan = planned([], partial=True, reason="空")
    assert house.writer.write(plan, tags(plan, []), shelf().open).verified


def test_the_same_bundle_again_is_verified_and_not_written(house: House) -> None:
    plan = planned()
    first = house.writer.write(plan, tags(plan), shelf().open)
    again = house.writer.write(plan, tags(plan), shelf([]).open)
    assert again.existed
    assert not first.existed
    assert again.verified


def test_a_different_bundle_under_the_name_is_never_overwritten(house: House) -> None:
    plan = planned()
    house.writer.write(plan, tags(plan), shelf().open)
    with pytest.raises(BundleError) as caught:
        house.writer.write(plan, {**tags(plan), "index.html": b"other"}, shelf().open)
    assert caught.value.hint
    assert house.writer.write(plan, tags(plan), shelf().open).existed


def test_b01_missing_content_stops_the_build(house: House) -> None:
    plan = planned()
    with pytest.raises(BundleError, match="2017-000004"):
        house.writer.write(plan, tags(plan), shelf([CONTENT[1], CONTENT[2], CONTENT[3]]).open)
    assert house.named() == []


@pytest.mark.parametrize("bad", [b"picture twO", b"picture", b"", b"picture two and more"])
def test_b01_damaged_content_stops_the_build(house: House, bad: bytes) -> None:
    plan = planned()
    held = shelf()
    held.held[fixity(CONTENT[4]).digest] = bad
    with pytest.raises(BundleError, match="2017-000004"):
        house.writer.write(plan, tags(plan), held.open)
    assert house.named() == []


def test_b07_a_plan_with_a_blocking_problem_is_not_begun(house: House) -> None:
    plan = planned(missing=[fixity(CONTENT[1]).digest])
    seen: list[str] = []
    with pytest.raises(BundleError):
        house.writer.write(plan, tags(plan), shelf().open, lambda step, _d, _t: seen.append(step))
    assert seen == []


@pytest.mark.parametrize("step", STEPS)
def test_b06_cancelled_at_any_step_leaves_nothing(house: House, step: str) -> None:
    def stop(at: str, _done: int, _total: int) -> None:
        if at == step:
            raise BuildCancelledError

    plan = planned()
    with pytest.raises(BuildCancelledError):
        house.writer.write(plan, tags(plan), shelf().open, stop)
    assert house.named() == []
    assert house.writer.write(plan, tags(plan), shelf().open).verified


def test_b08_content_is_read_once_and_the_bundle_read_back_once(house: House) -> None:
    plan, opened, steps = planned(), list[str](), list[str]()
    held = shelf()

    def counting(digest: str):  # type: ignore[no-untyped-def]
        opened.append(digest)
        return held.open(digest)

    house.writer.write(plan, tags(plan), counting, lambda step, _d, _t: steps.append(step))
    assert sorted(opened) == sorted(item.fixity.digest for item in plan.files)
    assert [step for step in STEPS if step in steps] == list(STEPS)
    beside = len(tags(plan)) + 3
    assert steps.count("verify") == len(plan.files) + beside
