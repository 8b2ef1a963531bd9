"""Taking turns between processes for work that is not writing: describing, watching.

The lock vanishes with its process; the file that stays behind means nothing (R08).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from dossier.archive.platform import writing_to
from dossier.errors import BusyError


@contextmanager
def turn(path: Path, timeout: float, busy: BusyError) -> Iterator[None]:
    """Hold the lock at ``path``; raises ``busy`` after ``timeout`` seconds of waiting for it."""
    with writing_to(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        try:
            lock.acquire(timeout=timeout)
        except Timeout as error:
            raise busy from error
    try:
        yield
    finally:
        lock.release()
