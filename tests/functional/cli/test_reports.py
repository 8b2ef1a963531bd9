"""Reports through the command line, read back by other libraries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.functional.cli.conftest import Run

Drop = Callable[[str, bytes], Path]
AS_OF = ("--as-of", "2026-11-22")


@pytest.fixture
def filled(run: Run, archive: Path, drop: Drop) -> Path:
    drop("文明办/Ⅲ-2-1-① 【规】年度安排.txt", "关于印发年度安排的通知".encode())
    drop("文明办/=SUM(1).txt", "名字像公式的材料".encode())
    drop("教育局/程序.docx", b"MZ" + bytes(100))
    run("-C", archive, "intake")
    return archive


def cells(path: str, sheet: int = 0) -> list[list[object]]:
    book = openpyxl.load_workbook(path)
    return [list(row) for row in book.worksheets[sheet].iter_rows(values_only=True)]


def test_gaps_are_those_of_check_c06(run: Run, filled: Path) -> None:
    path = run("-C", filled, "report", "gaps", *AS_OF, "--json").json["path"]
    checked = run("-C", filled, "check", *AS_OF, "--json").json
    keys = ("requirement", "needed", "found", "usable", "due", "missing")
    rows = [tuple(row[at] or None for at in (0, 3, 4, 5, 7, 9)) for row in cells(path)[1:]]
    assert rows == [tuple(gap[key] or None for key in keys) for gap in checked["gaps"]]
    accounts = {row[0]: (row[1], row[2], row[4], row[5]) for row in cells(path, 1)[1:]}
    assert accounts == {
        u["unit"]: (u["owed"], u["satisfied"], u["overdue_days"], f"{u['coverage']:.1%}")
        for u in checked["units"]
    }


def test_percentages_are_the_same_on_screen_in_json_and_in_the_workbook_c06(
    run: Run, filled: Path
) -> None:
    path = run("-C", filled, "report", "gaps", *AS_OF, "--json").json["path"]
    checked = run("-C", filled, "check", *AS_OF, "--json").json
    whole, *nodes = [(row[0], row[2], row[3], row[4]) for row in cells(path, 2)[1:]]
    summary = checked["summary"]
    owed = summary["requirements"] - summary["not_uploaded"] - summary["bonus"]
    assert whole == ("", owed, summary["satisfied"], f"{summary['coverage']:.1%}")
    assert nodes == [
        (node["code"], node["requirements"], node["satisfied"], f"{node['coverage']:.1%}")
        for node in checked["indicators"]
    ]
    shown = run("-C", filled, "check", *AS_OF).out
    top = [node for node in checked["indicators"] if node["level"] == 1]
    assert top
    for node in top:
        assert any(
            line.startswith(node["code"]) and line.endswith(f"{node['coverage']:.1%}")
            for line in shown.splitlines()
        )


def test_catalogue_and_ledger_list_everything_and_execute_nothing(run: Run, filled: Path) -> None:
    listed = cells(run("-C", filled, "report", "catalogue", *AS_OF, "--json").json["path"])
    assert len(listed) == 3
    ledger = cells(run("-C", filled, "report", "ledger", *AS_OF, "--json").json["path"])
    assert [row[0] for row in ledger[1:]] == list(range(1, len(ledger)))
    assert any("=SUM(1)" in str(cell) for row in (*ledger, *listed) for cell in row)


def test_notices_and_return_slips_are_one_page_a_unit(run: Run, filled: Path) -> None:
    number = run("-C", filled, "list", "--unit", "文明办", "--json").json["records"][0]["id"]
    run("-C", filled, "return", number, "--reason", "缺少盖章页", "--due", "2026-12-01")
    slips = docx.Document(run("-C", filled, "report", "returns", *AS_OF, "--json").json["path"])
    said = [cell.text for table in slips.tables for row in table.rows for cell in row.cells]
    assert {"缺少盖章页", "2026-12-01"} <= set(said)
    assert [p.text for p in slips.paragraphs if p.style.name == "Heading 1"] == ["教育局", "文明办"]
    refused = run("-C", filled, "report", "returns", "--unit", "教育局", *AS_OF, "--json")
    slip = docx.Document(refused.json["path"])
    assert [p.text for p in slip.paragraphs if p.style.name == "Heading 1"] == ["教育局"]
    one = run("-C", filled, "report", "notices", "--unit", "教育局", *AS_OF, "--json").json["path"]
    notice = docx.Document(one)
    assert [p.text for p in notice.paragraphs if p.style.name == "Heading 1"] == ["教育局"]


def test_digest_opens_offline(run: Run, filled: Path) -> None:
    page = Path(run("-C", filled, "report", "digest", "--json").json["path"]).read_text("utf-8")
    assert "http" not in page
    assert "<table>" in page
