"""B06: killed while converting, binding or copying; the next run starts clean and finishes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dossier.bundle.verify import verify_bundle
from dossier.cli.main import main

ROOT = Path(__file__).resolve().parents[3]
KILLED = """
import datetime as dt, os, sys
from pathlib import Path
from dossier.settings import load_settings
from dossier.workflow.bundle_order import Order
from dossier.workflow.compile import compile_bundle
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


@pytest.mark.parametrize("at", [0.5, 1.5, 2.5, 4.0, 6.0])
@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signal here")
def test_b06_killed_from_outside_at_many_moments(archive: Path, at: float) -> None:
    """Wherever the moment falls: starting, converting, binding, copying, reading back."""
    command = [sys.executable, "-m", "dossier", "-C", str(archive), *ORDER, "--book", "requirement"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as build:
        try:
            build.wait(at)
        except subprocess.TimeoutExpired:
            build.kill()
    bundles = archive / "bundles"
    for path in bundles.glob("[!.]*.zip"):
        assert verify_bundle(path).verified, "what has a name is whole"
    assert main(["-C", str(archive), *ORDER, "--book", "requirement"]) == 0
    [made] = bundles.glob("[!.]*.zip")
    assert verify_bundle(made).verified
    assert not list(bundles.glob(".building-*"))
    assert list((archive / "derived" / "made" / "work").iterdir()) == []
