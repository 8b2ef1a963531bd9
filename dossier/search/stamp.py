"""The stamp beside an index: which analyser made it, and how much of the ledger it covers."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from dossier.search.analysis import ANALYSER_VERSION
from dossier.search.whoosh_store import sync_file, sync_folder

_NAME = "stamp.json"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the stamp says."""

    analyser: int = ANALYSER_VERSION
    position: int = 0


def read_stamp(folder: Path) -> Stamp:
    """The stamp. Raises ValueError for another version or a broken one, OSError without one."""
    said = json.loads((folder / _NAME).read_text(encoding="utf-8"))
    if not isinstance(said, dict) or said.get("analyser") != ANALYSER_VERSION:
        raise ValueError("made by another version of the analyser")
    return Stamp(position=int(said.get("position", 0)))


def write_stamp(folder: Path, stamp: Stamp) -> None:
    """Replace the stamp at once."""
    new = folder / f"{_NAME}.new"
    new.write_text(json.dumps(asdict(stamp)), encoding="utf-8")
    sync_file(new)
    new.replace(folder / _NAME)
    sync_folder(folder)
