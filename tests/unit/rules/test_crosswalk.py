"""Pairing the asks of two editions."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from dossier import shipped
from dossier.model.crosswalks import Crosswalk, Relation
from dossier.model.editions import Edition, Requirement, Slot
from dossier.rules.crosswalk import crosswalk


@pytest.fixture(scope="module")
def edition() -> Edition:
    return shipped.load_edition("wmcq-2017")


def changed(edition: Edition, **items: Requirement | None) -> Edition:
    """The edition with some asks replaced, by code with ``_`` for the dash; None drops one."""
    found = {code.replace("_", "-"): item for code, item in items.items()}
    kept = (found.get(item.code, item) for item in edition.requirements)
    return replace(edition, id="new", requirements=tuple(item for item in kept if item))


def link(walk: Crosswalk, code: str) -> tuple[Relation, tuple[str, ...], tuple[str, ...]]:
    found = next(item for item in walk.links if code in item.old or code in item.new)
    return found.relation, found.old, found.new


def test_an_edition_answers_to_itself(edition: Edition) -> None:
    walk = crosswalk(edition, edition)
    assert walk.count()["same"] == len(edition.requirements) == 205
    assert {link.likeness for link in walk.links} == {1.0}


@pytest.mark.parametrize("name", ["wmcq-2017", "wcn-2017", "tutorial"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_c04_renumbering_every_code_is_all_moved_and_nothing_missing(name: str, seed: int) -> None:
    old = shipped.load_edition(name)
    chance = random.Random(seed)
    codes = [f"Ⅲ-{100 + n}-①" for n in range(len(old.requirements))]
    chance.shuffle(codes)
    renamed = tuple(
        replace(item, code=code) for item, code in zip(old.requirements, codes, strict=True)
    )
    walk = crosswalk(old, replace(old, id="new", requirements=renamed))
    assert walk.count()["moved"] == len(codes)
    expected = {item.code: (code,) for item, code in zip(old.requirements, codes, strict=True)}
    assert walk.successors == expected


def test_c04_shifting_every_code_by_one_does_not_pair_by_code(edition: Edition) -> None:
    asks = edition.requirements
    codes = [item.code for item in asks]
    shifted = tuple(
        replace(item, code=code) for item, code in zip(asks, codes[1:] + codes[:1], strict=True)
    )
    walk = crosswalk(edition, replace(edition, id="new", requirements=shifted))
    wanted = dict(zip(codes, [(code,) for code in codes[1:] + codes[:1]], strict=True))
    assert walk.successors == wanted


def test_reworded_keeps_its_partner(edition: Edition) -> None:
    old = edition.requirement("Ⅲ-16-1-②")
    assert old is not None
    new = replace(old, title="支持志愿服务组织发展的文件及取得的成效", code="Ⅲ-17-5-①")
    walk = crosswalk(edition, changed(edition, **{"Ⅲ_16_1_②": new}))
    found = next(item for item in walk.links if "Ⅲ-16-1-②" in item.old)
    assert (found.relation, found.new) == (Relation.REWORDED, ("Ⅲ-17-5-①",))
    assert set(found.changes) == {"code", "wording"}
    assert 0.5 < found.likeness < 1


def test_changed_kinds_limits_units_and_window_are_named(edition: Edition) -> None:
    old = edition.requirement("Ⅲ-1-1-②")
    assert old is not None
    new = replace(
        old,
        slots=(Slot("report", max_chars=800), Slot("table")),
        lead=("组织部",),
        window="two-years",
    )
    walk = crosswalk(edition, changed(edition, **{"Ⅲ_1_1_②": new}))
    found = next(item for item in walk.links if "Ⅲ-1-1-②" in item.old)
    assert found.relation is Relation.CHANGED
    assert found.changes == ("kinds", "limits", "units", "window")


def test_new_and_dropped(edition: Edition) -> None:
    ask = Requirement("Ⅲ-91-①", "Ⅲ-90", "新时代文明实践中心建设情况", (Slot("report"),))
    new = changed(edition, **{"Ⅲ_52_①": None})
    walk = crosswalk(edition, replace(new, requirements=(*new.requirements, ask)))
    assert link(walk, "Ⅲ-52-①") == (Relation.DROPPED, ("Ⅲ-52-①",), ())
    assert link(walk, "Ⅲ-91-①") == (Relation.NEW, (), ("Ⅲ-91-①",))
    assert walk.successors["Ⅲ-52-①"] == ()
    assert walk.count()["same"] == 204


def test_split(edition: Edition) -> None:
    old = edition.requirement("Ⅲ-2-1-①")
    assert old is not None
    first = replace(old, code="Ⅲ-2-1-①", title="中心组学习次数、时间、内容", also=())
    second = replace(old, code="Ⅲ-2-1-⑤", title="经验交流座谈", also=())
    new = changed(edition, **{"Ⅲ_2_1_①": first})
    walk = crosswalk(edition, replace(new, requirements=(*new.requirements, second)))
    assert link(walk, "Ⅲ-2-1-①") == (Relation.SPLIT, ("Ⅲ-2-1-①",), ("Ⅲ-2-1-①", "Ⅲ-2-1-⑤"))


def test_merged(edition: Edition) -> None:
    one, other = edition.requirement("Ⅲ-18-1-①"), edition.requirement("Ⅲ-18-1-②")
    assert one is not None
    assert other is not None
    both = replace(one, title=f"{one.title}及{other.title}", slots=(Slot("policy"), Slot("report")))
    new = changed(edition, **{"Ⅲ_18_1_①": both, "Ⅲ_18_1_②": None})
    walk = crosswalk(edition, new)
    assert link(walk, "Ⅲ-18-1-①") == (Relation.MERGED, ("Ⅲ-18-1-①", "Ⅲ-18-1-②"), ("Ⅲ-18-1-①",))


def test_what_a_person_settled_goes_before_the_wording(edition: Edition) -> None:
    settled = {"Ⅲ-1-1-①": ["Ⅲ-90-1"], "Ⅲ-52-①": [], "Ⅲ-90-1": ["Ⅲ-1-1-①", "Ⅲ-2-2"]}
    walk = crosswalk(edition, edition, settled)
    assert walk.successors["Ⅲ-1-1-①"] == ("Ⅲ-90-1",)
    assert link(walk, "Ⅲ-52-①")[0] in (Relation.DROPPED, Relation.NEW)
    assert walk.successors["Ⅲ-52-①"] == ()
    assert walk.successors["Ⅲ-90-1"] == ("Ⅲ-1-1-①", "Ⅲ-2-2")
    assert {item.by for item in walk.links if "Ⅲ-90-1" in item.old} == {"person"}


def test_every_requirement_stands_in_exactly_one_link(edition: Edition) -> None:
    other = shipped.load_edition("wcn-2017")
    walk = crosswalk(edition, other)
    assert sorted(code for item in walk.links for code in item.old) == sorted(
        item.code for item in edition.requirements
    )
    assert sorted(code for item in walk.links for code in item.new) == sorted(
        item.code for item in other.requirements
    )


def test_a_year_of_revisions_is_paired_exactly(edition: Edition) -> None:
    """Words exchanged, asks added and removed, everything renumbered, all in one revision."""
    chance = random.Random(66)
    asks: list[Requirement] = []
    wanted: dict[str, tuple[str, ...]] = {}
    for number, item in enumerate(edition.requirements):
        fate = chance.random()
        code = f"Ⅲ-{200 + number}-①"
        title = item.title
        if fate < 0.08 and len(title) > 5:
            wanted[item.code] = ()
            continue
        if fate < 0.2 and len(title) > 8:
            title = f"{title[: len(title) - 2]}工作推进{title[len(title) - 2 :]}"
        wanted[item.code] = (code,)
        asks.append(replace(item, code=code, title=title))
    fresh = ["移风易俗行动", "新时代文明实践站", "网络诚信公约", "社区微更新清单"]
    for number, title in enumerate(fresh):
        asks.append(Requirement(f"Ⅲ-500-{number + 1}", "Ⅲ-90", title, (Slot("policy"),)))
    chance.shuffle(asks)
    walk = crosswalk(edition, replace(edition, id="new", requirements=tuple(asks)))
    wrong = {
        code: (walk.successors[code], target)
        for code, target in wanted.items()
        if walk.successors[code] != target
    }
    assert len(wrong) <= 2, wrong
