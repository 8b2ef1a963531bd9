"""One outcome for each way a document can come again, told to the sender and in the history."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.i18n import use_language
from dossier.model.records import Record, RecordState
from dossier.report.history_text import history_line
from dossier.workflow.find import history
from dossier.workflow.naming import correct_names
from dossier.workflow.take_in import IntakeReport
from dossier.workflow.triage import accept, return_records, untag, withdraw
from dossier.workflow.upkeep import CHECKPOINT, audit_archive
from tests.tools.make_files import zip_file
from tests.tools.office import REPORT, UNIT, Office, open_office
from tests.tools.zip_maker import Entry, zip_bytes

CODE = "Ⅲ-2-1-①"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path / "archive")
    yield made
    made.workspace.close()


def records(office: Office) -> list[Record]:
    return office.workspace.archive.catalogue.records()


def outcomes(report: IntakeReport) -> list[tuple[str, str, str | None]]:
    return [(answer.source.name, answer.outcome, answer.record) for answer in report.answers]


def test_d01_the_same_bytes_again_give_a_receipt_and_no_blob(office: Office) -> None:
    office.drop(f"{UNIT}/甲.txt", REPORT.encode())
    office.take()
    blobs = list(office.workspace.archive.store.fixities())
    office.drop(f"{UNIT}/抄送/甲.txt", REPORT.encode())
    report = office.take()
    assert outcomes(report) == [("甲.txt", "duplicate", "2026-000001")]
    assert list(office.workspace.archive.store.fixities()) == blobs
    for _start in range(3):
        assert office.take().counts == {}
    (receipt,) = office.workspace.archive.catalogue.duplicates()
    assert (receipt.record, receipt.unit) == ("2026-000001", UNIT)


def test_d02_identity_is_the_hash_of_the_bytes_as_received(office: Office) -> None:
    import hashlib

    content = REPORT.encode("gb18030") + b"\r\n"
    target = office.drop(f"{UNIT}/甲.txt", content)
    office.take()
    (record,) = records(office)
    assert record.fixity.digest == "sha256:" + hashlib.sha256(content).hexdigest()
    assert target.read_bytes() == content
    with office.workspace.archive.store.open(record.fixity.digest) as stream:
        assert stream.read() == content


def test_d05_the_answer_tells_new_duplicate_revised_replaced_and_refused(office: Office) -> None:
    office.drop(f"{UNIT}/甲.txt", REPORT.encode())
    office.drop(f"{UNIT}/乙.txt", REPORT.encode() + b"2")
    assert [item[1] for item in outcomes(office.take())] == ["new", "new"]
    return_records(office.workspace, ["2026-000002"], "缺公章", "2026-03-10")
    office.drop(f"{UNIT}/乙.txt", REPORT.encode() + b"22")
    office.drop(f"{UNIT}/丙.txt", REPORT.encode() + b"2")
    office.drop(f"{UNIT}/新/甲（盖章版）.txt", REPORT.encode() + b"1")
    office.drop(f"{UNIT}/程序.doc", b"MZ" + bytes(200))
    report = office.take()
    assert {item[0]: item[1:] for item in outcomes(report)} == {
        "乙.txt": ("revision", "2026-000001"),
        "丙.txt": ("duplicate", "2026-000001"),
        "甲（盖章版）.txt": ("replacement", "2026-000003"),
        "程序.doc": ("refused", None),
    }
    assert [record.revision for record in records(office)] == [2, 1, 1]


def test_d06_one_file_from_two_units_proves_for_both(office: Office) -> None:
    office.drop(f"{UNIT}/{CODE} 【规】通知.txt", REPORT.encode())
    office.drop("教育局/Ⅲ-2-1-② 【规】通知.txt", REPORT.encode())
    office.take()
    (record,) = records(office)
    codes = record.requirements
    assert len(codes) >= 1
    second = office.workspace.codes.find("Ⅲ-2-1-②")
    if second and office.workspace.edition.requirement(second[0]):
        assert set(codes) == {CODE, second[0]}
        untag(office.workspace, [record.id], second[0])
        assert records(office)[0].requirements == (CODE,)


def test_a_copy_from_another_unit_is_claimed_for_what_its_path_names(office: Office) -> None:
    office.drop(f"{UNIT}/工作小结.txt", REPORT.encode())
    office.take()
    office.drop(f"教育局/{CODE} 小结.txt", REPORT.encode())
    office.take()
    (record,) = records(office)
    assert [(claim.requirement, claim.unit) for claim in record.claims] == [(CODE, "教育局")]
    assert record.state is RecordState.PLACED


def test_returned_bytes_sent_again_are_recognised_with_the_reason(office: Office) -> None:
    office.drop(f"{UNIT}/甲.txt", REPORT.encode())
    office.take()
    return_records(office.workspace, ["2026-000001"], "图片模糊", None)
    office.drop(f"{UNIT}/再报.txt", REPORT.encode())
    (answer,) = office.take().answers
    assert (answer.outcome, answer.state, answer.note) == ("duplicate", "returned", "图片模糊")
    assert records(office)[0].state is RecordState.RETURNED


def test_withdrawn_bytes_sent_again_stay_withdrawn(office: Office) -> None:
    office.drop(f"{UNIT}/{CODE} 甲.txt", REPORT.encode())
    office.take()
    withdraw(office.workspace, ["2026-000001"], "单位撤回")
    office.drop(f"{UNIT}/再报.txt", REPORT.encode())
    (answer,) = office.take().answers
    assert (answer.outcome, answer.state, answer.note) == ("duplicate", "withdrawn", "单位撤回")
    assert records(office)[0].state is RecordState.WITHDRAWN


def test_a_replacement_under_another_path_supersedes_and_inherits(office: Office) -> None:
    office.drop(f"{UNIT}/{CODE} 通知.txt", REPORT.encode())
    office.take()
    accept(office.workspace, ["2026-000001"])
    return_records(office.workspace, ["2026-000001"], "缺公章", None)
    office.drop(f"{UNIT}/重报/通知 修改稿.txt", (REPORT + "盖章").encode())
    office.drop(f"{UNIT}/重报/{CODE} 另一份.txt", (REPORT + "另").encode())
    office.take()
    old, *others = records(office)
    new = next(record for record in others if record.supersedes)
    assert (old.state, old.note) == (RecordState.SUPERSEDED, f"→ {new.id}")
    assert new.requirements == (CODE,)
    assert sum(bool(record.supersedes) for record in others) == 1


def test_a_revision_of_a_returned_record_opens_it_again(office: Office) -> None:
    office.drop(f"{UNIT}/{CODE} 甲.txt", REPORT.encode())
    office.take()
    return_records(office.workspace, ["2026-000001"], "缺公章", None)
    office.drop(f"{UNIT}/{CODE} 甲.txt", (REPORT + "盖章").encode())
    (answer,) = office.take().answers
    (record,) = records(office)
    assert (answer.outcome, record.state, record.revision, record.note) == (
        "revision",
        RecordState.PLACED,
        2,
        "",
    )


def test_the_same_name_with_other_bytes_elsewhere_is_a_record_of_its_own(office: Office) -> None:
    office.drop(f"{UNIT}/通知.txt", REPORT.encode())
    office.drop("教育局/通知.txt", (REPORT + "教育").encode())
    office.take()
    assert [(record.id, record.unit) for record in records(office)] == [
        ("2026-000001", "教育局"),
        ("2026-000002", UNIT),
    ]


def test_history_is_told_in_sentences_of_both_languages(office: Office) -> None:
    office.drop(f"{UNIT}/{CODE} 甲.txt", REPORT.encode())
    office.take()
    office.drop(f"{UNIT}/抄送.txt", REPORT.encode())
    office.take()
    return_records(office.workspace, ["2026-000001"], "缺公章", "2026-03-10")
    entries = history(office.workspace, records(office)[0])
    try:
        use_language("en")
        english = [history_line(entry) for entry in entries]
        use_language("zh")
        chinese = [history_line(entry) for entry in entries]
    finally:
        use_language("zh")
    assert [entry["type"] for entry in entries] == [
        "accessioned",
        "claimed",
        "described",
        "duplicate_received",
        "state_changed",
    ]
    assert f"received from {UNIT}/{CODE} 甲.txt" in english[0]
    assert "the same bytes came again" in english[3]
    assert "sent back to the unit until 2026-03-10: 缺公章" in english[4]
    assert english[4].endswith("(测试)")
    assert all(one != other for one, other in zip(english, chinese, strict=True))


def test_z02_z09_members_have_outcomes_of_their_own(office: Office) -> None:
    office.drop(f"{UNIT}/已有.txt", REPORT.encode())
    office.take()
    inner = zip_file({"深.txt": REPORT + "深"})
    members: dict[str, bytes | str] = {"甲.txt": REPORT, "乙.txt": REPORT + "二", "内.zip": inner}
    office.drop(f"{UNIT}/材料.zip", zip_file({**members, "p.exe": b"MZ" + bytes(200)}))
    report = office.take()
    assert report.counts == {"archived": 1}
    assert report.members == {"archived": 3, "duplicate": 1, "refused": 1}
    assert [str(record.source) for record in records(office)][1:] == [
        f"{UNIT}/材料.zip!乙.txt",
        f"{UNIT}/材料.zip!内.zip!深.txt",
    ]
    again = office.drop(f"{UNIT}/材料.zip", zip_file({**members, "新.txt": REPORT + "新"}))
    office.touch(again, 10)
    assert office.take().members == {"archived": 2, "duplicate": 3}


def test_z01_a_wrongly_decoded_name_is_corrected_without_sending_again(office: Office) -> None:
    names = [f"{CODE} 表彰決定.doc", "圖片說明.doc"]
    raw = [name.replace("Ⅲ", "III").replace("①", "1").encode("big5") for name in names]
    office.drop(f"{UNIT}/台.zip", zip_bytes([Entry(raw[0], b"one"), Entry(raw[1], b"two")]))
    office.take()
    before = office.workspace.archive.ledger.position()
    found = correct_names(office.workspace, ["2026-000001", "2026-000002"], "Big5")
    assert [record.name for record in found] == ["III-2-1-1 表彰決定.doc", "圖片說明.doc"]
    assert CODE in found[0].requirements
    assert all("W103" not in [f.code for f in r.description.findings] for r in found)
    assert office.workspace.archive.ledger.position() > before
    again = correct_names(office.workspace, ["2026-000002"], "gbk")
    assert again[0].name != "圖片說明.doc"


def test_z08_a_locked_container_is_kept_and_needs_a_password(office: Office) -> None:
    office.drop(f"{UNIT}/锁.zip", zip_bytes([Entry(b"a.pdf", flags=1), Entry(b"b.txt", b"open")]))
    report = office.take()
    assert report.members == {"refused": 1, "archived": 1}
    assert [event.code for event in report.refused] == ["E104"]
    assert len(list(office.workspace.archive.store.fixities())) == 2


def test_z07_a_container_beyond_its_limits_is_refused_and_named(office: Office) -> None:
    office.drop(f"{UNIT}/a.zip", zip_file({f"{n}.txt": "" for n in range(10_001)}))
    office.drop(f"{UNIT}/好.txt", REPORT.encode())
    report = office.take()
    assert report.counts == {"refused": 1, "archived": 1}
    assert [event.code for event in report.refused] == ["E111"]


def test_a_mail_is_a_record_and_its_attachments_are_too(office: Office) -> None:
    from tests.functional.intake.test_formats import mail

    office.drop(f"{UNIT}/报送.eml", mail({"甲.txt": REPORT.encode()}))
    report = office.take()
    assert (report.counts, report.members) == ({"archived": 1}, {"archived": 1})
    assert [str(record.source) for record in records(office)] == [
        f"{UNIT}/报送.eml",
        f"{UNIT}/报送.eml!甲.txt",
    ]
    office.drop(f"{UNIT}/报送.eml", mail({"甲.txt": REPORT.encode(), "乙.txt": b"2"}))
    second = office.take()
    assert (second.counts, second.members) == ({"archived": 1}, {"duplicate": 1, "archived": 1})
    assert [record.revision for record in records(office)] == [2, 1, 1]


def test_e115_a_rar_is_refused_once_and_opened_when_the_program_is_there(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dossier.intake.tool_reader import program
    from tests.functional.intake.test_formats import rar5

    if program() is None:
        pytest.skip("7-Zip is not installed")
    office.drop(f"{UNIT}/材料.rar", rar5({"甲.txt": REPORT.encode()}))
    with monkeypatch.context() as without:
        without.setenv("PATH", "")
        assert [event.code for event in office.take().refused] == ["E115"]
        assert office.take().counts == {}
    assert list(office.workspace.archive.store.fixities()) == []
    assert office.take().members == {"archived": 1}


def test_r03_r07_an_audit_goes_on_where_it_was_interrupted(office: Office) -> None:
    for number in range(450):
        office.drop(f"{UNIT}/{number}.bin", b"%d" % number)
    office.take()
    damaged = office.workspace.archive.store.path(records(office)[7].fixity.digest)  # type: ignore[attr-defined]
    damaged.chmod(0o644)
    damaged.write_bytes(b"?" * damaged.stat().st_size)
    seen: list[int] = []

    def stop(done: int, _total: int) -> None:
        seen.append(done)
        if done == 420:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        audit_archive(office.workspace, sample=None, progress=stop)
    assert (office.workspace.archive.layout.derived / CHECKPOINT).exists()
    del seen[:]
    report = audit_archive(
        office.workspace, sample=None, progress=lambda done, _t: seen.append(done), resume=True
    )
    assert (seen[0], seen[-1]) == (401, 450)
    assert (report.checked, len(report.corrupt)) == (450, 1)
    assert not (office.workspace.archive.layout.derived / CHECKPOINT).exists()


def test_r10_a_copied_store_verifies_elsewhere(office: Office, tmp_path: Path) -> None:
    office.drop(f"{UNIT}/甲.txt", REPORT.encode())
    office.take()
    shutil.copytree(tmp_path / "archive" / "store", tmp_path / "b" / "store")
    shutil.copytree(tmp_path / "archive" / "ledger", tmp_path / "b" / "ledger")
    again = open_office(tmp_path / "b")
    assert [record.id for record in records(again)] == ["2026-000001"]
    report = audit_archive(again.workspace, sample=None, progress=lambda _d, _t: None)
    assert (report.verdict, report.checked) == ("sound", 1)
    again.workspace.close()
