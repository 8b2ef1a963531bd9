"""Everything that can be planted, see :mod:`tests.tools.planting`."""

from __future__ import annotations

from tests.tools import planted_dates, planted_gaps, planted_pairs, planted_reports
from tests.tools.planting import Garden, Planter, grown

PLANTERS: tuple[Planter, ...] = (
    *planted_dates.PLANTERS,
    *planted_gaps.PLANTERS,
    *planted_reports.PLANTERS,
    *planted_pairs.PLANTERS,
)


def garden(seed: int, times: int) -> Garden:
    """A garden with every fault planted at least so many times."""
    return grown(seed, PLANTERS, times)
