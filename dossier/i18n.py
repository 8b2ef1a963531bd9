"""Messages for people: English message ids, Chinese first.

Lower layers mark templates with ``N_`` and pass values along; only faces and reports call ``_``
or ``render``. Codes, JSON keys and exit codes never change with the language.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

LANGUAGES = ("zh", "en")
DEFAULT_LANGUAGE = "zh"
_LOCALE = Path(__file__).parent / "locale"


class Translator:
    """Looks messages up in one language's catalogue."""

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        self.language = language if language in LANGUAGES else DEFAULT_LANGUAGE
        self._catalogue = gettext.translation(
            "dossier", str(_LOCALE), languages=[self.language], fallback=True
        )

    def __call__(self, message: str) -> str:
        """The message in this language."""
        return self._catalogue.gettext(message) if message else ""

    def render(self, message: str, parameters: Mapping[str, object]) -> str:
        """The message in this language with its values filled in; ``detail`` may be one itself."""
        shown = _Shown(parameters)
        if isinstance(detail := shown.get("detail"), str):
            shown["detail"] = self(detail)
        return self(message).format_map(shown)


class _Shown(dict[str, object]):
    """Values for a template; an absent one shows its name instead of failing the sentence."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class _Current:
    translator: Translator | None = None


def use_language(language: str) -> None:
    """Choose the language of this process; called by a face at its start."""
    _Current.translator = Translator(language)


_OVERRIDE: ContextVar[Translator | None] = ContextVar("language", default=None)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Another language for what is written meanwhile, in this thread only: a file that is laid
    down speaks the archive's language, whatever the screen speaks.
    """
    token = _OVERRIDE.set(Translator(language))
    try:
        yield
    finally:
        _OVERRIDE.reset(token)


def current() -> Translator:
    """The translator in use, Chinese unless a face chose another."""
    if (override := _OVERRIDE.get()) is not None:
        return override
    if _Current.translator is None:
        _Current.translator = Translator()
    return _Current.translator


def _(message: str) -> str:
    """The message in the language in use."""
    return current()(message)


def render(message: str, parameters: Mapping[str, object]) -> str:
    """The message in the language in use, with its values filled in."""
    return current().render(message, parameters)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a deferred message
    """Mark a message for translation without translating it yet."""
    return message
