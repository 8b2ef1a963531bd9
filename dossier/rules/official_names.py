"""What GB/T 33480-2016 (公文元数据) calls the fields of a description."""

from __future__ import annotations

from dossier.model.records import Description

FIELDS = {
    "doc_number": "发文字号",
    "issuer": "发文机关标志",
    "title": "标题",
    "dates.issued": "成文日期",
    "details.genre": "文种",
    "details.copy_number": "份号",
    "details.secrecy": "密级和保密期限",
    "details.urgency": "紧急程度",
    "details.signer": "签发人",
    "details.recipients": "主送机关",
    "details.attached": "附件说明",
    "details.signed_by": "发文机关或签发人署名",
    "details.remark": "附注",
    "details.copied_to": "抄送机关",
    "details.printed_by": "印发机关",
    "details.printed_on": "印发日期",
    "details.scope": "发布层次",
}
"""Our field and the standard's name; 公文标识 is the record's digest."""


def official(description: Description) -> dict[str, str]:
    """The fields that are known, under the standard's names and in its order."""
    values: dict[str, object] = {
        "doc_number": description.doc_number,
        "issuer": description.issuer,
        "title": description.title,
        "dates.issued": description.dates.issued,
        **{f"details.{name}": value for name, value in description.details.items()},
    }
    return {name: str(values[key]) for key, name in FIELDS.items() if values.get(key)}
