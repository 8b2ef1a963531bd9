"""The receipt a unit finds in its inbox folder: plain text, a page a clerk can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dossier.i18n import N_, _, render
from dossier.model.findings import Finding
from dossier.rules.finding_table import advice, sentence

_STATES = {
    "accepted": N_("accepted"),
    "returned": N_("sent back"),
    "superseded": N_("replaced by a newer one"),
    "withdrawn": N_("withdrawn"),
}


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """One document in custody. ``state`` and ``note`` are the team's decision on it."""

    path: str
    record: str
    on: str
    revision: int = 1
    state: str = ""
    note: str = ""
    due: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One document that was refused, with the finding that says why."""

    path: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One requirement that is not complete yet, with what is the matter."""

    code: str
    title: str
    due: str | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything a unit's receipt says; ``on`` is a day."""

    unit: str
    on: str
    received: Sequence[ReceivedLine] = ()
    duplicates: Sequence[ReceivedLine] = ()
    refused: Sequence[RefusedLine] = ()
    owed: Sequence[OwedLine] = ()


def receipt_text(receipt: Receipt) -> str:
    """The receipt in the language in use; lines end as Windows' editors want them."""
    lines = [
        render(N_("Receipt for {unit}, as of {day}"), {"unit": receipt.unit, "day": receipt.on}),
        _("Written by the program; changes to this file are not read."),
        "",
        *_section(N_("Received: {count}"), [_received(line) for line in receipt.received]),
        *_section(
            N_("Sent before, not counted twice: {count}"),
            [_duplicate(line) for line in receipt.duplicates],
        ),
        *_section(N_("Refused: {count}"), [_refused(line) for line in receipt.refused]),
        *_section(N_("Still owed: {count}"), [_owed(line) for line in receipt.owed]),
    ]
    return "\r\n".join(lines) + "\r\n"


def _section(title: str, entries: list[list[str]]) -> list[str]:
    head = render(title, {"count": len(entries)})
    return [head, *(f"  {line}" for entry in entries for line in entry), ""]


def _received(line: ReceivedLine) -> list[str]:
    revision = _("revision {number}").format(number=line.revision) if line.revision > 1 else ""
    first = "  ".join(part for part in (line.record, line.on, line.path, revision) if part)
    return [first, *_decision(line)]


def _decision(line: ReceivedLine) -> list[str]:
    state = _STATES.get(line.state)
    if state is None:
        return []
    due = _("answer by {day}").format(day=line.due) if line.due else ""
    note = "" if line.note.startswith("→") and line.state != "superseded" else line.note
    return ["  " + "  ".join(part for part in (_(state), note, due) if part)]


def _duplicate(line: ReceivedLine) -> list[str]:
    same = _("the same file as {record}").format(record=line.record)
    return [f"{line.path}  {same}", *_decision(line)]


def _refused(line: RefusedLine) -> list[str]:
    return [f"{line.finding.code}  {line.path}", f"  {_said(line.finding)}"]


def _owed(line: OwedLine) -> list[str]:
    due = _("due {day}").format(day=line.due) if line.due else ""
    first = "  ".join(part for part in (line.code, line.title, due) if part)
    return [first, *(f"  {_said(finding)}" for finding in line.findings)]


def _said(finding: Finding) -> str:
    return f"{sentence(finding)} → {advice(finding)}"
