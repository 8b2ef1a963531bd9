"""What is to be compiled, as a person orders it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Order:
    """What to compile. ``to`` is the folder to write into (None: the archive's ``bundles``).

    ``book`` replaces the profile's choice (``none``, ``requirement``, ``indicator``); ``pages``
    names the pages of a record to picture; with ``estimate`` nothing is converted for a plan and
    sizes of what is still to be made are the sources'. ``profile`` (an id, or a path relative to
    the archive) and ``split`` take the place of what the archive and the profile say.
    """

    as_of: dt.date
    to: Path | None = None
    requirements: tuple[str, ...] = ()
    zipped: bool = False
    partial: bool = False
    reason: str = ""
    book: str | None = None
    pages: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    estimate: bool = False
    profile: str | None = None
    split: bool | None = None
