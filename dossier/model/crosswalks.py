"""How the requirements of one edition answer to those of another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """What became of a requirement; ``changed``: only kinds, limits, units or dates differ."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Link:
    """Old codes that answer to new ones; one side is empty for what is new or dropped.

    ``likeness`` is 0.0 to 1.0 over wording, place, kinds and units. ``changes`` name what differs:
    ``code, wording, indicator, kinds, limits, units, window, uploaded``. ``by`` is ``wording``, or
    ``person`` where somebody settled it.
    """

    relation: Relation
    old: tuple[str, ...]
    new: tuple[str, ...]
    likeness: float = 0.0
    changes: tuple[str, ...] = ()
    by: str = "wording"


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Every requirement of both editions in exactly one link (a split or merger holds several)."""

    old: str
    new: str
    links: tuple[Link, ...]

    @property
    def successors(self) -> dict[str, tuple[str, ...]]:
        """Old code → the new codes its evidence goes to; empty where it was dropped."""
        return {code: link.new for link in self.links for code in link.old}

    def count(self) -> dict[str, int]:
        """Links by relation, in the order of the relations."""
        return {
            str(relation): sum(1 for link in self.links if link.relation is relation)
            for relation in Relation
        }
