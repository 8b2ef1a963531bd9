"""What the ledger says about some words, and which waiting files belong together."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dossier.archive.custody import Archive
from dossier.model.events import Accessioned, Claimed, Seen
from dossier.model.fixity import Fixity
from dossier.model.records import Claim, Source, record_id
from dossier.model.settings import Settings
from dossier.workflow.gathering import beside, occasion_of, waiting
from dossier.workflow.ledger_view import Sifted, sift
from dossier.workflow.workspace import Workspace

NOW = dt.datetime(2026, 5, 10, 9, tzinfo=dt.UTC)
PLACES = (
    Source("inbox", "文明办/讲座/通知.docx"),
    Source("inbox", "文明办/讲座/签到表.docx"),
    Source("inbox", "文明办/讲座/附件/名单.xlsx"),
    Source("inbox", "文明办/其他.docx"),
    Source("inbox", "文明办/包.zip", ("照片/一.jpg",)),
    Source("inbox", "文明办/包.zip", ("照片/二.jpg",)),
    Source("inbox", "文明办/包.zip", ("说明.docx",)),
)


def numbered(number: int) -> str:
    return record_id(2026_000000 + number)


@pytest.fixture
def workspace() -> Workspace:
    settings = Settings(root=Path("memory"), edition="tutorial", profile="plain")
    made = Workspace(settings, Archive.in_memory(), lambda: NOW, "person:王")
    for number, place in enumerate(PLACES, 1):
        fixity = Fixity(f"sha256:{number:064x}", number)
        event = Accessioned(
            numbered(number), 1, fixity, place.name, place, Seen(number, number), "文明办"
        )
        write(made, event)
    return made


def write(workspace: Workspace, *events: Accessioned | Claimed) -> None:
    with workspace.archive.writing() as writer:
        writer.record(events, at=workspace.now(), by="rule:intake")


def test_files_of_one_folder_or_container(workspace: Workspace) -> None:
    assert beside(workspace, numbered(1)) == (numbered(1), numbered(2))
    assert beside(workspace, numbered(4)) == (numbered(4),)
    assert sorted(beside(workspace, numbered(6))) == [numbered(5), numbered(6)]


def test_what_is_placed_waits_no_more(workspace: Workspace) -> None:
    assert waiting(workspace) == [numbered(number) for number in range(1, 8)]
    assert occasion_of(workspace, numbered(1)) == (numbered(1), numbered(2))
    write(workspace, Claimed(numbered(2), Claim("Ⅲ-1-1-①", "report", "文明办")))
    assert numbered(2) not in waiting(workspace)
    assert occasion_of(workspace, numbered(1)) == ()


def test_the_ledger_is_sifted_from_its_end_a_stretch_at_a_time(workspace: Workspace) -> None:
    some = sift(workspace, Sifted(("docx",)), stretch=3)
    assert [item.record for item in some.found] == [numbered(7)]
    more = sift(workspace, some, stretch=3)
    everything = sift(workspace, more, stretch=3)
    assert [item.whole for item in (some, more, everything)] == [False, False, True]
    assert [item.record for item in everything.found] == [numbered(n) for n in (7, 4, 2, 1)]
    assert everything.total == 4


def test_what_came_since_is_added_without_looking_at_the_rest_again(workspace: Workspace) -> None:
    sifted = sift(workspace, Sifted((), ("claimed",)))
    assert (sifted.whole, sifted.total) == (True, 0)
    write(workspace, Claimed(numbered(3), Claim("Ⅲ-1-1-①", "table", "文明办")))
    again = sift(workspace, sifted)
    assert [item.record for item in again.found] == [numbered(3)]
    assert sift(workspace, again) == again
