"""The command line's grammar; each command's own part lives in its module."""

from __future__ import annotations

import argparse
from importlib import import_module

from dossier import __version__
from dossier.cli.context import Context
from dossier.i18n import _

COMMAND_MODULES = (
    "create",
    "intake",
    "records",
    "decisions",
    "placing",
    "check",
    "dismiss",
    "assessment",
    "bundles",
    "editions",
    "reports",
    "upkeep",
    "ocr",
    "demo",
    "terminal",
)


def build_parser() -> argparse.ArgumentParser:
    """Every command with its options, help and an example, in the language in use."""
    parser = argparse.ArgumentParser(
        prog="dossier",
        description=_("A document archive and dossier compiler for assessment evidence."),
        epilog=_("Start with: dossier demo"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"dossier {__version__}")
    _global_options(parser, suppress=False)
    commands = parser.add_subparsers(metavar=_("COMMAND"), dest="command")
    parser.set_defaults(run=_no_command)
    for name in COMMAND_MODULES:
        import_module(f"dossier.cli.commands.{name}").register(Commands(commands))
    return parser


class Commands:
    """Adds commands that share the global options."""

    def __init__(self, actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        self._actions = actions

    def add(self, name: str, summary: str, example: str) -> argparse.ArgumentParser:
        """A new command; ``example`` stands at the end of its help."""
        parser = self._actions.add_parser(
            name,
            help=summary,
            description=summary,
            epilog=_("Example:") + f"\n  {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        _global_options(parser, suppress=True)
        return parser


def _global_options(parser: argparse.ArgumentParser, *, suppress: bool) -> None:
    def default(value: object) -> object:
        return argparse.SUPPRESS if suppress else value

    group = parser.add_argument_group(_("everywhere"))
    group.add_argument(
        "-C", dest="directory", metavar="DIR", default=default(None), help=_("the archive's folder")
    )
    group.add_argument(
        "--lang", choices=("zh", "en"), default=default(None), help=_("language of messages")
    )
    group.add_argument(
        "--json", action="store_true", default=default(False), help=_("one JSON document on stdout")
    )
    group.add_argument(
        "-q", dest="quiet", action="count", default=default(0), help=_("results only")
    )
    group.add_argument(
        "-v", dest="verbose", action="count", default=default(0), help=_("more detail")
    )


def _no_command(context: Context, options: argparse.Namespace) -> int:
    from dossier.cli.commands.terminal import open_or_help

    return open_or_help(context, options)
