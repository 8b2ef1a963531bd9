"""tui, and bare ``dossier``."""

from __future__ import annotations

import argparse
import secrets
import sys

from dossier.cli.context import Context, now
from dossier.cli.parser import Commands
from dossier.errors import ExitCode, UsageError
from dossier.i18n import N_, _
from dossier.settings import find_archive, inside_browser, load_settings, person


def register(commands: Commands) -> None:
    """Add the command to the grammar."""
    tui = commands.add("tui", _("the terminal interface"), "dossier tui")
    tui.add_argument(
        "--ascii", action="store_true", help=_("draw with plain characters, for old terminals")
    )
    tui.add_argument(
        "--no-colour", action="store_true", help=_("without colours, as with NO_COLOR")
    )
    tui.add_argument("--read-only", action="store_true", help=_("look only, decide nothing"))
    tui.add_argument("--web", action="store_true", help=_("as a page in the browser"))
    tui.add_argument("--host", default="127.0.0.1", help=_("with --web: address to listen on"))
    tui.add_argument("--port", type=int, default=8765, help=_("with --web: port to listen on"))
    tui.set_defaults(run=run_tui)


def run_tui(context: Context, options: argparse.Namespace) -> int:
    """Open the archive on screen."""
    settings = load_settings(find_archive(context.start))
    from dossier.tui.app import run_app, serve_app

    plain, read_only = getattr(options, "ascii", False), getattr(options, "read_only", False)
    colour = not getattr(options, "no_colour", False)
    if getattr(options, "web", False):
        return serve_app(
            settings,
            (options.host, options.port),
            secrets.token_urlsafe(16),
            context.output.message,
            plain=plain,
            colour=colour,
            read_only=read_only,
        )
    if not (on_terminal() or inside_browser()):
        raise UsageError(
            N_("the terminal interface needs a terminal"),
            N_("run it in a terminal window, or as a page in the browser: dossier tui --web"),
        )
    return run_app(settings, now, person(), plain=plain, colour=colour, read_only=read_only)


def on_terminal() -> bool:
    """Whether somebody sits in front of a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_or_help(context: Context, options: argparse.Namespace) -> int:
    """Bare ``dossier``: on a terminal the terminal interface, else the help."""
    from dossier.cli.parser import build_parser

    if not on_terminal():
        build_parser().print_help()
        return int(ExitCode.USAGE)
    try:
        find_archive(context.start)
    except UsageError:
        return _first_run(context, options)
    return run_tui(context, options)


def _first_run(context: Context, options: argparse.Namespace) -> int:
    """No archive here: offer to make one, then open it."""
    from dossier.tui.app import first_run

    made = first_run(context.start, now, person())
    if made is None:
        return int(ExitCode.DONE)
    context.start = made
    return run_tui(context, options)
