"""Organs as papers name them: in the head 「××文件」, above a number, below the body."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ORGAN = re.compile(
    r"(?:委员会|人民政府|政府|办公室|办公厅|委|局|厅|部|院|署|行|会|处|中心|指挥部|领导小组|街道|办事处"
    r"|镇|乡|大队|支队|公司|学校|大学|中学|小学|集团|法院|检察院|所|站|馆|办|妇联|文联|残联|工商联|科协|协会"
    r"|电视台|报社|幼儿园|医院|社区|村|组|室)$"
)
_SENTENCE_END = re.compile(r"[。；;，,：:！!？?]$")
_SPREAD = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_APART = re.compile(r"\s{2,}|\t|、")


def is_letterhead(line: str) -> bool:
    """Whether the line is a 发文机关标志: an organ's name and 文件, nothing else."""
    joined = _SPREAD.sub("", line.strip())
    ends = joined.endswith("文件") and 5 <= len(joined) <= 40
    return ends and organ_of(joined) is not None


def letterhead_organs(lines: Sequence[str]) -> str | None:
    """The organs of a 发文机关标志 and of the lines above it, which name joint issuers; None where
    no line is one. 文件 may stand on a line of its own.
    """
    for index, line in enumerate(lines):
        alone = _SPREAD.sub("", line.strip()) == "文件"
        if not alone and not is_letterhead(line):
            continue
        last = [] if alone else [organ_of(line)]
        above: list[str | None] = []
        for earlier in reversed(lines[max(0, index - 4) : index]):
            if (organ := organ_of(earlier)) is None:
                break
            above.insert(0, organ)
        named = [organ for organ in (*above, *last) if organ]
        return "、".join(named) or None
    return None


def organ_of(line: str) -> str | None:
    """The organ a line names, without 文件; None when it does not read like an organ."""
    joined = _SPREAD.sub("", line.strip()).removesuffix("文件").strip()
    if not 3 <= len(joined) <= 40 or _SENTENCE_END.search(joined) or not _ORGAN.search(joined):
        return None
    return joined if re.fullmatch(r"[\u3400-\u9fffA-Za-z（）()·、]+", joined) else None


def organs_of(line: str) -> str | None:
    """The organs a line names side by side, as joint issuers sign; None where it names none."""
    named = [organ_of(piece) for piece in _APART.split(line.strip())]
    if len(named) > 1 and all(named):
        return "、".join(filter(None, named))
    return organ_of(line)
