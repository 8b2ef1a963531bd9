"""Captions of photographs: beside them, whichever comes first; in their container; in documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.model.records import Record, RecordFilter
from dossier.rules.picture_captions import captions_inside
from dossier.workflow.workspace import Workspace
from tests.functional.reading.conftest import Put
from tests.tools import make_files as make
from tests.tools.office import UNIT, Office, open_office

SAID = "时间：2024年3月5日；地点：东门社区；人物：志愿者；主题：文明交通"


def caption(workspace: Workspace, item: str) -> object:
    record = workspace.archive.catalogue.record(item)
    assert record is not None
    return record.description.details.get("caption_place")


def test_a_text_of_the_same_name_is_the_caption(workspace: Workspace, put: Put) -> None:
    found = put({"IMG_1.jpg": make.picture_file(), "IMG_1.txt": SAID.encode("gb18030")})
    assert caption(workspace, found["IMG_1.jpg"].id) == "东门社区"
    details = found["IMG_1.jpg"].description.details
    assert (details["caption_from"], details["caption_people"]) == ("IMG_1.txt", "志愿者")
    described = found["IMG_1.jpg"].description
    assert (described.dates.event, described.origins["dates.event"]) == ("2024-03-05", "folder")


def test_a_caption_may_come_later(workspace: Workspace, put: Put) -> None:
    photo = put({"IMG_1.jpg": make.picture_file()})["IMG_1.jpg"]
    assert caption(workspace, photo.id) is None
    put({"图片说明.docx": make.docx_file(["图片说明", f"图1：{SAID}"])})
    assert caption(workspace, photo.id) == "东门社区"


def test_other_neighbours_say_nothing(workspace: Workspace, put: Put) -> None:
    found = put({"IMG_1.jpg": make.picture_file(), "通知.docx": make.docx_file([SAID])})
    assert "caption" not in found["IMG_1.jpg"].description.details


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path / "档案")


def photos(office: Office) -> dict[str, Record]:
    """Every photograph in custody by its name as received."""
    records = office.workspace.archive.catalogue.records(RecordFilter())
    return {item.name: item for item in records if item.description.format == "jpeg"}


def places(office: Office) -> dict[str, object]:
    return {n: r.description.details.get("caption_place") for n, r in photos(office).items()}


def picture(seed: int) -> bytes:
    return make.picture_file(seed=seed)


def test_z09_members_of_a_zip_find_the_list_in_their_folder(office: Office) -> None:
    listed = make.docx_file(["照片说明", f"图1：{SAID}", "图2：地点：西湖广场；人物：市民"])
    members = {
        "活动/IMG_0001.jpg": picture(1),
        "活动/IMG_0002.jpg": picture(2),
        "活动/照片说明.docx": listed,
        "别的/IMG_0001.jpg": picture(3),
    }
    office.drop(f"{UNIT}/活动.zip", make.zip_file(members))
    office.take()
    records = office.workspace.archive.catalogue.records(RecordFilter())
    found = {"!".join(r.source.chain): r.description.details for r in records}
    assert found["活动/IMG_0001.jpg"]["caption_place"] == "东门社区"
    assert found["活动/IMG_0002.jpg"]["caption_place"] == "西湖广场"
    assert found["活动/IMG_0001.jpg"]["caption_from"] == "照片说明.docx"
    assert "caption" not in found["别的/IMG_0001.jpg"]


def test_members_find_a_list_further_out_by_name_only(office: Office) -> None:
    listed = f"照片目录\nIMG_0001 {SAID}\n图2：地点：别处".encode("gb18030")
    members = {"照片/IMG_0001.jpg": picture(1), "照片/IMG_0002.jpg": picture(2)}
    office.drop(f"{UNIT}/活动.zip", make.zip_file({**members, "照片目录.txt": listed}))
    office.take()
    assert places(office) == {"IMG_0001.jpg": "东门社区", "IMG_0002.jpg": None}


@pytest.mark.parametrize("first", ["zip", "text"])
def test_a_text_beside_the_zip_bears_its_captions(office: Office, first: str) -> None:
    zipped = make.zip_file({"IMG_0001.jpg": picture(1), "IMG_0002.jpg": picture(2)})
    text = make.docx_file([f"图1 {SAID}", "图2 地点：西湖广场"])
    drops = {f"{UNIT}/学雷锋.zip": zipped, f"{UNIT}/学雷锋.docx": text}
    for name in sorted(drops, key=lambda name: name.endswith(first), reverse=True):
        office.drop(name, drops[name])
        office.take()
    assert places(office) == {"IMG_0001.jpg": "东门社区", "IMG_0002.jpg": "西湖广场"}


def test_a_table_of_photographs_says_each_element_in_a_column(office: Office) -> None:
    rows: list[list[object]] = [
        ["序号", "文件名", "时间", "地点", "人物"],
        [1, "IMG_0001.jpg", "2024年3月5日", "东门社区", "志愿者"],
        [2, "IMG_0010.jpg", "2024年4月5日", "西湖广场", "市民"],
    ]
    listed = make.xlsx_file({"清单": rows})
    members = {"IMG_0001.jpg": picture(1), "IMG_0010.jpg": picture(2), "照片清单.xlsx": listed}
    office.drop(f"{UNIT}/照片.zip", make.zip_file(members))
    office.take()
    assert places(office) == {"IMG_0001.jpg": "东门社区", "IMG_0010.jpg": "西湖广场"}
    details = photos(office)["IMG_0001.jpg"].description.details
    assert details["caption"] == "时间：2024年3月5日；地点：东门社区；人物：志愿者"


def album(*lines: str) -> bytes:
    shown = make.shown_picture()
    return make.album_file("".join(f"{shown}{make.paragraph(line)}" for line in lines))


def test_pictures_inside_a_document_have_captions(put: Put) -> None:
    content = album(f"图1：{SAID}", "图2：地点：西湖广场")
    details = put({"图片.docx": content})["图片.docx"].description.details
    assert details["pictures"] == 2
    assert captions_inside(details) == (SAID, "地点：西湖广场")


def test_icons_and_the_copy_for_old_readers_are_no_pictures(put: Put) -> None:
    icon = make.shown_picture(side=200_000)
    old = "<w:pict><v:imagedata/></w:pict>"
    shown = make.shown_picture().removeprefix("<w:p><w:r>").removesuffix("</w:r></w:p>")
    twice = f"<mc:Choice Requires='wps'>{shown}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"
    body = f"{icon}<w:p><w:r><mc:AlternateContent>{twice}</mc:AlternateContent></w:r></w:p>"
    content = make.album_file(body + make.paragraph("图为志愿者清扫街道"))
    details = put({"图片.docx": content})["图片.docx"].description.details
    assert captions_inside(details) == ("图为志愿者清扫街道",)


def test_captions_stand_in_the_cells_below_their_pictures(put: Put) -> None:
    pictures = f"<w:tc>{make.shown_picture()}</w:tc>" * 2
    said = "".join(f"<w:tc>{make.paragraph(text)}</w:tc>" for text in ("清扫街道", "文明劝导"))
    table = f"<w:tbl><w:tr>{pictures}</w:tr><w:tr>{said}</w:tr></w:tbl>"
    details = put({"图片.docx": make.album_file(table)})["图片.docx"].description.details
    assert captions_inside(details) == ("清扫街道", "文明劝导")
