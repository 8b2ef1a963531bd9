"""Lay a receipt into each unit's inbox folder and keep it up to date."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from dossier.archive.catalogue import SourceState
from dossier.i18n import speaking
from dossier.intake.local import extended
from dossier.model.assessment import Assessment, Verdict
from dossier.model.findings import Finding
from dossier.model.records import Record
from dossier.report.receipt import (
    OwedLine,
    Receipt,
    ReceivedLine,
    RefusedLine,
    receipt_text,
)
from dossier.rules.ignore import RECEIPT_PREFIX
from dossier.rules.unit_names import match_unit
from dossier.workflow.assess import check
from dossier.workflow.workspace import Workspace

RECEIPT_NAME = f"{RECEIPT_PREFIX}.txt"


def write_receipts(workspace: Workspace) -> int:
    """Write the receipt of every unit folder whose receipt says something else; how many.

    A folder that cannot be written to keeps the receipt it has.
    """
    assessment = check(workspace, as_of=workspace.today())
    written = 0
    for inbox in workspace.settings.inboxes:
        known = workspace.archive.catalogue.sources(workspace.settings.inbox_name(inbox))
        for folder, sources in _by_folder(known).items():
            receipt = _receipt(workspace, inbox, folder, sources, assessment)
            with suppress(OSError), speaking(workspace.settings.language):
                written += _lay_down(inbox / folder, receipt_text(receipt))
    workspace.archive.step("receipts-written")
    return written


def _by_folder(known: Mapping[str, SourceState]) -> dict[str, dict[str, SourceState]]:
    """Decisions by the first folder below the inbox; what lies in no folder has no unit."""
    folders: dict[str, dict[str, SourceState]] = {}
    for path, state in known.items():
        folder, slash, _rest = path.partition("/")
        if slash:
            folders.setdefault(folder, {})[path] = state
    return folders


def _lay_down(folder: Path, text: str) -> bool:
    """Replace the receipt in one step, unless it says the same already."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    target, data = extended(folder / RECEIPT_NAME), text.encode("utf-8-sig", "replace")
    if target.is_file() and not target.is_symlink() and target.read_bytes() == data:
        return False
    beside = target.with_name(f"{RECEIPT_PREFIX}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return True


def _receipt(
    workspace: Workspace,
    inbox: Path,
    folder: str,
    sources: Mapping[str, SourceState],
    assessment: Assessment,
) -> Receipt:
    unit = match_unit(folder, workspace.units).unit
    found = _Lines(workspace, workspace.settings.inbox_name(inbox))
    for path, state in sorted(sources.items()):
        found.add(path, path.partition("/")[2], state)
    return Receipt(
        unit=unit or folder,
        on=workspace.today().isoformat(),
        received=found.received,
        duplicates=found.duplicates,
        refused=found.refused,
        owed=tuple(_owed(assessment, unit)) if unit else (),
    )


def _owed(assessment: Assessment, unit: str) -> Iterator[OwedLine]:
    for item in assessment.requirements:
        if unit in item.units and item.uploaded and item.verdict is not Verdict.COMPLETE:
            yield OwedLine(item.code, item.title, item.due, item.findings)


@dataclass(slots=True)
class _Lines:
    """One folder's documents, sorted into the receipt's sections; members stand by themselves."""

    workspace: Workspace
    inbox: str
    received: list[ReceivedLine] = field(default_factory=list)
    duplicates: list[ReceivedLine] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)

    def add(self, path: str, shown: str, state: SourceState) -> None:
        """Put one decision into its section, and those on a container's members."""
        if state.outcome == "container":
            members = self.workspace.archive.catalogue.members(self.inbox, path)
            for chain, member in sorted(members.items()):
                self._one("!".join((shown, *chain)), member)
        if state.outcome != "container" or state.record:
            self._one(shown, state)

    def _one(self, shown: str, state: SourceState) -> None:
        if state.outcome == "refused":
            code = state.code or ""
            self.refused.append(RefusedLine(shown, Finding(code, shown, self._why(state))))
        elif record := self.workspace.archive.catalogue.record(state.record or ""):
            line = _line(shown, record)
            (self.duplicates if state.outcome == "duplicate" else self.received).append(line)

    def _why(self, state: SourceState) -> Mapping[str, str | int | float]:
        event = self.workspace.archive.ledger.entry(state.seq).event
        parameters: Mapping[str, str | int | float] = getattr(event, "parameters", {})
        return parameters


def _line(shown: str, record: Record) -> ReceivedLine:
    return ReceivedLine(
        shown,
        record.id,
        record.received[:10],
        record.revision,
        str(record.state),
        record.note,
        record.due,
    )
