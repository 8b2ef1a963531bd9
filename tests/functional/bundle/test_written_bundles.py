"""Independent tools judge what we write; repeated writing gives the same bytes."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import bagit
import pytest

from dossier import __version__
from dossier.bundle.verify import verify_bundle
from dossier.bundle.writer import FolderWriter, ZipWriter
from tests.tools.bundles import AGENT, AS_OF, CONTENT, planned, record, shelf, tags

TREE = [
    "assessment.json",
    "bag-info.txt",
    "bagit.txt",
    "data/III-1-1-1 有工作方案/规范文件/01 文明办 方案.pdf",
    "data/III-1-1-1 有工作方案/说明报告/01 文明办 报告.docx",
    "data/III-2-1-1 有活动图片/实景图片/01 教育局 图1.jpg",
    "data/III-2-1-1 有活动图片/实景图片/02 教育局 图2.jpg",
    "index.html",
    "index.xlsx",
    "manifest-sha256.txt",
    "manifest.csv",
    "tagmanifest-sha256.txt",
]


def files_of(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def test_b10_the_folder_is_exactly_the_layout(folder: Path) -> None:
    assert sorted(files_of(folder)) == TREE


def test_b10_the_zip_is_the_bag_folder_and_nothing_else(zipped: Path) -> None:
    with zipfile.ZipFile(zipped) as archive:
        assert sorted(archive.namelist()) == [f"{zipped.stem}/{path}" for path in TREE]


def test_both_forms_are_the_same_tree(folder: Path, zipped: Path) -> None:
    with zipfile.ZipFile(zipped) as archive:
        unzipped = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    assert unzipped == files_of(folder)


def test_b11_bagit_validates_both_forms(folder: Path, zipped: Path, tmp_path: Path) -> None:
    bagit.Bag(str(folder)).validate()
    shutil.unpack_archive(zipped, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [zipped.stem]
    bag = bagit.Bag(str(tmp_path / "out" / zipped.stem))
    bag.validate()
    assert bag.info["Bagging-Date"] == AS_OF
    assert bag.info["Payload-Oxum"] == f"{sum(map(len, CONTENT.values()))}.4"


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not installed")
def test_b11_unzip_agrees(zipped: Path) -> None:
    done = subprocess.run(["unzip", "-t", str(zipped)], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_b11_sha256sum_agrees(folder: Path) -> None:
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = subprocess.run(
            ["sha256sum", "--strict", "-c", manifest], cwd=folder, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout


def test_r10_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        plan = planned()
        target = tmp_path / name
        folder = FolderWriter(target, AGENT).write(plan, tags(plan), shelf().open)
        packed = ZipWriter(target, AGENT).write(plan, tags(plan), shelf().open)
        found.append((files_of(Path(folder.path)), Path(packed.path).read_bytes()))
    assert found[0] == found[1]


def test_zip_entries_leave_nothing_to_chance(zipped: Path) -> None:
    with zipfile.ZipFile(zipped) as archive:
        infos = archive.infolist()
    assert {info.date_time for info in infos} == {(2017, 8, 31, 0, 0, 0)}
    assert {info.compress_type for info in infos} == {zipfile.ZIP_STORED}
    assert {(info.create_system, info.external_attr >> 16) for info in infos} == {(3, 0o100644)}
    assert all(info.flag_bits & 0x800 for info in infos if not info.filename.isascii())


def test_z04_an_overlong_name_keeps_its_full_form_in_the_manifest(tmp_path: Path) -> None:
    name = f"{'关于印发文明城市创建工作方案的通知' * 8}.pdf"
    rows = [record(1, name, CONTENT[1], ("Ⅲ-1-1-①", "policy"))]
    plan = planned(rows)
    result = FolderWriter(tmp_path, AGENT).write(plan, tags(plan, rows), shelf().open)
    assert result.verified
    assert all(len(part.encode()) <= 240 for part in plan.files[0].path.split("/"))
    assert name in (Path(result.path) / "manifest.csv").read_text("utf-8-sig")


def test_the_agent_names_the_version(folder: Path) -> None:
    assert f"Bag-Software-Agent: dossier {__version__}" in (folder / "bag-info.txt").read_text()


def test_verify_needs_no_archive_and_changes_nothing(folder: Path, zipped: Path) -> None:
    before = files_of(folder), zipped.read_bytes()
    one, two = verify_bundle(folder), verify_bundle(zipped)
    assert one.verified
    assert (one.problems, one.files, one.records) == (two.problems, two.files, two.records)
    assert (files_of(folder), zipped.read_bytes()) == before
