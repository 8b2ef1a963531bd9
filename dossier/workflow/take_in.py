"""Take in everything stable in the inboxes, once, and report the balance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dossier.errors import IndexUnusable, RootUnavailable
from dossier.model.events import DocumentIgnored, DocumentRefused
from dossier.workflow.accession import Answer, Outcomes, accession
from dossier.workflow.arrangement import Caution, prepare
from dossier.workflow.describe import Readers, bring_up_to_date
from dossier.workflow.holding import Held, hold_batch
from dossier.workflow.look import (
    Eye,
    Pause,
    Ready,
    Sorted,
    Target,
    look_settled,
    shown_waiting,
    targets,
)
from dossier.workflow.put_away import put_away
from dossier.workflow.receipts import write_receipts
from dossier.workflow.workspace import Workspace

Progress = Callable[[int, int], None]
Heed = Callable[[], None]
"""Called before each batch; to raise is to stop."""


@dataclass(slots=True)
class IntakeReport:
    """What a run decided. ``seen`` = archived + duplicate + refused + waiting + ignored.

    Documents that look as they did when they were decided on are ``unchanged`` and not seen anew;
    ``waiting`` maps paths to reasons, ``details`` to the system's words; ``offline`` are inboxes
    that could not be reached; ``answers`` say what became of each document; ``stayed`` are sources
    that should have been moved and could not be.
    """

    counts: Counter[str] = field(default_factory=Counter)
    members: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    records: list[str] = field(default_factory=list)
    refused: list[DocumentRefused] = field(default_factory=list)
    ignored: list[DocumentIgnored] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    waiting: dict[str, str] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)
    offline: dict[str, str] = field(default_factory=dict)
    stayed: dict[str, str] = field(default_factory=dict)
    moved: int = 0
    cautions: list[Caution] = field(default_factory=list)
    index_error: str = ""

    @property
    def seen(self) -> int:
        """Documents that this run decided on or that wait."""
        return sum(self.counts.values()) + len(self.waiting)


def take_in(
    workspace: Workspace,
    paths: tuple[Path, ...],
    progress: Progress,
    pause: Pause,
    readers: Readers | None = None,
    heed: Heed = lambda: None,
) -> IntakeReport:
    """One pass over the inboxes or the named files and folders; whatever ``progress`` or ``heed``
    raises stops it, and what was decided until then stands.

    Raises UnsafeArrangement for folders that overlap and BusyError when another process holds the
    archive for long.
    """
    report = IntakeReport(cautions=prepare(workspace))
    for target in targets(workspace, paths):
        try:
            seen = look_settled(workspace, target, pause)
            take_sorted(workspace, target.root, seen, report, heed)
        except RootUnavailable as error:
            report.offline[str(target.root)] = str(error.parameters.get("detail", ""))
    make_usable(workspace, report, progress, readers)
    return report


def preview(workspace: Workspace, paths: tuple[Path, ...]) -> dict[Target, Sorted]:
    """What a pass would meet, sorted as if nothing were known yet; decides and writes nothing.

    Inboxes that cannot be reached are left out.
    """
    found = {}
    for target in targets(workspace, paths):
        try:
            found[target] = Eye(workspace, target.root, afresh=True).look(target.subtree)
        except RootUnavailable:
            continue
    return found


def take_sorted(
    workspace: Workspace,
    root: Path,
    seen: Sorted,
    report: IntakeReport,
    heed: Heed = lambda: None,
) -> None:
    """Take the ready documents of one look into custody, batch by batch."""
    report.unchanged += seen.unchanged
    waits = {path: standing.wait for path, standing in seen.waiting.items() if standing.wait}
    report.waiting |= shown_waiting(workspace, root, waits)
    _record_unread(workspace, seen, report)
    size = workspace.settings.intake.batch
    for start in range(0, len(seen.ready), size):
        heed()
        batch = hold_batch(workspace, seen.ready[start : start + size])
        report.waiting |= shown_waiting(workspace, root, batch.waiting)
        report.details |= batch.details
        _add(report, accession(workspace, batch.held))
        _put_away(workspace, _kept(seen.ready[start : start + size], batch.held), report)
    _put_away(workspace, seen.kept, report)


def make_usable(
    workspace: Workspace,
    report: IntakeReport,
    progress: Progress,
    readers: Readers | None = None,
) -> None:
    """Describe everything in custody that nobody has read yet, bring the index up to date, and
    lay out receipts.

    An index that cannot be used is reported, never in the way of custody (S10).
    """
    try:
        bring_up_to_date(workspace, progress, readers)
    except IndexUnusable as error:
        report.index_error = str(error)
    if workspace.settings.intake.receipts:
        write_receipts(workspace)


def _kept(ready: list[Ready], held: list[Held]) -> list[Ready]:
    """The sources whose content is in custody now."""
    kept = {item.source for item in held if item.refusal is None and not item.rule}
    return [item for item in ready if item.source in kept]


def _put_away(workspace: Workspace, sources: list[Ready], report: IntakeReport) -> None:
    if workspace.settings.intake.after_accession != "move" or not sources:
        return
    workspace.archive.step("sources-to-move")
    done = put_away(sources)
    report.moved += done.moved
    report.stayed |= done.stayed


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
            report.answers.append(Answer(event.source, "refused", code=event.code))


def _add(report: IntakeReport, outcomes: Outcomes) -> None:
    report.counts += outcomes.counts
    report.members += outcomes.members
    report.unchanged += outcomes.unchanged
    report.records += outcomes.records
    report.refused += outcomes.refused
    report.ignored += outcomes.ignored
    report.answers += outcomes.answers
