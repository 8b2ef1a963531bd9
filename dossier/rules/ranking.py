"""Which requirements a paper probably serves, before anybody has taught the program anything.

An ask is compared with a paper by what both speak of: its title above all, then the titles around
it in the edition's tree. What few asks say weighs most. Whose duty an ask is and whether it wants
papers of this kind speak beside the words. All of it is data of the edition in force.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dossier.model.editions import Edition, Requirement
from dossier.model.records import Source
from dossier.rules.placing import plausible
from dossier.rules.timetable import Dated, Timetable
from dossier.rules.wording import MATTER, Wording, Zone

_OWN, _NEAR, _PARENT, _ROOT, _NOTE, _FIGURE, _DAY = 1.0, 0.2, 0.5, 0.15, 0.3, 0.7, 0.5
_MATTER = 1.5
_PROVENANCE = re.compile("来源|推断|单位|个数|计")
_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+[章节条])(.{2,40})",
    re.MULTILINE,
)
_HEAD, _BODY = 500, 2500
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of a record when it is to be placed.

    ``unit_sure`` and ``kind_sure`` tell a folder or a person from a guess; ``folders`` run from the
    inbox down, the unit's own left out; ``text`` is as much of the text as is at hand;
    ``category`` is the unit's (街道, 部门 …), which groups such as 各街道 go by; ``dates`` are
    those that count for each kind of material.
    """

    name: str
    folders: tuple[str, ...] = ()
    title: str = ""
    text: str = ""
    unit: str | None = None
    unit_sure: bool = True
    category: str = ""
    kind: str | None = None
    kind_sure: bool = False
    format: str = ""
    dates: Dated = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """The name without its extension."""
        return _EXTENSION.sub("", self.name)

    def zones(self) -> Iterator[Zone]:
        """Its texts, what its sender chose with care before the rest."""
        yield self.stem, 1.6
        if self.title and self.title != self.stem:
            yield self.title, 2.0
        for folder in self.folders:
            yield folder, 1.0
        yield " ".join(_HEADING.findall(self.text[:_BODY])), 0.7
        yield self.text[:_HEAD], 0.6
        yield self.text[_HEAD:_BODY], 0.35


def folders_of(source: Source) -> tuple[str, ...]:
    """The folders and containers of a source below the unit's own folder."""
    parts = source.path.split("/")
    chain = [part for link in source.chain for part in link.split("/")]
    whole = [*parts, *chain]
    return tuple(_EXTENSION.sub("", part) for part in whole[1:-1])


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an ask fits a paper; every measure 0 to 1, but ``kind``, ``duty`` and ``time`` -1
    to 1.
    """

    code: str
    recall: float
    mass: float
    title: float
    kind: float
    duty: float
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class _Ask:
    requirement: Requirement
    weights: Mapping[str, float]
    total: float
    norm: float


@dataclass(slots=True)
class _Sum:
    matched: float = 0.0
    title: float = 0.0


class Ranker:
    """Compares papers with every ask of one edition; built once, then only read. ``test_date`` is
    the day windows count back from, None where nobody knows it.
    """

    def __init__(
        self, edition: Edition, wording: Wording, test_date: dt.date | None = None
    ) -> None:
        self.edition = edition
        self.wording = wording
        self.timetable = Timetable(edition, test_date, wording.lexicon.days)
        asks = [item for item in edition.requirements if item.uploaded]
        spoken = {item.code: _profile(item, edition, wording) for item in asks}
        self._rarity = _rarities(list(spoken.values()))
        self.asks = {item.code: self._ask(item, spoken[item.code]) for item in asks}
        self._standings: dict[tuple[object, ...], list[tuple[float, float]]] = {}
        self._postings: dict[str, list[tuple[str, float]]] = {}
        for code, ask in self.asks.items():
            for feature, weight in ask.weights.items():
                self._postings.setdefault(feature, []).append((code, weight))

    def _ask(self, requirement: Requirement, spoken: Mapping[str, float]) -> _Ask:
        weights = {name: weight * self._rarity[name] for name, weight in spoken.items()}
        total = sum(weights.values())
        norm = math.sqrt(sum(weight * weight for weight in weights.values()))
        return _Ask(requirement, weights, total, norm)

    def rarity(self, feature: str) -> float:
        """How telling a feature is: high when few asks speak of it."""
        return self._rarity.get(feature, 0.0)

    def singled_out(self, paper: Paper) -> frozenset[str]:
        """Asks that alone, or nearly so, speak of a matter the paper's name or title says."""
        titled = self.wording.features([(paper.stem, 1.0), (paper.title, 1.0)])
        matters = [name for name in titled if name.startswith(MATTER)]
        asking = (self._postings.get(name, ()) for name in matters)
        owners = (
            [code for code, weight in rows if weight >= self._own(name)]
            for name, rows in zip(matters, asking, strict=True)
        )
        return frozenset(codes[0] for codes in owners if len(codes) == 1)

    def _own(self, matter: str) -> float:
        """The weight of a matter in the ask whose own title says it."""
        return _OWN * _MATTER * self._rarity.get(matter, 0.0)

    def fits(self, paper: Paper, features: Mapping[str, float]) -> list[Fit]:
        """Every ask measured against the paper, in the edition's order."""
        titled = self.wording.features([(paper.stem, 1.0), (paper.title, 1.0)])
        norm = math.sqrt(sum((w * self._rarity.get(f, 2.0)) ** 2 for f, w in titled.items()))
        sums: dict[str, _Sum] = {code: _Sum() for code in self.asks}
        for feature, weight in features.items():
            present, named = weight / (weight + 1.0), titled.get(feature, 0.0)
            for code, own in self._postings.get(feature, ()):
                one = sums[code]
                one.matched += own * present
                one.title += own * named * self._rarity[feature]
        top = max((one.matched for one in sums.values()), default=0.0) or 1.0
        standing = self._standing(paper)
        times = self.timetable.measures(paper.dates, paper.kind)
        return [
            Fit(
                code=code,
                recall=sums[code].matched / ask.total if ask.total else 0.0,
                mass=sums[code].matched / top,
                title=min(1.0, sums[code].title / (ask.norm * norm)) if ask.norm and norm else 0.0,
                kind=kind,
                duty=share,
                time=times.get(code, 0.0),
            )
            for (code, ask), (kind, share) in zip(self.asks.items(), standing, strict=True)
        ]

    def _standing(self, paper: Paper) -> list[tuple[float, float]]:
        """Kind and duty of every ask; alike for all papers of one unit, kind and format."""
        unit = (paper.unit, paper.unit_sure, paper.category)
        key = (*unit, paper.kind, paper.kind_sure, paper.format)
        if key not in self._standings:
            self._standings[key] = [
                (kind_fit(ask.requirement, paper), duty(ask.requirement, self.edition, paper))
                for ask in self.asks.values()
            ]
        return self._standings[key]


def kind_fit(requirement: Requirement, paper: Paper) -> float:
    """1 where the ask wants a paper of its kind, -1 where its format can fill no slot."""
    wanted = [slot.kind for slot in requirement.slots]
    if not any(plausible(kind, paper.format) for kind in wanted):
        return -1.0
    if paper.kind is None:
        return 0.0
    if paper.kind in wanted:
        return 1.0 if paper.kind_sure else 0.8
    return -0.8 if paper.kind_sure else -0.4


def duty(requirement: Requirement, edition: Edition, paper: Paper) -> float:
    """1 for a leading unit, 0.6 for one named as cooperating, 0.2 for one of a group, -0.4 for any
    other; 0 when the unit is unknown, half of all that when it is a guess.
    """
    if paper.unit is None:
        return 0.0
    if not requirement.lead and not requirement.cooperating:
        return -0.1
    share = 1.0 if paper.unit_sure else 0.5
    if paper.unit in requirement.lead:
        return share
    if paper.unit in requirement.cooperating:
        return 0.6 * share
    named = (*requirement.lead, *requirement.cooperating)
    groups = {edition.groups[name] for name in named if name in edition.groups}
    return (0.2 if groups & {"*", paper.category} else -0.4) * share


def _profile(requirement: Requirement, edition: Edition, wording: Wording) -> dict[str, float]:
    """What an ask speaks of: its own title, its neighbours', its indicators', its remarks."""
    tree = {item.code: item for item in edition.indicators}
    zones: list[Zone] = []
    node = tree.get(requirement.indicator)
    weight = _PARENT
    while node is not None:
        zones.append((node.title or "", weight))
        weight, node = _ROOT, tree.get(node.parent or "")
    standard = requirement.code.rpartition("-")[0]
    zones += [
        (other.title, _NEAR)
        for other in edition.requirements
        if other.code != requirement.code and other.code.rpartition("-")[0] == standard
    ]
    remarks = [requirement.note, *(slot.note for slot in requirement.slots)]
    clauses = [part for text in remarks for part in re.split("[；。]", text)]
    zones += [(part, _NOTE) for part in clauses if part and not _PROVENANCE.search(part)]
    return _largest(wording, [(requirement.title, _OWN)], [*zones, *_named(requirement)])


def _named(requirement: Requirement) -> Iterator[Zone]:
    """The policies, figures and days the edition names for an ask."""
    for policy in requirement.cites:
        yield from ((name, _OWN) for name in (policy.name, *policy.spellings))
    for figure in requirement.figures:
        yield from ((name, _FIGURE) for name in (figure.name, *figure.spellings))
    for calendar in (requirement.calendar, *(slot.calendar for slot in requirement.slots)):
        for day in calendar.days if calendar else ():
            yield from ((name, _DAY) for name in (day.name, *day.spellings))


def _largest(wording: Wording, own: Sequence[Zone], around: Sequence[Zone]) -> dict[str, float]:
    """The largest weight any of the texts gives a feature, so that siblings do not add up."""
    found: dict[str, float] = {}
    for zone in (*own, *around):
        for feature in wording.features([(zone[0], 1.0)]):
            told = zone[1] * (_MATTER if feature.startswith(MATTER) else 1.0)
            found[feature] = max(found.get(feature, 0.0), told)
    return found


def _rarities(profiles: Collection[Mapping[str, float]]) -> dict[str, float]:
    counts: defaultdict[str, float] = defaultdict(float)
    for profile in profiles:
        for feature, weight in profile.items():
            counts[feature] += weight
    total = len(profiles)
    return {name: math.log(1.0 + total / (count + 0.5)) for name, count in counts.items()}
