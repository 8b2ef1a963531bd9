from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from dossier.cli.main import main
from tests.tools.papers import official_pdf, photo, word_file


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with a paper, a picture and a report, all under one ask."""
    root = tmp_path / "档案"
    assert main(["init", str(root), "--edition", "tutorial", "--profile", "online-2018"]) == 0
    hour_ago = time.time() - 3600
    dropped = {
        "Ⅲ-2-1-① 规范文件 通知.pdf": official_pdf(),
        "图.jpg": photo((1600, 1200), noise=60),
        "Ⅲ-2-1-① 说明报告 情况.docx": word_file("关于志愿服务的情况说明"),
    }
    for name, data in dropped.items():
        path = root / "inbox" / "文明办" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (hour_ago, hour_ago))
    assert main(["-C", str(root), "intake"]) == 0
    return root
