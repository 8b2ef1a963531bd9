"""Bundles beside the plain tools: copying and checksumming the same files. Ratios are printed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.bundle.writer import FolderWriter, ZipWriter
from dossier.model.records import Record
from tests.tools.bundles import AGENT, fixity, planned, record, tags

FILES = 600
FILE_BYTES = 170_000

pytestmark = pytest.mark.bench


def timed(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def best(make: Callable[[int], Callable[[], object]]) -> float:
    return min(timed(make(turn)) for turn in range(3))


def filled(store: Path) -> list[Record]:
    store.mkdir()
    rows = []
    for number in range(1, FILES + 1):
        data = number.to_bytes(4, "big") * (FILE_BYTES // 4)
        (store / fixity(data).hex).write_bytes(data)
        rows.append(record(number, f"图{number}.jpg", data, ("Ⅲ-2-1-①", "photo"), form="jpeg"))
    return rows


def test_g11_bundle_beside_cp_and_sha256sum(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    rows = filled(store)
    plan = planned(rows)
    lists = tags(plan, rows)

    def content(digest: str):  # type: ignore[no-untyped-def]
        return (store / digest.partition(":")[2]).open("rb")

    def copy(turn: int) -> Callable[[], object]:
        return lambda: subprocess.run(
            ["cp", "-r", str(store), str(tmp_path / f"cp{turn}")], check=True
        )

    def copy_and_sum(turn: int) -> Callable[[], object]:
        target = tmp_path / f"sum{turn}"
        command = f"cp -r '{store}' '{target}' && cd '{target}' && sha256sum * > ../sums"
        return lambda: subprocess.run(["sh", "-c", command], check=True)

    def write(form: type[FolderWriter | ZipWriter]) -> Callable[[int], Callable[[], object]]:
        def make(turn: int) -> Callable[[], object]:
            target = tmp_path / f"{form.__name__}{turn}"
            return lambda: form(target, AGENT).write(plan, lists, content)

        return make

    took = {
        "cp": best(copy),
        "cp + sha256sum": best(copy_and_sum),
        "folder": best(write(FolderWriter)),
        "zip": best(write(ZipWriter)),
        "lists": best(lambda _turn: lambda: tags(plan, rows)),
    }
    lines = [f"{FILES} files, {FILES * FILE_BYTES / 1e6:.0f} MB, best of 3"]
    lines += [f"  {key:15} {took[key]:6.3f} s  {took[key] / took['cp']:5.2f} x cp" for key in took]
    ratio = took["folder"] / took["cp + sha256sum"]
    lines.append(f"  folder / (cp + sha256sum) = {ratio:.2f}")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert len(list(tmp_path.glob("ZipWriter0/*.zip"))) == 1
    shutil.rmtree(tmp_path)
