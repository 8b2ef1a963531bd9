"""Assessment editions: one published issue of an assessment system, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dossier.model.asks import (
    Bonus,
    Calendar,
    Figure,
    Negative,
    Person,
    Policy,
    Subjects,
    Waiver,
    Window,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of material: ``id`` in JSON and files, Chinese ``name``, one-character ``mark``.

    Material of a kind ``from_above`` is obtained from a higher level, ``lead_days`` ahead.
    """

    id: str
    name: str
    mark: str = ""
    from_above: bool = False
    lead_days: int | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node of the tree, ``level`` 1 to 3 (Ⅰ 测评项目, Ⅱ 指标, Ⅲ 测评内容).

    A null title is unknown to our sources, null ``points`` are not stated.
    """

    code: str
    level: int
    title: str | None
    parent: str | None = None
    methods: tuple[str, ...] = ()
    status: str = "paraphrase"
    note: str = ""
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One kind of material a requirement wants: at least ``min`` and at most ``max`` records; where
    photographs are wanted, a document stands for the pictures inside it.

    ``condition`` says in words when a slot is owed at all; empty: always. ``min_chars`` and
    ``max_chars`` bound each report, counted as the profile says. ``caption`` lists what each
    picture's caption must state. ``window`` names one of the edition's windows. Records
    ``from_above`` are obtained from a higher level, which takes ``lead_days`` (null: not stated).
    """

    kind: str
    min: int = 1
    max: int | None = None
    required: bool = True
    note: str = ""
    condition: str = ""
    min_chars: int | None = None
    max_chars: int | None = None
    caption: tuple[str, ...] = ()
    subjects: Subjects | None = None
    calendar: Calendar | None = None
    window: str | None = None
    from_above: bool = False
    lead_days: int | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """An ask: the smallest thing an edition wants to be shown.

    ``lead`` units answer for it, ``cooperating`` ones contribute (a group name such as 全区各单位
    stands as written). ``uploaded`` is False where an outside body scores it and nothing is sent.
    ``also`` holds further codes that the source folds into this ask (of 1)①②, the code of ②).
    ``status`` is ``sourced``, ``paraphrase``, ``inferred`` or ``unknown``. ``subjects`` and
    ``calendar`` hold over all its slots together, where a slot has none of its own. ``cites`` are
    policies its papers must name, ``figures`` what they must state, ``contacts`` what must be
    reachable (``phone``, ``email``, ``url``). ``sampled``: only some units are picked to show it.
    ``scope`` says for which population or area figures hold. ``bonus`` adds points, never owed.
    """

    code: str
    indicator: str
    title: str
    slots: tuple[Slot, ...]
    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    uploaded: bool = True
    status: str = "paraphrase"
    due: str | None = None
    note: str = ""
    also: tuple[str, ...] = ()
    subjects: Subjects | None = None
    calendar: Calendar | None = None
    cites: tuple[Policy, ...] = ()
    figures: tuple[Figure, ...] = ()
    contacts: tuple[str, ...] = ()
    window: str | None = None
    waiver: Waiver | None = None
    sampled: bool = False
    scope: str = ""
    points: float | None = None
    bonus: bool = False

    @property
    def from_above(self) -> bool:
        """Whether anything it wants is obtained from a higher level."""
        return any(slot.from_above for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit as an edition or a roster names it; ``contact`` is free text.

    ``formerly`` are names of units that were renamed to it or merged into it. ``inbox`` is the
    folder it drops files into, where that is not its name.
    """

    name: str
    category: str = ""
    aliases: tuple[str, ...] = ()
    note: str = ""
    contact: str = ""
    formerly: tuple[str, ...] = ()
    leader: Person | None = None
    clerk: Person | None = None
    inbox: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A whole assessment system; ``groups`` maps names like 全区各单位 to a category or ``*``.

    ``window`` names the window that holds where neither slot, requirement nor ``kind_windows``
    (kind id → name of a window) says another.
    """

    id: str
    title: str
    year: int
    scope: str
    kinds: tuple[Kind, ...]
    indicators: tuple[Indicator, ...]
    requirements: tuple[Requirement, ...]
    units: tuple[Unit, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    methods: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    digest: str = ""
    windows: Mapping[str, Window] = field(default_factory=dict)
    window: str | None = None
    kind_windows: Mapping[str, str] = field(default_factory=dict)
    bonus: tuple[Bonus, ...] = ()
    negative: tuple[Negative, ...] = ()

    def requirement(self, code: str) -> Requirement | None:
        """The requirement with this canonical code."""
        return next((item for item in self.requirements if item.code == code), None)

    def kind(self, kind_id: str) -> Kind | None:
        """The kind with this id."""
        return next((item for item in self.kinds if item.id == kind_id), None)

    def window_of(self, requirement: Requirement, slot: Slot) -> Window | None:
        """The window that holds for a slot: its own, the ask's, its kind's, the edition's."""
        named = (slot.window, requirement.window, self.kind_windows.get(slot.kind), self.window)
        name = next((item for item in named if item), None)
        return self.windows.get(name) if name else None
