"""Small files under ``derived/``: read when they are there, replaced whole, never missed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from dossier.archive.platform import discard


def read_derived(path: Path) -> bytes | None:
    """The file's content, None when it is not there or cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def open_derived(path: Path) -> BinaryIO | None:
    """The file to be read bit by bit, None when it is not there."""
    try:
        return path.open("rb")
    except OSError:
        return None


def write_derived(path: Path, content: bytes) -> None:
    """Put the content in the file's place in one step; a disk that refuses is passed over."""
    write_derived_parts(path, [content])


def write_derived_parts(path: Path, parts: Iterable[bytes]) -> None:
    """The same with content that comes in parts; what raises among them leaves the old file."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as stream:
            stream.writelines(parts)
        draft.replace(path)
    except OSError:
        pass
    finally:
        with suppress(OSError):
            discard(draft)
