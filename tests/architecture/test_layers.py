"""The direction of the arrows: import-linter's contracts of pyproject.toml, run whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINTER = "from importlinter.cli import lint_imports as lint; raise SystemExit(lint(no_cache=True))"


def test_contracts_hold() -> None:
    """In a process of its own: the linter switches off the loggers of whoever calls it."""
    done = subprocess.run(
        [sys.executable, "-c", LINTER], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
