"""OLE2 compound files with storages, written sector by sector. Source: [MS-CFB]."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFD
_ROOT, _STORAGE, _STREAM = 5, 1, 2


@dataclass
class _Node:
    name: str
    kind: int
    content: bytes = b""
    children: list[_Node] = field(default_factory=list)
    start: int = _END
    number: int = 0
    next: int = _FREE
    child: int = _FREE


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams; ``/`` parts storages from what they hold."""
    root = _Node("Root Entry", _ROOT)
    for path, content in streams.items():
        *folders, name = path.split("/")
        parent = root
        for folder in folders:
            parent = _storage(parent, folder)
        parent.children.append(_Node(name, _STREAM, content))
    nodes = _numbered(root)
    sectors: list[bytes] = []
    fat: list[int] = []
    mini = bytearray()
    mini_fat: list[int] = []
    for node in nodes:
        if node.kind == _STREAM and len(node.content) < _CUTOFF:
            node.start = len(mini_fat) if node.content else _END
            count = -(-len(node.content) // _MINI)
            mini_fat += [*range(len(mini_fat) + 1, len(mini_fat) + count), _END][:count]
            mini += node.content.ljust(count * _MINI, b"\0")
        elif node.kind == _STREAM:
            node.start = _append(node.content, sectors, fat)
    root.content, root.start = bytes(mini), _append(bytes(mini), sectors, fat)
    mini_start = _append(struct.pack(f"<{len(mini_fat)}L", *mini_fat), sectors, fat, fill=0xFF)
    directory = b"".join(map(_entry, nodes))
    directory_start = _append(directory, sectors, fat)
    fat_at = len(sectors)
    fat.append(_FAT)
    table = struct.pack("<128L", *(fat + [_FREE] * 128)[:128])
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<9L", 0, 1, directory_start, 0, _CUTOFF, mini_start, 1 if mini_fat else 0, _END, 0
    )
    return header + struct.pack("<109L", fat_at, *[_FREE] * 108) + b"".join(sectors) + table


def _storage(parent: _Node, name: str) -> _Node:
    for child in parent.children:
        if child.name == name:
            return child
    parent.children.append(_Node(name, _STORAGE))
    return parent.children[-1]


def _numbered(root: _Node) -> list[_Node]:
    """Nodes in the order of their numbers; siblings form a chain to the right."""
    nodes = [root]
    for node in nodes:
        for child in node.children:
            child.number = len(nodes)
            nodes.append(child)
        if node.children:
            node.child = node.children[0].number
        for left, right in zip(node.children, node.children[1:], strict=False):
            left.next = right.number
    return nodes


def _append(content: bytes, sectors: list[bytes], fat: list[int], fill: int = 0) -> int:
    if not content:
        return _END
    start = len(sectors)
    for at in range(0, len(content), _SECTOR):
        sectors.append(content[at : at + _SECTOR].ljust(_SECTOR, bytes([fill])))
        fat.append(len(sectors))
    fat[-1] = _END
    return start


def _entry(node: _Node) -> bytes:
    name = node.name.encode("utf-16-le")
    out = name.ljust(64, b"\0") + struct.pack("<H2B", len(name) + 2, node.kind, 1)
    out += struct.pack("<3L", _FREE, node.next, node.child) + bytes(36)
    return out + struct.pack("<LQ", node.start, len(node.content))
