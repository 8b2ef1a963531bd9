"""What a worker and its parent say to each other: length-prefixed JSON, never pickle."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from dossier.extract.outcome import Limits
from dossier.model.extraction import Extraction

_LENGTH = struct.Struct(">I")
MAX_FRAME = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: its path as :func:`to_wire` gives it. ``serial`` comes back in the answer."""

    serial: int
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Either the number of pages that were announced or the finished extraction."""

    serial: int
    pages: int | None = None
    extraction: Extraction | None = None


limits_from_json = msgspec.json.Decoder(Limits).decode
job_from_json = msgspec.json.Decoder(Job).decode
_answer_from_json = msgspec.json.Decoder(Answer).decode
to_json = msgspec.json.Encoder().encode


def answer_in(frame: bytes) -> Answer | None:
    """What a worker said; None for anything a worker of ours would not say."""
    try:
        return _answer_from_json(frame)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def to_wire(path: Path) -> str:
    """A path whose bytes may be no text, as text."""
    return os.fsencode(path).decode("latin-1")


def from_wire(text: str) -> Path:
    """The inverse of :func:`to_wire`."""
    return Path(os.fsdecode(text.encode("latin-1")))


def plain_name(name: str) -> str:
    """A name whose undecodable bytes are shown as U+FFFD, so that it can be written as JSON."""
    return name.encode("utf-8", "replace").decode("utf-8")


def write_frame(stream: BinaryIO, payload: bytes) -> None:
    """One message; OSError when nobody listens any more."""
    stream.write(_LENGTH.pack(len(payload)) + payload)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next message, None when the other side is gone or talks nonsense."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > MAX_FRAME:
        return None
    payload = stream.read(length)
    return payload if len(payload) == length else None
