"""The page in the browser, as a browser meets it; needs the optional part (T07)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from dossier.tui.web import Offer

pytest.importorskip("textual_serve")
aiohttp = pytest.importorskip("aiohttp")
web = pytest.importorskip("aiohttp.web")

OFFER = Offer(Path("/srv/档案"), "127.0.0.1", 0, "s3cret", read_only=True)


@asynccontextmanager
async def served() -> AsyncIterator[tuple[Any, str]]:
    """A browser of its own and the server's address."""
    from dossier.tui.web_server import GuardedServer

    runner = web.AppRunner(await GuardedServer(OFFER)._make_app())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as browser:
        yield browser, f"http://{host}:{port}"
    await runner.cleanup()


async def test_the_page_opens_for_its_token_only() -> None:
    async with served() as (browser, address):
        for query in ("", "?token=", "?token=wrong"):
            async with browser.get(f"{address}/{query}") as answer:
                assert answer.status == 403
        async with browser.get(f"{address}/?token=s3cret") as answer:
            assert answer.status == 200
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert address.replace("http", "ws") in await answer.text()


async def test_everything_the_page_names_comes_from_here() -> None:
    async with served() as (browser, address):
        for path in ("/page.js", "/static/js/textual.js", "/static/css/xterm.css"):
            async with browser.get(address + path) as answer:
                assert answer.status == 200


async def test_a_session_opens_for_no_stranger() -> None:
    async with served() as (browser, address):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await browser.ws_connect(f"{address}/ws")
        async with browser.get(f"{address}/?token=s3cret") as answer:
            assert answer.status == 200
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await browser.ws_connect(f"{address}/ws", origin="http://127.0.0.1:3000")
