"""The dossier as a book: real page numbers, links, bookmarks, and what must not be touched."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2
import pytest
from pypdf import PdfReader

from dossier.bundle.making.book_plan import BookEntry, BookPlan, BookWords, volumes
from dossier.bundle.making.fonts import UnfitFontError, face_of, system_face
from dossier.bundle.making.looking import look
from dossier.bundle.making.workshop import Workshop
from tests.tools.papers import (
    HAS_QPDF,
    drawer_of,
    outlined_pdf,
    pages_pdf,
    photo,
    signed_pdf,
    workshop,
)

WORDS = BookWords("目录", "另附", "佐证见第 {page} 页", "第 {number} 卷，共 {count} 卷", "部分材料")


@dataclass
class Shelf:
    """Entries put together one after the other."""

    root: Path
    entries: list[BookEntry] = field(default_factory=list)

    def pdf(self, title: str, data: bytes, group: str = "Ⅲ-1-1-① 要求", **more: object) -> None:
        pages = len(PdfReader(io.BytesIO(data)).pages)
        digest = drawer_of(self.root).put(data)
        entry = BookEntry(group, title, form="pdf", digest=digest, size=len(data), pages=pages)
        self.entries.append(msgspec.structs.replace(entry, **more))

    def picture(self, title: str, data: bytes, caption: str) -> None:
        digest = drawer_of(self.root).put(data)
        self.entries.append(
            BookEntry(
                "Ⅲ-1-1-① 要求",
                title,
                form="jpeg",
                digest=digest,
                size=len(data),
                pages=1,
                caption=caption,
            )
        )

    def plan(self, **more: object) -> BookPlan:
        whole = BookPlan(
            "Ⅲ-1-1-①",
            "有工作方案",
            ("示例测评体系", "截至：2017-08-31"),
            WORDS,
            tuple(self.entries),
            "{code}    {page} / {pages}",
        )
        return msgspec.structs.replace(whole, **more)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    with workshop(tmp_path) as made:
        yield made


def bound(shop: Workshop, plan: BookPlan) -> list[Path]:
    made = shop.bind(plan)
    assert made.problem is None, made.problem
    return [shop.cache.path(item.fixity.digest) for item in made.files]


def texts(path: Path) -> list[str]:
    """Each page's text as a viewer's library reads it."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def outline(path: Path) -> list[tuple[int, str, int]]:
    """Level, title and page index of every bookmark, read by another library than the writer's."""
    document = pypdfium2.PdfDocument(path)
    try:
        found = []
        for item in document.get_toc():
            target = item.get_dest()
            found.append((item.level, item.get_title(), target.get_index() if target else -1))
        return found
    finally:
        document.close()


def mixed(shelf: Shelf) -> Shelf:
    shelf.pdf("竖页两张", pages_pdf(["竖一", "竖二"]))
    shelf.pdf("横页", pages_pdf(["横一"], size=(842, 595)))
    shelf.pdf("转页", pages_pdf(["转一", "转二"], turn=90))
    shelf.pdf("空白", pages_pdf([""]))
    shelf.pdf("小票", pages_pdf(["票"], size=(120, 90)))
    shelf.picture("现场", photo(), "2017年3月5日，社区，志愿者清洁街道")
    shelf.pdf("大图纸", pages_pdf(["图"], size=(2384, 3370)))
    return shelf


@pytest.mark.parametrize("duplex", [False, True])
@pytest.mark.parametrize("cover", [False, True])
def test_b02_contents_give_the_real_pages(
    shelf: Shelf, shop: Workshop, duplex: bool, cover: bool
) -> None:
    [path] = bound(shop, mixed(shelf).plan(duplex=duplex, cover=cover))
    pages = texts(path)
    listing = next(text for text in pages if text.startswith("目录"))
    said = {
        title: int(page) for title, page in re.findall(r"\d+\. (\S+) (\d+)\r?\n", listing + "\n")
    }
    marks = {title: index + 1 for level, title, index in outline(path) if level == 1}
    assert said == marks
    for title, word in (("竖页两张", "竖一"), ("横页", "横一"), ("转页", "转一"), ("小票", "票")):
        assert word in pages[said[title] - 1]
    assert "志愿者清洁街道" in pages[said["现场"] - 1]
    assert not duplex or all(page % 2 == 1 for page in said.values())


def test_b02_each_footer_tells_its_own_page(shelf: Shelf, shop: Workshop) -> None:
    [path] = bound(shop, mixed(shelf).plan())
    pages = texts(path)
    for number, text in enumerate(pages[1:], 2):
        assert f"{number} / {len(pages)}" in " ".join(text.split()), text


def test_footers_stand_upright_at_the_bottom_as_seen(shelf: Shelf, shop: Workshop) -> None:
    for turn in (0, 90, 180, 270):
        shelf.pdf(f"转{turn}", pages_pdf([f"面{turn}"], turn=turn))
    [path] = bound(shop, shelf.plan())
    document = pypdfium2.PdfDocument(path)
    for page in list(document)[-4:]:
        seen = page.render(scale=1).to_pil().convert("L")
        width, height = seen.size
        strip = seen.crop((0, round(height * 0.95), width, height)).point(lambda v: 255 * (v < 128))
        box = strip.getbbox()
        assert box is not None, "something is written at the bottom edge as seen"
        assert box[2] - box[0] > 3 * (box[3] - box[1]), "and it runs from left to right"
        assert abs((box[0] + box[2]) / 2 - width / 2) < width * 0.05
    document.close()


def test_contents_can_be_clicked(shelf: Shelf, shop: Workshop) -> None:
    [path] = bound(shop, mixed(shelf).plan())
    reader = PdfReader(path)
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages, 1)}  # type: ignore[union-attr]
    links = [item.get_object() for item in reader.pages[1]["/Annots"]]  # type: ignore[attr-defined]
    targets = [numbers[link["/Dest"].get_object()[0].idnum] for link in links]
    assert targets == [index + 1 for level, _title, index in outline(path) if level == 1]


def test_a_pointer_leads_to_the_proving_page(shelf: Shelf, shop: Workshop) -> None:
    shelf.pdf("方案", pages_pdf(["一", "二", "三"]), pointers=(3,), pointer="第3页第二段")
    [path] = bound(shop, shelf.plan())
    listing, pages = texts(path)[1], texts(path)
    proof = next(number for number, text in enumerate(pages, 1) if text.startswith("三"))
    assert f"佐证见第 {proof} 页 第3页第二段" in listing
    assert ("→ 第3页第二段", proof - 1) in [(title, index) for _l, title, index in outline(path)]


def test_b03_what_is_signed_is_named_and_not_bound(shelf: Shelf, shop: Workshop) -> None:
    shelf.pdf("方案", pages_pdf(["一"]))
    shelf.entries.append(
        BookEntry("Ⅲ-1-1-① 要求", "批复", beside="data/规范文件/批复.ofd", note="已盖电子章")
    )
    [path] = bound(shop, shelf.plan())
    listing = " ".join(texts(path)[1].split())
    assert "批复 另附" in listing
    assert "已盖电子章 data/规范文件/批复.ofd" in listing
    assert "批复" not in [title for _level, title, _index in outline(path)]


def test_b03_signatures_are_seen_however_the_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(signed_pdf())
    assert look(path) == (1, True)
    path.write_bytes(pages_pdf(["/ByteRange in words only"]))
    assert look(path) == (1, False)


def test_b05_outlines_and_inner_links_survive(shelf: Shelf, shop: Workshop) -> None:
    shelf.pdf("甲册", outlined_pdf(["甲一", "甲二", "甲三"]))
    shelf.pdf("乙册", outlined_pdf(["乙一", "乙二"]))
    [path] = bound(shop, shelf.plan())
    pages, marks = texts(path), outline(path)
    for name in ("甲一", "甲二", "甲三", "乙一", "乙二"):
        [index] = [index for _level, title, index in marks if title == name]
        assert name in pages[index]
    assert {level for level, title, _i in marks if title in ("甲二", "乙一")} == {2}
    reader = PdfReader(path)
    places = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    for first, last in (("甲一", "甲三"), ("乙一", "乙二")):
        start = next(n for n, text in enumerate(pages) if text.startswith(first))
        [link] = [item.get_object() for item in reader.pages[start]["/Annots"]]  # type: ignore[attr-defined]
        assert last in pages[places[link["/Dest"].get_object()[0].idnum]]


def test_b05_equal_names_in_two_files_do_not_lead_astray(shelf: Shelf, shop: Workshop) -> None:
    for title in ("甲", "乙"):
        shelf.pdf(title, named_links_pdf([f"{title}一", f"{title}二"]))
    [path] = bound(shop, shelf.plan())
    pages, reader = texts(path), PdfReader(path)
    places = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    for title in ("甲", "乙"):
        start = next(n for n, text in enumerate(pages) if text.startswith(f"{title}一"))
        [link] = [item.get_object() for item in reader.pages[start]["/Annots"]]  # type: ignore[attr-defined]
        target = link["/Dest"] if "/Dest" in link else link["/A"]["/D"]
        found = target.get_object()
        if isinstance(found, str):
            found = reader.named_destinations[found].dest_array
        assert f"{title}二" in pages[places[found[0].idnum]]


def named_links_pdf(names: Sequence[str]) -> bytes:
    """Two pages; the first links to a place whose name every such file uses."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for number, name in enumerate(names):
        canvas.setFont("STSong-Light", 14)
        canvas.drawString(60, 400, name)
        canvas.bookmarkPage(f"section{number}")
        if number == 0:
            canvas.linkRect("", "section1", (50, 50, 100, 100))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_r10_a_book_is_the_same_every_time(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        with workshop(tmp_path / name) as shop:
            [path] = bound(shop, mixed(Shelf(tmp_path / name)).plan())
            found.append(hashlib.sha256(path.read_bytes()).hexdigest())
    assert found[0] == found[1]


@pytest.mark.skipif(not HAS_QPDF, reason="qpdf is not installed")
@pytest.mark.parametrize("duplex", [False, True])
def test_b11_qpdf_finds_nothing_wrong(shelf: Shelf, shop: Workshop, duplex: bool) -> None:
    mixed(shelf).pdf("甲册", outlined_pdf(["甲一", "甲二"]))
    for path in bound(shop, shelf.plan(duplex=duplex, mark="初审")):
        done = subprocess.run(["qpdf", "--check", path], capture_output=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


FACE = system_face()
needs_font = pytest.mark.skipif(FACE is None, reason="no Chinese font is installed")


def fonts_of(path: Path) -> set[tuple[str, bool]]:
    """Name of every font on any page, and whether its outlines are in the file."""
    found = set()
    for page in PdfReader(path).pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            found.add(
                (str(font.get_object()["/BaseFont"]), "/FontFile2" in below["/FontDescriptor"])
            )
    return found


@needs_font
def test_what_we_write_is_embedded(shelf: Shelf, shop: Workshop) -> None:
    shelf.picture("现场", photo(), "2017年3月5日，誠社区𠮷，志愿者清洁街道")
    plan = shelf.plan(face=FACE, mark="部分", title="“工作”（①）")
    [path] = bound(shop, plan)
    [(name, embedded)] = fonts_of(path)
    assert embedded
    assert FACE is not None
    assert re.fullmatch(rf"/[A-Z]{{6}}\+{re.escape(FACE.name)}", name)
    pages = texts(path)
    assert "“工作”（①）" in pages[0]
    assert "1. 现场" in pages[1]
    assert "誠社区〓，志愿者清洁街道" in pages[2], "a character the font lacks is marked"
    assert f"3 / {len(pages)}" in " ".join(pages[2].split())
    [unembedded] = bound(shop, msgspec.structs.replace(plan, face=None))
    assert fonts_of(unembedded) == {("/STSong-Light", False)}
    assert path.stat().st_size - unembedded.stat().st_size < 100_000, "only what is used"


@needs_font
def test_r10_a_font_lies_anywhere_and_the_book_is_the_same(tmp_path: Path) -> None:
    made = []
    assert FACE is not None
    for name in ("a", "b"):
        root = tmp_path / name
        root.mkdir()
        copied = root / f"{name}.ttc"
        copied.write_bytes(Path(FACE.path).read_bytes())
        shelf = Shelf(root)
        shelf.pdf("竖页", pages_pdf(["一"]))
        with workshop(root) as shop:
            [path] = bound(shop, shelf.plan(face=face_of(copied)))
            made.append(path.read_bytes())
    assert made[0] == made[1]


@pytest.mark.skipif(not HAS_QPDF, reason="qpdf is not installed")
@needs_font
def test_b11_qpdf_finds_nothing_wrong_with_an_embedded_font(shelf: Shelf, shop: Workshop) -> None:
    [path] = bound(shop, mixed(shelf).plan(face=FACE, duplex=True))
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("data", [b"", b"ttcf", b"\x00\x01\x00\x00" + bytes(range(256)) * 9])
def test_what_is_no_font_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.ttf").write_bytes(data)
    with pytest.raises(UnfitFontError):
        face_of(tmp_path / "x.ttf")
    with pytest.raises(UnfitFontError):
        face_of(tmp_path)


def test_an_own_cover_takes_the_place_of_ours(shelf: Shelf, shop: Workshop) -> None:
    shelf.pdf("方案", pages_pdf(["正文"]))
    data = pages_pdf(["封面一", "封面二", "封面三"])
    digest = drawer_of(shelf.root).put(data)
    own = BookEntry("", "", form="pdf", digest=digest, size=len(data), pages=3)
    [path] = bound(shop, shelf.plan(own_covers=(own,), duplex=True))
    pages = texts(path)
    assert [page.strip() for page in pages[:4]] == ["封面一", "封面二", "封面三", ""]
    assert "正文" in pages[6]
    assert pages[4].startswith("目录")
    assert "方案 7" in pages[4]


def test_lines_of_a_profile_make_the_cover_of_each_volume(shelf: Shelf, shop: Workshop) -> None:
    for number in range(2):
        shelf.pdf(f"方案{number}", pages_pdf(["正文"]))
    lines = (("# 大字", "", "第一卷"), ("# 大字", "第二卷"))
    first, second = bound(shop, shelf.plan(cover_lines=lines, volume_pages=1, mark="缺三项"))
    assert {"大字", "第一卷"} <= set(texts(first)[0].split())
    assert {"第二卷", "缺三项"} <= set(texts(second)[0].split())


def test_partial_stands_on_the_cover_and_every_page(shelf: Shelf, shop: Workshop) -> None:
    shelf.pdf("方案", pages_pdf(["一"]))
    [path] = bound(shop, shelf.plan(mark="区级初审"))
    pages = texts(path)
    assert "部分材料 区级初审" in " ".join(pages[0].split())
    assert all("部分材料" in text for text in pages)


def test_volumes_keep_their_limits(shelf: Shelf, shop: Workshop) -> None:
    for number in range(10):
        shelf.pdf(f"第{number}件", pages_pdf(["一", "二", "三"]))
    plan = shelf.plan(volume_pages=9)
    paths = bound(shop, plan)
    assert [len(part) for part in volumes(plan)] == [3, 3, 3, 1]
    assert len(paths) == 4
    assert "第 2 卷，共 4 卷" in texts(paths[1])[0]
    assert [title for level, title, _index in outline(paths[1]) if level == 1] == [
        "第3件",
        "第4件",
        "第5件",
    ]


def test_b04_many_files_need_few_handles_and_no_more_room(shelf: Shelf, shop: Workshop) -> None:
    data = [pages_pdf([f"第{n}件"]) for n in range(40)]
    for number in range(2000):
        shelf.pdf(f"第{number}件", data[number % 40])
    plan = shelf.plan(volume_pages=500)
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    try:
        paths = bound(shop, plan)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert len(paths) == 4
    assert sum(len(PdfReader(path).pages) for path in paths) > 2000


def test_b04_a_book_is_hardly_larger_than_what_is_in_it(shelf: Shelf, shop: Workshop) -> None:
    for number in range(30):
        shelf.picture(f"图{number}", photo((800, 600), noise=60 + number), "图注")
    [path] = bound(shop, shelf.plan())
    assert path.stat().st_size <= 1.1 * sum(entry.size for entry in shelf.entries)


def test_a_file_with_other_pages_than_planned_is_a_finding(shelf: Shelf, shop: Workshop) -> None:
    shelf.pdf("方案", pages_pdf(["一"]), pages=2)
    made = shop.bind(shelf.plan())
    assert made.problem is not None
    assert made.problem.code == "E813"
