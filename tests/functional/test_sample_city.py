"""The demo city on disk: every good file opens in a second library, every fault is there."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import openpyxl
import pypdf
import pypdfium2
import pytest
from PIL import ExifTags, Image

from dossier.codec.editions import parse_edition
from dossier.codec.requirement_codes import CodeBook
from dossier.errors import UsageError
from dossier.model.editions import Edition
from dossier.sample import CitySummary, write_city
from dossier.sample.city import ZIP_NAME
from dossier.sample.faults import DUPLICATE, FAULTS, LONG_NAME_BYTES

TODAY = date(2026, 7, 1)
TUTORIAL = Path(__file__).parents[2] / "schema" / "editions" / "tutorial.yaml"


@pytest.fixture(scope="module")
def edition() -> Edition:
    return parse_edition(TUTORIAL.read_bytes(), TUTORIAL.name)


@pytest.fixture(scope="module")
def city(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> CitySummary:
    return write_city(tmp_path_factory.mktemp("city"), edition, seed=7, today=TODAY)


def all_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def good(city: CitySummary, suffix: str) -> Iterator[Path]:
    for path in all_files(city.folder):
        if path.suffix == suffix and path.relative_to(city.folder).as_posix() not in city.faults:
            yield path


def wrong(city: CitySummary, message: str) -> Path:
    [path] = [path for path, text in city.faults.items() if text == message]
    return city.folder / path


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in all_files(folder)
    }


def test_the_same_seed_gives_the_same_bytes_and_times(
    city: CitySummary, edition: Edition, tmp_path: Path
) -> None:
    again = write_city(tmp_path, edition, seed=7, today=TODAY)
    assert digests(tmp_path) == digests(city.folder)
    assert again.formats == city.formats
    times = [[p.stat().st_mtime for p in all_files(root)] for root in (tmp_path, city.folder)]
    assert times[0] == times[1]


def test_the_summary_counts_what_is_there(city: CitySummary, edition: Edition) -> None:
    files = all_files(city.folder)
    assert 130 <= len(files) == city.files <= 170
    good_ones = [f for f in files if f.relative_to(city.folder).as_posix() not in city.faults]
    assert Counter(path.suffix.lstrip(".") for path in good_ones) == city.formats
    assert set(city.formats) == {"docx", "pdf", "xlsx", "jpg", "zip", "csv", "txt", "md"}
    assert {path.name for path in city.folder.iterdir() if path.is_dir()} == {
        *city.units,
        "未知单位",
    }
    assert city.units == tuple(unit.name for unit in edition.units)


def test_codes_are_found_in_paths_and_gaps_have_only_faulty_files(
    city: CitySummary, edition: Edition
) -> None:
    book = CodeBook(edition)
    placed: Counter[str] = Counter()
    for name in digests(city.folder):
        if name not in city.faults:
            placed.update(book.find(name))
    sent = {ask.code for ask in edition.requirements if ask.uploaded and ask.slots}
    assert set(placed) == sent - set(city.gaps)
    assert len(city.gaps) == len(sent) // 4


def test_every_file_has_settled(city: CitySummary) -> None:
    midnight = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC).timestamp()
    assert all(path.stat().st_mtime < midnight for path in all_files(city.folder))


def test_reports_open_and_say_they_are_invented(city: CitySummary) -> None:
    tables = 0
    for path in good(city, ".docx"):
        document = docx.Document(str(path))
        text = "".join(paragraph.text for paragraph in document.paragraphs)
        assert len(text) >= 300
        assert "虚构" in text
        assert "云溪区" in document.sections[0].header.paragraphs[0].text
        assert "虚构" in document.sections[0].footer.paragraphs[0].text
        tables += len(document.tables)
    assert tables > 0


def test_papers_give_their_chinese_text_to_two_readers(city: CitySummary) -> None:
    pages = Counter[int]()
    for path in good(city, ".pdf"):
        with pypdfium2.PdfDocument(path) as paper:
            text = "".join(page.get_textpage().get_text_bounded() for page in paper)
            pages[len(paper)] += 1
        other = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
        for found in (text, other):
            assert re.search(r"云\w+发〔202[56]〕\d+号", found)
            assert re.search(r"202[56]年\d+月\d+日", found)
            assert "虚构" in re.sub(r"\s|—\s*\d+\s*—", "", found)
    assert len(pages) > 1


def test_tables_open_in_openpyxl(city: CitySummary) -> None:
    for path in good(city, ".xlsx"):
        book = openpyxl.load_workbook(path, data_only=True)
        rows = list(book["统计表"].iter_rows(min_row=3, values_only=True))
        total = sum(int(str(row[3])) for row in rows[:-1])
        assert rows[-1][3] == total > 0
        assert "虚构" in str(book["填表说明"]["A4"].value)


def test_pictures_differ_and_carry_their_dates(city: CitySummary) -> None:
    positions, seen = 0, set()
    for path in good(city, ".jpg"):
        with Image.open(path) as picture:
            picture.load()
            assert picture.size == (1200, 900)
            exif = picture.getexif()
        taken = exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal]
        assert datetime.strptime(taken, "%Y:%m:%d %H:%M:%S").date() < TODAY
        positions += bool(exif.get_ifd(ExifTags.IFD.GPSInfo))
        seen.add(path.read_bytes())
    count = city.formats["jpg"]
    assert 0 < positions < count == len(seen)


def test_text_files_are_gb18030_and_not_utf8(city: CitySummary) -> None:
    for suffix in (".txt", ".csv", ".md"):
        for path in good(city, suffix):
            content = path.read_bytes()
            assert content.decode("gb18030")
            with pytest.raises(UnicodeDecodeError):
                content.decode("utf-8")


def test_the_zip_has_gbk_names_without_the_flag(city: CitySummary) -> None:
    [path] = good(city, ".zip")
    assert path.name == ZIP_NAME
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        infos = package.infolist()
        assert all(not info.flag_bits & 0x800 for info in infos)
        names = [info.filename.encode("cp437").decode("gbk") for info in infos]
        report = next(info for info, name in zip(infos, names, strict=True) if "报告" in name)
        assert docx.Document(io.BytesIO(package.read(report))).paragraphs
    assert "补充材料说明.txt" in names
    assert any(name.count("/") == 2 for name in names)


def test_every_fault_is_there(city: CitySummary) -> None:
    assert set(city.faults.values()) == {DUPLICATE, *(fault.wrong for fault in FAULTS)}
    assert len(city.faults) == len(FAULTS) + 1
    assert all((city.folder / path).is_file() for path in city.faults)
    names = {path.rpartition("/")[2] for path in city.faults}
    assert {"~$报告.docx", "Thumbs.db", ".DS_Store"} <= names
    assert any(name.endswith(".part") for name in names)


def test_the_faulty_ones_are_as_faulty_as_they_say(city: CitySummary) -> None:
    assert wrong(city, "the file is empty (0 bytes)").stat().st_size == 0
    assert wrong(city, "a program renamed to .docx").read_bytes()[:2] == b"MZ"
    assert wrong(city, "a PDF named .docx").read_bytes()[:5] == b"%PDF-"
    assert len(wrong(city, "a name of 250 bytes").name.encode()) == LONG_NAME_BYTES
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(wrong(city, "the PDF needs a password"))
    cut = wrong(city, "the PDF is cut off in the middle").read_bytes()
    assert cut.startswith(b"%PDF-")
    assert b"%%EOF" not in cut
    with (
        Image.open(wrong(city, "the picture is cut off in the middle")) as picture,
        pytest.raises(OSError, match="truncated"),
    ):
        picture.load()


@pytest.mark.parametrize(
    ("message", "pages", "pictures"),
    [("the PDF has only blank pages", 3, 0), ("a scanned page without any text", 1, 1)],
)
def test_pages_without_text(city: CitySummary, message: str, pages: int, pictures: int) -> None:
    with pypdfium2.PdfDocument(wrong(city, message)) as paper:
        assert len(paper) == pages
        assert not "".join(page.get_textpage().get_text_bounded() for page in paper).strip()
        assert sum(len(list(page.get_objects())) for page in paper) == pictures


def test_the_duplicate_has_a_twin_in_another_unit(city: CitySummary) -> None:
    copy = wrong(city, DUPLICATE).relative_to(city.folder).as_posix()
    known = digests(city.folder)
    [twin] = [path for path, digest in known.items() if digest == known[copy] and path != copy]
    assert twin.split("/")[0] != copy.split("/")[0]
    assert list(Counter(known.values()).values()).count(2) == 1


def test_a_folder_that_cannot_be_written_is_a_usage_error(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "city").write_text("a file stands where the folder should be")
    with pytest.raises(UsageError) as caught:
        write_city(tmp_path / "city", edition, seed=1, today=TODAY)
    assert caught.value.hint
