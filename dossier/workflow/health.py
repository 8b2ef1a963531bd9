"""The watcher's honesty: a small file that says how it is, so that every face can tell."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FILE = Path("derived") / "watch.json"
STALE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class RootState:
    """One watched folder: ``mode`` is ``events`` or ``polling``; times are ISO or null."""

    root: str
    mode: str
    online: bool
    last_event: str | None
    last_rescan: str | None
    lost: int
    error: str


@dataclass(frozen=True, slots=True)
class WatchHealth:
    """How the watcher is. ``running`` means its heartbeat is younger than a minute."""

    running: bool
    heartbeat: str | None
    waiting: tuple[str, ...]
    roots: tuple[RootState, ...]


NEVER = WatchHealth(False, None, (), ())


def write_health(
    root: Path, heartbeat: str, waiting: tuple[str, ...], roots: tuple[RootState, ...]
) -> None:
    """Replace the health file in one step; a heartbeat of ``""`` says the watcher ended."""
    target = root / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    document = {
        "heartbeat": heartbeat,
        "waiting": list(waiting),
        "roots": [asdict(item) for item in roots],
    }
    temporary = target.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    temporary.replace(target)


def read_health(root: Path, now: dt.datetime) -> WatchHealth:
    """What the health file says; a missing or damaged one means no watcher ever told."""
    try:
        document: dict[str, Any] = json.loads((root / FILE).read_text("utf-8"))
        roots = tuple(RootState(**item) for item in document["roots"])
        heartbeat = document["heartbeat"] or None
        age = (now - dt.datetime.fromisoformat(heartbeat)).total_seconds() if heartbeat else None
    except (OSError, ValueError, KeyError, TypeError):
        return NEVER
    running = age is not None and age < STALE_SECONDS
    return WatchHealth(running, heartbeat, tuple(document["waiting"]), roots)
