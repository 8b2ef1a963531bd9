"""Who sends what in the demo city."""

from __future__ import annotations

from datetime import date

from dossier.model.editions import Edition, Kind, Requirement, Slot, Unit
from dossier.sample.plan import TARGET, UNKNOWN_UNIT, members, plan_city

TODAY = date(2026, 7, 1)
KINDS = tuple(
    Kind(kind, name)
    for kind, name in (("policy", "规范文件"), ("report", "说明报告"), ("photo", "实景图片"))
)
UNITS = (*(Unit(f"第{n}局", "部门") for n in range(10)), Unit("东门街道", "街道"))


def ask(number: int, *slots: Slot) -> Requirement:
    lead, helpers = (UNITS[number % 10].name,), ("各街道",) if number % 2 else ()
    return Requirement(f"Ⅲ-{number}-1-①", f"Ⅲ-{number}", f"工作{number}", slots, lead, helpers)


ASKS = tuple(
    ask(number, Slot("report"), Slot("photo", min=2, max=3))
    if number % 3
    else ask(number, Slot("policy"))
    for number in range(1, 25)
)
EDITION = Edition("e", "e", 2026, "", KINDS, (), ASKS, UNITS, {"全区各单位": "*", "各街道": "街道"})


def test_a_quarter_of_the_asks_gets_nothing_and_the_lead_units_of_the_rest_all_they_owe() -> None:
    plan = plan_city(EDITION, seed=3, today=TODAY)
    gaps = {gap.code for gap in plan.gaps}
    assert len(gaps) == len(ASKS) // 4
    for wanted in ASKS:
        sent = [item for item in plan.items if item.code == wanted.code]
        if wanted.code in gaps:
            assert sent == []
            continue
        for slot in wanted.slots:
            mine = [i for i in sent if i.unit == wanted.lead[0] and i.maker == slot.kind]
            assert len(mine) >= slot.min
            assert slot.max is None or len(mine) <= slot.max


def test_the_city_has_its_size_and_no_path_twice() -> None:
    plan = plan_city(EDITION, seed=3, today=TODAY)
    assert 100 <= len(plan.items) <= TARGET
    assert len({item.path.casefold() for item in plan.items}) == len(plan.items)


def test_some_files_have_no_code_and_some_no_known_unit() -> None:
    loose = [item for item in plan_city(EDITION, seed=3, today=TODAY).items if item.code is None]
    assert {unit.name for unit in UNITS} <= {item.unit for item in loose}
    assert any(item.path.startswith(f"{UNKNOWN_UNIT}/") for item in loose)
    assert any("/" not in item.path for item in loose)


def test_every_paper_is_older_than_today() -> None:
    assert all(item.day < TODAY for item in plan_city(EDITION, seed=3, today=TODAY).items)


def test_another_seed_is_another_city() -> None:
    first, again, other = (plan_city(EDITION, seed=seed, today=TODAY) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_an_edition_without_asks_or_units_still_makes_a_plan() -> None:
    bare = Edition("e", "e", 2026, "", KINDS, (), (), ())
    assert plan_city(bare, seed=1, today=TODAY).gaps == ()


def test_groups_become_their_units() -> None:
    assert members(("各街道", "第1局"), EDITION) == ["东门街道", "第1局"]
    assert members(("全区各单位",), EDITION) == [unit.name for unit in UNITS]
