"""Titles and heads of office papers: which line is the title, whose head it is, what kind it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dossier.model.extraction import Extraction
from dossier.rules.letterheads import is_letterhead, organ_of

_HAN = re.compile("[\u3400-\u9fff]")
_POLICY_END = re.compile(
    r"(?:通知|意见|办法|方案|规定|细则|条例|决定|规划|计划|制度|批复|公告|通告|通报|要点|公约|章程|纪要|决议|命令|倡议书|公开信|承诺书|请示|令|函|解释|修正案|(?<![做方书])法)"
    r"(?:[（(][^）)]*[）)])?$"
)
_REPORT_WORDS = re.compile(r"报告|情况|说明|总结|汇报|小结|综述|简报|自评|台账")
_TABLE_END = re.compile(r"(?:表|台账|名单|清单|花?名册|明细|目录|一览)$")
_OPINION_WORDS = re.compile(r"评价意见|评估意见|考核意见|鉴定意见|上级评价")
_TITLE_END = re.compile(r"[。；;，,：:！!？?]$")
_NO_TITLE = re.compile(
    r"^(?:附件\s*[0-9一二三四五六七八九十]*|第?\s*[0-9]+\s*页?|[-—\s0-9./]+|签发人.*|特急|加急|特提|平急"
    r"|(?:绝密|机密|秘密)\s*(?:★.*)?|内部.*|索引号.*|[12][0-9]{3}\s*年.{1,8}[日号]|.*(?:…\s*){3,}.*"
    r"|sheet\s*\d*|[A-Za-z]{0,4}[0-9][-/0-9A-Za-z]*|[<*•·●■◆▲—|/=+].*|.*[¥￥].*|edited by .*|copyright .*|.*evaluation only.*"
    r"|[（(]?\s*[一二三四五六七八九〇○零\d]{4}\s*年.{1,8}[日号月]\s*[）)]?|[^。]{2,14}[〔［\[（(【]\s*(?:19|20)\d{2}\s*[〕］\]）)】]第?\s*\d+\s*号(?:签发人.*)?)$",
    re.IGNORECASE,
)
_SITE = re.compile(r"\s*[-_—|·].{3,30}$")
_CONTENTS = re.compile(r"^(?:目\s*[录次]|(?:table of )?contents)$", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"[0-9A-Z]{9,}")
_NUMBERED_PAPER = re.compile(r"(发票|收据|凭证|证书|执照|许可证)\s*[0-9A-Z]{6,}$")
_DATED = re.compile(r"^[（(]?\s*[一二三四五六七八九〇○零\d]{4}\s*年")
_FORWARDED = re.compile(r"^(?:(?:re|fwd?|回复|答复|转发?)\s*[:：]\s*)+", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:(?:填报|填表|制表|报送|编制|发文|发布|公开|主送|承办)?(?:单位|机关|机构|部门|日期|时间)(?:名称)?"
    r"|(?:填报|填表|制表|审核|联系|负责)人|来源|作者|索引号|主题词|主题分类|文号|发文字号|联系电话|名称)"
    r"(?:[（(].{1,4}[）)])?\s*[:：]"
)
_MADE_BY_PROGRAMS = re.compile(
    r"^(?:microsoft |untitled|无标题|未命名|新建|文档\s*\d*$|document\s*\d*$|slide\s*\d*$"
    r"|幻灯片\s*\d*$|powerpoint|演示文稿|book\s*\d*$|工作簿|pdf|wps|doc\d*$|normal|scan|扫描|\W*$|\d+$)"
    r"|\.(?:docx?|wps|pdf|xlsx?|pptx?|indd|cdr|dwg|rtf|tmp|png|jpe?g|tiff?|bmp|html?|txt)$",
    re.IGNORECASE,
)
_REMAINDER = re.compile(
    r"^(?:的[\u4e00-\u9fff]{2,6}|[（(](?:试行|暂行|征求意见稿|草案|修订|送审稿)[^）)]*[）)])$"
)
TABLES = frozenset({"xlsx", "xls", "xlsb", "ods", "et", "csv"})
_HEADING_LINES = 5
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
    if "width" in extraction.metadata and "ocr_engine" not in extraction.metadata:
        return Title(stem_of(name), "name")
    if extraction.format in TABLES:
        return _heading(head, name)
    if number_line is not None and (beside := _beside_number(head, number_line)):
        return Title(beside, "text")
    embedded = _embedded(extraction, head)
    if is_sensible(embedded):
        return Title(embedded[:200], "metadata")
    first = _joined(head) if extraction.usable is not False else ""
    return Title(first, "text") if first else Title(stem_of(name), "name")


def _embedded(extraction: Extraction, head: Sequence[str]) -> str:
    """The embedded title without 转发：, and without the name of a site behind a title that stands
    on the page.
    """
    title = _FORWARDED.sub("", " ".join(str(extraction.metadata.get("title", "")).split()))
    shown = (_joined(head[at:]) for at in range(min(len(head), 12)))
    return next((line for line in shown if line and _SITE.match(title.removeprefix(line))), title)


def _heading(head: Sequence[str], name: str) -> Title:
    """What stands over all columns of a table, else the file's name, which says what it is."""
    for line in head[:_HEADING_LINES]:
        heading = _cleaned(line)
        alone = "\t" not in line and len(heading) >= 6 and not _LABEL.match(heading)
        if alone and _HAN.search(heading) and _can_be_title(heading):
            return Title(heading, "text")
        if "\t" in line and not _LABEL.match(heading):
            break
    return Title(stem_of(name), "name")


def _beside_number(head: Sequence[str], number_line: int) -> str:
    """Below the number in a paper; above it in a web copy, where it is a line of the caption."""
    above = _joined(head[:number_line])
    if above and (kind_by_title(above, red_head=False) or _TABLE_END.search(above)):
        return above
    return _joined(head[number_line + 1 :])


def is_sensible(title: str) -> bool:
    """Whether an embedded title was meant by a person rather than left by a program."""
    return len(title) >= 4 and "\ufffd" not in title and not _MADE_BY_PROGRAMS.search(title)


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
    """The first line that can be a title, with its continuation of at most three lines. A line that
    only names an organ gives way to a title below it; a table of contents has none.
    """
    organ = ""
    for index, line in enumerate(lines[:12]):
        first = _cleaned(line)
        if _CONTENTS.match(first):
            break
        if not _can_be_title(first):
            continue
        rest = (_cleaned(following) for following in lines[index + 1 : index + 4])
        title = _continued(first, list(rest))
        if title != first or organ_of(first) is None:
            named = not organ or kind_by_title(title, red_head=False)
            return title if named else organ
        organ = organ or first
    return organ


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
        if _DATED.match(following) and _is_closed(title) and "日" in following:
            break
        title += following
    return title


def _is_finished(title: str) -> bool:
    noun = _POLICY_END.search(title) or _REPORT_WORDS.search(title[-4:])
    return _is_closed(title) and bool(noun)


def _is_closed(title: str) -> bool:
    return title.count("《") <= title.count("》") and title.count("（") <= title.count("）")


def _goes_on(title: str, following: str) -> bool:
    """An open 关于, an open bracket, an organ before its 关于, or a short line with the noun."""
    if "关于" in title[:30] or not _is_closed(title):
        return True
    if following.startswith("关于"):
        return organ_of(title) is not None
    noun = _POLICY_END.search(following) or _REPORT_WORDS.search(following[-4:])
    return bool(noun) and len(following) <= 16 and len(title) <= 36


def _cleaned(line: str) -> str:
    plain = _SPREAD.sub("", line.strip().lstrip("#").strip())
    return _NUMBERED_PAPER.sub(r"\1", plain)


def _can_be_title(line: str) -> bool:
    wrong = (_TITLE_END.search, _NO_TITLE.match, _LABEL.match, _LONG_NUMBER.search)
    if not 4 <= len(line) <= 80 or any(found(line) for found in wrong):
        return False
    return (_HAN.search(line) is not None or line[0].isalpha()) and not is_letterhead(line)
