"""A draft made into an edition: kinds, methods, units, groups, and its title and year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dossier.codec.code_spelling import BONUS
from dossier.handbook.draft import Ask, Draft, printed
from dossier.handbook.grids import Place
from dossier.handbook.interpret import unsent
from dossier.handbook.kinds import KINDS
from dossier.handbook.limits import limited
from dossier.handbook.unit_cells import category_of, group_of
from dossier.model.asks import Bonus
from dossier.model.editions import Edition, Indicator, Kind, Requirement, Slot, Unit

ASSUMED_KIND = "report"
_METHODS = (
    ("online", "网上申报", "网|申报|材料"),
    ("field", "实地考察", "实地|实"),
    ("survey", "问卷调查", "问卷|问"),
)
_TITLE = re.compile(r"测评|责任|任务分解|操作手册|体系|标准")
_YEAR = re.compile(r"(?<!\d)(19[9]\d|20\d\d)(?!\d)")
_TOP = Place("file", 1, 1)


def finished(
    draft: Draft, *, name: str, edition_id: str, year: int, marks: Mapping[str, str]
) -> Edition:
    """The edition; ``year`` is assumed where neither remarks nor file name state one."""
    own = {kind: label for label, kind in marks.items() if len(label) > 1}
    title = next((text for text in draft.remarks if _TITLE.search(text)), name)
    stated = _YEAR.search(" ".join([title, name, *draft.remarks]))
    if stated is None:
        draft.doubt("W508", _TOP, year=year)
    requirements = tuple(_requirement(ask, draft) for ask in draft.order)
    _doubt_similar(draft)
    return Edition(
        id=edition_id,
        title=title[:400],
        year=int(stated[0]) if stated else year,
        scope=title[:400],
        kinds=_kinds(requirements, own, marks),
        indicators=tuple(_indicator(draft, key) for key in draft.nodes),
        requirements=requirements,
        units=tuple(Unit(u, category_of(u)) for u in draft.units if group_of(u) is None),
        groups={u: group for u in draft.units if (group := group_of(u)) is not None},
        methods={key: label for key, label, _words in _METHODS},
        sources={"H01": name},
        bonus=tuple(
            Bonus(node.code, node.title) for key, node in draft.nodes.items() if key[0] == BONUS
        ),
        notes=tuple(text[:2000] for text in dict.fromkeys(draft.remarks) if text != title),
    )


def _indicator(draft: Draft, key: tuple[int, ...]) -> Indicator:
    node = draft.nodes[key]
    parent = draft.nodes.get(node.parent or ())
    methods = " ".join(node.methods)
    return Indicator(
        code=node.code,
        level=0,
        title=node.title[:400] if node.title else None,
        parent=parent.code if parent else None,
        methods=tuple(key for key, _label, words in _METHODS if re.search(words, methods)),
        status="sourced" if node.title else "unknown",
    )


def _requirement(ask: Ask, draft: Draft) -> Requirement:
    sent = bool(ask.kinds) or not unsent(ask.title)
    if sent and not ask.kinds:
        draft.doubt("W501", ask.place, ask, assumed=KINDS[ASSUMED_KIND][0])
        ask.kinds = [ASSUMED_KIND]
    remarks = [*ask.remarks] if ask.sure else [*ask.remarks, "导入时有疑问，见疑问清单"]
    return Requirement(
        code=ask.code,
        indicator=draft.nodes[ask.node].code,
        title=ask.title,
        slots=limited(ask.title, tuple(Slot(kind) for kind in ask.kinds)) if sent else (),
        lead=tuple(ask.lead),
        cooperating=tuple(ask.cooperating),
        uploaded=sent,
        status="sourced" if ask.sure else "inferred",
        due=ask.due,
        points=ask.points,
        bonus=ask.node[0] == BONUS,
        note="；".join(remarks)[:2000],
        also=tuple(printed(key, circled=ask.circled) for key in ask.also),
    )


def _kinds(
    requirements: Sequence[Requirement], own: Mapping[str, str], marks: Mapping[str, str]
) -> tuple[Kind, ...]:
    """The usual kinds with this handbook's names; those that are not asked for are left out."""
    used = {slot.kind for item in requirements for slot in item.slots}
    letters = {kind: label for label, kind in marks.items() if len(label) == 1}
    return tuple(
        Kind(
            kind,
            own.get(kind, label),
            letters.get(kind, mark),
            from_above=kind == "opinion",
        )
        for kind, (label, mark) in KINDS.items()
        if kind in used
    )


def _doubt_similar(draft: Draft) -> None:
    """Names of units of which one begins or ends with the other may mean the same unit."""
    names = [name for name in draft.units if group_of(name) is None]
    for name in names:
        for other in names:
            if name != other and len(name) > 1 and (other.startswith(name) or other.endswith(name)):
                draft.doubt("W509", _TOP, unit=name, other=other)
