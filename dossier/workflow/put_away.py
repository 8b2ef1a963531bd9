"""``after_accession = "move"``: put the sources of what is in custody out of the way, never away.

A source is moved only after ledger and catalogue know it, within its inbox's own file system (one
rename), and only while it still looks as it did when it was decided on. A crash in between is made
up for at the next look, which meets the document as unchanged and in custody.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from dossier.model.events import Seen
from dossier.rules.ignore import TAKEN_FOLDER
from dossier.workflow.look import Ready


@dataclass(slots=True)
class PutAway:
    """How many sources were moved, and the ones that could not be, with the system's words."""

    moved: int = 0
    stayed: dict[str, str] = field(default_factory=dict)


def put_away(sources: Iterable[Ready]) -> PutAway:
    """Move sources to the same relative path below ``.dossier-taken`` of their inbox.

    What cannot be moved stays where it is: it is known and not taken in again.
    """
    result = PutAway()
    for ready in sources:
        try:
            result.moved += _move(ready)
        except OSError as error:
            result.stayed[ready.source.path] = error.strerror or str(error)
            if error.errno == errno.EROFS:
                break
    return result


def _move(ready: Ready) -> bool:
    if not _still(ready.path, ready.seen):
        return False
    root = ready.path.parents[ready.source.path.count("/")]
    target = _free(root / TAKEN_FOLDER / ready.source.path)
    target.parent.mkdir(parents=True, exist_ok=True)
    os.rename(ready.path, target)  # noqa: PTH104 - must fail, not replace, where the system can
    if _still(target, ready.seen):
        return True
    target.rename(ready.path)
    return False


def _still(path: Path, seen: Seen) -> bool:
    try:
        status = path.stat(follow_symlinks=False)
    except FileNotFoundError:
        return False
    return Seen(status.st_size, status.st_mtime_ns) == seen


def _free(target: Path) -> Path:
    """The target, or ``name~2.ext`` where that name was taken before."""
    number, candidate = 1, target
    while candidate.exists():
        number += 1
        candidate = target.with_name(f"{target.stem}~{number}{target.suffix}")
    return candidate
