"""Why each finding outside the assessment is made: at intake, in reading and describing a file, and
of editions, profiles and bundles.
"""

from __future__ import annotations

from dossier.i18n import N_
from dossier.rules.explanations import EXPLANATIONS, Basis, Explanation

_READ = {
    "E101": N_("The file has no bytes."),
    "E102": N_("The first bytes are those of a program, whatever the name says."),
    "E103": N_("The reader of its format could not make sense of the bytes."),
    "E104": N_("The file is locked; nothing in it was read."),
    "E105": N_("The mark with which files of its format end is not there."),
    "E106": N_("The bounds of time and memory under [reading] in dossier.toml, or an error of it."),
    "E107": N_("Three tenths or more of the text are signs that no Chinese text has."),
    "E108": N_("The operating system refused to open it."),
    "E109": N_("It is a link, a pipe or a device; only files are taken in."),
    "E110": N_("Members whose path leads out of the container are never written."),
    "E111": N_("The bounds under [containers] in dossier.toml."),
    "E112": N_("The container's own directory or checksums do not agree."),
    "E113": N_("Every page, or the whole picture, is of one colour and without text."),
    "E114": N_("Pictures with a side below 120 pixels are thumbnails."),
    "E115": N_("The container was recognised, but its program is not installed."),
    "E116": N_("An error met while this file was taken in; the others went on."),
    "U101": N_("Pages were seen, none has text; what a scan says must be looked at."),
    "U102": N_("The format was recognised, but nothing installed reads it."),
    "U103": N_("The width of the sharpest edges in the scene; 3 or more where nothing is sharp."),
    "U104": N_("Text recognition was unsure on the page that bears the seal."),
    "U105": N_("The office program did not make a readable copy of it."),
    "U106": N_("Recordings are measured, not watched."),
    "U107": N_("Text recognition found the name of a picture agency or a word for a sample."),
    "W101": N_("The format told by the first bytes against the extension of the name."),
    "W102": N_("Neither the first bytes nor the text show a known format."),
    "W103": N_("The container does not say how its names are encoded; the likeliest was taken."),
    "W104": N_("Names are cut to what every file system bears."),
    "W105": N_("The most characters that are kept of one text."),
    "W106": N_("Signatures were counted in the file; they were not verified."),
    "W107": N_("As E107, page by page; the other pages are readable."),
    "W108": N_("The file holds macros; they were not run."),
    "W109": N_("The file holds a program among its attachments; it was not run."),
    "W110": N_("Pages without text between pages with text."),
    "W111": N_("Pages on which nothing is drawn."),
    "W112": N_("The mean surety of text recognition over the lines of the text."),
    "W113": N_("The picture's own data or its name tell of a watermark or a camera program."),
    "W201": N_("The top folder and the letterhead against names and aliases in the roster."),
    "W202": N_("A code in the path against the codes of the edition."),
    "W203": N_("No calendar has the day, or the camera's clock was never set."),
    "W204": N_("The number against organ〔year〕serial号, as the standard for papers writes it."),
}
_FORMAT = N_("The published form of editions, profiles and rosters (schema/README.md).")
_ASSUMED = N_("An assumption made in reading a handbook, with its place in the list of doubts.")
_BUNDLE = N_("The planned or written package against its manifest and the profile.")
_BY_HUNDRED = {
    "E5": Explanation(Basis.EDITION, _FORMAT),
    "W5": Explanation(Basis.EDITION, _ASSUMED),
    "E8": Explanation(Basis.PROFILE, _BUNDLE),
    "W8": Explanation(Basis.PROFILE, _BUNDLE),
}


def explanation(code: str) -> Explanation:
    """What findings of a published code rest on and how they are found; KeyError for no code."""
    if code in _READ:
        return Explanation(Basis.CHECK, _READ[code])
    return EXPLANATIONS.get(code) or _BY_HUNDRED[code[:2]]
