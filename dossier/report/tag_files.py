"""The lists that travel beside a bundle's payload."""

from __future__ import annotations

from collections.abc import Iterable

from dossier.i18n import Translator
from dossier.model.assessment import Assessment
from dossier.model.bundles import BundlePlan
from dossier.model.editions import Edition
from dossier.model.records import Record
from dossier.report.assessment_json import bundle_document, dumped
from dossier.report.contents import contents_of
from dossier.report.index_html import index_html
from dossier.report.index_xlsx import index_xlsx
from dossier.report.manifest_csv import manifest_csv


def tag_files(
    plan: BundlePlan,
    edition: Edition,
    assessment: Assessment,
    records: Iterable[Record],
    translator: Translator,
) -> dict[str, bytes]:
    """Name to bytes of the four lists; the same plan in the same language gives the same bytes.

    ``records`` must hold every record the plan names.
    """
    contents = contents_of(plan, edition, assessment, records, translator)
    return {
        "assessment.json": dumped(bundle_document(plan, edition, assessment, translator)),
        "index.html": index_html(contents),
        "index.xlsx": index_xlsx(contents),
        "manifest.csv": manifest_csv(contents),
    }
