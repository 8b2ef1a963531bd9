"""Values as compact bytes, for files that only this program reads and that can be made again.

A file is a row of frames, so that a large one is never in memory as a whole.
"""

from __future__ import annotations

import struct
from typing import Any, BinaryIO, Generic, TypeVar

import msgspec

T = TypeVar("T")
_LENGTH = struct.Struct(">I")
_encode = msgspec.msgpack.Encoder().encode


def frame(value: object) -> bytes:
    """A value as one frame; raises UnicodeEncodeError for text that is none."""
    content = _encode(value)
    return _LENGTH.pack(len(content)) + content


class FrameReader(Generic[T]):
    """Reads frames of one type of value."""

    def __init__(self, kind: Any) -> None:
        self._decoder: msgspec.msgpack.Decoder[T] = msgspec.msgpack.Decoder(kind)

    def read(self, stream: BinaryIO) -> T:
        """The next value; raises ValueError where there is none of this type."""
        head = stream.read(_LENGTH.size)
        length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else -1
        content = stream.read(length) if length >= 0 else b""
        if len(content) != length:
            raise ValueError("the file ends within a frame")
        return self._decoder.decode(content)
