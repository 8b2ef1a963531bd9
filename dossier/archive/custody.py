"""An archive as a whole: content, ledger, catalogue and texts under one write lock.

The order of writing is always content, ledger, catalogue. What a crash leaves undone between
ledger and catalogue is caught up with when the archive is next opened or written to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Final, Self

from dossier.archive.catalogue import Catalogue, CatalogueUnusable
from dossier.archive.keeper import CatalogueKeeper, FileKeeper, MemoryKeeper
from dossier.archive.layout import Layout
from dossier.archive.ledger import JsonlLedger, Ledger, MemoryLedger
from dossier.archive.platform import writing_to
from dossier.archive.store import ContentStore, FolderStore, MemoryStore, no_step
from dossier.archive.texts import MemoryTextStore, SqliteTextStore, TextStore
from dossier.errors import BusyError, UsageError
from dossier.i18n import N_
from dossier.model.events import Entry, Event
from dossier.model.records import record_id

STEPS = ("catalogue-applied",)
"""Names of the points recording passes after those of store and ledger; tests stop there."""

DEFAULT_TIMEOUT = 10.0
_BATCH = 5_000

Progress = Callable[[int, int], None]
Step = Callable[[str], None]


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody how far a job is."""


class Writer:
    """The one who may write, while the lock is held."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._given: dict[int, int] = {}

    def next_id(self, year: int) -> str:
        """A record id nobody has; each call gives another one."""
        last = max(self._given.get(year, 0), self.archive.catalogue.last_number(year))
        self._given[year] = last + 1
        return record_id(year * 1_000_000 + last + 1)

    def record(self, events: Sequence[Event], *, at: str, by: str) -> list[Entry]:
        """Write events into the ledger and the catalogue; the entry of each event, in order.

        Raises NoSpace, LedgerError and others of the ledger's; then nothing was recorded. An
        error of the catalogue leaves it behind the ledger until the archive is next written to.
        """
        if not events:
            return []
        entries = self.archive.ledger.append(events, at=at, by=by)
        self.archive.catalogue.apply(entries)
        self.archive.step("catalogue-applied")
        return entries[-len(events) :]


class Archive:
    """Everything in custody. Made by :meth:`open`, :meth:`create` or :meth:`in_memory`.

    ``rebuilt`` says why opening had to build the catalogue again, None when it did not.
    """

    def __init__(
        self,
        root: Path,
        store: ContentStore,
        ledger: Ledger,
        texts: TextStore,
        keeper: CatalogueKeeper,
        step: Step = no_step,
    ) -> None:
        self.root: Final = root
        self.layout: Final = Layout(root)
        self.store: Final = store
        self.ledger: Final = ledger
        self.texts: Final = texts
        self.step: Final = step
        self._keeper = keeper
        self.rebuilt: str | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue in use; another object after a rebuild, so do not hold on to it."""
        return self._keeper.catalogue

    @classmethod
    def create(cls, root: Path, step: Step = no_step) -> Archive:
        """A new, empty archive in a folder; raises UsageError when there is one already."""
        layout = Layout(root)
        if layout.exists():
            raise UsageError(
                N_("{path} already holds an archive"),
                N_("open it with dossier -C {path} status, or choose an empty folder"),
                path=str(root),
            )
        with writing_to(root):
            layout.make()
        return cls.open(root, step)

    @classmethod
    def open(cls, root: Path, step: Step = no_step) -> Archive:
        """The archive in a folder, its catalogue caught up unless somebody is writing.

        Raises UsageError when there is none, LedgerError when the ledger does not hold.
        """
        layout = Layout(root)
        if not layout.exists():
            raise UsageError(
                N_("{path} holds no archive"),
                N_("make one with dossier init, or name its folder with -C"),
                path=str(root),
            )
        archive = cls(
            root,
            FolderStore(layout.store, step),
            JsonlLedger(layout.ledger, step=step),
            SqliteTextStore(layout.texts),
            FileKeeper(layout),
            step,
        )
        archive.refresh()
        return archive

    @classmethod
    def in_memory(cls, root: Path = Path("memory")) -> Archive:
        """An archive that touches no file and lasts as long as its process."""
        return cls(root, MemoryStore(), MemoryLedger(), MemoryTextStore(), MemoryKeeper())

    def refresh(self) -> None:
        """Catch the catalogue up; when somebody is writing, see what is there."""
        if self._behind():
            with suppress(BusyError), self.writing(timeout=0.2):
                pass
        self._keeper.ready()

    def _behind(self) -> bool:
        try:
            return self._keeper.ready().head() != self.ledger.head()
        except CatalogueUnusable:
            return True

    @contextmanager
    def writing(self, timeout: float = DEFAULT_TIMEOUT) -> Iterator[Writer]:
        """The right to write, for one process and thread at a time; catches up first.

        ``timeout`` in seconds; raises BusyError when somebody else writes longer than that. The
        lock vanishes with its process.
        """
        with self._keeper.lock(timeout):
            self._catch_up()
            yield Writer(self)

    def _catch_up(self) -> None:
        """Bring the catalogue level with the ledger; build it again if it cannot be."""
        try:
            catalogue = self._keeper.ready()
            seq, chain = catalogue.head()
            if (seq, chain) == self.ledger.head():
                return
            self._check_common_past(seq, chain)
            feed(catalogue, self.ledger.entries(seq))
        except CatalogueUnusable as error:
            self.rebuilt = str(error)
            self._rebuild(no_progress)

    def _check_common_past(self, seq: int, chain: str) -> None:
        """Raise CatalogueUnusable when the catalogue has seen what the ledger does not say."""
        known = seq == 0 or (
            seq <= self.ledger.position() and self.ledger.entry(seq).chain == chain
        )
        if not known:
            raise CatalogueUnusable(
                N_("the catalogue was made from another ledger (entry {seq})"),
                N_("run dossier rebuild --catalogue"),
                seq=seq,
            )

    def rebuild_catalogue(
        self, progress: Progress = no_progress, timeout: float = DEFAULT_TIMEOUT
    ) -> None:
        """Make the catalogue again from the ledger; the old one serves until the new one is whole.

        ``progress`` is told entries done and in all. Raises LedgerError, BusyError, NoSpace.
        """
        with self._keeper.lock(timeout):
            self._rebuild(progress)

    def _rebuild(self, progress: Progress) -> None:
        total = self.ledger.position()
        with self._keeper.fresh() as catalogue:
            feed(catalogue, self.ledger.entries(), lambda done: progress(done, total))

    def close(self) -> None:
        """Let go of files."""
        self._keeper.close()
        self.texts.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


def feed(
    catalogue: Catalogue,
    entries: Iterator[Entry],
    progress: Callable[[int], None] = lambda _done: None,
) -> None:
    """Apply entries in batches of a size memory can hold."""
    while batch := list(islice(entries, _BATCH)):
        catalogue.apply(batch)
        progress(batch[-1].seq)
