"""What OCR read, put together with what the file itself said."""

from __future__ import annotations

from dossier.extract.ocr_text import combined, wanted_pages
from dossier.extract.page_numbers import parsed, shown
from dossier.extract.reading_order import Line, in_reading_order
from dossier.model.extraction import Extraction
from dossier.model.findings import Finding
from dossier.model.records import Description

TEXT = "关于开展文明城区创建工作的通知，请各单位认真贯彻执行。"


def page(text: str = TEXT, confidence: float = 0.95, **more: int) -> Extraction:
    return Extraction("pdf", "x", text=text, metadata={"confidence": confidence, **more})


def scan(pages: int = 1, **more: object) -> Extraction:
    found = (Finding("U101"),)
    return Extraction("pdf", "x", pages=pages, findings=found, **more)  # type: ignore[arg-type]


def codes(found: Extraction) -> list[str]:
    return [finding.code for finding in found.findings]


def test_a_scan_becomes_text_that_says_where_it_came_from() -> None:
    found = combined(scan(2), {0: page(), 1: page("第二页文字内容", 0.85)}, engine="e/1", name="a")
    assert found.page_texts == (TEXT, "第二页文字内容")
    assert (found.usable, codes(found)) == (True, ["W112"])
    assert found.metadata["ocr_engine"] == "e/1"
    assert 0.9 < float(found.metadata["ocr_confidence"]) < 0.95


def test_pages_with_text_of_their_own_keep_it() -> None:
    known = Extraction("pdf", "x", "甲", ("甲", ""), 2, findings=(Finding("W110"), Finding("W101")))
    found = combined(known, {1: page()}, engine="e", name="a")
    assert (found.page_texts, codes(found)) == (("甲", TEXT), ["W101", "W112"])


def test_unsure_text_is_left_to_a_person() -> None:
    found = combined(scan(), {0: page(confidence=0.4)}, engine="e", name="a")
    assert (found.usable, codes(found)) == (None, ["W112", "U101"])


def test_a_page_with_a_seal_that_cannot_be_read_is_named() -> None:
    unsure = page("看不清的文字", 0.5, red_seal=1)
    found = combined(scan(3), {0: page(), 1: page(), 2: unsure}, engine="e", name="a")
    assert (found.usable, codes(found)) == (None, ["W112", "U104"])
    assert found.findings[1].parameters == {"page": 3}
    assert found.metadata["red_seal"] == 1


def test_a_scan_without_text_stays_undetermined() -> None:
    found = combined(scan(), {0: page("", 0.0)}, engine="e", name="a")
    assert (found.usable, codes(found)) == (None, ["U101"])


def test_a_page_that_was_not_read_is_asked_for_again() -> None:
    stopped = Extraction("pdf", "x", findings=(Finding("E106"),))
    found = combined(scan(2), {0: page(), 1: stopped}, engine="e", name="a")
    assert found.metadata["ocr_unread"] == "2"
    known = Description(format="pdf", pages=2, details=found.metadata)
    assert wanted_pages(known) == (0, 1)


def test_which_pages_only_ocr_can_read() -> None:
    garbled = (Finding("W107", "", {"pages": "4"}),)
    mixed = Description(
        format="pdf", pages=5, usable=True, findings=garbled, details={"scanned_pages": "1-2"}
    )
    assert wanted_pages(mixed) == (0, 1, 3)
    lost = Description(format="pdf", pages=2, usable=False, findings=(Finding("E107"),))
    assert wanted_pages(lost) == (0, 1)
    assert wanted_pages(Description(format="jpeg", details={"paper": 1})) == (0,)
    assert wanted_pages(Description(format="jpeg")) == ()
    assert wanted_pages(Description(format="docx")) == ()


def test_lines_stand_in_reading_order_on_a_tilted_page() -> None:
    tilt = 0.03
    places = [(500, 100, "右"), (100, 100, "左"), (300, 160, "下")]
    lines = [Line(x, y + tilt * x, 250, 30, tilt, text, 1.0) for x, y, text in places]
    assert in_reading_order(lines) == "左  右\n下"


def test_page_numbers_are_written_and_read_back() -> None:
    assert shown([3, 1, 2, 7]) == "1-3、7"
    assert parsed("1-3、7") == [1, 2, 3, 7]
    assert (shown(range(1, 9, 2), most=2), parsed("1、3…")) == ("1、3…", [1, 3])
