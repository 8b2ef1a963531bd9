from __future__ import annotations

import pytest

from dossier.rules.ignore import DEFAULT_RULES, PROBE_PREFIX, custom_rules, ignored_by


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("教育局/~$总结.docx", "office-lock"),
        ("教育局/.~lock.总结.odt#", "libreoffice-lock"),
        ("教育局/~WRL0001.TMP", "temporary"),
        ("教育局/方案.pdf.part", "partial-download"),
        ("教育局/方案.pdf.CRDOWNLOAD", "partial-chrome"),
        ("教育局/方案.pdf.download", "partial-safari"),
        ("教育局/方案.pdf.!ut", "partial-torrent"),
        ("教育局/THUMBS.DB", "windows-thumbnails"),
        ("教育局/.DS_Store", "macos-folder"),
        ("教育局/Desktop.ini", "windows-folder"),
        ("教育局/._方案.pdf", "macos-resource"),
        ("__MACOSX/教育局/方案.pdf", "macos-zip"),
        ("a/.git/config", "git"),
        ("$RECYCLE.BIN/", "recycle-bin"),
        ("System Volume Information/x", "volume-information"),
        ("教育局/@eaDir/方案.pdf", "synology"),
        ("教育局/.隐藏.docx", "hidden"),
        ("教育局/.sync/x.pdf", "hidden-folder"),
        (f"{PROBE_PREFIX}17", "own-probe"),
        ("教育局/dossier-receipt.html", "own-receipt"),
    ],
)
def test_w12_w18_passed_over_by_a_named_rule(path: str, rule: str) -> None:
    found = ignored_by(path)
    assert found is not None
    assert (found.name, bool(found.reason)) == (rule, True)


@pytest.mark.parametrize(
    "path",
    [
        "教育局/方案.pdf",
        "教育局/无扩展名",
        "教育局/数据.xyz",
        "tmp/part.docx",
        "thumbs.db/x.pdf",
        "教育局/",
    ],
)
def test_w19_everything_else_is_a_document(path: str) -> None:
    assert ignored_by(path) is None


def test_custom_globs_are_globs_and_not_expressions() -> None:
    rules = (*DEFAULT_RULES, *custom_rules(["*.bak", "草稿/", "教育局/旧/*.doc", "a+b.txt"]))
    names = [
        found.name if (found := ignored_by(path, rules)) else None
        for path in (
            "x/方案.BAK",
            "x/草稿/方案.pdf",
            "教育局/旧/a.doc",
            "教育局/a.doc",
            "a+b.txt",
            "aab.txt",
        )
    ]
    assert names == ["*.bak", "草稿/", "教育局/旧/*.doc", None, "a+b.txt", None]


def test_names_that_are_no_valid_text_can_be_judged() -> None:
    assert ignored_by("教育局/\udcb7\udcbd.pdf") is None


def test_rule_names_are_unique() -> None:
    assert len({rule.name for rule in DEFAULT_RULES}) == len(DEFAULT_RULES)
