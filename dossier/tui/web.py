"""The same screens as a page in the browser, through textual-serve (an optional extra).

By default only this machine can reach it. The address carries a token made for this sitting; the
page keeps it in a cookie of its own site only, without which no session is opened. Nothing is
fetched from any other host.
"""

from __future__ import annotations

import hmac
import html
import shlex
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from string import Template

from dossier.errors import UsageError
from dossier.i18n import N_, _, current

PAGE = Path(__file__).with_name("web_page.html")
SCRIPT = Path(__file__).with_name("web_page.js")
COOKIE = "dossier"
POLICY = (
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
    colour: bool = True

    @property
    def address(self) -> str:
        """What to open in a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/?token={self.token}"

    @property
    def command(self) -> str:
        """What runs for each page that is opened."""
        words = [sys.executable, "-m", "dossier", "-C", str(self.root)]
        words += ["--lang", current().language, "tui"]
        words += ["--read-only"] if self.read_only else []
        words += ["--ascii"] if self.plain else []
        words += [] if self.colour else ["--no-colour"]
        return shlex.join(words)


def serve(offer: Offer, say: Callable[[str], None]) -> None:
    """Serve until interrupted; raises UsageError when textual-serve is not installed, or where one
    cannot listen.
    """
    try:
        from dossier.tui.web_server import GuardedServer  # noqa: PLC0415 - an optional part
    except ModuleNotFoundError as error:
        raise UsageError(
            N_("the page in the browser needs a part that is not installed: {name}"),
            N_("install it with: pip install 'dossier[web]'"),
            name=error.name,
        ) from error
    try_to_listen(offer.host, offer.port)
    say(_("Open this address in a browser; Ctrl+C ends it:"))
    say(f"  {offer.address}")
    if offer.host not in ("127.0.0.1", "localhost", "::1"):
        say(_("Whoever knows the address can use the archive; the connection is not encrypted."))
    GuardedServer(offer).serve()


def try_to_listen(host: str, port: int) -> None:
    """Raises UsageError when one cannot listen there, before an address is told to anybody."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            if sys.platform != "win32":  # where it would let two programs share a port
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((address[0], port, *address[2:]))
    except (OSError, OverflowError) as error:
        raise UsageError(
            N_("cannot listen on {host}, port {port}: {detail}"),
            N_("end what uses the port, or name another: dossier tui --web --port 8766"),
            host=host,
            port=port,
            detail=str(error),
        ) from error


def page(offer: Offer, host: str) -> str:
    """The page, everything in it from this server, which the browser calls ``host``."""
    return Template(PAGE.read_text("utf-8")).substitute(
        language=current().language,
        title=html.escape(f"dossier – {offer.root.name}"),
        websocket=html.escape(f"ws://{host}/ws"),
        opening=html.escape(_("Opening the archive…")),
        ended=html.escape(_("The session has ended. Load the page again to go on.")),
    )


def admitted(offer: Offer, given: str | None) -> bool:
    """Whether a token is the right one; takes equally long for every wrong one."""
    return hmac.compare_digest((given or "").encode(), offer.token.encode())


def same_page(origin: str | None, host: str) -> bool:
    """Whether a connection was asked for by our own page; a cookie is shown to every port of a
    machine, so that it alone does not tell. What is no browser names no origin.
    """
    return origin is None or origin == f"http://{host}"
