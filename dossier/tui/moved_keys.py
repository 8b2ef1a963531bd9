"""Keys as ``[keys]`` in dossier.toml moves them: what of it is not understood."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping

from textual.keys import Keys

_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "meta", "hyper"})
_NAMED = frozenset(key.value for key in Keys)


def misread(keys: Mapping[str, str], names: Collection[str]) -> list[str]:
    """The entries whose name is none of ``names`` or that hold something which is no key."""
    return [
        f'{name} = "{text}"'
        for name, text in keys.items()
        if name not in names or not all(is_key(key.strip()) for key in text.split(","))
    ]


def is_key(key: str) -> bool:
    """Whether a terminal can send it: ``f11``, ``ctrl+t``, ``?``, ``question_mark``."""
    *modifiers, last = key.split("+")
    return _MODIFIERS.issuperset(modifiers) and (
        len(last) == 1 or last in _NAMED or _is_character(last)
    )


def _is_character(name: str) -> bool:
    try:
        return bool(unicodedata.lookup(name.replace("_", " ")))
    except KeyError:
        return False
