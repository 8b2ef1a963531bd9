"""Why an ask is proposed for a paper, in sentences a clerk can check at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dossier.i18n import N_
from dossier.model.editions import Edition, Requirement
from dossier.model.placing import Reason
from dossier.rules.learning import Likeness
from dossier.rules.ranking import Paper
from dossier.rules.wording import MATTER, Wording, common_words, plain

_SHOWN = 3
_TEXT = 1500

NAME = N_("the file name says “{words}”")
FOLDER = N_("the folder says “{words}”")
TITLE = N_("the title says “{words}”")
TEXT = N_("the text says “{words}”")
AGREES = N_("these are the words of {code} “{title}”")
MATTERS = N_("it speaks of {matters}, as {code} does")
LEADS = N_("{unit} leads this requirement")
COOPERATES = N_("{unit} cooperates on this requirement")
WANTS = N_("this requirement wants a paper of its kind ({kind_name})")
LIKE = N_("it reads like {record}, which was placed here")
TOGETHER = N_("{count} files that came with it were placed here")
LETTERHEAD = N_("the head or signature names {unit}; the folder names no unit we know")


def wording_reasons(
    paper: Paper, requirement: Requirement, edition: Edition, wording: Wording
) -> Iterator[Reason]:
    """Which words the paper shares with the ask and where they stand."""
    indicator = next((i for i in edition.indicators if i.code == requirement.indicator), None)
    asked = plain(f"{requirement.title} {indicator.title or '' if indicator else ''}")
    places = (
        (NAME, paper.stem),
        (FOLDER, " ".join(paper.folders)),
        (TITLE, paper.title if paper.title != paper.stem else ""),
        (TEXT, paper.text[:_TEXT]),
    )
    said: list[str] = []
    for message, text in places:
        words = [word for word in _telling(plain(text[:_TEXT]), asked, wording) if word not in said]
        if words and len(said) < _SHOWN:
            said += words[:_SHOWN]
            yield Reason(message, {"words": "、".join(words[:_SHOWN])})
    if said:
        yield Reason(AGREES, {"code": requirement.code, "title": requirement.title})
    spoken = plain(" ".join(text for _message, text in places))
    matters = wording.matters(spoken).keys() & wording.matters(asked).keys()
    new = sorted(m.removeprefix(MATTER) for m in matters if m.removeprefix(MATTER) not in said)
    if new and not said:
        values = {"matters": "、".join(new[:_SHOWN]), "code": requirement.code}
        yield Reason(MATTERS, values)


def _telling(text: str, asked: str, wording: Wording) -> list[str]:
    """Shared words that are not the ones every paper is full of."""
    return [word for word in common_words(text, asked) if wording.pairs(word)]


def standing_reasons(
    paper: Paper, requirement: Requirement, edition: Edition, kind: str | None
) -> Iterator[Reason]:
    """Whose duty the ask is and whether it wants such papers."""
    if paper.unit:
        if not paper.unit_sure:
            yield Reason(LETTERHEAD, {"unit": paper.unit})
        if paper.unit in requirement.lead:
            yield Reason(LEADS, {"unit": paper.unit})
        elif paper.unit in requirement.cooperating:
            yield Reason(COOPERATES, {"unit": paper.unit})
    if paper.kind and kind == paper.kind and any(s.kind == kind for s in requirement.slots):
        known = edition.kind(kind)
        yield Reason(WANTS, {"kind_name": known.name if known else kind})


def company_reasons(like: Likeness | None, companions: int) -> Iterator[Reason]:
    """Which placed records it resembles or came with."""
    if like and like.best > 0.2:
        yield Reason(LIKE, {"record": like.record})
    if companions:
        yield Reason(TOGETHER, {"count": companions})


def basis_of(measures: Sequence[float], weights: Sequence[float]) -> str:
    """What spoke loudest: ``wording``, ``learned`` or ``together``."""
    told = [weight * measure for weight, measure in zip(weights, measures, strict=True)]
    parts = {"wording": sum(told[:3]), "learned": told[5] + told[6], "together": told[7]}
    return max(parts, key=lambda name: parts[name])
