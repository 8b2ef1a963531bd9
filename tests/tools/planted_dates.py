"""Faults of dates and their look-alikes, see :mod:`tests.tools.planting`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dossier.model.records import Claim
from tests.tools.planting import FIRST, LAST, Garden, pick, prose

Ways = tuple[tuple[str, dict[str, Any]], ...]
_VALID = (
    "本办法自印发之日起施行，有效期{years}年。",
    "本通知自发布之日起执行，有效期限为{years}年。",
    "本规定自2021年1月1日起施行，有效期至{day}。",
    "有效期：{years}年。",
    "有效期至{day}",
    "本实施细则有效期{years}年，由区文明办负责解释。",
    "本意见自2021年1月1日起实施，有效期截至{day}。",
)
_VALID_OF_OTHERS = (
    "食品经营许可证有效期为{years}年，逾期应当重新申领。",
    "居民身份证有效期为{years}年，由公安机关签发。",
    "安全生产许可证的有效期为{years}年，期满前三个月办理延期。",
    "经查，该店健康证有效期至{day}，已责令更换。",
    "资质证书有效期{years}年，期满由发证机关复审。",
)


def outside_window(garden: Garden, turn: int) -> None:
    """E201, and papers on the first and the last day, received long after (C01)."""
    ways: Ways = (
        ("policy", {"issued": "2024-12-31"}),
        ("policy", {"issued": "2026-01-01"}),
        ("report", {"issued": "2023-06-01"}),
        ("photo", {"event": "2024-11-30", "form": "jpeg"}),
        ("table", {"covered": "2023-01-01/2024-12-31", "form": "xlsx"}),
        ("opinion", {"issued": "2026-02-14"}),
    )
    good: Ways = (
        ("policy", {"issued": FIRST}),
        ("policy", {"issued": LAST}),
        ("report", {"issued": "2025-06-01", "received": "2026-05-30"}),
        ("photo", {"event": LAST, "form": "jpeg"}),
        ("table", {"covered": "2024-07-01/2025-01-01", "form": "xlsx"}),
        ("opinion", {"issued": "2025-03-05"}),
    )
    kind, dates = ways[turn % len(ways)]
    code = garden.free(kind, window="w")
    garden.expect("E201", garden.put((code, kind), **dates))
    kind, dates = good[turn % len(good)]
    garden.put((garden.free(kind, window="w"), kind), **dates)
    garden.decoy("E201")


def outside_window_by_caption(garden: Garden, turn: int) -> None:
    """E201 told by the day a caption names, not by that of the camera."""
    words = (
        "2024年3月5日，云溪广场，志愿者开展活动",
        "2024.3.5云溪广场志愿服务",
        "云溪广场 2024-03-05",
    )
    size = {"width": 900, "height": 600}
    code = garden.free("photo", window="w")
    said = pick(words, turn)
    claim = Claim(code, "photo", caption=said)
    bad = garden.put(claim, kind="photo", form="jpeg", details=size)
    garden.expect("E201", bad)
    claim = Claim(code, "photo", caption=said.replace("2024", "2025"))
    garden.put(claim, kind="photo", form="jpeg", details=size)
    garden.decoy("E201")


def undated(garden: Garden, turn: int) -> None:
    """W205, and undated material where no window is set."""
    kind = ("policy", "report", "photo", "table")[turn % 4]
    garden.expect("W205", garden.put((garden.free(kind, window="w"), kind)))
    garden.put((garden.free(kind), kind))
    garden.decoy("W205")


def expired(garden: Garden, turn: int) -> None:
    """E202, and the validity of licences and cards of which a paper speaks."""
    luck = garden.luck
    words = {"years": luck.choice(["2", "3", "三", "五"]), "day": "2025年12月31日"}
    said = prose(luck, 2) + "\n" + pick(_VALID, turn, **words) + "\n" + prose(luck, 1)
    issued = "2020-05-04"
    garden.expect("E202", garden.put(text=said, kind="policy", issued=issued))
    if "{years}" in _VALID[turn % len(_VALID)]:
        garden.put(text=said + "再次印发", kind="policy", issued="2025-05-04")
    other = prose(luck, 2) + pick(_VALID_OF_OTHERS, turn, **words)
    garden.put(text=other, kind="policy", issued=issued)
    garden.decoy("E202")


def not_yet_issued(garden: Garden, turn: int) -> None:
    """W206, and papers that came on the day of their issue."""
    days = 1 + turn % 40
    late = (dt.date(2026, 5, 1) + dt.timedelta(days=days)).isoformat()
    garden.expect("W206", garden.put(issued=late, received="2026-05-01"))
    garden.put(issued="2026-05-01", received="2026-05-01")
    garden.decoy("W206")


def camera_against_event(garden: Garden, turn: int) -> None:
    """W207, and pictures three days before or a month after."""
    event = dt.date(2025, 6, 10)
    apart = (-4, 31, -200, 365, 60, -30)[turn % 6]
    fine = (-3, 30, 0, 1)[turn % 4]
    size = {"width": 900, "height": 600}
    for days, wrong in ((apart, True), (fine, False)):
        taken = (event + dt.timedelta(days=days)).isoformat()
        if turn % 2:
            claim = Claim(garden.free("photo"), "photo", caption="2025年6月10日云溪广场志愿者活动")
            made = garden.put(claim, kind="photo", form="jpeg", taken=taken, details=size)
        else:
            made = garden.put(kind="photo", form="jpeg", event=event.isoformat(), taken=taken)
        if wrong:
            garden.expect("W207", made)
    garden.decoy("W207")


def made_later(garden: Garden, turn: int) -> None:
    """W208 in the spellings of Word, PDF and OFD, and files made within two months."""
    spelled = (
        "{:%Y-%m-%dT%H:%M:%SZ}",
        "D:{:%Y%m%d%H%M%S}+08'00'",
        "{:%Y-%m-%d}",
        "{:%Y/%m/%d %H:%M}",
    )
    issued = dt.datetime(2025, 3, 1, 9, 0)
    for days, wrong in ((61 + 30 * turn, True), (60, False)):
        made = spelled[turn % 4].format(issued + dt.timedelta(days=days))
        kind = ("policy", "report")[turn % 2]
        one = garden.put(
            kind=kind, issued="2025-03-01", details={"created": made}, received="2031-05-20"
        )
        if wrong:
            garden.expect("W208", one)
    garden.decoy("W208")


def year_of_number(garden: Garden, turn: int) -> None:
    """W209, and January with the number of the year before."""
    organ = ("云文明办", "青政发", "云教", "青精神文明委办")[turn % 4] + f"{turn}"
    wrong = (("2024", "2025-05-06"), ("2025", "2024-12-30"), ("2024", "2025-02-01"))[turn % 3]
    number, issued = wrong
    garden.expect(
        "W209", garden.put(kind="policy", doc_number=f"{organ}〔{number}〕3号", issued=issued)
    )
    number, issued = (("2024", "2025-01-20"), ("2025", "2025-11-02"))[turn % 2]
    garden.put(kind="policy", doc_number=f"{organ}乙〔{number}〕3号", issued=issued)
    garden.decoy("W209")


def clock_against_clock(garden: Garden, turn: int) -> None:
    """W212, and files changed on the day they were made."""
    bad = {"created": "2025-03-09T10:00:00", "modified": f"2025-03-{1 + turn % 8:02d}T10:00:00"}
    garden.expect("W212", garden.put(details=bad))
    same = {"created": "2025-03-09T10:00:00", "modified": "2025-03-09T08:00:00"}
    garden.put(details=same)
    garden.decoy("W212")


PLANTERS = (
    outside_window,
    outside_window_by_caption,
    undated,
    expired,
    not_yet_issued,
    camera_against_event,
    made_later,
    year_of_number,
    clock_against_clock,
)
