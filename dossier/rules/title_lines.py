"""Which lines can be a title, and how a title goes on over several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dossier.rules.letterheads import is_letterhead, organ_of

_HAN = re.compile("[\u3400-\u9fff]")
_NOUNS = (
    "通知|意见|办法|方案|规定|细则|条例|决定|规划|计划|制度|批复|公告|通告|通报|要点|公约|章程|纪要|决议|命令"
    "|倡议书|公开信|承诺书|请示|令|函|解释|修正案"
)
_POLICY_END = re.compile(rf"(?:{_NOUNS}|(?<![做方书])法)(?:[（(][^）)]*[）)])?$")
_REPORT_WORDS = re.compile(r"报告|情况|说明|总结|汇报|小结|综述|简报|自评|台账")
_OPINION_WORDS = re.compile(r"评价意见|评估意见|考核意见|鉴定意见|上级评价")
_TITLE_END = re.compile(r"[。；;，,：:！!？?]$")
_NO_TITLE = re.compile(
    r"^(?:附件\s*[0-9一二三四五六七八九十]*|第?\s*[0-9]+\s*页?|[-—\s0-9./]+|签发人.*|特急|加急|特提|平急"
    r"|(?:绝密|机密|秘密)\s*(?:★.*)?|内部.*|索引号.*|[12][0-9]{3}\s*年.{1,8}[日号]|.*(?:…\s*){3,}.*"
    r"|sheet\s*\d*|[A-Za-z]{0,4}[0-9][-/0-9A-Za-z]*|[<*•·●■◆▲—|/=+].*|.*[¥￥].*"
    r"|edited by .*|copyright .*|.*evaluation only.*"
    r"|.*\s(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
    r"|[（(]?\s*[一二三四五六七八九〇○零\d]{4}\s*年.{1,8}[日号月]\s*[）)]?"
    r"|[^。]{2,14}[〔［\[（(【]\s*[12１２lI][\dlIOo]{3}\s*[〕］\]）)】]第?\s*[\dlIOo]+\s*号(?:签发人.*)?)$",
    re.IGNORECASE,
)
"""Marks of the head, page numbers, entries of contents, amounts, dates, numbers of papers."""
_MASTHEAD = re.compile(r"^(?!.*关于).{0,16}(?:纪要|简报|快报|专报)$")
_CONTENTS = re.compile(r"^(?:目\s*[录次]|(?:table of )?contents)$", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"[0-9A-Z]{9,}")
_NUMBERED_PAPER = re.compile(r"(发票|收据|凭证|证书|执照|许可证)\s*[0-9A-Z]{6,}$")
_DATED = re.compile(r"^[（(]?\s*[一二三四五六七八九〇○零\d]{4}\s*年")
_LABEL = re.compile(
    r"^(?:(?:填报|填表|制表|报送|编制|发文|发布|公开|主送|承办)?(?:单位|机关|机构|部门|日期|时间)(?:名称)?"
    r"|地点|人物|主题|背景|事由|(?:填报|填表|制表|审核|联系|负责)人|来源|作者|索引号|主题词|主题分类|文号|发文字号|联系电话|名称)"
    r"(?:[（(].{1,4}[）)])?\s*[:：]"
)
_REMAINDER = re.compile(
    r"^(?:的[\u4e00-\u9fff]{2,6}|[（(](?:试行|暂行|征求意见稿|草案|修订|送审稿)[^）)]*[）)])$"
)
_GAP = re.compile(
    r"(?<=[\u3400-\u9fff《》“”（）]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z]) (?=[\u3400-\u9fff《》“”（）])"
)
_SPREAD = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


def title_in(lines: Sequence[str]) -> str:
    """The first line that can be a title, with its continuation of at most three lines. A line that
    only names an organ or a periodical (会议纪要) gives way to a title below it, as one that says
    more and ends in the same words; a table of contents has none.
    """
    weak = ""
    for index, line in enumerate(lines[:12]):
        first = cleaned(line)
        if _CONTENTS.match(first):
            break
        if not can_be_title(first):
            continue
        rest = (cleaned(following) for following in lines[index + 1 : index + 4])
        title = _continued(first, list(rest))
        if title == first and _only_names(first, weak):
            weak = weak or first
        elif not weak or kind_by_title(title, red_head=False):
            return _tight(title)
    return weak


def _tight(title: str) -> str:
    """A title without the gaps that typesetting leaves between Chinese and figures or Latin."""
    return _GAP.sub("", title)


def _only_names(line: str, above: str) -> bool:
    """Whether a line is an organ's name or a masthead, but for one that says more than the masthead
    ``above`` it.
    """
    if above and is_masthead(above) and line.endswith(above):
        return False
    return organ_of(line) is not None or is_masthead(line)


def is_masthead(line: str) -> bool:
    """Whether a line is what minutes and briefings are called, whatever they are about."""
    return _MASTHEAD.match(line) is not None


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
    """An open 关于, an open bracket, an organ before 关于 or 印发, a short line with the noun."""
    if "关于" in title[:30] or not _is_closed(title):
        return True
    if following.startswith(("关于", "印发", "转发", "批转")):
        return organ_of(title) is not None
    noun = _POLICY_END.search(following) or _REPORT_WORDS.search(following[-4:])
    return bool(noun) and len(following) <= 16 and len(title) <= 36


def cleaned(line: str) -> str:
    """A line without marks of Markdown, the gaps of a wide heading, the number of an invoice."""
    plain = _SPREAD.sub("", line.strip().lstrip("#").strip())
    return _NUMBERED_PAPER.sub(r"\1", plain)


def can_be_title(line: str) -> bool:
    """Whether a cleaned line reads like a title."""
    wrong = (_TITLE_END.search, _NO_TITLE.match, _LABEL.match, _LONG_NUMBER.search)
    if not 4 <= len(line) <= 80 or any(found(line) for found in wrong):
        return False
    return (_HAN.search(line) is not None or line[0].isalpha()) and not is_letterhead(line)


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


def is_labelled(line: str) -> bool:
    """Whether a line of a form says what stands behind its colon: 填报单位：区教育局."""
    return _LABEL.match(line) is not None


def has_han(line: str) -> bool:
    """Whether it is Chinese at all."""
    return _HAN.search(line) is not None
