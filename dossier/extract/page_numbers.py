"""Page numbers as people write them: ``1、3-5``, and back."""

from __future__ import annotations

from collections.abc import Iterable


def shown(numbers: Iterable[int], most: int | None = None) -> str:
    """Numbers in order, runs joined by a dash; beyond ``most`` runs the list ends with ``…``."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    pieces = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    cut = most is not None and len(pieces) > most
    return "、".join(pieces[:most]) + ("…" if cut else "")


def parsed(text: str) -> list[int]:
    """The numbers again; of an abridged list, those it names."""
    numbers: list[int] = []
    for piece in text.rstrip("…").split("、"):
        first, _dash, last = piece.partition("-")
        if first.isdigit() and (last.isdigit() or not last):
            numbers.extend(range(int(first), int(last or first) + 1))
    return numbers
