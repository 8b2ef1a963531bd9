"""Papers and tables made from known fields come back with their fields, whatever the format.

``DOSSIER_TRUTH=200`` makes so many documents in every format instead of a few.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dossier.extract.inline import InlineExtractor
from dossier.rules.description import describe
from dossier.workflow.notation import ChineseNotation
from tests.tools.truth import Scores, varied
from tests.tools.truth_formats import documents, unmapped_pdf

COUNT = int(os.environ.get("DOSSIER_TRUTH", "12"))
LEAST = 0.98


def test_f01_f04_f05_f07_fields_of_papers_in_every_format(tmp_path: Path) -> None:
    path, extractor, scores = tmp_path / "content", InlineExtractor(), Scores()
    for what, name, paper, content in documents(COUNT):
        path.write_bytes(content)
        found = describe(extractor.extract(path, name), name, "2026-06-01", ChineseNotation())
        assert found.usable is True, (what, name, found.findings)
        scores.add(what, name, paper, found)
    print(f"\n{scores.table()}")  # noqa: T201
    assert not scores.below(LEAST), "\n".join(scores.wrong)


def test_f01_garbage_is_never_called_searchable(tmp_path: Path) -> None:
    path, extractor = tmp_path / "content", InlineExtractor()
    for seed in range(COUNT):
        path.write_bytes(unmapped_pdf(varied(seed)))
        found = extractor.extract(path, f"文件{seed}.pdf")
        assert (found.usable, found.text, found.findings[0].code) == (False, "", "E107")


TRADITIONAL = (
    "關於加強文明城市建設工作的通知", "各區人民政府、各有關單位：",
    "為進一步做好志願服務工作，現將有關事項通知如下。", "一、提高認識，加強領導。",
    "二、認真組織實施，確保各項任務落實到位。", "青瀾市教育局", "2023年5月4日",
)  # fmt: skip
RARE = ("关于𠮷野㙍村文明建设的通知", "经研究，现将有关事项通知如下。", "镕基同志、喆同志参加。")


@pytest.mark.parametrize(
    ("lines", "encoding"),
    [
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        (TRADITIONAL, "utf-16-le"),
        (RARE, "gb18030"),
        (RARE, "utf-8"),
        (RARE, "utf-16"),
    ],
)
@pytest.mark.parametrize("extension", ["txt", "html"])
def test_traditional_and_rare_characters_come_back(
    tmp_path: Path, lines: tuple[str, ...], encoding: str, extension: str
) -> None:
    paragraphs = "".join(f"<p>{line}</p>\n" for line in lines)
    written = f"<html>{paragraphs}</html>" if extension == "html" else "\n".join(lines)
    path = tmp_path / "content"
    path.write_bytes(written.encode(encoding))
    found = InlineExtractor().extract(path, f"文件.{extension}")
    assert (found.format, found.text.split("\n")) == (extension, list(lines))
