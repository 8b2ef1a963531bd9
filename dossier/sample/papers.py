"""规范文件 and 评价意见 as PDF in the manner of GB/T 9704: red head, number, rule, body, seal.

The font is one every PDF reader brings along (STSong-Light), so none has to be installed.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dossier.sample import phrases
from dossier.sample.subject import Subject, chinese_date, sentence, sentences

FONT = "STSong-Light"
A4 = (210 * mm, 297 * mm)
_LEFT, _RIGHT, _TOP, _BOTTOM = 28 * mm, 184 * mm, 260 * mm, 35 * mm
_SIZE, _LEADING = 15.7, 28.9
_PER_LINE = 28
_REGULATIONS = ("办法", "方案", "制度", "规划", "安排", "计划", "意见")
_RED = (0.84, 0.06, 0.06)


class Sheet:
    """A PDF being written line by line, breaking pages when one is full."""

    def __init__(
        self, title: str, author: str, encryption: StandardEncryption | None = None
    ) -> None:
        if FONT not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self._buffer = io.BytesIO()
        self.canvas = Canvas(self._buffer, pagesize=A4, invariant=1, encrypt=encryption)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.y = _TOP

    def centred(self, text: str, size: float, colour: tuple[float, ...] = (0, 0, 0)) -> None:
        """One centred line."""
        self.canvas.setFont(FONT, size)
        self.canvas.setFillColorRGB(*colour)
        self.canvas.drawCentredString(A4[0] / 2, self.y, text)
        self.y -= size * 1.6

    def paragraph(self, text: str, *, indent: bool = True) -> None:
        """A paragraph broken into lines of 28 characters."""
        for line in _lines(("\u3000\u3000" if indent else "") + text):
            self._room(_LEADING)
            self._text(_LEFT, line)
            self.y -= _LEADING

    def signed(self, lines: tuple[str, ...]) -> None:
        """The right-hand lines at the end with a round seal over them."""
        self._room(_LEADING * (len(lines) + 3))
        self.y -= _LEADING
        _seal(self.canvas, _RIGHT - 45 * mm, self.y - 12)
        for line in lines:
            self._text(_RIGHT - 15 * mm - pdfmetrics.stringWidth(line, FONT, _SIZE), line)
            self.y -= _LEADING

    def done(self) -> bytes:
        """Closes the last page and gives the file."""
        self._end_page()
        self.canvas.save()
        return self._buffer.getvalue()

    def _text(self, x: float, line: str) -> None:
        self.canvas.setFont(FONT, _SIZE)
        self.canvas.setFillColorRGB(0, 0, 0)
        self.canvas.drawString(x, self.y, line)

    def _room(self, height: float) -> None:
        if self.y - height < _BOTTOM:
            self._end_page()
            self.y = _TOP

    def _end_page(self) -> None:
        self.canvas.setFont(FONT, 12)
        self.canvas.drawCentredString(A4[0] / 2, 22 * mm, f"— {self.canvas.getPageNumber()} —")
        self.canvas.showPage()


def policy_pdf(subject: Subject, *, password: str = "") -> bytes:
    """A red-head paper of one to three pages; with a password it cannot be read without it."""
    sheet = Sheet(policy_title(subject.topic), subject.unit, _encryption(password))
    _head(sheet, subject, f"{phrases.DISTRICT}{subject.unit}文件")
    for part in _halves(policy_title(subject.topic)):
        sheet.centred(part, 20)
    sheet.paragraph("各街道办事处，各有关单位：", indent=False)
    sheet.paragraph(f"现将《{_regulation(subject.topic)}》印发给你们，请结合实际认真贯彻落实。")
    for text in _clauses(subject):
        sheet.paragraph(text)
    sheet.paragraph(phrases.DISCLAIMER)
    sheet.signed((f"{phrases.DISTRICT}{subject.unit}", chinese_date(subject.day)))
    return sheet.done()


def opinion_pdf(subject: Subject) -> bytes:
    """A 评价意见 from the line department one level up."""
    issuer = f"{phrases.CITY}{subject.unit}"
    sheet = Sheet(f"关于{subject.topic}的评价意见", issuer)
    _head(sheet, subject, issuer)
    for part in _halves(f"关于{subject.topic}的评价意见"):
        sheet.centred(part, 20)
    sheet.paragraph(f"{phrases.DISTRICT}文明办：", indent=False)
    for template in phrases.OPINIONS:
        sheet.paragraph(sentence(template, subject))
    sheet.paragraph(phrases.DISCLAIMER)
    sheet.signed((issuer, chinese_date(subject.day)))
    return sheet.done()


def policy_title(topic: str) -> str:
    """The title such a paper bears."""
    return f"关于印发《{_regulation(topic)}》的通知"


def _regulation(topic: str) -> str:
    return topic if topic.endswith(_REGULATIONS) else f"{topic}实施方案"


def _head(sheet: Sheet, subject: Subject, organ: str) -> None:
    sheet.centred(organ, min(34, 420 / len(organ)), _RED)
    sheet.y -= 20
    sheet.centred(doc_number(subject), _SIZE)
    sheet.canvas.setStrokeColorRGB(*_RED)
    sheet.canvas.setLineWidth(2)
    sheet.canvas.line(_LEFT, sheet.y + 8, _RIGHT, sheet.y + 8)
    sheet.y -= 34


def doc_number(subject: Subject) -> str:
    """A 发文字号 such as 云文明办发〔2026〕12号; numbers of a year follow its days."""
    return f"云{subject.unit}发〔{subject.day.year}〕{subject.day.timetuple().tm_yday}号"


def _clauses(subject: Subject) -> Iterator[str]:
    numerals = "一二三四五六"
    clauses = iter(sentences(phrases.CLAUSES, 10, subject))
    for index in range(subject.luck.randint(3, 6)):
        yield f"{numerals[index]}、{phrases.HEADINGS[index]}"
        body = [text for text in (next(clauses, ""), next(clauses, "")) if text]
        yield "".join(body) or "本方案自印发之日起施行。"


def _lines(text: str) -> Iterator[str]:
    """Lines of the width of 28 characters, an ASCII one counting half, no 。or ， at a start."""
    line, width = "", 0.0
    for character in text:
        step = 0.5 if character.isascii() else 1.0
        if width + step > _PER_LINE and character not in "，。、；：）”》":
            yield line
            line, width = "", 0.0
        line, width = line + character, width + step
    if line:
        yield line


def _halves(title: str) -> list[str]:
    if len(title) <= 20:
        return [title]
    middle = math.ceil(len(title) / 2)
    return [title[:middle], title[middle:]]


def _seal(canvas: Canvas, x: float, y: float) -> None:
    canvas.setStrokeColorRGB(*_RED)
    canvas.setFillColorRGB(*_RED)
    canvas.setLineWidth(2.5)
    canvas.circle(x, y, 21 * mm, fill=0)
    star = canvas.beginPath()
    for point in range(10):
        radius = (7 if point % 2 == 0 else 2.7) * mm
        angle = math.pi / 2 + point * math.pi / 5
        corner = (x + radius * math.cos(angle), y + radius * math.sin(angle))
        (star.lineTo if point else star.moveTo)(*corner)
    star.close()
    canvas.drawPath(star, fill=1, stroke=0)


def _encryption(password: str) -> StandardEncryption | None:
    if not password:
        return None
    return StandardEncryption(password, ownerPassword=f"{password}-owner", strength=128)
