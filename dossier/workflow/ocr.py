"""Read scans by OCR after accession: page by page, each page once, whenever there is time.

Photographs of scenes come last; only marks of picture agencies are looked for in them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from dossier.archive.keeper import busy
from dossier.archive.texts import StoredText
from dossier.archive.turns import turn
from dossier.errors import UsageError
from dossier.extract import ocr
from dossier.extract.marks import is_scene, mark_of, marked
from dossier.extract.ocr_text import combined, wanted_pages
from dossier.extract.page_numbers import parsed
from dossier.i18n import N_
from dossier.model.events import Described
from dossier.model.extraction import Extraction
from dossier.model.records import Record, RecordFilter, RecordState
from dossier.workflow.assessing import assessments
from dossier.workflow.describe import described
from dossier.workflow.indexing import refresh_index
from dossier.workflow.scans import OcrReport, PageReader, Scan
from dossier.workflow.workspace import Workspace

Progress = Callable[[int, int], None]
_GONE = frozenset({RecordState.SUPERSEDED, RecordState.WITHDRAWN})
_PATIENCE = 5.0
_PORTION = 500


def require_ocr() -> None:
    """Raises UsageError with advice where the extra is not installed."""
    if not ocr.is_installed():
        raise UsageError(
            N_("OCR is not installed"),
            N_("install it with: pip install 'dossier[ocr]'"),
        )


def waiting_scans(
    workspace: Workspace,
    ids: Sequence[str] = (),
    tried: Container[tuple[str, int]] = frozenset(),
) -> Iterator[Scan]:
    """Records whose text only OCR can give: the named ones, else all, oldest first, but those
    ``tried`` (record and revision).
    """
    for record in _records(workspace, ids):
        if record.state in _GONE or (record.id, record.revision) in tried:
            continue
        if pages := wanted_pages(record.description) or _lost_pages(workspace, record):
            yield Scan(record, pages)


def waiting_scenes(
    workspace: Workspace,
    ids: Sequence[str] = (),
    tried: Container[tuple[str, int]] = frozenset(),
) -> Iterator[Scan]:
    """Photographs that may bear the mark of a picture agency, where the settings want them looked
    at; chosen as by :func:`waiting_scans`.
    """
    if not workspace.settings.reading.marks:
        return
    for record in _records(workspace, ids):
        if record.state in _GONE or (record.id, record.revision) in tried:
            continue
        if is_scene(record.description):
            yield Scan(record, (0,), scene=True)


def _lost_pages(workspace: Workspace, record: Record) -> tuple[int, ...]:
    """Pages that were read once, but whose text is gone with the derived files."""
    engine = record.description.details.get("ocr_engine")
    if not engine:
        return ()
    stored = workspace.archive.texts.get(record.fixity.digest)
    if stored is not None and stored.reader == engine:
        return ()
    numbers = parsed(str(record.description.details.get("ocr_pages", "")))
    return tuple(number - 1 for number in numbers)


def _records(workspace: Workspace, ids: Sequence[str]) -> Iterator[Record]:
    catalogue = workspace.archive.catalogue
    if ids:
        yield from (record for item in ids if (record := catalogue.record(item)))
        return
    offset = 0
    while portion := catalogue.records(RecordFilter(limit=_PORTION, offset=offset)):
        yield from portion
        offset += len(portion)


def read_scans(workspace: Workspace, ids: Sequence[str], progress: Progress) -> OcrReport:
    """Read the named records, else every waiting one, and describe them by what was found.

    Raises UsageError without the extra, BusyError when another process reads by OCR.
    """
    require_ocr()
    report = OcrReport()
    derived = workspace.archive.layout.derived
    with ExitStack() as stack:
        stack.enter_context(turn(derived / "ocr.lock", _PATIENCE, busy()))
        pages = stack.enter_context(
            closing(PageReader(derived, workspace.settings.reading.workers))
        )
        scans = [*waiting_scans(workspace, ids), *waiting_scenes(workspace, ids)]
        total = sum(len(scan.pages) for scan in scans)
        places = _places(workspace, stack, scans)
        if total:
            progress(0, total)
        for done, scan in enumerate(pages.read(scans, places, report), start=1):
            progress(done, total)
            if scan.complete:
                write_down(workspace, scan, report)
    if report.records or report.marked:
        refresh_index(workspace)
    return report


def _places(workspace: Workspace, stack: ExitStack, scans: Sequence[Scan]) -> dict[str, Path]:
    store = workspace.archive.store
    there = {s.record.fixity.digest for s in scans if s.record.fixity.digest in store}
    return {digest: stack.enter_context(store.local(digest)) for digest in there}


def write_down(workspace: Workspace, scan: Scan, report: OcrReport) -> None:
    """Keep the text and describe the record by it, unless it has changed in the meantime."""
    record = workspace.archive.catalogue.record(scan.record.id)
    if record is None or record.revision != scan.record.revision:
        return
    if scan.scene:
        _say_mark(workspace, record, scan.read[0], report)
        return
    if all(page.findings for page in scan.read.values()):
        return
    engine = ocr.engine_name()
    found = combined(_known(workspace, record), scan.read, engine=engine, name=record.name)
    workspace.archive.texts.put(record.fixity.digest, StoredText.of(found, engine))
    assessments(workspace).contents.keep({record.fixity.digest: found})
    event = Described(record.id, record.revision, described(workspace, record, found), engine)
    with workspace.archive.writing() as writer:
        writer.record([event], at=workspace.now(), by="rule:ocr")
    report.records.append(record.id)


def _say_mark(workspace: Workspace, record: Record, read: Extraction, report: OcrReport) -> None:
    """Describe a photograph anew that bears a mark; one that bears none stays as it is."""
    mark = mark_of(read)
    if mark is None or not is_scene(record.description):
        return
    found = described(workspace, record, marked(_known(workspace, record), mark))
    event = Described(record.id, record.revision, found, record.reader)
    with workspace.archive.writing() as writer:
        writer.record([event], at=workspace.now(), by="rule:ocr")
    report.marked.append(record.id)


def _known(workspace: Workspace, record: Record) -> Extraction:
    """What reading found, as far as it is kept: text by the text store, the rest by the ledger."""
    description = record.description
    stored = workspace.archive.texts.get(record.fixity.digest) or StoredText()
    reading = tuple(item for item in description.findings if item.code[1] == "1")
    return Extraction(
        description.format,
        description.media_type,
        stored.text,
        stored.page_texts,
        description.pages,
        {**description.details, **stored.metadata},
        description.usable,
        tuple(replace(item, subject="") for item in reading),
    )
