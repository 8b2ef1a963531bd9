"""`check` holds reports to the profile's length, counted in the profile's way."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.functional.cli.conftest import Run
from tests.tools import make_files as make

SENTENCE = "全区2026年开展志愿服务 volunteer service 活动1200场，参与32500人次。"
"""23 by word (2, 1, 7, 2, 2, 1, 2, 2, 1, 2, 1), 16 Han characters, 47 of any kind."""
PROFILE = """\
id: lengths
title: 字数
max_package_bytes: null
counting: {counting}
kinds:
  - {{kind: report, formats: [], max_chars: {limit}}}
layout:
  folder: "{{code_ascii}}"
  file: "{{seq:03d}}_{{stem}}{{ext}}"
"""
LENGTHS = {"word": 23, "han": 16, "all": 47}


@pytest.mark.parametrize("counting", ["word", "han", "all"])
@pytest.mark.parametrize("room", [-1, 0])
def test_a_report_beyond_its_limit_is_told_in_the_profiles_count(
    run: Run, tmp_path: Path, counting: str, room: int
) -> None:
    limit = LENGTHS[counting] + room
    profile = tmp_path / "字数.yaml"
    profile.write_text(PROFILE.format(counting=counting, limit=limit), "utf-8")
    root = tmp_path / "档案"
    assert run("init", root, "--edition", "tutorial", "--profile", profile).code == 0
    paper = root / "inbox" / "民政局" / "Ⅲ-2-1-② 说明报告.docx"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(make.docx_file([SENTENCE]))
    os.utime(paper, (time.time() - 3600,) * 2)
    assert run("-C", root, "intake").code == 0
    findings = run("-C", root, "--json", "check").json["findings"]
    told = [item["parameters"] for item in findings if item["code"] == "E313"]
    assert [(item["chars"], item["limit"]) for item in told] == (
        [(LENGTHS[counting], limit)] if room else []
    )
