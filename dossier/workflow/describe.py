"""Read new records, describe them, claim what their path says, make them searchable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from dossier.archive.keeper import busy
from dossier.archive.texts import StoredText
from dossier.archive.turns import turn
from dossier.errors import IndexUnusable
from dossier.extract.office_pool import OfficePool
from dossier.extract.outcome import Limits
from dossier.extract.pool import ReaderPool
from dossier.model.events import Claimed, Described, Event
from dossier.model.extraction import Extraction
from dossier.model.records import (
    Claim,
    Description,
    Record,
    RecordFilter,
    RecordState,
)
from dossier.rules.attribution import Attribution, attribute
from dossier.rules.description import describe
from dossier.rules.placing import slot_kind
from dossier.workflow.accession import superseding
from dossier.workflow.assessing import assessments
from dossier.workflow.captions import SideCaptions
from dossier.workflow.indexing import not_indexed, refresh_index
from dossier.workflow.known_numbers import KnownNumbers
from dossier.workflow.notation import ChineseNotation
from dossier.workflow.placing import refused_codes
from dossier.workflow.workspace import Workspace

Progress = Callable[[int, int], None]
READER = "dossier/3"
"""Who reads, and in which version; a higher one may describe differently."""

_NOTATION = ChineseNotation()
_FLUSH = 100
_CHUNK = 1000
_PATIENCE = 3600.0


class Readers(Protocol):
    """Reads many files, each with the caller's key; answers come in any order."""

    def extract_many(
        self, jobs: Iterable[tuple[str, Path, str]]
    ) -> Iterator[tuple[str, Extraction]]:
        """What was read of each file."""
        ...


def bring_up_to_date(
    workspace: Workspace, progress: Progress, readers: Readers | None = None
) -> None:
    """Describe every record nobody has described yet, also those a crash left, then index.

    Processes take turns, so that nothing is read twice. Raises IndexUnusable, and BusyError when
    another process describes for longer than an hour.
    """
    with turn(workspace.archive.layout.derived / "describe.lock", _PATIENCE, busy()):
        workspace.archive.refresh()
        _describe_all(workspace, progress, readers)
        _read_lost_texts(workspace, readers)
        refresh_index(workspace)


def _read_lost_texts(workspace: Workspace, chosen: Readers | None) -> None:
    """Texts are not written as durably as the ledger; read again what a power cut took."""
    with suppress(IndexUnusable):
        ids = not_indexed(workspace)
        for start in range(0, len(ids), _CHUNK):
            found = map(workspace.archive.catalogue.record, ids[start : start + _CHUNK])
            records = [item for item in found if item and item.reader]
            held = workspace.archive.texts.get_many(item.fixity.digest for item in records)
            lost = [item.id for item in records if item.fixity.digest not in held]
            for done in _read(workspace, lost, lambda _done, _total: None, chosen):
                _keep_texts(workspace, done)


def _describe_all(workspace: Workspace, progress: Progress, chosen: Readers | None) -> None:
    """In portions memory can hold; a record whose content is gone is left for the audit."""
    catalogue = workspace.archive.catalogue
    total, done, offset = catalogue.count(RecordFilter(described=False)), 0, 0
    with ExitStack() as stack:
        while batch := _portion(workspace, offset):
            chosen = chosen or stack.enter_context(readers(workspace))
            there = [item.id for item in batch if item.fixity.digest in workspace.archive.store]
            offset += len(batch) - len(there)
            describe_records(workspace, there, _from(progress, done, total), chosen)
            done += len(there)


def _from(progress: Progress, before: int, total: int) -> Progress:
    """Progress of a portion as progress of the whole."""
    return lambda number, _all: progress(before + number, total)


def _portion(workspace: Workspace, offset: int) -> list[Record]:
    wanted = RecordFilter(described=False, limit=_CHUNK, offset=offset)
    return workspace.archive.catalogue.records(wanted)


@contextmanager
def readers(workspace: Workspace) -> Iterator[ReaderPool]:
    """The reader processes this archive's settings allow."""
    reading = workspace.settings.reading
    limits = Limits(seconds=reading.seconds, memory_mb=reading.memory_mb)
    office = Limits(seconds=reading.office_seconds, memory_mb=reading.office_memory_mb)
    with OfficePool(reading.workers, limits, office=office) as pool:
        yield pool


def describe_records(
    workspace: Workspace,
    ids: Sequence[str],
    progress: Progress,
    pool: Readers | None = None,
) -> None:
    """Read and describe records in processes of their own; written down every hundred."""
    numbers = KnownNumbers(workspace)
    for done in _read(workspace, ids, progress, pool):
        _keep_texts(workspace, done)
        _write(workspace, done, numbers)
        workspace.archive.step("described")


def read_texts(workspace: Workspace, ids: Sequence[str], progress: Progress) -> None:
    """Read records again for their text only; descriptions and claims stay as the ledger says."""
    for done in _read(workspace, ids, progress, None):
        _keep_texts(workspace, done)


def _read(
    workspace: Workspace, ids: Sequence[str], progress: Progress, pool: Readers | None
) -> Iterator[list[tuple[Record, Extraction]]]:
    catalogue = workspace.archive.catalogue
    records = {item: record for item in ids if (record := catalogue.record(item))}
    if not records:
        return
    with ExitStack() as stack:
        chosen = pool or stack.enter_context(readers(workspace))
        results = chosen.extract_many(_jobs(workspace, stack, records))
        done: list[tuple[Record, Extraction]] = []
        for number, (item, extraction) in enumerate(results, start=1):
            done.append((records[item], extraction))
            if len(done) >= _FLUSH or number == len(records):
                yield done
                done = []
            progress(number, len(records))


def _jobs(
    workspace: Workspace, stack: ExitStack, records: dict[str, Record]
) -> Iterator[tuple[str, Path, str]]:
    for item, record in records.items():
        path = stack.enter_context(workspace.archive.store.local(record.fixity.digest))
        yield item, path, record.name


def _keep_texts(workspace: Workspace, done: Sequence[tuple[Record, Extraction]]) -> None:
    workspace.archive.texts.put_many(
        (record.fixity.digest, StoredText.of(extraction, READER)) for record, extraction in done
    )
    assessments(workspace).contents.keep({record.fixity.digest: found for record, found in done})
    workspace.archive.step("texts-kept")


def _write(
    workspace: Workspace, done: Sequence[tuple[Record, Extraction]], numbers: KnownNumbers
) -> None:
    events: list[Event] = []
    for record, extraction in done:
        events += _events(workspace, record, extraction)
    events = numbers.added(list(SideCaptions(workspace).added(events)))
    with workspace.archive.writing() as writer:
        writer.record(events, at=workspace.now(), by="rule:describe")


def _events(workspace: Workspace, record: Record, extraction: Extraction) -> Iterator[Event]:
    found = attribute(
        record.source, workspace.codes, workspace.units, workspace.edition.kinds, record.id
    )
    description = _described(record, extraction, found)
    yield from _made_up(workspace, record)
    for claim in _claims(workspace, record, description, found):
        yield Claimed(record.id, claim)
    yield Described(record.id, record.revision, description, READER)


def described(workspace: Workspace, record: Record, extraction: Extraction) -> Description:
    """The description of a record by what was read of it and by where it came from."""
    found = attribute(
        record.source, workspace.codes, workspace.units, workspace.edition.kinds, record.id
    )
    return _described(record, extraction, found)


def _described(record: Record, extraction: Extraction, found: Attribution) -> Description:
    description = _with_path(describe(extraction, record.name, record.received, _NOTATION), found)
    return _with_remarks(description, record)


def _with_remarks(description: Description, record: Record) -> Description:
    """The description with what was noticed on reception and reading did not find again."""
    said = {finding.code for finding in description.findings}
    new = tuple(
        replace(item, subject=record.id) for item in record.remarks if item.code not in said
    )
    return replace(description, findings=(*new, *description.findings))


def _made_up(workspace: Workspace, record: Record) -> Iterator[Event]:
    """What a power cut may have torn off behind an accession: the replaced record's new state."""
    replaced = record.supersedes and workspace.archive.catalogue.record(record.supersedes)
    if replaced and replaced.state is RecordState.RETURNED:
        yield superseding(replaced.id, record.id)


def _with_path(description: Description, found: Attribution) -> Description:
    """The description with what folder and file name say of the kind, and the path's findings."""
    findings = (*description.findings, *found.findings)
    if found.kind:
        origins = {**description.origins, "kind": "folder"}
        return replace(description, kind=found.kind, findings=findings, origins=origins)
    if found.kind_hint and description.kind is None:
        origins = {**description.origins, "kind": "name"}
        return replace(description, kind=found.kind_hint, findings=findings, origins=origins)
    return replace(description, findings=findings)


def _claims(
    workspace: Workspace, record: Record, description: Description, found: Attribution
) -> Iterator[Claim]:
    if record.revision > 1 and record.claims:
        return
    named = {code.code for code in found.codes}
    refused = refused_codes(workspace, record.id) if record.revision > 1 else frozenset()
    yield from (claim for claim in _inherited(workspace, record) if claim.requirement not in named)
    for code in found.codes:
        requirement = workspace.edition.requirement(code.code)
        if requirement is None or code.code in refused:
            continue
        kind = slot_kind(
            requirement,
            said=found.kind,
            guessed=description.kind,
            file_format=description.format,
        )
        yield Claim(
            requirement=code.code,
            kind=kind,
            unit=record.unit,
            by="rule",
            reason=f"{code.origin}: {code.text}",
        )


def _inherited(workspace: Workspace, record: Record) -> Iterator[Claim]:
    """What the record it replaces was claimed for."""
    replaced = record.supersedes and workspace.archive.catalogue.record(record.supersedes)
    for claim in replaced.claims if replaced else ():
        yield replace(claim, by="rule", reason=f"replaces {record.supersedes}")
