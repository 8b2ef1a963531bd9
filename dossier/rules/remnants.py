"""What a template leaves behind: XX市, 某某, 20XX年, ××, 此处填写; and places that are not ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from dossier.model.facts import Passage

_BLANK = "XxＸｘ×✕╳＊*○◯_＿"
_NOUN = (
    "省|市|区|县|镇|乡|村|街道|社区|小区|路|局|委|办|科|处|单位|部门|学校|中学|小学|公司|企业|医院|"
    "同志|书记|主任|老师|年|月|日|号|人|人次|名|次|场|个|份|万元|元|余|所|支|家|处|户|件|条|项|届|期|亩|公里"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟"
    "谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "宁温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包阮尚舒柯纪梅童凌毕单季裴霍涂成苗谷曲"
    "盛冉蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏"
    "宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原"
)
_COUNTED = "个|场次|场|人次|人|名|份|次|万元|万|件|条|支|所|家|项|处|户|月|年|届|期"
_OPEN, _CLOSED, _INSIDE = r"[（(【\[［]", r"[）)】\]］]", r"[^（()）【】\[\]［］]"
_FILL = "填写|输入|插入|粘贴|替换|补充|补写|补齐|添加|修改|完善|注明|更新"
_REMNANT = re.compile(
    rf"20(?:[{_BLANK}]{{2}})年?"
    rf"|[{_BLANK}]{{2,}}\s?(?:{_NOUN})"
    rf"|(?<![0-9A-Za-z])(?:[{_BLANK}]{{1,4}}年)?[{_BLANK}]{{1,2}}月[{_BLANK}]{{1,2}}日"
    rf"|(?<=[年第])[XxＸ×]{{1,2}}(?:{_COUNTED})"
    rf"|(?<![0-9A-Za-z+＋×“‘\s])(?:[XxＸ×]|N{{1,3}})\s?(?:{_COUNTED})(?![光射脸])"
    r"|(?<![A-Za-z])(?:[OＯ]{2,}|□{2,})(?:" + _NOUN + ")"
    r"|(?:在|由|向|为|与|第|共|约|达|：|:)[XxＸ×＊*]{2,}(?![A-Za-z0-9])"
    r"|[“《「][XxＸ×＊*]{2,}[”》」]"
    r"|[:：][ \u3000]{2,}(?:人|名|场|次|人次|万元|个)(?=[，。；,;）)\s]|$)"
    rf"|(?<![{_SURNAMES}被告人犯的某])某某某?(?:{_NOUN})?"
    r"|某(?:街道|[区县市镇局委办])(?=党|办事处|高度|认真|积极|组织|开展|牵头|坚持|结合)"
    rf"|{_OPEN}?(?:此处|在此|请在此处?|这里)(?:{_FILL}|为正文)[^。\n]{{0,12}}"
    r"|(?:单击|点击)(?:此处|这里|输入)[^。\n]{0,8}"
    rf"|{_OPEN}(?:单位名称|填写|待补充|待填写?|填写{_INSIDE}{{1,10}}){_CLOSED}"
    rf"|{_OPEN}{_INSIDE}{{0,10}}(?:待(?:核实|补充|补|填写|填|完善|更新|确认)|自行(?:{_FILL})){_CLOSED}"
    rf"|{_OPEN}{_INSIDE}{{0,10}}(?:请|需)(?:自行|据实|根据实际(?:情况)?|在此)?(?:{_FILL}){_INSIDE}{{0,12}}{_CLOSED}"
    rf"|{_OPEN}(?:具体|相关|对应|实际)(?:人数|数量|名称|日期|时间|地点|金额|姓名|数字|数据|单位){_CLOSED}"
    rf"|{_OPEN}(?:样例|示例|范例|范本|样稿|参考模[板版]|模[板版]){_CLOSED}"
    r"|\{\{[^{}\n]{1,20}\}\}|\$\{[^{}\n]{1,20}\}|(?i:lorem ipsum)"
)
_MENTIONED = re.compile("模板|字样|痕迹|占位|套话|[”’」]栏")
_ANONYMOUS = re.compile("化名|匿名|隐去|代称")
_AROUND = 16
_SUFFIX = re.compile("[省市区县旗州盟]")
_LONGEST = 12
_RANK = re.compile("[级域]|(?<=县)[区市]")
_BEFORE = re.compile(
    "(?:赴|从|前往|学习|考察|借鉴|对口|帮扶|支援|援助|来自|籍贯|籍|参观|观摩|外出|毗邻|接壤|通往|邀请|接待|转发|来函|来访)"
    "[^。，；]{0,8}$|率[^。，；]{1,6}到[^。，；]{0,4}$|(?:^|[，。；、\\s])(?:与|同|和|联合|携手)[^。，；]{0,5}$"
)
_AFTER = re.compile(
    "^[^。，；]{0,8}(?:经验|做法|学习|考察|交流|籍|人民法院|检察院|代表团|代表队|同行|协作|结对|结成|共建|对子|友好|来访)"
    "|^(?:等地|等省|等市|等城市|人[，。；、）)]|(?:举行|举办|召开)的)"
    "|^[^。，；]{0,4}(?:参赛|参会|培训|研修|挂职|招商|领奖)"
)
_PART_OF_WORD = re.compile("[适相顺响反供对]应$")
"""Words that end where a name begins: 适应城市发展."""
_ABROAD = ("香港特别行政区", "澳门特别行政区", "台湾省")
"""Named wherever a rule reaches beyond the mainland; nobody copies a report from there."""


def remnants(text: str, page: int | None = None) -> Iterator[Passage]:
    """What was left to be filled in, with the words around it."""
    for match in _REMNANT.finditer(text):
        if _meant(text, match.start(), match.end()):
            continue
        yield Passage(match.group().strip(), around(text, match.start(), match.end()), page)


def _meant(text: str, start: int, end: int) -> bool:
    """Whether the words are spoken of, in quotation marks, or keep a person's name back."""
    near = text[max(0, start - _AROUND) : end + _AROUND]
    quoted = any(mark in text[max(0, start - 2) : start] for mark in "“‘「")
    kept_back = "某" in text[start:end] and (quoted or _ANONYMOUS.search(near))
    return bool(kept_back) or (quoted and bool(_MENTIONED.search(near)))


def around(text: str, start: int, end: int) -> str:
    """The words beside a find, on one line."""
    return " ".join(text[max(0, start - _AROUND) : end + _AROUND].split())


def places(text: str, names: AbstractSet[str], page: int | None = None) -> Iterator[Passage]:
    """Places of the gazetteer that the text speaks of as its own.

    A longer name beats a shorter one that ends alike; names in titles, visits to other cities and
    what was learnt there are passed over.
    """
    for match in _SUFFIX.finditer(text):
        end = match.end()
        found = _longest(text, end, names)
        if found is None or found in _ABROAD or _elsewhere(text, end - len(found), end):
            continue
        yield Passage(found, around(text, end - len(found), end), page)


def _longest(text: str, end: int, names: AbstractSet[str]) -> str | None:
    for start in range(max(0, end - _LONGEST), end - 1):
        if text[start:end] in names:
            return text[start:end]
    return None


def _elsewhere(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 14) : start], text[end : end + 14]
    if _RANK.match(text, end) or _PART_OF_WORD.search(text[max(0, start - 2) : start + 1]):
        return True
    in_title = before.rfind("《") > before.rfind("》")
    return in_title or bool(_BEFORE.search(before)) or bool(_AFTER.match(after))


def own_places(
    names: Iterable[str], above: Mapping[str, tuple[str, ...]], below: Mapping[str, tuple[str, ...]]
) -> frozenset[str]:
    """Places that may be named: our own, everything above them and everything inside them.

    ``names`` are full spellings such as 湖北省武汉市江岸区; every place of the gazetteer in one of
    them is ours. Where only 江岸区 is given, its city and province are found.
    """
    ours: set[str] = set()
    for name in names:
        found = [place for place in (*above, *below) if place in name] or [name]
        lowest = max(found, key=lambda place: (len(above.get(place, ())), name.rfind(place)))
        ours |= {name, *found, *above.get(lowest, ()), *_inside(lowest, below)}
    return frozenset(ours)


def _inside(place: str, below: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Everything in a place; a municipality is a province and its own only city."""
    inside: set[str] = set()
    open_ = [place]
    while open_:
        fresh = set(below.get(open_.pop(), ())) - inside
        inside |= fresh
        open_.extend(fresh)
    return inside
