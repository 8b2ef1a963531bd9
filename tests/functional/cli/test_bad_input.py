"""Bad input: a clear coded message each, nothing lost, and never an internal error."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.cli.conftest import Run
from tests.tools import make_files as make

Drop = Callable[[str, bytes], Path]


def test_unknown_edition_names_the_ones_there_are(run: Run, tmp_path: Path) -> None:
    answer = run("init", tmp_path / "新", "--edition", "nope")
    assert answer.code == 2
    assert "tutorial" in answer.err
    assert not (tmp_path / "新" / "dossier.toml").exists()


def test_an_edition_with_mistakes_gives_all_of_them_with_their_place(
    run: Run, tmp_path: Path
) -> None:
    broken = tmp_path / "体系.yaml"
    broken.write_text("id: x\ntitle: 7\nyear: soon\nnonsense: 1\n", "utf-8")
    answer = run("init", tmp_path / "新", "--edition", broken, "--json")
    assert answer.code == 3
    places = [problem["subject"] for problem in answer.json["problems"]]
    assert len(places) >= 3
    assert all("体系.yaml" in place for place in places)


def test_screens_without_a_terminal_say_what_to_do(run: Run, archive: Path) -> None:
    answer = run("-C", archive, "tui")
    assert answer.code == 2
    assert "--web" in answer.err
    assert answer.out == ""


def test_two_archives_in_one_folder(run: Run, archive: Path) -> None:
    before = (archive / "dossier.toml").read_bytes()
    answer = run("init", archive)
    assert (answer.code, bool(answer.err)) == (2, True)
    assert (archive / "dossier.toml").read_bytes() == before


@pytest.mark.parametrize("place", ["store", "ledger", "bundles/x", "."])
def test_inbox_inside_the_archives_own_folders(run: Run, tmp_path: Path, place: str) -> None:
    root = tmp_path / "新"
    answer = run("init", root, "--edition", "tutorial", "--inbox", root / place)
    assert answer.code == 4
    assert "advice" in answer.err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights do not bind root")
def test_folder_without_rights(run: Run, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        answer = run("init", tmp_path / "新", "--edition", "tutorial")
    finally:
        tmp_path.chmod(0o700)
    assert (answer.code, bool(answer.err)) == (2, True)


def test_torn_ledger_line_is_set_aside_and_work_goes_on(
    run: Run, archive: Path, drop: Drop
) -> None:
    drop("文明办/甲.txt", "第一份材料".encode())
    run("-C", archive, "intake")
    segment = next((archive / "ledger").glob("*.jsonl"))
    with segment.open("ab") as stream:
        stream.write(b'{"at":"2026-01-01T00:00:00+00:00","by":"ru')
    assert run("-C", archive, "list", "--json").json["total"] == 1
    drop("文明办/乙.txt", "第二份材料".encode())
    assert run("-C", archive, "intake", "--json").json["archived"] == 1
    assert run("-C", archive, "list", "--json").json["total"] == 2
    kept = [p for p in (archive / "ledger").iterdir() if p.name.startswith("torn")]
    assert [p.read_bytes()[:6] for p in kept] == [b'{"at":']
    assert run("-C", archive, "audit", "--json").json["verdict"] == "sound"


def test_damaged_ledger_is_named_with_file_and_line(run: Run, archive: Path, drop: Drop) -> None:
    drop("文明办/甲.txt", "第一份材料".encode())
    run("-C", archive, "intake")
    segment = next((archive / "ledger").glob("*.jsonl"))
    lines = segment.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b"rule:", b"evil:")
    segment.write_bytes(b"".join(lines))
    (archive / "catalogue.sqlite3").unlink()
    answer = run("-C", archive, "list")
    assert answer.code == 5
    assert segment.name in answer.err


FAULTY = {
    "文明办/空.txt": (b"", "E101"),
    "文明办/断.pdf": (make.pdf_file(["工作方案"])[:-60], "E105"),
    "文明办/乱.pdf": (b"%PDF-1.7\n" + b"\x00garbage\xff" * 200 + b"\n%%EOF\n", "E103"),
    "文明办/" + "长" * 83 + ".txt": ("名字很长的材料".encode(), ""),
}


def test_faulty_files_are_archived_with_a_finding_and_stop_nobody(
    run: Run, archive: Path, drop: Drop
) -> None:
    for path, (content, _code) in FAULTY.items():
        drop(path, content)
    drop("文明办/真程序.docx", make.program_file())
    drop("文明办/好.txt", "一切正常的材料".encode())
    report = run("-C", archive, "intake", "--json")
    assert (report.code, report.json["seen"], report.json["archived"]) == (4, 6, 5)
    assert [(item["code"], bool(item["hint"])) for item in report.json["refusals"]] == [
        ("E102", True)
    ]
    records = {r["name"]: r for r in run("-C", archive, "list", "--json").json["records"]}
    for path, (_content, code) in FAULTY.items():
        name = path.partition("/")[2]
        assert code in ("", *records[name]["findings"]), name
        assert records[name]["usable"] is (not code)


def test_settings_with_a_mistake_name_the_key(run: Run, archive: Path) -> None:
    settings = archive / "dossier.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[nonsense]\nx = 1\n", "utf-8")
    answer = run("-C", archive, "status")
    assert answer.code == 2
    assert "nonsense" in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ("show", "2026-999999"),
        ("tag", "2026-000001", "--requirement", "Ⅲ-1-1-①"),
        ("check", "--requirement", "Ⅲ-99-9"),
        ("check", "--unit", "不存在的单位"),
        ("list", "--kind", "不存在的类别"),
        ("verify", "no-such-bundle"),
        ("bundle",),
    ],
)
def test_questions_without_an_answer_are_sentences_with_advice(
    run: Run, archive: Path, words: tuple[str, ...]
) -> None:
    answer = run("-C", archive, *words)
    assert answer.code in (2, 8)
    assert answer.err or answer.out
    assert "Traceback" not in answer.err
