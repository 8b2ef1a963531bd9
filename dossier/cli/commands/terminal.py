"""tui, and bare ``dossier``."""

from __future__ import annotations

import argparse
import sys

from dossier.cli.context import Context, now
from dossier.cli.parser import Commands
from dossier.errors import ExitCode, UsageError
from dossier.i18n import _
from dossier.settings import find_archive, load_settings, person


def register(commands: Commands) -> None:
    """Add the command to the grammar."""
    tui = commands.add("tui", _("the terminal interface"), "dossier tui")
    tui.add_argument(
        "--ascii", action="store_true", help=_("draw with plain characters, for old terminals")
    )
    tui.set_defaults(run=run_tui)


def run_tui(context: Context, options: argparse.Namespace) -> int:
    """Open the archive on screen."""
    settings = load_settings(find_archive(context.start))
    from dossier.tui.app import run_app

    return run_app(settings, now, person(), plain=getattr(options, "ascii", False))


def open_or_help(context: Context, options: argparse.Namespace) -> int:
    """Bare ``dossier``: the terminal interface inside an archive on a terminal, else the help."""
    from dossier.cli.parser import build_parser

    try:
        find_archive(context.start)
        inside = sys.stdin.isatty() and sys.stdout.isatty()
    except UsageError:
        inside = False
    if inside:
        return run_tui(context, options)
    build_parser().print_help()
    return int(ExitCode.USAGE)
