"""The watcher's honesty: a small file that says how it is, so that every face can tell."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from dossier.codec.plain_json import Reader, dumps

FILE = Path("derived") / "watch.json"
STALE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Note:
    """Something that happened to a watched folder: ``kind`` is ``offline``, ``online``, ``lost``
    (events, everything was looked at again), ``repaired`` (dead threads) or ``error``.
    """

    at: str
    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RootState:
    """One watched folder: ``mode`` is ``events`` or ``polling``; times are ISO or null.

    ``lost`` counts how often events were lost, ``repairs`` how often dead threads were replaced,
    since the watch began; ``notes`` are the last things that happened, oldest first.
    """

    root: str
    mode: str
    online: bool
    last_event: str | None
    last_rescan: str | None
    lost: int
    error: str
    repairs: int = 0
    offline_since: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A document that is not taken in yet: why, since when, how often it was tried in vain, and
    when it is looked at next.
    """

    root: str
    path: str
    reason: str
    since: str
    tries: int
    next_try: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class WatchHealth:
    """How the watcher is. ``running`` means its heartbeat is younger than a minute; ``error`` is
    what went wrong while records were described or indexed.
    """

    running: bool
    heartbeat: str | None
    waiting: tuple[str, ...]
    roots: tuple[RootState, ...]
    held: tuple[WaitingFile, ...] = ()
    error: str = ""
    process: int = 0


@dataclass(frozen=True, slots=True)
class _Document:
    heartbeat: str = ""
    process: int = 0
    error: str = ""
    held: tuple[WaitingFile, ...] = ()
    roots: tuple[RootState, ...] = ()


NEVER = WatchHealth(False, None, (), ())
_READER: Reader[_Document] = Reader(_Document)


def write_health(
    root: Path,
    heartbeat: str,
    held: tuple[WaitingFile, ...],
    roots: tuple[RootState, ...],
    error: str = "",
) -> None:
    """Replace the health file in one step; a heartbeat of ``""`` says the watcher ended."""
    target = root / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    document = _Document(heartbeat, os.getpid(), error, held, roots)
    temporary = target.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_bytes(dumps(document))
    temporary.replace(target)


def read_health(root: Path, now: dt.datetime) -> WatchHealth:
    """What the health file says; a missing or damaged one means no watcher ever told."""
    try:
        document = _READER.loads((root / FILE).read_bytes())
        heartbeat = document.heartbeat or None
        age = (now - dt.datetime.fromisoformat(heartbeat)).total_seconds() if heartbeat else None
    except (OSError, ValueError, TypeError):
        return NEVER
    return WatchHealth(
        running=age is not None and age < STALE_SECONDS,
        heartbeat=heartbeat,
        waiting=tuple(item.path for item in document.held),
        roots=document.roots,
        held=document.held,
        error=document.error,
        process=document.process,
    )
