"""A command line to call, in a folder of its own."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dossier.cli.main import main


@dataclass
class Result:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``dossier`` with these words in this process."""
    monkeypatch.setenv("DOSSIER_LANG", "en")
    monkeypatch.setenv("DOSSIER_USER", "tester")

    def call(*words: object) -> Result:
        try:
            code = main([str(word) for word in words])
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


@pytest.fixture
def archive(run: Run, tmp_path: Path) -> Path:
    """A new archive on the tutorial edition."""
    root = tmp_path / "档案"
    assert run("init", root, "--edition", "tutorial", "--profile", "plain").code == 0
    return root


@pytest.fixture
def drop(archive: Path) -> Callable[[str, bytes], Path]:
    """Put a file into the inbox, as if it had lain there for an hour."""

    def put(path: str, content: bytes) -> Path:
        target = archive / "inbox" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        hour_ago = time.time() - 3600
        os.utime(target, (hour_ago, hour_ago))
        return target

    return put
