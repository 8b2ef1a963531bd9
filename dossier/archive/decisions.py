"""What every catalogue has in common: decisions on sources, how they count, orders, errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dossier.archive.catalogue import SORTS, CatalogueUnusable, Duplicate, Refusal, SourceState
from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.model.events import (
    Accessioned,
    ContainerOpened,
    DocumentIgnored,
    DocumentRefused,
    DuplicateReceived,
    Entry,
)
from dossier.model.records import Source

ARCHIVED, DUPLICATE, REFUSED, IGNORED = "archived", "duplicate", "refused", "ignored"
CONTAINER = "container"
OUTCOMES = (ARCHIVED, DUPLICATE, REFUSED, IGNORED)


class Decision(NamedTuple):
    """A source, what was decided on it, and the outcome to count, None to count nothing."""

    source: Source
    state: SourceState
    counts: str | None


def decided(entry: Entry) -> tuple[Source, SourceState] | None:
    """The source an entry decides on, with the decision; None for other entries."""
    event, seq = entry.event, entry.seq
    match event:
        case Accessioned():
            state = SourceState(event.seen, ARCHIVED, event.record, None, seq)
        case DuplicateReceived():
            state = SourceState(event.seen, DUPLICATE, event.record, None, seq)
        case DocumentRefused():
            state = SourceState(event.seen, REFUSED, None, event.code, seq)
        case DocumentIgnored():
            state = SourceState(event.seen, IGNORED, None, event.rule, seq)
        case ContainerOpened():
            state = SourceState(event.seen, CONTAINER, event.record, None, seq)
        case _:
            return None
    return event.source, state


def settled(source: Source, before: SourceState | None, now: SourceState) -> Decision:
    """A decision in the light of the one before on the same source.

    A container that is itself a record has two entries; it is counted once and stays a container.
    """
    if before is not None and before.seen == now.seen and _container(before, now):
        return Decision(source, before if before.outcome == CONTAINER else now, None)
    if source.chain:
        return Decision(source, now, None)
    return Decision(source, now, ARCHIVED if now.outcome == CONTAINER else now.outcome)


def _container(one: SourceState, other: SourceState) -> bool:
    outcomes = {one.outcome, other.outcome}
    return CONTAINER in outcomes and outcomes <= {CONTAINER, ARCHIVED, DUPLICATE}


def as_refusal(
    entry: Entry, source: Callable[[str, str, tuple[str, ...]], SourceState | None]
) -> Refusal | None:
    """The refusal an entry records, if it records one."""
    event = entry.event
    if not isinstance(event, DocumentRefused):
        return None
    now = source(event.source.inbox, event.source.path, event.source.chain)
    standing = now is not None and now.seq == entry.seq and now.outcome == REFUSED
    return Refusal(entry.seq, entry.at, event.source, event.code, event.parameters, standing)


def as_duplicate(entry: Entry) -> Duplicate | None:
    """The receipt an entry records, if it records one."""
    event = entry.event
    if not isinstance(event, DuplicateReceived):
        return None
    return Duplicate(entry.seq, entry.at, event.source, event.record, event.unit)


def gap(position: int, seq: int) -> CatalogueUnusable:
    """The error for entries that do not follow what is known."""
    return CatalogueUnusable(
        N_("the catalogue stands at entry {position} and cannot continue with {seq}"),
        N_("run dossier rebuild --catalogue"),
        position=position,
        seq=seq,
    )


def sorting(sort: str) -> tuple[str, bool]:
    """The column of an order and whether it runs backwards; raises UsageError."""
    column = sort.removeprefix("-")
    if column not in SORTS:
        raise UsageError(
            N_("records cannot be sorted by {sort}"),
            N_("choose one of {choices}"),
            sort=sort,
            choices=", ".join(SORTS),
        )
    return column, sort.startswith("-")


def is_below(path: str, folder: str) -> bool:
    """Whether a relative path is the folder or lies in it; everything lies in ``""``."""
    return not folder or path == folder or path.startswith(folder + "/")


def column_text(text: str | None) -> str:
    """Text as a database column can hold it: ``""`` for none, ``?`` for what UTF-8 cannot say."""
    return (text or "").encode("utf-8", "replace").decode("utf-8")
