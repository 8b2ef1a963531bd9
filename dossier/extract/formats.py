"""The formats we tell apart, as data: name, media type, usual extension, accepted extensions."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Format:
    """What content is. ``extension`` is the usual one, without a dot; ``encrypted`` content needs
    a password before anyone can read it.
    """

    name: str
    media_type: str
    extension: str
    encrypted: bool = False

    @property
    def executable(self) -> bool:
        """Whether opening it would run something."""
        return self.name in EXECUTABLES

    def locked(self) -> Format:
        """The same format, behind a password."""
        return replace(self, encrypted=True)


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

# name, media type, extensions (the usual one first)
_ROWS = (
    ("pdf", "application/pdf", "pdf ai"),
    ("ofd", "application/ofd", "ofd"),
    ("docx", _OOXML + "wordprocessingml.document", "docx docm dotx dotm wps"),
    ("xlsx", _OOXML + "spreadsheetml.sheet", "xlsx xlsm xltx xltm et"),
    ("xlsb", "application/vnd.ms-excel.sheet.binary.macroenabled.12", "xlsb"),
    ("pptx", _OOXML + "presentationml.presentation", "pptx pptm ppsx potx dps"),
    ("ooxml", "application/x-ole-storage", "docx xlsx pptx wps et dps docm xlsm"),
    ("odt", _ODF + "text", "odt ott"),
    ("ods", _ODF + "spreadsheet", "ods ots"),
    ("odp", _ODF + "presentation", "odp otp"),
    ("epub", "application/epub+zip", "epub"),
    ("zip", "application/zip", "zip"),
    ("7z", "application/x-7z-compressed", "7z"),
    ("rar", "application/vnd.rar", "rar"),
    ("tar", "application/x-tar", "tar"),
    ("gz", "application/gzip", "gz tgz"),
    ("doc", "application/msword", "doc dot wps"),
    ("xls", "application/vnd.ms-excel", "xls xlt et"),
    ("ppt", "application/vnd.ms-powerpoint", "ppt pps pot dps"),
    ("wps", "application/vnd.wps-office.wps", "wps doc"),
    ("et", "application/vnd.wps-office.et", "et xls"),
    ("dps", "application/vnd.wps-office.dps", "dps ppt"),
    ("works", "application/vnd.ms-works", "wps wks"),
    ("msg", "application/vnd.ms-outlook", "msg oft"),
    ("visio", "application/vnd.visio", "vsd vss"),
    ("ole", "application/x-ole-storage", "ole"),
    ("rtf", "application/rtf", "rtf doc wps"),
    ("jpeg", "image/jpeg", "jpg jpeg jpe jfif"),
    ("png", "image/png", "png"),
    ("tiff", "image/tiff", "tif tiff"),
    ("bmp", "image/bmp", "bmp dib"),
    ("webp", "image/webp", "webp"),
    ("gif", "image/gif", "gif"),
    ("heic", "image/heic", "heic heif hif"),
    ("avif", "image/avif", "avif"),
    ("dwg", "image/vnd.dwg", "dwg"),
    ("mp4", "video/mp4", "mp4 m4v m4a f4v 3gp 3g2"),
    ("mov", "video/quicktime", "mov qt"),
    ("avi", "video/x-msvideo", "avi"),
    ("wmv", "video/x-ms-asf", "wmv wma asf"),
    ("mkv", "video/matroska", "mkv webm mka"),
    ("flv", "video/x-flv", "flv"),
    ("mpg", "video/mpeg", "mpg mpeg vob dat"),
    ("ts", "video/mp2t", "ts m2ts mts"),
    ("rm", "application/vnd.rn-realmedia", "rm rmvb ra"),
    ("mp3", "audio/mpeg", "mp3"),
    ("wav", "audio/wav", "wav"),
    ("aac", "audio/aac", "aac"),
    ("amr", "audio/amr", "amr awb"),
    ("flac", "audio/flac", "flac"),
    ("ogg", "audio/ogg", "ogg oga ogv opus"),
    ("eml", "message/rfc822", "eml"),
    ("mht", "multipart/related", "mht mhtml"),
    ("html", "text/html", "html htm xhtml"),
    ("xml", "application/xml", "xml svg"),
    ("csv", "text/csv", "csv txt tsv"),
    ("md", "text/markdown", "md markdown txt"),
    ("txt", "text/plain", "txt text log md csv tsv json ini"),
    ("pe", "application/vnd.microsoft.portable-executable", "exe dll sys scr com"),
    ("elf", "application/x-elf", "so bin"),
    ("mach-o", "application/x-mach-binary", "dylib"),
    ("java-class", "application/java-vm", "class"),
    ("jar", "application/java-archive", "jar war"),
    ("apk", "application/vnd.android.package-archive", "apk"),
    ("msi", "application/x-msi", "msi"),
    ("lnk", "application/x-ms-shortcut", "lnk"),
    ("script", "text/x-script", "bat cmd ps1 vbs vbe js jse wsf wsh hta reg sh py pl"),
    ("empty", "application/x-empty", ""),
    ("unknown", "application/octet-stream", ""),
)

EXECUTABLES = frozenset({"pe", "elf", "mach-o", "java-class", "jar", "apk", "msi", "lnk", "script"})
"""Formats that are programs whatever their name says (E102)."""

_EXTENSIONS = {name: frozenset(extensions.split()) for name, _media, extensions in _ROWS}
_FORMATS = {
    name: Format(name, media, (extensions.split() or [""])[0]) for name, media, extensions in _ROWS
}


ALL_EXTENSIONS = frozenset().union(*_EXTENSIONS.values())
"""Every extension that belongs to some format here."""


def by_name(name: str) -> Format:
    """The format called ``name``; KeyError for a name that is not in the table."""
    return _FORMATS[name]


def expected_extensions(kind: Format) -> frozenset[str]:
    """Extensions (lower case, no dot) under which this content is no surprise; empty means any."""
    return _EXTENSIONS[kind.name]
