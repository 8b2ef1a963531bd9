"""The published table of finding codes: one sentence and one piece of advice each.

Codes are never reused. ``E`` blocks, ``W`` warns, ``U`` leaves undetermined. Sentences are message
ids; ``{subject}`` is always available beside the finding's own parameters.
"""

from __future__ import annotations

from dataclasses import dataclass

from dossier.i18n import N_, render
from dossier.model.findings import Finding


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code says and what to do about it."""

    message: str
    hint: str


TABLE: dict[str, Rule] = {
    # E1xx intake and reading
    "E101": Rule(N_("the file is empty"), N_("ask the unit to send it again")),
    "E102": Rule(
        N_("the content is a program ({format}), whatever its name says"),
        N_("programs are not evidence; ask what the unit meant to send"),
    ),
    "E103": Rule(
        N_("the content is damaged: {detail}"),
        N_("open it in its own program; if that fails, ask the unit to send it again"),
    ),
    "E104": Rule(
        N_("a password is needed to read it"),
        N_("ask the unit for a copy without a password"),
    ),
    "E105": Rule(N_("the file ends too early"), N_("ask the unit to send it again")),
    "E106": Rule(
        N_("reading was stopped: {detail}"),
        N_("the original is kept; look at it by hand and accept or return it"),
    ),
    "E107": Rule(
        N_("the text is garbled"), N_("ask for a copy that was exported again, or a clear scan")
    ),
    "E108": Rule(
        N_("the file cannot be opened: {detail}"),
        N_("check the rights on the folder, then run intake again"),
    ),
    "E109": Rule(
        N_("a link or special file is not a document"), N_("put the file itself into the folder")
    ),
    "E110": Rule(
        N_("the archive member's name leaves its folder: {member}"),
        N_("unpack it by hand and look at it before submitting it again"),
    ),
    "E111": Rule(
        N_("the container exceeds a limit: {detail}"),
        N_("submit its files unpacked, or raise the limit in dossier.toml"),
    ),
    "E112": Rule(
        N_("the container is damaged: {detail}"), N_("ask the unit to pack and send it again")
    ),
    "E113": Rule(N_("every page is blank"), N_("ask the unit for the right file")),
    "E114": Rule(
        N_("the picture has only {width} × {height} pixels"),
        N_("ask for the original photograph"),
    ),
    "E115": Rule(
        N_("nothing here can open a {format} container"),
        N_("install 7-Zip (the program 7z) and run intake again, or submit its files unpacked"),
    ),
    "E116": Rule(
        N_("it could not be taken in: {detail}"),
        N_("the file is untouched; report this together with the file"),
    ),
    "W101": Rule(
        N_("the name says {extension}, the content is {format}"),
        N_("nothing to do; the content decides"),
    ),
    "W102": Rule(
        N_("the kind of file is not recognised"),
        N_("it is kept as received; ask for a common format if it is evidence"),
    ),
    "W103": Rule(
        N_("the name was decoded as {encoding} and may be wrong"),
        N_("compare the name with what the unit sent"),
    ),
    "W104": Rule(
        N_("the name is longer than {limit} and was shortened on disk"),
        N_("nothing to do; the full name is kept"),
    ),
    "W105": Rule(
        N_("only the first {limit} characters of its text are kept for searching"),
        N_("nothing to do; the file itself is complete"),
    ),
    "W106": Rule(
        N_("it carries {count} electronic seals or signatures, which were not verified"),
        N_("verify them in an OFD reader if that matters"),
    ),
    "W107": Rule(
        N_("the text of page {pages} is garbled and cannot be searched"),
        N_("look at those pages; ask for a copy that was exported again if they matter"),
    ),
    "W108": Rule(
        N_("it carries macros or scripts, which were not run"),
        N_("ask for a copy without macros if the receiving system refuses them"),
    ),
    "W109": Rule(
        N_("a program is embedded in it: {name}"),
        N_("do not open what is embedded; ask the unit why it is there"),
    ),
    "W110": Rule(
        N_("page {pages} is a scan without text"),
        N_("run: dossier ocr {subject}, or look at those pages"),
    ),
    "W111": Rule(
        N_("page {pages} is blank"),
        N_("ask whether a page is missing"),
    ),
    "W112": Rule(
        N_("its text comes from OCR, {confidence} % sure on average"),
        N_("compare what matters with the picture of the page"),
    ),
    "W113": Rule(
        N_("the picture bears a watermark or the stamp of a camera program"),
        N_("ask for the photograph without it if the handbook forbids it"),
    ),
    "U101": Rule(
        N_("there are pages but no text: a scan or pictures"),
        N_("look at it and accept or return it"),
    ),
    "U102": Rule(
        N_("no reader for {format} is installed"),
        N_("look at it by hand, or ask for DOCX, XLSX or PDF"),
    ),
    "U103": Rule(
        N_("the picture may be too blurred to show anything (blur {value}, 3 or more)"),
        N_("look at it and accept or return it"),
    ),
    "U104": Rule(
        N_("the text of the page with the seal, page {page}, cannot be read surely"),
        N_("look at that page and accept or return it"),
    ),
    "U105": Rule(
        N_("it could not be converted for reading: {detail}"),
        N_("open it in its own program and accept or return it"),
    ),
    "U106": Rule(
        N_("a recording of {duration} seconds"),
        N_("watch or listen to it and accept or return it"),
    ),
    "U107": Rule(
        N_("the picture bears the mark of a picture agency or a sample: {mark}"),
        N_("ask the unit for a photograph of its own, or accept it if the mark is no such thing"),
    ),
    # E2xx identity and dates
    "E201": Rule(
        N_("{code}: dated {date}, outside the window {first} to {last}"),
        N_("ask for material of those days, or correct a wrong date with: dossier tag --date"),
    ),
    "E202": Rule(
        N_("it was valid until {until} only"),
        N_("ask for the paper that holds now"),
    ),
    "W201": Rule(
        N_("no known unit is called {name}"),
        N_("name the unit with: dossier tag {subject} --unit UNIT, or add it to the roster"),
    ),
    "W202": Rule(
        N_("the code {code} is not in this edition"),
        N_("check the code in the path against: dossier edition show"),
    ),
    "W203": Rule(
        N_("the date {date} is impossible"), N_("set the right one with: dossier tag --date")
    ),
    "W204": Rule(
        N_("the document number is written {written}; its standard form is {number}"),
        N_("nothing to do; the standard form is used for searching"),
    ),
    "W205": Rule(
        N_("{code}: no date was found; the window {first} to {last} could not be checked"),
        N_("look for its date and set it with: dossier tag --date"),
    ),
    "W206": Rule(
        N_("it is dated {issued} but arrived on {received}"),
        N_("ask the unit which date is right"),
    ),
    "W207": Rule(
        N_("the camera says {taken}, the activity was on {event}"),
        N_("ask for pictures of that day, or correct the date with: dossier tag --date"),
    ),
    "W208": Rule(
        N_("it is dated {issued}, but the file was made on {created}"),
        N_("ask for the paper as it was issued, or why it was made later"),
    ),
    "W209": Rule(
        N_("the number {number} and the date {issued} are of different years"),
        N_("compare both with the paper's head and its last page"),
    ),
    "W212": Rule(
        N_("the file was changed on {modified}, before it was made on {created}"),
        N_("a clock was wrong or the file was tampered with; ask where it comes from"),
    ),
    # E3xx coverage and limits
    "E301": Rule(
        N_("{kind_name}: {found} of {needed}"),
        N_("ask {units} for it"),
    ),
    "E302": Rule(
        N_("{kind_name}: {found} received, but only {usable} of {needed} usable"),
        N_("return the unusable ones to {units} with the reason"),
    ),
    "E303": Rule(
        N_("{record} claims {code}, which this edition does not have"),
        N_("withdraw the claim with: dossier untag"),
    ),
    "E304": Rule(
        N_("{what}: {found} of {needed} different ones; missing: {missing}"),
        N_("ask for material on those that are missing"),
    ),
    "E305": Rule(
        N_("{found} of {needed} named days are covered; missing: {missing}"),
        N_("ask for material of those days"),
    ),
    "E311": Rule(
        N_("{code}: {size} bytes, the profile accepts {limit} for {kind_name}"),
        N_("ask for a smaller file"),
    ),
    "E312": Rule(
        N_("{code}: {width} × {height} pixels, the profile accepts {limit} in all"),
        N_("ask for a smaller picture, or make it smaller"),
    ),
    "E313": Rule(
        N_("{code}: {chars} characters, at most {limit} are accepted"),
        N_("ask the unit to shorten it"),
    ),
    "E314": Rule(
        N_("{code}: {chars} characters, at least {limit} are wanted"),
        N_("ask the unit to say more"),
    ),
    "W301": Rule(
        N_("{record} is tagged {kind}, which {code} does not ask for"),
        N_("change the kind with: dossier tag --kind"),
    ),
    "W302": Rule(
        N_("{record} serves {code} but nobody said as which kind"),
        N_("say it with: dossier tag --kind"),
    ),
    "W303": Rule(
        N_("{code}: it is {format}, which the profile does not accept as {kind_name}"),
        N_("convert it or ask for {accepted}"),
    ),
    "W304": Rule(
        N_("{found} records for {kind_name}, at most {max} are accepted"),
        N_("withdraw the weaker ones"),
    ),
    "W305": Rule(
        N_("{kind_name} is owed only if: {condition}"),
        N_("ask {units} whether this is so; send it, or leave it"),
    ),
    "W306": Rule(
        N_("{name}: {found} records, {least} to {most} are wanted for each of {what}"),
        N_("ask for more, or withdraw the weaker ones"),
    ),
    "W307": Rule(
        N_("{kind_name} comes from a higher level and takes {lead} days; {days} are left"),
        N_("ask for it today"),
    ),
    "W311": Rule(
        N_("{code}: the caption lacks {missing}: {caption}"),
        N_("complete it with: dossier tag {subject} --caption TEXT"),
    ),
    "W312": Rule(
        N_("{code}: no sign of {parts}"),
        N_("look whether the page with the red head or the seal is there"),
    ),
    "W313": Rule(
        N_("{code}: it reads like a summary of work, not an explanation: {words}"),
        N_("ask for what was done, how, and with what result; no plans, no shortcomings"),
    ),
    "W314": Rule(
        N_("{code}: a report with {numbers} figures"),
        N_("ask for numbers that show the result"),
    ),
    "W315": Rule(
        N_("{code}: no source of its figures is named"),
        N_("ask the unit to say where the figures come from"),
    ),
    "W316": Rule(
        N_("{code}: it does not name {policy}"),
        N_("look whether it is the paper that carries this policy out"),
    ),
    "W317": Rule(
        N_("{code}: it speaks of villages, the figures are wanted for {scope}"),
        N_("ask for figures of that area only"),
    ),
    "W318": Rule(
        N_("{code}: contact data are missing: {missing}"),
        N_("ask for them; assessors will call"),
    ),
    "W319": Rule(
        N_("{code}: {figure} is stated for {found} of {years} years"),
        N_("ask for the figure of each year"),
    ),
    "W321": Rule(
        N_("{code}: {figure} is {found}, wanted {needed}"),
        N_("check the figure; ask whether a newer one reaches it"),
    ),
    "U301": Rule(
        N_("{kind_name}: {unknown} could not be judged"),
        N_("look at them and accept or return each"),
    ),
    # E4xx integrity: leads for a person, never accusations
    "W401": Rule(
        N_("the same file also came from {other_unit} ({source})"),
        N_("ask whose evidence it is; if both have part in it, dismiss this with a reason"),
    ),
    "W402": Rule(
        N_("page {page} is the same as page {other_page} of {other} ({other_unit})"),
        N_("compare the two; if it belongs in both, dismiss this with a reason"),
    ),
    "W403": Rule(
        N_("probably the same photograph as {other} ({other_unit}): {same} % alike"),
        N_("look at both; keep one, or ask for another picture"),
    ),
    "W411": Rule(
        N_("{share} % of the shorter report also stands in {other} ({other_unit})"),
        N_("read both (dossier show {subject} --beside {other}); ask the unit for its own report"),
    ),
    "W412": Rule(
        N_("{share} % is the text of {other} of {other_year}, now for {year}"),
        N_("read both (dossier show {subject} --beside {other}); ask for what was done this year"),
    ),
    "W421": Rule(
        N_("left over from a template: {words} (… {passage} …)"),
        N_("ask the unit to fill it in"),
    ),
    "W422": Rule(
        N_("it speaks of {place}, which is not ours (… {passage} …)"),
        N_("ask whether the text was taken from elsewhere"),
    ),
    "W431": Rule(
        N_("{name} is {value} here and {other_value} in {other} ({other_unit})"),
        N_("ask both units which figure is right"),
    ),
    "W432": Rule(
        N_("the number {number} also stands on another paper, {other}"),
        N_("compare both with the register of papers sent out"),
    ),
    "W433": Rule(
        N_("{number} of {issued} is older than {other_number} of {other_issued} ({other})"),
        N_("compare both with the register of papers sent out"),
    ),
    # E5xx edition and profile files
    "E501": Rule(N_("not readable as YAML: {detail}"), N_("check indentation and quotes there")),
    "E502": Rule(N_("the key {key} is missing"), N_("add it")),
    "E503": Rule(N_("{key}: {found} does not fit; expected {expected}"), N_("correct the value")),
    "E504": Rule(N_("the key {key} is not known here"), N_("remove it or correct its spelling")),
    "E505": Rule(N_("the code {code} stands twice"), N_("give each its own code")),
    "E506": Rule(N_("{code} is referred to but not defined"), N_("define it or correct the code")),
    "E507": Rule(N_("the kind {kind} is not defined"), N_("add it under kinds")),
    "E508": Rule(N_("the unit {unit} is not in the list of units"), N_("add it under units")),
    "E509": Rule(N_("anchors and aliases are not accepted"), N_("write the value out")),
    "E510": Rule(
        N_("the file is too large: {detail}"), N_("split it or remove what is not needed")
    ),
    "E511": Rule(N_("{code} is not a code of this level"), N_("write it like {example}")),
    "E512": Rule(
        N_("at least {min} is more than at most {max}"), N_("make the smaller number the minimum")
    ),
    "E513": Rule(
        N_("{placeholder} cannot stand in this template"),
        N_("use one of these in braces: {known}; and in names no character that Windows forbids"),
    ),
    "E514": Rule(N_("the name {name} stands twice"), N_("give each its own name")),
    "E515": Rule(N_("there is more than one document in the file"), N_("make one file of each")),
    "E516": Rule(N_("YAML tags and merge keys are not accepted"), N_("write the value out")),
    "E517": Rule(N_("the key {key} stands twice"), N_("remove one of the two")),
    "E518": Rule(N_("nested deeper than {limit} levels"), N_("flatten the file there")),
    "E519": Rule(
        N_("the window {name} ends before it starts: {start} to {end}"),
        N_("exchange the two dates or correct them"),
    ),
    "E520": Rule(
        N_("the handbook cannot be read: {detail}"),
        N_("save it as DOCX, XLSX or PDF without a password and try again"),
    ),
    "E521": Rule(
        N_("a scan: {pages} pages without text"),
        N_("ask for the Word or Excel file, or recognise its text first"),
    ),
    "E522": Rule(
        N_("there is no table in it"),
        N_("the asks must stand in a table with ruled lines"),
    ),
    "E523": Rule(
        N_("no column heading is known: {heads}"),
        N_("name the columns as usual: 测评内容, 申报要求, 牵头单位, 配合单位"),
    ),
    "W501": Rule(
        N_("{code}: no kind of material is named; assumed: {assumed}"),
        N_("look it up in the handbook"),
    ),
    "W502": Rule(
        N_("{code}: “{text}” was taken as its continuation"),
        N_("look it up in the handbook"),
    ),
    "W503": Rule(
        N_("“{text}” has no code; by its order it became {code}"),
        N_("look it up in the handbook"),
    ),
    "W504": Rule(
        N_("the code of “{text}” stands twice; it became {code}"),
        N_("look it up in the handbook"),
    ),
    "W505": Rule(
        N_("{code}: {parts} groups of units for {asks} asks; all were named for each"),
        N_("look it up in the handbook"),
    ),
    "W506": Rule(
        N_("{code}: “{text}” beside a unit's name was left out"),
        N_("look up whether more units are meant"),
    ),
    "W507": Rule(
        N_("a table of {rows} rows was left out, its headings are not known: {text}"),
        N_("look up whether it holds asks"),
    ),
    "W508": Rule(
        N_("no year is named; assumed: {year}"),
        N_("correct it in the file"),
    ),
    "W509": Rule(
        N_("the units {unit} and {other} were kept apart"),
        N_("if they are one, make one name an alias of the other"),
    ),
    "W510": Rule(
        N_("“{text}” has no code; by its order it became {code}"),
        N_("look it up in the handbook"),
    ),
    "W511": Rule(
        N_("“{text}” has no number of its own; it took the code {code}"),
        N_("nothing to do where the handbook numbers it so"),
    ),
    "W512": Rule(
        N_("{code}: the wording was cut after {limit} characters"),
        N_("shorten it in the file"),
    ),
    "W513": Rule(
        N_("{code}: no lead unit is named"),
        N_("look it up in the handbook"),
    ),
    "W514": Rule(
        N_("a page is a picture without text and was not read"),
        N_("enter its asks by hand, or recognise its text first"),
    ),
    # E8xx bundle
    "E801": Rule(N_("stored content of {record} is missing"), N_("run: dossier audit")),
    "E802": Rule(N_("stored content of {record} is damaged"), N_("run: dossier audit")),
    "E803": Rule(N_("{path} is missing"), N_("copy the bundle again from where it was made")),
    "E804": Rule(N_("{path} is not in the manifest"), N_("remove it or build the bundle again")),
    "E805": Rule(
        N_("{path} differs from its digest"), N_("copy the bundle again from where it was made")
    ),
    "E806": Rule(
        N_("{path} leads out of the bundle"), N_("do not use this bundle; build it again")
    ),
    "E807": Rule(
        N_("not a bundle: {detail}"), N_("name the folder or ZIP that dossier bundle wrote")
    ),
    "E808": Rule(
        N_("two files would get the name {path}"), N_("change the profile's file template")
    ),
    "E809": Rule(
        N_("the name {path} is too long for the profile"), N_("shorten the template or the name")
    ),
    "E810": Rule(
        N_("{path} has {size} bytes, the profile accepts {limit}"),
        N_("ask for a smaller file or another profile"),
    ),
    "E811": Rule(
        N_("the counts in bag-info.txt do not agree: {detail}"), N_("build the bundle again")
    ),
    "E812": Rule(N_("the ZIP is damaged: {detail}"), N_("copy it again from where it was made")),
    "E813": Rule(
        N_("{record} cannot be turned into {target}: {detail}"),
        N_("open it in its own program, save it in that format and send it in again"),
    ),
    "E814": Rule(
        N_("{target} of {record} needs LibreOffice, which is not installed"),
        N_("install LibreOffice (dossier doctor tells how), or send the file in that format"),
    ),
    "E815": Rule(
        N_("{path} has {found} files, the profile accepts {limit}"),
        N_("keep the best ones and take the claims of the others back: dossier untag"),
    ),
    "E816": Rule(
        N_("the picture of {record} stays above {limit} bytes at the lowest quality accepted"),
        N_("ask for a smaller picture, or lower quality_floor in the profile"),
    ),
    "E817": Rule(
        N_("the template {path} names {placeholder}, which is not known"),
        N_("use one of these, spelled like this: {known}"),
    ),
    "E818": Rule(
        N_("the template {path} cannot be used: {detail}"),
        N_("save it as DOCX in Word or WPS and name it in the profile again"),
    ),
    "W811": Rule(
        N_("{record}: not found by its layout: {detail}; page {page} is pictured"),
        N_("look at it, and name the right pages: dossier bundle --pages {record}=1,3"),
    ),
    "W812": Rule(
        N_("{path} has the same content as {other}"),
        N_("check that one piece of evidence was not received twice"),
    ),
    "W813": Rule(
        N_("{path} is signed or sealed: it goes beside the book unchanged, not into it"),
        N_("print it on its own where a paper copy is wanted"),
    ),
    "W814": Rule(
        N_("{path} cannot go into the book: {detail}"),
        N_("it goes beside the book unchanged; print it on its own"),
    ),
    "W815": Rule(
        N_("archive numbers lack the {part}"),
        N_("copy the profile and fill in what the archives office gave you"),
    ),
    "W816": Rule(
        N_("no Chinese font here can be embedded in the books"),
        N_(
            "viewers and printers without Chinese fonts leave covers and page numbers blank; name "
            "a .ttf or .ttc file under book.font in the profile"
        ),
    ),
    "W817": Rule(
        N_("the font {path} cannot be embedded: {detail}"),
        N_("name another .ttf or .ttc file under book.font in the profile"),
    ),
    "W818": Rule(
        N_("the cover {path} could not be made into a page: {detail}; our own cover is used"),
        N_("install LibreOffice (dossier doctor tells how), or write book.cover_lines instead"),
    ),
}


def sentence(finding: Finding) -> str:
    """The finding in the language in use."""
    return render(TABLE[finding.code].message, {"subject": finding.subject, **finding.parameters})


def advice(finding: Finding) -> str:
    """What to do about the finding, in the language in use."""
    return render(TABLE[finding.code].hint, {"subject": finding.subject, **finding.parameters})
