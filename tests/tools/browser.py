"""A real browser to look at pages with: headless Chromium, driven over its own protocol."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import shutil
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from PIL import Image

PATIENCE = 120.0
"""Seconds after which something that does not happen is given up; a busy machine is slow."""
_OPTIONS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--remote-debugging-port=0", "--window-size=1000,700", "about:blank"),
)


def chromium() -> str | None:
    """The browser's program, None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Browser:
    """One page; ``asked`` are the addresses it asked for, sockets included."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._numbers = count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.asked: list[str] = []
        self.refused: list[int] = []

    async def listen(self) -> None:
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                self._answers.pop(told["id"]).set_result(told.get("result", {}))
            elif told["method"] == "Network.requestWillBeSent":
                self.asked.append(told["params"]["request"]["url"])
            elif told["method"] == "Network.webSocketCreated":
                self.asked.append(told["params"]["url"])
            elif told["method"] == "Network.responseReceived":
                self.refused += [s for s in [told["params"]["response"]["status"]] if s >= 400]

    async def tell(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        async with asyncio.timeout(PATIENCE):
            told: dict[str, Any] = await answer
            return told

    async def open(self, address: str) -> None:
        await self.tell("Page.navigate", url=address)

    async def says(self, words: str) -> None:
        """Wait until the words stand on the page outside the terminal's canvas."""
        async with asyncio.timeout(PATIENCE):
            while True:
                asked = await self.tell("Runtime.evaluate", expression="document.body?.innerText")
                if words in str(asked["result"].get("value", "")):
                    return
                await asyncio.sleep(0.1)

    async def picture(self) -> Image.Image:
        shot = await self.tell("Page.captureScreenshot", format="png")
        return Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("RGB")

    async def key(self, name: str, code: int) -> None:
        for kind in ("keyDown", "keyUp"):
            await self.tell(
                "Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=code
            )

    async def types(self, text: str) -> None:
        """Type text as an input method commits it."""
        await self.tell("Input.insertText", text=text)


@asynccontextmanager
async def browsing(folder: Path) -> AsyncIterator[Browser]:
    """A browser with nothing remembered, its profile in ``folder``."""
    import aiohttp

    program = await asyncio.create_subprocess_exec(
        str(chromium()), f"--user-data-dir={folder}", *_OPTIONS, stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        async with aiohttp.ClientSession() as session:
            place = f"http://127.0.0.1:{await _port(folder, program)}/json"
            async with session.get(place) as answer:
                [page] = [tab for tab in await answer.json() if tab["type"] == "page"]
            async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                browser = Browser(socket)
                listening = asyncio.create_task(browser.listen())
                for domain in ("Network", "Page", "Runtime"):
                    await browser.tell(f"{domain}.enable")
                yield browser
                listening.cancel()
    finally:
        with suppress(ProcessLookupError):
            program.terminate()
        await program.wait()


async def _port(folder: Path, program: Process) -> str:
    """Where the browser listens, once it has written that down."""
    written = folder / "DevToolsActivePort"
    async with asyncio.timeout(PATIENCE):
        while not written.exists() or not written.read_text().strip():
            assert program.returncode is None, "the browser did not start"
            await asyncio.sleep(0.05)
    return written.read_text().splitlines()[0]
