"""G10: one look at an inbox beside a bare scandir and stat of the same tree."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.intake.walk import walk

FOLDERS, FILES = 200, 100


def bare(root: str) -> int:
    count, todo = 0, [root]
    while todo:
        with os.scandir(todo.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    todo.append(entry.path)
                else:
                    entry.stat(follow_symlinks=False)
                    count += 1
    return count


def best(work: Callable[[], int], rounds: int = 5) -> float:
    times = []
    for _ in range(rounds):
        start = time.process_time()
        assert work() == FOLDERS * FILES
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.bench
def test_g10_walk_beside_scandir_and_stat(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in range(FOLDERS):
        (tmp_path / f"单位{folder}").mkdir()
        for file in range(FILES):
            (tmp_path / f"单位{folder}" / f"佐证材料{file}.pdf").touch()
    peer = best(lambda: bare(str(tmp_path)))
    ours = best(lambda: sum(1 for _ in walk(tmp_path)))
    with capsys.disabled():
        print(f"\nwalk: {ours / peer:.2f} x scandir+stat ({FOLDERS * FILES} files)")
