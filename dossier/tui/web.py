"""The same screens as a page in the browser, through textual-serve (an optional extra).

By default only this machine can reach it. The address carries a token made for this sitting; the
page keeps it in a cookie of its own site only, without which no session is opened. Nothing is
fetched from any other host.
"""

from __future__ import annotations

import hmac
import html
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from dossier.errors import UsageError
from dossier.i18n import N_, _, current

if TYPE_CHECKING:
    from aiohttp import web

PAGE = Path(__file__).with_name("web_page.html")
COOKIE = "dossier"
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self' ws: wss:; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What is served where. ``token`` opens the door; ``root`` is the archive's folder."""

    root: Path
    host: str
    port: int
    token: str
    read_only: bool = False
    plain: bool = False

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://{self.host}:{self.port}/?token={self.token}"

    @property
    def command(self) -> str:
        """What runs for each page that is opened."""
        words = [sys.executable, "-m", "dossier", "-C", str(self.root)]
        words += ["--lang", current().language, "tui"]
        words += ["--read-only"] if self.read_only else []
        words += ["--ascii"] if self.plain else []
        return shlex.join(words)


def serve(offer: Offer, say: Callable[[str], None]) -> None:
    """Serve until interrupted; raises UsageError when textual-serve is not installed."""
    try:
        server = _server(offer)
    except ModuleNotFoundError as error:
        raise UsageError(
            N_("the page in the browser needs a part that is not installed: {name}"),
            N_("install it with: pip install 'dossier[web]'"),
            name=error.name,
        ) from error
    say(_("Open this address in a browser; Ctrl+C ends it:"))
    say(f"  {offer.address}")
    if offer.host not in ("127.0.0.1", "localhost", "::1"):
        say(_("Whoever knows the address can use the archive; the connection is not encrypted."))
    server.serve()


def page(offer: Offer) -> str:
    """The page, everything in it from this server."""
    here = f"{offer.host}:{offer.port}"
    return Template(PAGE.read_text("utf-8")).substitute(
        language=current().language,
        title=html.escape(f"dossier – {offer.root.name}"),
        static=f"http://{here}/static",
        websocket=f"ws://{here}/ws",
        opening=html.escape(_("Opening the archive…")),
        ended=html.escape(_("The session has ended. Load the page again to go on.")),
    )


def admitted(offer: Offer, given: str | None) -> bool:
    """Whether a token is the right one; takes equally long for every wrong one."""
    return hmac.compare_digest((given or "").encode(), offer.token.encode())


def _server(offer: Offer) -> Any:
    from aiohttp import web  # noqa: PLC0415 - an optional part
    from textual_serve.server import Server  # noqa: PLC0415 - an optional part

    class GuardedServer(Server):  # type: ignore[misc]
        """Opens the page for the token and a session for the page's cookie, to nobody else."""

        async def handle_index(self, request: web.Request) -> web.StreamResponse:
            if not admitted(offer, request.query.get("token")):
                raise web.HTTPForbidden(text=_("This address lacks its token."))
            response = web.Response(text=page(offer), content_type="text/html")
            response.headers["Content-Security-Policy"] = _POLICY
            response.set_cookie(COOKIE, offer.token, httponly=True, samesite="Strict")
            return response

        async def handle_websocket(self, request: web.Request) -> web.StreamResponse:
            if not admitted(offer, request.cookies.get(COOKIE)):
                raise web.HTTPForbidden(text=_("This address lacks its token."))
            return await super().handle_websocket(request)

        async def handle_download(self, request: web.Request) -> web.StreamResponse:
            if not admitted(offer, request.cookies.get(COOKIE)):
                raise web.HTTPForbidden(text=_("This address lacks its token."))
            return await super().handle_download(request)

        async def on_startup(self, app: web.Application) -> None:
            """The address was said already."""

        def initialize_logging(self) -> None:
            """Errors go where the program's own go."""

    return GuardedServer(offer.command, offer.host, offer.port, title="dossier")
