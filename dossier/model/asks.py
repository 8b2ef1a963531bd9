"""What an ask may want beside kinds and counts; every part is optional and none is ever guessed.

A null number is a number no source states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CAPTION_ELEMENTS = ("时间", "地点", "人物", "主题", "背景", "事由")
"""The six elements of a picture's caption (汕头市资料收集建档管理办法, 2017)."""

CONTACTS = ("phone", "email", "url")
"""What a contact ask may want; ``url`` is a web address."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Distinct subjects that must be shown: 任选 3 个点位, 不少于 3 种, every street.

    ``what`` they are (点位, 种, 街道, 社区, 单位, 活动 …). ``by`` says how they are told apart:
    ``unit``, by the responsible unit of the material; ``name``, by the subject named with the
    claim or the caption. ``min`` different ones are needed; with ``every``, all units of the group
    or category ``among``. ``each_min`` and ``each_max`` bound the records of the slot per subject.
    """

    what: str
    by: str = "name"
    min: int | None = None
    every: bool = False
    among: str = ""
    each_min: int | None = None
    each_max: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A festival or named day: further ``spellings`` that mean it; ``date`` as ``MM-DD`` where it
    falls on the same day each year (festivals of the lunar calendar have none).
    """

    name: str
    spellings: tuple[str, ...] = ()
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Named days that must be covered: at least ``min`` of them, all where it is null."""

    days: tuple[NamedDay, ...]
    min: int | None = None
    note: str = ""

    @property
    def needed(self) -> int:
        """How many of the days must be covered."""
        return len(self.days) if self.min is None else self.min


@dataclass(frozen=True, slots=True)
class Policy:
    """A document of a higher level that the local paper must cite, by any of its spellings."""

    name: str
    spellings: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound on a figure: ``op`` is one of ``>= > <= < =``."""

    op: str
    value: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A named figure that must be stated, in ``unit`` (%, 元, 人次 …).

    ``threshold`` is what it must reach, null where it only has to be stated; ``grades`` are graded
    bounds, best first; ``years`` consecutive years must each have a value (2: compare two years).
    """

    name: str
    unit: str = ""
    threshold: Threshold | None = None
    grades: tuple[Threshold, ...] = ()
    years: int = 1
    spellings: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """A rule for the dates that material may have.

    ``rule``: ``cycle`` and ``span`` run from ``start`` to ``end`` (ISO dates, both included);
    ``months``, the ``count`` months that end with the month before the test; ``years``, the
    ``count`` calendar years before the year of the test; ``school-years``, the ``count`` school
    years (1 September to 31 August) up to the one in which the test falls.
    """

    name: str
    rule: str
    count: int | None = None
    start: str | None = None
    end: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A certificate may stand in for the evidence, where nothing exists that could be shown."""

    certificate: str = ""
    issuer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bonus:
    """An item that adds points; its asks are requirements with ``bonus`` set."""

    code: str
    title: str | None
    points_each: float | None = None
    points_max: float | None = None
    status: str = "paraphrase"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Negative:
    """An item of the negative list (负面清单). ``consequences`` maps whom it meets to what happens,
    in words; ``points`` are deducted.
    """

    code: str
    title: str
    points: float | None = None
    consequences: Mapping[str, str] | None = None
    status: str = "paraphrase"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a unit who can be reached."""

    name: str
    phone: str = ""
    email: str = ""
    post: str = ""
