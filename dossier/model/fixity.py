"""Content identity."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fixity:
    """Digest with its algorithm (``sha256:<64 hex>``) and size in bytes of received content."""

    digest: str
    size: int

    @property
    def hex(self) -> str:
        """The digest without its algorithm."""
        return self.digest.partition(":")[2]
