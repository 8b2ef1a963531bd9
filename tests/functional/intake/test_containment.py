from __future__ import annotations

import os
from pathlib import Path

import pytest

from dossier.errors import UnsafeArrangement
from dossier.intake.containment import require_safe


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for folder in ("store", "ledger", "inbox"):
        (tmp_path / "卷宗" / folder).mkdir(parents=True)
    return tmp_path / "卷宗"


def test_the_default_inbox_and_folders_elsewhere_are_fine(archive: Path, tmp_path: Path) -> None:
    require_safe(archive, [archive / "inbox", tmp_path / "share", tmp_path / "not-yet"])
    require_safe(archive, [])


@pytest.mark.parametrize(
    "inbox",
    ["store", "store/sha256", "ledger", "bundles", "index", "derived", ".", "..", "inbox/../store"],
)
def test_an_inbox_in_or_around_the_archives_own_folders_is_refused(
    archive: Path, inbox: str
) -> None:
    with pytest.raises(UnsafeArrangement) as caught:
        require_safe(archive, [archive / inbox])
    assert caught.value.hint


def test_overlapping_inboxes_are_refused(archive: Path, tmp_path: Path) -> None:
    for pair in (("a", "a"), ("a", "a/b"), ("a/b", "a")):
        with pytest.raises(UnsafeArrangement):
            require_safe(archive, [tmp_path / name for name in pair])
    require_safe(archive, [tmp_path / "a", tmp_path / "ab"])


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_links_are_seen_through(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "innocent").symlink_to(archive / "store")
    with pytest.raises(UnsafeArrangement):
        require_safe(archive, [tmp_path / "innocent"])


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_links_in_a_circle_are_refused(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(UnsafeArrangement):
        require_safe(archive, [tmp_path / "a"])
