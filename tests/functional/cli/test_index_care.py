"""The index is disposable: broken or gone, it is made again by itself, and custody goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.cli.conftest import Run

Drop = Callable[[str, bytes], Path]


def garble(index: Path) -> None:
    for path in index.iterdir():
        if path.is_file():
            path.write_bytes(b"not an index")


def remove(index: Path) -> None:
    shutil.rmtree(index)


@pytest.mark.parametrize("harm", [garble, remove])
def test_s06_s10_a_broken_index_hinders_nobody(
    run: Run, archive: Path, drop: Drop, harm: Callable[[Path], None]
) -> None:
    drop("文明办/甲.txt", "志愿服务第一份".encode())
    run("-C", archive, "intake")
    harm(archive / "index")
    drop("文明办/乙.txt", "志愿服务第二份".encode())
    assert run("-C", archive, "intake", "--json").json["archived"] == 1
    harm(archive / "index")
    found = run("-C", archive, "search", "志愿服务", "--json")
    assert (found.code, found.json["total"]) == (0, 2)
