"""A small filled archive, and an application to press keys on."""

from __future__ import annotations

import datetime as dt
import html
import os
import re
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from dossier.i18n import use_language
from dossier.settings import load_settings
from dossier.tui.app import DossierApp
from dossier.tui.founding import settings_text
from dossier.tui.text import width
from dossier.workflow.create import Wishes, create
from dossier.workflow.take_in import take_in
from dossier.workflow.workspace import open_workspace
from tests.tools.make_files import docx_file, picture_file, program_file
from tests.tools.screens import settle

NOW = dt.datetime(2026, 5, 10, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
ACTOR = "person:王"
REPORT = (
    "志愿服务工作情况报告",
    "二〇二六年四月，全市注册志愿者达到三万人，开展学雷锋志愿服务活动二百场。",
    "各街道建立志愿服务站，服务时长累计九万小时。",
)
PLAN = (
    "关于印发《道德模范评选表彰办法》的通知",
    "各单位：现将《道德模范评选表彰办法》印发给你们，请认真贯彻执行。",
    "2026年3月2日",
)
FILES: dict[str, bytes] = {
    "文明办/Ⅲ-1-1-① 道德模范评选表彰办法.docx": docx_file(PLAN),
    "文明办/Ⅲ-1-2-② 道德讲堂活动情况.docx": docx_file(("道德讲堂活动情况报告", *REPORT[1:])),
    "文明办/Ⅲ-1-2-② 道德讲堂现场.jpg": picture_file(taken="2026:04:12 10:00:00"),
    "团区委/志愿服务情况.docx": docx_file(REPORT),
    "团区委/照片[/b].jpg": picture_file(seed=2),
    "团区委/[@click=app.quit]x.txt": "这是一份名字奇怪的文件，说的是志愿服务。".encode(),
    "教育局/[1]a[/1].txt": "中小学法治课程开设情况说明，内容不少。".encode(),
    "教育局/[final].txt": "教育局的定稿说明。".encode(),
    "宣传部/空文件.docx": b"",
    "卫健委/健康讲座.docx": program_file(),
    "卫健委/~$健康讲座.docx": b"lock",
}


def _fill(inbox: Path) -> None:
    old = NOW.timestamp() - 86_400
    for name, content in FILES.items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (old, old))


def new_archive(root: Path) -> None:
    """An empty archive on the tutorial edition, its deadline twenty days away."""
    wishes = Wishes(root, "tutorial", "plain", language="zh", deadline="2026-05-30")
    create(wishes, settings_text=settings_text(wishes), clock=lambda: NOW, actor=ACTOR)


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tui") / "档案"
    new_archive(root)
    _fill(root / "inbox")
    with open_workspace(load_settings(root), clock=lambda: NOW, actor=ACTOR) as workspace:
        take_in(workspace, (), lambda _done, _total: None, lambda _seconds: None)
    return root


@pytest.fixture
def archive(_filled: Path, tmp_path: Path) -> Path:
    """An archive of one's own with a few records, some placed, some faulty."""
    root = tmp_path / "档案"
    shutil.copytree(_filled, root)
    return root


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("NO_COLOR", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    use_language("zh")
    yield
    use_language("zh")


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys one after another, waiting for each to take effect."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def type_text(pilot: Pilot[int], text: str) -> None:
    """Type characters as an input method commits them."""
    for char in text:
        await pilot.press(char)
    await settle(pilot)


Open = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture
def opened(archive: Path) -> Open:
    """Open the archive on a screen of a given size."""

    @asynccontextmanager
    async def start(
        size: tuple[int, int] = (120, 40),
        *,
        language: str = "zh",
        root: Path = archive,
        keys: dict[str, str] | None = None,
        plain: bool = False,
        read_only: bool = False,
    ) -> AsyncIterator[Pilot[int]]:
        use_language(language)
        settings = replace(load_settings(root), keys=keys or {})
        app = DossierApp(settings, lambda: NOW, ACTOR, plain=plain, read_only=read_only)
        async with app.run_test(size=size, notifications=True) as pilot:
            await settle(pilot)
            yield pilot

    return start


_TEXT = re.compile(r'class="[^"]*-r\d+" x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', re.DOTALL)
_CELL = 12.2
"""How wide the exported picture draws one terminal cell."""


def screen_text(pilot: Pilot[int]) -> str:
    """What the exported SVG of the screen shows, line by line, each text at its column."""
    rows: dict[float, list[tuple[int, str]]] = {}
    for x, y, text in _TEXT.findall(pilot.app.export_screenshot(simplify=True)):
        plain = html.unescape(re.sub("<[^>]+>", "", text)).replace("\xa0", " ")
        rows.setdefault(float(y), []).append((round(float(x) / _CELL), plain))
    return "".join(f"{_line(sorted(parts))}\n" for _y, parts in sorted(rows.items()))


def _line(parts: list[tuple[int, str]]) -> str:
    line = ""
    for column, text in parts:
        line += " " * (column - width(line)) + text
    return line.rstrip()
