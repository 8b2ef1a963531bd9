from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.bundle.writer import FolderWriter, ZipWriter
from tests.tools.bundles import AGENT, planned, shelf, tags


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound bundle as a folder."""
    plan = planned()
    return Path(FolderWriter(tmp_path, AGENT).write(plan, tags(plan), shelf().open).path)


@pytest.fixture
def zipped(tmp_path: Path) -> Path:
    """The same as a ZIP."""
    plan = planned()
    return Path(ZipWriter(tmp_path, AGENT).write(plan, tags(plan), shelf().open).path)


@pytest.fixture
def rezipped(folder: Path, tmp_path: Path) -> Callable[[], Path]:
    """Packs the folder, as a test has left it, with a stranger's settings."""

    def pack() -> Path:
        base = tmp_path / "stranger"
        return Path(shutil.make_archive(str(base), "zip", folder.parent, folder.name))

    return pack


def names_of(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()
