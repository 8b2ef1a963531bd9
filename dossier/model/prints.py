"""What is kept of a photograph to recognise it again after resizing, recompressing, cropping."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhotoPrint:
    """A picture's fingerprint.

    ``hashes`` are 64-bit difference hashes: of the whole picture first, then of it with edges cut
    off. ``small`` is the picture as a square of ``side`` × ``side`` grey bytes, row by row.
    ``tint`` is how blue and how red it is, a coarser square of bytes for each (Cb and Cr of JPEG,
    128 is grey).
    """

    hashes: tuple[int, ...]
    small: bytes
    side: int
    tint: bytes = b""


@dataclass(frozen=True, slots=True)
class PhotoLikeness:
    """How alike two pictures are: ``same`` is the share of the area that does not differ, and
    ``band`` is the share of the height at top or bottom that does (a strip with a caption).
    """

    same: float
    band: float = 0.0
