"""textual-serve's server with a door; imported only where that optional part is installed."""

from __future__ import annotations

from aiohttp import web
from textual_serve.server import Server

from dossier.i18n import _
from dossier.tui.web import COOKIE, POLICY, SCRIPT, Offer, admitted, page, same_page


class GuardedServer(Server):  # type: ignore[misc]
    """Opens the page for the token and a session for the page's cookie, to nobody else."""

    def __init__(self, offer: Offer) -> None:
        super().__init__(offer.command, offer.host, offer.port, title="dossier")
        self._offer = offer

    def _admit(self, given: str | None) -> None:
        if not admitted(self._offer, given):
            raise web.HTTPForbidden(text=_("This address lacks its token."))

    async def handle_index(self, request: web.Request) -> web.StreamResponse:
        """The page, for the token."""
        self._admit(request.query.get("token"))
        text = page(self._offer, request.host)
        response = web.Response(text=text, content_type="text/html")
        response.headers["Content-Security-Policy"] = POLICY
        response.set_cookie(COOKIE, self._offer.token, httponly=True, samesite="Strict")
        return response

    async def handle_websocket(self, request: web.Request) -> web.StreamResponse:
        """A session, for the cookie and from the page."""
        self._admit(request.cookies.get(COOKIE))
        if not same_page(request.headers.get("Origin"), request.host):
            raise web.HTTPForbidden(text=_("This page comes from somewhere else."))
        return await super().handle_websocket(request)

    async def handle_download(self, request: web.Request) -> web.StreamResponse:
        """A file, for the cookie."""
        self._admit(request.cookies.get(COOKIE))
        return await super().handle_download(request)

    async def _handle_script(self, request: web.Request) -> web.StreamResponse:
        del request
        return web.Response(text=SCRIPT.read_text("utf-8"), content_type="text/javascript")

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.router.add_get("/page.js", self._handle_script)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """The address was said already."""

    def initialize_logging(self) -> None:
        """Errors go where the program's own go."""
