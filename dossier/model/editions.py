"""Assessment editions: one published issue of an assessment system, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of material: ``id`` in JSON and files, Chinese ``name``, one-character ``mark``."""

    id: str
    name: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node of the tree, ``level`` 1 to 3 (Ⅰ 测评项目, Ⅱ 指标, Ⅲ 测评内容).

    A null title is unknown to our sources.
    """

    code: str
    level: int
    title: str | None
    parent: str | None = None
    methods: tuple[str, ...] = ()
    status: str = "paraphrase"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One kind of material a requirement wants: at least ``min`` and at most ``max`` records."""

    kind: str
    min: int = 1
    max: int | None = None
    required: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """An ask: the smallest thing an edition wants to be shown.

    ``lead`` units answer for it, ``cooperating`` ones contribute (a group name such as 全区各单位
    stands as written). ``uploaded`` is False where an outside body scores it and nothing is sent.
    ``also`` holds further codes that the source folds into this ask (of 1)①②, the code of ②).
    ``status`` is ``sourced``, ``paraphrase``, ``inferred`` or ``unknown``.
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


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit as an edition or a roster names it; ``contact`` is free text."""

    name: str
    category: str = ""
    aliases: tuple[str, ...] = ()
    note: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A whole assessment system; ``groups`` maps names like 全区各单位 to a category or ``*``."""

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

    def requirement(self, code: str) -> Requirement | None:
        """The requirement with this canonical code."""
        return next((item for item in self.requirements if item.code == code), None)

    def kind(self, kind_id: str) -> Kind | None:
        """The kind with this id."""
        return next((item for item in self.kinds if item.id == kind_id), None)


@dataclass(frozen=True, slots=True)
class KindRule:
    """What a receiving system accepts for one kind. Null limits are limits no source states.

    ``formats`` are our format names (``pdf``, ``docx``, ``jpeg`` …); empty means that no source
    states them and nothing is checked. ``max_bytes`` and ``max_pixels`` hold per file,
    ``max_chars`` per report.
    """

    kind: str
    formats: tuple[str, ...]
    max_bytes: int | None = None
    max_pixels: int | None = None
    max_chars: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where files go below ``data/``: templates over ``code, code_ascii, title, kind, kind_name,
    unit, seq, id, name, stem, ext, indicator`` (``ext`` with its dot); lengths bound one component.
    """

    folder: str
    file: str
    max_name_chars: int = 80
    max_name_bytes: int = 240
    max_path_chars: int = 200
    ascii: bool = False
    repeat: bool = True


@dataclass(frozen=True, slots=True)
class Profile:
    """What a receiving system accepts; ``repeat`` in the layout says whether a record that serves
    three asks appears three times.
    """

    id: str
    title: str
    kinds: tuple[KindRule, ...]
    layout: Layout
    max_package_bytes: int | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    digest: str = ""
