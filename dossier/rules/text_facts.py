"""The facts of one text: everything the assessment asks of it, found in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dossier.model.editions import Edition
from dossier.model.facts import Passage, TextFacts, Vocabulary
from dossier.rules.contacts import phones
from dossier.rules.counting import counts
from dossier.rules.named_values import named_values
from dossier.rules.remnants import places, remnants
from dossier.rules.text_sketch import digest, plain, sketch, whole_digest

VERSION = "3"
"""Raised with every change of what is found, so that kept facts are found anew."""

_LONGEST_TEXT = 200_000
_MOST = 12
_PAGE = 150
_LACK = "问题|不足(?:之处)?|短板|弱项|差距|困难|瓶颈|挑战|薄弱环节"
_NEXT = "打算|工作|安排|计划|规划|思路|举措|措施|重点|要点|方向|展望|设想|目标|任务"
_NUMBERING = (
    r"[#\s]*(?:[（(]?[一二三四五六七八九十0-9]{1,2}[)）、.．]+|[①-⑩]"
    r"|第[一二三四五六七八九十]{1,2}(?:部分|章|节)[:：、]?)\s*"
)
_LACKING = (
    r"(?:工作中)?(?:当前)?(?:主要)?(?:面临|存在)(?:的)?(?:主要|突出)?"
    rf"(?:{_LACK})(?:[和与及、：:]|$)"
)
_SUMMARY = re.compile(
    r"^.{0,30}(?:工作总结|年度总结|总结报告|工作小结|情况总结|述职报告)(?:[（(].{1,12}[）)])?\s*$"
    rf"|^{_NUMBERING}(?:下一?步(?!骤)|下一?阶段|(?:下一?年度?|明年|来年|下半年|今后)(?:的)?"
    rf"(?:一段时[期间])?(?:的)?(?:工作)?(?:{_NEXT}|努力)|(?:主要)?(?:存在|面临)(?:的)?(?:主要)?(?:{_LACK})"
    rf"|(?:主要|当前)(?:{_LACK})\s*$|工作中的(?:{_LACK})"
    rf"|(?:{_LACK})[和与及、](?:{_LACK}|原因|建议)|20[0-9]{{2}}年(?:度)?(?:工作)?(?:{_NEXT})\s*$"
    r"|工作(?:打算|展望|设想)|努力(?:的)?方向)"
    rf"|^\s*{_LACKING}"
    r"|(?:^|(?<=。))\s*在?(?:下一?步|下一?阶段|今后|接下来)(?:的)?(?:工作)?(?:中|里)?[，,]"
    r"[^。\n]{0,16}?(?:将|要|拟|计划)",
    re.MULTILINE,
)
_SOURCES = re.compile(
    r"(?:数据|资料|数字|材料)(?:均|都|全部|皆)?(?:来源|来自|取自|出自|引自|源[于自]|提供|支持|口径|出处)"
    r"|来源于|来源[:：]|出处|摘自|引自|据[^，。]{0,20}(?:统计|台账|报表|公报|年鉴|数据显示)"
    r"|以上(?:数据|数字|资料)|统计(?:月报|年报|报表|公报|年鉴|口径)"
    r"|(?:系统|平台|台账|年鉴|公报|报表)(?:数据|统计)?显示(?!屏)"
    r"|(?:由|经)[^，。；\n]{2,16}(?:提供|统计|核定|核准)(?=[，。；）)\s]|$)"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    r"(?:https?://|www\.)[\w./?=&%-]{4,}|[\w-]+\.(?:gov|org|com|edu)(?:\.cn)?(?![\w@])"
)
_RURAL = re.compile(
    "全市农村|农村地区|行政村|村民委员会|各?乡镇农村"
    "|农村(?:常住|户籍|低保|留守|困难|贫困)?(?:人口|居民|家庭|住户|群众|学校|公路)"
)
_UNTIL = re.compile(
    r"有效期(?:限)?(?:截至|截止|至|到|为至)[:：]?\s*((?:19|20)[0-9]{2})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日"
)
_YEARS = re.compile(r"有效期(?:限)?[:：]?(?:为|是)?\s*([1-9一二两三四五六七八九十])\s*年")
_ITSELF = re.compile(
    r"(?:^|办法|规定|通知|意见|方案|细则|文件|制度|标准|规范|条例|决定|公告|预案|纲要|规划|称号)的?\s*$"
)
_OF_OTHERS = re.compile("证|执照|资质|批件|批文|签证|合同|保险|药品|食品")
_FOLIO = re.compile(
    r"^[\s\-－—–·]*(?:第\s*)?[0-9]{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*(?:共\s*)?[0-9]{1,4}\s*页?)?[\s\-－—–·]*$",
    re.MULTILINE,
)
_SMALL = {mark: number for number, mark in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def vocabulary(edition: Edition, place_names: frozenset[str]) -> Vocabulary:
    """What to look for because of this edition and this gazetteer."""
    terms = tuple(sorted(set(_terms(edition))))
    figures = tuple(
        sorted(
            {
                name
                for ask in edition.requirements
                for f in ask.figures
                for name in (f.name, *f.spellings)
            }
        )
    )
    said = "\n".join((VERSION, *terms, "", *figures, "", *sorted(place_names)))
    return Vocabulary(terms, figures, place_names, digest(said))


def _terms(edition: Edition) -> Iterator[str]:
    for ask in edition.requirements:
        for policy in ask.cites:
            yield from (policy.name, *policy.spellings)
        calendars = (ask.calendar, *(slot.calendar for slot in ask.slots))
        for day in (day for calendar in calendars if calendar for day in calendar.days):
            yield from (day.name, *day.spellings)


def facts_of(text: str, pages: Sequence[str], words: Vocabulary) -> TextFacts:
    """The facts of a text; ``pages`` are its pages where it has them."""
    text = text[:_LONGEST_TEXT]
    parts = list(enumerate(pages, 1)) if pages else [(None, text)]
    until, years = _validity(text)
    squeezed = "".join(text.split())
    return TextFacts(
        counts=counts(text),
        sketch=sketch(text),
        whole=whole_digest(text),
        pages=tuple(dict.fromkeys(_page_digests(pages))),
        remnants=_first(remnant for page, part in parts for remnant in remnants(part, page)),
        places=_first(place for page, part in parts for place in places(part, words.places, page)),
        values=tuple(v for page, part in parts for v in named_values(part, words.figures, page))[
            :60
        ],
        terms=tuple(term for term in words.terms if term in squeezed),
        summary_words=tuple(dict.fromkeys(m.group().strip() for m in _SUMMARY.finditer(text)))[:5],
        sources_named=bool(_SOURCES.search(text)),
        contacts=tuple(_contacts(text)),
        rural=bool(_RURAL.search(text)),
        valid_until=until,
        valid_years=years,
    )


def _first(found: Iterator[Passage]) -> tuple[Passage, ...]:
    """Each wording once, at most a dozen: enough to show."""
    kept: dict[str, Passage] = {}
    for passage in found:
        kept.setdefault(passage.words, passage)
        if len(kept) == _MOST:
            break
    return tuple(kept.values())


def _page_digests(pages: Sequence[str]) -> Iterator[str]:
    if len(pages) > 1:
        for page in pages:
            if len(plain(page)) >= _PAGE:
                yield digest("".join(_FOLIO.sub("", page).split()))


def _contacts(text: str) -> Iterator[str]:
    if phones(text):
        yield "phone"
    for name, pattern in (("email", _EMAIL), ("url", _URL)):
        if pattern.search(text):
            yield name


def _validity(text: str) -> tuple[str | None, int | None]:
    """How long the paper itself holds; licences and cards it speaks of are none of it."""
    for match in _UNTIL.finditer(text):
        year, month, day = (int(part) for part in match.groups())
        if 1 <= month <= 12 and 1 <= day <= 31 and _of_itself(text, match.start()):
            return f"{year:04d}-{month:02d}-{day:02d}", None
    for match in _YEARS.finditer(text):
        if _of_itself(text, match.start()):
            return None, _SMALL.get(match[1]) or int(match[1])
    return None, None


def _of_itself(text: str, at: int) -> bool:
    sentence = re.split(r"[。；\n]", text[max(0, at - 80) : at])[-1]
    clause = re.split(r"[，,（(]", sentence)[-1]
    return bool(_ITSELF.search(clause)) and not _OF_OTHERS.search(sentence)
