"""Known papers and tables as LibreOffice writes them, the legacy formats among them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from tests.tools.papers import word_file
from tests.tools.truth import Paper, pages_of, table, varied
from tests.tools.truth_formats import rows_of

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_KINDS = (
    ("docx", "doc", "doc"), ("docx", "doc", "wps"), ("docx", "odt", "odt"), ("docx", "rtf", "rtf"),
    ("docx", "pdf", "pdf"),
    ("xlsx", "xls", "xls"), ("xlsx", "xls", "et"), ("xlsx", "ods", "ods"),
    ("fodp", "ppt", "ppt"), ("fodp", "ppt", "dps"), ("fodp", "pptx", "pptx"),
    ("fodp", "odp", "odp"),
)  # fmt: skip
"""What is given to LibreOffice, what it makes of it, and the extension of the result's name."""


def office_documents(
    program: Path, folder: Path, count: int
) -> Iterator[tuple[str, str, Paper, bytes]]:
    """So many documents in every format: format, file name, the truth, the bytes."""
    known: dict[str, tuple[list[Paper], list[Path]]] = {}
    for number, (given, wanted, extension) in enumerate(_KINDS):
        if given not in known:
            known[given] = _given(given, folder / given, count, 50_000 + 1000 * number)
        truths, sources = known[given]
        made = _converted(program, folder / wanted, sources, wanted)
        for item, path in zip(truths, made, strict=True):
            content = path.read_bytes()
            content = kingsoft(content) if extension in ("wps", "dps", "et") else content
            yield f"{extension}, by LibreOffice", f"{path.stem}.{extension}", item, content


def _given(kind: str, folder: Path, count: int, first: int) -> tuple[list[Paper], list[Path]]:
    folder.mkdir()
    made = [(table if kind == "xlsx" else varied)(seed) for seed in range(first, first + count)]
    writer = {"docx": _docx, "xlsx": _xlsx, "fodp": flat_slides}[kind]
    paths = [folder / f"文件{number}.{kind}" for number in range(count)]
    for path, item in zip(paths, made, strict=True):
        path.write_bytes(writer(item))
    return made, paths


def _docx(item: Paper) -> bytes:
    return word_file(*item.lines)


def _xlsx(item: Paper) -> bytes:
    from tests.tools.make_files import xlsx_file

    return xlsx_file({"Sheet1": rows_of(item)})


def flat_slides(item: Paper) -> bytes:
    """The paper as a presentation in one XML file, nine lines on a slide."""
    spaces = " ".join(
        f'xmlns:{short}="{_URN}{long}:1.0"'
        for short, long in (("office", "office"), ("draw", "drawing"), ("text", "text"))
    )
    svg = f'xmlns:svg="{_URN}svg-compatible:1.0"'
    place = 'svg:width="25cm" svg:height="15cm" svg:x="1cm" svg:y="1cm"'
    pages = "".join(
        f'<draw:page draw:name="p{number}" draw:master-page-name="M"><draw:frame {place}>'
        f"<draw:text-box>{_paragraphs(lines)}</draw:text-box></draw:frame></draw:page>"
        for number, lines in enumerate(pages_of(item, 9))
    )
    style = f'xmlns:style="{_URN}style:1.0"'
    master = '<style:master-page style:name="M" style:page-layout-name="L"/>'
    layout = '<style:page-layout style:name="L"/>'
    kind = 'office:mimetype="application/vnd.oasis.opendocument.presentation"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} {svg} {style} {kind}'
        f' office:version="1.2"><office:automatic-styles>{layout}</office:automatic-styles>'
        f"<office:master-styles>{master}</office:master-styles><office:body>"
        f"<office:presentation>{pages}</office:presentation></office:body></office:document>"
    ).encode()


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)


def _converted(program: Path, out: Path, sources: Sequence[Path], wanted: str) -> list[Path]:
    """All of them in one start."""
    if not out.exists():
        profile = f"-env:UserInstallation={(out.parent / 'profile').as_uri()}"
        words = ["--headless", "--convert-to", wanted, "--outdir", str(out)]
        command = [str(program), profile, *words, *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True)
    return [out / f"{source.stem}.{wanted}" for source in sources]


def kingsoft(content: bytes) -> bytes:
    """An OLE file marked as Kingsoft's programs mark theirs: one of its streams is renamed."""
    old = "\x05DocumentSummaryInformation".encode("utf-16-le")
    at = content.index(old)
    new = "WpsCustomData".encode("utf-16-le")
    entry = new.ljust(64, b"\0") + (len(new) + 2).to_bytes(2, "little")
    return content[:at] + entry + content[at + 66 :]
