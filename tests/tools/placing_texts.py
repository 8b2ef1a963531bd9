"""Papers as clerks send them, for measuring how well proposals find the ask.

How the texts were made. ``placing_facts.txt`` holds for each of the 204 asks of ``wmcq-2017`` three
titles and three sentences. They were written by hand before any weight was fitted, from knowledge
of such papers, under one rule: say the matter as a clerk would, do not repeat the ask's sentence.
Names of things (志愿者, 非遗, 献血 …) do recur, as they do in life. A paper is a title framed as
its kind, one or two sentences of its ask, and sentences that stand in every paper; one in seven has
a file name that says nothing, photographs have no text, one paper in five comes from a cooperating
unit, one in twenty from a folder nobody knows. Every other ask serves fitting only; what is
reported is measured on the other half. The author of the facts also wrote the list of alike words,
so texts by other hands remain the better judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from dossier.model.editions import Edition, Requirement
from dossier.rules.ranking import Paper
from dossier.rules.title_lines import kind_by_title

ALL = (0, 1, 2)
FACTS = Path(__file__).with_name("placing_facts.txt")

_EVERYWHERE = (
    "区委、区政府高度重视，成立专班，明确责任人和完成时限。",
    "各街道、各部门结合实际，制定措施，层层抓好落实。",
    "通过广泛宣传，营造了浓厚氛围，得到居民好评。",
    "今年以来，我单位按照创建任务分工，认真组织实施。",
    "下一步，我们将总结经验，查找不足，建立健全长效机制。",
    "以上数据来源于本单位工作台账，有据可查。",
    "各社区积极参与，志愿者、党员、学生踊跃报名。",
    "活动期间发放宣传材料三千余份，接待咨询群众两百人次。",
    "区文明办、宣传部到现场检查指导，给予充分肯定。",
)
_POLICY_END = ("办法", "方案", "意见", "规定", "计划", "规划", "制度", "细则", "规则", "预案")
_REPORT_TAIL = ("情况说明", "工作情况", "总结", "汇报材料", "情况", "")
_EMPTY_NAMES = (
    "工作总结最终版",
    "新建 Microsoft Word 文档",
    "扫描件0012",
    "材料（修改稿）",
    "上报稿2",
)
_EMPTY_PHOTOS = ("IMG_20170{n}", "现场照片{n}", "微信图片_2017060{n}", "DSC0{n}")
_SWAPS = (
    ("居民", "市民"),
    ("举办", "组织"),
    ("开展", "组织开展"),
    ("发放", "派发"),
    ("制定", "出台"),
    ("全区", "辖区"),
)
_EXTENSIONS = {"policy": "pdf", "opinion": "pdf", "report": "docx", "table": "xlsx", "photo": "jpg"}
_FORMATS = {"jpg": "jpeg"}


@dataclass(frozen=True, slots=True)
class Fact:
    """An ask's matter in other words."""

    code: str
    titles: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paper and the ask it was written for."""

    code: str
    paper: Paper


@cache
def facts() -> tuple[Fact, ...]:
    """Every ask's facts, in the file's order."""
    rows = FACTS.read_text("utf-8").splitlines()
    cells = [row.split(";") for row in rows if row and not row.startswith("#")]
    return tuple(Fact(c, tuple(t.split("|")), tuple(s.split("|"))) for c, t, s in cells)


def papers(
    edition: Edition, chosen: Sequence[Fact], seed: int, variants: Sequence[int] = ALL
) -> list[Labelled]:
    """One paper for each slot of each chosen ask, in these variants of the wording."""
    made: list[Labelled] = []
    for fact in chosen:
        requirement = edition.requirement(fact.code)
        assert requirement is not None, fact.code
        for slot in requirement.slots:
            luck = Random(f"{seed} {fact.code} {slot.kind}")
            paper = write(edition, requirement, fact, slot.kind, luck, variants)
            made.append(Labelled(fact.code, paper))
    return made


def fitting() -> tuple[Fact, ...]:
    """The asks weights are fitted on."""
    return facts()[::2]


def held_out() -> tuple[Fact, ...]:
    """The asks figures are reported on."""
    return facts()[1::2]


def write(
    edition: Edition,
    requirement: Requirement,
    fact: Fact,
    kind: str,
    luck: Random,
    variants: Sequence[int],
) -> Paper:
    """One paper of a kind for an ask."""
    variant = luck.choice(variants)
    matter = fact.titles[variant]
    unit = _unit(edition, requirement, luck)
    if kind == "photo":
        return _photo(matter, unit, luck)
    title = _title(matter, kind, luck)
    sentences = [fact.sentences[luck.choice(variants)]]
    if luck.random() < 0.5:
        sentences.append(fact.sentences[luck.choice(variants)])
    body = [_swapped(text, luck) + "。" for text in dict.fromkeys(sentences)]
    body += luck.sample(_EVERYWHERE, luck.randint(1, 4))
    luck.shuffle(body)
    extension = _EXTENSIONS[kind]
    guessed = "table" if kind == "table" else kind_by_title(title, red_head=kind == "policy")
    empty = luck.random() < 0.15
    stem = luck.choice(_EMPTY_NAMES) if empty else title
    return Paper(
        name=f"{stem}.{extension}",
        title=stem if kind == "table" else title,
        text="\n".join((title, *body)),
        unit=unit,
        category=_category(unit),
        kind=guessed,
        format=extension,
    )


def _photo(matter: str, unit: str | None, luck: Random) -> Paper:
    number = luck.randint(10, 99)
    if luck.random() < 0.5:
        name = f"{matter}({number}).jpg"
        folders: tuple[str, ...] = ()
    else:
        name = luck.choice(_EMPTY_PHOTOS).format(n=number) + ".jpg"
        folders = (matter,)
    stem = name.removesuffix(".jpg")
    category = _category(unit)
    return Paper(name, folders, stem, unit=unit, category=category, kind="photo", format="jpeg")


def _category(unit: str | None) -> str:
    return "街道" if unit and unit.endswith("街道") else "部门"


def _title(matter: str, kind: str, luck: Random) -> str:
    if kind == "policy":
        regulation = matter if matter.endswith(_POLICY_END) else f"{matter}实施方案"
        return luck.choice((f"关于印发《{regulation}》的通知", regulation, f"{regulation}（试行）"))
    if kind == "table":
        return matter if matter.endswith(("表", "统计", "一览")) else f"{matter}统计表"
    if kind == "report":
        tail = "" if matter.endswith("情况") else luck.choice(_REPORT_TAIL)
        return luck.choice((f"关于{matter}{tail or '情况'}的说明", f"{matter}{tail}"))
    return matter if matter.startswith("关于") else luck.choice((matter, f"关于{matter}的复函"))


def _swapped(text: str, luck: Random) -> str:
    for one, other in _SWAPS:
        if luck.random() < 0.3:
            text = text.replace(one, other)
    return text


def _unit(edition: Edition, requirement: Requirement, luck: Random) -> str | None:
    """A leading unit, one time in five a cooperating one, one in twenty nobody we know."""
    if luck.random() < 0.05:
        return None
    names = [unit.name for unit in edition.units]
    helpers = [name for name in requirement.cooperating if name in names]
    if "各街道" in requirement.cooperating:
        helpers += ["东门街道"]
    elif len(helpers) < len(requirement.cooperating):
        helpers += luck.sample(names, 3)
    if requirement.lead and not (helpers and luck.random() < 0.2):
        return luck.choice(requirement.lead)
    return luck.choice(helpers or names)
