"""Files of one occasion."""

from __future__ import annotations

import pytest

from dossier.model.editions import Requirement, Slot
from dossier.model.records import Source
from dossier.rules.companions import Companions, Placed, home_of, same_paper, shares
from dossier.rules.grouping import Member, bunches, occasion
from dossier.rules.placing import ask_for


def member(
    record: str, stem: str, *, home: str = "", unit: str = "妇联", day: str = "2026-05-01"
) -> Member:
    return Member(record, home, stem, unit, day)


@pytest.mark.parametrize(
    "stem",
    [
        "家风故事会通知",
        "家风故事会签到表",
        "家风故事会照片(3)",
        "20260501家风故事会现场照片12",
        "家风故事会 讲话稿",
    ],
)
def test_an_occasion_is_the_name_without_its_roles(stem: str) -> None:
    assert occasion(stem) == "家风故事会"


def test_one_folder_is_one_occasion() -> None:
    found = bunches(
        [member("r2", "a", home="in\n妇联\n故事会"), member("r1", "b", home="in\n妇联\n故事会")]
    )
    assert [bunch.records for bunch in found] == [("r1", "r2")]
    assert found[0].name == "故事会"


def test_a_units_own_folder_joins_nothing() -> None:
    assert home_of(Source("/in", "妇联/通知.docx")) == ""
    assert home_of(Source("/in", "妇联/故事会/通知.docx")) == "/in\n妇联\n故事会"
    assert home_of(Source("/in", "妇联/包.zip", ("通知.docx",))) == "/in\n妇联\n包.zip"


def test_a_shared_name_joins_what_is_near_in_time_and_of_one_unit() -> None:
    found = bunches(
        [
            member("r1", "家风故事会通知", day="2026-05-01"),
            member("r2", "家风故事会照片1", day="2026-05-03"),
            member("r3", "家风故事会照片2", day="2026-08-03"),
            member("r4", "家风故事会照片3", unit="文明办"),
        ]
    )
    assert [bunch.records for bunch in found] == [("r1", "r2")]


def test_short_names_join_nothing() -> None:
    assert bunches([member("r1", "通知1"), member("r2", "通知2"), member("r3", "甲乙")]) == []


def test_a_file_is_in_one_group_at_most() -> None:
    home = "in\n妇联\n故事会"
    found = bunches(
        [
            member("r1", "家风故事会通知", home=home),
            member("r2", "家风故事会照片", home=home),
            member("r3", "家风故事会签到"),
        ]
    )
    listed = [record for bunch in found for record in bunch.records]
    assert sorted(listed) == ["r1", "r2"]


def ask(code: str, *kinds: str) -> Requirement:
    return Requirement(code, "Ⅲ-1", code, tuple(Slot(kind) for kind in kinds))


def test_the_notice_goes_to_the_ask_beside_that_wants_papers() -> None:
    asks = (ask("Ⅲ-1-1-①", "policy"), ask("Ⅲ-1-1-②", "report", "photo"), ask("Ⅲ-1-2-①", "policy"))
    chosen = asks[1]
    assert ask_for("policy", chosen, asks) == "Ⅲ-1-1-①"
    assert ask_for("photo", chosen, asks) == "Ⅲ-1-1-②"
    assert ask_for("table", chosen, asks) == "Ⅲ-1-1-②"
    assert ask_for(None, chosen, asks) == "Ⅲ-1-1-②"
    twice = (*asks, ask("Ⅲ-1-1-③", "policy"))
    assert ask_for("policy", chosen, twice) == "Ⅲ-1-1-②"


def test_companions_speak_for_their_asks_softly_when_alone() -> None:
    known = Companions()
    known.put("r1", Placed("h", ("Ⅲ-1",), "云办〔2026〕1号"))
    known.put("r2", Placed("h", ("Ⅲ-1", "Ⅲ-2")))
    assert known.around("r3", "h") == {"Ⅲ-1": 2, "Ⅲ-2": 1}
    assert known.around("r1", "h") == {"Ⅲ-1": 1, "Ⅲ-2": 1}
    assert known.around("r3", "") == {}
    assert shares({"Ⅲ-1": 1}) == {"Ⅲ-1": pytest.approx(1 / 3)}
    assert shares({"Ⅲ-1": 4}) == {"Ⅲ-1": 1.0}
    assert shares({}) == {}


def test_a_known_number_says_where_unless_the_archive_disagrees() -> None:
    known = Companions()
    known.put("r1", Placed("", ("Ⅲ-1",), "n"))
    assert known.numbered("r2", "n") == ["r1"]
    assert known.numbered("r1", "n") == []
    assert known.numbered("r2", "") == []
    known.put("r1", Placed("", (), "n"))
    assert known.numbered("r2", "n") == []
    assert same_paper([("a", "b"), ("b", "a")]) == ("a", "b")
    assert same_paper([("a",), ("b",)]) == ()
    assert same_paper([]) == ()
