"""Organs as papers name them: in the head 「××文件」, above a number, below the body."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ORGAN = re.compile(
    r"(?:委员会|人民政府|政府|办公室|办公厅|委|局|厅|部|院|署|行|会|处|中心|指挥部|领导小组|街道|办事处"
    r"|镇|乡|队|公司|学校|党校|大学|中学|小学|集团|法院|检察院|所|站|馆|办|妇联|文联|残联|工商联|科协|协会"
    r"|电视台|气象台|报社|合作社|出版社|幼儿园|公园|医院|社区|景区|园区|开发区|度假区|海关|机场|村|组|室)$"
)
_PRESSED = re.compile(r"[（(](?:加?盖章?|公章|印章|签章|章|印)[）)]$")
_YEAR = re.compile(r"[〔［\[（(【]\s*[12lI][0-9lIOo]{3}")
_SENTENCE_END = re.compile(r"[。；;，,：:！!？?]$")
_SPREAD = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_APART = re.compile(r"\s{2,}|\t|、")


def is_letterhead(line: str) -> bool:
    """Whether the line is a 发文机关标志: an organ's name and 文件, nothing else."""
    joined = _SPREAD.sub("", line.strip())
    ends = joined.endswith("文件") and 5 <= len(joined) <= 40
    return ends and organ_of(joined) is not None


def letterhead_organs(lines: Sequence[str]) -> str | None:
    """The organs of a 发文机关标志 and of the lines around it, which name joint issuers, or that of
    a 令; None where no line is one. 文件 may stand on a line of its own.
    """
    for index, line in enumerate(lines):
        joined = _SPREAD.sub("", line.strip())
        if joined.endswith("令") and (organ := organ_of(joined.removesuffix("令"))):
            return organ
        alone = joined == "文件"
        if not alone and not is_letterhead(line):
            continue
        last = [] if alone else [organ_of(line)]
        above: list[str | None] = []
        for earlier in reversed(lines[max(0, index - 4) : index]):
            if (organ := organ_of(earlier)) is None:
                break
            above.insert(0, organ)
        named = [organ for organ in (*above, *last, *_below(lines[index + 1 :])) if organ]
        return "、".join(named) or None
    return None


def _below(lines: Sequence[str]) -> list[str]:
    """Organs between 文件, which stands in the middle of them, and the number."""
    organs: list[str] = []
    for line in lines[:4]:
        if (organ := organ_of(line)) is None:
            return organs if _YEAR.search(line) else []
        organs.append(organ)
    return []


def organ_of(line: str) -> str | None:
    """The organ a line names, without 文件 and （盖章）; None when it does not read like one."""
    joined = _PRESSED.sub("", _SPREAD.sub("", line.strip())).removesuffix("文件").strip()
    if not 3 <= len(joined) <= 40 or _SENTENCE_END.search(joined) or not _ORGAN.search(joined):
        return None
    return joined if re.fullmatch(r"[\u3400-\u9fffA-Za-z（）()·、]+", joined) else None


def organs_of(line: str) -> str | None:
    """The organs a line names side by side, as joint issuers sign; None where it names none."""
    named = [organ_of(piece) for piece in _APART.split(line.strip())]
    if len(named) > 1 and all(named):
        return "、".join(filter(None, named))
    return organ_of(line)
