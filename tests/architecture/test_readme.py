"""The README cannot drift from the program."""

from __future__ import annotations

from pathlib import Path

from dossier.errors import ExitCode
from tests.tools.readme import README, filled

ROOT = Path(__file__).parents[2]


def test_tables_are_the_programs() -> None:
    text = README.read_text("utf-8")
    assert text == filled(text), "run: python -m tests.tools.readme"


def test_exit_codes_are_published() -> None:
    text = README.read_text("utf-8")
    assert all(f"| {code.value} |" in text for code in ExitCode)


def test_only_the_agreed_things_stand_at_the_top() -> None:
    agreed = {
        "dossier",
        "schema",
        "tests",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "requirements.lock",
    }
    visible = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert visible - agreed - {"dist", "build"} == set()
