"""Faults of integrity and their look-alikes, see :mod:`tests.tools.planting`."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.tools.assessing import print_jpeg
from tests.tools.planting import UNITS, Garden, pick, prose
from tests.tools.scenes import WAYS, altered, bare, encoded, scene

_REMNANTS = (
    "XX市",
    "20XX年共开展活动12场",
    "参加群众××名",
    "某某社区举办讲座",
    "（此处填写活动情况）",
    "xx局牵头",
    "**街道办事处",
    "联系人：XXX",
    "联系电话：XXXXXXXX",
    "×月×日召开动员会",
    "X月X日上午，组织党员开展活动",
    "＿＿＿年＿＿月＿＿日",
    "____街道",
    "（单位名称）",
    "【单位盖章】此处为正文内容",
    "〔2025〕XX号",
    "单击此处编辑标题",
    "请在此处插入图片",
    "（待补充）",
    "投入资金XX万元",
    "某某某同志主持会议",
    "在某某小区设立宣传点",
    "XXX同志任组长",
    "XX月份开展主题党日",
    "约×××人参加",
    "OO市OO区",
    "（具体数据待核实）",
    "（以下内容请自行修改）",
    "（样例）志愿服务活动开展情况",
    "□□街道□□社区",
)
_NO_REMNANTS = (
    "王某某见义勇为受到表彰",
    "未成年人宁某某得到救助",
    "展板3×5米，共12块",
    "分辨率1920×1080像素",
    "引进MAXX系统",
    "与XXL号马甲配套",
    "模板中的“XX市”“20XX年”等字样已要求各单位逐一替换",
    "杜绝“某某”“××”等模板痕迹",
    "志愿者（以下简称“志愿者”）",
    "使用Excel表格汇总",
    "发放iPhoneXX手机壳样品",
    "评分3*5=15分",
    "请在本页签字确认",
    "党员某某某、群众李某某（均为化名）获救",
    "按照“N+X”模式推进",
    "在“×年×月×日”栏填写日期",
)
_PLACES = (
    "{place}全面推进文明创建。",
    "近年来，{place}坚持以人民为中心。",
    "{place}文明办组织志愿者开展活动。",
    "在{place}委、政府领导下，各项工作有序推进。",
    "为{place}高质量发展作出贡献。",
    "我们{place}始终把群众放在首位。",
    "印发《{place}文明创建实施方案》的配套细则，{place}各单位严格落实。",
)
_STRANGERS = ("张家港市", "海盐县", "江苏省", "成都市", "义乌市")
_FAIR_PLACES = (
    "青澜市云溪区全面推进创建。",
    "浙江省委、省政府部署推进。",
    "东山县参与共建。",
    "赴{place}学习考察。",
    "借鉴{place}经验做法。",
    "依据《{place}志愿服务条例》参照执行。",
    "对口支援{place}的教师凯旋。",
    "与{place}开展东西部协作。",
    "志愿者张伟，{place}人，现居云溪区。",
    "“学习{place}先进做法”主题研讨。",
    "转发{place}文明办《关于交流互鉴的函》。",
    "接待{place}党政代表团来访。",
    "{place}等地媒体作了报道。",
    "先后有来自{place}的同行前来交流。",
    "与{place}签订友好城市协议。",
    "{place}籍志愿者踊跃报名。",
    "区领导率队到{place}招商。",
    "在{place}举行的颁奖仪式上获奖。",
)
_CITED = (
    "根据《文明行为促进条例》第十二条规定，{said}。",
    "《文明行为促进条例》（以下简称《条例》）明确：{said}。",
    "上级文件指出：“{said}”",
    "习近平总书记强调，“{said}”。",
    "按照《条例》要求，{said}。",
    "《条例》第三章提出，{said}。",
)
_STATED = (
    "截至2025年底，全区{name}达到{value}万人。",
    "2025年，全区{name}为{value}万人。",
    "2025年全区{name}共{value}万人。",
    "2025年，我区{name}已达{value}万人。",
    "2025年末，全区的{name}约{value}万人。",
)


def same_bytes(garden: Garden, turn: int) -> None:
    """W401, and the same bytes twice from one unit."""
    one, two = garden.luck.sample(UNITS, 2)
    content = f"bytes {len(garden.records)}"
    garden.expect(
        "W401", garden.put(unit=one, content=content), garden.put(unit=two, content=content)
    )
    garden.put(unit=one, content=f"own {turn}")
    garden.put(unit=one, content=f"own {turn}")
    garden.decoy("W401")


def same_page(garden: Garden, turn: int) -> None:
    """W402: under two units or in two years, with new breaks or a new page number."""
    luck = garden.luck
    one, two = luck.sample(UNITS, 2)
    page = prose(luck, 6)
    again = (
        page,
        page.replace("。", "。\n"),
        f"- {turn + 3} -\n{page}",
        f"{page}\n第{turn + 2}页 共9页",
    )
    first = garden.put(unit=one, pages=[f"- 1 -\n{page}", *_pages(luck)])
    second = garden.put(unit=two, pages=[*_pages(luck), again[turn % 4]])
    garden.expect("W402", first, second)
    mine, years = prose(luck, 6), ("2024-03-01", "2025-03-01")
    last, this = (garden.put(unit=one, issued=day, pages=[mine, *_pages(luck)]) for day in years)
    garden.expect("W402", last, this)
    for _ in range(2):
        garden.put(unit=two, issued="2025-03-01", pages=[f"{mine}甲", *_pages(luck)])
    for unit in (one, two):
        garden.put(unit=unit, pages=["（本页无正文）", *_pages(luck)])
    garden.decoy("W402")


def _pages(luck: Random) -> list[str]:
    return [prose(luck, 8) for _ in range(3)]


def same_photograph(garden: Garden, turn: int) -> None:
    """W403 in every way a copy is made, and the same hall at another moment; bare walls, which the
    rule does not judge, are left out.
    """
    place = next(at for at in range(1000 * garden.seed + 20 * turn, 10**9) if not bare(at))
    way = list(WAYS)[turn % len(WAYS)]
    one, two = garden.luck.sample(UNITS, 2)
    image = scene(place)
    first = print_jpeg(encoded(image))
    copy = print_jpeg(altered(image, way, Random(f"{way} {place}")))
    other = print_jpeg(encoded(scene(place, 1)))
    names = [
        garden.put(kind="photo", unit=unit, photo=found)
        for unit, found in ((one, first), (two, copy), (one, other))
    ]
    garden.expect("W403", *names[:2])
    garden.decoy("W403")


def near_duplicates(garden: Garden, turn: int) -> None:
    """W411: all of it, most of it, half of it, reordered or with other figures."""
    luck = garden.luck
    one, two = luck.sample(UNITS, 2)
    parts = [prose(luck, 4) for _ in range(6)]
    changed = (
        parts,
        [*parts[:4], prose(luck, 6)],
        [*parts[:3], prose(luck, 8)],
        [prose(luck, 4), *reversed(parts)],
        [part.replace("1", "7").replace("3", "8") for part in parts],
        [prose(luck, 30), *parts],
    )[turn % 6]
    first = garden.put(unit=one, text="".join(parts))
    garden.expect("W411", first, garden.put(unit=two, text="\n".join(changed) + "特此说明。"))


def quotations(garden: Garden, turn: int) -> None:
    """What two reports quote at length of one policy is no W411, nor what one unit repeats."""
    luck = garden.luck
    units = luck.sample(UNITS, 2)
    said = prose(luck, 7).replace("。", "，")[:-1]
    for unit in units:
        quoted = pick(_CITED, turn, said=said)
        garden.put(unit=unit, text=prose(luck, 8) + quoted + prose(luck, 6))
    garden.decoy("W411")
    policy = prose(luck, 24)
    number = f"云政发〔2025〕{500 + turn}号"
    garden.put(kind="policy", text=policy, doc_number=number, title=f"实施意见{turn}")
    for unit in units:
        garden.put(unit=unit, text=prose(luck, 8) + policy[100:500] + prose(luck, 6))
    garden.decoy("W411")
    own = prose(luck, 10)
    garden.put(unit=units[0], text=own + prose(luck, 2))
    garden.put(unit=units[0], text=own + prose(luck, 2))
    garden.decoy("W411")


def last_years_paper(garden: Garden, turn: int) -> None:
    """W412, and this year's own report under the same headings."""
    luck = garden.luck
    unit, other = luck.sample(UNITS, 2)
    heads = ("一、主要做法\n", "二、工作成效\n", "三、数据来源\n")
    old = "".join(head + prose(luck, 5) for head in heads)
    new = "".join(str((int(ch) + 3) % 10) if ch.isdigit() else ch for ch in old)
    new = new + (prose(luck, 4) if turn % 2 else "")
    dates: tuple[dict[str, Any], ...] = (
        ({"issued": "2024-03-01"}, {"issued": "2025-03-01"}),
        ({"covered": "2024-01-01/2024-12-31"}, {"covered": "2025-01-01/2025-12-31"}),
    )[turn % 2]
    first = garden.put(unit=unit, text=f"2024年{old}", **dates[0])
    garden.expect("W412", first, garden.put(unit=unit, text=f"2025年{new}", **dates[1]))
    for year in ("2024", "2025"):
        text = "".join(head + prose(luck, 5) for head in heads)
        garden.put(unit=other, text=f"{year}年{text}", issued=f"{year}-03-01")
    garden.decoy("W412")


def remnants(garden: Garden, turn: int) -> None:
    """W421 as templates leave them, and papers that speak about templates."""
    luck = garden.luck
    said = prose(luck, 5) + f"\n{pick(_REMNANTS, turn)}，{prose(luck, 4)}"
    garden.expect("W421", garden.put(text=said))
    fair = prose(luck, 5) + f"{pick(_NO_REMNANTS, turn)}。{prose(luck, 4)}"
    garden.put(text=fair)
    garden.decoy("W421")


def other_places(garden: Garden, turn: int) -> None:
    """W422, and visits, titles, our own places and those above and in us."""
    luck = garden.luck
    place = _STRANGERS[turn % len(_STRANGERS)]
    said = prose(luck, 6) + pick(_PLACES, turn, place=place) + prose(luck, 2)
    garden.expect("W422", garden.put(text=said))
    fair = prose(luck, 6) + pick(_FAIR_PLACES, turn, place=place) + prose(luck, 2)
    garden.put(text=fair)
    garden.decoy("W422")


def contradictions(garden: Garden, turn: int) -> None:
    """W431; another year, another measure, our own figure and rounding contradict nothing."""
    luck = garden.luck
    one, two, three, four = luck.sample(UNITS, 4)
    name = "".join(luck.choices("甲乙丙丁戊己庚辛壬癸", k=5)) + ("人数", "志愿者")[turn % 2]
    value = turn + 2
    head = prose(luck, 4)
    first = garden.put(unit=one, text=head + pick(_STATED, turn, name=name, value=value))
    rounded = pick(_STATED, turn + 1, name=name, value=f"{value}.004")
    garden.put(unit=three, text=prose(luck, 4) + rounded)
    other = pick(_STATED, turn + 2, name=name, value=value + 1)
    garden.expect("W431", first, garden.put(unit=two, text=prose(luck, 4) + other))
    fair = (
        pick(_STATED, turn, name=name, value=value + 9).replace("2025", "2024"),
        f"2025年，我局{name}为{value * 100}人。",
        f"2025年，全区{name}培训{value + 3}万人次。",
        f"2025年全区{name}达到{value}0000人。",
    )[turn % 4]
    garden.put(unit=four, text=prose(luck, 4) + fair)
    garden.decoy("W431")


def numbers(garden: Garden, turn: int) -> None:
    """W432 and W433; a scan of the same paper and papers of one week are in order."""
    organ = f"云{'甲乙丙丁戊'[turn % 5]}{turn}发"
    luck = garden.luck

    def paper(serial: int, issued: str, title: str) -> str:
        number = f"{organ}〔2025〕{serial}号"
        return garden.put(kind="policy", doc_number=number, issued=issued, title=title)

    first = paper(3, "2025-01-12", "关于印发工作方案的通知")
    paper(5, "2025-02-20", "关于成立领导小组的通知")
    paper(9, "2025-03-02", "关于开展宣传月活动的通知")
    paper(10, "2025-02-25", "关于调整分工的通知")
    garden.decoy("W433")
    paper(5, "2025-02-20", ("成立领导小组的通知", "关于成立领导小组的通知（扫描件）")[turn % 2])
    garden.decoy("W432")
    again = paper(3, "2025-01-12", f"关于表彰先进{luck.randint(1, 9)}集体的决定")
    garden.expect("W432", first, again)
    bad = paper(12 + turn % 3, "2025-01-20", "关于后补的通知")
    garden.expect("W433", bad, _latest(garden, organ, bad))


def _latest(garden: Garden, organ: str, but: str) -> str:
    """The paper with the highest number below: what a late one is compared with."""
    papers = [
        item
        for item in garden.records
        if (item.description.doc_number or "").startswith(organ) and item.id != but
    ]
    return max(
        papers, key=lambda item: (int(_serial(item.description.doc_number or "")), item.id)
    ).id


def _serial(number: str) -> str:
    return number.partition("〕")[2].rstrip("号")


PLANTERS = (
    same_bytes,
    same_page,
    same_photograph,
    near_duplicates,
    quotations,
    last_years_paper,
    remnants,
    other_places,
    contradictions,
    numbers,
)
