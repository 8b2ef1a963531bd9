"""How long a text is, in the ways receiving systems may count (``Profile.counting``).

``word`` counts as office programs do for Chinese (字数): each character of East Asian writing and
each of its punctuation marks is one, and so is each run of anything else between white space or
such characters, be it a word, a number or an address.
"""

from __future__ import annotations

import re

from dossier.model.facts import Counts

_ASIAN = (
    "\u1100-\u11ff\u2010-\u2027\u2030-\u205e\u2460-\u24ff\u2e80-\u2fff\u3001-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee\U00020000-\U0003ffff"
)
_ONE_EACH = re.compile(f"[{_ASIAN}]")
_ONE_TOGETHER = re.compile(rf"[^\s{_ASIAN}]+")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_NO_FIGURES = re.compile(
    r"[0-9]{2,4}年|[0-9]{1,2}月(?:[0-9]{1,2}[日号])?|[0-9]{1,2}日|〔[0-9]{4}〕[0-9]+号"
    r"|(?<![0-9.])(?:[（(]?0[0-9]{2,3}[)）]?[-—－]?[0-9]{4}[-—－]?[0-9]{3,4}"
    r"|1[3-9][0-9][-—－]?[0-9]{4}[-—－]?[0-9]{4}|400[-—－]?[0-9]{3}[-—－]?[0-9]{4}|12[0-9]{3})(?![0-9.])"
)
"""Days, document numbers and telephones: they show no result."""
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def counts(text: str) -> Counts:
    """Lengths in each way of counting, and how many figures stand in the text."""
    squeezed = "".join(text.split())
    return Counts(
        word=len(_ONE_EACH.findall(text)) + len(_ONE_TOGETHER.findall(text)),
        han=len(_HAN.findall(squeezed)),
        all=len(squeezed),
        numbers=len(_NUMBERS.findall(_NO_FIGURES.sub("", squeezed))),
    )
