"""The page in the browser: a token, and nothing from outside."""

from __future__ import annotations

import re
from pathlib import Path

from dossier.tui.web import Offer, admitted, page

OFFER = Offer(Path("/srv/<b>档案</b>"), "127.0.0.1", 8765, "s3cret", read_only=True)


def test_the_page_asks_no_other_host() -> None:
    shown = page(OFFER)
    addresses = re.findall(r"(?:https?|wss?)://([^/\"\s]+)", shown)
    assert set(addresses) == {"127.0.0.1:8765"}
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
