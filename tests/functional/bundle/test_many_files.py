"""B12: the number of files costs no memory while lists and bundles are written."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.bundle.bag import control_files
from dossier.bundle.writer import FolderWriter
from dossier.model.records import Record
from dossier.report.tag_files import tag_files
from tests.tools.bundles import (
    AGENT,
    EDITION,
    ZH,
    assessment,
    by_id,
    planned,
    record,
    shelf,
)

BYTES_A_FILE = 3_000
"""What one more file may cost in memory while it is listed and written: its row and names."""


def rows(count: int) -> list[Record]:
    return [
        record(n, f"图{n}.jpg", b"%d" % n, ("Ⅲ-2-1-①", "photo"), form="jpeg")
        for n in range(1, count + 1)
    ]


def peak(job: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        job()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def growth(cost: Callable[[int], int]) -> float:
    small, large = 200, 1200
    return (cost(large) - cost(small)) / (large - small)


def test_b12_lists_are_written_line_by_line(tmp_path: Path) -> None:
    def cost(count: int) -> int:
        records = rows(count)
        plan = planned(records)
        return peak(
            lambda: tag_files(plan, EDITION, assessment(), by_id(records), ZH, folder=tmp_path)
        )

    cost(10)
    assert growth(cost) < BYTES_A_FILE


def test_b12_content_and_lists_are_never_held(tmp_path: Path) -> None:
    big = tmp_path / "list"
    big.write_bytes(bytes(30 * 2**20))
    records = [record(1, "大.jpg", bytes(40 * 2**20), ("Ⅲ-2-1-①", "photo"), form="jpeg")]
    plan = planned(records)
    held = shelf([bytes(40 * 2**20)])
    lists = tag_files(plan, EDITION, assessment(), by_id(records), ZH, folder=tmp_path)
    writer = FolderWriter(tmp_path / "out", AGENT)
    used = peak(lambda: writer.write(plan, {**lists, "big.bin": big}, held.open))
    assert used < 16 * 2**20


@pytest.mark.parametrize("form", ["bytes", "path"])
def test_a_list_may_lie_on_disk(tmp_path: Path, form: str) -> None:
    path = tmp_path / "list"
    path.write_bytes(b"x" * 3_000_000)
    plan = planned()
    content = path if form == "path" else path.read_bytes()
    control = control_files(plan, {"list.txt": content}, AGENT)
    tag_manifest = control["tagmanifest-sha256.txt"]
    assert isinstance(tag_manifest, bytes)
    digest = hashlib.sha256(b"x" * 3_000_000).hexdigest()
    assert f"{digest}  list.txt\n".encode() in tag_manifest
