"""Scans after accession: read by OCR when somebody asks, once, and marked as such."""

from __future__ import annotations

import datetime as dt
import importlib.util
from random import Random

import pytest

from dossier.archive.texts import StoredText
from dossier.errors import UsageError
from dossier.extract import ocr
from dossier.extract.outcome import Limits
from dossier.model.records import Record
from dossier.sample.papers import doc_number, policy_pdf, policy_title
from dossier.sample.subject import Subject
from dossier.workflow.ocr import read_scans
from dossier.workflow.ocr_background import BackgroundOcr
from dossier.workflow.workspace import Workspace
from tests.functional.reading.conftest import Put, quiet
from tests.tools import make_files as make
from tests.tools.scans import scanned_page, scanned_pdf

needs_ocr = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None, reason="the extra ocr is not installed"
)


def subject() -> Subject:
    return Subject("文明办", "文明交通志愿服务", dt.date(2026, 3, 5), Random(0))


@pytest.fixture
def again(workspace: Workspace):  # type: ignore[no-untyped-def]
    def get(record: Record) -> Record:
        found = workspace.archive.catalogue.record(record.id)
        assert found is not None
        return found

    return get


@needs_ocr
def test_a_scan_becomes_searchable_described_and_usable(workspace, put: Put, again) -> None:  # type: ignore[no-untyped-def]
    record = put({"扫描.pdf": scanned_pdf(policy_pdf(subject()), first=1)})["扫描.pdf"]
    assert [f.code for f in record.description.findings] == ["U101"]
    report = read_scans(workspace, [], quiet)
    assert (report.records, report.pages, report.cached) == ([record.id], 1, 0)
    found = again(record).description
    assert found.usable is True
    assert found.doc_number == doc_number(subject())
    assert found.title == policy_title(subject().topic)
    assert [f.code for f in found.findings] == ["W112"]
    assert float(found.details["ocr_confidence"]) > 0.9
    hits = workspace.index.search("文明交通志愿服务", allowed=None, limit=5, texts=lambda ids: {})
    assert hits.total == 1


@needs_ocr
def test_one_process_reads_page_after_page(workspace, put: Put) -> None:  # type: ignore[no-untyped-def]
    pages = [scanned_page(policy_pdf(subject()), page=number) for number in (0, 1)]
    for number, content in enumerate(pages):
        path = workspace.settings.root / f"{number}.jpg"
        path.write_bytes(content)
        found = ocr.read_page(path, "0", Limits(), lambda _pages: None)
        assert (found.findings, bool(found.text)) == ((), True)


@needs_ocr
def test_no_page_is_read_twice_and_a_stopped_run_goes_on(workspace, put: Put, again) -> None:  # type: ignore[no-untyped-def]
    scan = scanned_pdf(policy_pdf(subject()), first=1)
    put({"甲.pdf": scan})
    read_scans(workspace, [], quiet)
    copy = put({"乙.pdf": scan})["乙.pdf"]
    report = read_scans(workspace, [copy.id], quiet)
    assert (report.records, report.pages, report.cached) == ([copy.id], 0, 1)
    assert read_scans(workspace, [], quiet).records == []


@needs_ocr
def test_text_that_went_with_the_derived_files_is_read_again(workspace, put: Put, again) -> None:  # type: ignore[no-untyped-def]
    record = put({"甲.pdf": scanned_pdf(policy_pdf(subject()), first=1)})["甲.pdf"]
    read_scans(workspace, [], quiet)
    text = workspace.archive.texts.get(record.fixity.digest)
    workspace.archive.texts.put(record.fixity.digest, StoredText(reader="dossier/2"))
    report = read_scans(workspace, [], quiet)
    assert (report.records, report.cached) == ([record.id], 1)
    assert workspace.archive.texts.get(record.fixity.digest).text == text.text


@needs_ocr
def test_a_photographed_paper_is_read_too(workspace, put: Put, again) -> None:  # type: ignore[no-untyped-def]
    record = put({"拍照.jpg": scanned_page(policy_pdf(subject()), turned=90)})["拍照.jpg"]
    assert record.description.details["paper"] == 1
    read_scans(workspace, [record.id], quiet)
    assert again(record).description.doc_number == doc_number(subject())


@needs_ocr
def test_a_watch_reads_scans_while_it_is_idle(workspace, put: Put, again) -> None:  # type: ignore[no-untyped-def]
    record = put({"扫描.pdf": scanned_pdf(policy_pdf(subject()), first=1)})["扫描.pdf"]
    background = BackgroundOcr(workspace)
    done = background.tick(0.0)
    assert done == []
    background.join()
    assert background.tick(1.0) == [record.id]
    assert again(record).description.usable is True
    background.close()


def test_without_the_extra_advice_is_given(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(UsageError, match="OCR is not installed"):
        read_scans(workspace, [], quiet)
    assert not BackgroundOcr(workspace).enabled


def test_a_photograph_of_a_scene_is_no_scan(workspace: Workspace, put: Put) -> None:
    put({"活动.jpg": make.picture_file(640, 480)})
    from dossier.workflow.ocr import waiting_scans

    assert list(waiting_scans(workspace)) == []
