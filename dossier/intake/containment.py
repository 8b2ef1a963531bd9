"""Refuse arrangements of folders in which taking in could feed on itself.

Checked when settings are read and again before watching. Between check and use a person with rights
on the folders can still rearrange them; the walk therefore never follows links either.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import combinations
from pathlib import Path

from dossier.errors import UnsafeArrangement
from dossier.i18n import N_

OWN_FOLDERS = ("store", "ledger", "bundles", "index", "derived")
"""Folders of an archive that must never be watched."""


def require_safe(archive: Path, inboxes: Sequence[Path]) -> None:
    """Check an archive's root against its inboxes. An inbox need not exist.

    Raises:
        UnsafeArrangement: an inbox is one of the archive's own folders, holds one, or overlaps
            another inbox; or links lead in a circle.

    """
    root = _resolved(archive)
    places = [(inbox, _resolved(inbox)) for inbox in inboxes]
    for inbox, place in places:
        if place == root or place in root.parents:
            _refuse_whole(inbox, archive)
        _require_outside(inbox, place, root)
    for (one, first), (other, second) in combinations(places, 2):
        if first == second or first in second.parents or second in first.parents:
            raise UnsafeArrangement(
                N_("the inboxes {one} and {other} overlap"),
                N_("name each folder once, and no folder inside another"),
                one=str(one),
                other=str(other),
            )


def _refuse_whole(inbox: Path, archive: Path) -> None:
    raise UnsafeArrangement(
        N_("the inbox {inbox} holds the archive {archive} itself"),
        N_("use a folder of its own as the inbox, such as ARCHIVE/inbox"),
        inbox=str(inbox),
        archive=str(archive),
    )


def _require_outside(inbox: Path, place: Path, root: Path) -> None:
    for name in OWN_FOLDERS:
        own = _resolved(root / name)
        if place == own or own in place.parents or place in own.parents:
            raise UnsafeArrangement(
                N_("the inbox {inbox} overlaps the archive's folder {own}"),
                N_("use a folder of its own as the inbox, such as ARCHIVE/inbox"),
                inbox=str(inbox),
                own=str(own),
            )


def _resolved(path: Path) -> Path:
    """The real place, links followed.

    Raises:
        UnsafeArrangement: the links lead in a circle.

    """
    try:
        place = path.resolve()
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
            path.stat()
    except (OSError, RuntimeError) as error:
        raise UnsafeArrangement(
            N_("{path} cannot be followed to a folder: {detail}"),
            N_("replace the link by the folder it is meant to lead to"),
            path=str(path),
            detail=getattr(error, "strerror", None) or str(error),
        ) from error
    return place
