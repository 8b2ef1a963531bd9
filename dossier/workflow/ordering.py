"""A bundle's order as a person types it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.workflow.bundle_order import Order

if TYPE_CHECKING:
    from dossier.workflow.workspace import Workspace

_PAGES = re.compile(r"(\d{4}-\d{6})=(\d{1,5}(?:[,，]\d{1,5})*)")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form of an order says, as it was typed; empty: as the archive and profile say."""

    profile: str
    scope: str = ""
    as_of: str = ""
    to: str = ""
    zipped: bool = True
    book: str = ""
    split: str = ""
    partial: bool = False
    reason: str = ""
    pages: str = ""


def order_of(workspace: Workspace, wish: Wish, *, estimate: bool = False) -> Order:
    """The order a person wishes. Raises UsageError for what cannot be understood."""
    return Order(
        as_of=_day(wish.as_of) if wish.as_of else workspace.today(),
        to=Path(wish.to).expanduser().absolute() if wish.to else None,
        requirements=tuple(wish.scope.replace("、", " ").split()),
        zipped=wish.zipped,
        partial=wish.partial,
        reason=wish.reason,
        book=wish.book or None,
        pages=pages_of(wish.pages),
        estimate=estimate,
        profile=wish.profile if wish.profile != workspace.settings.profile else None,
        split={"yes": True, "no": False}.get(wish.split),
    )


def pages_of(text: str) -> Mapping[str, tuple[int, ...]]:
    """``2026-000123=1,3 2026-000124=2``: pages by record. Raises UsageError."""
    found = {}
    for word in text.split():
        match = _PAGES.fullmatch(word)
        pages = tuple(int(page) for page in re.split("[,，]", match[2])) if match else ()
        if match is None or min(pages) < 1:
            raise UsageError(
                N_("“{text}” names no pages of a record"),
                N_("write the number and its pages like this: 2026-000123=1,3"),
                text=word,
            )
        found[match[1]] = pages
    return found


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            N_("“{text}” is no date"), N_("write the date as 2026-05-31"), text=text
        ) from error
