"""Faults of coverage, limits and pictures' captions, see :mod:`tests.tools.planting`."""

from __future__ import annotations

from dossier.model.asks import CAPTION_ELEMENTS, Calendar, NamedDay, Subjects
from dossier.model.editions import Slot
from dossier.model.records import Claim, RecordState
from tests.tools.planting import UNITS, Garden, prose

_COMPLETE = (
    "2025年3月5日，云溪广场，志愿者为迎接学雷锋日开展“清洁家园”活动",
    "2025年5月12日上午，东门社区居民围绕全国防灾减灾日参加消防演练活动",
    "时间：2025年4月；地点：滨江公园；人物：青年志愿者；主题：植树；背景：植树节；事由：绿化家园",
    "4月23日，区图书馆内师生代表结合世界读书日举行主题读书活动",
    "2025-06-01 第三小学学生在操场庆祝儿童节，举办文艺演出",
    "2025年10月1日，交警在人民路口开展文明交通劝导志愿服务活动",
)
_LACKING = (
    ("东门社区志愿者为迎接学雷锋日开展清扫活动", "时间"),
    ("2025年3月5日，志愿者为迎接学雷锋日开展“清洁家园”活动", "地点"),
    ("2025年3月5日，云溪广场，为迎接学雷锋日开展“清洁家园”活动", "人物"),
    ("照片1", "时间"),
    ("", "时间"),
    ("IMG_20250305_091500", "时间"),
    ("2025年3月5日，云溪广场志愿者合影", "事由"),
)


def missing_material(garden: Garden, turn: int) -> None:
    """E301: nothing, too little, only returned ones (C02); enough, optional, waived are fine."""
    needed = 1 + turn % 3
    code = garden.ask(Slot("report", min=needed))
    for _ in range(needed - 1):
        garden.put((code, "report"))
    garden.put((code, "report"), state=RecordState.RETURNED)
    garden.expect("E301", code)
    whole = garden.ask(Slot("report", min=needed), Slot("photo", required=False))
    for _ in range(needed):
        garden.put((whole, "report"))
    garden.decoy("E301")


def unusable_material(garden: Garden, turn: int) -> None:
    """E302 and U301 (C03): enough came, but it cannot be used, or nobody could tell."""
    bad = garden.ask(Slot("report", min=2))
    garden.put((bad, "report"))
    garden.put((bad, "report"), usable=False)
    garden.expect("E302", bad)
    open_ = garden.ask(Slot("policy", min=1 + turn % 2))
    for _ in range(1 + turn % 2):
        garden.put((open_, "policy"), usable=None)
    garden.expect("U301", open_)
    fine = garden.ask(Slot("policy"))
    garden.put((fine, "policy"), usable=None, state=RecordState.ACCEPTED)
    garden.put((fine, "policy"), usable=False)
    garden.decoy("U301")
    garden.decoy("E302")


def foreign_claims(garden: Garden, turn: int) -> None:
    """E303, W301, W302; a returned record's claim is nobody's fault any more."""
    stray = garden.put((f"Ⅲ-9{turn:03d}", "report"))
    garden.truth.add(("E303", frozenset({stray})))
    garden.put((f"Ⅲ-8{turn:03d}", "report"), state=RecordState.WITHDRAWN)
    garden.decoy("E303")
    code = garden.free("report")
    garden.truth.add(("W301", frozenset({garden.put((code, ("photo", "table")[turn % 2]))})))
    garden.put((code, "report"))
    garden.decoy("W301")
    unsaid = garden.put(Claim(code), kind=None)
    garden.truth.add(("W302", frozenset({unsaid})))
    garden.put(Claim(code), kind="report")
    garden.decoy("W302")


def too_many(garden: Garden, turn: int) -> None:
    """W304, and exactly as many as are accepted."""
    for extra, wrong in ((1 + turn % 3, True), (0, False)):
        code = garden.ask(Slot("photo", min=1, max=3))
        for _ in range(3 + extra):
            garden.put((code, "photo"), form="jpeg")
        if wrong:
            garden.expect("W304", code)
    garden.decoy("W304")


def on_condition(garden: Garden, turn: int) -> None:
    """W305, and a conditional slot that was filled."""
    condition = ("有地铁的城市", "辖区内有高校的", "设有景区的")[turn % 3]
    garden.expect("W305", garden.ask(Slot("report", condition=condition)))
    code = garden.ask(Slot("report", condition=condition))
    garden.put((code, "report"))
    garden.decoy("W305")


def subjects(garden: Garden, turn: int) -> None:
    """E304 and W306: too few different places, too many pictures of one; enough is enough."""
    names = ("东门社区", "河西社区", "南湖社区", "北苑社区")
    what = Subjects("社区", min=3, each_max=2)
    few = garden.ask(Slot("photo", min=3), subjects=what)
    for name in (*names[:2], names[turn % 2]):
        caption = f"{name}志愿服务站" if turn % 2 else f"2025年3月在{name}拍摄"
        garden.put(Claim(few, "photo", caption=caption), kind="photo", form="jpeg")
    garden.expect("E304", few)
    crowded = garden.ask(Slot("photo", min=3), subjects=what)
    for name in (*names, names[0], names[0]):
        garden.put(Claim(crowded, "photo", caption=f"{name}宣传栏"), kind="photo", form="jpeg")
    garden.expect("W306", crowded)
    fine = garden.ask(Slot("photo", min=3), subjects=what)
    for name in (*names, names[1]):
        garden.put(Claim(fine, "photo", caption=f"{name}宣传栏"), kind="photo", form="jpeg")
    garden.decoy("E304")
    garden.decoy("W306")


def every_unit(garden: Garden, turn: int) -> None:
    """E304 where every unit must be shown."""
    for wanted, wrong in ((UNITS[:-1], True), (UNITS, False)):
        code = garden.ask(
            Slot("report", min=1), lead=UNITS, subjects=Subjects("单位", by="unit", every=True)
        )
        for unit in wanted:
            garden.put((code, "report"), unit=unit)
        if wrong:
            garden.expect("E304", code)
    garden.decoy("E304")


def named_days(garden: Garden, turn: int) -> None:
    """E305, and days covered by name, by spelling or by date."""
    days = (
        NamedDay("春节", ("新春", "过大年")),
        NamedDay("学雷锋日", ("学雷锋纪念日",), "03-05"),
        NamedDay("端午节", ("端午",)),
    )
    said = ("新春送福活动", "端午包粽子")
    for with_date, wrong in ((False, True), (True, False)):
        code = garden.ask(Slot("report", min=1), calendar=Calendar(days))
        for title in said:
            garden.put((code, "report"), title=title)
        if with_date:
            garden.put((code, "report"), title="志愿服务集中行动", event="2025-03-05")
        if wrong:
            garden.expect("E305", code)
    garden.decoy("E305")


def from_above(garden: Garden, turn: int) -> None:
    """W307: an opinion that takes longer than there is left; asked for in time is fine."""
    for lead, wrong in ((20 + turn % 30, True), (19, False)):
        code = garden.ask(Slot("opinion", from_above=True, lead_days=lead))
        garden.expect("E301", code)
        if wrong:
            garden.expect("W307", code)
    garden.decoy("W307")


def beyond_the_profile(garden: Garden, turn: int) -> None:
    """E311, E312, W303, and files exactly at the limits."""
    code = garden.free("photo")
    fits = {"width": 2000, "height": 1000}
    garden.expect("E311", garden.put((code, "photo"), form="jpeg", size=2_000_001, details=fits))
    large = {"width": 2001 + turn, "height": 1000}
    garden.expect("E312", garden.put((code, "photo"), form="jpeg", size=10, details=large))
    strange = ("png", "bmp", "tiff", "webp")[turn % 4]
    garden.expect("W303", garden.put((code, "photo"), form=strange, details=fits))
    garden.put((code, "photo"), form="jpeg", size=2_000_000, details=fits)
    for item in ("E311", "E312", "W303"):
        garden.decoy(item)


def lengths(garden: Garden, turn: int) -> None:
    """E313 and E314, and reports exactly as long as they may be."""
    code = garden.free("report", min_chars=200, max_chars=1500)
    fair = "服务120场，投入30万元，占比12%，来自统计月报。"
    counted = len("服务a场，投入a万元，占比a，来自统计月报。")
    for size, fault in ((1501 + 7 * turn, "E313"), (199, "E314"), (1500, ""), (200, "")):
        text = fair + prose(garden.luck, 80)
        cut = "".join(ch for ch in text[len(fair) :] if not ch.isdigit())[: size - counted]
        made = garden.put((code, "report"), text=fair + cut)
        if fault:
            garden.expect(fault, made)
    garden.decoy("E313")
    garden.decoy("E314")


def captions(garden: Garden, turn: int) -> None:
    """W311, and captions that say everything without labels."""
    code = garden.free("photo", caption=CAPTION_ELEMENTS)
    lacking, _element = _LACKING[turn % len(_LACKING)]
    bad = garden.put(Claim(code, "photo", caption=lacking), kind="photo", form="jpeg")
    garden.expect("W311", bad)
    whole = _COMPLETE[turn % len(_COMPLETE)]
    garden.put(Claim(code, "photo", caption=whole), kind="photo", form="jpeg")
    garden.decoy("W311")


def head_and_seal(garden: Garden, turn: int) -> None:
    """W312, and papers with a number or a seal."""
    code = garden.free("policy")
    form = ("docx", "pdf", "jpeg")[turn % 3]
    garden.expect("W312", garden.put((code, "policy"), text=prose(garden.luck, 3), form=form))
    number = f"云文明办发〔2025〕{100 + turn}号"
    garden.put((code, "policy"), text=prose(garden.luck, 3), doc_number=number, title=number)
    form, seal = (("ofd", "seals"), ("pdf", "red_seal"), ("jpeg", "red_seal"))[turn % 3]
    garden.put((code, "policy"), text=prose(garden.luck, 3), form=form, details={seal: 1})
    garden.decoy("W312")


PLANTERS = (
    missing_material,
    unusable_material,
    foreign_claims,
    too_many,
    on_condition,
    subjects,
    every_unit,
    named_days,
    from_above,
    beyond_the_profile,
    lengths,
    captions,
    head_and_seal,
)
