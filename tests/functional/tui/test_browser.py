"""The page in a real browser: what it asks for, what it shows, what it may do."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dossier.model.records import RecordState
from dossier.tui.memory import Memory
from tests.functional.tui.test_rooms import states
from tests.tools.browser import PATIENCE, Browser, browsing, chromium

pytest.importorskip("textual_serve")
pytestmark = pytest.mark.skipif(chromium() is None, reason="apt-get install chromium")
F4, F6, ONE, QUIT = ("F4", 115), ("F6", 117), "1", "\x11"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as trial:
        return int(trial.getsockname()[1])


@asynccontextmanager
async def served(archive: Path, *options: str) -> AsyncIterator[str]:
    """The address the program names."""
    words = ["-C", str(archive), "--lang", "zh", "tui", "--web", "--port", str(_free_port())]
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "dossier", *words, *options, stdout=DEVNULL, stderr=PIPE
    )
    try:
        assert program.stderr is not None
        async with asyncio.timeout(PATIENCE):
            while not (found := re.search(rb"http://\S+", await program.stderr.readline())):
                assert program.returncode is None
        yield found[0].decode()
    finally:
        program.send_signal(signal.SIGINT)
        await program.wait()


async def _until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.1)


async def _drawn(browser: Browser, before: int = 0) -> int:
    """How many points of the page are lit, once it stands still, shows more than a word, and is
    another page than before.
    """
    last = 0
    async with asyncio.timeout(PATIENCE):
        while True:
            await asyncio.sleep(0.3)
            lit = sum((await browser.picture()).convert("L").histogram()[150:])
            if lit == last > 5_000 and lit != before:
                return lit
            last = lit


async def test_the_page_asks_this_machine_only_and_opens_for_its_token(
    archive: Path, tmp_path: Path
) -> None:
    async with served(archive) as address, browsing(tmp_path / "profile") as browser:
        assert urlsplit(address).hostname == "127.0.0.1"
        await browser.open(re.sub("token=.*", "token=wrong", address))
        await _until(lambda: 403 in browser.refused)
        await browser.says("地址里缺少口令")
        await browser.open(address)
        await _until(lambda: any(asked.startswith("ws:") for asked in browser.asked))
        await _drawn(browser)
        hosts = {urlsplit(asked).netloc for asked in browser.asked if "://" in asked}
        assert hosts == {urlsplit(address).netloc}
        kinds = {urlsplit(asked).path for asked in browser.asked}
        assert {"/page.js", "/static/css/xterm.css", "/static/js/textual.js", "/ws"} <= kinds


async def test_chinese_is_drawn_and_typed(archive: Path, tmp_path: Path) -> None:
    async with served(archive) as address, browsing(tmp_path / "profile") as browser:
        await browser.open(address)
        opened = await _drawn(browser)
        await browser.key(*F6)
        searching = await _drawn(browser, opened)
        await browser.types("志愿服务")
        await _drawn(browser, searching)
        await browser.types(QUIT)
        await browser.says("会话已结束")
    assert Memory(archive).get("search.query") == "志愿服务"


@pytest.mark.parametrize("read_only", [False, True])
async def test_who_may_only_look_decides_nothing(
    archive: Path, tmp_path: Path, read_only: bool
) -> None:
    before = _waiting(archive)
    options = ["--read-only"] if read_only else []
    async with served(archive, *options) as address, browsing(tmp_path / "profile") as browser:
        await browser.open(address)
        opened = await _drawn(browser)
        await browser.key(*F4)
        await _drawn(browser, opened)
        await browser.types(ONE)
        while not read_only and _waiting(archive) == before:
            await asyncio.sleep(1)  # its suggestions were still on their way
            await browser.types(ONE)
        await browser.types(QUIT)
        await browser.says("会话已结束")
    assert (_waiting(archive) < before) is not read_only


def _waiting(archive: Path) -> int:
    return list(states(archive).values()).count(RecordState.UNPLACED)
