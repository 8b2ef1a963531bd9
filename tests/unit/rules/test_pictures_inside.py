"""A document full of photographs where photographs are asked for: each of them counts."""

from __future__ import annotations

from dossier.model.asks import Subjects
from dossier.model.assessment import Verdict
from dossier.model.editions import Slot
from dossier.model.records import Claim, Record, RecordState
from dossier.rules.picture_captions import as_details
from tests.tools.assessing import ask, assess, codes, covered, edition, found, record

ONE = "Ⅲ-1-①"
CAPTIONS = ["东门社区志愿者清扫", "西湖社区文明劝导", "南湖社区宣讲"]


def album(*captions: str, kind: str = "photo", state: RecordState = RecordState.PLACED) -> Record:
    details = as_details(captions)
    return record(1, (ONE, kind), kind=kind, form="docx", state=state, details=details)


def test_c02_every_picture_inside_counts() -> None:
    three = edition(ask(ONE, Slot("photo", min=3, max=3)))
    whole = covered(assess(three, album(*CAPTIONS)), ONE)
    assert (whole.verdict, whole.slots[0].found, whole.slots[0].usable) == (Verdict.COMPLETE, 3, 3)
    assert covered(assess(three, album(*CAPTIONS[:2])), ONE).verdict is Verdict.INCOMPLETE
    assert "W304" in codes(assess(three, album(*CAPTIONS, "多余的一张")))


def test_a_report_with_pictures_is_one_report() -> None:
    two = edition(ask(ONE, Slot("report", min=2)))
    slot = covered(assess(two, album(*CAPTIONS, kind="report")), ONE).slots[0]
    assert (slot.found, slot.usable) == (1, 1)


def test_acceptance_accepts_every_picture_inside() -> None:
    three = edition(ask(ONE, Slot("photo", min=3)))
    slot = covered(assess(three, album(*CAPTIONS, state=RecordState.ACCEPTED)), ONE).slots[0]
    assert slot.accepted == 3


def test_every_picture_inside_shows_its_own_subject() -> None:
    wanted = Subjects("社区", min=3)
    three = edition(ask(ONE, Slot("photo", min=3, subjects=wanted)))
    assert codes(assess(three, album(*CAPTIONS))) == set()
    lacking = found(assess(three, album(*CAPTIONS[:2], "东门社区演出")), "E304")
    assert lacking[0].parameters["found"] == 2


def test_captions_inside_are_held_to_their_elements() -> None:
    photo = edition(ask(ONE, Slot("photo", caption=("地点", "时间"))))
    said = found(assess(photo, album("2024年3月5日东门社区", "东门社区", "东门社区", "")), "W311")
    captions = [(item.parameters["caption"], item.parameters["missing"]) for item in said]
    assert captions == [("东门社区", "时间"), ("—", "地点、时间")]


def test_a_caption_beside_a_photograph_is_its_caption() -> None:
    photo = edition(ask(ONE, Slot("photo", caption=("地点", "时间"))))
    beside = {"caption": "2024年3月5日东门社区"}
    assert codes(assess(photo, record(1, (ONE, "photo"), kind="photo", form="jpeg"))) == {"W311"}
    made = record(1, (ONE, "photo"), kind="photo", form="jpeg", details=beside)
    assert codes(assess(photo, made)) == set()
    better = Claim(ONE, "photo", caption="礼堂")
    said = record(1, better, kind="photo", form="jpeg", details=beside)
    assert codes(assess(photo, said)) == {"W311"}
