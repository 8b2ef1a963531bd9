"""Rosters kept as YAML or as a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from dossier.errors import ExitCode, SchemaError, UsageError
from dossier.model.asks import Person
from dossier.model.editions import Unit
from dossier.workflow.rosters import load_roster

HEAD = [
    *("序号", "单位名称", "简称", "类别", "原名", "分管领导", "职务", "电话"),
    *("联系人", "联系电话", "邮箱", "文件夹"),
]
PEOPLE = ("王某", "副局长", 1001, "李某", "0000-1002", "li@example.cn")


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("名册")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    path.write_bytes(stream.getvalue())
    return path


def test_a_workbook_is_a_roster(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "名册.xlsx",
        [
            ["责任单位名册"],
            HEAD,
            [1, "文旅局", "市文旅局、文化和旅游局", "部门", "文广新局，旅游局", *PEOPLE, "06"],
            [2, "东门街道", "", "街道"],
            ["", "", ""],
        ],
    )
    assert load_roster(path) == (
        Unit(
            "文旅局",
            "部门",
            ("市文旅局", "文化和旅游局"),
            formerly=("文广新局", "旅游局"),
            leader=Person("王某", "1001", post="副局长"),
            clerk=Person("李某", "0000-1002", "li@example.cn"),
            inbox="06",
        ),
        Unit("东门街道", "街道"),
    )


def test_yaml_is_a_roster_too(tmp_path: Path) -> None:
    path = tmp_path / "units.yaml"
    path.write_text("units:\n  - {name: 教育局}\n", "utf-8")
    assert load_roster(path) == (Unit("教育局"),)


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([["甲", "乙"], ["一", "二"]], ["E523"]),
        ([["单位", "简称"], ["教育局", "教委"], ["教委", ""], ["教育局", ""]], ["E514", "E514"]),
    ],
)
def test_a_workbook_that_does_not_hold_names_every_problem(
    tmp_path: Path, rows: Sequence[Sequence[str]], codes: list[str]
) -> None:
    with pytest.raises(SchemaError) as caught:
        load_roster(workbook(tmp_path / "名册.xlsx", rows))
    assert [getattr(problem, "code", "") for problem in caught.value.problems] == codes
    assert caught.value.exit_code is ExitCode.EDITION


def test_no_workbook_and_no_file(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(SchemaError):
        load_roster(tmp_path / "坏.xlsx")
    with pytest.raises(UsageError):
        load_roster(tmp_path / "没有.xlsx")
