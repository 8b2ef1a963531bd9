"""Damage is named exactly; hostile input never crashes, hangs or writes."""

from __future__ import annotations

import hashlib
import os
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.bundle.difference import diff_bundles
from dossier.bundle.faults import is_dangerous
from dossier.bundle.verify import verify_bundle
from dossier.bundle.writer import FolderWriter, ZipWriter
from dossier.errors import BundleError
from tests.tools.bundles import AGENT, CONTENT, RECORDS, planned, record, shelf, tags

PHOTO = "data/III-2-1-1 有活动图片/实景图片/01 教育局 图1.jpg"


def codes(path: Path) -> list[str]:
    result = verify_bundle(path)
    assert not result.verified
    return sorted({item.code for item in result.problems})


def append_to_manifest(folder: Path, line: str) -> None:
    path = folder / "manifest-sha256.txt"
    path.write_bytes(path.read_bytes() + line.encode() + b"\n")
    reseal(folder)


def reseal(folder: Path) -> None:
    """Make the tag manifest fit again, as a skilled forger would."""
    tagged = [
        path
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith("tagmanifest")
    ]
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in tagged)
    (folder / "tagmanifest-sha256.txt").write_text("".join(lines), "utf-8")


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[0] ^= 1
    path.write_bytes(data)


DAMAGE: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "flipped bit": (lambda bag: flip(bag / PHOTO), ["E805"]),
    "truncated": (lambda bag: (bag / PHOTO).write_bytes(b"pic"), ["E805", "E811"]),
    "deleted": (lambda bag: (bag / PHOTO).unlink(), ["E803", "E811"]),
    "stranger": (lambda bag: (bag / "data" / "x.exe").write_bytes(b""), ["E804", "E811"]),
    "stranger beside": (lambda bag: (bag / "run.html").write_bytes(b"x"), ["E804"]),
    "index changed": (lambda bag: flip(bag / "index.html"), ["E805"]),
    "declaration gone": (lambda bag: (bag / "bagit.txt").unlink(), ["E807"]),
    "manifest gone": (lambda bag: (bag / "manifest-sha256.txt").unlink(), ["E807"]),
    "tag manifest gone": (
        lambda bag: (bag / "tagmanifest-sha256.txt").unlink(),
        ["E803", "E804"],
    ),
    "climbing": (lambda bag: append_to_manifest(bag, f"{'0' * 64}  data/../../x"), ["E806"]),
    "drive": (lambda bag: append_to_manifest(bag, f"{'0' * 64}  C:/x"), ["E806"]),
    "home": (lambda bag: append_to_manifest(bag, f"{'0' * 64}  ~/.bashrc"), ["E806"]),
    "twice": (lambda bag: append_to_manifest(bag, f"{'0' * 64}  {PHOTO}"), ["E808"]),
    "nonsense": (lambda bag: append_to_manifest(bag, "nonsense"), ["E807"]),
    "link": (lambda bag: (bag / "data" / "link").symlink_to("/etc/passwd"), ["E806"]),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_each_damage_has_its_code(folder: Path, name: str) -> None:
    damage, expected = DAMAGE[name]
    damage(folder)
    assert codes(folder) == expected


@pytest.mark.parametrize("name", ["flipped bit", "truncated", "deleted", "stranger", "climbing"])
def test_the_same_inside_a_zip(folder: Path, rezipped: Callable[[], Path], name: str) -> None:
    damage, expected = DAMAGE[name]
    damage(folder)
    assert codes(rezipped()) == expected


def test_a_stranger_may_pack_the_bag_again(rezipped: Callable[[], Path]) -> None:
    assert verify_bundle(rezipped()).verified


def test_a_pipe_in_the_folder_does_not_hang(folder: Path) -> None:
    os.mkfifo(folder / "data" / "pipe")
    assert codes(folder) == ["E806"]


def test_z06_names_unpacked_in_nfd_are_matched(tmp_path: Path) -> None:
    rows = [record(1, "café.pdf", CONTENT[1], ("Ⅲ-1-1-①", "policy"))]
    plan = planned(rows)
    result = FolderWriter(tmp_path, AGENT).write(plan, tags(plan, rows), shelf().open)
    payload = next(Path(result.path).rglob("*.pdf"))
    payload.rename(payload.with_name(unicodedata.normalize("NFD", payload.name)))
    assert verify_bundle(Path(result.path)).verified
    payload.write_bytes(CONTENT[1])
    assert "E808" in codes(Path(result.path)), "both forms in one package are refused"


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "data/../../x",
        "/etc/x",
        "\\\\?\\c:\\x",
        "C:x",
        "data\\..\\..\\x",
        "~/x",
        "~root",
        "..",
    ],
)
def test_dangerous_paths(path: str) -> None:
    assert is_dangerous(path)


def test_harmless_paths() -> None:
    assert not any(map(is_dangerous, ["data/a..b", "data/..a/x", "data/a~1.txt", "data/甲：乙"]))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"\x00" * 4096])
def test_what_is_no_bundle_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    assert codes(path) in (["E807"], ["E812"])


def test_nothing_there(tmp_path: Path) -> None:
    assert codes(tmp_path / "nowhere") == ["E807"]
    assert codes(tmp_path) == ["E807"]


def test_every_truncation_and_many_flips_of_a_zip_are_noticed(zipped: Path, tmp_path: Path) -> None:
    whole = zipped.read_bytes()
    hurt = tmp_path / "hurt.zip"
    for cut in range(0, len(whole) - 1, 997):
        hurt.write_bytes(whole[:cut])
        assert not verify_bundle(hurt).verified
    for place in range(0, len(whole), 499):
        hurt.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        verify_bundle(hurt)


def test_a_zip_bomb_is_refused_unread(folder: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b/bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        with archive.open("b/data/zeros", "w") as entry:
            for _ in range(128):
                entry.write(bytes(2**20))
    assert codes(bomb) == ["E807", "E812"]


def test_hostile_zip_entries(zipped: Path) -> None:
    with zipfile.ZipFile(zipped, "a") as archive:
        archive.writestr("../../evil", "x")
        archive.writestr("beside.txt", "x")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr(f"{zipped.stem}/bagit.txt", "x")
    assert codes(zipped) == ["E804", "E806", "E808"]
    assert not (zipped.parent.parent / "evil").exists()


@pytest.mark.parametrize("data", [b"[" * 100_000, b"\xff\xfe", b'{"bundle": [1]}', b"null"])
def test_a_hostile_assessment_is_only_a_changed_file(folder: Path, data: bytes) -> None:
    (folder / "assessment.json").write_bytes(data)
    assert codes(folder) == ["E805"]
    reseal(folder)
    assert verify_bundle(folder).verified


def test_differences_between_two_bundles(folder: Path, tmp_path: Path) -> None:
    changed = (
        record(1, "方案.pdf", b"new words", ("Ⅲ-1-1-①", "policy")),
        record(3, "图1.jpg", CONTENT[3], ("Ⅲ-2-1-①", "photo"), unit="教育局", form="jpeg"),
        record(2, "图0.jpg", CONTENT[4], ("Ⅲ-2-1-①", "photo"), unit="教育局", form="jpeg"),
        record(7, "新.jpg", b"new", ("Ⅲ-2-1-①", "photo"), unit="教育局", form="jpeg"),
    )
    plan = planned(changed)
    held = shelf([*CONTENT.values(), b"new words", b"new"])
    new = Path(ZipWriter(tmp_path, AGENT).write(plan, tags(plan, changed), held.open).path)
    found = diff_bundles(folder, new)
    assert [Path(path).name for path in found.changed] == ["01 文明办 方案.pdf"]
    assert [Path(path).name for path in found.removed] == ["01 文明办 报告.docx"]
    assert [Path(path).name for path in found.added] == ["03 教育局 新.jpg"]
    assert len(found.moved) == 2
    assert [
        (row.requirement, row.added, row.removed, row.changed) for row in found.requirements
    ] == [
        ("Ⅲ-1-1-①", 0, 1, 1),
        ("Ⅲ-2-1-①", 1, 0, 0),
    ]
    assert diff_bundles(folder, folder).is_empty
    assert len(RECORDS) == 4
    with pytest.raises(BundleError):
        diff_bundles(folder, tmp_path / "nowhere")
