"""Faults of a report's form and content and their look-alikes, see :mod:`tests.tools.planting`."""

from __future__ import annotations

from typing import Any

from dossier.model.asks import Figure, Policy, Threshold
from tests.tools.planting import Garden, pick, prose

_SOURCED = (
    "以上数据来源于志愿服务信息系统。",
    "数据来源：区统计局统计年鉴。",
    "据区民政局台账统计，以上情况属实。",
    "（资料来源：全国志愿服务信息系统）",
    "以上数据由区卫健局提供。",
    "数据摘自《2025年云溪区国民经济和社会发展统计公报》。",
    "统计口径为户籍人口，数据截至2025年12月，由公安部门提供。",
)
_UNSOURCED = (
    "以上情况属实。",
    "特此说明。",
    "群众普遍反映良好，居民纷纷点赞。",
    "活动取材来自身边好人，来自社区的居民踊跃参加。",
    "志愿者来自各行各业，参与热情高涨。",
)
_SUMMARY_HEADS = (
    "三、存在的问题",
    "四、下一步工作打算",
    "（三）今后打算",
    "五、下步工作计划",
    "三、存在问题和不足",
    "四、努力方向",
    "三、问题与不足",
    "五、2026年工作思路",
    "四、下阶段工作安排",
    "三、主要存在的短板",
)
_SUMMARY_TITLES = ("2025年工作总结", "志愿服务年度总结", "文明创建工作小结", "2025年度工作总结报告")
_FAIR_HEADS = (
    "二、总结推广典型经验",
    "三、解决群众反映的突出问题",
    "（二）问题整改情况",
    "三、年度总结表彰大会情况",
    "二、下沉社区服务情况",
    "四、今年以来的主要成效",
)
_FAIR_TITLES = (
    "志愿服务情况说明",
    "关于总结推广文明实践经验的情况说明",
    "年度工作总结会议情况说明",
)
_RURAL = (
    "在全市农村地区推开，",
    "覆盖全部行政村，",
    "各行政村均已设立文明实践站，",
    "农村常住人口参保率同步提高，",
    "全区各乡镇农村均有分布，",
)
_URBAN = (
    "东山村社区已改为城市社区，",
    "服务进城务工农民工，",
    "城中村改造全部完成，",
    "农贸市场整治到位，",
)
_PHONES = (
    "联系电话：0571-8765432{n}",
    "热线：12345",
    "电话 8765432{n}",
    "联系人：李明，1380571234{n}",
)
_NO_PHONES = (
    "联系电话：见附件",
    "投入经费3000000元",
    "统计日期20250301",
    "编号12345",
    "邮编315600",
)
_REPORT = "为落实《志愿服务条例》，注册志愿者占常住人口比例为13.5%，开展活动120场，服务2300人次。"


def _text(garden: Garden, *parts: str) -> str:
    """A report with everything a report needs, and what is to be tried."""
    return "\n".join(("关于志愿服务的情况说明", prose(garden.luck, 3) + _REPORT, *parts))


def written_as_summary(garden: Garden, turn: int) -> None:
    """W313; 总结 and 问题 as words, in headings too, are no fault."""
    code = garden.free("report")
    source = _SOURCED[0]
    head = pick(_SUMMARY_HEADS, turn) + "\n" + prose(garden.luck, 1)
    garden.expect("W313", garden.put((code, "report"), text=_text(garden, head, source)))
    named = garden.put(
        (code, "report"), text=_text(garden, source), title=pick(_SUMMARY_TITLES, turn)
    )
    garden.expect("W313", named)
    head = pick(_FAIR_HEADS, turn) + "\n" + prose(garden.luck, 1)
    title = pick(_FAIR_TITLES, turn)
    garden.put((code, "report"), text=_text(garden, head, source), title=title)
    garden.decoy("W313")


def without_figures(garden: Garden, turn: int) -> None:
    """W314, and a report with three figures."""
    code = garden.free("report")
    bad = _wordy(garden) + "12345热线畅通。" * (turn % 2)
    garden.expect("W314", garden.put((code, "report"), text=bad))
    garden.put((code, "report"), text=_wordy(garden) + "开展活动12场，服务300人次，投入5万元。")
    garden.decoy("W314")


def _wordy(garden: Garden) -> str:
    words = "".join(ch for ch in prose(garden.luck, 8) if not ch.isdigit()) + _SOURCED[0]
    return words.replace("人次", "多人")


def _tail(garden: Garden) -> str:
    return f"开展活动120场，服务2300人次，投入3万元。{_SOURCED[0]}{prose(garden.luck, 6)}"


def without_source(garden: Garden, turn: int) -> None:
    """W315, and sources in other words."""
    code = garden.free("report")
    bad = _text(garden, pick(_UNSOURCED, turn))
    garden.expect("W315", garden.put((code, "report"), text=bad))
    garden.put((code, "report"), text=_text(garden, pick(_SOURCED, turn)))
    garden.decoy("W315")


def without_the_policy(garden: Garden, turn: int) -> None:
    """W316, and papers that call it by another spelling or break its name over lines."""
    cites = (Policy("新时代公民道德建设实施纲要", ("公民道德建设实施纲要", "《纲要》")),)
    code = garden.free("policy", cites=cites)
    number: dict[str, Any] = {
        "doc_number": f"云文明办〔2025〕{300 + turn}号",
        "title": f"关于纲要之{turn}的通知",
    }
    bad = (
        "认真贯彻上级关于道德建设的要求。",
        "落实公民道德建设各项任务。",
        "按照道德建设纲领要求，",
    )
    garden.expect(
        "W316", garden.put((code, "policy"), text=pick(bad, turn) + prose(garden.luck, 3), **number)
    )
    good = (
        "根据《新时代公民道德建设实施纲要》，",
        "为贯彻公民道德建设实施纲要精神，",
        "《新时代公民道德\n建设实施纲要》印发以来，",
        "根据《新时代公民道德建设 实施纲要》要求，",
    )
    number = {"doc_number": f"云教〔2025〕{300 + turn}号", "title": f"关于纲要甲{turn}的通知"}
    garden.put((code, "policy"), text=pick(good, turn) + prose(garden.luck, 3), **number)
    garden.decoy("W316")


def of_the_wrong_area(garden: Garden, turn: int) -> None:
    """W317; villages that are quarters of the city are none."""
    code = garden.free("report", scope="市区")
    source = _SOURCED[0]
    garden.expect(
        "W317", garden.put((code, "report"), text=_text(garden, pick(_RURAL, turn), source))
    )
    garden.put((code, "report"), text=_text(garden, pick(_URBAN, turn), source))
    both = garden.free("report", scope="市区和农村")
    garden.put((both, "report"), text=_text(garden, pick(_RURAL, turn), source))
    garden.decoy("W317")


def without_contacts(garden: Garden, turn: int) -> None:
    """W318; sums, days and post codes are no telephone numbers."""
    code = garden.free("report", contacts=("phone",))
    source = _SOURCED[0]
    garden.expect(
        "W318", garden.put((code, "report"), text=_text(garden, pick(_NO_PHONES, turn), source))
    )
    phone = pick(_PHONES, turn, n=turn % 10)
    garden.put((code, "report"), text=_text(garden, phone, source))
    garden.decoy("W318")


def figures(garden: Garden, turn: int) -> None:
    """W319 and W321, and values that suffice in other spellings."""
    share = Figure(
        "注册志愿者占常住人口比例", "%", Threshold(">=", 13.0), spellings=("注册志愿者占比",)
    )
    code = garden.free("report", figures=(share,))
    absent = ("注册志愿者人数众多，", "志愿者占比逐年提高，", "注册志愿者占常住人口比例较高，")
    garden.expect("W319", garden.put((code, "report"), text=pick(absent, turn) + _tail(garden)))
    low = (
        "注册志愿者占常住人口比例为9.8%，",
        "注册志愿者占比达12.9％，",
        "注册志愿者占常住人口比例达到 7 %，",
    )
    garden.expect("W321", garden.put((code, "report"), text=pick(low, turn) + _tail(garden)))
    good = (
        "注册志愿者占常住人口比例为13%，",
        "注册志愿者占比达13.5％，",
        "注册志愿者占常住人口比例已达到百分之十四（14%），",
        "注册志愿者占常住人口比例由9.8%提高到13.2%，",
    )
    garden.put((code, "report"), text=pick(good, turn) + _tail(garden))
    garden.decoy("W319")
    garden.decoy("W321")


def figures_of_two_years(garden: Garden, turn: int) -> None:
    """W319 where each of two years must have its value."""
    spent = Figure("人均体育场地面积", "平方米", years=2)
    code = garden.free("report", figures=(spent,))
    one = "2025年人均体育场地面积为2.6平方米。"
    garden.expect("W319", garden.put((code, "report"), text=one + _tail(garden)))
    garden.put((code, "report"), text="2024年人均体育场地面积2.4平方米；" + one + _tail(garden))
    garden.decoy("W319")


PLANTERS = (
    written_as_summary,
    without_figures,
    without_source,
    without_the_policy,
    of_the_wrong_area,
    without_contacts,
    figures,
    figures_of_two_years,
)
