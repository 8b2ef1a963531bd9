"""B06: killed while converting, binding or copying; the next run starts clean and finishes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dossier.bundle.verify import verify_bundle
from dossier.bundle.writer import FolderWriter, ZipWriter
from dossier.cli.main import main
from dossier.errors import BundleError
from tests.tools.bundles import AGENT, planned, record, shelf, tags
from tests.tools.papers import official_pdf, photo

ROOT = Path(__file__).resolve().parents[3]
KILLED = """
import datetime as dt, os, sys
from pathlib import Path
from dossier.settings import load_settings
from dossier.workflow.compile import Order, compile_bundle
from dossier.workflow.workspace import open_workspace

def die(step, done, total):
    if step == sys.argv[2]:
        os._exit(9)

clock = lambda: dt.datetime(2026, 6, 30, tzinfo=dt.UTC)
with open_workspace(load_settings(Path(sys.argv[1])), clock=clock, actor="person:t") as workspace:
    order = Order(dt.date(2026, 6, 30), partial=True, reason="r", book="requirement", zipped=True)
    compile_bundle(workspace, order, die)
"""
ORDER = ["bundle", "--partial", "--reason", "r", "--as-of", "2026-06-30", "--format", "zip"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "档案"
    assert main(["init", str(root), "--edition", "tutorial", "--profile", "online-2018"]) == 0
    hour_ago = time.time() - 3600
    for name, data in (("Ⅲ-2-1-① 规范文件 通知.pdf", official_pdf()), ("图.jpg", photo())):
        path = root / "inbox" / "文明办" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (hour_ago, hour_ago))
    assert main(["-C", str(root), "intake"]) == 0
    return root


@pytest.mark.parametrize("step", ["convert", "print", "bind", "thumbnails", "copy", "verify"])
def test_b06_killed_at_any_step_then_finished(archive: Path, step: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(archive), step], cwd=ROOT, check=False)
    assert done.returncode == 9, "the compilation was to die at this step"
    bundles = archive / "bundles"
    assert not [path for path in bundles.iterdir() if path.suffix == ".zip" and path.name[0] != "."]
    assert main(["-C", str(archive), *ORDER, "--book", "requirement"]) == 0
    [made] = bundles.glob("*.zip")
    assert verify_bundle(made).verified
    assert not list(bundles.glob(".building-*"))
    assert list((archive / "derived" / "made" / "work").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="file sizes cannot be limited there")
@pytest.mark.parametrize("form", [FolderWriter, ZipWriter])
def test_b06_a_disk_that_takes_no_more_leaves_nothing(
    tmp_path: Path, form: type[FolderWriter | ZipWriter]
) -> None:
    import resource

    data = bytes(3_000_000)
    rows = [record(1, "大.jpg", data, ("Ⅲ-2-1-①", "photo"), form="jpeg")]
    plan = planned(rows)
    lists = tags(plan, rows)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, old[1]))
    try:
        with pytest.raises(BundleError) as caught:
            form(tmp_path, AGENT).write(plan, lists, shelf([data]).open)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert caught.value.hint
    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")] == []
