"""Whatever the order in which records come and go, the assessment is that made from nothing."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.model.asks import Subjects, Window
from dossier.model.assessment import Assessment
from dossier.model.editions import Slot
from dossier.model.events import FindingDismissed, Waived
from dossier.model.records import Claim, RecordState
from dossier.rules.assessing import Assessor
from dossier.rules.dismissals import contents
from dossier.rules.integrity import Receipt
from tests.tools.assessing import (
    Held,
    ask,
    cropped,
    edition,
    facts,
    jpeg,
    picture,
    print_jpeg,
    record,
    terms,
)

CODES = ("Ⅲ-1-1", "Ⅲ-1-2", "Ⅲ-1-3")
EDITION = edition(
    ask(CODES[0], Slot("report", min=2, max_chars=400), lead=("文明办", "教育局")),
    ask(CODES[1], Slot("photo"), Slot("report", required=False)),
    ask(CODES[2], Slot("policy"), subjects=Subjects("单位", by="unit", min=2)),
    windows={"w": Window("w", "span", start="2025-01-01", end="2025-12-31")},
    kind_windows={"policy": "w"},
)


def paragraph(seed: int) -> str:
    luck = Random(seed)
    return "".join(chr(luck.randint(0x4E00, 0x5E00)) for _ in range(180)) + "。"


TEXTS = [paragraph(n) + paragraph(n % 3 + 50) + paragraph(n % 2 + 90) for n in range(6)]
TEXTS += [
    "XX市开展活动。" + paragraph(50),
    "2025年全区注册志愿者人数9万人。",
    "2025年全区注册志愿者人数8万人。",
]
TEXTS += ["有效期至2025年12月31日。" + paragraph(90)]
TEXTS += ["海盐县全面推进志愿服务工作。" + paragraph(91)]
FACTS = [facts(text, EDITION) for text in TEXTS]
SHOTS = [picture(1), cropped(picture(1), 0.02, 0, 0.01, 0), picture(1, crowd=5), picture(2)]
PRINTS = [print_jpeg(jpeg(shot)) for shot in SHOTS]

UNITS = st.sampled_from(["文明办", "教育局", "民政局"])
STATES = st.sampled_from(list(RecordState))
DAYS = st.sampled_from(["2024-06-01", "2025-03-01", "2025-06-01"])


@st.composite
def texts(draw: st.DrawFn) -> Held:
    which = draw(st.integers(0, len(TEXTS) - 1))
    kind = draw(st.sampled_from(["report", "policy"]))
    claims = [Claim(code, kind) for code in draw(st.sets(st.sampled_from(CODES)))]
    made = record(
        draw(st.integers(1, 8)),
        *claims,
        kind=kind,
        unit=draw(UNITS),
        state=draw(STATES),
        content=TEXTS[which],
        doc_number=draw(st.sampled_from([None, "云发〔2025〕3号", "云发〔2025〕5号"])),
        title=draw(st.sampled_from(["关于甲的通知", "乙"])),
        issued=draw(DAYS),
    )
    return made, FACTS[which], None


@st.composite
def photos(draw: st.DrawFn) -> Held:
    which = draw(st.integers(0, len(PRINTS) - 1))
    number = draw(st.integers(1, 8))
    made = record(
        number,
        (CODES[1], "photo"),
        kind="photo",
        form="jpeg",
        unit=draw(UNITS),
        state=draw(STATES),
        content=f"photo {which}",
    )
    return made, None, PRINTS[which]


DISMISSED = st.tuples(
    st.sampled_from(["W403", "W411", "W421", "E201"]), st.integers(1, 8), st.integers(0, 8)
)
WAIVERS = st.builds(Waived, st.sampled_from(CODES), UNITS, st.just("无"))
RECEIPTS = st.builds(
    Receipt, st.integers(1, 8).map(lambda n: f"2026-{n:06d}"), UNITS, st.just("甲/乙.docx")
)
STEPS = st.one_of(
    texts(),
    photos(),
    st.integers(1, 8),
    st.lists(DISMISSED, max_size=3),
    st.lists(WAIVERS, max_size=2).map(tuple),
    st.lists(RECEIPTS, max_size=2).map(frozenset),
    st.dates(dt.date(2025, 12, 1), dt.date(2026, 2, 1)),
)


class Mirror:
    """What an assessor was told, so that a fresh one can be told it at once."""

    def __init__(self) -> None:
        self.held: dict[str, Held] = {}
        self.dismissals: list[FindingDismissed] = []
        self.waivers: tuple[Waived, ...] = ()
        self.receipts: frozenset[Receipt] = frozenset()
        self.day = dt.date(2026, 1, 1)

    def fresh(self) -> Assessment:
        made = Assessor(terms(EDITION))
        for name in sorted(self.held, reverse=True):
            made.put(*self.held[name])
        made.set_waivers(self.waivers)
        made.set_receipts(sorted(self.receipts, key=str))
        made.set_dismissals(self.dismissals)
        return made.assessment(self.day)

    def dismissal(self, code: str, one: int, other: int) -> FindingDismissed:
        names = sorted((f"2026-{n:06d}" for n in {one, other} if n), reverse=True)
        known = {name: item[0].fixity.digest for name, item in self.held.items()}
        digests = contents(names, lambda name: known.get(name, ""))
        return FindingDismissed(code, names[0], "".join(names[1:]), digests)


def tell(assessor: Assessor, mirror: Mirror, step: object) -> None:
    if isinstance(step, dt.date):
        mirror.day = step
    elif isinstance(step, int):
        mirror.held.pop(f"2026-{step:06d}", None)
        assessor.drop(f"2026-{step:06d}")
    elif isinstance(step, list):
        mirror.dismissals = [mirror.dismissal(*item) for item in step]
        assessor.set_dismissals(mirror.dismissals)
    elif isinstance(step, frozenset):
        mirror.receipts = step
        assessor.set_receipts(sorted(step, key=str))
    elif isinstance(step, tuple) and step and not isinstance(step[0], Waived):
        mirror.held[step[0].id] = step
        assessor.put(*step)
    elif isinstance(step, tuple):
        mirror.waivers = step
        assessor.set_waivers(step)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=120)
@given(st.lists(st.tuples(STEPS, st.booleans()), max_size=14))
def test_incremental_equals_full(steps: list[tuple[object, bool]]) -> None:
    assessor, mirror = Assessor(terms(EDITION)), Mirror()
    for step, look in steps:
        tell(assessor, mirror, step)
        if look:
            assert assessor.assessment(mirror.day) == mirror.fresh()
    assert assessor.assessment(mirror.day) == mirror.fresh()


def test_one_new_record_is_all_that_is_judged_anew() -> None:
    assessor = Assessor(terms(EDITION))
    assessor.assessment(dt.date(2026, 1, 1))
    assert assessor.judged == len(CODES)
    assessor.put(record(1, (CODES[1], "photo"), kind="photo"))
    assessor.assessment(dt.date(2026, 1, 1))
    assert assessor.judged == 1
    assessor.assessment(dt.date(2026, 1, 1))
    assert assessor.judged == 0
