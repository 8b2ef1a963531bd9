"""Which unit sends what under which name: the whole city decided before a byte is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from dossier.model.editions import Edition, Requirement
from dossier.sample import phrases
from dossier.sample.names import safe_name, spellings, topic_of
from dossier.sample.papers import policy_title
from dossier.sample.subject import luck_for

TARGET = 132
"""Good files planned for; an edition with few asks gives fewer."""

GAP_SHARE = 4
"""One ask in this many is left without material."""

UNKNOWN_UNIT = "未知单位"
_SUFFIXES = {"policy": "pdf", "opinion": "pdf", "photo": "jpg", "table": "xlsx", "report": "docx"}
_WINDOW = (15, 320)


@dataclass(frozen=True, slots=True)
class Item:
    """One file to make: ``maker`` names the material, ``path`` is relative and POSIX."""

    path: str
    unit: str
    topic: str
    maker: str
    day: date
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """An ask left without good material, and the unit that should have sent it."""

    code: str
    topic: str
    unit: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CityPlan:
    """All good files, and the asks that deliberately get none."""

    units: tuple[str, ...]
    items: tuple[Item, ...]
    gaps: tuple[Gap, ...]


def plan_city(edition: Edition, *, seed: int, today: date) -> CityPlan:
    """The good files of a city that works on this edition."""
    return _Planner(edition, seed, today).plan()


def members(names: Iterable[str], edition: Edition) -> list[str]:
    """The units behind these names, with groups such as 全区各单位 resolved."""
    found: list[str] = []
    for name in names:
        category = edition.groups.get(name)
        if category is None:
            found.append(name)
        else:
            found += [u.name for u in edition.units if category in ("*", u.category)]
    return list(dict.fromkeys(found))


class _Planner:
    def __init__(self, edition: Edition, seed: int, today: date) -> None:
        self.edition, self.today = edition, today
        self.luck: Random = luck_for(seed, "plan")
        self.items: list[Item] = []
        self.sent: Counter[tuple[str, str]] = Counter()
        self.taken: set[str] = set()

    def plan(self) -> CityPlan:
        asks = [ask for ask in self.edition.requirements if ask.uploaded and ask.slots]
        gaps = self.luck.sample(asks, len(asks) // GAP_SHARE)
        covered = [ask for ask in asks if ask not in gaps]
        self._loose()
        for ask, unit, kind in (*self._owed(covered), *self._helped(covered)):
            if len(self.items) < TARGET:
                self._coded(ask, unit, kind)
        self._fill(covered)
        ordered = sorted(gaps, key=asks.index)
        return CityPlan(self._units(), tuple(self.items), tuple(map(self._gap, ordered)))

    def _gap(self, ask: Requirement) -> Gap:
        unit = (*members(ask.lead, self.edition), *self._units())[0]
        return Gap(ask.code, topic_of(ask.title), unit, tuple(slot.kind for slot in ask.slots))

    def _owed(self, asks: list[Requirement]) -> Iterator[tuple[Requirement, str, str]]:
        """What the lead units must send."""
        for ask in asks:
            for unit in members(ask.lead, self.edition):
                for slot in ask.slots:
                    for _ in range(max(1, slot.min)):
                        yield ask, unit, slot.kind

    def _helped(self, asks: list[Requirement]) -> Iterator[tuple[Requirement, str, str]]:
        """What cooperating units send: one record for each kind, two units at most."""
        for ask in asks:
            helpers = members(ask.cooperating, self.edition)
            for unit in self.luck.sample(helpers, min(2, len(helpers))):
                for slot in ask.slots:
                    if self._room(ask, slot.kind):
                        yield ask, unit, slot.kind

    def _fill(self, asks: list[Requirement]) -> None:
        """More pictures and reports for the same asks until the city is big enough."""
        places = [(ask, slot.kind) for ask in asks for slot in ask.slots for _ in range(6)]
        self.luck.shuffle(places)
        for ask, kind in places:
            units = members((*ask.lead, *ask.cooperating), self.edition)
            if len(self.items) < TARGET and units and self._room(ask, kind):
                self._coded(ask, self.luck.choice(units), kind)

    def _room(self, ask: Requirement, kind: str) -> bool:
        limits = [slot.max for slot in ask.slots if slot.kind == kind and slot.max is not None]
        return not limits or self.sent[ask.code, kind] < min(limits)

    def _coded(self, ask: Requirement, unit: str, kind: str) -> None:
        maker = kind if kind in _SUFFIXES else "report"
        self.sent[ask.code, kind] += 1
        day = self._day()
        topic = topic_of(ask.title)
        path = self._path(ask, unit, kind, self._title(topic, kind, day))
        self._add(path, unit, topic, maker, day, ask.code)

    def _path(self, ask: Requirement, unit: str, kind: str, title: str) -> str:
        """Folder and name in one of the ways units arrange their papers."""
        code = self.luck.choice(spellings(ask.code))
        short = safe_name(topic_of(ask.title), 16)
        found = self.edition.kind(kind)
        label = found.name if found else kind
        ways = (
            f"{code} {short}/{label}/{title}",
            f"{code} {label} {title}",
            f"{label}/{code} {title}",
            f"{code}/{label} {title}",
            f"{self.today.year}年/佐证材料/{code} {short}/{label}/{title}",
        )
        return f"{unit}/{self.luck.choice(ways)}.{_SUFFIXES.get(kind, 'docx')}"

    def _title(self, topic: str, kind: str, day: date) -> str:
        names = {
            "policy": policy_title(topic),
            "opinion": f"关于{topic}的评价意见",
            "table": f"{topic}统计表",
            "photo": f"{topic}{self.luck.choice(phrases.CAPTIONS)}",
        }
        title = names.get(kind, f"{topic}情况说明")
        if kind == "photo" and self.luck.random() < 0.4:
            title = f"IMG_{day:%Y%m%d}_{self._clock()}"
        return safe_name(title)

    def _clock(self) -> str:
        luck = self.luck
        return f"{luck.randint(8, 17):02d}{luck.randint(0, 59):02d}{luck.randint(0, 59):02d}"

    def _loose(self) -> None:
        """Files nobody put a code on: in every unit, in a stranger's folder, in the inbox root."""
        for number, unit in enumerate(self._units()):
            brief, maker, suffix = phrases.BRIEFS[number % len(phrases.BRIEFS)]
            self._add(f"{unit}/{brief}.{suffix}", unit, brief, maker, self._day())
        self._add(f"{UNKNOWN_UNIT}/现场照片.jpg", UNKNOWN_UNIT, "现场照片", "photo", self._day())
        self._add(f"{UNKNOWN_UNIT}/补报材料.docx", UNKNOWN_UNIT, "补报材料", "report", self._day())
        self._add("转交材料（请分发）.docx", UNKNOWN_UNIT, "转交材料", "report", self._day())

    def _units(self) -> tuple[str, ...]:
        return tuple(unit.name for unit in self.edition.units)

    def _day(self) -> date:
        return self.today - timedelta(days=self.luck.randint(*_WINDOW))

    def _add(
        self, path: str, unit: str, topic: str, maker: str, day: date, code: str | None = None
    ) -> None:
        free = _free(path, self.taken)
        self.taken.add(free.casefold())
        self.items.append(Item(free, unit, topic, maker, day, code))


def _free(path: str, taken: set[str]) -> str:
    """The path, or the path with （2）, （3） … before its suffix when it is taken."""
    stem, _dot, suffix = path.rpartition(".")
    candidate, number = path, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{stem}（{number}）.{suffix}"
    return candidate
