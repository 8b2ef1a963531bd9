"""What differs between two requirements that answer to each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dossier.model.crosswalks import Relation
from dossier.model.editions import Requirement, Slot

CHANGES = ("code", "wording", "indicator", "kinds", "limits", "units", "window", "uploaded")
"""What can differ, in the order in which it is told."""


def changes(old: Requirement, new: Requirement) -> tuple[str, ...]:
    """The names of what differs, out of :data:`CHANGES`."""
    return tuple(name for name in CHANGES if _view(name, old) != _view(name, new))


def relation_of(old: Requirement, new: Requirement) -> Relation:
    """Same, changed in what it asks, moved to another code, or worded anew."""
    found = changes(old, new)
    if "wording" in found:
        return Relation.REWORDED
    if "code" in found:
        return Relation.MOVED
    return Relation.CHANGED if set(found) - {"indicator"} else Relation.SAME


def stricter_kinds(old: Sequence[Requirement], new: Requirement) -> tuple[str, ...]:
    """Kinds the new requirement wants that none of the old ones did."""
    had = {slot.kind for item in old for slot in item.slots}
    return tuple(slot.kind for slot in new.slots if slot.kind not in had)


def _view(name: str, item: Requirement) -> Any:
    views: dict[str, Any] = {
        "code": item.code,
        "wording": "".join(item.title.split()),
        "indicator": item.indicator,
        "kinds": sorted((slot.kind, slot.required) for slot in item.slots),
        "limits": (_limits(item), item.subjects, item.calendar, item.figures, item.cites),
        "units": (sorted(item.lead), sorted(item.cooperating)),
        "window": (item.window, item.due, sorted(slot.window or "" for slot in item.slots)),
        "uploaded": item.uploaded,
    }
    return views[name]


def _limits(item: Requirement) -> list[tuple[Any, ...]]:
    return sorted((_limit(slot) for slot in item.slots), key=str)


def _limit(slot: Slot) -> tuple[Any, ...]:
    numbers = (slot.min, slot.max, slot.min_chars, slot.max_chars)
    return (slot.kind, *numbers, slot.caption, slot.subjects, slot.calendar, slot.condition)
