"""Notices cheaply that something changed: the ledger grew, or the watcher told its health."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from dossier.workflow.health import FILE

SECONDS = 1.0
Sign = tuple[object, ...]


def sign_of(root: Path) -> Sign:
    """What changes when the archive does: size and time of the last ledger file and the health."""
    segments = sorted((root / "ledger").glob("[0-9]*.jsonl"))
    return tuple(_stamp(path) for path in (*segments[-1:], root / FILE))


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        status = path.stat()
    except OSError:
        return path.name, 0, 0
    return path.name, status.st_size, status.st_mtime_ns


def beat(root: Path, stop: threading.Event, changed: Callable[[], None]) -> None:
    """Call ``changed`` after each change until ``stop`` is set; runs in a thread of its own."""
    known = sign_of(root)
    while not stop.wait(SECONDS):
        present = sign_of(root)
        if present != known:
            known = present
            changed()
