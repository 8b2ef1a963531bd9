r"""Values as JSON bytes that always come back as they were.

Members are sorted by name and UTF-8 is not escaped. Text with lone surrogates (a file name that
is not valid UTF-8, as Linux hands it over) cannot be UTF-8; such a value is written in ASCII with
``\uXXXX`` escapes instead, and read back to the same text.
"""

from __future__ import annotations

import json
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder(order="sorted")


def dumps(value: object) -> bytes:
    """The value as one line of JSON, without the line end."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        plain = msgspec.to_builtins(value)
        return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode("ascii")


class Reader(Generic[T]):
    """Decodes one type of value strictly; raises ``ValueError`` for anything else."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind
        self._decoder: msgspec.json.Decoder[T] = msgspec.json.Decoder(kind)

    def loads(self, data: bytes | memoryview) -> T:
        """The value, with its members checked against their types."""
        try:
            return self._decoder.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError):
            if b"\\ud" not in bytes(data):
                raise
            value: T = msgspec.convert(json.loads(bytes(data)), self._kind)
            return value
