"""Ways of writing known papers and tables to files: every format that can carry them."""

from __future__ import annotations

import quopri
from base64 import encodebytes
from collections.abc import Callable, Iterator
from html import escape

from tests.tools import make_files as make
from tests.tools.legacy import msg_file, xls_file
from tests.tools.truth import Paper, pages_of, table, varied

Writer = Callable[[Paper], bytes]
_URN = "urn:oasis:names:tc:opendocument:xmlns:"


def text_of(item: Paper) -> str:
    """The lines as one text."""
    return "\n".join(item.lines)


def _text(encoding: str, ending: str = "\n") -> Writer:
    return lambda item: ending.join(item.lines).encode(encoding)


def _markdown(item: Paper) -> bytes:
    title = item.lines.index(item.title) if item.title in item.lines else -1
    rows = (f"# {line}" if number == title else line for number, line in enumerate(item.lines))
    return "\n\n".join(rows).encode()


def _xml(item: Paper) -> bytes:
    rows = "".join(f"<段落>{escape(line)}</段落>" for line in item.lines)
    return f'<?xml version="1.0" encoding="GB18030"?><公文>{rows}</公文>'.encode("gb18030")


def page_of(item: Paper, encoding: str, *, declared: bool = True) -> bytes:
    """The paper as a web page."""
    rows = "".join(f"<p>{escape(line)}</p>" for line in item.lines)
    charset = f'<meta charset="{encoding}">' if declared else ""
    return f"<html><head>{charset}</head><body>{rows}</body></html>".encode(encoding)


def _web_copy(item: Paper) -> bytes:
    """A page of a government's site: its menu and a box with the fields above the paper."""
    fields = {"索引号": "014/2023-00127", "发文机关": item.issuer, "发文字号": item.number}
    cells = "".join(f"<tr><td>{k}：{v}</td></tr>" for k, v in fields.items() if v)
    rows = "".join(f"<p>{escape(line)}</p>" for line in item.lines)
    menu = "<ul><li>首页</li><li>政务公开</li></ul>"
    title = f"<title>{item.title}_青澜市人民政府门户网站</title>"
    head = f"<html><head><meta charset=utf-8>{title}</head>"
    return f"{head}<body>{menu}<table>{cells}</table>{rows}</body></html>".encode()


def _mime(kind: str, body: bytes, charset: str, coding: str) -> bytes:
    coded = encodebytes(body) if coding == "base64" else quopri.encodestring(body)
    head = f"Content-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: {coding}\n\n"
    return head.encode() + coded


def _mail(subject: str, charset: str, coding: str) -> Writer:
    def write(item: Paper) -> bytes:
        from email.header import Header

        said = Header(subject + item.title, charset).encode()
        head = f"From: a@example.cn\nTo: b@example.cn\nSubject: {said}\nMIME-Version: 1.0\n"
        return head.encode() + _mime("text/plain", text_of(item).encode(charset), charset, coding)

    return write


def _saved_page(item: Paper) -> bytes:
    head = (
        "From: <Saved by a browser>\nSubject: =?gb2312?B?zajWqg==?=\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; boundary="B"; type="text/html"\n\n--B\n'
    )
    page = page_of(item, "gb18030", declared=False)
    return head.encode() + _mime("text/html", page, "gb2312", "quoted-printable") + b"\n--B--\n"


def _rtf_unicode(item: Paper) -> bytes:
    def coded(line: str) -> str:
        units = line.encode("utf-16-le")
        pairs = (int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2))
        return "".join(chr(u) if u < 128 else f"\\u{u - 65536 * (u > 32767)}?" for u in pairs)

    body = "".join(f"\\pard {coded(line)}\\par\n" for line in item.lines)
    return ("{\\rtf1\\ansi\\uc1{\\fonttbl{\\f0 SimSun;}}\\f0 " + body + "}").encode("ascii")


def _rtf(item: Paper) -> bytes:
    return make.rtf_file(text_of(item)).replace(b"\\'0a", b"\\par ")


def _pdf(font: str) -> Writer:
    return lambda item: make.pdf_file(["\n".join(page) for page in pages_of(item, 36)], font=font)


def _mapped_pdf(encoding: str) -> Writer:
    """In a font that is not embedded, in a predefined encoding, without ToUnicode."""
    codec = "utf-16-be" if encoding.startswith("Uni") else "gbk"
    return lambda item: make.gbkp_pdf_lines(_expanded(item), encoding, codec)


def unmapped_pdf(item: Paper) -> bytes:
    """In GBK codes behind a font that says it is Latin: what pages of garbage are made of."""
    font = "<< /Type /Font /Subtype /TrueType /BaseFont /SimSun /Encoding /WinAnsiEncoding >>"
    rows = (line.encode("gbk", "ignore").hex().upper() for line in _expanded(item))
    shown = " ".join(f"<{row}> Tj 0 -20 Td" for row in rows)
    return make.raw_pdf(f"BT /F1 12 Tf 60 800 Td {shown} ET".encode(), font)


def _expanded(item: Paper) -> list[str]:
    return [line.replace("\t", "    ") for line in item.lines]


def _ofd(item: Paper) -> bytes:
    pages = []
    for page in pages_of(item, 26):
        placed = [(20.0, 20.0 + 9 * row, line) for row, line in enumerate(page)]
        pages.append(list(reversed(placed)))
    return make.ofd_file(pages)


def _docx(item: Paper) -> bytes:
    return make.docx_file(_expanded(item))


def _head(item: Paper) -> int:
    """How many lines stand above the title."""
    squeezed = ["".join(line.split()) for line in item.lines]
    return next(n for n, line in enumerate(squeezed) if item.title.startswith(line))


def _docx_boxed(item: Paper) -> bytes:
    """The head in a text box, kept twice as Word does, its anchor in the first paragraph."""
    lines, at = _expanded(item), _head(item)
    box = f"<w:txbxContent>{''.join(map(make.paragraph, lines[:at]))}</w:txbxContent>"
    choice = f"<mc:Choice Requires='wps'><wps:txbx>{box}</wps:txbx></mc:Choice>"
    old = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    anchor = f"<w:p><w:r><mc:AlternateContent>{choice}{old}</mc:AlternateContent></w:r></w:p>"
    return make.docx_file((anchor if at else "") + "".join(map(make.paragraph, lines[at:])))


def _docx_tabled(item: Paper) -> bytes:
    """The head in a table of one column, the signature in a content control."""
    lines, at = _expanded(item), _head(item)
    cells = "".join(f"<w:tr><w:tc>{make.paragraph(line)}</w:tc></w:tr>" for line in lines[:at])
    body, end = map(make.paragraph, lines[at:-3]), map(make.paragraph, lines[-3:])
    control = f"<w:sdt><w:sdtContent>{''.join(end)}</w:sdtContent></w:sdt>"
    return make.docx_file(f"<w:tbl>{cells}</w:tbl>" * bool(at) + "".join(body) + control)


def _slides(item: Paper) -> bytes:
    return make.slides_file(pages_of(item, 9))


def _odp(item: Paper) -> bytes:
    return make.odp_file(pages_of(item, 9))


def rows_of(item: Paper) -> list[list[str | int]]:
    """The cells of a table, numbers as numbers."""
    return [[_cell(cell) for cell in line.split("\t")] for line in item.lines]


def _cell(text: str) -> str | int:
    return int(text) if text.isascii() and text.isdigit() else text


def _xlsx(item: Paper) -> bytes:
    return make.xlsx_file({"Sheet1": rows_of(item), "Sheet2": []})


def _xls(kingsoft: bool) -> Writer:
    return lambda item: xls_file({"Sheet1": rows_of(item)}, kingsoft=kingsoft)


def _ods(item: Paper) -> bytes:
    return make.ods_file({"Sheet1": rows_of(item)})


def _csv(encoding: str) -> Writer:
    """As table programs export it: every line as long as the longest."""

    def write(item: Paper) -> bytes:
        rows = [line.split("\t") for line in item.lines]
        width = max(map(len, rows))
        lines = (",".join(row + [""] * (width - len(row))) for row in rows)
        return "\r\n".join(lines).encode(encoding)

    return write


def _html_table(item: Paper) -> bytes:
    """What office systems export as .xls."""
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line.split("\t")) + "</tr>"
        for line in item.lines
    )
    return f"<html><head><meta charset=gbk></head><table>{rows}</table></html>".encode("gb18030")


PAPERS: dict[str, tuple[str, Writer]] = {
    "pdf, CID font not embedded": ("pdf", _pdf("STSong-Light")),
    "pdf, GBKp-EUC-H, no ToUnicode": ("pdf", _mapped_pdf("GBKp-EUC-H")),
    "pdf, GBK-EUC-H, no ToUnicode": ("pdf", _mapped_pdf("GBK-EUC-H")),
    "pdf, UniGB-UCS2-H, no ToUnicode": ("pdf", _mapped_pdf("UniGB-UCS2-H")),
    "pdf, vertical, GBK-EUC-V": ("pdf", _mapped_pdf("GBK-EUC-V")),
    "pdf called docx": ("docx", _pdf("STSong-Light")),
    "ofd": ("ofd", _ofd),
    "ofd called pdf": ("pdf", _ofd),
    "docx": ("docx", _docx),
    "docx, head in a text box": ("docx", _docx_boxed),
    "docx, head in a table": ("docx", _docx_tabled),
    "docx called doc": ("doc", _docx),
    "wps (OOXML)": ("wps", _docx),
    "odt": ("odt", lambda item: make.odt_file(item.lines)),
    "rtf, code page 936": ("rtf", _rtf),
    "rtf, Unicode, called doc": ("doc", _rtf_unicode),
    "pptx": ("pptx", _slides),
    "dps (OOXML)": ("dps", _slides),
    "odp": ("odp", _odp),
    "html, GBK": ("html", lambda item: page_of(item, "gb18030")),
    "html, UTF-8, web copy": ("htm", _web_copy),
    "html called doc": ("doc", lambda item: page_of(item, "utf-8")),
    "mht": ("mht", _saved_page),
    "mht called doc": ("doc", _saved_page),
    "eml, GB18030, base64": ("eml", _mail("", "gb18030", "base64")),
    "eml, UTF-8, forwarded": ("eml", _mail("转发：", "utf-8", "quoted-printable")),
    "msg": ("msg", lambda item: msg_file(f"Fw: {item.title}", text_of(item))),
    "txt, GB18030": ("txt", _text("gb18030", "\r\n")),
    "txt, UTF-8": ("txt", _text("utf-8")),
    "txt, UTF-16": ("txt", _text("utf-16")),
    "txt, UTF-16 without mark": ("txt", _text("utf-16-be")),
    "txt, UTF-8 called docx": ("docx", _text("utf-8-sig")),
    "md": ("md", _markdown),
    "xml, GB18030": ("xml", _xml),
}
"""Ways of writing a paper, by what they are; the extension and the writer."""
TABLES: dict[str, tuple[str, Writer]] = {
    "xlsx": ("xlsx", _xlsx),
    "et (OOXML)": ("et", _xlsx),
    "xls": ("xls", _xls(kingsoft=False)),
    "et (OLE)": ("et", _xls(kingsoft=True)),
    "xlsx called xls": ("xls", _xlsx),
    "ods": ("ods", _ods),
    "csv, GB18030": ("csv", _csv("gb18030")),
    "csv, UTF-8": ("csv", _csv("utf-8-sig")),
    "html called xls": ("xls", _html_table),
}
"""Ways of writing a table."""


def documents(count: int) -> Iterator[tuple[str, str, Paper, bytes]]:
    """So many documents in every format: format, file name, the truth, the bytes."""
    papers = dict(PAPERS)
    if make.FONT.exists():
        papers["pdf, embedded font"] = ("pdf", _pdf("embedded"))
    for ways, make_truth in ((papers, varied), (TABLES, table)):
        for place, (what, (extension, write)) in enumerate(ways.items()):
            for seed in range(1000 * place, 1000 * place + count):
                item = make_truth(seed)
                yield what, f"文件{seed}.{extension}", item, write(item)
