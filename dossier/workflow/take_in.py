"""Take in everything stable in the inboxes, once, and report the balance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dossier.errors import IndexUnusable, RootUnavailable
from dossier.extract.pool import ReaderPool
from dossier.intake.containment import require_safe
from dossier.model.events import DocumentIgnored, DocumentRefused
from dossier.workflow.accession import Outcomes, accession
from dossier.workflow.describe import describe_records, refresh_index
from dossier.workflow.holding import hold_batch
from dossier.workflow.look import Pause, Sorted, look_settled, targets
from dossier.workflow.workspace import Workspace

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class IntakeReport:
    """What a run decided. ``seen`` = archived + duplicate + refused + waiting + ignored.

    Documents that look as they did when they were decided on are ``unchanged`` and not seen anew;
    ``waiting`` maps paths to reasons; ``offline`` are inboxes that could not be reached.
    """

    counts: Counter[str] = field(default_factory=Counter)
    members: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    records: list[str] = field(default_factory=list)
    refused: list[DocumentRefused] = field(default_factory=list)
    ignored: list[DocumentIgnored] = field(default_factory=list)
    waiting: dict[str, str] = field(default_factory=dict)
    offline: dict[str, str] = field(default_factory=dict)
    index_error: str = ""

    @property
    def seen(self) -> int:
        """Documents that this run decided on or that wait."""
        return sum(self.counts.values()) + len(self.waiting)


def take_in(
    workspace: Workspace, paths: tuple[Path, ...], progress: Progress, pause: Pause
) -> IntakeReport:
    """One pass over the inboxes or the named files and folders.

    Raises UnsafeArrangement for folders that overlap and BusyError when another process holds the
    archive for long.
    """
    require_safe(workspace.settings.root, workspace.settings.inboxes)
    report = IntakeReport()
    for target in targets(workspace, paths):
        try:
            take_sorted(workspace, look_settled(workspace, target, pause), report)
        except RootUnavailable as error:
            report.offline[str(target.root)] = str(error.parameters.get("detail", ""))
    make_usable(workspace, report, progress)
    return report


def take_sorted(workspace: Workspace, seen: Sorted, report: IntakeReport) -> None:
    """Take the ready documents of one look into custody, batch by batch."""
    report.unchanged += seen.unchanged
    report.waiting |= {path: str(standing.wait) for path, standing in seen.waiting.items()}
    _record_unread(workspace, seen, report)
    size = workspace.settings.intake.batch
    for start in range(0, len(seen.ready), size):
        held, waiting = hold_batch(workspace, seen.ready[start : start + size])
        report.waiting |= waiting
        _add(report, accession(workspace, held))


def make_usable(
    workspace: Workspace,
    report: IntakeReport,
    progress: Progress,
    pool: ReaderPool | None = None,
) -> None:
    """Describe what is in custody and not read yet, and bring the index up to date.

    An index that cannot be used is reported, never in the way of custody (S10).
    """
    describe_records(workspace, report.records, progress, pool)
    try:
        refresh_index(workspace)
    except IndexUnusable as error:
        report.index_error = str(error)


def _record_unread(workspace: Workspace, seen: Sorted, report: IntakeReport) -> None:
    """Write down what was ignored or refused without reading it."""
    if not seen.events:
        return
    with workspace.archive.writing() as writer:
        writer.record(seen.events, at=workspace.now(), by="rule:intake")
    for event in seen.events:
        if isinstance(event, DocumentIgnored):
            report.counts["ignored"] += 1
            report.ignored.append(event)
        elif isinstance(event, DocumentRefused):
            report.counts["refused"] += 1
            report.refused.append(event)


def _add(report: IntakeReport, outcomes: Outcomes) -> None:
    report.counts += outcomes.counts
    report.members += outcomes.members
    report.unchanged += outcomes.unchanged
    report.records += outcomes.records
    report.refused += outcomes.refused
    report.ignored += outcomes.ignored
