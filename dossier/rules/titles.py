"""Titles and heads of office papers: which line is the title, whose head it is, what kind it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dossier.model.extraction import Extraction

_HAN = re.compile("[\u3400-\u9fff]")
_POLICY_END = re.compile(
    r"(?:通知|意见|办法|方案|规定|细则|条例|决定|规划|计划|制度|批复|公告|通告|通报|要点|公约|章程|纪要|令|函|解释|修正案|(?<![做方书])法)"
    r"(?:[（(][^）)]*[）)])?$"
)
_REPORT_WORDS = re.compile(r"报告|情况|说明|总结|汇报|小结|综述|简报|自评|台账")
_OPINION_WORDS = re.compile(r"评价意见|评估意见|考核意见|鉴定意见|上级评价")
_ORGAN = re.compile(
    r"(?:委员会|人民政府|政府|办公室|办公厅|委|局|厅|部|院|署|行|会|处|中心|指挥部|领导小组|街道|办事处"
    r"|镇|乡|大队|支队|公司|学校|大学|中学|小学|集团|法院|检察院|所|站|馆|办|妇联|文联|残联|工商联|科协|协会"
    r"|电视台|报社|幼儿园|医院|社区|村|组|室)$"
)
_TITLE_END = re.compile(r"[。；;，,：:！!？?]$")
_NO_TITLE = re.compile(
    r"^(?:附件\s*[0-9一二三四五六七八九十]*|目\s*录|第?\s*[0-9]+\s*页?|[-—\s0-9./]+|签发人.*|特急|加急|机密|秘密"
    r"|内部.*|索引号.*|[12][0-9]{3}\s*年.{1,8}[日号]|.*(?:…\s*){3,}.*|sheet\s*\d*)$",
    re.IGNORECASE,
)
_MADE_BY_PROGRAMS = re.compile(
    r"^(?:microsoft |untitled|无标题|未命名|新建|文档\s*\d*$|document\s*\d*$|slide\s*\d*$"
    r"|幻灯片\s*\d*$|powerpoint|演示文稿|book\s*\d*$|工作簿|pdf|wps|doc\d*$|normal|scan|扫描|\W*$|\d+$)"
    r"|\.(?:docx?|wps|pdf|xlsx?|pptx?|indd|cdr|dwg|rtf|tmp)$",
    re.IGNORECASE,
)
_REMAINDER = re.compile(
    r"^(?:的[\u4e00-\u9fff]{2,6}|[（(](?:试行|暂行|征求意见稿|草案|修订|送审稿)[^）)]*[）)])$"
)
_SPREAD = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Title:
    """A title and whether ``text``, ``metadata`` or the file ``name`` gave it."""

    text: str
    origin: str


def choose_title(
    extraction: Extraction, name: str, head: Sequence[str], number_line: int | None
) -> Title:
    """The title below the document number, else a sensible embedded one, else the first line that
    can be one, else the file name's stem.
    """
    picture = "width" in extraction.metadata and "ocr_engine" not in extraction.metadata
    if picture or "sheets" in extraction.metadata:
        return Title(stem_of(name), "name")
    if number_line is not None and (beside := _beside_number(head, number_line)):
        return Title(beside, "text")
    embedded = " ".join(str(extraction.metadata.get("title", "")).split())
    if is_sensible(embedded):
        return Title(embedded[:200], "metadata")
    first = _joined(head) if extraction.usable is not False else ""
    return Title(first, "text") if first else Title(stem_of(name), "name")


def _beside_number(head: Sequence[str], number_line: int) -> str:
    """Below the number in a paper; above it in a web copy, where it is a line of the caption."""
    above = _joined(head[:number_line])
    if above and kind_by_title(above, red_head=False):
        return above
    return _joined(head[number_line + 1 :])


def is_sensible(title: str) -> bool:
    """Whether an embedded title was meant by a person rather than left by a program."""
    return len(title) >= 4 and "\ufffd" not in title and not _MADE_BY_PROGRAMS.search(title)


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
    if not 3 <= len(joined) <= 40 or _TITLE_END.search(joined) or not _ORGAN.search(joined):
        return None
    return joined if re.fullmatch(r"[\u3400-\u9fffA-Za-z（）()·、]+", joined) else None


def kind_by_title(title: str, *, red_head: bool) -> str | None:
    """The kind of material a title suggests; None where it does not."""
    plain = title.strip("》《 ")
    if _OPINION_WORDS.search(plain):
        return "opinion"
    if _POLICY_END.search(plain):
        return "policy"
    if _REPORT_WORDS.search(plain[-12:]):
        return "report"
    return "policy" if red_head else None


def stem_of(name: str) -> str:
    """A file name without its extension."""
    stem, dot, extension = name.rpartition(".")
    return stem if dot and stem and len(extension) <= 5 else name


def _joined(lines: Sequence[str]) -> str:
    """The first line that can be a title, with its continuation of at most three lines."""
    for index, line in enumerate(lines[:12]):
        first = _cleaned(line)
        if not _can_be_title(first):
            continue
        rest = (_cleaned(following) for following in lines[index + 1 : index + 4])
        return _continued(first, list(rest))
    return ""


def _continued(first: str, rest: list[str]) -> str:
    """A heading goes on until it has its noun (关于 … 的通知) and its brackets are closed."""
    title = first
    for following in rest:
        if not _REMAINDER.match(following) and (
            _is_finished(title) or not _goes_on(title, following)
        ):
            break
        if _TITLE_END.search(following) or len(title) + len(following) > 120:
            break
        title += following
    return title


def _is_finished(title: str) -> bool:
    whole = title.count("《") == title.count("》") and title.count("（") == title.count("）")
    return whole and bool(_POLICY_END.search(title) or _REPORT_WORDS.search(title[-4:]))


def _goes_on(title: str, following: str) -> bool:
    """An open 关于, an open bracket, an organ before its 关于, or a short line with the noun."""
    if "关于" in title[:30] or title.count("《") > title.count("》"):
        return True
    if following.startswith("关于"):
        return organ_of(title) is not None
    noun = _POLICY_END.search(following) or _REPORT_WORDS.search(following[-4:])
    return bool(noun) and len(following) <= 16 and len(title) <= 36


def _cleaned(line: str) -> str:
    return _SPREAD.sub("", line.strip().lstrip("#").strip())


def _can_be_title(line: str) -> bool:
    if not 4 <= len(line) <= 80 or _TITLE_END.search(line) or _NO_TITLE.match(line):
        return False
    return (_HAN.search(line) is not None or line[0].isalpha()) and not is_letterhead(line)
