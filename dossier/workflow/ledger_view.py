"""The ledger for people: pages of it from the newest entry back, and what holds some words."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from itertools import islice

from dossier.codec.ledger_lines import TYPES
from dossier.model.events import Entry, Event
from dossier.model.records import Source
from dossier.rules.history import concerns
from dossier.workflow.workspace import Workspace

_NAMES = {kind: name for name, kind in TYPES.items()}
_PARTS = {"seen", "description", "fixity", "chain", "contents", "revision", "reader", "by"}


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry in short: ``kind`` is the published type, ``record`` the number it concerns,
    ``source`` where a document lay, ``words`` what else it says.
    """

    seq: int
    at: str
    by: str
    kind: str
    record: str
    source: str
    words: str


def page(workspace: Workspace, offset: int, limit: int) -> tuple[int, list[Happening]]:
    """How many entries there are, and ``limit`` of them from the ``offset`` newest back."""
    ledger = workspace.archive.ledger
    total = ledger.position()
    last = total - offset
    first = max(last - limit, 0)
    entries = list(islice(ledger.entries(first), last - first))
    return total, [told(entry) for entry in reversed(entries)]


def matching(
    workspace: Workspace, words: str, kinds: Sequence[str], limit: int
) -> tuple[int, list[Happening]]:
    """How many entries of these kinds (all if empty) hold every word, and the newest of them."""
    wanted = words.casefold().split()
    newest: deque[Happening] = deque(maxlen=limit)
    total = 0
    for entry in workspace.archive.ledger.entries():
        if kinds and _NAMES[type(entry.event)] not in kinds:
            continue
        happening = told(entry)
        text = f"{happening.record} {happening.source} {happening.words} {happening.by}".casefold()
        if all(word in text for word in wanted):
            total += 1
            newest.appendleft(happening)
    return total, list(newest)


def about_record(workspace: Workspace, record: str) -> list[Happening]:
    """Everything that happened to a record, oldest first."""
    archive = workspace.archive
    return [told(archive.ledger.entry(seq)) for seq in archive.catalogue.history(record)]


def about_ask(workspace: Workspace, code: str) -> list[Happening]:
    """Everything that was decided on an ask, oldest first: claims, refusals, waivers."""
    entries = workspace.archive.ledger.entries()
    return [told(entry) for entry in entries if _asked(entry.event) == code]


def _asked(event: Event) -> str | None:
    claim = getattr(event, "claim", None)
    code: str | None = getattr(claim or event, "requirement", None)
    return code


def told(entry: Entry) -> Happening:
    """An entry in short."""
    event = entry.event
    source = getattr(event, "source", None)
    return Happening(
        entry.seq,
        entry.at,
        entry.by,
        _NAMES[type(event)],
        concerns(event) or "",
        str(source) if isinstance(source, Source) else "",
        "  ".join(_words(event)),
    )


def _words(event: Event | object) -> list[str]:
    """The plain values of an event, those inside its claim included."""
    said: list[str] = []
    assert is_dataclass(event)
    for field in fields(event):
        value = getattr(event, field.name)
        if field.name in (*_PARTS, "record", "source") or value in (None, "", False):
            continue
        if field.name == "claim":
            said += _words(value)
        elif isinstance(value, Enum | str | int):
            said.append(str(value))
        elif isinstance(value, dict):
            said += [f"{key} {item}" for key, item in value.items() if item]
    return said
