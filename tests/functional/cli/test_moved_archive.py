"""An archive moved whole to another place goes on where it was (R10)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.functional.cli.conftest import Run

Drop = Callable[[str, bytes], Path]


def test_r10_a_moved_archive_knows_its_inbox_again(
    run: Run, archive: Path, drop: Drop, tmp_path: Path
) -> None:
    drop("文明办/甲.txt", "志愿服务第一份".encode())
    run("-C", archive, "intake")
    words = ("bundle", "--partial", "--reason", "初审", "--as-of", "2026-11-22", "--json")
    before = run("-C", archive, *words).json["bundle_id"]
    moved = tmp_path / "别处"
    shutil.copytree(archive, moved)
    again = run("-C", moved, "intake", "--json").json
    assert (again["seen"], again["unchanged"]) == (0, 1)
    assert run("-C", moved, "audit", "--json").json["verdict"] == "sound"
    assert run("-C", moved, *words).json["bundle_id"] == before
