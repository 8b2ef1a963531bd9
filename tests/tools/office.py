"""An archive with an inbox and a clock that stands until it is told to go on."""

from __future__ import annotations

import datetime as dt
import errno
import io
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from dossier.archive.custody import Archive
from dossier.archive.keeper import FileKeeper
from dossier.archive.layout import Layout
from dossier.archive.ledger import JsonlLedger
from dossier.archive.store import FolderStore
from dossier.archive.texts import SqliteTextStore
from dossier.extract.inline import InlineExtractor
from dossier.model.fixity import Fixity
from dossier.model.settings import IntakeSettings, Settings
from dossier.workflow.take_in import IntakeReport, take_in
from dossier.workflow.workspace import Workspace

START = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
UNIT = "文明办"
REPORT = "文明办关于志愿服务的情况说明。全年开展活动三十二次，参与人数一千二百人。" * 4


class Clock:
    """Time that passes only when told."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_time(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


def no_trouble(_content: bytes) -> None:
    """Let everything be stored."""


class TroubledStore(FolderStore):
    """A store that calls ``trouble`` with all content first, which may raise or hang."""

    trouble: Callable[[bytes], None] = staticmethod(no_trouble)

    def put(self, stream: BinaryIO) -> tuple[Fixity, bool]:
        data = stream.read()
        self.trouble(data)
        return super().put(io.BytesIO(data))


class Disk:
    """A disk with some room left; a write that does not fit is cut short, as the kernel does."""

    def __init__(self) -> None:
        self.room = 1 << 40

    def __call__(self, handle: int, data: memoryview) -> int:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = os.write(handle, data[: self.room])
        self.room -= written
        return written


@dataclass
class Office:
    """One archive at work; ``clock`` decides how old a dropped document looks."""

    workspace: Workspace
    clock: Clock
    inbox: Path
    readers: InlineExtractor = field(default_factory=InlineExtractor)

    def drop(self, path: str, content: bytes, age: float = 3600) -> Path:
        """Put a document into the inbox that has been quiet for so many seconds."""
        target = self.inbox / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.touch(target, age)
        return target

    def touch(self, target: Path, age: float = 0) -> None:
        """Make a document look as if it was written so many seconds ago."""
        moment = self.clock.now.timestamp() - age
        os.utime(target, (moment, moment))

    def take(self, *paths: Path) -> IntakeReport:
        """One pass."""
        return take_in(self.workspace, paths, lambda _d, _t: None, self._pause, self.readers)

    def _pause(self, seconds: float) -> None:
        self.clock.pass_time(seconds)


def settings_for(root: Path, **intake: Any) -> Settings:
    """Settings of an archive on the tutorial edition."""
    return Settings(root, "tutorial", "plain", intake=replace(IntakeSettings(), **intake))


def open_office(
    root: Path,
    clock: Clock | None = None,
    step: Callable[[str], None] = lambda _name: None,
    write: Callable[[int, memoryview], int] = os.write,
    trouble: Callable[[bytes], None] | None = None,
    **intake: Any,
) -> Office:
    """Open the archive at ``root``, a new one if there is none, with faults where wanted."""
    layout = Layout(root)
    if not layout.exists():
        root.mkdir(parents=True, exist_ok=True)
        Archive.create(root).close()
        layout.inbox.mkdir(exist_ok=True)
    store = (TroubledStore if trouble else FolderStore)(layout.store, step, write)
    if trouble:
        store.trouble = trouble  # type: ignore[attr-defined]
    archive = Archive(
        root,
        store,
        JsonlLedger(layout.ledger, step=step, write=write),
        SqliteTextStore(layout.texts),
        FileKeeper(layout),
        step,
    )
    archive.refresh()
    chosen = clock or Clock()
    workspace = Workspace(settings_for(root, **intake), archive, chosen, "person:测试")
    return Office(workspace, chosen, layout.inbox)
