"""Numbers, colours and distances as OFD writes them; what makes no sense is left out."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]

from dossier.extract.readers.ofd_canvas import Colour, Matrix

BLACK: Colour = (0, 0, 0)


def spread(code: etree._Element) -> Iterator[tuple[str, float, float]]:
    """Each character with its distance from the first; the whole run where nothing is said."""
    text = (code.text or "").strip("\r\n")
    across, down = (_steps(code.get(name)) for name in ("DeltaX", "DeltaY"))
    if not across and not down:
        yield text, 0.0, 0.0
        return
    x = y = 0.0
    for place, letter in enumerate(text):
        yield letter, x, y
        x += across[min(place, len(across) - 1)] if across else 0.0
        y += down[min(place, len(down) - 1)] if down else 0.0


def _steps(text: str | None) -> list[float]:
    """``g 3 2.5 1`` stands for 2.5 2.5 2.5 1."""
    words, steps = iter((text or "").split()), list[float]()
    for word in words:
        if word != "g":
            steps.append(number(word, 0.0))
            continue
        times = int(number(next(words, "0"), 0.0))
        steps += [number(next(words, "0"), 0.0)] * max(0, min(times, 10_000))
    return steps


def quarter(direction: str | None) -> Matrix:
    """Characters that lie on a side or stand on their heads."""
    ways = {"90": Matrix(0, 1, -1, 0), "180": Matrix(-1, 0, 0, -1), "270": Matrix(0, -1, 1, 0)}
    return ways.get(direction or "", Matrix())


def shade(value: str | None) -> Colour:
    """``255 0 0``, ``#ff #0 #0``, one number for grey, four for printing inks."""
    levels = [_level(word) for word in (value or "").split()]
    if len(levels) == 4:
        cyan, magenta, yellow, black = levels
        return tuple((255 - ink) * (255 - black) // 255 for ink in (cyan, magenta, yellow))  # type: ignore[return-value]
    if len(levels) == 3:
        return levels[0], levels[1], levels[2]
    return (levels[0],) * 3 if levels else BLACK


def _level(word: str) -> int:
    try:
        level = int(word[1:], 16) if word.startswith("#") else int(float(word))
    except (ValueError, OverflowError):
        return 0
    return max(0, min(255, level))


def matrix(text: str | None) -> Matrix:
    """Six numbers as a map; what is no map leaves things where they are."""
    six = numbers(text)
    return Matrix(*six) if len(six) == 6 else Matrix()


def numbers(text: str | None) -> list[float]:
    """Numbers apart by spaces, 0 for each that is none."""
    return [number(word, 0.0) for word in (text or "").split()]


def number(text: str | None, default: float) -> float:
    """A number of sensible size, else the default."""
    try:
        value = float(text) if text else default
    except ValueError:
        return default
    return value if abs(value) < 1e6 else default
