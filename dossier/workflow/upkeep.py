"""Audit the store; make the projections again."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from dossier.archive.audit import AuditReport, audit
from dossier.model.records import RecordFilter
from dossier.workflow.describe import read_texts, refresh_index
from dossier.workflow.workspace import Workspace

Progress = Callable[[int, int], None]


def audit_archive(workspace: Workspace, *, sample: float | None, progress: Progress) -> AuditReport:
    """Re-read stored content against its digests; read-only. The day chooses the sample."""
    return audit(
        workspace.archive.store,
        workspace.archive.ledger,
        sample=sample,
        seed=workspace.today().toordinal(),
        progress=progress,
    )


def rebuild(workspace: Workspace, *, catalogue: bool, index: bool, progress: Progress) -> int:
    """Make catalogue and index again; returns how many records there are."""
    if catalogue:
        workspace.archive.rebuild_catalogue(progress)
    if index:
        workspace.forget_index()
        shutil.rmtree(workspace.archive.root / "index", ignore_errors=True)
        read_again(workspace, progress)
        refresh_index(workspace, progress)
    return workspace.archive.catalogue.count(RecordFilter())


def read_again(workspace: Workspace, progress: Progress) -> None:
    """Extract the text of records whose derived text is gone."""
    records = workspace.archive.catalogue.records(RecordFilter())
    held = workspace.archive.texts.get_many([record.fixity.digest for record in records])
    missing = [record.id for record in records if record.fixity.digest not in held]
    read_texts(workspace, missing, progress)
