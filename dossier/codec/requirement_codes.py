"""Requirement codes in every spelling seen in the wild.

Identity is numeric: ``Ⅲ-16-2)-①``, ``III-16-2-1``, ``Ⅲ—16（2）①`` and ``iii-16 2)1`` are one code
with the key ``(3, 16, 2, 1)``. The first number is the level of the Roman letter; codes without a
letter (``3-8-1``, ``1-1)①``, ``6.1.1-1``) have 0 there, the negative list (``G15``) 7, the bonus 9.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dossier.codec.code_spelling import (
    BARE,
    BONUS,
    CIRCLES,
    NEGATIVE,
    Written,
    lettered,
    nested,
    unlettered,
    whole,
)
from dossier.model.editions import Edition

_ROMAN = {1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ"}


def canonical(text: str) -> str | None:
    """The code as we print it (``Ⅲ-16-2-①``), or None where ``text`` is not one code.

    A third number below a Roman letter is an ask and gets its circle; a second one keeps the form
    in which it was written, because only an edition knows which it is.
    """
    written = whole(text)
    return _printed(written.level, written.readings()[0], bool(written.marks)) if written else None


def code_key(text: str) -> tuple[int, ...]:
    """The numeric identity of a code, fit for sorting; empty where ``text`` is not one code."""
    written = whole(text)
    return written.readings()[0] if written else ()


def ascii_form(code: str) -> str:
    """The code where a file system or a portal wants ASCII: ``III-16-2-1``.

    Raises ValueError where ``code`` is not a code.
    """
    key = code_key(code)
    if not key:
        raise ValueError(code)
    level, numbers = key[0], "-".join(str(number) for number in key[1:])
    if level == NEGATIVE:
        return f"G{numbers}"
    letter = {BARE: "", BONUS: "JF"}.get(level, "I" * level)
    return "-".join(part for part in (letter, numbers) if part)


def find_codes(text: str) -> tuple[str, ...]:
    """The codes with a Roman letter and at least two numbers in a text, left to right, canonical.

    For use without an edition; with one, ask its ``CodeBook``.
    """
    found = (
        _printed(written.level, key, bool(written.marks))
        for written in lettered(text)
        for key in written.readings()
        if written.level in _ROMAN and len(key) > 2
    )
    return tuple(dict.fromkeys(found))


class CodeBook:
    """One edition's codes: what a spelling means *there*. Build once, ask once per file."""

    def __init__(self, edition: Edition) -> None:
        self._exact: dict[tuple[int, ...], str] = {}
        below: dict[tuple[int, ...], set[str]] = {}
        for requirement in edition.requirements:
            for spelling in (requirement.code, *requirement.also):
                key = code_key(spelling)
                self._exact[key] = requirement.code
                for length in range(1 if key[0] == BONUS else 2, len(key)):
                    below.setdefault(key[:length], set()).add(requirement.code)
        self._below = {key: next(iter(codes)) for key, codes in below.items() if len(codes) == 1}
        self._known = {code_key(item.code) for item in edition.indicators} | set(below)
        self._known |= set(self._exact)
        levels = {key[0] for key in self._exact}
        self._bare, self._negative = BARE in levels, NEGATIVE in levels

    def resolve(self, text: str) -> str | None:
        """The edition's own code for a text that is one code in any spelling.

        A code that is no requirement itself stands for the only one below it, if there is one.
        """
        written = whole(text)
        if written is None:
            return None
        found = {
            self._at(written, reading)
            for key in written.readings()
            for reading in _with_letter(key)
        }
        found.discard(None)
        return found.pop() if len(found) == 1 else None

    def find(self, text: str) -> tuple[str, ...]:
        """Every requirement named in a path or file name, left to right, each once.

        Where no name holds a whole code, one spread over the folders is put together.
        """
        codes = (code for written in self._written(text) for code in self._codes(written))
        found = tuple(dict.fromkeys(codes))
        if not found and (spread := nested(text)) and (code := self.resolve(spread)):
            return (code,)
        return found

    def unknown(self, text: str) -> tuple[str, ...]:
        """What is clearly written as a code of this system but is not in this edition."""
        strange = (
            _printed(written.level, key, bool(written.marks))
            for written in lettered(text)
            if written.level == 3 or (written.level == 2 and len(written.readings()[0]) > 2)
            for key in written.readings()
            if not self._recognised(written, key)
        )
        return tuple(dict.fromkeys(strange))

    def _written(self, text: str) -> Iterator[Written]:
        found: Iterable[Written] = lettered(text)
        if not self._negative:
            found = (written for written in found if written.level != NEGATIVE)
        if self._bare:
            found = sorted((*found, *unlettered(text)), key=lambda written: written.start)
        yield from found

    def _codes(self, written: Written) -> Iterator[str]:
        for key in written.readings():
            code = self._at(written, key) or self._shortened(written, key)
            if code is not None:
                yield code

    def _at(self, written: Written, key: tuple[int, ...]) -> str | None:
        """The requirement with this key, or the only one below it; a circle names an ask itself."""
        return self._exact.get(key) or (None if written.marks else self._below.get(key))

    def _shortened(self, written: Written, key: tuple[int, ...]) -> str | None:
        """The requirement whose code is followed by a running number of the file."""
        if written.level == BARE:
            return None
        for length in range(len(key) - 1, 1, -1):
            if key[:length] in self._exact:
                return self._exact[key[:length]]
        return self._at(written, _without_loose(written, key))

    def _recognised(self, written: Written, key: tuple[int, ...]) -> bool:
        if key in self._known or self._shortened(written, key) is not None:
            return True
        return _without_loose(written, key) in self._known


def _without_loose(written: Written, key: tuple[int, ...]) -> tuple[int, ...]:
    return key if written.marks or not written.loose else key[: -written.loose]


def _with_letter(key: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """A code typed without its letter may have the level as its first number: 3-16-2-1."""
    yield key
    if key[0] == BARE and len(key) > 2 and key[1] in _ROMAN:
        yield key[1:]


def _printed(level: int, key: tuple[int, ...], marked: bool) -> str:
    numbers = [str(number) for number in key[1:]]
    if numbers and (marked or (level in _ROMAN and len(numbers) == 3)):
        numbers[-1] = CIRCLES.get(key[-1], numbers[-1])
    if level == NEGATIVE:
        return "G" + "-".join(numbers)
    letter = {BARE: "", BONUS: "加分"}.get(level) if level not in _ROMAN else _ROMAN[level]
    return "-".join(part for part in (letter, *numbers) if part)
