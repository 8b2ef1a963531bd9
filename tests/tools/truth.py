"""Papers made from known fields, in many formats: what reading and describing must get right."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from tests.tools import make_files as make

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
    """One paper: the fields it states, and its lines as they stand on the page."""

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


def _pdf(font: str) -> Callable[[Paper], bytes]:
    return lambda item: make.pdf_file(["\n".join(item.lines)], font=font)


def _gbk_pdf(item: Paper) -> bytes:
    return make.gbkp_pdf_lines(item.lines)


def _ofd(item: Paper) -> bytes:
    placed = [(20.0, 20.0 + 9 * row, line) for row, line in enumerate(item.lines)]
    return make.ofd_file([list(reversed(placed))])


def _html(item: Paper) -> bytes:
    rows = "".join(f"<p>{line}</p>" for line in item.lines)
    return f"<html><head><meta charset=gbk></head><body>{rows}</body></html>".encode("gb18030")


def _rtf(item: Paper) -> bytes:
    return make.rtf_file("\n".join(item.lines)).replace(b"\\'0a", b"\\par ")


FORMATS: dict[str, tuple[str, Callable[[Paper], bytes]]] = {
    "pdf, named CID font": ("pdf", _pdf("STSong-Light")),
    "pdf, GBKp-EUC-H": ("pdf", _gbk_pdf),
    "docx": ("docx", lambda item: make.docx_file(item.lines)),
    "docx called doc": ("doc", lambda item: make.docx_file(item.lines)),
    "wps (OOXML)": ("wps", lambda item: make.docx_file(item.lines)),
    "ofd": ("ofd", _ofd),
    "odt": ("odt", lambda item: make.odt_file(item.lines)),
    "rtf, code page 936": ("rtf", _rtf),
    "html, gbk": ("html", _html),
    "txt, gb18030": ("txt", lambda item: "\r\n".join(item.lines).encode("gb18030")),
    "txt, utf-16": ("txt", lambda item: "\n".join(item.lines).encode("utf-16")),
    "txt, utf-8 called docx": ("docx", lambda item: "\n".join(item.lines).encode("utf-8-sig")),
}
"""Ways of writing a paper, by what they are; the extension and the maker."""


def documents(count: int) -> Iterator[tuple[str, str, Paper, bytes]]:
    """So many papers, the formats in turn: format, file name, the truth, the bytes."""
    ways = list(FORMATS.items())
    if make.FONT.exists():
        ways.append(("pdf, embedded font", ("pdf", _pdf("embedded"))))
    for seed in range(count):
        what, (extension, maker) = ways[seed % len(ways)]
        item = paper(seed)
        yield what, f"文件{seed}.{extension}", item, maker(item)


def rendered(item: Paper) -> bytes:
    """The paper as a PDF with a large head, to be scanned."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("scanned", make.FONT))
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
