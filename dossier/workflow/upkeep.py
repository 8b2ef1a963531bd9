"""Audit the store; make the projections again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dossier.archive.audit import START, AuditReport, Checkpoint, audit
from dossier.codec.plain_json import Reader, dumps
from dossier.model.records import RecordFilter
from dossier.workflow.describe import read_texts
from dossier.workflow.indexing import refresh_index, renew_index
from dossier.workflow.workspace import Workspace

Progress = Callable[[int, int], None]
CHECKPOINT = "audit.json"
_EVERY = 200
_CHECKPOINTS: Reader[Checkpoint] = Reader(Checkpoint)


def audit_archive(
    workspace: Workspace, *, sample: float | None, progress: Progress, resume: bool = False
) -> AuditReport:
    """Re-read stored content against its digests. The day chooses the sample.

    Content is only read. How far a whole audit got is kept in ``derived/audit.json`` until it is
    done; with ``resume`` an interrupted one goes on from there.
    """
    kept = workspace.archive.layout.derived / CHECKPOINT
    keeper = _Keeper(kept if sample is None else None)
    report = audit(
        workspace.archive.store,
        workspace.archive.ledger,
        sample=sample,
        seed=workspace.today().toordinal(),
        progress=progress,
        after=_checkpoint(kept) if resume and sample is None else START,
        passed=keeper,
    )
    if sample is None:
        kept.unlink(missing_ok=True)
    return report


def _checkpoint(path: Path) -> Checkpoint:
    try:
        return _CHECKPOINTS.loads(path.read_bytes())
    except (OSError, ValueError):
        return START


class _Keeper:
    """Writes a checkpoint down every so many contents; without a path it writes nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._since = 0

    def __call__(self, point: Checkpoint) -> None:
        self._since += 1
        if self._path is not None and self._since >= _EVERY:
            self._since = 0
            beside = self._path.with_suffix(".tmp")
            beside.write_bytes(dumps(point))
            beside.replace(self._path)


def rebuild(workspace: Workspace, *, catalogue: bool, index: bool, progress: Progress) -> int:
    """Make catalogue and index again; returns how many records there are."""
    if catalogue:
        workspace.archive.rebuild_catalogue(progress)
    if index:
        renew_index(workspace)
        read_again(workspace, progress)
        refresh_index(workspace, progress)
    return workspace.archive.catalogue.count(RecordFilter())


def read_again(workspace: Workspace, progress: Progress) -> None:
    """Extract the text of records whose derived text is gone."""
    records = workspace.archive.catalogue.records(RecordFilter())
    held = workspace.archive.texts.get_many([record.fixity.digest for record in records])
    missing = [record.id for record in records if record.fixity.digest not in held]
    read_texts(workspace, missing, progress)
