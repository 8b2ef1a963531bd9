"""Notices cheaply that the ledger grew, or that the watcher told its health."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SECONDS = 1.0
Stamp = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Sign:
    """Name, size and time of the last ledger file, and of the health the watcher tells."""

    ledger: Stamp
    health: Stamp


def sign_of(root: Path) -> Sign:
    """How the archive's files look now."""
    from dossier.workflow.health import FILE  # noqa: PLC0415 - heavy, not for the first picture

    last = max((root / "ledger").glob("[0-9]*.jsonl"), default=root / "ledger")
    return Sign(_stamp(last), _stamp(root / FILE))


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return path.name, 0, 0
    return path.name, status.st_size, status.st_mtime_ns


@dataclass(frozen=True, slots=True)
class Listener:
    """Whom to tell: that the ledger ``grew``, that the watcher was ``heard``; ``rest`` says how
    many seconds to leave between two looks.
    """

    grew: Callable[[], None]
    heard: Callable[[], None]
    rest: Callable[[], float]


def beat(root: Path, stop: threading.Event, listener: Listener) -> None:
    """Tell of each change until ``stop`` is set; runs in a thread of its own."""
    known = sign_of(root)
    while not stop.wait(max(SECONDS, listener.rest())):
        present = sign_of(root)
        if present.ledger != known.ledger:
            listener.grew()
        elif present.health != known.health:
            listener.heard()
        known = present
