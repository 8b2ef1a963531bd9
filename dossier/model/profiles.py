"""Submission profiles: what a receiving system accepts, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

RECEIVED = "received"
PAGES = "pages"
TARGETS = (RECEIVED, "jpeg", "pdf", "docx", "xlsx", PAGES)
"""What a file may be delivered as: as it came, converted, or as pictures of single pages."""
COVER_FIELDS = frozenset(
    {"edition", "code", "title", "units", "as_of", "pieces", "volume", "volumes", "mark"}
)
"""What a cover of the team's own may name."""
NO_FONT = "none"
"""Instead of a font: nothing is embedded."""
PARTS = ("red-head", "seal")
"""Pages of an official paper that can be found by their layout."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One form in which files of a kind are sent.

    ``to`` is one of :data:`TARGETS`; it holds for files whose format is in ``formats`` (empty:
    for all). ``parts`` are the pages to picture where ``to`` is ``pages``; ``keep`` puts
    the result with the originals, outside every upload limit.
    """

    to: str
    formats: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    keep: bool = False

    def holds_for(self, form: str) -> bool:
        """Whether a file of this format is sent so."""
        return not self.formats or form in self.formats


@dataclass(frozen=True, slots=True)
class KindRule:
    """What a receiving system accepts for one kind. Null limits are limits no source states.

    ``formats`` are our format names (``pdf``, ``docx``, ``jpeg`` …); empty means that no source
    states them and nothing is checked. ``max_bytes`` and ``max_pixels`` hold per file,
    ``max_chars`` per report, ``max_files`` per requirement. ``shows`` are parts a paper must show
    (``red-head``, ``seal``), one of them or with ``shows_all`` every one; ``names_sources`` wants
    the source of figures named. ``deliver`` says how files are sent; empty: as received.
    """

    kind: str
    formats: tuple[str, ...]
    max_bytes: int | None = None
    max_pixels: int | None = None
    max_chars: int | None = None
    note: str = ""
    shows: tuple[str, ...] = ()
    shows_all: bool = False
    names_sources: bool = False
    max_files: int | None = None
    deliver: tuple[Delivery, ...] = ()

    def deliveries(self, form: str) -> tuple[Delivery, ...]:
        """How a file of this format is sent; as received where no rule holds."""
        holding = tuple(item for item in self.deliver if item.holds_for(form))
        return holding or (Delivery(RECEIVED),)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where files go below ``data/``: templates over ``code, code_ascii, title, kind, kind_name,
    unit, seq, id, name, stem, ext, indicator, archive_no`` (``ext`` with its dot); lengths bound
    one component. ``originals`` is the folder of what is kept but not uploaded, ``papers`` that of
    the forms and books we make.
    """

    folder: str
    file: str
    max_name_chars: int = 80
    max_name_bytes: int = 240
    max_path_chars: int = 200
    ascii: bool = False
    repeat: bool = True
    originals: str = "{code_ascii}/originals"
    papers: str = "{code_ascii}"


@dataclass(frozen=True, slots=True)
class Limit:
    """Bounds on many files together; null: no source states it."""

    max_bytes: int | None = None
    max_files: int | None = None


@dataclass(frozen=True, slots=True)
class Pictures:
    """How pictures are made: JPEG ``quality`` and the floor it may sink to under a size limit,
    ``dpi`` of pictured pages, whether metadata (EXIF, position) is taken out of the sent copy and
    whether the caption is written into the picture.
    """

    quality: int = 90
    quality_floor: int = 60
    dpi: int = 150
    strip_metadata: bool = True
    burn_caption: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """The dossier as a PDF: one ``per`` ``requirement`` or ``indicator``, or ``none``.

    ``volume_bytes`` and ``volume_pages`` bound one volume before it is split; ``duplex`` starts
    each document on a right-hand page. ``footer`` is a template over ``code, title, page, pages``.
    The cover may be the team's own: ``cover_lines`` over :data:`COVER_FIELDS`, or a DOCX
    ``cover_template``. ``font`` is a font file to embed (empty: one known here).
    """

    per: str = "none"
    cover: bool = True
    duplex: bool = False
    footer: str = "{code}    {page} / {pages}"
    volume_bytes: int = 200_000_000
    volume_pages: int = 4000
    cover_lines: tuple[str, ...] = ()
    cover_template: str = ""
    font: str = ""


@dataclass(frozen=True, slots=True)
class Forms:
    """Papers made for each requirement: the 测评材料提交表 (``submission``) and the 卷内目录
    (``contents``). ``template`` names the team's own DOCX for the first.
    """

    submission: bool = False
    contents: bool = False
    template: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveNumbers:
    """The parts of 档号 (DA/T 13-2022): ``fonds`` 全宗号, ``category`` 门类代码, ``retention``
    保管期限 (``kinds``: by kind), ``office`` 机构（问题）代码 (``offices``: by unit). Empty parts
    are still to be given by the archives office and stand as a visible blank.
    """

    fonds: str = ""
    category: str = "WS"
    retention: str = "D30"
    office: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a receiving system accepts; ``repeat`` in the layout says whether a record that serves
    three asks appears three times. ``counting`` is how characters of a report are counted:
    ``word`` (Han characters and punctuation one each, a run of Latin letters or digits one),
    ``han`` (Han characters only) or ``all`` (everything but white space). With ``split`` a
    package beyond its limit is sent in several.
    """

    id: str
    title: str
    kinds: tuple[KindRule, ...]
    layout: Layout
    max_package_bytes: int | None = None
    counting: str = "word"
    sources: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    digest: str = ""
    max_package_files: int | None = None
    split: bool = False
    requirement: Limit = Limit()
    pictures: Pictures = Pictures()
    book: Book = Book()
    forms: Forms = Forms()
    archive_numbers: ArchiveNumbers | None = None

    def rule(self, kind: str) -> KindRule:
        """The rule of a kind; one that accepts everything where none is stated."""
        return next((item for item in self.kinds if item.kind == kind), KindRule(kind, ()))
