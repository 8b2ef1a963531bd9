"""Which names are never documents: data, each with a name and a reason.

Ignored is not lost: what a rule passes over is counted and listed under the rule's name.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dossier.i18n import N_

PROBE_PREFIX = ".dossier-probe-"
"""Names of the files a watcher makes for a moment to learn whether events arrive."""

RECEIPT_PREFIX = "dossier-receipt"
"""Names of the receipts we lay into an inbox ourselves start with this."""


TAKEN_FOLDER = ".dossier-taken"
"""Where sources go that were taken in, when the settings say that they move."""


@dataclass(frozen=True, slots=True)
class IgnoreRule:
    """A glob over one path component, whatever its case; with a ``/`` inside, over the whole path.

    A ``folder`` rule passes over a folder with everything below it. ``reason`` is a message id.
    """

    name: str
    pattern: str
    reason: str
    folder: bool = False


_LOCK = N_("a lock file of a program that has the document open")
_TEMPORARY = N_("a temporary file of the program that writes the document")
_PARTIAL = N_("a download or transfer that is still under way")
_SYSTEM = N_("the operating system's own file")
_HIDDEN = N_("hidden by its name")
_OWN = N_("written by this program")
_CUSTOM = N_("a pattern of dossier.toml")

OWN_RULES = frozenset({"own-probe", "own-receipt", "own-taken"})
"""Rules for what this program puts into an inbox; nobody sent that, so it is not even counted."""

DEFAULT_RULES: tuple[IgnoreRule, ...] = (
    IgnoreRule("own-probe", f"{PROBE_PREFIX}*", _OWN),
    IgnoreRule("own-receipt", f"{RECEIPT_PREFIX}*", _OWN),
    IgnoreRule("own-taken", TAKEN_FOLDER, _OWN, folder=True),
    IgnoreRule("office-lock", "~$*", _LOCK),
    IgnoreRule("libreoffice-lock", ".~lock.*", _LOCK),
    IgnoreRule("temporary", "*.tmp", _TEMPORARY),
    IgnoreRule("partial-download", "*.part", _PARTIAL),
    IgnoreRule("partial-winscp", "*.filepart", _PARTIAL),
    IgnoreRule("partial-chrome", "*.crdownload", _PARTIAL),
    IgnoreRule("partial-safari", "*.download", _PARTIAL),
    IgnoreRule("partial-torrent", "*.!ut", _PARTIAL),
    IgnoreRule("partial-xunlei", "*.xltd", _PARTIAL),
    IgnoreRule("partial-baidu", "*.downloading", _PARTIAL),
    IgnoreRule("windows-thumbnails", "thumbs.db", _SYSTEM),
    IgnoreRule("windows-folder", "desktop.ini", _SYSTEM),
    IgnoreRule("macos-folder", ".ds_store", _SYSTEM),
    IgnoreRule("macos-resource", "._*", _SYSTEM),
    IgnoreRule("macos-zip", "__macosx", _SYSTEM, folder=True),
    IgnoreRule("git", ".git", _SYSTEM, folder=True),
    IgnoreRule("recycle-bin", "$recycle.bin", _SYSTEM, folder=True),
    IgnoreRule("volume-information", "system volume information", _SYSTEM, folder=True),
    IgnoreRule("synology", "@eadir", _SYSTEM, folder=True),
    IgnoreRule("hidden", ".*", _HIDDEN),
    IgnoreRule("hidden-folder", ".*", _HIDDEN, folder=True),
)


def custom_rules(globs: Iterable[str]) -> tuple[IgnoreRule, ...]:
    """Rules for a team's own globs, each named by its glob; a trailing ``/`` means folders."""
    return tuple(
        IgnoreRule(glob, glob.rstrip("/"), _CUSTOM, folder=glob.endswith("/")) for glob in globs
    )


def ignored_by(path: str, rules: tuple[IgnoreRule, ...] = DEFAULT_RULES) -> IgnoreRule | None:
    """The first rule that passes over a relative POSIX path; a trailing ``/`` marks a folder."""
    *folders, name = path.split("/")
    for depth, folder in enumerate(folders):
        whole = "/".join(folders[: depth + 1])
        found = _first(rules, folder=True, name=folder, whole=whole)
        if found:
            return found
    return _first(rules, folder=False, name=name, whole=path) if name else None


def _first(
    rules: tuple[IgnoreRule, ...], *, folder: bool, name: str, whole: str
) -> IgnoreRule | None:
    for deep, subject in ((False, name), (True, whole)):
        expression, chosen = _compiled(rules, folder, deep)
        match = expression.match(subject) if chosen else None
        if match and match.lastindex:
            return chosen[match.lastindex - 1]
    return None


@lru_cache(maxsize=32)
def _compiled(
    rules: tuple[IgnoreRule, ...], folder: bool, deep: bool
) -> tuple[re.Pattern[str], tuple[IgnoreRule, ...]]:
    """One expression for all rules of a sort, with a group for each."""
    chosen = tuple(r for r in rules if r.folder is folder and ("/" in r.pattern) is deep)
    parts = (f"({fnmatch.translate(rule.pattern)})" for rule in chosen)
    return re.compile("|".join(parts), re.IGNORECASE), chosen
