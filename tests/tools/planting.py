"""An archive with faults planted in known number and place, beside look-alikes that are none.

:class:`Garden` grows asks and records as values; the modules beside it plant: ``truth`` holds code
and place of every fault (record or ask, or the two records of a pair), everything else is clean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from dossier.model.asks import Window
from dossier.model.assessment import Assessment
from dossier.model.editions import Edition, Requirement, Slot, Unit
from dossier.model.facts import Vocabulary
from dossier.model.findings import Finding
from dossier.model.prints import PhotoPrint
from dossier.model.profiles import KindRule
from dossier.model.records import Claim, Record
from dossier.rules.assessing import Assessor
from dossier.rules.noting import other_of, record_of
from dossier.rules.text_facts import facts_of, vocabulary
from tests.tools import assessing
from tests.tools.assessing import ask, edition, record, terms

UNITS = [
    f"{name}局" for name in ("教育", "民政", "司法", "文旅", "卫健", "生态环境", "住建", "交通")
]
OURS = frozenset({"青澜市", "云溪区", "浙江省", "东山县"})
PLACES = OURS | {"张家港市", "海盐县", "江苏省", "成都市", "青羊区", "义乌市"}
FIRST, LAST = "2025-01-01", "2025-12-31"
SET_PHRASES = (
    "坚持党建引领，压实工作责任",
    "认真贯彻落实上级部署要求",
    "取得明显成效，群众满意度不断提高",
    "总结推广好经验好做法",
    "形成齐抓共管的长效机制",
)
_SYLLABLES = [chr(code) for code in range(0x4E00, 0x5200)]
Place = tuple[str, frozenset[str]]


def prose(luck: Random, sentences: int = 8) -> str:
    """Sentences nobody else wrote, with set phrases of office prose and figures in between."""
    made = []
    for _ in range(sentences):
        body = "".join(luck.choices(_SYLLABLES, k=luck.randint(18, 34)))
        made.append(f"{luck.choice(SET_PHRASES)}，{body}{luck.randint(2, 900)}人次。")
    return "".join(made)


@dataclass
class Garden:
    """What was planted so far."""

    seed: int
    luck: Random = field(init=False)
    asks: list[Requirement] = field(default_factory=list)
    texts: dict[str, tuple[str, Sequence[str]]] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    prints: dict[str, PhotoPrint] = field(default_factory=dict)
    truth: set[Place] = field(default_factory=set)
    decoys: Counter[str] = field(default_factory=Counter)
    waived: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.luck = Random(self.seed)

    def ask(self, *slots: Slot, lead: Sequence[str] = (), **more: Any) -> str:
        """A new ask; returns its code."""
        code = f"Ⅲ-{len(self.asks) + 1}"
        self.asks.append(ask(code, *slots, lead=lead or [self.luck.choice(UNITS)], **more))
        return code

    def free(self, kind: str, **more: Any) -> str:
        """An ask whose only slot may stay empty, so that nothing but the record is judged."""
        wanted = {name: more.pop(name) for name in tuple(more) if name in Slot.__annotations__}
        return self.ask(Slot(kind, min=0, required=False, **wanted), **more)

    def put(
        self,
        *claims: Claim | tuple[str, str],
        text: str = "",
        pages: Sequence[str] = (),
        photo: PhotoPrint | None = None,
        **more: Any,
    ) -> str:
        """A new record; returns its id."""
        kind = more.pop(
            "kind", claims[0][1] if claims and isinstance(claims[0], tuple) else "report"
        )
        number = len(self.records) + 1
        given = {"unit": self.luck.choice(UNITS), "kind": kind, "content": f"content {number}"}
        given |= {"form": "jpeg"} if kind == "photo" else {}
        given |= more
        made = record(number, *claims, **given)
        self.records.append(made)
        if text or pages:
            self.texts[made.id] = text or "\n".join(pages), pages
        if photo is not None:
            self.prints[made.id] = photo
        return made.id

    def expect(self, code: str, *places: str) -> None:
        """A fault with its place."""
        self.truth.add((code, frozenset(places)))

    def decoy(self, code: str) -> None:
        """Say that a look-alike of a fault was put in."""
        self.decoys[code] += 1

    def edition(self) -> Edition:
        """The edition of all asks."""
        windows = {"w": Window("w", "span", start=FIRST, end=LAST)}
        made = edition(*self.asks, windows=windows)
        return replace(made, units=tuple(Unit(name, "部门") for name in UNITS))

    def assessor(self) -> Assessor:
        """Everything put before the rules."""
        of = self.edition()
        words: Vocabulary = vocabulary(of, PLACES)
        made = Assessor(terms(of, profile=PROFILE, ours=OURS, duty=assessing.duty("2026-06-20")))
        for item in self.records:
            text, pages = self.texts.get(item.id, ("", ()))
            known = facts_of(text, pages, words) if text else None
            made.put(item, known, self.prints.get(item.id))
        return made


def place_of(finding: Finding) -> Place:
    """A finding's code, and the record or ask or pair it is about."""
    return finding.code, frozenset(filter(None, (record_of(finding), other_of(finding))))


@dataclass(frozen=True, slots=True)
class Score:
    """How many of a code were planted, found, and found where nothing is; look-alikes put in."""

    code: str
    planted: int
    found: int
    false: int
    decoys: int

    @property
    def precision(self) -> float:
        """Share of what was found that was planted."""
        return (self.found / (self.found + self.false)) if self.found + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of what was planted that was found."""
        return self.found / self.planted if self.planted else 1.0

    def __str__(self) -> str:
        return (
            f"{self.code}  {self.planted:7}  {self.found:5}  {self.false:5}  {self.decoys:10}"
            f"  {self.precision:9.3f}  {self.recall:6.3f}"
        )


HEADING = "code  planted  found  false  look-alikes  precision  recall"


def scores(garden: Garden, assessment: Assessment) -> list[Score]:
    """Found against planted, code by code."""
    seen = {place_of(finding) for finding in assessment.findings}
    codes = sorted({code for code, _place in garden.truth | seen})
    return [_score(code, garden, seen) for code in codes]


def _score(code: str, garden: Garden, seen: set[Place]) -> Score:
    wanted = {item for item in garden.truth if item[0] == code}
    found = {item for item in seen if item[0] == code}
    right = len(wanted & found)
    return Score(code, len(wanted), right, len(found - wanted), garden.decoys[code])


Planter = Callable[[Garden, int], None]
PROFILE = assessing.profile(
    KindRule("photo", ("jpeg",), max_bytes=2_000_000, max_pixels=2_000_000),
    KindRule("policy", (), shows=("red-head", "seal")),
    KindRule("report", (), names_sources=True),
)
"""What the receiving system of a garden accepts."""


def grown(seed: int, planters: Iterable[Planter], times: int) -> Garden:
    """A garden where every planter worked so many times."""
    garden = Garden(seed)
    chosen = list(planters)
    for turn in range(times):
        for planter in chosen:
            planter(garden, turn)
    return garden


def pick(options: Sequence[str], turn: int, **words: object) -> str:
    """The options one after another, filled in."""
    return options[turn % len(options)].format(**words)
