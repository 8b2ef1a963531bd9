"""The only reader of ``dossier.toml`` and of the environment."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from dossier.errors import UsageError
from dossier.i18n import LANGUAGES, N_
from dossier.model.settings import (
    ContainerSettings,
    DutySettings,
    IntakeSettings,
    PlaceSettings,
    ReadingSettings,
    Settings,
    StageSettings,
)

FILE = "dossier.toml"
_SECTIONS: dict[str, type] = {
    "intake": IntakeSettings,
    "containers": ContainerSettings,
    "reading": ReadingSettings,
    "duty": DutySettings,
    "stages": StageSettings,
    "place": PlaceSettings,
}
_TOP = ("edition", "profile", "units", "language")

TEMPLATE = """\
# 本档案的设置 / settings of this archive. 改动后即时生效 / changes take effect at the next command.
edition = {edition}        # 测评体系版本 / shipped id, or a path relative to this folder
profile = {profile}        # 申报规格 / shipped id, or a path
{units}
language = "{language}"           # zh | en: 界面与导出的语言 / language of screens and exports

[intake]
inboxes = {inboxes}        # 收件文件夹，可多个 / watched folders, any number
settle_seconds = 2.0        # 文件静止多久算写完 / a file is finished when quiet for so long
patience_seconds = 60.0     # 结构不完整的文件最多等多久 / then it is archived with a finding
rescan_seconds = 300.0      # 全面核对的间隔 / a full look at every inbox
after_accession = "keep"    # 接收后原文件: keep 保留 | move 移走 / what happens to the source
receipts = false            # 在各单位文件夹里放收件回执 / a receipt in each unit's folder
ignore = []                 # 另外忽略的文件名 / more name patterns to pass over, e.g. ["*.bak"]

[containers]
depth = 5                   # 压缩包嵌套层数 / nesting
members = 10000             # 成员数 / files in one container
total_bytes = 2147483648    # 展开后的总字节数 / unpacked bytes
ratio = 100                 # 压缩比上限 / unpacked to packed

[reading]
workers = 2                 # 同时读取的进程数 / reader processes
seconds = 30.0              # 单个文件的读取时限 / time for one file
memory_mb = 2048            # 单个读取进程的内存上限 / memory of one reader
ocr = true                  # 监视空闲时识别扫描件 / a watch reads scans while idle, if OCR is there
marks = true                # 识别时也查照片上的图库水印 / OCR also looks for agencies' marks
office_seconds = 60.0       # LibreOffice 转换单个文件的时限 / time for LibreOffice on one file
office_memory_mb = 4096     # LibreOffice 的内存上限 / memory of LibreOffice

[duty]
{deadline}
# test_date = "2026-10-15"   # 测评日期，材料时限由此推算 / day of the test, for windows
yellow_days = 14            # 截止前多少天变黄 / yellow so many days before the deadline
red_days = 0                # 截止前多少天变红 / red so many days before the deadline

[stages]                    # 各阶段日期，可不填 / days of the stages, each may be left out
# collection = "2026-06-30"  # 各单位报送 / units deliver until then
# review = "2026-07-15"      # 初审 / first review
# correction = "2026-08-15"  # 整改补报 / units correct until then
# final = "2026-09-15"       # 终审 / everything is settled
# upload = "2026-10-10"      # 上传截止 / the system closes

[place]                     # 本地全称，用于查出别处地名 / our place, to find names of others
{place}
# also = ["武汉开发区"]       # 另外允许出现的地名 / other places that may be named

[keys]                      # 改界面按键 / move keys of the terminal interface, names in its help
# accept = "ctrl+a,a"
"""


PLACE_ADVICE = N_(
    "Write our place in full into dossier.toml, [place] name: without it, names of other places in"
    " papers are not found."
)


def archive_near(start: Path) -> Path | None:
    """The nearest folder at or above ``start`` that holds ``dossier.toml``, None without one."""
    return next((folder for folder in (start, *start.parents) if (folder / FILE).is_file()), None)


def find_archive(start: Path) -> Path:
    """The nearest folder at or above ``start`` that holds ``dossier.toml``.

    Raises UsageError when there is none.
    """
    folder = archive_near(start)
    if folder is not None:
        return folder
    raise UsageError(
        N_("no archive here or above: {folder}"),
        N_("make one with: dossier init DIR, or name one with: dossier -C DIR"),
        folder=start,
    )


def load_settings(root: Path) -> Settings:
    """Read ``dossier.toml``; raises UsageError naming the key that does not hold."""
    path = root / FILE
    try:
        document = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UsageError(
            N_("cannot read {path}: {detail}"),
            N_("check the rights on the folder"),
            path=path,
            detail=error.strerror,
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _bad("", str(error)) from error
    return settings_from(document, root)


def settings_from(document: Mapping[str, Any], root: Path) -> Settings:
    """Check a parsed ``dossier.toml``; raises UsageError naming the key that does not hold."""
    top = {key: value for key, value in document.items() if key not in (*_SECTIONS, "keys")}
    for key, value in top.items():
        if key not in _TOP or not isinstance(value, str):
            raise _bad(key, repr(value))
    for key in ("edition", "profile"):
        if key not in top:
            raise _bad(key, "—")
    if top.get("language", "zh") not in LANGUAGES:
        raise _bad("language", top["language"])
    sections = {
        name: _section(name, kind, document.get(name, {})) for name, kind in _SECTIONS.items()
    }
    if sections["intake"].after_accession not in ("keep", "move"):
        raise _bad("intake.after_accession", sections["intake"].after_accession)
    return Settings(root=root, **top, **sections, keys=_keys(document.get("keys", {})))


def _keys(values: object) -> Mapping[str, str]:
    if not isinstance(values, dict):
        raise _bad("keys", repr(values))
    for name, keys in values.items():
        if not isinstance(keys, str) or not keys.strip():
            raise _bad(f"keys.{name}", repr(keys))
    return dict(values)


def _section(name: str, kind: type, values: object) -> Any:
    if not isinstance(values, dict):
        raise _bad(name, repr(values))
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)}
    checked = {}
    for key, value in values.items():
        if key not in known:
            raise _bad(f"{name}.{key}", repr(value))
        checked[key] = _value(f"{name}.{key}", hints[key], value)
    return kind(**checked)


def _value(key: str, hint: object, value: object) -> object:
    if hint is bool:
        if isinstance(value, bool):
            return value
    elif hint == tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
    elif hint in (int, float):
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
            return int(value) if hint is int else float(value)
    elif value is not None and (isinstance(value, str) or hasattr(value, "isoformat")):
        return value.isoformat() if hasattr(value, "isoformat") else value
    raise _bad(key, repr(value))


def _bad(key: str, detail: str) -> UsageError:
    return UsageError(
        N_("dossier.toml: {key}: {detail} is not understood"),
        N_("compare the line with the comments in the file, or with a new archive's"),
        key=key or "TOML",
        detail=detail,
    )


def template(
    *,
    edition: str,
    profile: str,
    units: str | None,
    inboxes: list[str],
    language: str,
    deadline: str | None = None,
    place: str = "",
) -> str:
    """The commented text of a new ``dossier.toml``."""
    return TEMPLATE.format(
        edition=_quoted(edition),
        profile=_quoted(profile),
        units=f"units = {_quoted(units)}"
        if units
        else '# units = "units.yaml"   # 责任单位名册 / roster',
        inboxes="[" + ", ".join(_quoted(name) for name in inboxes) + "]",
        language=language,
        deadline=(
            f'deadline = "{deadline}"'
            if deadline
            else '# deadline = "2026-12-31"  # 网上申报截止日期 / last day of the submission'
        ),
        place=f"name = {_quoted(place)}" if place else '# name = "湖北省武汉市江岸区"',
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_EDITION = re.compile(
    r"""^([ \t]*edition[ \t]*=[ \t]*)("(?:[^"\\\n]|\\.)*"|'[^'\n]*')""", re.MULTILINE
)


def set_edition(root: Path, name: str) -> None:
    """Name another edition in ``dossier.toml``, every other character as it was.

    Raises UsageError where the file cannot be changed so; it is then untouched.
    """
    path = root / FILE
    try:
        text = path.read_bytes().decode("utf-8")
        changed = _EDITION.sub(lambda found: found[1] + _quoted(name), text, count=1)
        wanted = {**tomllib.loads(text), "edition": name}
        if tomllib.loads(changed) != wanted:
            raise _bad("edition", name)
        part = path.with_name(path.name + ".part")
        part.write_bytes(changed.encode("utf-8"))
        part.replace(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad("edition", str(error)) from error


def language_from_environment() -> str | None:
    """``DOSSIER_LANG`` when it names a language we have."""
    wanted = os.environ.get("DOSSIER_LANG", "")[:2].lower()
    return wanted if wanted in LANGUAGES else None


def colour_wanted(is_terminal: bool) -> bool:
    """Colour on a terminal unless ``NO_COLOR`` is set (no-color.org)."""
    return is_terminal and not os.environ.get("NO_COLOR")


def inside_browser() -> bool:
    """Whether the screens are drawn for a page that textual-serve shows, not for a terminal."""
    return "TEXTUAL_DRIVER" in os.environ


def inside_tmux() -> str | None:
    """The tmux program when this terminal is one of its panes."""
    return shutil.which("tmux") if os.environ.get("TMUX") else None


def person() -> str:
    """The ledger's name for whoever sits here."""
    for name in ("DOSSIER_USER", "USER", "USERNAME", "LOGNAME"):
        if value := os.environ.get(name):
            return f"person:{value}"
    return "person:unknown"
