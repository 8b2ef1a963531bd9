"""Papers and tables made from known fields, as offices write them.

``truth_formats`` writes them to files; reading and describing must give the fields back.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from dossier.model.records import Description
from tests.tools.make_files import FONT

FIELDS = ("number", "issued", "title", "issuer")
"""The fields that must come back."""
_PLACES = ("幸福区", "云溪区", "青澜市", "东湖县", "临江区", "石桥街道", "武城市")
_ORGANS = (
    "精神文明建设委员会办公室", "人民政府办公室", "教育局", "民政局", "城市管理局", "文化和旅游局",
    "卫生健康委员会", "交通运输局", "公安局", "妇女联合会", "总工会", "生态环境分局",
    "市场监督管理局",
)  # fmt: skip
_TOPICS = (
    "文明交通志愿服务", "未成年人思想道德建设", "城区环境卫生整治", "诚信建设", "全民阅读",
    "文明养犬", "垃圾分类", "校园周边环境治理", "“我们的节日”主题活动", "道德模范学习宣传",
    "窗口行业优质服务",
    "网络文明建设",
)  # fmt: skip
_SHAPES = (
    ("关于印发《{year}年{topic}工作方案》的通知", "policy"),
    ("关于进一步加强{topic}的实施意见", "policy"),
    ("关于开展{topic}专项行动的通知", "policy"),
    ("关于成立{topic}工作领导小组的通知", "policy"),
    ("关于{year}年{topic}工作情况的报告", "report"),
    ("{topic}管理办法（试行）", "policy"),
    ("关于商请支持{topic}工作的函", "policy"),
    ("关于表彰{topic}先进集体和先进个人的决定", "policy"),
)
_SENTENCES = (
    "根据区委、区政府统一部署，现就有关事项通知如下。",
    "各单位要高度重视，加强组织领导，明确责任分工，确保各项任务落到实处。",
    "一、健全工作机制。建立联席会议制度，定期研究解决突出问题。",
    "二、广泛宣传发动。充分利用报刊、广播、电视、网络等媒体开展宣传。",
    "三、强化督促检查。每季度开展一次实地检查，结果予以通报。",
    "请于2023年11月30日前将落实情况报送至办公室，联系电话：0512-65123456。",
    "根据《中共中央关于加强和改进工作的意见》（中发〔2016〕22号）精神，结合实际制定本方案。",
)
_BRACKETS = (
    ("〔", "〕"),
    ("〔", "〕"),
    ("〔", "〕"),
    ("[", "]"),
    ("(", ")"),
    ("（", "）"),
    ("【", "】"),
)
_HAN = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: the fields it states, empty where it does not, and its lines as they stand on
    the page; a table has rows instead, the cells of a line parted by tabs.
    """

    issuer: str
    number: str
    title: str
    issued: str
    lines: tuple[str, ...]


def paper(seed: int) -> Paper:
    """The paper of this seed."""
    luck = Random(seed)
    place, organ, topic = luck.choice(_PLACES), luck.choice(_ORGANS), luck.choice(_TOPICS)
    issuer, year = place + organ, luck.randint(2019, 2025)
    month, day = luck.randint(1, 12), luck.randint(1, 28)
    shape, _kind = luck.choice(_SHAPES)
    title = shape.format(year=year, topic=topic)
    code = f"{place[0]}{organ[0]}{luck.choice('发字办函')}"
    serial = luck.randint(1, 199)
    opened, closed = luck.choice(_BRACKETS)
    written = f"{code}{opened}{year}{closed}{serial}号"
    head = luck.choice((f"{issuer}文件", " ".join(f"{issuer}文件"), issuer))
    date = f"{year}年{month}月{day}日"
    shown = luck.choice((date, date, date, _in_han(year, month, day)))
    body = [luck.choice(_SENTENCES) for _ in range(luck.randint(4, 9))]
    lines = (
        *luck.choice(((), (), ("000012",), ("特急",))),
        head,
        written,
        *_broken(title, luck),
        luck.choice(("各街道办事处，各有关单位：", "各镇人民政府，区直各部门：")),
        *body,
        *luck.choice(((), ("附件：1.任务分工表",))),
        issuer,
        shown,
        *luck.choice(((), ("（此件公开发布）",), ("抄送：区委办公室，区人大常委会办公室。",))),
        *luck.choice(((), (f"{issuer}  {year}年{month}月{day}日印发",))),
    )
    return Paper(issuer, f"{code}〔{year}〕{serial}号", title, f"{year}-{month:02}-{day:02}", lines)


def _broken(title: str, luck: Random) -> tuple[str, ...]:
    """A title on one line, or broken where its line is full."""
    if len(title) <= 16 or luck.random() < 0.5:
        return (title,)
    cut = luck.randint(len(title) // 2, len(title) - 3)
    return title[:cut], title[cut:]


def _in_han(year: int, month: int, day: int) -> str:
    return f"{''.join(_HAN[int(d)] for d in str(year))}年{_small(month)}月{_small(day)}日"


def _small(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_HAN[tens]}十"
    return ten + (_HAN[ones] if ones else "")


def varied(seed: int) -> Paper:
    """The paper of this seed in one of the shapes that are harder than a plain red head."""
    luck = Random(seed)
    shapes = (
        _joint, _letter, _report, _signed_in_one_line, _furnished, _upward, _minutes, _decree,
        _notice, _party, _middle, _statement, _plan, _periodical,
    )  # fmt: skip
    place = luck.randrange(len(shapes) + 2)
    return shapes[place](luck) if place < len(shapes) else paper(seed)


@dataclass(frozen=True, slots=True)
class _Draft:
    """What every shape needs: who writes, about what, when."""

    place: str
    organ: str
    topic: str
    year: int
    month: int
    day: int
    number: str

    @property
    def issuer(self) -> str:
        return self.place + self.organ

    @property
    def issued(self) -> str:
        return f"{self.year}-{self.month:02}-{self.day:02}"

    @property
    def date(self) -> str:
        return f"{self.year}年{self.month}月{self.day}日"


def _draft(luck: Random) -> _Draft:
    place, organ, topic = luck.choice(_PLACES), luck.choice(_ORGANS), luck.choice(_TOPICS)
    year, month, day = luck.randint(2019, 2025), luck.randint(1, 12), luck.randint(1, 28)
    number = f"{place[0]}{organ[0]}{luck.choice('发字办函')}〔{year}〕{luck.randint(1, 199)}号"
    return _Draft(place, organ, topic, year, month, day, number)


def _body(luck: Random) -> list[str]:
    return [luck.choice(_SENTENCES) for _ in range(luck.randint(4, 9))]


def _joint(luck: Random) -> Paper:
    """Two organs write together: their names above each other, 文件 behind or below them."""
    draft = _draft(luck)
    second = draft.place + luck.choice([organ for organ in _ORGANS if organ != draft.organ])
    title = f"关于联合开展{draft.topic}活动的通知"
    heads = luck.choice(((f"{second}文件",), (second, "文件"), (f"{second}  文件",)))
    lines = (
        draft.issuer, *heads, draft.number, *_broken(title, luck), "各有关单位：", *_body(luck),
        f"{draft.issuer}    {second}", draft.date,
    )  # fmt: skip
    return Paper(f"{draft.issuer}、{second}", draft.number, title, draft.issued, lines)


def _letter(luck: Random) -> Paper:
    """A letter: no 文件 in its head, the number at the right, the signer beside it at times."""
    draft = _draft(luck)
    title = f"{draft.issuer}关于商请协助开展{draft.topic}的函"
    number = luck.choice((draft.number, f"{draft.number}        签发人：王志远"))
    heads = luck.choice(((title,), (draft.issuer, title.removeprefix(draft.issuer))))
    lines = (
        draft.issuer, number, *heads, "区人民政府办公室：", *_body(luck),
        "特此函商，请予支持为盼。", draft.issuer, draft.date,
    )  # fmt: skip
    return Paper(draft.issuer, draft.number, title, draft.issued, lines)


def _report(luck: Random) -> Paper:
    """A report without head or number: its title first, who wrote it and when below it or last."""
    draft = _draft(luck)
    title = luck.choice(
        ("{y}年{t}工作情况报告", "{t}工作总结", "关于{t}工作情况的说明", "{y}年上半年{t}工作汇报")
    )
    title = title.format(y=draft.year, t=draft.topic)
    signed = (draft.issuer, luck.choice((draft.date, f"（{draft.date}）")))
    body = ("区精神文明建设委员会：", *_body(luck))
    lines = luck.choice(((title, *signed, *body), (title, *body, *signed)))
    return Paper(draft.issuer, "", title, draft.issued, lines)


def _signed_in_one_line(luck: Random) -> Paper:
    """Organ and date of the signature share a line, as typists who know no tab stops do."""
    draft = _draft(luck)
    title = f"关于报送{draft.topic}工作情况的报告"
    spaces = " " * luck.randint(2, 8)
    lines = (
        f"{draft.issuer}文件", draft.number, *_broken(title, luck), "区委、区政府：", *_body(luck),
        f"{draft.issuer}{spaces}{draft.date}",
    )  # fmt: skip
    return Paper(draft.issuer, draft.number, title, draft.issued, lines)


def _furnished(luck: Random) -> Paper:
    """Page numbers between the lines, a spread-out date, an attachment with days of its own."""
    draft = _draft(luck)
    title = f"关于印发《{draft.year}年{draft.topic}实施方案》的通知"
    date = f"{draft.year} 年 {draft.month} 月 {draft.day} 日"
    later = f"{draft.year + 1}年1月5日"
    lines = (
        "000007", "机密★1年", "特急", " ".join(f"{draft.issuer}文件"),
        f"{draft.number}　　签发人：李建国", *_broken(title, luck), "各有关单位：", *_body(luck),
        "— 1 —", *_body(luck)[:2], "附件：1.实施方案", "2.任务分工表", draft.issuer, date,
        "（联系人：张华，联系电话：65123456）", "— 2 —", "附件1", f"{draft.topic}实施方案",
        "一、时间安排", f"第一阶段：{draft.date}至{later}。", "附件2", "任务分工表",
        "序号\t任务\t责任单位",
        f"1\t宣传发动\t{draft.issuer}", f"抄送：{draft.place}委办公室。",
        f"{draft.issuer}    {draft.date}印发",
    )  # fmt: skip
    return Paper(draft.issuer, draft.number, title, draft.issued, lines)


def _wide(text: str) -> str:
    """With the digits of a Chinese input method."""
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def _upward(luck: Random) -> Paper:
    """A request to a higher level: 签发人 beside the number, wide digits, three lines of title."""
    draft = _draft(luck)
    title = f"{draft.issuer}关于解决{draft.topic}工作经费和人员编制有关问题的请示"
    cut, after = len(draft.issuer), len(title) - luck.randint(8, 12)
    lines = (
        f"{draft.issuer}文件", f"{_wide(draft.number)}    签 发 人：欧阳明", title[:cut],
        title[cut:after], title[after:], "区人民政府：", *_body(luck),
        "妥否，请批示。", draft.issuer, _wide(draft.date), "（联系人：张华，电话：65123456）",
    )  # fmt: skip
    return Paper(draft.issuer, draft.number, title, draft.issued, lines)


def _minutes(luck: Random) -> Paper:
    """Minutes: whose they are and of when on one line below the head, the day of the meeting in the
    text, who took part below.
    """
    draft = _draft(luck)
    title = f"关于研究{draft.topic}工作的会议纪要"
    met = f"{draft.year}年{draft.month}月{max(1, draft.day - 1)}日下午，会议在三楼会议室召开。"
    lines = (
        "专题会议纪要", draft.number, f"{draft.issuer}    {draft.date}", title, met,
        *_body(luck), "出席：王志远、李建国、刘洋。", "记录：陈静。",
    )  # fmt: skip
    return Paper(draft.issuer, draft.number, title, draft.issued, lines)


def _decree(luck: Random) -> Paper:
    """A public notice without a number: its title names the organ; round zeros in the date."""
    draft = _draft(luck)
    title = f"{draft.issuer}关于加强{draft.topic}管理的{luck.choice(('通告', '公告'))}"
    date = _in_han(draft.year, draft.month, draft.day).replace("〇", luck.choice("○〇零O"))
    lines = (title, *_body(luck), "特此通告。", draft.issuer, date)
    return Paper(draft.issuer, "", title, draft.issued, lines)


def _notice(luck: Random) -> Paper:
    """A notice that asks for things until days of its own, with a form to be returned behind it."""
    draft = _draft(luck)
    title = f"关于报送{draft.topic}资料的通知"
    number = draft.number.replace("〕", "〕第")
    asked = f"一、牵头单位：{draft.place}教育局，{draft.year}年12月1日前完成。"
    lines = (
        f"{draft.issuer}文件", number, title, "各有关单位：", *_body(luck), asked,
        "二、联系人：王芳，邮箱：wmb@example.gov.cn。", "附件：1.报送回执", "      2.联系人名单",
        draft.issuer, draft.date, "附件1", "报送回执", "单位（盖章）：", "填报日期：    年  月  日",
        "附件2", "联系人名单", f"{draft.place}民政局", f"{draft.year}年1月1日",
    )  # fmt: skip
    return Paper(draft.issuer, draft.number, title, draft.issued, lines)


def _party(luck: Random) -> Paper:
    """Party and government together: both names in the head and below, a forwarded paper inside."""
    draft = _draft(luck)
    both = f"中共{draft.place}委办公室", f"{draft.place}人民政府办公室"
    title = f"中共{draft.place}委办公室  {draft.place}人民政府办公室关于转发"
    title = f"{''.join(title.split())}《{draft.topic}实施细则》的通知"
    lines = (
        *both, "文件", draft.number, f"{both[0]}  {both[1]}", title.removeprefix("".join(both)),
        "各街道党工委、办事处：", *_body(luck), *both, draft.date, "（此件公开发布）",
        f"{draft.topic}实施细则", "第一条 为了规范有关工作，制定本细则。", "第二条 即日施行。",
    )  # fmt: skip
    return Paper("、".join(both), draft.number, title, draft.issued, lines)


def _middle(luck: Random) -> Paper:
    """Three organs write together, 文件 beside the middle one; they sign in two rows."""
    draft = _draft(luck)
    second, third = (
        draft.place + organ
        for organ in luck.sample([organ for organ in _ORGANS if organ != draft.organ], 2)
    )
    title = f"关于开展{draft.topic}联合检查的通知"
    number = draft.number.replace("1", luck.choice("1l"))
    lines = (
        draft.issuer, f"{second}      文件", third, number, *_broken(title, luck), "各有关单位：",
        *_body(luck), f"{draft.issuer}    {second}", third, draft.date,
    )  # fmt: skip
    issuer = "、".join((draft.issuer, second, third))
    return Paper(issuer, draft.number, title, draft.issued, lines)


def _statement(luck: Random) -> Paper:
    """A unit explains itself on plain paper, its stamp announced behind its name."""
    draft = _draft(luck)
    issuer = draft.place + luck.choice(
        (
            "云水社区居民委员会",
            "综合行政执法队",
            "第三实验幼儿园",
            "气象台",
            "供销合作社",
            "人民公园",
        )
    )
    title = luck.choice(("情况说明", f"关于{draft.topic}不涉及的情况说明"))
    stamp = luck.choice(("（盖章）", "（公章）", "(盖章)", ""))
    first = f"{draft.year}年{luck.choice(('元', '1', '一'))}月{draft.day}日"
    lines = (title, *_body(luck), "特此说明。", f"{issuer}{stamp}", first)
    return Paper(issuer, "", title, f"{draft.year}-01-{draft.day:02}", lines)


def _plan(luck: Random) -> Paper:
    """A plan that gives the day of its activity a line of its own, signed or not."""
    draft = _draft(luck)
    title = f"{draft.topic}活动方案"
    signed = luck.choice(((), (draft.issuer, draft.date)))
    lines = (
        title, *_body(luck), "一、活动主题", "邻里守望 情暖万家", "二、活动时间",
        f"{draft.year}年{draft.month}月{min(28, draft.day + 3)}日", "三、活动地点", "各社区广场",
        *_body(luck), *signed,
    )  # fmt: skip
    return Paper(draft.issuer * bool(signed), "", title, draft.issued * bool(signed), lines)


def _periodical(luck: Random) -> Paper:
    """Minutes that are counted by issues: masthead, issue, whose they are and of when, title."""
    draft = _draft(luck)
    title = f"{draft.place}{draft.topic}工作推进会会议纪要"
    met = f"{draft.year}年{draft.month}月{max(1, draft.day - 1)}日上午，副市长李强主持召开会议。"
    who = f"{draft.issuer}{luck.choice(('', '编', '编印'))}    {draft.date}"
    lines = ("会议纪要", f"第 {luck.randint(1, 40)} 期", who, title, met, *_body(luck))
    return Paper(draft.issuer, "", title, draft.issued, lines)


def table(seed: int) -> Paper:
    """A table as units fill it in: a heading over all columns, who and when above or below."""
    luck = Random(seed)
    draft = _draft(luck)
    title = luck.choice(
        ("{y}年{t}情况统计表", "{t}工作台账", "{y}年度{t}任务清单", "{t}先进个人名单")
    )
    title = title.format(y=draft.year, t=draft.topic)
    who = luck.choice(("填报单位", "填表单位", "制表单位", "报送单位（盖章）", "单位名称"))
    when = luck.choice(("填报日期", "填表日期", "制表时间", "报送时间"))
    date = luck.choice((draft.date, draft.issued))
    numbered = luck.random() < 0.3
    stated = f"{who}：{draft.issuer}\t{when}：{date}"
    rows = [
        f"{number}\t{luck.choice(_PLACES)}{luck.choice(_ORGANS)}\t{luck.randint(3, 900)}"
        f"\t{luck.randint(2019, 2025)}-03-{number:02}"
        for number in range(1, luck.randint(5, 20))
    ]
    lines = (
        *luck.choice(((), ("附件2",))),
        title,
        *((f"文号：{draft.number}",) if numbered else ()),
        *luck.choice(((stated,), tuple(stated.split("\t")))),
        "序号\t责任单位\t数量\t完成时间",
        *rows,
        "合计\t\t" + str(luck.randint(100, 999)),
        *luck.choice(((), ("填表人：刘洋\t审核人：陈静\t联系电话：13812345678",))),
    )
    number = draft.number if numbered else ""
    return Paper(draft.issuer, number, title, draft.issued, lines)


def pages_of(item: Paper, rows: int = 18) -> list[Sequence[str]]:
    """The lines in portions that fit on a page or slide."""
    return [item.lines[at : at + rows] for at in range(0, len(item.lines), rows)]


class Scores:
    """How many fields of how many documents came back, by format."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.right: Counter[tuple[str, str]] = Counter()
        self.wrong: list[str] = []

    def add(self, what: str, name: str, paper: Paper, found: Description) -> None:
        """Compare what was said of a document with its truth."""
        said = (found.doc_number, found.dates.issued, found.title, found.issuer)
        self.asked[what] += 1
        for field, value in zip(FIELDS, said, strict=True):
            truth = getattr(paper, field)
            self.right[what, field] += (value or "") == truth
            if (value or "") != truth:
                self.wrong.append(f"{what} {name} {field}: {value} instead of {truth}")

    def below(self, least: float) -> list[str]:
        """The formats with a field that came back too seldom."""
        return [
            f"{what} {field}"
            for what, count in self.asked.items()
            for field in FIELDS
            if self.right[what, field] < least * count
        ]

    def table(self) -> str:
        """A line for each format: how many, and the share of each field that was right."""
        rows = (
            f"{what:34}{count:6}"
            + "".join(f"{self.right[what, field] / count:>9.1%}" for field in FIELDS)
            for what, count in self.asked.items()
        )
        return "\n".join((f"{'':34}{'n':>6}" + "".join(f"{f:>9}" for f in FIELDS), *rows))


def rendered(item: Paper) -> bytes:
    """The paper as a PDF with a large head, to be scanned."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("scanned", FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    red = item.lines.index(
        next(line for line in item.lines if item.issuer in line.replace(" ", ""))
    )
    y = 760.0
    for index, line in enumerate(item.lines):
        size = min(26.0, 440 / len(line)) if index == red else 15.0
        canvas.setFont("scanned", size)
        canvas.setFillColorRGB(*((0.85, 0.05, 0.05) if index == red else (0, 0, 0)))
        for piece in (line[at : at + 30] for at in range(0, len(line), 30)):
            canvas.drawString(80, y, piece)
            y -= size * 1.7
    canvas.save()
    return buffer.getvalue()
