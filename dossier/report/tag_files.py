"""The lists that travel beside a bundle's payload."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from dossier.i18n import Translator
from dossier.model.assessment import Assessment
from dossier.model.bundles import BundlePlan
from dossier.model.editions import Edition
from dossier.model.records import Record
from dossier.report.archive_list import archive_list
from dossier.report.assessment_json import bundle_document
from dossier.report.contents import contents_of
from dossier.report.index_html import index_html
from dossier.report.index_xlsx import index_xlsx
from dossier.report.manifest_csv import manifest_csv

ARCHIVE_LIST = "归档文件目录.xlsx"
_NONE: Mapping[str, Path] = MappingProxyType({})
_NO_NUMBERS: Mapping[str, str] = MappingProxyType({})


def tag_files(  # noqa: PLR0913 - the one door through which all lists are written
    plan: BundlePlan,
    edition: Edition,
    assessment: Assessment,
    records: Mapping[str, Record],
    translator: Translator,
    *,
    folder: Path,
    thumbnails: Mapping[str, Path] = _NONE,
    numbers: Mapping[str, str] = _NO_NUMBERS,
    profile: str = "",
) -> dict[str, Path]:
    """Write the lists into ``folder``; name to path. The same plan in the same language gives the
    same bytes, and the number of files costs no memory.

    ``records`` must hold every record the plan names; ``thumbnails`` are small JPEGs by the digest
    of what they show, ``numbers`` the 档号 by record, which get a list of their own, ``profile``
    the profile's title.
    """
    contents = contents_of(plan, edition, assessment, records, translator, profile)
    streams = {
        "assessment.json": bundle_document(plan, edition, assessment, translator),
        "index.html": index_html(contents, thumbnails),
        "manifest.csv": manifest_csv(contents),
    }
    for name, parts in streams.items():
        with (folder / name).open("wb") as out:
            out.writelines(parts)
    index_xlsx(contents, folder / "index.xlsx")
    names = [*streams, "index.xlsx"]
    if numbers:
        archive_list(contents, numbers, folder / ARCHIVE_LIST)
        names.append(ARCHIVE_LIST)
    return {name: folder / name for name in names}
