"""Proposals: where a record probably belongs, how probably, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dossier.model.asks import NamedDay


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is proposed: a message id with its values, put into words by the faces."""

    message: str
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One requirement a record may serve.

    ``kind`` is the slot it would fill, None where nobody can tell; ``unit`` who would answer for
    it, None when the record's unit is unknown. ``probability`` is calibrated, 0 to 1. ``basis`` is
    a stable word for what spoke loudest: ``wording``, ``learned`` or ``together``. ``sure`` says
    that words, duty, kind and examples all agree, so that it may be placed without a person.
    """

    requirement: str
    kind: str | None
    unit: str | None
    probability: float
    basis: str
    reasons: tuple[Reason, ...] = ()
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words of the field: ``generic`` ones say little, each of ``alike`` lists one matter's words,
    the first of them its name. ``days`` are days of the year that titles of asks may name.
    """

    generic: frozenset[str] = frozenset()
    alike: tuple[tuple[str, ...], ...] = ()
    days: tuple[NamedDay, ...] = ()
