"""Small files under ``derived/``: read when they are there, replaced whole, never missed."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from dossier.archive.platform import discard


def read_derived(path: Path) -> bytes | None:
    """The file's content, None when it is not there or cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def write_derived(path: Path, content: bytes) -> None:
    """Put the content in the file's place in one step; a disk that refuses is passed over."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            discard(draft)
