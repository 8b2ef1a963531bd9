"""Bundles as the profiles want them, through the command line."""

from __future__ import annotations

import io
import json
import os
import shutil
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
import yaml
from PIL import Image, ImageDraw

from dossier.bundle.making.fonts import system_face
from dossier.bundle.verify import verify_bundle
from dossier.codec.shapes import schema_folder
from dossier.office.program import find_office
from tests.functional.cli.conftest import Run
from tests.tools.make_files import ofd_file
from tests.tools.papers import official_pdf, pages_pdf, photo, signed_pdf

ASK, OTHER = "Ⅲ-2-1-①", "Ⅲ-1-1-①"
PARTIAL = ("--partial", "--reason", "区级初审", "--as-of", "2026-06-30")


_PREPARED: list[Path] = []
"""One archive for all tests; each works on a copy."""


@pytest.fixture
def filled(run: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with two papers, a photograph, a signed paper and an OFD under one ask."""
    if not _PREPARED:
        root = tmp_path_factory.mktemp("prepared") / "档案"
        prepare(run, root)
        _PREPARED.append(root)
    archive = tmp_path / "档案"
    shutil.copytree(_PREPARED[0], archive)
    return archive


def prepare(run: Run, archive: Path) -> None:
    assert run("init", archive, "--edition", "tutorial", "--profile", "plain").code == 0
    kinds = {"通知.pdf": "policy", "现场.jpg": "photo", "批复.pdf": "policy", "公文.ofd": "policy"}
    put(archive, "通知.pdf", official_pdf(pages=4, seal=3))
    put(archive, "现场.jpg", photo(turned=True))
    put(archive, "批复.pdf", signed_pdf("关于志愿服务的批复" * 9))
    put(archive, "公文.ofd", ofd_file([[(20, 40, "关于志愿服务工作的通知" * 12)]]))
    assert run("-C", archive, "intake", "--json").code == 0
    for name, kind in kinds.items():
        found = identity(run, archive, name)
        words = ("tag", found, "--requirement", ASK, "--kind", kind, "--unit", "文明办")
        caption = ("--caption", "2017年3月5日，社区，志愿者清洁街道") if kind == "photo" else ()
        assert run("-C", archive, *words, *caption).code == 0
        assert run("-C", archive, "accept", found).code == 0


def put(archive: Path, name: str, content: bytes) -> None:
    """A file in the inbox, as if it had lain there for an hour."""
    target = archive / "inbox" / "文明办" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    hour_ago = time.time() - 3600
    os.utime(target, (hour_ago, hour_ago))


def identity(run: Run, archive: Path, name: str) -> str:
    rows = run("-C", archive, "list", "--json").json
    records = rows["records"] if isinstance(rows, dict) else rows
    return next(str(row["id"]) for row in records if row["name"] == name)


def use(archive: Path, profile: str) -> None:
    path = archive / "dossier.toml"
    lines = path.read_text("utf-8").splitlines()
    kept = [f'profile = "{profile}"' if line.startswith("profile") else line for line in lines]
    path.write_text("\n".join(kept) + "\n", "utf-8")


def own_profile(archive: Path, base: str, **changes: object) -> None:
    """A shipped profile with changes of the team's own."""
    known = yaml.safe_load((schema_folder() / "profiles" / f"{base}.yaml").read_text("utf-8"))
    (archive / "own.yaml").write_text(
        yaml.safe_dump({**known, **changes}, allow_unicode=True), "utf-8"
    )
    use(archive, "own.yaml")


def built(run: Run, archive: Path, *more: object) -> Path:
    done = run("-C", archive, "bundle", *PARTIAL, "--json", *more)
    assert done.code == 0, done.err
    return Path(done.json["path"])


def tree(bundle: Path) -> set[str]:
    return {
        path.relative_to(bundle / "data").as_posix()
        for path in (bundle / "data").rglob("*")
        if path.is_file()
    }


def test_online_sends_pictures_and_keeps_originals(run: Run, filled: Path) -> None:
    use(filled, "online-2018")
    bundle = built(run, filled, "--requirement", ASK)
    names = {name.rpartition("/")[2] for name in tree(bundle) if name.startswith("上传/")}
    assert names == {
        "003_文明办_通知-红头页.jpg",
        "003_文明办_通知-盖章页.jpg",
        "001_文明办_现场.jpg",
        "002_文明办_批复-红头盖章页.jpg",
    }
    kept = {Path(name).name for name in tree(bundle) if name.startswith("原件/")}
    assert kept == {
        "003_文明办_通知.pdf",
        "002_文明办_批复.pdf",
        "001_文明办_公文.ofd",
        "001_文明办_现场.jpg",
    }
    sent = next(path for path in bundle.rglob("上传/**/*现场.jpg"))
    with Image.open(sent) as picture:
        assert picture.size == (480, 640)
    assert b"SECRET" not in sent.read_bytes()
    assert next(bundle.rglob("原件/**/*现场.jpg")).read_bytes() == photo(turned=True)
    assert "志愿者清洁街道" in (bundle / "index.html").read_text("utf-8")


def test_b07_the_plan_shows_true_sizes_and_writes_no_bundle(run: Run, filled: Path) -> None:
    use(filled, "online-2018")
    plan = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json").json
    assert list((filled / "bundles").iterdir()) == []
    assert not any(item["estimated"] for item in plan["files"])
    bundle = built(run, filled)
    sizes = {item["path"]: item["size"] for item in plan["files"]}
    assert sizes == {name: (bundle / "data" / name).stat().st_size for name in tree(bundle)}


def test_an_estimate_converts_nothing_and_says_so(run: Run, filled: Path) -> None:
    use(filled, "online-2018")
    done = run("-C", filled, "bundle", *PARTIAL, "--plan", "--estimate", "--json")
    assert any(item["estimated"] for item in done.json["files"])
    assert not list((filled / "derived").rglob("*.json"))
    shown = run("-C", filled, "bundle", *PARTIAL, "--plan", "--estimate")
    assert "≈" in shown.out
    assert "estimates" in shown.out


def test_pages_can_be_named(run: Run, filled: Path) -> None:
    use(filled, "online-2018")
    paper = identity(run, filled, "通知.pdf")
    plan = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json", "--pages", f"{paper}=2,4")
    pages = [item["page"] for item in plan.json["files"] if item["record"] == paper]
    assert sorted(page for page in pages if page) == [2, 4]
    assert run("-C", filled, "bundle", "--plan", "--pages", "x").code == 2


def located_photo() -> bytes:
    """A telephone's picture, lying on its side, that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SECRET CAMERA", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 35.0, 12.0), 3: "E", 4: (114.0, 18.0, 0.0)})
    picture = Image.effect_noise((800, 600), 60).convert("RGB")
    ImageDraw.Draw(picture).rectangle((0, 0, 800, 300), fill=(10, 10, 10))
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


def test_a_telephones_picture_is_sent_upright_small_and_without_its_place(
    run: Run, filled: Path
) -> None:
    data = located_photo()
    put(filled, "手机.jpg", data)
    assert run("-C", filled, "intake").code == 0
    found = identity(run, filled, "手机.jpg")
    words = ("--requirement", ASK, "--kind", "photo", "--unit", "文明办")
    assert run("-C", filled, "tag", found, *words).code == 0
    known = yaml.safe_load((schema_folder() / "profiles" / "online-2018.yaml").read_text("utf-8"))
    limits = {"max_bytes": 60_000, "max_pixels": 200_000}
    kinds = [{**kind, **(limits if kind["kind"] == "photo" else {})} for kind in known["kinds"]]
    own_profile(filled, "online-2018", kinds=kinds)
    bundle = built(run, filled, "--requirement", ASK)
    [sent] = (bundle / "data" / "上传").rglob("*手机*.jpg")
    [kept] = (bundle / "data" / "原件").rglob("*手机*.jpg")
    assert kept.read_bytes() == data, "the original keeps its place and camera"
    assert sent.stat().st_size <= limits["max_bytes"]
    with Image.open(sent) as picture:
        assert picture.width < picture.height, "upright"
        assert picture.width * picture.height <= limits["max_pixels"]
        assert dict(picture.getexif()) == {}
        grey, half = picture.convert("L"), picture.width // 2
        left = grey.crop((0, 0, half, grey.height)).resize((1, 1), Image.Resampling.BOX)
        right = grey.crop((half, 0, *grey.size)).resize((1, 1), Image.Resampling.BOX)
    assert left.tobytes()[0] > 90 > right.tobytes()[0], "the top lies on the right"
    assert b"SECRET" not in sent.read_bytes()
    assert b"Exif" not in sent.read_bytes()


def test_an_ofd_that_must_be_a_picture_is_told_before(run: Run, filled: Path) -> None:
    own_profile(
        filled,
        "plain",
        kinds=[{"kind": "policy", "formats": ["jpeg"], "deliver": [{"to": "pages"}]}],
    )
    plan = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json").json
    told = [item for item in plan["problems"] if item["code"] == "W303"]
    assert [item["parameters"]["format"] for item in told] == ["ofd"]


def test_b03_the_binder_attaches_what_is_sealed_unchanged(run: Run, filled: Path) -> None:
    use(filled, "paper-binder")
    plan = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json", "--requirement", ASK).json
    warned = {
        Path(item["parameters"]["path"]).suffix: item["code"]
        for item in plan["problems"]
        if item["code"] in ("W813", "W814")
    }
    assert warned == {".pdf": "W813", ".ofd": "W814"}, "an OFD without a seal is not called sealed"
    bundle = built(run, filled, "--requirement", ASK)
    [book] = [name for name in tree(bundle) if name.startswith("III-2_") and name.count("/") == 1]
    document = pypdfium2.PdfDocument(bundle / "data" / book)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    listing = next(text for text in pages if "Contents" in text)
    assert listing.count("attached unchanged") == 2
    assert "PARTIAL MATERIAL" in pages[0]
    assert next(bundle.rglob("*批复.pdf")).read_bytes() == signed_pdf("关于志愿服务的批复" * 9)
    assert any("志愿者清洁街道" in text for text in pages)


def test_b04_a_file_too_large_to_be_bound_goes_beside_the_book(
    run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = next((filled / "inbox").rglob("通知.pdf")).stat().st_size
    monkeypatch.setattr("dossier.workflow.book_sheets.MOST_BYTES", paper - 1)
    use(filled, "paper-binder")
    plan = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json", "--requirement", ASK).json
    told = [item for item in plan["problems"] if "通知" in str(item["parameters"].get("path"))]
    assert [item["code"] for item in told] == ["W814"]
    bundle = built(run, filled, "--requirement", ASK)
    assert next(bundle.rglob("*通知.pdf")).read_bytes() == official_pdf(pages=4, seal=3)


def test_forms_stand_beside_the_evidence(run: Run, filled: Path) -> None:
    use(filled, "paper-binder")
    bundle = built(run, filled, "--requirement", ASK)
    forms = {path.name: docx.Document(str(path)) for path in bundle.rglob("*.docx")}
    form = forms["Submission form for assessment material.docx"]
    text = "\n".join(paragraph.text for paragraph in form.paragraphs)
    drafts = [cell.text for table in form.tables for row in table.rows for cell in row.cells]
    assert any(text.startswith("【DRAFT") for text in drafts)
    assert "PARTIAL MATERIAL" in text
    cells = [cell.text for table in form.tables for row in table.rows for cell in row.cells]
    assert ASK in cells
    pages = [(row.cells[1].text, row.cells[6].text) for row in form.tables[1].rows[1:]]
    assert sorted(pages) == [("实景图片", "1"), *[("规范文件", number) for number in "114"]]
    assert all(path.stat().st_size < 60_000 for path in bundle.rglob("*.docx")), "hundreds are made"
    contents = forms["Contents of the file.docx"]
    assert contents.sections[0].page_width > contents.sections[0].page_height


def test_forms_have_ascii_names_where_the_profile_wants_them(run: Run, filled: Path) -> None:
    layout = {"folder": "{code_ascii}", "file": "{seq:02d}{ext}", "papers": "forms", "ascii": True}
    forms = {"submission": True, "contents": True}
    own_profile(filled, "plain", layout=layout, forms=forms)
    names = tree(built(run, filled, "--requirement", ASK))
    assert {"forms/submission-form.docx", "forms/contents.docx"} <= names
    assert all(name.isascii() for name in names)


def test_the_teams_own_form_is_filled_in(run: Run, filled: Path) -> None:
    template = docx.Document()
    template.add_paragraph("我们的表：").add_run("{{co").font.bold = True
    template.paragraphs[0].add_run("de}} {{title}}")
    table = template.add_table(rows=2, cols=2)
    table.rows[0].cells[0].text = "名称"
    table.rows[1].cells[0].text, table.rows[1].cells[1].text = "{{row.title}}", "{{row.caption}}"
    template.save(str(filled / "表样.docx"))
    own_profile(filled, "paper-binder", forms={"submission": True, "template": "表样.docx"})
    bundle = built(run, filled, "--requirement", ASK)
    made = docx.Document(str(next(bundle.rglob("Submission*.docx"))))
    assert "PARTIAL MATERIAL" in made.paragraphs[0].text, "although the template leaves it out"
    assert made.paragraphs[1].text.startswith(f"我们的表：{ASK} ")
    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert len(rows) == 5
    assert "2017年3月5日，社区，志愿者清洁街道" in [row[1] for row in rows]
    (filled / "表样.docx").write_bytes(b"no form")
    refused = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json")
    assert refused.code == 8
    assert [item["code"] for item in problems_of(refused.json)] == ["E818"]


def problems_of(plan: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """What is wrong with templates."""
    return [item for item in plan["problems"] if item["code"] in ("E817", "E818")]


def cover_template(path: Path, *lines: str) -> None:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))


def first_page(bundle: Path) -> str:
    document = pypdfium2.PdfDocument(next(bundle.rglob("III-2*.pdf")))
    try:
        return str(document[0].get_textpage().get_text_bounded())
    finally:
        document.close()


def test_a_cover_of_the_teams_own_in_lines(run: Run, filled: Path) -> None:
    lines = [
        "",
        "# 云溪区",
        "## {title}",
        "{code}  {edition}",
        "{units}  {as_of}  {volume}/{volumes}",
    ]
    own_profile(filled, "paper-binder", book={"per": "indicator", "cover_lines": lines})
    text = first_page(built(run, filled, "--requirement", ASK))
    for words in ("PARTIAL MATERIAL", "云溪区", "文明办  2026-06-30  1/1"):
        assert " ".join(words.split()) in " ".join(text.split())
    own_profile(filled, "paper-binder", book={"per": "indicator", "cover_lines": ["{secret}"]})
    refused = run("-C", filled, "bundle", *PARTIAL, "--plan")
    assert refused.code == 3
    assert "E513" in refused.err
    assert "{as_of} {code} {edition}" in refused.err, "what is known is told"


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_a_cover_of_the_teams_own_in_word(run: Run, filled: Path) -> None:
    cover_template(filled / "封面.docx", "云溪区创建办", "{{title}}", "{{units}} 共 {{volumes}} 卷")
    own_profile(filled, "paper-binder", book={"per": "indicator", "cover_template": "封面.docx"})
    bundle = built(run, filled, "--requirement", ASK)
    text = first_page(bundle)
    for words in ("PARTIAL MATERIAL", "云溪区创建办", "文明办 共 1 卷"):
        assert words in " ".join(text.split())
    assert built(run, filled, "--requirement", ASK) == bundle, "the same bytes, so it was there"


def test_a_cover_with_unknown_words_is_refused_before(run: Run, filled: Path) -> None:
    cover_template(filled / "封面.docx", "{{title}} {{__class__}} {{row.title}}")
    own_profile(filled, "paper-binder", book={"per": "indicator", "cover_template": "封面.docx"})
    for more in ((), ("--estimate",)):
        refused = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json", *more)
        assert refused.code == 8
        found = problems_of(refused.json)
        assert [item["code"] for item in found] == ["E817", "E817"]
        assert [item["parameters"]["placeholder"] for item in found] == [
            "{{__class__}}",
            "{{row.title}}",
        ]
        assert "{{as_of}} {{code}} {{edition}}" in found[0]["parameters"]["known"]
    assert run("-C", filled, "bundle", *PARTIAL).code == 8
    assert not list((filled / "bundles").glob("*"))


def test_without_libreoffice_our_own_cover_is_used_and_told(
    run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    cover_template(filled / "封面.docx", "{{title}}")
    own_profile(filled, "paper-binder", book={"per": "indicator", "cover_template": "封面.docx"})
    plan = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json").json
    assert "W818" in {item["code"] for item in plan["problems"]}
    assert any(item["path"].endswith(".pdf") and item["role"] == "book" for item in plan["files"])


def test_a_font_that_cannot_be_embedded_is_told(run: Run, filled: Path) -> None:
    (filled / "字.ttf").write_bytes(b"\x00\x01\x00\x00 no font")
    own_profile(filled, "paper-binder", book={"per": "indicator", "font": "字.ttf"})
    plan = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json").json
    assert "W817" in {item["code"] for item in plan["problems"]}


@pytest.mark.skipif(system_face() is None, reason="no Chinese font is installed")
def test_the_font_in_the_books_stands_in_the_bundle(run: Run, filled: Path) -> None:
    face = system_face()
    assert face is not None
    use(filled, "paper-binder")
    bundle = built(run, filled)
    said = json.loads((bundle / "assessment.json").read_text("utf-8"))["bundle"]["typeface"]
    assert said == f"{face.name} {face.digest}"
    assert face.digest in (bundle / "index.html").read_text("utf-8")
    own_profile(filled, "paper-binder", book={"per": "indicator", "font": "none"})
    plain = json.loads((built(run, filled) / "assessment.json").read_text("utf-8"))
    assert "typeface" not in plain["bundle"]


def test_the_archive_list_has_the_columns_of_the_standard(run: Run, filled: Path) -> None:
    own_profile(
        filled,
        "archive-dat22",
        archive_numbers={
            "fonds": "Z109",
            "category": "WS",
            "retention": "D30",
            "kinds": {"policy": "Y"},
            "offices": {"文明办": "WMB"},
        },
    )
    bundle = built(run, filled)
    book = openpyxl.load_workbook(bundle / "归档文件目录.xlsx")
    sheet = book["归档文件目录"]
    heads = [cell.value for cell in sheet[1]]
    assert heads == ["序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注"]
    numbers = [row[1].value for row in sheet.iter_rows(min_row=2)]
    assert all(number.startswith("Z109-WS·") and "-WMB-" in number for number in numbers)
    assert len({*numbers}) == 4
    names = " ".join(tree(bundle))
    assert all(number in names for number in numbers)
    assert sheet.page_setup.orientation == "landscape"


def test_blank_archive_numbers_are_visible_and_told(run: Run, filled: Path) -> None:
    use(filled, "archive-dat22")
    plan = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json").json
    assert "W815" in {item["code"] for item in plan["problems"]}
    assert all("〔全宗号〕-WS·" in item["path"] for item in plan["files"])


def test_a_package_beyond_its_limit_is_sent_in_several(run: Run, filled: Path) -> None:
    other = identity(run, filled, "通知.pdf")
    assert run("-C", filled, "tag", other, "--requirement", OTHER, "--kind", "policy").code == 0
    own_profile(filled, "plain", max_package_files=4, split=True)
    plan = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json").json
    assert plan["packages"] == 2
    done = run("-C", filled, "bundle", *PARTIAL, "--json", "--format", "zip").json
    assert len(done["volumes"]) == 2
    assert done["files"] == 5
    for number, path in enumerate(done["volumes"], 1):
        assert verify_bundle(Path(path)).verified
        with zipfile.ZipFile(path) as packed:
            info = packed.read(f"{Path(path).stem}/bag-info.txt").decode()
        assert f"Bag-Count: {number} of 2" in info
    own_profile(filled, "plain", max_package_files=4)
    alone = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json")
    assert alone.code == 8
    assert [item["code"] for item in alone.json["problems"]] == ["E815"]


@pytest.mark.parametrize("profile", ["online-2018", "paper-binder", "archive-dat22", "plain"])
def test_packages_keep_their_limit_with_books_and_forms(
    run: Run, filled: Path, profile: str
) -> None:
    other = identity(run, filled, "通知.pdf")
    assert run("-C", filled, "tag", other, "--requirement", OTHER, "--kind", "policy").code == 0
    use(filled, profile)
    alone = [
        run("-C", filled, "bundle", *PARTIAL, "--requirement", code, "--plan", "--json").json
        for code in (ASK, OTHER)
    ]
    limit = max(len(plan["files"]) for plan in alone)
    own_profile(filled, profile, max_package_files=limit, split=True)
    plan = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json").json
    if plan["packages"] > 1:
        sizes = Counter(item["path"].partition("/")[0] for item in plan["files"])
        assert (len(sizes), max(sizes.values()) <= limit) == (plan["packages"], True)
    else:
        assert len(plan["files"]) <= limit
    assert "E815" not in {item["code"] for item in plan["problems"]}


def test_another_profile_for_once(run: Run, filled: Path) -> None:
    plan = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json", "--profile", "online-2018")
    assert any(item["part"] == "red-head" for item in plan.json["files"])
    bundle = built(run, filled, "--profile", "archive-dat22")
    assert (bundle / "归档文件目录.xlsx").is_file()
    assert (built(run, filled) / "归档文件目录.xlsx").exists() is False, "the archive's own again"
    assert run("-C", filled, "bundle", *PARTIAL, "--profile", "nobody").code in (2, 3)


def test_a_bundle_does_not_go_where_it_would_be_taken_in(run: Run, filled: Path) -> None:
    for inside in ("inbox", "inbox/文明办", "store", "ledger", "derived/x"):
        refused = run("-C", filled, "bundle", *PARTIAL, "--to", filled / inside)
        assert refused.code == 2, inside
        assert inside in refused.err
    assert not list(filled.rglob("bagit.txt"))


def test_limits_of_an_ask_and_of_a_kind(run: Run, filled: Path) -> None:
    kinds = [{"kind": "policy", "formats": [], "max_files": 2}]
    own_profile(filled, "plain", kinds=kinds, requirement={"max_bytes": 1000})
    plan = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json").json
    assert sorted(item["code"] for item in plan["problems"]) == ["E810", "E815"]


def test_a_bundle_taken_back_keeps_its_history(run: Run, filled: Path) -> None:
    bundle = built(run, filled)
    [first] = run("-C", filled, "bundle", "--list", "--json").json
    assert first["path"] == str(bundle)
    assert first["plan"].startswith("sha256:")
    assert len(first["contents"]) == 4
    number = first["bundle_id"][:8]
    assert run("-C", filled, "bundle", "--withdraw", number).code == 2, "it needs a reason"
    back = run("-C", filled, "bundle", "--withdraw", number, "--reason", "盖章页不对")
    assert back.code == 0
    assert "盖章页不对" in back.out
    assert verify_bundle(bundle).verified, "its file stays"
    assert run("-C", filled, "bundle", "--withdraw", number, "--reason", "again").code == 2
    built(run, filled)
    stories = run("-C", filled, "bundle", "--list", "--json").json
    assert [bool(item["withdrawn"]) for item in stories] == [True, False]
    assert stories[0]["bundle_id"] == stories[1]["bundle_id"]


def test_partial_is_marked_everywhere(run: Run, filled: Path) -> None:
    bundle = built(run, filled)
    assert bundle.name.endswith("_partial")
    assert "Partial-Reason: 区级初审" in (bundle / "bag-info.txt").read_text("utf-8")
    assert "PARTIAL MATERIAL" in (bundle / "index.html").read_text("utf-8")
    summary = openpyxl.load_workbook(bundle / "index.xlsx").worksheets[2]
    assert summary["A1"].value == "PARTIAL MATERIAL"
    known = json.loads((bundle / "assessment.json").read_bytes())
    assert known["bundle"]["partial"] is True
    assert known["bundle"]["omissions"]


def test_pictures_have_thumbnails_in_the_index(run: Run, filled: Path) -> None:
    page = (built(run, filled) / "index.html").read_text("utf-8")
    assert page.count("data:image/jpeg;base64,") == 1


@pytest.mark.parametrize("profile", ["online-2018", "paper-binder", "archive-dat22", "plain"])
def test_r10_restored_elsewhere_the_same_package_comes_out(
    run: Run, filled: Path, tmp_path: Path, profile: str
) -> None:
    use(filled, profile)
    first = built(run, filled, "--format", "zip").read_bytes()
    drill = tmp_path / "elsewhere"
    drill.mkdir()
    for name in ("store", "ledger"):
        shutil.copytree(filled / name, drill / name)
    shutil.copy(filled / "dossier.toml", drill)
    assert run("-C", drill, "rebuild").code == 0
    again = built(run, drill, "--format", "zip")
    assert again.read_bytes() == first
    assert verify_bundle(again).verified


def test_differences_are_told_in_words(run: Run, filled: Path) -> None:
    old = built(run, filled)
    put(filled, "补充.pdf", pages_pdf(["补充材料：关于志愿服务的安排" * 3]))
    run("-C", filled, "intake", "--json")
    found = identity(run, filled, "补充.pdf")
    run("-C", filled, "tag", found, "--requirement", ASK, "--kind", "policy")
    run("-C", filled, "accept", found)
    new = built(run, filled)
    said = run("diff", old, new).out
    assert f"{ASK}: 1 files more" in said
    assert run("diff", old, new, "--json").json["requirements"][0]["code"] == ASK


def test_b01_a_damaged_blob_stops_the_build_also_where_it_is_converted(
    run: Run, filled: Path
) -> None:
    use(filled, "online-2018")
    rows = run("-C", filled, "list", "--json").json
    records = rows["records"] if isinstance(rows, dict) else rows
    [digest] = [row["digest"] for row in records if row["name"] == "现场.jpg"]
    held = next(path for path in (filled / "store").rglob("*") if digest.endswith(path.name))
    held.chmod(0o644)
    data = bytearray(held.read_bytes())
    data[-20] ^= 0xFF
    held.write_bytes(data)
    plan = run("-C", filled, "bundle", *PARTIAL, "--plan", "--json").json
    assert "E802" in {item["reason"][:4] for item in plan["omissions"]}
    assert run("-C", filled, "bundle", *PARTIAL).code == 8
    assert [path.name for path in (filled / "bundles").iterdir() if path.is_dir()] == []
