"""Which language this invocation speaks: --lang, DOSSIER_LANG, the archive's, Chinese."""

from __future__ import annotations

import gettext
import os
from collections.abc import Sequence
from pathlib import Path

from dossier import i18n
from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.settings import find_archive, language_from_environment, load_settings

ARGPARSE_MESSAGES = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("not allowed with argument %s"),
)
"""The sentences argparse itself speaks, so that they stand in our catalogues too."""


def choose_language(words: Sequence[str]) -> str:
    """Pick the language before parsing, so that help and errors are in it already."""
    language = (
        _option(words, "--lang") or language_from_environment() or _archive_language(words) or "zh"
    )
    i18n.use_language(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("dossier", str(Path(i18n.__file__).parent / "locale"))
    gettext.textdomain("dossier")
    return i18n.current().language


def _option(words: Sequence[str], *names: str) -> str | None:
    for position, word in enumerate(words):
        for name in names:
            if word == name and position + 1 < len(words):
                return words[position + 1]
            if name.startswith("--") and word.startswith(name + "="):
                return word.partition("=")[2]
    return None


def _archive_language(words: Sequence[str]) -> str | None:
    start = Path(_option(words, "-C") or Path.cwd()).absolute()
    try:
        return load_settings(find_archive(start)).language
    except (UsageError, OSError):
        return None
