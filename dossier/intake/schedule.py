"""Which part of which inbox to look at next. Pure; time is an argument, in seconds of one clock.

A hint is followed after the settling time, everything is looked at every so often, and at once
after trouble. Hints during the wait are merged, so twelve events for a file make one look.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

WHOLE = ""
"""The subtree that is the whole inbox."""

_MANY = 500
"""With more folders than this due in one inbox, one look at all of it is cheaper."""


class Look(NamedTuple):
    """One thing to do: reconcile a subtree (relative POSIX path, or :data:`WHOLE`) of a root."""

    root: str
    subtree: str


@dataclass(slots=True)
class _Plan:
    every: float
    full_at: float
    online: bool = True
    pending: dict[str, float] = field(default_factory=dict)


class RescanSchedule:
    """Keeps, for each root, when to look at all of it and at which folders before that."""

    def __init__(self, settle: float = 2.0) -> None:
        self._settle = settle
        self._plans: dict[str, _Plan] = {}

    def add(self, root: str, every: float, now: float) -> None:
        """Plan a root: all of it now, for what lies there counts, then every so many seconds."""
        self._plans[root] = _Plan(every, now)

    def pace(self, root: str, every: float, now: float) -> None:
        """Change how often all of a root is looked at."""
        plan = self._plans[root]
        plan.every = every
        plan.full_at = min(plan.full_at, now + every)

    def hint(self, root: str, subtree: str, now: float) -> None:
        """Something happened there; the first of several hints sets the time."""
        self.again(root, subtree, now + self._settle)

    def again(self, root: str, subtree: str, at: float) -> None:
        """Look at a subtree at a time, or earlier if that is planned already."""
        pending = self._plans[root].pending
        pending[subtree] = min(at, pending.get(subtree, at))

    def trouble(self, root: str, now: float) -> None:
        """Events were lost or may have been: look at everything at once."""
        self._plans[root].full_at = now

    def offline(self, root: str) -> None:
        """The root is gone; nothing of it is due until it returns."""
        self._plans[root].online = False

    def online(self, root: str, now: float) -> None:
        """The root is back: look at everything at once."""
        plan = self._plans[root]
        plan.online, plan.full_at = True, now

    def due(self, now: float) -> list[Look]:
        """What to do now, taken off the schedule; a folder is left out when one above it is in."""
        looks: list[Look] = []
        for root, plan in sorted(self._plans.items()):
            if plan.online:
                looks.extend(Look(root, subtree) for subtree in _take(plan, now))
        return looks

    def next_at(self) -> float | None:
        """When something is due next, None without a reachable root."""
        times = [
            min((plan.full_at, *plan.pending.values()))
            for plan in self._plans.values()
            if plan.online
        ]
        return min(times, default=None)


def _take(plan: _Plan, now: float) -> list[str]:
    due = sorted(subtree for subtree, at in plan.pending.items() if at <= now)
    if plan.full_at <= now or WHOLE in due or len(due) > _MANY:
        plan.full_at = now + plan.every
        plan.pending = {s: at for s, at in plan.pending.items() if at > now and s != WHOLE}
        return [WHOLE]
    for subtree in due:
        del plan.pending[subtree]
    return _topmost(due)


def _topmost(subtrees: list[str]) -> list[str]:
    """Without those inside another of the list."""
    chosen = set(subtrees)
    return [subtree for subtree in subtrees if not any(up in chosen for up in _above(subtree))]


def _above(subtree: str) -> list[str]:
    parts = subtree.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]
