"""Legacy office files: batches, files that hang or crash the converter, and the real one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dossier.extract.office import Legacy, Office, find_office
from dossier.extract.office_pool import OfficePool
from dossier.extract.outcome import Limits
from dossier.model.findings import Finding
from tests.tools import fake_office
from tests.tools import make_files as make

TEXT = make.SENTENCE
needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with #!")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    result = tmp_path / "result.docx"
    result.write_bytes(make.docx_file([TEXT]))
    monkeypatch.setenv("FAKE_OFFICE_RESULT", str(result))
    return Path(fake_office.__file__)


def legacy(folder: Path, contents: list[bytes]) -> list[Legacy]:
    found = []
    for number, content in enumerate(contents):
        path = folder / f"{number}.bin"
        path.write_bytes(content)
        found.append(Legacy(number, path, "doc"))
    return found


def codes(results: dict[int, Path | Finding]) -> list[str]:
    return [
        value.code if isinstance(value, Finding) else "ok"
        for _key, value in sorted(results.items())
    ]


@posix
def test_f09_a_file_that_hangs_costs_itself_only(tmp_path: Path, program: Path) -> None:
    files = legacy(tmp_path, [b"a", b"refuse", b"hang", b"b", b"crash", b"c"])
    with Office(program, Limits(seconds=0.5)) as office:
        assert codes(office.convert(files)) == ["ok", "U105", "E106", "ok", "E106", "ok"]


@posix
def test_originals_are_only_copied(tmp_path: Path, program: Path) -> None:
    files = legacy(tmp_path, [b"a"])
    before = files[0].path.stat().st_mtime_ns
    with Office(program) as office:
        made = office.convert(files)[0]
        assert isinstance(made, Path)
        assert tmp_path not in made.parents
    assert not made.exists()
    assert (files[0].path.read_bytes(), files[0].path.stat().st_mtime_ns) == (b"a", before)


@posix
def test_legacy_files_are_read_after_the_others(tmp_path: Path, program: Path) -> None:
    old = tmp_path / "旧.doc"
    old.write_bytes(make.ole_file({"WordDocument": b"x"}))
    new = tmp_path / "新.txt"
    new.write_text("文明", "utf-8")
    with OfficePool(1, program=program) as pool:
        found = list(pool.extract_many([(path.name, path, path.name) for path in (old, new)]))
    assert [name for name, _extraction in found] == ["新.txt", "旧.doc"]
    read = found[1][1]
    assert (read.format, read.text, read.usable) == ("doc", TEXT, True)
    assert read.metadata["converted"] == 1
    assert read.findings == ()


@posix
@pytest.mark.parametrize(("form", "stream"), [("et", "WPSCustomData"), ("xls", "x")])
@pytest.mark.parametrize("rows", [[["单位", 32]], []])
def test_sheets_our_reader_cannot_open_go_to_libreoffice(
    tmp_path: Path,
    program: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    stream: str,
    rows: list[list[object]],
) -> None:
    """What LibreOffice finds is taken; an empty sheet in place of a damaged one is not."""
    odd, result = tmp_path / f"报表.{form}", tmp_path / "result.xlsx"
    odd.write_bytes(make.ole_file({"Workbook": b"odd", stream: b"x"}))
    result.write_bytes(make.xlsx_file({"表": rows}))
    monkeypatch.setenv("FAKE_OFFICE_RESULT", str(result))
    with OfficePool(1, program=program) as pool:
        found = pool.extract(odd, odd.name)
    told = (True, "表\n单位\t32", []) if rows else (False, "", ["E103"])
    assert found.format == form
    assert (found.usable, found.text, [f.code for f in found.findings]) == told


@posix
def test_a_sheet_nobody_can_open_stays_damaged(tmp_path: Path, program: Path) -> None:
    broken = tmp_path / "报表.et"
    broken.write_bytes(make.ole_file({"Workbook": b"refuse", "WPSCustomData": b"x"}))
    with OfficePool(1, program=program) as pool:
        found = pool.extract(broken, "报表.et")
    assert (found.usable, [f.code for f in found.findings]) == (False, ["E103"])


@needs_office
def test_f05_doc_through_libreoffice(tmp_path: Path) -> None:
    import docx

    source = tmp_path / "文.docx"
    document = docx.Document()
    for line in (TEXT, "第二段"):
        document.add_paragraph(line)
    document.save(str(source))
    made = as_doc(source)
    before = made.read_bytes()
    for name in ("通知.doc", "通知.wps"):
        with OfficePool(1) as pool:
            found = pool.extract(made, name)
        assert (found.format, found.text, found.usable) == ("doc", f"{TEXT}\n第二段", True)
        assert found.findings == ()
    assert made.read_bytes() == before


def as_doc(source: Path) -> Path:
    office = find_office()
    assert office is not None
    profile = (source.parent / "profile").as_uri()
    words = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc"]
    subprocess.run(
        [office, *words, "--outdir", source.parent, source], check=True, capture_output=True
    )
    return source.with_suffix(".doc")
