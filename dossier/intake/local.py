"""What differs between platforms when a folder is looked at: long paths, junctions, mounts."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

REMOTE_SYSTEMS = frozenset(
    {
        *("9p", "afs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4"),
        *("fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.sshfs", "smb2", "smb3", "smbfs"),
        *("prl_fs", "vboxsf", "virtiofs", "vmhgfs"),
    }
)
"""File systems whose changes, made by other machines, never become events here."""

_WINDOWS = os.name == "nt"


def extended(path: Path) -> Path:
    """The absolute path, on Windows in the form that has no limit of 260 characters.

    Links are not resolved.
    """
    absolute = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
    return Path(windows_extended(absolute) if _WINDOWS else absolute)


def windows_extended(path: str) -> str:
    """An absolute Windows path in its extended-length form."""
    if path.startswith("\\\\?\\"):
        return path
    if path.startswith("\\\\"):
        return "\\\\?\\UNC\\" + path[2:].replace("/", "\\")
    return "\\\\?\\" + path.replace("/", "\\")


def is_junction(status: os.stat_result) -> bool:
    """Whether a Windows folder is a mount point that leads elsewhere; False on other systems."""
    mount_point: int = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)
    tag: int = getattr(status, "st_reparse_tag", 0)
    return tag == mount_point


def has_remote_part(folder: Path) -> bool:
    """Whether the folder, or a mount below it, lies on another machine. Unknown counts as False."""
    if _WINDOWS:
        return _is_remote_drive(folder)
    try:
        table = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    except OSError:
        return False
    return remote_in_table(str(folder.resolve()), table)


def _is_remote_drive(folder: Path) -> bool:
    if str(folder).startswith("\\\\"):
        return True
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only there, and only then

        return ctypes.windll.kernel32.GetDriveTypeW(folder.drive + "\\") == 4
    return False


def remote_in_table(folder: str, table: str) -> bool:
    """Whether, by Linux's ``mountinfo``, the folder's own mount or one below it is remote."""
    own, below_is_remote = ("", False), False
    for line in table.splitlines():
        left, _, right = line.partition(" - ")
        point = left.split(" ")[4].replace("\\040", " ") if left.count(" ") > 3 else ""
        remote = right.split(" ")[0] in REMOTE_SYSTEMS
        if point and _contains(point, folder) and len(point) >= len(own[0]):
            own = (point, remote)
        elif point and _contains(folder, point):
            below_is_remote |= remote
    return own[1] or below_is_remote


def _contains(outer: str, inner: str) -> bool:
    return inner == outer or inner.startswith(outer.rstrip("/") + "/")
