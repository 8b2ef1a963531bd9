"""The page in the browser: a token, and nothing from outside."""

from __future__ import annotations

import re
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from dossier.errors import UsageError
from dossier.tui.web import SCRIPT, Offer, admitted, page, same_page, try_to_listen

OFFER = Offer(Path("/srv/<b>档案</b>"), "127.0.0.1", 8765, "s3cret", read_only=True)


def test_the_page_asks_no_other_host() -> None:
    shown = page(OFFER, "127.0.0.1:8765")
    addresses = re.findall(r"(?:https?|wss?)://([^/\"\s]+)", shown)
    assert set(addresses) == {"127.0.0.1:8765"}
    assert "//" not in SCRIPT.read_text("utf-8").partition("\n")[2]
    assert "s3cret" not in shown
    assert "<b>" not in shown


def test_only_the_right_token_is_admitted() -> None:
    assert admitted(OFFER, "s3cret")
    for wrong in (None, "", "s3cre", "s3cret ", "口令"):
        assert not admitted(OFFER, wrong)


def test_each_page_runs_this_archive_and_keeps_to_looking() -> None:
    assert OFFER.address == "http://127.0.0.1:8765/?token=s3cret"
    assert "--read-only" in OFFER.command
    assert "'/srv/<b>档案</b>'" in OFFER.command
    assert "s3cret" not in OFFER.command


def test_the_page_calls_the_server_as_the_browser_does() -> None:
    everywhere = replace(OFFER, host="0.0.0.0")
    shown = page(everywhere, '10.0.0.7:8765"><b>')
    assert "ws://10.0.0.7:8765" in shown
    assert "0.0.0.0" not in shown
    assert "<b>" not in shown


def test_another_page_on_this_machine_opens_no_session() -> None:
    assert same_page("http://127.0.0.1:8765", "127.0.0.1:8765")
    assert same_page(None, "127.0.0.1:8765")
    for origin in ("http://127.0.0.1:3000", "https://example.org", "null"):
        assert not same_page(origin, "127.0.0.1:8765")


def test_an_address_of_the_new_kind_stands_in_brackets() -> None:
    assert replace(OFFER, host="::1").address == "http://[::1]:8765/?token=s3cret"


def test_a_port_in_use_is_told_before_any_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError) as told:
            try_to_listen("127.0.0.1", port)
        assert told.value.parameters["port"] == port
    try_to_listen("127.0.0.1", port)
    with pytest.raises(UsageError):
        try_to_listen("127.0.0.1", 99_999)
    with pytest.raises(UsageError):
        try_to_listen("no.such.host.invalid", 8765)


def test_without_colours_the_page_has_none() -> None:
    assert "--no-colour" in replace(OFFER, colour=False).command
    assert "--no-colour" not in OFFER.command
