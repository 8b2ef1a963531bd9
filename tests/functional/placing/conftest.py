"""An archive of text files whose matter decides where they belong."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dossier.cli.main import main
from dossier.settings import load_settings
from dossier.workflow.workspace import Workspace, open_workspace
from tests.functional.cli.conftest import Result, Run


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``dossier`` in this process, in Chinese, as 王."""
    monkeypatch.setenv("DOSSIER_LANG", "zh")
    monkeypatch.setenv("DOSSIER_USER", "王")

    def call(*words: object) -> Result:
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


@dataclass
class Desk:
    """An archive and what a team does with it."""

    root: Path
    run: Run

    def drop(self, files: dict[str, str]) -> dict[str, str]:
        """Put texts into the inbox, take them in, and give each path its record's number."""
        for path, text in files.items():
            target = self.root / "inbox" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
            old = time.time() - 3600
            os.utime(target, (old, old))
        assert self.run("-C", self.root, "intake").code == 0
        listed = self.do("list", "--limit", 0)["records"]
        return {record["source"]: record["id"] for record in listed}

    def do(self, *words: object) -> Any:
        """A command's JSON answer."""
        answer = self.run("-C", self.root, "--json", *words)
        assert answer.code == 0, answer.err
        return answer.json

    def show(self, record: str) -> Any:
        return self.do("show", record, "--history")

    @contextmanager
    def open(self) -> Iterator[Workspace]:
        start = datetime(2026, 3, 1, 9, tzinfo=UTC)
        moments = (start + timedelta(seconds=number) for number in range(100_000))
        settings = load_settings(self.root)
        with open_workspace(settings, clock=lambda: next(moments), actor="person:李") as workspace:
            yield workspace


@pytest.fixture
def desk(run: Run, tmp_path: Path) -> Desk:
    root = tmp_path / "档案"
    assert run("init", root, "--edition", "wmcq-2017", "--profile", "plain").code == 0
    return Desk(root, run)


BLOOD = (
    "无偿献血情况统计\n今年街头采血与团体献血共三千人次，千人口献血人次达到十二，"
    "自愿无偿献血比例为百分之百。数据由血站提供。"
)
AID = "法律援助中心年度情况\n全区有法律援助机构1个，工作站12个，全年经费50万元，受理援助案件300件。"
HOLIDAY = "中秋赏月活动\n社区举办中秋诗会，居民一起吃月饼。端午包粽子，重阳慰问老人。"
