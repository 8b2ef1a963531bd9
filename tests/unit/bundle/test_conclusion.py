"""The draft of a concluding statement says what was received and what is missing, in words."""

from __future__ import annotations

from dataclasses import replace

from dossier.i18n import Translator
from dossier.model.assessment import Verdict
from dossier.model.bundles import Omission
from dossier.report.conclusion import draft
from dossier.report.form_values import FormRow
from tests.tools.bundles import assessment

ZH = Translator("zh")
ROW = FormRow(
    1, "规范文件", "通知", "某发〔2017〕1号", "", "文明办", "2017-03-01", "2", "", "", "x"
)


def test_what_was_received_is_counted_and_named() -> None:
    ask = replace(
        assessment().requirements[0], title="有方案", verdict=Verdict.COMPLETE, waived=False
    )
    other = replace(ROW, kind="实景图片", doc_number="", date="2017-05-01", unit="教育局")
    text = draft(ask, (ROW, other), (), ZH)
    for words in ("“有方案”", "2 件", "规范文件 1、实景图片 1", "2017-03-01至2017-05-01"):
        assert words in text
    assert "某发〔2017〕1号" in text
    assert "文明办、教育局" in text


def test_what_is_missing_is_said_without_our_codes() -> None:
    ask = replace(assessment().requirements[0], verdict=Verdict.INCOMPLETE, waived=False)
    text = draft(ask, (), (Omission(ask.code, "E301 实景图片：需 1 件，已有 0 件"),), ZH)
    assert "尚未提交材料" in text
    assert "实景图片：需 1 件" in text
    assert "E301" not in text
