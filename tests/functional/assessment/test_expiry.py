"""C11: a paper past its validity turns red everywhere at once."""

from __future__ import annotations

import datetime as dt

from dossier.i18n import Translator
from dossier.model.assessment import Assessment, Verdict
from dossier.model.editions import Slot
from dossier.rules.compilation import plan_bundle
from tests.tools.assessing import ask, assess, covered, duty, edition, facts, found, profile, record

ONE = "Ⅲ-1-1-①"
OF = edition(ask(ONE, Slot("policy"), points=2.0))
PAPER = record(1, (ONE, "policy"), kind="policy", issued="2024-05-01")
FACTS = facts("本办法自印发之日起施行，有效期2年。", OF)


def on(day: dt.date) -> Assessment:
    return assess(OF, (PAPER, FACTS, None), as_of=day, duty=duty("2026-05-01"))


def sent(assessment: Assessment, day: dt.date) -> int:
    plan = plan_bundle(
        OF,
        profile(),
        assessment,
        {PAPER.id: PAPER},
        as_of=day.isoformat(),
        partial=True,
        reason="试",
        translator=Translator("zh"),
    )
    return len(plan.files)


def test_c11_verdict_slot_unit_gap_and_bundle_turn_on_the_same_day() -> None:
    last, after = dt.date(2026, 5, 1), dt.date(2026, 5, 2)
    good, bad = on(last), on(after)
    assert (good.verdict, bad.verdict) == (Verdict.COMPLETE, Verdict.INCOMPLETE)
    assert [len(found(item, "E202")) for item in (good, bad)] == [0, 1]
    assert [covered(item, ONE).slots[0].usable for item in (good, bad)] == [1, 0]
    colours = [next(u for u in item.units if u.unit == "文明办").colour for item in (good, bad)]
    assert colours[0] != colours[1]
    assert [sent(good, last), sent(bad, after)] == [1, 0]
