"""Any edition survives writing; any two editions are paired without losing an ask."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.codec.edition_yaml import edition_yaml
from dossier.codec.editions import parse_edition
from dossier.model.asks import Calendar, Figure, NamedDay, Policy, Subjects, Threshold, Waiver
from dossier.model.editions import Edition, Indicator, Kind, Requirement, Slot, Unit
from dossier.rules.crosswalk import crosswalk

KINDS = (Kind("policy", "规范文件", "规"), Kind("photo", "实景图片", "图", from_above=True))
TEXT = st.text(
    st.characters(
        blacklist_categories=("Cs", "Cc", "Cn", "Co"), blacklist_characters="\x85\u2028\u2029\ufeff"
    ),
    min_size=1,
    max_size=12,
)
WORDS = st.sampled_from(
    ["志愿服务", "学习", "宣传", "方案", "情况", "制度", "活动", "统计", "表彰"]
)
TITLES = st.lists(WORDS, min_size=1, max_size=4).map("".join) | TEXT
NUMBERS = st.none() | st.integers(1, 40)
SUBJECTS = st.builds(Subjects, TEXT, st.sampled_from(["name", "unit"]), NUMBERS, note=TEXT)
CALENDARS = st.lists(TEXT, min_size=1, max_size=4, unique=True).map(
    lambda names: Calendar(tuple(NamedDay(name) for name in names))
)
THRESHOLDS = st.builds(
    Threshold, st.sampled_from([">=", "<"]), st.integers(0, 99) | st.sampled_from([0.5, 13.25])
)
FIGURES = st.builds(Figure, TEXT, TEXT, st.none() | THRESHOLDS, years=st.integers(1, 3))
SLOTS = st.builds(
    Slot,
    st.sampled_from(["policy", "photo"]),
    st.integers(0, 3),
    st.none() | st.integers(50, 60),
    st.booleans(),
    TEXT,
    max_chars=NUMBERS,
    caption=st.lists(TEXT, max_size=3).map(tuple),
    subjects=st.none() | SUBJECTS,
    calendar=st.none() | CALENDARS,
    from_above=st.just(True),
    lead_days=NUMBERS,
)
ASKS = st.builds(
    Requirement,
    st.just(""),
    st.just("Ⅲ-1"),
    TITLES,
    st.lists(SLOTS, min_size=1, max_size=3).map(tuple),
    st.sampled_from([(), ("文明办",), ("文明办", "教育局")]),
    st.sampled_from([(), ("各街道",)]),
    status=st.sampled_from(["sourced", "paraphrase", "unknown"]),
    note=TEXT,
    figures=st.lists(FIGURES, max_size=2).map(tuple),
    cites=st.lists(st.builds(Policy, TEXT), max_size=2).map(tuple),
    contacts=st.sampled_from([(), ("phone",)]),
    waiver=st.none() | st.builds(Waiver, TEXT, TEXT),
    sampled=st.booleans(),
    points=st.none() | st.sampled_from([1, 0.5, 4]),
)


@st.composite
def editions(draw: st.DrawFn, name: str = "old") -> Edition:
    asks = draw(st.lists(ASKS, min_size=1, max_size=8))
    codes = draw(st.permutations([f"Ⅲ-1-{n}-①" for n in range(1, len(asks) + 1)]))
    placed = [_from_above(replace(a, code=c)) for a, c in zip(asks, codes, strict=True)]
    return Edition(
        id=name,
        title=draw(TEXT),
        year=2026,
        scope="测试",
        kinds=KINDS,
        indicators=(Indicator("Ⅲ-1", 3, draw(TEXT)),),
        requirements=tuple(placed),
        units=(Unit("文明办", "部门", ("创文办",)), Unit("教育局")),
        groups={"各街道": "街道"},
        methods={"online": "网上申报"},
    )


def _from_above(item: Requirement) -> Requirement:
    """What the kind says holds for its slots, as after reading."""
    slots = tuple(replace(slot, from_above=slot.kind == "photo") for slot in item.slots)
    return replace(item, slots=slots)


@given(editions())
def test_what_is_written_reads_back_the_same(edition: Edition) -> None:
    again = parse_edition(edition_yaml(edition), "again.yaml")
    assert replace(again, digest="") == edition


@pytest.mark.parametrize("said", ["0:?", "a:[", "12:30", "https://x", "x::", "时间：地点", "a: b"])
def test_colons_read_back_the_same_wherever_they_stand(said: str) -> None:
    ask = Requirement("Ⅲ-1-1-①", "Ⅲ-1", said, slots=(Slot("policy", caption=(said,)),))
    edition = Edition("old", "名称", 2026, "测试", KINDS, (Indicator("Ⅲ-1", 3, said),), (ask,))
    again = parse_edition(edition_yaml(edition), "again.yaml")
    assert again.requirements[0].title == said
    assert again.requirements[0].slots[0].caption == (said,)


@given(editions(), editions("new"))
def test_every_ask_of_both_editions_stands_in_exactly_one_link(old: Edition, new: Edition) -> None:
    walk = crosswalk(old, new)
    assert sorted(code for link in walk.links for code in link.old) == sorted(
        item.code for item in old.requirements
    )
    assert sorted(code for link in walk.links for code in link.new) == sorted(
        item.code for item in new.requirements
    )
    assert sum(walk.count().values()) == len(walk.links)


@given(editions())
def test_c04_another_numbering_drops_nothing(edition: Edition) -> None:
    titles = [item.title for item in edition.requirements]
    renamed = tuple(
        replace(item, code=f"Ⅲ-1-{n + 50}-①") for n, item in enumerate(edition.requirements)
    )
    walk = crosswalk(edition, replace(edition, id="new", requirements=renamed))
    assert walk.count()["dropped"] == walk.count()["new"] == 0
    if len(set(titles)) == len(titles):
        expected = {item.code: (f"Ⅲ-1-{n + 50}-①",) for n, item in enumerate(edition.requirements)}
        assert walk.successors == expected
