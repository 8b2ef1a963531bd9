"""What closes no slot is not sent: records out of their window or over a limit are omissions."""

from __future__ import annotations

from dossier.i18n import Translator
from dossier.model.asks import Window
from dossier.model.assessment import Verdict
from dossier.model.bundles import BundlePlan
from dossier.model.editions import Edition, Slot
from dossier.model.profiles import KindRule
from dossier.model.records import Record
from dossier.rules.compilation import plan_bundle
from tests.tools.assessing import TODAY, ask, assess, edition, profile, record

ONE, TWO = "Ⅲ-1-1-①", "Ⅲ-1-1-②"
OF = edition(
    ask(ONE, Slot("report", window="w")),
    ask(TWO, Slot("photo", required=False)),
    windows={"w": Window("w", "span", start="2025-01-01", end="2025-12-31")},
)
RULES = profile(KindRule("photo", ("jpeg",), max_bytes=500))


def planned(of: Edition, *held: Record, partial: bool) -> BundlePlan:
    found = assess(of, *held, profile=RULES)
    return plan_bundle(
        of,
        RULES,
        found,
        {one.id: one for one in held},
        as_of=TODAY.isoformat(),
        partial=partial,
        reason="",
        translator=Translator("en"),
    )


def test_b01_a_partial_bundle_leaves_out_what_is_out_of_its_window_or_over_a_limit() -> None:
    late = record(1, (ONE, "report"), issued="2026-03-01")
    huge = record(2, (TWO, "photo"), kind="photo", form="jpeg", size=501)
    fine = record(3, (TWO, "photo"), kind="photo", form="jpeg", size=500)
    plan = planned(OF, late, huge, fine, partial=True)
    assert [item.record for item in plan.files] == [fine.id]
    reasons = {(item.code, item.reason[:4]) for item in plan.omissions}
    assert reasons == {(late.id, "E201"), (huge.id, "E311"), (ONE, "E302")}


def test_a_refused_record_beside_good_ones_is_left_out_of_a_whole_bundle_too() -> None:
    late = record(1, (ONE, "report"), issued="2026-03-01")
    good = record(2, (ONE, "report"), issued="2025-03-01")
    assert assess(OF, late, good, profile=RULES).verdict is Verdict.COMPLETE
    plan = planned(OF, late, good, partial=False)
    assert [item.record for item in plan.files] == [good.id]
    assert [item.code for item in plan.omissions] == [late.id]


def test_a_record_is_refused_only_where_it_breaks_a_rule() -> None:
    both = record(1, (ONE, "report"), (TWO, "photo"), kind="report", issued="2026-03-01", size=9)
    plan = planned(OF, both, partial=True)
    assert [item.requirement for item in plan.files] == [TWO]
