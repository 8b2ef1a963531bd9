"""Fixity audit: does the store still hold what the ledger says it took in? Changes nothing."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dossier.archive.ledger import Ledger
from dossier.archive.store import ContentStore
from dossier.errors import LedgerError
from dossier.model.events import Accessioned, ContainerOpened

SOUND, DAMAGED = "sound", "damaged"


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What an audit found. ``checked`` contents of ``bytes`` in all were read whole; every content
    was looked for. ``missing``, ``corrupt`` and ``untracked`` are digests in order; untracked
    content is harmless (an accession that was interrupted). ``temporary`` names files interrupted
    writes left, ``torn`` counts the bytes of a torn last ledger line; neither is damage.
    """

    checked: int
    bytes: int
    missing: tuple[str, ...]
    corrupt: tuple[str, ...]
    untracked: tuple[str, ...]
    temporary: tuple[str, ...]
    ledger: tuple[LedgerError, ...]
    torn: int

    @property
    def verdict(self) -> str:
        """``sound`` or ``damaged``."""
        return DAMAGED if self.missing or self.corrupt or self.ledger else SOUND


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far an audit got: contents are read in the order of their digests, up to ``last``."""

    last: str = ""
    checked: int = 0
    bytes: int = 0
    corrupt: tuple[str, ...] = ()


START = Checkpoint()


def audit(
    store: ContentStore,
    ledger: Ledger,
    *,
    sample: float | None = None,
    seed: int = 0,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    after: Checkpoint = START,
    passed: Callable[[Checkpoint], None] = lambda _checkpoint: None,
) -> AuditReport:
    """Compare store and ledger.

    ``sample`` (0.0 to 1.0) reads only that part of the contents whole, chosen by ``seed``; the
    others are compared by size. ``progress`` is told contents read and to be read. ``after`` is
    where an earlier audit stopped; ``passed`` is told after each content how far this one is.
    """
    held = {fixity.digest: fixity.size for fixity in store.fixities()}
    tracked, problems = _tracked(ledger)
    missing = [digest for digest in sorted(tracked) if digest not in held]
    wrong = {digest for digest in tracked if digest in held and held[digest] != tracked[digest]}
    chosen = _chosen(sorted(held.keys() & tracked.keys()), sample, seed)
    point = after
    todo = [digest for digest in chosen if digest > after.last]
    for done, digest in enumerate(todo, 1 + len(chosen) - len(todo)):
        sound = digest not in wrong and store.verify(digest)
        found = point.corrupt if sound else (*point.corrupt, digest)
        point = Checkpoint(digest, point.checked + 1, point.bytes + held[digest], found)
        passed(point)
        progress(done, len(chosen))
    return AuditReport(
        checked=point.checked,
        bytes=point.bytes,
        missing=tuple(missing),
        corrupt=tuple(sorted(wrong | set(point.corrupt))),
        untracked=() if problems else tuple(sorted(held.keys() - tracked.keys())),
        temporary=tuple(item.path.name for item in store.temporaries()),
        ledger=tuple(problems),
        torn=0 if problems else ledger.torn(),
    )


def _tracked(ledger: Ledger) -> tuple[dict[str, int], list[LedgerError]]:
    """Digest and size of everything ever taken in, as far as the ledger can be read."""
    tracked: dict[str, int] = {}
    try:
        for entry in ledger.entries():
            if isinstance(entry.event, Accessioned | ContainerOpened):
                tracked[entry.event.fixity.digest] = entry.event.fixity.size
    except LedgerError as error:
        return tracked, [error]
    return tracked, []


def _chosen(digests: Sequence[str], sample: float | None, seed: int) -> Sequence[str]:
    if sample is None:
        return digests
    number = min(len(digests), math.ceil(len(digests) * sample))
    return sorted(random.Random(seed).sample(digests, number))  # noqa: S311 - not for secrets
