"""Figures a text states by name: what two units must not state differently.

Two sorts are read: figures the edition names (注册志愿者占常住人口比例), and figures said of the
whole city or district (全市注册志愿者人数达到12.3万人). What a unit says of itself is its own
affair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dossier.model.facts import NamedValue
from dossier.rules.remnants import around

_NUMBER = r"(?P<number>[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
_AMOUNT = (
    r"(?:已|共|约|近|将近|接近|超过|超|逾|突破|累计|总计|共计|合计|为|达到|达|是|有|至|提高到|提升至|：|:|＝|=|\s)*"
    rf"{_NUMBER}"
    r"\s?(?P<scale>万亿|亿|万|千)?(?P<unit>%|％|‰|个百分点|平方米|平方公里|公里|小时|人次|亩|元|人|名|个|支|处|所|家|场|次|件|户|册|台|座|条|张|份|块)?"
)
_WHOLE = re.compile(
    r"(?P<scope>(?:全|我|本)(?:市|区|县|州|旗)|[我本]?辖区内?)(?:的|现有|共有|拥有|已有|累计)*"
    rf"(?P<name>(?:[0-9]{{1,2}}岁(?:以上|以下|及以上)?)?[\u4e00-\u9fff]{{3,16}}?)(?:已|共|累计|总计|约)?{_AMOUNT}"
)
_MEASURE = re.compile(
    r"(?:数|人数|数量|总数|总量|比例|占比|率|面积|时长|经费|投入|支出|收入|人次|场次|密度|规模|人口|总额|生产总值)$"
)
_TO = re.compile(
    r"[^0-9。；\n]{0,6}?(?:提高|提升|增长|增加|上升|扩大|下降|降低|减少|降|升)(?:到|至|为)"
    + _AMOUNT
)
_COUNTED = re.compile(
    "^(?!.*(?:组织|开展|参加|参与|举办|发放|慰问|投入|服务(?!队|站|中心|人员)|出动|清理|整治|培训|走访|接待|受益|惠及|完成|新增|新建|建成"
    "|评选|表彰|检查|办理|发现|收到|共有|设有|涌现))"
    ".*(?:者|员|人口|老人|儿童|学生|教师|党员|社区|小区|街道|学校|医院|公园|站|所|队|组织|企业|单位|场馆|广场|馆|队伍|基地|中心|床位)$"
)
_NUMBER_OF = re.compile("(?<=..)(?:总人数|总数量|人数|总数|总量|数量|数)$")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年(?:\s?([0-9]{1,2})月)?")
_SCALES = {"千": 1e3, "万": 1e4, "亿": 1e8, "万亿": 1e12}
_ALIKE = {"％": "%", "名": "人"}
_REACH = 60
_SHARE = "占比"


def named_values(
    text: str, figures: Iterable[str] = (), page: int | None = None
) -> Iterator[NamedValue]:
    """Every named figure in the text, with the year its sentence speaks of."""
    for name in figures:
        pattern = re.compile(_spelled(name) + r"[^0-9。，,；\n]{0,12}?" + _AMOUNT)
        for match in pattern.finditer(text):
            yield _value(text, _risen(text, match), name, "", page)
    for match in _WHOLE.finditer(text):
        name = match["name"]
        if _MEASURE.search(name) or _COUNTED.search(name):
            yield _value(text, match, _NUMBER_OF.sub("", name), "all", page)


def _spelled(name: str) -> str:
    """The pattern of a figure's name; a share is also written out: 甲占比 as 甲占乙的比例."""
    if not name.endswith(_SHARE):
        return re.escape(name)
    return (
        re.escape(name.removesuffix(_SHARE)) + r"占(?:比|[^0-9。，,；\n]{1,12}?(?:比例|比重|比率))"
    )


def _risen(text: str, match: re.Match[str]) -> re.Match[str]:
    """The value a figure rose or fell to, where the first one says what it was before."""
    return _TO.match(text, match.end()) or match


def _value(text: str, match: re.Match[str], name: str, scope: str, page: int | None) -> NamedValue:
    number = float(re.sub("[,，]", "", match["number"]))
    unit = match["unit"] or ""
    return NamedValue(
        name=name,
        value=round(number * _SCALES.get(match["scale"] or "", 1.0), 6),
        unit=_ALIKE.get(unit, unit),
        year=_year(text, match.start()),
        scope=scope,
        context=around(text, match.start(), match.end()),
        page=page,
    )


def _year(text: str, at: int) -> str:
    """The last year named before the figure in its sentence, with its month if it has one."""
    sentence = text[max(0, at - _REACH) : at]
    sentence = sentence[max(sentence.rfind(mark) for mark in "。；\n") + 1 :]
    found = list(_YEAR.finditer(sentence))
    if not found:
        return ""
    year, month = found[-1].groups()
    return f"{year}-{int(month):02d}" if month else year


def differ(one: float, other: float) -> bool:
    """Whether two values of one figure contradict each other; rounding does not."""
    return abs(one - other) > 0.005 * max(abs(one), abs(other))
