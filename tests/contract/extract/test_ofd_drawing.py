"""Drawn pages of OFD as previews: where things stand, and what hostile numbers do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from dossier.extract.inline import InlineExtractor
from dossier.extract.outcome import Unreadable
from dossier.extract.page_images import page_image
from dossier.extract.preview import PreviewMaker
from dossier.extract.readers.ofd_canvas import Matrix, outlines
from dossier.extract.signatures import identify
from dossier.extract.system_fonts import chinese_font
from tests.tools import make_files as make

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
needs_font = pytest.mark.skipif(chinese_font() is None, reason="no Chinese font is installed here")
TEXT = (
    '<ofd:TextObject Boundary="20 20 60 12" Size="10"><ofd:FillColor Value="#0 #0 #c8"/>'
    '<ofd:TextCode X="0" Y="10" DeltaX="g 3 10">文明城区</ofd:TextCode></ofd:TextObject>'
)
LINE = (
    '<ofd:PathObject Boundary="20 50 60 2" DrawParam="7">'
    "<ofd:AbbreviatedData>M 0 1 L 60 1</ofd:AbbreviatedData></ofd:PathObject>"
)
AREA = (
    '<ofd:PathObject Boundary="20 60 20 10" Fill="true" Stroke="false" CTM="2 0 0 1 0 0">'
    '<ofd:FillColor Value="0 160 0"/>'
    "<ofd:AbbreviatedData>M 0 0 L 10 0 L 10 10 L 0 10 C</ofd:AbbreviatedData></ofd:PathObject>"
)
PICTURE = '<ofd:ImageObject Boundary="60 60 20 10" ResourceID="5" CTM="20 0 0 10 0 0"/>'


def png(colour: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(buffer, "PNG")
    return buffer.getvalue()


def ofd(content: str, *, template: str = "", box: str = "0 0 100 100", seal: bool = False) -> bytes:
    used = '<ofd:Template TemplateID="3" ZOrder="Background"/>' if template else ""
    members: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData>"
        '<ofd:TemplatePage ID="3" BaseLoc="Tpl.xml"/></ofd:CommonData><ofd:Pages>'
        '<ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/DocumentRes.xml": f'<ofd:Res {SPACE} BaseLoc="Res">'
        '<ofd:DrawParam ID="6"><ofd:StrokeColor Value="220 0 0"/></ofd:DrawParam>'
        '<ofd:DrawParam ID="7" Relative="6" LineWidth="2"/>'
        '<ofd:MultiMedia ID="5"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:Res>',
        "Doc_0/Res/a.png": png("orange"),
        "Doc_0/Page.xml": f"<ofd:Page {SPACE}><ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox>"
        f"</ofd:Area>{used}<ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>",
        "Doc_0/Tpl.xml": f"<ofd:Page {SPACE}><ofd:Content>{template}</ofd:Content></ofd:Page>",
    }
    if seal:
        members["Doc_0/Signs/Sign_0/Signature.xml"] = (
            f'<ofd:Signature {SPACE}><ofd:StampAnnot PageRef="1" Boundary="60 80 15 15"/>'
            "</ofd:Signature>"
        )
        members["Doc_0/Signs/Sign_0/Seal.esl"] = b"\x30\x82" + png("red") + b"\x04\x00"
    return make.zip_file(members)


def page(folder: Path, content: bytes, side: int = 800) -> Image.Image:
    path = folder / "文.ofd"
    path.write_bytes(content)
    return page_image(path, identify(path), 0, dpi=203, side=side)


def at(image: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """The colour at a place in millimetres of a page of 100."""
    found = image.getpixel((round(x / 100 * image.width), round(y / 100 * image.height)))
    assert isinstance(found, tuple)
    return found


@needs_font
def test_f06_text_paths_pictures_and_seals_stand_where_they_should(tmp_path: Path) -> None:
    image = page(tmp_path, ofd(TEXT + LINE + AREA + PICTURE, seal=True))
    assert image.size == (799, 799)
    assert at(image, 50, 51) == (220, 0, 0)
    assert at(image, 50, 54) == (255, 255, 255)
    assert at(image, 39, 65) == (0, 160, 0)
    assert at(image, 42, 65) == (255, 255, 255)
    assert at(image, 70, 65) == (255, 165, 0)
    assert at(image, 67, 87) == (255, 0, 0)
    written = image.crop((160, 160, 480, 250)).convert("RGB")
    inked = sum(count for count, colour in written.getcolors(99_999) or [] if colour != (255,) * 3)
    assert inked > 2000
    columns = [written.crop((80 * n, 0, 80 * n + 80, 90)) for n in range(4)]
    assert all((min(column.convert("L").tobytes())) < 120 for column in columns)


@needs_font
def test_templates_lie_behind_the_page(tmp_path: Path) -> None:
    image = page(tmp_path, ofd(LINE, template=AREA.replace("60 20 10", "45 20 10")))
    assert at(image, 30, 51) == (220, 0, 0)
    assert at(image, 30, 47) == (0, 160, 0)


@needs_font
def test_narrow_and_turned_characters_are_drawn(tmp_path: Path) -> None:
    narrow = page(
        tmp_path,
        ofd(
            TEXT.replace("<ofd:FillColor", "<ofd:X/><ofd:FillColor").replace(
                'Size="10"', 'Size="10" HScale="0.5"'
            )
        ),
    )
    assert at(narrow, 28, 26) == (255, 255, 255)
    turned = page(tmp_path, ofd(TEXT.replace('Size="10"', 'Size="10" CharDirection="90"')))
    assert min(turned.convert("L").tobytes()) < 120


@needs_font
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('Size="10"', 'Size="1e300"'),
        ('Size="10"', 'Size="-4"'),
        ("0 10", "nan inf"),
        ("20 20 60 12", "1e5 -1e5 0 0"),
        ("g 3 10", "g 999999999 1 g"),
        ("M 0 1 L 60 1", "M 9e5 -9e5 L B 1 2 C C A 1 Q"),
        ('CTM="2 0 0 1 0 0"', 'CTM="0 0 0 0 0 0"'),
        ("20 0 0 10 0 0", "1e6 0 0 1e6 0 0"),
        ("0 0 100 100", "0 0 -5 1e99"),
        ("#0 #0 #c8", "inf nan #zz"),
        ("0 0 100 100", "0 0 0.001 5000"),
        ('Relative="6"', 'Relative="7"'),
        ('ResourceID="5"', 'ResourceID="none"'),
    ],
)
def test_numbers_nobody_means_cost_the_picture_at_most(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "坏.ofd"
    content = ofd(TEXT + LINE + AREA + PICTURE)
    members = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            members[name] = data.replace(old.encode(), new.encode()) if name.endswith("l") else data
    path.write_bytes(make.zip_file(members))
    assert path.read_bytes() != content
    try:
        image = page_image(path, identify(path), 0, dpi=96, side=400)
    except Unreadable:
        return
    assert max(image.size) <= 400


@needs_font
def test_a_preview_is_made_in_a_confined_process(tmp_path: Path) -> None:
    path = tmp_path / "文.ofd"
    path.write_bytes(make.ofd_file([[(20, 20, make.SENTENCE)]]))
    maker = PreviewMaker()
    made = maker.make(path)
    maker.close()
    assert made is not None
    assert min(Image.open(io.BytesIO(made)).convert("L").tobytes()) < 120


def test_pages_whose_letters_are_shapes_are_left_to_ocr(tmp_path: Path) -> None:
    path = tmp_path / "文.ofd"
    path.write_bytes(ofd(LINE + AREA))
    found = InlineExtractor().extract(path, "文.ofd")
    assert (found.usable, found.metadata["scanned_pages"]) == (None, "1")
    assert [finding.code for finding in found.findings] == ["U101"]


def test_paths_and_maps() -> None:
    assert outlines("M 0 0 L 1 0 L 1 1 C M 5 5 L 6 6") == [
        [(0, 0), (1, 0), (1, 1), (0, 0)],
        [(5, 5), (6, 6)],
    ]
    curve = outlines("M 0 0 B 0 1 1 1 1 0")[0]
    assert (curve[0], curve[-1], curve[5]) == ((0, 0), (1, 0), (0.5, 0.75))
    assert outlines("L 1 1 Q 1 2 3") == []
    both = Matrix(2, 0, 0, 2, 1, 0).then(Matrix(0, 1, -1, 0, 0, 5))
    assert both.at(1, 1) == (-2, 8)
