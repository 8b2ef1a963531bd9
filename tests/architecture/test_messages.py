"""No message is untranslated, and the compiled catalogues are those of the sources."""

from __future__ import annotations

import string

import pytest

from tests.tools import messages

LANGUAGES = ("zh", "en")


def fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    known = messages.read(language)
    assert [message for message in sorted(messages.extracted()) if not known.get(message)] == []


def test_chinese_keeps_every_value() -> None:
    known = messages.read("zh")
    wrong = {m: known[m] for m in messages.extracted() if fields(m) != fields(known.get(m, ""))}
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_are_current(language: str) -> None:
    po, mo = messages.rendered(messages.build(language, messages.read("zh")))
    path = messages.po_path(language)
    assert path.read_bytes() == po, "run: python -m tests.tools.messages update"
    assert path.with_suffix(".mo").read_bytes() == mo
