"""Values as JSON text, piece by piece, to be hashed however long they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def json_digest(value: object) -> str:
    """The SHA-256 of the value's JSON, in hexadecimal.

    Mappings and iterators are taken item by item, at any depth above other values; dataclasses are
    mappings of their fields. An iterator counts as a list.
    """
    hasher = hashlib.sha256()
    for piece in _pieces(value):
        hasher.update(piece.encode())
    return hasher.hexdigest()


def members(value: Any) -> dict[str, Any]:
    """A dataclass as a mapping of its fields, which stay as they are."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _pieces(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for number, key in enumerate(sorted(value)):
            yield f"{', ' if number else '{'}{json.dumps(key)}: "
            yield from _pieces(value[key])
        yield "}" if value else "{}"
    elif isinstance(value, Iterator):
        yield "["
        for number, item in enumerate(value):
            yield ", " if number else ""
            yield from _pieces(item)
        yield "]"
    else:
        yield json.dumps(value, sort_keys=True, default=_plain)


def _plain(value: object) -> object:
    if is_dataclass(value):
        return members(value)
    message = f"{type(value).__name__} has no JSON"
    raise TypeError(message)
