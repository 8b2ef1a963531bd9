from __future__ import annotations

import hashlib
import json
from typing import get_args

import pytest

from dossier.codec.ledger_lines import TYPES, Place, decode_line, encode_line
from dossier.errors import LedgerError
from dossier.model.events import DocumentRefused, Event, Seen
from dossier.model.records import Source
from tests.tools.custody import AT, BY, accessioned

PLACE = Place("ledger/000001.jsonl", 7)


def test_every_event_has_one_published_name() -> None:
    assert set(TYPES.values()) == set(get_args(Event))
    assert len(set(TYPES.values())) == len(TYPES)


def test_a_stranger_can_check_the_chain_with_sha256_alone() -> None:
    first, line = encode_line(1, AT, BY, accessioned())
    _second, next_line = encode_line(2, AT, BY, accessioned(), first.chain)
    document = json.loads(next_line)
    body = next_line.rstrip(b"\n").removesuffix(f',"chain":"{document["chain"]}"}}'.encode()) + b"}"
    expected = hashlib.sha256(json.loads(line)["chain"].encode() + body).hexdigest()[:16]
    assert document["chain"] == expected
    assert list(document) == ["at", "by", "event", "seq", "type", "chain"]
    assert "城管局" in next_line.decode("utf-8")


@pytest.mark.parametrize("name", ["红头文件.pdf", "b\udcb2\udce2.doc", 'a"\n\\', "😀"])
def test_any_name_a_file_system_gives_comes_back(name: str) -> None:
    entry, line = encode_line(1, AT, BY, accessioned(path=name))
    assert line.count(b"\n") == 1
    assert decode_line(line, "", 1, PLACE) == entry


@pytest.mark.parametrize(
    "damage",
    [
        lambda line: line.replace(b"accessioned", b"accessioner"),
        lambda line: line.replace("通知".encode(), "通告".encode()),
        lambda line: line[:40] + line[41:],
        lambda line: b"",
        lambda line: b"\n",
        lambda line: b"\xff\x00" * 50 + b"\n",
        lambda line: b"[" * 100_000,
    ],
)
def test_a_changed_line_is_refused_by_file_and_number(damage) -> None:  # type: ignore[no-untyped-def]
    _entry, line = encode_line(1, AT, BY, accessioned())
    with pytest.raises(LedgerError) as caught:
        decode_line(damage(line), "", 1, PLACE)
    assert caught.value.parameters["file"] == "ledger/000001.jsonl"
    assert caught.value.parameters["line"] == 7


@pytest.mark.parametrize(
    "change",
    [
        {"type": "forged"},
        {"event": {"record": 5}},
        {"event": None},
        {"seq": "1"},
        {"extra": 1},
    ],
)
def test_a_well_chained_line_of_a_bad_shape_is_refused(change: dict[str, object]) -> None:
    _entry, line = encode_line(1, AT, BY, accessioned())
    document = json.loads(line) | change
    del document["chain"]
    body = json.dumps(document, separators=(",", ":")).encode()
    chain = hashlib.sha256(body).hexdigest()[:16]
    forged = body[:-1] + f',"chain":"{chain}"}}\n'.encode()
    with pytest.raises(LedgerError):
        decode_line(forged, "", 1, PLACE)


def test_a_line_out_of_order_or_after_another_is_refused() -> None:
    _entry, line = encode_line(2, AT, BY, accessioned())
    with pytest.raises(LedgerError):
        decode_line(line, "", 1, PLACE)
    with pytest.raises(LedgerError):
        decode_line(line, "0123456789abcdef", 2, PLACE)


def test_what_would_not_read_back_is_never_written() -> None:
    bad = DocumentRefused(Source("/inbox", "a"), Seen(0, 0), "E101", {"x": float("nan")})
    with pytest.raises(LedgerError):
        encode_line(1, AT, BY, bad)
