"""What is made of received files: pictures, pages, office files; each in a process of its own."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from dossier.bundle.making.pictures import caption_font
from dossier.bundle.making.workshop import MakingLimits, Workshop
from dossier.model.conversions import Made, Recipe
from tests.tools import fake_office
from tests.tools.make_files import xlsx_file
from tests.tools.papers import (
    HAS_OFFICE,
    drawer_of,
    official_pdf,
    pages_pdf,
    photo,
    signed_pdf,
    word_file,
    workshop,
)

SPOKEN = word_file("关于志愿服务的情况说明")
needs_office = pytest.mark.skipif(not HAS_OFFICE, reason="LibreOffice is not installed")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    with workshop(tmp_path) as made:
        yield made


def recipe(root: Path, data: bytes, form: str, to: str, **more: object) -> Recipe:
    return replace(Recipe(drawer_of(root).put(data), form, to), **more)  # type: ignore[arg-type]


def content(shop: Workshop, made: Made, number: int = 0) -> bytes:
    assert made.problem is None, made.problem
    return shop.cache.path(made.files[number].fixity.digest).read_bytes()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_sound_jpeg_loses_its_metadata_and_nothing_else(shop: Workshop, tmp_path: Path) -> None:
    source = photo()
    made = content(shop, shop.make(recipe(tmp_path, source, "jpeg", "jpeg")))
    assert b"SECRET" in source
    assert b"SECRET" not in made
    assert opened(made).tobytes() == opened(source).tobytes(), "not a pixel was encoded again"


def test_metadata_stay_by_setting(shop: Workshop, tmp_path: Path) -> None:
    source = photo()
    how = recipe(tmp_path, source, "jpeg", "jpeg", strip_metadata=False)
    assert content(shop, shop.make(how)) == source


def test_orientation_is_applied(shop: Workshop, tmp_path: Path) -> None:
    made = opened(content(shop, shop.make(recipe(tmp_path, photo(turned=True), "jpeg", "jpeg"))))
    assert made.size == (480, 640)
    assert made.getexif().get(0x0112, 1) == 1
    assert made.getpixel((470, 10))[0] < 20, "the dark top left is now at the top right"  # type: ignore[index]


@pytest.mark.parametrize("form", ["PNG", "BMP", "GIF", "WEBP", "TIFF"])
def test_other_pictures_become_jpeg(shop: Workshop, tmp_path: Path, form: str) -> None:
    how = recipe(tmp_path, photo((64, 48), form=form), form.lower(), "jpeg")
    assert opened(content(shop, shop.make(how))).format == "JPEG"


def test_every_limit_of_a_picture_is_kept(shop: Workshop, tmp_path: Path) -> None:
    how = recipe(
        tmp_path,
        photo((900, 600), noise=90),
        "jpeg",
        "jpeg",
        max_bytes=60_000,
        max_pixels=300_000,
    )
    data = content(shop, shop.make(how))
    width, height = opened(data).size
    assert len(data) <= 60_000
    assert width * height <= 300_000
    assert abs(width / height - 1.5) < 0.02


def test_quality_never_falls_below_its_floor(shop: Workshop, tmp_path: Path) -> None:
    how = recipe(
        tmp_path, photo((300, 300), noise=90), "jpeg", "jpeg", max_bytes=500, quality_floor=80
    )
    made = shop.make(how)
    assert made.problem is not None
    assert (made.problem.code, made.problem.parameters["limit"]) == ("E816", 500)


def test_pages_are_found_by_their_layout(shop: Workshop, tmp_path: Path) -> None:
    how = recipe(
        tmp_path, official_pdf(pages=5, seal=4), "pdf", "pages", parts=("red-head", "seal")
    )
    made = shop.make(how)
    assert [(item.part, item.page, item.found) for item in made.files] == [
        ("red-head", 1, True),
        ("seal", 4, True),
    ]
    assert opened(content(shop, made, 1)).format == "JPEG"


def test_a_cover_page_is_not_the_red_head_page(shop: Workshop, tmp_path: Path) -> None:
    data = official_pdf(pages=3, head=2, seal=3)
    made = shop.make(recipe(tmp_path, data, "pdf", "pages", parts=("red-head",)))
    assert [item.page for item in made.files] == [2]


def test_one_page_with_head_and_seal_is_pictured_once(shop: Workshop, tmp_path: Path) -> None:
    data = official_pdf(pages=1, seal=1)
    made = shop.make(recipe(tmp_path, data, "pdf", "pages", parts=("red-head", "seal")))
    assert [(item.part, item.page) for item in made.files] == [("red-head+seal", 1)]


def test_a_guess_says_that_it_is_one(shop: Workshop, tmp_path: Path) -> None:
    data = pages_pdf(["甲", "乙"])
    made = shop.make(recipe(tmp_path, data, "pdf", "pages", parts=("red-head", "seal")))
    assert [(item.page, item.found) for item in made.files] == [(1, False), (2, False)]


def test_pages_named_by_a_person_win(shop: Workshop, tmp_path: Path) -> None:
    made = shop.make(recipe(tmp_path, official_pdf(), "pdf", "pages", pages=(4, 2)))
    assert [item.page for item in made.files] == [4, 2]
    wrong = shop.make(recipe(tmp_path, official_pdf(), "pdf", "pages", pages=(9,)))
    assert wrong.problem is not None
    assert wrong.problem.code == "E813"


def test_r10_the_same_recipe_gives_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        with workshop(tmp_path / name) as shop:
            made = [
                shop.make(recipe(tmp_path / name, official_pdf(), "pdf", "pages", parts=("seal",))),
                shop.make(recipe(tmp_path / name, photo(turned=True), "jpeg", "jpeg")),
            ]
            found.append([item.files for item in made])
    assert found[0] == found[1]


def test_nothing_is_made_twice(shop: Workshop, tmp_path: Path) -> None:
    how = recipe(tmp_path, photo(), "jpeg", "jpeg")
    first = shop.make(how)
    for path in (tmp_path / "drawer").iterdir():
        path.unlink()
    assert shop.make(how) == first, "the source is not even looked at"
    shop.cache.path(first.files[0].fixity.digest).unlink()
    with pytest.raises(FileNotFoundError):
        shop.make(how)


def test_b01_nothing_is_made_of_damaged_content(shop: Workshop, tmp_path: Path) -> None:
    how = recipe(tmp_path, photo(), "jpeg", "jpeg")
    held = tmp_path / "drawer" / how.digest.partition(":")[2]
    held.write_bytes(photo((10, 10)))
    made = shop.make(how)
    assert made.problem is not None
    assert made.problem.code == "E802"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 nonsense", b"\xff\xd8\xff\xe0broken", bytes(300)])
@pytest.mark.parametrize(("form", "to"), [("jpeg", "jpeg"), ("pdf", "pages"), ("pdf", "look")])
def test_hostile_content_is_a_finding(
    shop: Workshop, tmp_path: Path, data: bytes, form: str, to: str
) -> None:
    made = shop.make(recipe(tmp_path, data, form, to, parts=("seal",)))
    assert made.problem is not None
    assert made.problem.code == "E813"
    sound = shop.make(recipe(tmp_path, photo(), "jpeg", "jpeg"))
    assert sound.problem is None, "the next file goes on"


def test_a_process_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    with workshop(tmp_path, limits=MakingLimits(seconds=0.001)) as shop:
        made = shop.make(recipe(tmp_path, official_pdf(), "pdf", "pages", parts=("seal",)))
    assert made.problem is not None
    assert made.problem.parameters["detail"] == "> 0.001 s"
    with workshop(tmp_path) as shop:
        again = shop.make(recipe(tmp_path, official_pdf(), "pdf", "pages", parts=("seal",)))
    assert again.problem is None, "a failure is not remembered"


def test_signatures_and_pages_are_seen(shop: Workshop, tmp_path: Path) -> None:
    plain = shop.make(recipe(tmp_path, pages_pdf(["一", "二"]), "pdf", "look"))
    signed = shop.make(recipe(tmp_path, signed_pdf(), "pdf", "look"))
    assert (plain.pages, plain.signed) == (2, False)
    assert (signed.pages, signed.signed) == (1, True)


def test_without_libreoffice_it_says_so(shop: Workshop, tmp_path: Path) -> None:
    for to in ("pdf", "pages"):
        made = shop.make(recipe(tmp_path, SPOKEN, "docx", to, parts=("seal",)))
        assert made.problem is not None
        assert made.problem.code == "E814"


@needs_office
def test_r10_office_files_become_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        with workshop(tmp_path / name, office=None) as shop:
            word = recipe(tmp_path / name, SPOKEN, "docx", "pdf")
            sheet = xlsx_file({"统计表": [["项目", "数量"], ["志愿者", 3]]})
            book = recipe(tmp_path / name, sheet, "xlsx", "pdf")
            rows = recipe(tmp_path / name, "项目,数量\n志愿者,3\n".encode(), "csv", "xlsx")
            made = [shop.make(word), shop.make(book), shop.make(rows)]
            assert [item.problem for item in made] == [None, None, None]
            assert content(shop, made[0]).startswith(b"%PDF")
            assert content(shop, made[2]).startswith(b"PK")
            found.append([item.files for item in made])
    assert found[0] == found[1]


@needs_office
def test_r10_tables_become_the_same_bytes_in_any_batch_and_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = "单位,身份证号,日期\n东门街道,420102199001011234,2026-03-03\n".encode("gb18030")
    sheet = xlsx_file({"统计表": [["项目", "数量"], ["志愿者", 3]]})
    others = [f"单位,数量\n甲,{number}\n".encode() for number in range(2)]
    found = []
    for name, language, before in (("one", "C", []), ("two", "zh_CN.UTF-8", others)):
        monkeypatch.setenv("LC_ALL", language)
        monkeypatch.setenv("TZ", "Asia/Shanghai" if before else "America/New_York")
        with workshop(tmp_path / name, office=None) as shop:
            files = [*((other, "csv") for other in before), (table, "csv"), (sheet, "xlsx")]
            wanted = [
                recipe(tmp_path / name, data, form, to)
                for data, form in files
                for to in ("pdf", "xlsx")
                if form != to
            ]
            made = shop.make_all(wanted, lambda _done, _all: None)
            found.append([content(shop, made[one]) for one in wanted[-3:]])
    assert found[0] == found[1]
    paper, book, _printed = found[0]
    assert "东门街道" in pdf_text(paper)
    assert "420102199001011234" in "".join(pdf_text(paper).split()), "every digit is kept"
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        assert "420102199001011234" in package.read("xl/sharedStrings.xml").decode()


def pdf_text(data: bytes) -> str:
    with closing(pypdfium2.PdfDocument(data)) as document:
        return str(document[0].get_textpage().get_text_bounded())


@pytest.fixture
def starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often the stand-in for LibreOffice was started to convert; it makes PDFs."""
    result, log = tmp_path / "result.pdf", tmp_path / "starts"
    result.write_bytes(pages_pdf(["一"]))
    monkeypatch.setenv("FAKE_OFFICE_RESULT", str(result))
    monkeypatch.setenv("FAKE_OFFICE_LOG", str(log))
    return lambda: log.read_text().count("--convert-to")


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with #!")
def test_office_files_are_converted_in_batches(tmp_path: Path, starts: Callable[[], int]) -> None:
    with workshop(tmp_path, office=fake_office.__file__) as shop:
        wanted = [recipe(tmp_path, b"text %d" % n, "docx", "pdf") for n in range(45)]
        told: list[tuple[int, int]] = []
        made = shop.make_all(wanted, lambda done, total: told.append((done, total)))
        assert [item.problem for item in made.values()] == [None] * 45
        assert starts() == 3
        assert told == [(20, 45), (40, 45), (45, 45)]
        pages = shop.make_all(
            [replace(one, to="pages", parts=("seal",)) for one in wanted[:5]], skip
        )
        assert all(item.files for item in pages.values())
        shop.make_all(wanted, skip)
        assert starts() == 3, "what is known is not made again"


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with #!")
def test_one_file_that_hangs_or_crashes_does_not_cost_its_batch(
    tmp_path: Path, starts: Callable[[], int]
) -> None:
    limits = MakingLimits(office_seconds=0.5)
    with workshop(tmp_path, limits=limits, office=fake_office.__file__) as shop:
        contents = [b"a", b"hang", b"b", b"refuse", b"crash", b"c"]
        wanted = [recipe(tmp_path, data, "docx", "pdf") for data in contents]
        made = shop.make_all(wanted, skip)
        codes = [item.problem.code if item.problem else "" for item in made.values()]
    assert codes == ["", "E813", "", "E813", "E813", ""]
    assert starts() == 3


def skip(_done: int, _total: int) -> None:
    """Tell nobody."""


def test_what_a_dead_process_left_is_swept(tmp_path: Path) -> None:
    left = tmp_path / "made" / "work" / "dead"
    left.mkdir(parents=True)
    left.with_suffix(".lock").touch()
    (left / "half").write_bytes(b"x")
    with workshop(tmp_path) as shop:
        shop.make(recipe(tmp_path, photo(), "jpeg", "jpeg"))
        assert not left.exists()
    assert list((tmp_path / "made" / "work").iterdir()) == []


def has_font() -> bool:
    try:
        return bool(caption_font())
    except ValueError:
        return False


@pytest.mark.skipif(not has_font(), reason="no Chinese font is installed")
def test_a_caption_is_written_below_the_picture(shop: Workshop, tmp_path: Path) -> None:
    text = "2017年3月5日，某某社区，志愿者清洁街道" * 6
    how = recipe(tmp_path, photo((800, 600)), "jpeg", "jpeg", caption=text)
    made = opened(content(shop, shop.make(how)))
    assert made.width == 800
    assert made.height > 600
    strip = made.convert("L").crop((0, 605, 800, made.height))
    assert strip.getextrema()[0] < 100  # type: ignore[operator]
