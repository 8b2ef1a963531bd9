"""B06: a disk that is really full, while converting, binding, listing or copying."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dossier.bundle.verify import verify_bundle
from dossier.bundle.writer import FolderWriter, ZipWriter
from dossier.cli.main import main
from dossier.errors import BundleError, NoSpace
from tests.tools.bundles import AGENT, planned, record, shelf, tags

ORDER = ["bundle", "--partial", "--reason", "r", "--as-of", "2026-06-30", "--book", "requirement"]
BUNDLE_NOT_WRITTEN = 8
Disk = Callable[[Path, str], None]


@pytest.fixture
def disk() -> Iterator[Disk]:
    """Mounts a small disk of its own over a folder, or gives the one there another size."""
    mounted: list[Path] = []
    program = shutil.which("mount") or ""

    def mount(folder: Path, size: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        options = f"remount,size={size}" if folder in mounted else f"size={size}"
        command = [program, "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        if not program or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("mounting a small disk is not allowed here")
        if folder not in mounted:
            mounted.append(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def files_of(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize("size", ["64k", "1m", "5m"])
def test_b06_full_while_converting_and_binding(
    archive: Path, disk: Disk, capsys: pytest.CaptureFixture[str], size: str
) -> None:
    made = archive / "derived" / "made"
    disk(made, size)
    code = main(["-C", str(archive), *ORDER])
    said = capsys.readouterr().err
    assert code in (0, BUNDLE_NOT_WRITTEN), said
    if code:
        assert files_of(archive / "bundles") == {}
        assert "磁盘空间不足" in said
        assert "请腾出空间" in said
    disk(made, "256m")
    assert main(["-C", str(archive), *ORDER]) == 0
    [bundle] = (path for path in (archive / "bundles").iterdir() if path.is_dir())
    assert verify_bundle(bundle).verified
    assert list((made / "work").iterdir()) == []


@pytest.mark.parametrize(("form", "size"), [("folder", 16), ("folder", 1000), ("zip", 200)])
def test_b06_full_while_writing_leaves_what_was_there(
    archive: Path,
    disk: Disk,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    form: str,
    size: int,
) -> None:
    out = tmp_path / "盘"
    disk(out, "64m")
    order = ["-C", str(archive), *ORDER, "--to", str(out), "--format", form]
    assert main([*order, "--requirement", "Ⅲ-1-1-①"]) == 0
    before = files_of(out)
    used = sum(map(len, before.values())) // 1024 + 8 * len(before)
    disk(out, f"{used + size}k")
    capsys.readouterr()
    assert main(order) == BUNDLE_NOT_WRITTEN
    assert "磁盘空间不足" in capsys.readouterr().err
    assert files_of(out) == before, "what was there is untouched, and nothing was added"
    disk(out, "64m")
    assert main(order) == 0
    bundles = [path for path in out.iterdir() if not path.name.startswith(".")]
    assert len(bundles) == 2
    assert all(verify_bundle(path).verified for path in bundles)


def test_a_full_disk_is_both_no_space_and_a_bundle_not_written(disk: Disk, tmp_path: Path) -> None:
    disk(tmp_path / "盘", "300k")
    rows = [record(1, "大.jpg", bytes(3_000_000), ("Ⅲ-2-1-①", "photo"), form="jpeg")]
    plan = planned(rows)
    writer = ZipWriter(tmp_path / "盘", AGENT)
    with pytest.raises(NoSpace) as caught:
        writer.write(plan, tags(plan, rows), shelf([bytes(3_000_000)]).open)
    assert isinstance(caught.value, BundleError)


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
