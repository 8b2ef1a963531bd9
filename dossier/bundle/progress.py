"""How a long step tells where it is, and how it is told to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dossier.errors import BundleError
from dossier.i18n import N_

Progress = Callable[[str, int, int], None]
"""Called with a step, how much is done and how much there is in all: bytes for :data:`STEPS`,
pieces for :data:`MAKING_STEPS`. To raise is to stop.
"""

STEPS = ("prepare", "copy", "lists", "verify", "publish")
"""The steps of writing a bundle, in order; ``copy`` and ``verify`` come often."""
MAKING_STEPS = ("convert", "print", "bind", "thumbnails")
"""What may go before: files converted, made printable, bound into books, made small."""


class BuildCancelledError(BundleError):
    """Raised by a progress callback to stop; nothing is left under the final name."""

    def __init__(self) -> None:
        super().__init__(N_("the bundle was cancelled"), N_("nothing was written"))


def silent(step: str, done: int, total: int) -> None:
    """Tells nobody."""


def told(
    chunks: Iterable[bytes | memoryview], progress: Progress, step: str, done: int, total: int
) -> Iterator[bytes | memoryview]:
    """The same chunks, each told to ``progress``; ``done`` bytes have gone before."""
    for chunk in chunks:
        done += len(chunk)
        progress(step, done, total)
        yield chunk
