"""A paper of a known 发文字号 is placed, wherever the program that took it in was stopped."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dossier.model.records import Claim, RecordFilter
from dossier.workflow.triage import Tag, tag, untag
from tests.tools.office import UNIT, Office, open_office

PAPER = (
    "云溪区文明办文件\n云文明办〔2026〕7号\n关于印发《志愿服务年度计划》的通知\n"
    "各单位：\n请认真执行。\n云溪区文明办\n2026年1月8日\n"
)
CODE = "Ⅲ-1-1-①"


class StopAt:
    """Ends a pass at the nth point it passes; never for 0."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, _name: str) -> None:
        self.left -= 1
        if self.left == 0:
            raise SystemExit


def take_once(root: Path, stop: int = 0) -> bool:
    """One pass; whether it was let end."""
    office = open_office(root, step=StopAt(stop))
    try:
        office.take()
    except SystemExit:
        return False
    finally:
        office.workspace.close()
    return True


def claims(office: Office) -> dict[str, list[Claim]]:
    records = office.workspace.archive.catalogue.records(RecordFilter())
    return {record.name: list(record.claims) for record in records}


def final(root: Path) -> dict[str, list[Claim]]:
    office = open_office(root)
    found = claims(office)
    office.workspace.close()
    return found


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """A placed paper in custody, a copy with another ending in the inbox."""
    root = tmp_path / "prepared"
    office = open_office(root)
    office.drop(f"{UNIT}/通知.txt", PAPER.encode())
    office.take()
    tag(office.workspace, ["2026-000001"], Tag(requirement=CODE))
    office.drop(f"{UNIT}/转来的文件.txt", f"{PAPER}（此件公开发布）\n".encode())
    office.workspace.close()
    return root


def moved(root: Path, to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(root, to)
    return to


def test_r01_a_stopped_intake_still_places_by_number(prepared: Path, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    stop = 1
    while not take_once(moved(prepared, root), stop):
        take_once(root)
        (claim,) = final(root)["转来的文件.txt"]
        assert (claim.requirement, claim.by) == (CODE, "rule"), stop
        stop += 1
    assert stop > 10


def test_r01_a_torn_append_still_places_by_number(prepared: Path, tmp_path: Path) -> None:
    root, done = tmp_path / "archive", tmp_path / "done"
    before = (prepared / "ledger" / "000001.jsonl").stat().st_size
    take_once(moved(prepared, root))
    whole = (root / "ledger" / "000001.jsonl").read_bytes()
    ends = [at + 1 for at in range(before, len(whole)) if whole[at : at + 1] == b"\n"]
    assert len(ends) >= 3
    root.rename(done)
    for end in ends:
        moved(prepared, root)
        shutil.copytree(done / "store", root / "store", dirs_exist_ok=True)
        (root / "ledger" / "000001.jsonl").write_bytes(whole[:end])
        take_once(root)
        assert [claim.requirement for claim in final(root)["转来的文件.txt"]] == [CODE], end


def test_a_coded_paper_places_its_copies_that_came_before_it(tmp_path: Path) -> None:
    office = open_office(tmp_path / "a")
    office.drop(f"{UNIT}/转来的文件.txt", f"{PAPER}（此件公开发布）\n".encode())
    office.take()
    assert claims(office) == {"转来的文件.txt": []}
    office.drop(f"{UNIT}/{CODE} 通知.txt", PAPER.encode())
    office.take()
    (claim,) = claims(office)["转来的文件.txt"]
    assert (claim.requirement, claim.by) == (CODE, "rule")
    assert claim.reason == "number: 云文明办〔2026〕7号 2026-000002"


def test_what_a_person_took_back_is_not_claimed_by_number(tmp_path: Path) -> None:
    office = open_office(tmp_path / "a")
    office.drop(f"{UNIT}/转来的文件.txt", f"{PAPER}（此件公开发布）\n".encode())
    office.take()
    tag(office.workspace, ["2026-000001"], Tag(requirement=CODE))
    untag(office.workspace, ["2026-000001"], CODE)
    office.drop(f"{UNIT}/{CODE} 通知.txt", PAPER.encode())
    office.take()
    assert claims(office)["转来的文件.txt"] == []


def test_nothing_is_claimed_where_the_archive_disagrees(tmp_path: Path) -> None:
    office = open_office(tmp_path / "a")
    office.drop(f"{UNIT}/{CODE} 通知.txt", PAPER.encode())
    office.drop(f"{UNIT}/Ⅲ-1-2-① 通知.txt", f"{PAPER}二\n".encode())
    office.drop(f"{UNIT}/转来的文件.txt", f"{PAPER}（此件公开发布）\n".encode())
    office.take()
    assert claims(office)["转来的文件.txt"] == []
