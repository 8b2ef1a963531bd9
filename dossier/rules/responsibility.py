"""Who answers for an ask, with groups such as 全区各单位 and 各街道 resolved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dossier.model.editions import Edition, Requirement, Unit

EVERYONE = "*"


@dataclass(frozen=True, slots=True)
class Responsible:
    """Official unit names, each once and never in both lists. ``empty_groups`` are groups that no
    unit of the roster belongs to.
    """

    lead: tuple[str, ...]
    cooperating: tuple[str, ...]
    empty_groups: tuple[str, ...] = ()

    @property
    def everyone(self) -> tuple[str, ...]:
        """Lead units first, then the cooperating ones."""
        return (*self.lead, *self.cooperating)


def responsible_units(
    requirement: Requirement, edition: Edition, roster: Sequence[Unit] = ()
) -> Responsible:
    """The units of an ask: the roster's where there is one, else the edition's.

    A name that the roster knows under another one (an alias, a former name) becomes the roster's;
    a name it does not know stays as the edition has it.
    """
    units = roster or edition.units
    official = {alias: unit.name for unit in units for alias in (*unit.aliases, *unit.formerly)}
    official |= {unit.name: unit.name for unit in units}

    def named(names: Iterable[str]) -> list[str]:
        found: list[str] = []
        for name in names:
            category = edition.groups.get(name)
            found += [official.get(name, name)] if category is None else members(category, units)
        return list(dict.fromkeys(found))

    lead = named(requirement.lead)
    wanted = (*requirement.lead, *requirement.cooperating)
    groups = dict.fromkeys(name for name in wanted if name in edition.groups)
    return Responsible(
        lead=tuple(lead),
        cooperating=tuple(name for name in named(requirement.cooperating) if name not in set(lead)),
        empty_groups=tuple(name for name in groups if not members(edition.groups[name], units)),
    )


def members(category: str, units: Sequence[Unit]) -> list[str]:
    """Names of the units of a category; ``*`` means all."""
    return [unit.name for unit in units if category in (EVERYONE, unit.category)]
