"""What describing needs to know of Chinese office notation; the codecs provide it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from dossier.model.findings import Finding


class Number(Protocol):
    """A document number found in a text, in standard form and as written."""

    @property
    def number(self) -> str: ...  # noqa: D102

    @property
    def written(self) -> str: ...  # noqa: D102

    @property
    def deviations(self) -> tuple[str, ...]: ...  # noqa: D102


class Day(Protocol):
    """A date found in a text; ``iso`` is None when no calendar has it."""

    @property
    def text(self) -> str: ...  # noqa: D102

    @property
    def iso(self) -> str | None: ...  # noqa: D102


class Notation(Protocol):
    """How Chinese offices write numbers and dates; the codecs know."""

    def number(self, text: str) -> Number | None:
        """The first document number in the text."""

    def days(self, text: str) -> Iterator[Day]:
        """The dates in the text, in order."""

    def interval(self, text: str) -> str | None:
        """The first interval in the text, ``YYYY-MM-DD/YYYY-MM-DD``."""


@dataclass(slots=True)
class Notes:
    """Origins and findings gathered while a document is described."""

    origins: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def take(self, name: str, value: str | None, origin: str) -> str | None:
        """The value, its origin noted where there is one."""
        if value:
            self.origins[name] = origin
        return value
