"""How long proposing takes in an archive of many placed records.

``DOSSIER_BENCH_RECORDS`` sets their number (default 5,000; 100,000 takes minutes to fill).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from dossier.archive.custody import Archive
from dossier.archive.texts import StoredText
from dossier.model.events import Accessioned, Claimed, Described, Event, Seen
from dossier.model.fixity import Fixity
from dossier.model.records import Claim, Description, Source, record_id
from dossier.model.settings import Settings
from dossier.shipped import load_edition
from dossier.workflow.suggest import suggest, suggester
from dossier.workflow.triage import Tag, tag
from dossier.workflow.workspace import Workspace
from tests.tools.placing_texts import Labelled, facts, papers

pytestmark = pytest.mark.bench

RECORDS = int(os.environ.get("DOSSIER_BENCH_RECORDS", "5000"))
ASKED = min(1000, RECORDS // 2)
START = datetime(2026, 3, 1, tzinfo=UTC)


def number(index: int) -> str:
    return record_id(2026 * 1_000_000 + index + 1)


def arrivals(index: int, item: Labelled) -> Iterator[Event]:
    """A record as intake and description leave it; placed by a person but for the first ones."""
    paper, record = item.paper, number(index)
    path = "/".join((paper.unit or "不知名", *paper.folders, f"{index} {paper.name}"))
    digest = f"sha256:{index:064x}"
    source = Source("/in", path)
    yield Accessioned(record, 1, Fixity(digest, 1), paper.name, source, Seen(1, 1), paper.unit)
    described = Description(format=paper.format, title=paper.title, kind=paper.kind, usable=True)
    yield Described(record, 1, described, "bench")
    if index >= ASKED:
        yield Claimed(record, Claim(item.code, paper.kind, paper.unit, "person"))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled archive."""
    folder = tmp_path_factory.mktemp("placing") / "archive"
    edition = load_edition("wmcq-2017")
    pool = [item for seed in range(8) for item in papers(edition, facts(), seed)]
    drawn = Random(1).choices(pool, k=RECORDS)
    with Archive.create(folder) as archive:
        for start in range(0, RECORDS, 5000):
            batch = list(enumerate(drawn))[start : start + 5000]
            with archive.writing() as writer:
                events = [event for index, item in batch for event in arrivals(index, item)]
                writer.record(events, at=START.isoformat(), by="person:bench")
            archive.texts.put_many(
                (f"sha256:{index:064x}", StoredText(item.paper.text * 4)) for index, item in batch
            )
    return folder


def workspace_of(root: Path) -> Workspace:
    seconds = iter(range(10**9))

    def clock() -> datetime:
        return START + timedelta(seconds=next(seconds))

    settings = Settings(root=root, edition="wmcq-2017", profile="plain")
    return Workspace(settings, Archive.open(root), clock, "person:bench")


def measured(label: str, job: Callable[[], object]) -> float:
    wall, own = time.perf_counter(), time.process_time()
    job()
    spent = time.process_time() - own
    print(f"\n{label}: {spent:.3f} s of processor time, {time.perf_counter() - wall:.3f} s", end="")
    return spent


def test_proposing_in_a_large_archive(root: Path) -> None:
    first = workspace_of(root)
    measured(f"learning from {RECORDS:,} records, once", suggester(first).memory.catch_up)
    measured("writing it down", suggester(first).memory.save)
    first.close()
    later = workspace_of(root)
    measured("opening what was learned", suggester(later).memory.catch_up)
    ids = [number(index) for index in range(ASKED)]
    found = {}
    spent = measured(f"proposals for {ASKED:,} records", lambda: found.update(suggest(later, ids)))
    assert len(found) == ASKED
    tag(later, ids[:1], Tag(requirement="Ⅲ-12-1"))
    learned = measured("learning one decision", suggester(later).memory.catch_up)
    print(f"\none decision costs {learned / spent * ASKED:.2f} proposals")
    assert ids[0] in {example.record for example in suggester(later).memory.examples}
    later.close()
