"""Where each finding of the assessment comes from, and how it is found, for whoever asks why.

``edition`` findings rest on a clause of the edition, ``profile`` findings on a line of the
submission profile, ``check`` findings on a check of this program.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dossier.i18n import N_


class Basis(StrEnum):
    """What a finding rests on."""

    EDITION = "edition"
    PROFILE = "profile"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Explanation:
    """The basis of a code and the way it is found, as a message id."""

    basis: Basis
    how: str


_EDITION, _PROFILE, _CHECK = Basis.EDITION, Basis.PROFILE, Basis.CHECK

EXPLANATIONS: dict[str, Explanation] = {
    "E201": Explanation(
        _EDITION,
        N_(
            "The window of the slot (else of the ask, the kind, the edition) against the date that"
            " counts for the kind: issue for papers, the day shown for pictures, the period covered"
            " for tables. The day of reception plays no part."
        ),
    ),
    "E202": Explanation(
        _CHECK,
        N_("The paper says how long it is valid (有效期至…, 有效期…年), and that day has passed."),
    ),
    "W205": Explanation(
        _EDITION, N_("The slot has a window, but no date that counts for the kind is known.")
    ),
    "W206": Explanation(_CHECK, N_("The date of issue is later than the day of reception.")),
    "W207": Explanation(
        _CHECK,
        N_("The camera's date lies more than 3 days before or 30 days after the activity."),
    ),
    "W208": Explanation(
        _CHECK,
        N_("The file's own date of creation lies more than 60 days after the date of issue."),
    ),
    "W209": Explanation(
        _CHECK,
        N_(
            "The year in the document number is not that of the date of issue; January may carry"
            " last year's number."
        ),
    ),
    "W212": Explanation(
        _CHECK, N_("The file's own date of change lies before its date of creation.")
    ),
    "E301": Explanation(
        _EDITION, N_("The slot's least number of records against those that count.")
    ),
    "E302": Explanation(
        _EDITION,
        N_(
            "Enough records arrived, but empty, garbled, out of window, over a limit or of a wrong"
            " kind do not count."
        ),
    ),
    "E303": Explanation(_EDITION, N_("A claim names a code that the edition in force lacks.")),
    "E304": Explanation(
        _EDITION,
        N_(
            "The ask wants different subjects; they are told apart by unit, or by the name in"
            " caption, title or file name."
        ),
    ),
    "E305": Explanation(
        _EDITION,
        N_(
            "The ask wants named days; a day is covered by its name in text, caption or file name,"
            " or by its date."
        ),
    ),
    "E311": Explanation(_PROFILE, N_("The profile's greatest file size for the kind.")),
    "E312": Explanation(_PROFILE, N_("The profile's greatest number of pixels for the kind.")),
    "E313": Explanation(
        _EDITION,
        N_("The slot's, else the profile's, greatest length, counted as the profile says."),
    ),
    "E314": Explanation(_EDITION, N_("The slot's least length, counted as the profile says.")),
    "W301": Explanation(_EDITION, N_("The record's kind is none of the ask's slots.")),
    "W302": Explanation(_CHECK, N_("Neither claim nor description says which kind it is.")),
    "W303": Explanation(_PROFILE, N_("The profile's formats for the kind.")),
    "W304": Explanation(_EDITION, N_("The slot's greatest number of records.")),
    "W305": Explanation(
        _EDITION, N_("The slot has a condition; it is not counted until somebody sends it.")
    ),
    "W306": Explanation(_EDITION, N_("The bounds of records for each subject.")),
    "W307": Explanation(
        _EDITION, N_("The days a higher level takes against the days that are left.")
    ),
    "W311": Explanation(
        _EDITION,
        N_("The slot's caption elements; each is found by its label (地点：…) or by usual words."),
    ),
    "W312": Explanation(
        _PROFILE, N_("The parts a paper must show; a document number stands for the red head.")
    ),
    "W313": Explanation(
        _CHECK, N_("A lint: title or headings are those of a summary (总结, 下一步打算, 存在问题).")
    ),
    "W314": Explanation(_CHECK, N_("A lint: fewer than three numbers in a report.")),
    "W315": Explanation(
        _PROFILE, N_("The profile wants sources named; no usual words for a source occur.")
    ),
    "W316": Explanation(_EDITION, N_("The policy the ask names, in any of its spellings.")),
    "W317": Explanation(_EDITION, N_("The ask's scope against words for rural areas.")),
    "W318": Explanation(_EDITION, N_("The contact data the ask wants.")),
    "W319": Explanation(_EDITION, N_("The figure the ask names, once for each year it wants.")),
    "W321": Explanation(_EDITION, N_("The figure's threshold against the values in the text.")),
    "U301": Explanation(
        _EDITION, N_("Enough records if those that nobody could judge turn out usable.")
    ),
    "W401": Explanation(_CHECK, N_("The same bytes (SHA-256) from two units.")),
    "W402": Explanation(
        _CHECK, N_("A page of 150 characters or more with the same text, of two units or years.")
    ),
    "W403": Explanation(
        _CHECK,
        N_(
            "Difference hashes of the whole picture and of it with its edges cut off propose; small"
            " grey pictures laid over each other decide: of the cells that show an outline at least"
            " 94 % are alike, or 95.5 % beside a strip with a caption, and the colours agree."
        ),
    ),
    "W411": Explanation(
        _CHECK,
        N_(
            "Runs of ten characters in both reports, figures left out; quotations of named papers,"
            " passages of archived policies and phrases that stand in more than 24 texts are left"
            " out too."
        ),
    ),
    "W412": Explanation(
        _CHECK, N_("As W411, with six tenths or more in common and of different years.")
    ),
    "W421": Explanation(
        _CHECK, N_("Words that templates leave to be filled in: XX市, 20XX年, ××, 某某, 此处填写.")
    ),
    "W422": Explanation(
        _CHECK,
        N_(
            "Full names of provinces, cities and counties in the gazetteer that are neither ours,"
            " nor above us, nor in us; visits and what was learnt elsewhere are passed over."
        ),
    ),
    "W431": Explanation(
        _CHECK,
        N_(
            "A figure said of the whole city or district, of one time, with values that differ by"
            " more than 0.5 % between units."
        ),
    ),
    "W432": Explanation(_CHECK, N_("One document number on papers with different titles.")),
    "W433": Explanation(
        _CHECK, N_("A higher serial number with a date more than 15 days earlier.")
    ),
}
"""Every code of the assessment with what it rests on."""
