"""The ledger for people: pages of it from the newest entry back, and what holds some words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from itertools import islice

from dossier.archive.ledger import Ledger
from dossier.codec.ledger_lines import TYPES
from dossier.model.events import Entry, Event
from dossier.model.records import Source
from dossier.rules.history import concerns
from dossier.workflow.workspace import Workspace

_NAMES = {kind: name for name, kind in TYPES.items()}
KEPT = 5_000
"""How many entries that hold some words are kept to be shown; all are counted."""

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


@dataclass(frozen=True, slots=True)
class Sifted:
    """What holds all ``words`` and is of one of ``kinds`` (any if empty), as far as was looked.

    ``found`` are the newest of ``total`` entries among the positions above ``oldest`` up to
    ``newest``.
    """

    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    oldest: int | None = None
    newest: int = 0
    total: int = 0
    found: tuple[Happening, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the ledger was looked at down to its first entry."""
        return self.oldest == 0


def sift(workspace: Workspace, before: Sifted, *, stretch: int = 5_000) -> Sifted:
    """Look at what came since, and at the next ``stretch`` of entries further back."""
    ledger = workspace.archive.ledger
    top = ledger.position()
    newest, oldest = (top, top) if before.oldest is None else (before.newest, before.oldest)
    first = max(oldest - stretch, 0)
    fresh, older = _fitting(ledger, newest, top, before), _fitting(ledger, first, oldest, before)
    return replace(
        before,
        oldest=first,
        newest=top,
        total=before.total + len(fresh) + len(older),
        found=(*fresh, *before.found, *older)[:KEPT],
    )


def _fitting(ledger: Ledger, after: int, last: int, wanted: Sifted) -> list[Happening]:
    """The entries that fit above one position up to another, the newest first."""
    entries = islice(ledger.entries(after), last - after) if last > after else ()
    kinds = wanted.kinds
    shown = [told(item) for item in entries if not kinds or _NAMES[type(item.event)] in kinds]
    return [item for item in reversed(shown) if _holds(item, wanted.words)]


def _holds(item: Happening, words: Sequence[str]) -> bool:
    text = f"{item.record} {item.source} {item.words} {item.by}".casefold()
    return all(word in text for word in words)


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
