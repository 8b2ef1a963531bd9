"""The score as far as the edition states points; nothing is guessed where it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from dossier.model.assessment import (
    BonusShown,
    Forecast,
    IndicatorCoverage,
    NegativeItem,
    RequirementCoverage,
    Verdict,
)
from dossier.model.editions import Edition
from dossier.rules.duty import share


def points_of_asks(edition: Edition) -> dict[str, float]:
    """What each ask is worth: its own points, else an equal part of the nearest node's above.

    Asks that are not uploaded or are bonus items get no part of a node's points.
    """
    parents = {node.code: node.parent for node in edition.indicators}
    stated = {node.code: node.points for node in edition.indicators if node.points is not None}
    homes = {
        ask.code: _home(ask.indicator, parents, stated)
        for ask in edition.requirements
        if ask.points is None and ask.uploaded and not ask.bonus
    }
    sharers = Counter(homes.values())
    own = {ask.code: ask.points for ask in edition.requirements if ask.points is not None}
    parts = {code: round(stated[home] / sharers[home], 4) for code, home in homes.items() if home}
    return {**parts, **own}


def _home(
    node: str | None, parents: Mapping[str, str | None], stated: Mapping[str, float]
) -> str | None:
    seen: set[str] = set()
    while node and node not in stated and node not in seen:
        seen.add(node)
        node = parents.get(node)
    return node if node in stated else None


def forecast(edition: Edition, covered: Sequence[RequirementCoverage]) -> Forecast:
    """What is safe, what can be won, what waits for a judgement; bonus and negative list beside."""
    owed = [item for item in covered if item.owed]
    known = [item for item in owed if item.points is not None]
    sums = {
        verdict: sum(item.points or 0.0 for item in known if item.verdict is verdict)
        for verdict in Verdict
    }
    return Forecast(
        total=round(sum(sums.values()), 2),
        now=round(sums[Verdict.COMPLETE], 2),
        open=round(sums[Verdict.INCOMPLETE], 2),
        unknown=round(sums[Verdict.UNDETERMINED], 2),
        stated=share(len(known), len(owed)),
        bonus=_bonus(edition, covered),
        negative=tuple(
            NegativeItem(
                item.code, item.title, item.points, tuple(sorted((item.consequences or {}).items()))
            )
            for item in edition.negative
        ),
    )


def _bonus(edition: Edition, covered: Sequence[RequirementCoverage]) -> tuple[BonusShown, ...]:
    found = []
    for item in edition.bonus:
        asks = [ask for ask in covered if ask.bonus and _belongs(ask, item.code)]
        shown = sum(1 for ask in asks if ask.verdict is Verdict.COMPLETE and ask.records)
        points = None if item.points_each is None else shown * item.points_each
        if points is not None and item.points_max is not None:
            points = min(points, item.points_max)
        found.append(
            BonusShown(item.code, item.title or "", len(asks), shown, points, item.points_max)
        )
    return tuple(found)


def _belongs(ask: RequirementCoverage, code: str) -> bool:
    return code in (ask.indicator, ask.code) or ask.code.startswith(f"{code}-")


def indicator_coverage(
    edition: Edition, covered: Sequence[RequirementCoverage]
) -> tuple[IndicatorCoverage, ...]:
    """Every node with what lies below it, in the edition's order; empty nodes are left out."""
    parents = {node.code: node.parent for node in edition.indicators}
    total: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for item in covered:
        if item.owed:
            node: str | None = item.indicator
            while node:
                total[node] += 1
                done[node] += item.verdict is Verdict.COMPLETE
                node = parents.get(node)
    return tuple(
        IndicatorCoverage(
            code=node.code,
            title=node.title or "",
            level=node.level,
            requirements=total[node.code],
            satisfied=done[node.code],
            coverage=share(done[node.code], total[node.code]),
        )
        for node in edition.indicators
        if total[node.code]
    )
