"""B06: killed at any labelled step, nothing with the final name exists unless it is whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dossier.bundle.progress import STEPS
from dossier.bundle.verify import verify_bundle
from dossier.bundle.writer import FolderWriter, ZipWriter
from dossier.errors import BundleError, BusyError
from tests.tools.bundles import AGENT, planned, shelf, tags

ROOT = Path(__file__).resolve().parents[3]
KILLED = """
import os, signal, sys
from pathlib import Path
from dossier.bundle.writer import FolderWriter, ZipWriter
from tests.tools.bundles import AGENT, planned, shelf, tags

writer = {"folder": FolderWriter, "zip": ZipWriter}[sys.argv[1]](Path(sys.argv[2]), AGENT)
left = {"n": int(sys.argv[4])}

def die(step, done, total):
    if step == sys.argv[3]:
        left["n"] -= 1
        if left["n"] == 0:
            os._exit(9)

plan = planned()
writer.write(plan, tags(plan), shelf().open, die)
"""
MOMENTS = [(step, 1) for step in STEPS] + [("copy", 3), ("verify", 6)]


@pytest.mark.parametrize("form", ["folder", "zip"])
@pytest.mark.parametrize(("step", "times"), MOMENTS)
def test_b06_r09_killed_then_built_again(tmp_path: Path, form: str, step: str, times: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, form, str(tmp_path), step, str(times)],
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 9, "the build was to die at this step"
    plan = planned()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(plan.name)]
    writer = FolderWriter(tmp_path, AGENT) if form == "folder" else ZipWriter(tmp_path, AGENT)
    result = writer.write(plan, tags(plan), shelf().open)
    assert verify_bundle(Path(result.path)).verified
    assert not list(tmp_path.glob(".building-*")), "what the crash left is swept"


def test_two_builders_in_one_folder(tmp_path: Path) -> None:
    plan = planned()
    inner: list[type[BaseException]] = []

    def second(step: str, _done: int, _total: int) -> None:
        if step == "lists":
            with pytest.raises(BusyError) as caught:
                ZipWriter(tmp_path, AGENT).write(plan, tags(plan), shelf().open)
            inner.append(caught.type)

    assert FolderWriter(tmp_path, AGENT).write(plan, tags(plan), shelf().open, second).verified
    assert inner == [BusyError]


def test_damage_on_the_way_to_disk_is_found_by_reading_back(tmp_path: Path) -> None:
    def hurt(step: str, _done: int, _total: int) -> None:
        if step == "lists":
            path = next(tmp_path.rglob("*.pdf"))
            path.write_bytes(path.read_bytes()[:-1] + b"?")

    plan = planned()
    with pytest.raises(BundleError):
        FolderWriter(tmp_path, AGENT).write(plan, tags(plan), shelf().open, hurt)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(plan.name)]


def test_a_target_that_is_a_file(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("x")
    plan = planned()
    with pytest.raises(BundleError) as caught:
        ZipWriter(target, AGENT).write(plan, tags(plan), shelf().open)
    assert caught.value.hint
