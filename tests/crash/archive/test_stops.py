"""Whatever stops an accession, a document is wholly in or wholly out (R01, R04, R09)."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dossier.archive import custody, ledger, store
from dossier.archive.audit import audit
from dossier.archive.catalogue import Balance
from dossier.archive.custody import Archive
from dossier.model.events import Accessioned, Seen
from dossier.model.records import Source
from tests.tools.custody import AT, BY

STEPS = (*store.STEPS, *ledger.STEPS, *custody.STEPS)
CONTENT = b"second document" * 1000


class PowerCut(BaseException):
    """Stops everything at a labelled step, as no handler expects."""


class Stopper:
    """Cuts the power when a step with this name is reached."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.armed = False

    def __call__(self, name: str) -> None:
        if self.armed and name == self.label:
            raise PowerCut(name)


def take_in(archive: Archive, content: bytes, path: str) -> None:
    with archive.writing() as writer:
        fixity, _created = archive.store.put(io.BytesIO(content))
        source = Source("/inbox", path)
        event = Accessioned(writer.next_id(2026), 1, fixity, path, source, Seen(1, 1))
        writer.record([event], at=AT, by=BY)


def check_whole(root: Path, recorded: int) -> None:
    """The archive is sound, and everything recorded is there."""
    with Archive.open(root) as archive:
        assert archive.catalogue.head() == archive.ledger.head()
        assert archive.catalogue.balance() == Balance(archived=recorded)
        for record in archive.catalogue.records():
            assert archive.store.verify(record.fixity.digest)
        report = audit(archive.store, archive.ledger)
        assert (report.verdict, report.torn) == ("sound", 0)


@pytest.mark.parametrize("label", STEPS)
def test_a_stop_at_any_step_loses_and_invents_nothing(tmp_path: Path, label: str) -> None:
    root, stopper = tmp_path / "archive", Stopper(label)
    archive = Archive.create(root, stopper)
    take_in(archive, b"first document", "a.pdf")
    stopper.armed = True
    with pytest.raises(PowerCut):
        take_in(archive, CONTENT, "b.pdf")
    archive.close()
    recorded = label in (*ledger.STEPS, *custody.STEPS)
    check_whole(root, 2 if recorded else 1)

    with Archive.open(root) as again:
        if not recorded:
            take_in(again, CONTENT, "b.pdf")
        assert [record.id for record in again.catalogue.records()] == ["2026-000001", "2026-000002"]
        assert len(list(again.store.fixities())) == 2
        left = again.store.temporaries()
        assert bool(left) == (label in ("temp-created", "copied", "synced"))
        assert again.store.sweep(older_than=0.0) == []
        assert again.store.sweep(older_than=time.time() + 60) == left
        assert again.store.temporaries() == []
    check_whole(root, 2)


def test_content_without_an_entry_is_adopted_not_stored_again(tmp_path: Path) -> None:  # R04
    with Archive.create(tmp_path / "archive") as archive:
        fixity, _created = archive.store.put(io.BytesIO(CONTENT))
        assert audit(archive.store, archive.ledger).untracked == (fixity.digest,)
        take_in(archive, CONTENT, "b.pdf")
        assert list(archive.store.fixities()) == [fixity]
        assert audit(archive.store, archive.ledger).untracked == ()


def test_a_catalogue_ahead_of_its_ledger_is_built_again(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    with Archive.create(root) as archive:
        take_in(archive, b"first document", "a.pdf")
        take_in(archive, CONTENT, "b.pdf")
    path = root / "ledger" / "000001.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    with Archive.open(root) as archive:
        assert archive.rebuilt is not None
        assert archive.catalogue.balance() == Balance(archived=1)
        take_in(archive, CONTENT, "b.pdf")
        assert [type(entry.event).__name__ for entry in archive.ledger.entries()] == [
            "Accessioned",
            "LedgerRepaired",
            "Accessioned",
        ]
        kept = next((root / "ledger").glob("torn-*.bin"))
        assert b"accessioned" in kept.read_bytes()
    check_whole(root, 2)


@pytest.mark.parametrize("damage", [b"", b"junk" * 4096, None])
def test_a_damaged_catalogue_is_built_again(tmp_path: Path, damage: bytes | None) -> None:  # R05
    root = tmp_path / "archive"
    with Archive.create(root) as archive:
        take_in(archive, CONTENT, "b.pdf")
    path = root / "catalogue.sqlite3"
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    check_whole(root, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal no process can catch")
def test_kill_9_at_every_step(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    with Archive.create(root) as archive:
        take_in(archive, b"first document", "a.pdf")
    recorded = 1
    for label in STEPS:
        child = Path(__file__).with_name("child.py")
        command = [sys.executable, str(child), str(root), label]
        done = subprocess.run(
            command, check=False, timeout=60, env={**os.environ, "PYTHONPATH": "."}
        )
        assert done.returncode == -signal.SIGKILL, label
        recorded += label in (*ledger.STEPS, *custody.STEPS)
        check_whole(root, recorded)
    with Archive.open(root) as archive:
        names = [record.id for record in archive.catalogue.records()]
        assert names == [f"2026-{number:06d}" for number in range(1, recorded + 1)]
