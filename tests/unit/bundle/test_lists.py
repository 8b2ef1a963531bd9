"""The lists beside the payload: escaped, linked, complete, the same every time."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import openpyxl
import pytest

from dossier.i18n import Translator
from dossier.model.assessment import Verdict
from dossier.model.records import Record
from dossier.report.assessment_json import assessment_document
from dossier.report.manifest_csv import COLUMNS
from tests.tools.bundles import (
    CONTENT,
    EDITION,
    LAYOUT,
    RECORDS,
    ZH,
    assessment,
    planned,
    record,
    tags,
)

HOSTILE = [
    "<script>alert(1)</script>.pdf",
    '"><img src=x onerror=alert(1)>.pdf',
    '=HYPERLINK("http://x").pdf',
    "+1.pdf",
    "@SUM(A1).pdf",
    "照片[/b].pdf",
    "a&b;'c.pdf",
    "\udcff坏.pdf",
    "x\x0b\x1by.pdf",
]


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.targets += [value or "" for key, value in attrs if key == "href"]


def parsed(page: bytes) -> Links:
    links = Links()
    links.feed(page.decode())
    return links


def hostile() -> list[Record]:
    return [
        record(n, name, b"%d" % n, ("Ⅲ-1-1-①", "policy"), title=name)
        for n, name in enumerate(HOSTILE, 1)
    ]


def test_html_links_lead_to_the_payload() -> None:
    plan = planned()
    page = tags(plan)["index.html"]
    outside = [target for target in parsed(page).targets if not target.startswith("#")]
    assert [unquote(target) for target in outside] == [f"data/{item.path}" for item in plan.files]


def test_html_leads_to_every_ask() -> None:
    bad = {"Ⅲ-2-1-①": Verdict.INCOMPLETE}
    page = tags(planned(verdicts=bad), verdicts=bad)["index.html"].decode()
    inside = [target for target in parsed(page.encode()).targets if target.startswith("#")]
    assert [f'<section id="{target[1:]}">' in page for target in inside] == [True, True]
    line = re.search(r'<a href="#a2">Ⅲ-2-1-① 有活动图片</a> (.*?)</li>', page)
    assert line is not None
    assert line[1] == '<span class="incomplete">不齐全</span> 2'


def test_two_forms_of_one_record_are_told_apart() -> None:
    plan = planned()
    twice = replace(plan.files[1], path=plan.files[1].path.replace(".docx", ".pdf"))
    lists = tags(replace(plan, files=(*plan.files, twice)))
    page = lists["index.html"].decode()
    assert [page.count(f"<small>{form}</small>") for form in ("DOCX", "PDF", "JPG")] == [1, 2, 2]
    sheet = openpyxl.load_workbook(io.BytesIO(lists["index.xlsx"]))["材料目录"]
    assert [row[-1].value for row in sheet.iter_rows(min_row=2)] == [
        "PDF",
        "DOCX",
        "PDF",
        "JPG",
        "JPG",
    ]


def test_asks_without_material_are_counted_apart() -> None:
    plan = planned(RECORDS[:2])
    book = openpyxl.load_workbook(io.BytesIO(tags(plan)["index.xlsx"]))
    said = {row[0].value: row[1].value for row in book["概况"].iter_rows()}
    assert said["申报要求"] == "2 项，其中 1 项有材料"


def test_html_runs_nothing_a_name_brings() -> None:
    rows = hostile()
    page = tags(planned(rows), rows)["index.html"]
    links = parsed(page)
    assert links.seen.count("script") == 1
    assert "img" not in links.seen
    assert b"default-src 'none'" in page


def test_lists_show_the_caption_that_came_with_the_file() -> None:
    [first, *_rest] = RECORDS
    told = replace(first.description, details={"caption": "东门社区清洁街道"})
    held = [replace(first, description=told)]
    lists = tags(planned(held), held)
    rows = list(csv.reader(io.StringIO(lists["manifest.csv"].decode("utf-8-sig"))))
    assert "东门社区清洁街道" in rows[1]
    assert "东门社区清洁街道" in lists["index.html"].decode()
    assert planned(held).bundle_id != planned([first]).bundle_id


def test_html_needs_no_network() -> None:
    page = tags(planned())["index.html"].decode()
    assert not re.search(r'https?:|src="(?!data:)|@import|url\(', page)


def test_html_puts_verdict_and_omissions_in_view() -> None:
    bad = {"Ⅲ-1-1-①": Verdict.INCOMPLETE}
    plan = planned(partial=True, reason="初审", verdicts=bad)
    page = tags(plan, verdicts=bad)["index.html"].decode()
    assert "不齐全" in page
    assert plan.omissions[0].reason in page
    assert page.index("不齐全") < page.index("<section")


def test_csv_has_one_line_a_file_and_is_harmless() -> None:
    rows = hostile()
    data = tags(planned(rows), rows)["manifest.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(lines[0]) == COLUMNS
    assert len(lines) == len(rows) + 1
    cells = [cell for line in lines for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'+1.pdf" in cells


def test_csv_describes_with_the_standard_names() -> None:
    data = tags(planned())["manifest.csv"].decode("utf-8-sig")
    first = next(csv.DictReader(io.StringIO(data)))
    assert first["标题"] == "文明城市创建工作方案"
    assert first["接收号"] == "2017-000001"
    assert first["SHA-256"] == RECORDS[0].fixity.hex
    assert first["申报要求"] == "Ⅲ-1-1-①"


def test_b09_references_are_listed_with_the_path_of_the_one_file() -> None:
    both = record(1, "方案.pdf", CONTENT[1], ("Ⅲ-1-1-①", "policy"), ("Ⅲ-2-1-①", "photo"))
    plan = planned([both], layout=replace(LAYOUT, repeat=False))
    data = tags(plan, [both])["manifest.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    assert len({row["路径"] for row in rows}) == 1
    assert [(row["申报要求"], row["引用"]) for row in rows] == [("Ⅲ-1-1-①", ""), ("Ⅲ-2-1-①", "是")]


def test_xlsx_is_read_by_another_library() -> None:
    plan = planned(partial=True, reason="初审", verdicts={"Ⅲ-2-1-①": Verdict.INCOMPLETE})
    book = openpyxl.load_workbook(io.BytesIO(tags(plan)["index.xlsx"]))
    assert book.sheetnames == ["材料目录", "缺漏", "概况"]
    sheet = book["材料目录"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:M5"
    targets = [cell.hyperlink.target for row in sheet["F2:F5"] for cell in row]
    assert [unquote(target) for target in targets] == [f"data/{item.path}" for item in plan.files]
    assert book["缺漏"]["A2"].value == "Ⅲ-2-1-①"


def test_xlsx_takes_hostile_names_as_text() -> None:
    rows = hostile()
    book = openpyxl.load_workbook(io.BytesIO(tags(planned(rows), rows)["index.xlsx"]))
    cells = [cell for line in book["材料目录"].iter_rows(min_row=2) for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert '=HYPERLINK("http://x").pdf' in [cell.value for cell in cells]


def test_xlsx_leaves_nothing_to_chance() -> None:
    data = tags(planned())["index.xlsx"]
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.compress_type for info in book.infolist()} == {zipfile.ZIP_STORED}
        core = book.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2017-08-31T00:00:00Z"}


@pytest.mark.parametrize("name", ["assessment.json", "index.html", "index.xlsx", "manifest.csv"])
def test_r10_lists_are_the_same_every_time(name: str) -> None:
    assert tags(planned())[name] == tags(planned(), tuple(reversed(RECORDS)))[name]


def test_the_check_document_keeps_the_contract() -> None:
    found = assessment_document(assessment({"Ⅲ-1-1-①": Verdict.INCOMPLETE}), EDITION, ZH)
    assert {"edition", "as_of", "verdict", "summary", "requirements", "units", "findings"} <= set(
        found
    )
    ask = found["requirements"][0]
    assert {"code", "title", "indicator", "lead", "units", "due", "verdict", "slots"} <= set(ask)
    assert {"kind", "needed", "found", "usable", "verdict"} <= set(ask["slots"][0])
    [finding] = found["findings"]
    assert finding.keys() == {"code", "severity", "subject", "parameters", "message"}
    assert (finding["code"], finding["severity"]) == ("E301", "error")


def test_assessment_json_says_what_the_bundle_holds() -> None:
    plan = planned()
    known = json.loads(tags(plan)["assessment.json"])
    assert known["verdict"] == "complete"
    assert known["bundle"]["bundle_id"] == plan.bundle_id
    assert [item["path"] for item in known["bundle"]["files"]] == [
        f"data/{item.path}" for item in plan.files
    ]


def test_the_lists_speak_english_too() -> None:
    page = tags(planned(), translator=Translator("en"))["index.html"]
    assert b'lang="en"' in page
    assert b"complete" in page
