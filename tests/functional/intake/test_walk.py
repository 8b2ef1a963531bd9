from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from dossier.errors import ExitCode, RootUnavailable
from dossier.intake.walk import Kind, Observed, walk
from dossier.rules.ignore import ignored_by

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX names or files")


def lay(root: Path, *paths: str) -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path, "utf-8")


def paths(root: Path, subtree: str = "") -> list[str]:
    return [found.path for found in walk(root, subtree)]


def test_everything_in_an_order_that_does_not_vary(tmp_path: Path) -> None:
    lay(tmp_path, "b/2.pdf", "b/1.pdf", "a/x/y.pdf", "z.pdf", "a/w.pdf", "b/c/d/e.pdf")
    expected = ["z.pdf", "a/w.pdf", "a/x/y.pdf", "b/1.pdf", "b/2.pdf", "b/c/d/e.pdf"]
    assert paths(tmp_path) == expected
    assert paths(tmp_path) == expected


def test_size_time_and_identity_are_those_of_the_file(tmp_path: Path) -> None:
    lay(tmp_path, "教育局/总结.docx")
    status = (tmp_path / "教育局/总结.docx").stat()
    assert list(walk(tmp_path)) == [
        Observed("教育局/总结.docx", status.st_size, status.st_mtime_ns, status.st_ino, Kind.FILE)
    ]


def test_a_subtree_is_a_folder_or_a_file(tmp_path: Path) -> None:
    lay(tmp_path, "a/b/1.pdf", "a/b/c/2.pdf", "a/3.pdf")
    assert paths(tmp_path, "a/b") == ["a/b/1.pdf", "a/b/c/2.pdf"]
    assert paths(tmp_path, "a/3.pdf") == ["a/3.pdf"]
    assert paths(tmp_path, "a/gone") == []
    assert paths(tmp_path, "a/3.pdf/gone") == []


@posix
def test_links_and_special_files_are_reported_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    lay(outside, "secret.pdf")
    root = tmp_path / "in"
    lay(root, "a.pdf")
    (root / "folder-link").symlink_to(outside)
    (root / "file-link").symlink_to(outside / "secret.pdf")
    (root / "loop").symlink_to(root)
    os.mkfifo(root / "pipe")
    found = {seen.path: seen.kind for seen in walk(root)}
    assert found == {
        "a.pdf": Kind.FILE,
        "folder-link": Kind.LINK,
        "file-link": Kind.LINK,
        "loop": Kind.LINK,
        "pipe": Kind.SPECIAL,
    }
    assert paths(root, "folder-link/secret.pdf") == []
    assert [seen.kind for seen in walk(root, "folder-link")] == [Kind.LINK]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems insist on valid names")
def test_names_that_are_no_valid_text_are_not_lost(tmp_path: Path) -> None:
    raw = "总结.docx".encode("gbk")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw)).write_bytes(b"x")
    (found,) = walk(tmp_path)
    assert os.fsencode(found.path) == raw


@posix
def test_z04_w14_names_of_255_bytes_and_long_paths(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(3):
        folder = folder / ("深" * 60)
    name = "长" * 83 + ".pdf"
    assert len(name.encode()) == 253
    lay(folder, name, "x" * 255)
    found = paths(tmp_path)
    assert len(found) == 2
    assert all(len(path) > 260 or len(path.encode()) > 260 for path in found)


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="the superuser may read everything"
)
def test_e108_a_folder_without_rights_does_not_stop_the_walk(tmp_path: Path) -> None:
    lay(tmp_path, "a/1.pdf", "b/2.pdf")
    (tmp_path / "a").chmod(0)
    try:
        found = list(walk(tmp_path))
    finally:
        (tmp_path / "a").chmod(0o700)
    assert [(seen.path, bool(seen.error)) for seen in found] == [("a", True), ("b/2.pdf", False)]


@posix
def test_e108_a_path_too_long_to_open_is_reported_and_does_not_stop_the_walk(
    tmp_path: Path,
) -> None:
    lay(tmp_path, "z/1.pdf")
    deep = "d" * 250
    start = os.open(tmp_path, os.O_RDONLY)
    here = start
    for _ in range(20):
        os.mkdir(deep, dir_fd=here)
        below = os.open(deep, os.O_RDONLY, dir_fd=here)
        if here != start:
            os.close(here)
        here = below
    os.close(here)
    os.close(start)
    found = list(walk(tmp_path))
    assert [(seen.path[:3], bool(seen.error)) for seen in found] == [
        ("ddd", True),
        ("z/1", False),
    ]


def test_w05_an_unreachable_root_is_an_error_and_not_emptiness(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for root in (tmp_path / "missing", tmp_path / "file"):
        with pytest.raises(RootUnavailable) as caught:
            list(walk(root))
        assert caught.value.exit_code is ExitCode.REFUSED
        assert caught.value.parameters["root"] == str(root)


def test_w05_a_root_that_goes_during_the_walk_is_an_error(tmp_path: Path) -> None:
    root = tmp_path / "in"
    lay(root, "0.pdf", "a/1.pdf", "b/2.pdf")
    walking = walk(root)
    assert next(walking).path == "0.pdf"
    root.rename(tmp_path / "gone")
    with pytest.raises(RootUnavailable):
        list(walking)


def test_w18_a_pruned_folder_is_one_observation(tmp_path: Path) -> None:
    lay(tmp_path, ".git/config", ".git/x/y", "a/1.pdf", "a/@eaDir/t.jpg")
    found = walk(tmp_path, prune=lambda folder: ignored_by(folder + "/") is not None)
    assert [(seen.path, seen.kind) for seen in found] == [
        (".git", Kind.FOLDER),
        ("a/1.pdf", Kind.FILE),
        ("a/@eaDir", Kind.FOLDER),
    ]


def test_w18_what_happens_in_a_pruned_folder_is_no_news(tmp_path: Path) -> None:
    lay(tmp_path, ".git/config")
    before = list(walk(tmp_path, prune=lambda _: True))
    lay(tmp_path, ".git/index", ".git/more/x")
    assert list(walk(tmp_path, prune=lambda _: True)) == before
