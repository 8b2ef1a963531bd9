"""Which encoding Chinese office text is in: UTF-8, UTF-16, GB18030, Big5."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEADING = frozenset({0x00, *range(0x20, 0x27), 0x30, 0xFF, *range(0x4E, 0xA0)})
"""High bytes of the UTF-16 units office text is made of."""
_CONTROLS = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")


def detect(data: bytes, *, whole: bool = True) -> str | None:
    """A Python codec name, or None when the bytes are no text.

    ``whole`` False means ``data`` is only the head, so a character cut at its end is no error.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name if _decodes(data, name, whole=False) else None
    wide = _bare_utf16(data)
    if wide:
        return wide if _decodes(data, wide, whole=whole) else None
    if len(_CONTROLS.findall(data)) > len(data) // 200:
        return None
    if _decodes(data, "utf-8", whole=whole):
        return "utf-8"
    return _chinese(data, whole=whole)


def decode(data: bytes) -> tuple[str, str]:
    """Text and the encoding it was read with; bytes that fit nothing come out as U+FFFD."""
    name = detect(data) or "utf-8"
    text = data.decode(name, "replace")
    return text.removeprefix("\ufeff"), "utf-8" if name == "utf-8-sig" else name


def _decodes(data: bytes, name: str, *, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(data, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _bare_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: there are zeros, and the bytes of one side are such as lead ASCII,
    Han or their punctuation. A zero on the other side is no proof against it: 一 is U+4E00.
    """
    sample = data[: 4000 - len(data[:4000]) % 2]
    if len(sample) < 4 or not 0 < sample.count(0) <= 0.6 * len(sample):
        return None
    sides = {"utf-16-be": sample[0::2], "utf-16-le": sample[1::2]}
    sure = [name for name, leading in sides.items() if _leads(leading)]
    return max(sure, key=lambda name: sides[name].count(0), default=None)


def _leads(data: bytes) -> bool:
    return sum(map(_LEADING.__contains__, data)) >= 0.97 * len(data)


def _chinese(data: bytes, *, whole: bool) -> str | None:
    """GB18030 or Big5, whichever gives the larger share of common characters."""
    shares = {
        name: _common_share(data, first, last)
        for name, first, last in (("gb18030", 0xB0, 0xD7), ("big5", 0xA4, 0xC6))
        if _decodes(data, name, whole=whole)
    }
    if not shares:
        return None
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= 0.5 else None


def _common_share(data: bytes, first: int, last: int) -> float:
    """Share of two-byte characters whose lead byte is in the level 1 rows of the code page."""
    common = pairs = position = 0
    sample = data[:8000]
    while position < len(sample) - 1:
        lead = sample[position]
        if lead < 0x81:
            position += 1
            continue
        pairs += 1
        level_one = first <= lead <= last and sample[position + 1] >= 0x40
        punctuation = lead in (0xA1, 0xA2, 0xA3)
        common += level_one or punctuation
        position += 2
    return common / pairs if pairs else 0.0
