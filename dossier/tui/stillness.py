"""Keeps the pauses of Python's garbage collector out of the way of keys.

The collector walks over everything that is held, and nothing else runs meanwhile: half a second
with 100,000 records in memory, at a moment nobody chooses. What a large archive is loaded into is
kept to the end, so it is loaded without the collector and left out of its walks afterwards.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from dossier.workflow.uncollected import uncollected

MUCH = 50_000
"""Values made in one go from which leaving them out is worth it: a walk over fewer takes less than
the blink of an eye."""


@contextmanager
def stillness() -> Iterator[None]:
    """Load much that is kept; of what was garbage before, at most this much is never collected."""
    with uncollected():
        try:
            yield
        finally:
            if gc.get_count()[0] > MUCH:
                gc.freeze()
