"""Findings of the assessment in two or three words, for lists and groups of them."""

from __future__ import annotations

from dossier.i18n import N_, _

TITLES = {
    "E201": N_("outside its window"),
    "E202": N_("no longer valid"),
    "E301": N_("too few files"),
    "E302": N_("too few usable files"),
    "E303": N_("a code this edition lacks"),
    "E304": N_("too few different ones"),
    "E305": N_("named days not covered"),
    "E311": N_("file too large"),
    "E312": N_("picture too large"),
    "E313": N_("text too long"),
    "E314": N_("text too short"),
    "U301": N_("cannot be judged"),
    "W201": N_("unknown unit"),
    "W202": N_("unknown code"),
    "W203": N_("impossible date"),
    "W204": N_("number in unusual form"),
    "W205": N_("no date found"),
    "W206": N_("dated after it arrived"),
    "W207": N_("photographed on another day"),
    "W208": N_("file made after its date"),
    "W209": N_("number and date of different years"),
    "W212": N_("changed before it was made"),
    "W301": N_("a kind nobody asks for"),
    "W302": N_("no kind given"),
    "W303": N_("format not accepted"),
    "W304": N_("too many files"),
    "W305": N_("owed only in some cases"),
    "W306": N_("wrong number for each"),
    "W307": N_("little time for an opinion from above"),
    "W311": N_("caption lacks something"),
    "W312": N_("red head or seal not seen"),
    "W313": N_("reads like a summary of work"),
    "W314": N_("few figures"),
    "W315": N_("no source of figures"),
    "W316": N_("does not name a policy"),
    "W317": N_("another area than wanted"),
    "W318": N_("contact data missing"),
    "W319": N_("years missing"),
    "W321": N_("figure misses its mark"),
    "W401": N_("same file from two units"),
    "W402": N_("same page twice"),
    "W403": N_("probably the same photograph"),
    "W411": N_("reports much alike"),
    "W412": N_("last year's text again"),
    "W421": N_("template not filled in"),
    "W422": N_("names another place"),
    "W431": N_("figures contradict"),
    "W432": N_("number used twice"),
    "W433": N_("numbers and dates out of order"),
}


def finding_title(code: str) -> str:
    """What findings of this code have in common; empty for codes outside the assessment."""
    return _(TITLES[code]) if code in TITLES else ""
