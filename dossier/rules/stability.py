"""When a document that may still be growing is done. Pure bookkeeping; time is an argument.

Seconds are those of any one clock. The rule: size and time of change equal in two looks at least
``settle`` apart. A document whose end is missing waits longer, with growing pauses, until it has
not changed for ``patience``; one that cannot be read waits for as long as that lasts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from dossier.i18n import N_

SETTLE = 2.0
LONGEST_PAUSE = 300.0
PATIENCE = 600.0
_FAR_FUTURE = 86_400.0


class Wait(StrEnum):
    """Why a document is not offered yet."""

    SETTLING = "settling"
    UNFINISHED = "unfinished"
    UNREADABLE = "unreadable"
    CHANGED = "changed"
    SPACE = "space"


WAIT_MESSAGES: dict[Wait, str] = {
    Wait.SETTLING: N_("it was still changing a moment ago"),
    Wait.UNFINISHED: N_("its end has not arrived yet"),
    Wait.UNREADABLE: N_("it cannot be read at the moment; it is tried again"),
    Wait.CHANGED: N_("it changed while it was being copied"),
    Wait.SPACE: N_("the disk is full; it is taken in when there is room"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a document stands: ``wait`` is None once it may be offered; else look again at
    ``look_at``. ``since`` is its last change, ``tries`` counts what was tried in vain.
    ``patience_over`` marks one that is offered although its end is missing.
    """

    wait: Wait | None
    look_at: float
    patience_over: bool = False
    since: float = 0.0
    tries: int = 0

    @property
    def ready(self) -> bool:
        """Whether the document may be offered now."""
        return self.wait is None


@dataclass(frozen=True, slots=True)
class _Look:
    size: int
    mtime_ns: int
    since: float
    look_at: float
    held: Wait | None = None
    pause: float = 0.0
    tries: int = 0

    def standing(self) -> Standing:
        """Where a document stands that waits."""
        return Standing(
            self.held or Wait.SETTLING, self.look_at, since=self.since, tries=self.tries
        )


class StabilityTracker:
    """Remembers the last look at each path until :meth:`forget`."""

    def __init__(
        self,
        settle: float = SETTLE,
        patience: float = PATIENCE,
        longest_pause: float = LONGEST_PAUSE,
    ) -> None:
        self._settle = settle
        self._patience = patience
        self._longest_pause = longest_pause
        self._looks: dict[str, _Look] = {}

    def observe(self, path: str, size: int, mtime_ns: int, now: float) -> Standing:
        """Take one look into account."""
        look = self._looks.get(path)
        if look is None or (look.size, look.mtime_ns) != (size, mtime_ns):
            look = _Look(size, mtime_ns, now, now + self._settle)
            self._looks[path] = look
        if now < look.look_at:
            return look.standing()
        return Standing(None, now)

    def hold(self, path: str, wait: Wait, now: float) -> Standing:
        """A ready document could not be taken after all: pause 1, 2, 4 … seconds.

        An unfinished one that has not changed for ``patience`` is offered as it is.
        """
        look = self._looks[path]
        if wait is Wait.UNFINISHED and now - look.since >= self._patience:
            return Standing(None, now, patience_over=True)
        pause = min(look.pause * 2 or 1.0, self._longest_pause)
        look_at = now + pause
        if wait is Wait.UNFINISHED:
            look_at = min(look_at, look.since + self._patience)
        held = replace(look, held=wait, pause=pause, look_at=look_at, tries=look.tries + 1)
        self._looks[path] = held
        return held.standing()

    def forget(self, path: str) -> None:
        """The document was decided on; a later look starts anew."""
        self._looks.pop(path, None)

    def forget_vanished(self, seen: Collection[str], below: str = "") -> tuple[str, ...]:
        """Forget paths at or below ``below`` that a scan of it did not meet; return them."""
        gone = tuple(p for p in self._looks if _is_below(p, below) and p not in seen)
        for path in gone:
            del self._looks[path]
        return gone

    def waiting(self) -> dict[str, Standing]:
        """Every path still waiting, with the reason and the time of the next look."""
        return {path: look.standing() for path, look in sorted(self._looks.items())}

    def next_look(self) -> float | None:
        """When the first of the waiting documents should be looked at again."""
        return min((look.look_at for look in self._looks.values()), default=None)


def _is_below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(folder + "/")


def old_enough(mtime_ns: int, now_ns: int, seconds: float = SETTLE) -> bool:
    """The rule of a single pass: unchanged for ``seconds`` by its own time of change.

    A time more than a day ahead is a wrong clock, not a change, and counts as old.
    """
    age = (now_ns - mtime_ns) / 1e9
    return age >= seconds or age < -_FAR_FUTURE


def standing_once(
    mtime_ns: int,
    now_ns: int,
    held: Wait | None = None,
    *,
    settle: float = SETTLE,
    patience: float = PATIENCE,
) -> Standing:
    """Where a document stands in a single pass, ``held`` being what a look at its end found."""
    now = now_ns / 1e9
    if not old_enough(mtime_ns, now_ns, settle):
        return Standing(Wait.SETTLING, mtime_ns / 1e9 + settle)
    if held is Wait.UNFINISHED and old_enough(mtime_ns, now_ns, patience):
        return Standing(None, now, patience_over=True)
    return Standing(held, now if held is None else now + 1.0)
