"""Find records: by filter, by full text, one by one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dossier.codec.ledger_lines import body_of
from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.model.records import Record, RecordFilter, RecordState, record_id
from dossier.workflow.indexing import refresh_index
from dossier.workflow.triage import find_kind, find_requirement, find_unit
from dossier.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter as a person gives it: names and codes in any spelling."""

    unit: str | None = None
    requirement: str | None = None
    kind: str | None = None
    states: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    sort: str = "id"
    limit: int | None = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a full-text search: record, score, snippet; ``total`` is the true count."""

    total: int
    hits: tuple[tuple[Record, float, str], ...]


def record_filter(workspace: Workspace, selection: Selection) -> RecordFilter:
    """The filter in the archive's own words; raises UsageError for names nobody knows."""
    chosen = selection
    return RecordFilter(
        unit=find_unit(workspace, chosen.unit) if chosen.unit else None,
        requirement=(
            find_requirement(workspace, chosen.requirement).code if chosen.requirement else None
        ),
        kind=find_kind(workspace, chosen.kind) if chosen.kind else None,
        states=tuple(RecordState(state) for state in chosen.states),
        since=chosen.since,
        until=chosen.until,
        sort=chosen.sort,
        limit=chosen.limit,
        offset=chosen.offset,
    )


def list_records(workspace: Workspace, selection: Selection) -> tuple[int, list[Record]]:
    """How many records pass the filter, and the page asked for."""
    wanted = record_filter(workspace, selection)
    catalogue = workspace.archive.catalogue
    return catalogue.count(wanted), catalogue.records(wanted)


def records_by_id(workspace: Workspace, ids: Sequence[str]) -> dict[str, Record]:
    """The records with these ids, those left out that are not there."""
    catalogue = workspace.archive.catalogue
    return {item: record for item in ids if (record := catalogue.record(item))}


def search(workspace: Workspace, query: str, selection: Selection) -> Found:
    """Full text within the filter; raises UsageError for a malformed query."""
    refresh_index(workspace)
    everything = Selection(limit=selection.limit, offset=selection.offset, sort=selection.sort)
    allowed = None if selection == everything else _allowed(workspace, selection)
    matches = workspace.index.search(
        query,
        allowed=allowed,
        limit=selection.limit or sys.maxsize,
        offset=selection.offset,
        texts=lambda numbers: texts_of(workspace, numbers),
    )
    catalogue = workspace.archive.catalogue
    hits = [
        (record, match.score, match.snippet)
        for match in matches.items
        if (record := catalogue.record(record_id(match.number)))
    ]
    if selection.sort != "score":
        hits.sort(key=lambda hit: _sort_key(hit[0], selection.sort))
    return Found(matches.total, tuple(hits))


def _allowed(workspace: Workspace, selection: Selection) -> set[int]:
    wanted = replace(record_filter(workspace, selection), sort="id", limit=None, offset=0)
    return workspace.archive.catalogue.numbers(wanted)


def _sort_key(record: Record, sort: str) -> str:
    values = {
        "name": record.name,
        "unit": record.unit or "",
        "received": record.received,
        "state": str(record.state),
        "issued": record.description.dates.issued or "",
    }
    return values.get(sort, record.id)


def texts_of(workspace: Workspace, numbers: Sequence[int]) -> Mapping[int, str]:
    """The text of records by number, as far as it was read."""
    digests = {
        number: record.fixity.digest
        for number in numbers
        if (record := workspace.archive.catalogue.record(record_id(number)))
    }
    texts = workspace.archive.texts.get_many(list(digests.values()))
    return {number: texts[digest] for number, digest in digests.items() if digest in texts}


def text_of(workspace: Workspace, record: Record) -> str:
    """The text that was read out of a record, empty where there was none."""
    return workspace.archive.texts.get_many([record.fixity.digest]).get(record.fixity.digest, "")


def history(workspace: Workspace, record: Record) -> list[dict[str, Any]]:
    """Every ledger entry about the record, oldest first."""
    return [
        json.loads(body_of(workspace.archive.ledger.entry(seq)))
        for seq in workspace.archive.catalogue.history(record.id)
    ]


def open_copy(workspace: Workspace, record: Record) -> Path:
    """Open a copy of the record in the system's own program; the stored bytes stay untouched."""
    folder = Path(tempfile.mkdtemp(prefix="dossier-"))
    copy = folder / (record.id + Path(record.name).suffix)
    with workspace.archive.store.open(record.fixity.digest) as stream, copy.open("wb") as target:
        shutil.copyfileobj(stream, target)
    open_file(copy)
    return copy


def open_file(path: Path) -> None:
    """Open a file in the system's own program; raises UsageError where there is none."""
    opener = {"win32": "explorer", "darwin": "open"}.get(sys.platform, "xdg-open")
    program = shutil.which(opener)
    if program is None:
        raise UsageError(
            N_("no program to open files with was found; the file is at {path}"),
            N_("open it by hand"),
            path=path,
        )
    running = subprocess.Popen(  # noqa: S603 - the program is the system's own opener
        [program, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    threading.Thread(target=running.wait, name="opener", daemon=True).start()
