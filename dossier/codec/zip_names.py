"""Names of ZIP members as their makers meant them.

A ZIP says «UTF-8» (flag bit 11) or nothing; Chinese Windows programs then write GBK, macOS and
others UTF-8, Traditional Chinese systems Big5. Each name is judged on its own. In GBK and Big5 the
second byte of a character may be 0x5C, so a backslash is a separator only after decoding.
"""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

_UNICODE_PATH = 0x7075
_ENOUGH_FOR_BIG5 = 3


@dataclass(frozen=True, slots=True)
class DecodedName:
    """A member name with ``/`` between folders. ``certain`` is False where the bytes left a doubt
    (finding W103).
    """

    name: str
    encoding: str
    certain: bool = True


def decode_name(
    raw: bytes, *, utf8: bool = False, extra: bytes = b"", encoding: str | None = None
) -> DecodedName:
    """Decode the bytes of one name; ``utf8`` is flag bit 11, ``extra`` the entry's extra field.

    ``encoding`` is one a person vouches for; it holds for every name it can decode.
    """
    wished = _strict(raw, encoding) if encoding else None
    stated = _unicode_path(raw, extra)
    if wished is not None and encoding is not None:
        found = DecodedName(wished, encoding)
    elif stated is not None:
        found = DecodedName(stated, "utf-8")
    elif raw.isascii():
        found = DecodedName(raw.decode("ascii"), "ascii")
    elif utf8:
        found = _flagged(raw)
    else:
        found = _guessed(raw)
    return DecodedName(found.name.replace("\\", "/"), found.encoding, found.certain)


def _flagged(raw: bytes) -> DecodedName:
    """Some packers set the flag and write their own code page nevertheless."""
    text = _strict(raw, "utf-8")
    if text is not None:
        return DecodedName(text, "utf-8")
    guess = _guessed(raw)
    return DecodedName(guess.name, guess.encoding, certain=False)


def _guessed(raw: bytes) -> DecodedName:
    utf8, gb, big5 = (_strict(raw, name) for name in ("utf-8", "gb18030", "big5"))
    if utf8 is not None and (gb is None or not _is_accidental(utf8, gb)):
        return DecodedName(utf8, "utf-8")
    if gb is not None and big5 is not None and _is_rather_big5(gb, big5):
        return DecodedName(big5, "big5", certain=False)
    if gb is not None:
        doubtful = _has_private(gb) or _share(gb, _common_gb()) < 0.5
        return DecodedName(gb, "gb18030", certain=not doubtful)
    if big5 is not None:
        return DecodedName(big5, "big5", certain=False)
    return DecodedName(raw.decode("cp437"), "cp437", certain=False)


def _strict(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_accidental(utf8: str, gb: str) -> bool:
    """Pairs of GBK bytes can pass for Latin, Cyrillic or Arabic letters: 一 reads as һ."""
    foreign = [char for char in utf8 if not char.isascii()]
    if any(char >= "\u0800" for char in foreign) or _share(gb, _common_gb()) < 1:
        return False
    return not any(
        "\u00c0" <= char <= "\u024f" and near.isascii() and near.isalpha()
        for pair in pairwise(utf8)
        for char, near in (pair, pair[::-1])
    )


def _is_rather_big5(gb: str, big5: str) -> bool:
    """Only when GBK gives mostly characters nobody writes, and Big5 gives everyday ones."""
    written = [char for char in big5 if not char.isascii()]
    unwritten = len(written) >= _ENOUGH_FOR_BIG5 and _share(gb, _common_gb()) < 0.34
    return (unwritten or _has_private(gb)) and _share(big5, _common_big5()) >= 0.9


def _has_private(text: str) -> bool:
    """Whether a character is of the private area, where GB 18030 puts what GBK does not have."""
    return any("\ue000" <= char <= "\uf8ff" for char in text)


def _share(text: str, common: frozenset[str]) -> float:
    """Which part of the characters beyond ASCII is common, 1 when there are none."""
    foreign = [char for char in text if not char.isascii()]
    return sum(char in common for char in foreign) / len(foreign) if foreign else 1.0


def _table(encoding: str, leads: range, trails: range) -> frozenset[str]:
    pairs = (bytes((lead, trail)) for lead in leads for trail in trails)
    return frozenset(text for pair in pairs if (text := _strict(pair, encoding)))


@cache
def _common_gb() -> frozenset[str]:
    """The 3,755 characters of GB 2312's first level, and the marks of office file names."""
    marks = "、。〈〉《》「」『』【】〔〕—…‘’“”！（），：；？ⅠⅡⅢⅣⅤ①②③④⑤⑥⑦⑧⑨⑩０１２３４５６７８９"
    return _table("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF)) | frozenset(marks)


@cache
def _common_big5() -> frozenset[str]:
    """The 5,401 frequent characters of Big5, and marks."""
    return _table("big5", range(0xA4, 0xC7), range(0x40, 0xFF)) | frozenset("、。（），：；！？")


def _unicode_path(raw: bytes, extra: bytes) -> str | None:
    """Info-ZIP's Unicode Path field, if it was made for these very bytes (their CRC says so)."""
    while len(extra) >= 4:
        kind, length = (int.from_bytes(extra[at : at + 2], "little") for at in (0, 2))
        body, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(body) == length > 5 and body[0] == 1:
            made_for = int.from_bytes(body[1:5], "little")
            return _strict(body[5:], "utf-8") if made_for == binascii.crc32(raw) else None
    return None
