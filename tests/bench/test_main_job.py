"""The main job beside its peers: CPU from settled to searchable, start-up, one record more.

CPU is this process's and its children's. Figures are printed, never asserted.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import pytest

from dossier.cli.main import main
from dossier.model.records import RecordFilter
from dossier.settings import load_settings
from dossier.workflow.find import Selection, search
from dossier.workflow.take_in import take_in
from dossier.workflow.workspace import Workspace, open_workspace
from tests.bench.test_reading import (
    by_pypdf,
    by_python_docx,
    cpu_seconds,
    docx_of_three_pages,
    pdf_of_three_pages,
    written,
)

pytestmark = pytest.mark.bench
Make = Callable[..., bytes]
PHRASES = (
    "志愿服务", "未成年人", "文明创建", "工作方案", "责任单位",
    "社区居民", "宣传教育", "公益广告", "道德模范", "交通秩序",
    "环境整治", "检查考核", "活动现场", "统计数据", "工作机制",
    "长效管理", "诚信建设", "法治宣传", "家庭文明", "节日活动",
)  # fmt: skip


@contextmanager
def opened(root: Path) -> Iterator[Workspace]:
    clock = lambda: dt.datetime.now().astimezone()  # noqa: E731
    with open_workspace(load_settings(root), clock=clock, actor="person:bench") as workspace:
        yield workspace


def archive(folder: Path) -> Path:
    root = folder / "档案"
    assert main(["init", str(root), "--edition", "tutorial", "--profile", "plain", "-q"]) == 0
    return root


def settle(inbox: Path) -> None:
    for path in inbox.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def take(root: Path) -> None:
    with opened(root) as workspace:
        take_in(workspace, (), lambda _done, _total: None, lambda _seconds: None)


def spent(work: Callable[[], None]) -> float:
    begun = cpu_seconds()
    work()
    return cpu_seconds() - begun


@pytest.mark.parametrize(
    ("suffix", "make_one", "peer", "goal"),
    [
        (".pdf", pdf_of_three_pages, by_pypdf, 0.40),
        (".docx", docx_of_three_pages, by_python_docx, 1.3),
    ],
)
def test_settled_to_searchable(
    tmp_path: Path, suffix: str, make_one: Make, peer: Callable[[Sequence[Path]], None], goal: float
) -> None:
    root = archive(tmp_path)
    unit = root / "inbox" / "文明办"
    unit.mkdir(parents=True)
    files = written(unit, suffix, make_one, 200)
    settle(root / "inbox")
    peer(files[:2])
    theirs = spent(lambda: peer(files))
    ours = spent(lambda: take(root))
    with opened(root) as workspace:
        assert workspace.archive.catalogue.count(RecordFilter()) == len(files)
    each = 1000 / len(files)
    print(
        f"\nsettled to searchable {suffix}: {ours * each:.1f} ms CPU a file, peer "
        f"{theirs * each:.1f}, ratio {ours / theirs:.2f} (goal {goal})"
    )


def test_version_beside_bare_python() -> None:
    def wall(command: Sequence[str]) -> float:
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - begun

    door = Path(sys.executable).with_name("dossier")
    ratios = [
        wall([str(door), "--version"]) / wall([sys.executable, "-c", "pass"]) for _ in range(15)
    ]
    print(f"\ndossier --version: {median(ratios):.2f} x python -c pass (goal 3)")


def paper(number: int) -> str:
    words = [PHRASES[(number * 7 + step * step) % len(PHRASES)] for step in range(60)]
    return f"第{number}号材料，" + "，".join(words) + "。"


def add_and_find(root: Path, number: int) -> float:
    (root / "inbox" / "文明办" / f"新{number}.txt").write_text(
        paper(number) + f"记号{number}", "utf-8"
    )
    settle(root / "inbox")
    with opened(root) as workspace:
        begun = time.perf_counter()
        take_in(
            workspace,
            (root / "inbox" / "文明办" / f"新{number}.txt",),
            lambda _d, _t: None,
            lambda _s: None,
        )
        assert search(workspace, f"记号{number}", Selection()).total == 1
        return time.perf_counter() - begun


def test_one_more_record(tmp_path: Path) -> None:
    times = {}
    for size in (100, int(os.environ.get("DOSSIER_BENCH_RECORDS", "10000"))):
        root = archive(tmp_path / str(size))
        unit = root / "inbox" / "文明办"
        unit.mkdir(parents=True)
        for number in range(size):
            (unit / f"{number}.txt").write_text(paper(number), "utf-8")
        settle(root / "inbox")
        take(root)
        times[size] = median(add_and_find(root, size + step) for step in range(9))
    small, large = times.values()
    print(
        f"\none more record: {small * 1000:.0f} ms at 100, {large * 1000:.0f} ms at {max(times)},"
        f" ratio {large / small:.2f} (goal 2)"
    )
