"""The direction of the arrows: import-linter's contracts of pyproject.toml, run whole."""

from __future__ import annotations

from importlinter.cli import lint_imports


def test_contracts_hold() -> None:
    assert lint_imports(no_cache=True) == 0
