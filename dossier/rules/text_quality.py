"""Whether extracted text can be read by a person, or is the garbage of a lost character map.

Broken CMaps of Chinese PDF fonts come out as private-use characters, Hangul, Latin accents or
strings of punctuation, never as an error (pypdf on GBKp-EUC-H is the measured case).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

GARBLED = 0.3
"""Share of wrong characters from which text counts as garbled."""
_SAMPLE = 4000
_MIN_CHARS = 8
_MIN_HAN, _LOOKED_AT, _COMMON_SHARE = 16, 1500, 0.6

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]+")
_WRONG = re.compile(
    "[\ufffd\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010ffff\x00-\x08\x0e-\x1f\x7f-\x9f]+"
)
_ACCENTED = re.compile("[\u00a1-\u00ff\u0100-\u024f]+")
_WORDS = re.compile(r"[A-Za-z]{2,}|[0-9]+")
_LEADER_SIGNS = "…·.．。—_-–=*"
_LEADERS = re.compile(f"[{re.escape(_LEADER_SIGNS)}]{{3,}}")
_REPAIRED_WRONGLY = re.compile("锟斤拷|烫烫烫|屯屯屯")
_SUSPECT = re.compile(
    "[" + "".join(runs.pattern[1:-2] for runs in (_WRONG, _HANGUL)) + "锟烫屯]"
)  # in one class: twice as fast as the patterns one after the other


def has_han(text: str) -> bool:
    """Whether any Chinese character is in it."""
    return _HAN.search(text) is not None


def garbage_share(text: str, *, expects_chinese: bool) -> float:
    """How much of the text is wrong, 0.0 (readable) to 1.0.

    ``expects_chinese`` says that a name or a second reader shows Chinese; then Latin accents and
    punctuation without Han count as wrong, while plain English and figures stay right.
    """
    sample = _without_leaders("".join(_sample(text).split()))
    suspect = _SUSPECT.search(sample) is not None
    if len(sample) < _MIN_CHARS:
        return min(1.0, _count(_WRONG, sample) / max(1, len(sample)))
    runs = _HAN.findall(sample)
    han = sum(map(len, runs))
    wrong = _foreign(sample, expects_chinese or han > 0) if suspect else 0
    wrong += _unlikely(runs, han)
    if han < 0.3 * len(sample):
        wrong += _without_han(sample, expects_chinese)
    return min(1.0, wrong / len(sample))


def is_garbled(text: str, *, expects_chinese: bool) -> bool:
    """Whether nobody could read it."""
    return garbage_share(text, expects_chinese=expects_chinese) >= GARBLED


def _without_leaders(text: str) -> str:
    """Text without the dots of a table of contents and lines drawn with signs."""
    return _LEADERS.sub("", text) if any(map(text.__contains__, _LEADER_SIGNS)) else text


def _foreign(sample: str, chinese: bool) -> int:
    """Characters no text has, and Hangul where Chinese was to be expected."""
    wrong = _count(_WRONG, sample) + 3 * len(_REPAIRED_WRONGLY.findall(sample))
    return wrong + (_count(_HANGUL, sample) if chinese else 0)


def _count(runs: re.Pattern[str], text: str) -> int:
    """Characters in all runs of a class."""
    return sum(map(len, runs.findall(text)))


def _without_han(sample: str, expects_chinese: bool) -> int:
    """Wrong characters of text that has little Han: accents, or signs that form no words."""
    accented = _count(_ACCENTED, sample)
    if not expects_chinese:
        return accented if accented > 0.5 * len(sample) else 0
    plain = _count(_WORDS, sample) + _count(_HAN, sample)
    return accented if plain > 0.5 * len(sample) else len(sample) - plain


def _unlikely(runs: Sequence[str], han: int) -> int:
    """Han characters nobody writes: glyph numbers taken for characters give any of the 20,000
    alike, while nine of ten in any real text are among the common ones of GB2312 or Big5.
    """
    if han < _MIN_HAN:
        return 0
    shown = "".join(runs)[:_LOOKED_AT]
    return han if _count(_common(), shown) < _COMMON_SHARE * len(shown) else 0


@lru_cache(maxsize=1)
def _common() -> re.Pattern[str]:
    """Runs of level 1 of GB2312 (3,755 characters) and of Big5 (5,401)."""
    simple = bytes(b for row in range(0xB0, 0xD8) for col in range(0xA1, 0xFF) for b in (row, col))
    columns = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    full = bytes(b for row in range(0xA4, 0xC7) for col in columns for b in (row, col))
    known = set(simple.decode("gb2312", "ignore") + full.decode("big5", "ignore"))
    return re.compile(f"[{re.escape(''.join(sorted(known)))}]+")


def _sample(text: str) -> str:
    """Beginning, middle and end of a long text."""
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return text[:_SAMPLE] + text[middle : middle + _SAMPLE] + text[-_SAMPLE:]
