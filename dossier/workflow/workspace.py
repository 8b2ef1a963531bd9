"""An opened archive with everything a workflow needs beside it."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from dossier.archive.custody import Archive
from dossier.codec.requirement_codes import CodeBook
from dossier.model.editions import Edition, Unit
from dossier.model.profiles import Profile
from dossier.model.settings import Settings
from dossier.search.index import SearchIndex
from dossier.search.whoosh_index import WhooshIndex
from dossier.shipped import load_edition, load_profile
from dossier.workflow.rosters import load_roster

T = TypeVar("T")
Clock = Callable[[], dt.datetime]


@dataclass
class Workspace:
    """One archive, its edition, profile and roster, the clock and who is acting.

    ``actor`` is written to the ledger, for example ``person:王``.
    """

    settings: Settings
    archive: Archive
    clock: Clock
    actor: str
    _index: SearchIndex | None = field(default=None, init=False)
    _kept: dict[object, Any] = field(default_factory=dict, init=False)
    _closing: ExitStack = field(default_factory=ExitStack, init=False)
    _guard: threading.RLock = field(default_factory=threading.RLock, init=False)

    @cached_property
    def edition(self) -> Edition:
        """The assessment edition in force; raises SchemaError when it does not hold."""
        return load_edition(self._schema_name(self.settings.edition))

    @cached_property
    def profile(self) -> Profile:
        """The submission profile in force; raises SchemaError when it does not hold."""
        return load_profile(self._schema_name(self.settings.profile))

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The responsible units: the roster, else the ones the edition names."""
        if self.settings.units is None:
            return self.edition.units
        return load_roster(self.settings.resolve(self.settings.units))

    @cached_property
    def codes(self) -> CodeBook:
        """Requirement codes of the edition in every spelling."""
        return CodeBook(self.edition)

    def kept(self, make: Callable[[Workspace], T]) -> T:
        """What ``make`` gives for this archive: made at first use, kept while it is open."""
        with self._guard:
            if make not in self._kept:
                self._kept[make] = make(self)
            found: T = self._kept[make]
        return found

    def at_close(self, let_go: Callable[[], None]) -> None:
        """Have something done when the archive is closed."""
        self._closing.callback(let_go)

    @property
    def index(self) -> SearchIndex:
        """The full-text index, opened at first use; raises IndexUnusable if it must be rebuilt."""
        if self._index is None:
            self._index = WhooshIndex(self.archive.root / "index")
        return self._index

    def forget_index(self) -> None:
        """Close the index, so that the next use opens what is on disk."""
        if self._index is not None:
            self._index.close()
            self._index = None

    def now(self) -> str:
        """The moment as the ledger writes it."""
        return self.clock().isoformat(timespec="seconds")

    def today(self) -> dt.date:
        """The day by the machine's clock."""
        return self.clock().date()

    def let_go(self) -> None:
        """Close what was opened beside the archive itself."""
        self.forget_index()
        self._closing.close()

    def close(self) -> None:
        """Let go of files and databases."""
        self.let_go()
        self.archive.close()

    def _schema_name(self, name: str) -> str:
        path = self.settings.resolve(name)
        return str(path) if path.is_file() else name


@contextmanager
def open_workspace(settings: Settings, *, clock: Clock, actor: str) -> Iterator[Workspace]:
    """Open the archive that ``settings`` describe, its projections caught up with the ledger."""
    workspace = Workspace(settings, Archive.open(settings.root), clock, actor)
    try:
        yield workspace
    finally:
        workspace.close()
