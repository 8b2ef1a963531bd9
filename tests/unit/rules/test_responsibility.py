"""Lead and cooperating units with 全区各单位 and 各街道 expanded."""

from __future__ import annotations

from dossier.model.editions import Edition, Kind, Requirement, Slot, Unit
from dossier.rules.responsibility import responsible_units

UNITS = (
    Unit("文明办", "部门", ("创文办",)),
    Unit("文旅局", "部门", formerly=("文广局", "旅游局")),
    Unit("东门街道", "街道"),
    Unit("河西街道", "街道"),
)
EDITION = Edition(
    id="small",
    title="小样",
    year=2026,
    scope="",
    kinds=(Kind("policy", "规范文件"),),
    indicators=(),
    requirements=(),
    units=(Unit("文明办", "部门"), Unit("文广局", "部门")),
    groups={"全区各单位": "*", "各街道": "街道", "各社区": "社区"},
)


def ask(lead: tuple[str, ...], cooperating: tuple[str, ...] = ()) -> Requirement:
    return Requirement("Ⅲ-1-1-①", "Ⅲ-1", "要求", (Slot("policy"),), lead, cooperating)


def test_a_group_stands_for_the_units_of_the_roster() -> None:
    found = responsible_units(ask(("文明办",), ("各街道",)), EDITION, UNITS)
    assert (found.lead, found.cooperating) == (("文明办",), ("东门街道", "河西街道"))
    assert found.everyone == ("文明办", "东门街道", "河西街道")
    assert found.empty_groups == ()


def test_a_lead_unit_does_not_cooperate_with_itself() -> None:
    found = responsible_units(ask(("文明办",), ("全区各单位",)), EDITION, UNITS)
    assert found.cooperating == ("文旅局", "东门街道", "河西街道")


def test_aliases_and_former_names_become_the_roster_s_name() -> None:
    found = responsible_units(ask(("创文办", "文广局", "旅游局")), EDITION, UNITS)
    assert found.lead == ("文明办", "文旅局")


def test_an_unknown_unit_stays_as_written() -> None:
    assert responsible_units(ask(("天文台",)), EDITION, UNITS).lead == ("天文台",)


def test_without_a_roster_the_edition_s_units_count() -> None:
    found = responsible_units(ask(("文明办",), ("各街道", "全区各单位")), EDITION)
    assert found.cooperating == ("文广局",)
    assert found.empty_groups == ("各街道",)
