"""What one command found out serves the next, and never changes what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.functional.cli.conftest import Run
from tests.functional.cli.test_assessment import PARAGRAPH, report
from tests.tools.assessing import cropped, jpeg, picture

Drop = Callable[[str, bytes], Path]
TITLE, LEFT = "志愿服务情况说明", "XX市服务群众3400人次。江苏省全面推进。"


@pytest.fixture
def filled(run: Run, archive: Path, drop: Drop) -> Path:
    """Pairs of reports and photographs, with a dismissal and a waiver."""
    drop("文明办/Ⅲ-2-3 实景图片 站点.jpg", jpeg(picture(3)))
    drop("民政局/Ⅲ-2-3 实景图片 活动.jpg", jpeg(cropped(picture(3), 0.02, 0.01, 0, 0.02), 60))
    drop(
        "民政局/Ⅲ-2-1-② 说明报告 甲.docx",
        report(TITLE, PARAGRAPH, "XX市服务群众3400人次。江苏省全面推进。"),
    )
    drop("团区委/Ⅲ-2-2-② 说明报告 乙.docx", report(TITLE, PARAGRAPH, "又一年，办了12件实事。"))
    assert run("-C", archive, "intake").code in (0, 4)
    return archive


def kept(archive: Path) -> Path:
    return archive / "derived" / "assessment.msgpack"


def check(run: Run, archive: Path) -> Any:
    return run("-C", archive, "--json", "check", "--as-of", "2026-05-01").json


def from_nothing(run: Run, archive: Path) -> Any:
    kept(archive).unlink(missing_ok=True)
    return check(run, archive)


def test_the_next_command_goes_on_from_there(run: Run, filled: Path, drop: Drop) -> None:
    first = check(run, filled)
    assert {"W403", "W411", "W421"} <= {item["code"] for item in first["findings"]}
    written = kept(filled).read_bytes()
    assert check(run, filled) == first
    assert kept(filled).read_bytes() == written
    drop("教育局/Ⅲ-2-2-② 说明报告 丙.docx", report(TITLE, PARAGRAPH[80:]))
    drop("教育局/Ⅲ-2-3 实景图片 再次.jpg", jpeg(picture(3), 70))
    run("-C", filled, "intake")
    pair = next(item for item in first["findings"] if item["code"] == "W403")
    other = pair["parameters"]["other"]
    run("-C", filled, "dismiss", "W403", pair["subject"], "--pair", other, "--reason", "同一站点")
    run("-C", filled, "return", other, "--reason", "模糊")
    now = check(run, filled)
    assert now != first
    assert now == from_nothing(run, filled)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_a_damaged_one_is_made_again(run: Run, filled: Path, share: float) -> None:
    first = check(run, filled)
    content = kept(filled).read_bytes()
    kept(filled).write_bytes(content[: int(share * len(content))])
    assert check(run, filled) == first
    kept(filled).write_bytes(content[: len(content) // 2] + b"\xc1" * 9)
    assert check(run, filled) == first


def test_other_settings_or_another_edition_are_judged_anew(run: Run, filled: Path) -> None:
    first = check(run, filled)
    settings = filled / "dossier.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[place]", '[place]\nname = "湖北省武汉市"'), "utf-8")
    placed = check(run, filled)
    assert "W422" in {item["code"] for item in placed["findings"]}
    assert placed == from_nothing(run, filled)
    assert run("-C", filled, "edition", "adopt", "wcn-2017").code == 0
    adopted = check(run, filled)
    assert adopted["edition"] != first["edition"]
    assert adopted == from_nothing(run, filled)


def test_another_past_is_not_gone_on_from(run: Run, filled: Path) -> None:
    """The ledger of a restored copy says something else than what was judged."""
    check(run, filled)
    content = kept(filled).read_bytes()
    run("-C", filled, "waive", "Ⅲ-2-3", "--unit", "文明办", "--reason", "无此设施")
    later = check(run, filled)
    kept(filled).write_bytes(content)
    assert check(run, filled) == later
