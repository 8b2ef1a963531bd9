"""Text from the picture of a page by RapidOCR, whose models come with its package (offline).

The engine finds lines however they are turned; here the page is turned upright, a red seal is
faded so that the text under it shows, and lines are put into reading order.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image

from dossier.extract.marks import SCENE
from dossier.extract.outcome import Limits, Unreadable
from dossier.extract.page_images import page_image
from dossier.extract.reading_order import Line, in_reading_order
from dossier.extract.seals import find_seal, without_seal
from dossier.extract.signatures import identify
from dossier.model.extraction import Extraction
from dossier.model.findings import Finding

DPI = 200
_SIDE = 3200
_SCENE_SIDE = 960
"""Pixels at which marks of picture agencies are read: a second a photograph."""
_LEAST = 0.5
"""Surety below which a line is noise rather than text."""
_TESTED_LINES = 3
_PARAMETERS = {
    "Global.log_level": "critical",
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
_WHOLE_PAGE = {"use_det": True, "use_cls": True, "use_rec": True}
_ONE_LINE = {"use_det": False, "use_cls": False, "use_rec": True}
# Both are always said: the engine keeps what it was told last.
Row = tuple[list[tuple[float, float]], str, float]


def is_installed() -> bool:
    """Whether the extra ``ocr`` is there."""
    wanted = ("rapidocr", "onnxruntime")
    return all(importlib.util.find_spec(name) is not None for name in wanted)


def engine_name() -> str:
    """Name and version of the engine, for the ledger."""
    return f"rapidocr/{importlib.metadata.version('rapidocr')}"


def read_page(
    path: Path, name: str, _limits: Limits, _announce: Callable[[int], None]
) -> Extraction:
    """The text of one page; ``name`` is the page's number from 0, or ``SCENE`` for the lines in a
    photograph as they come.

    A page's metadata has ``confidence`` (0 to 1, weighted by length), ``turned`` (degrees) and
    ``red_seal``.
    """
    kind = identify(path)
    bare = Extraction(kind.name, kind.media_type)
    page, side = (0, _SCENE_SIDE) if name == SCENE else (int(name), _SIDE)
    try:
        image = page_image(path, kind, page, dpi=DPI, side=side)
    except Unreadable as error:
        return Extraction(kind.name, kind.media_type, findings=(error.finding,))
    try:
        return _read_scene(bare, image) if name == SCENE else _read(bare, image)
    except Exception as error:  # noqa: BLE001 - one page is a boundary: engines raise anything
        finding = Finding("E106", "", {"detail": f"{type(error).__name__}: {error}"[:200]})
        return replace(bare, findings=(finding,))


def _read(bare: Extraction, image: Image.Image) -> Extraction:
    seal = find_seal(image)
    lines, turned = _lines(without_seal(image, seal) if seal else image)
    if not lines:
        return Extraction(bare.format, bare.media_type, metadata={"red_seal": int(bool(seal))})
    return Extraction(
        bare.format,
        bare.media_type,
        text=in_reading_order(lines),
        metadata={
            "confidence": round(_surety(lines), 3),
            "turned": turned,
            "red_seal": int(bool(seal)),
        },
    )


def _read_scene(bare: Extraction, image: Image.Image) -> Extraction:
    return replace(bare, text="\n".join(text for _box, text, _surety in _rows(image)))


def _surety(lines: Sequence[Line]) -> float:
    letters = sum(len(line.text) for line in lines)
    return sum(line.surety * len(line.text) for line in lines) / max(1, letters)


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The engine with its models; the runtime's own telemetry is switched off first."""
    import onnxruntime  # noqa: PLC0415 - comes with the engine

    onnxruntime.disable_telemetry_events()
    from rapidocr import RapidOCR  # noqa: PLC0415 - an extra that takes a second to load

    return RapidOCR(params=_PARAMETERS)


def _lines(image: Image.Image) -> tuple[list[Line], int]:
    """The lines of a page as if it stood upright, and by how many degrees it is turned."""
    rows = _rows(image)
    turned = _turned(image, rows)
    return [_line(_upright(box, image.size, turned), t, s) for box, t, s in rows], turned


def _rows(image: Image.Image) -> list[Row]:
    """Corners, text and surety of each line the engine is sure enough of."""
    import numpy  # noqa: PLC0415 - comes with the engine

    found = _engine()(numpy.asarray(image), **_WHOLE_PAGE)
    if found.boxes is None or found.txts is None:
        return []
    return [
        ([(float(x), float(y)) for x, y in box], str(text), float(surety))
        for box, text, surety in zip(found.boxes, found.txts, found.scores, strict=True)
        if surety >= _LEAST and str(text).strip()
    ]


def _turned(image: Image.Image, rows: Sequence[Row]) -> int:
    """By how many degrees the page is turned clockwise: 0, 90, 180 or 270.

    Tall lines say that it lies on its side; which way up it is, the engine says by reading a few
    long lines both ways.
    """
    longest = sorted(rows, key=lambda row: -len(row[1]))[:_TESTED_LINES]
    if not longest:
        return 0
    tall = sum(_tall(box) for box, _text, _surety in longest)
    ways = (90, 270) if 2 * tall > len(longest) else (0, 180)
    return max(ways, key=lambda way: (_read_at(image, longest, way), -way))


def _tall(box: Sequence[tuple[float, float]]) -> bool:
    left, top, right, bottom = _bounds(box)
    return bottom - top > 1.5 * (right - left)


def _bounds(box: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    across, down = [x for x, _y in box], [y for _x, y in box]
    return min(across), min(down), max(across), max(down)


def _read_at(image: Image.Image, rows: Sequence[Row], way: int) -> float:
    """How surely these lines read when the page is turned back by ``way`` degrees."""
    import numpy  # noqa: PLC0415 - comes with the engine

    total = 0.0
    for box, _text, _surety in rows:
        piece = image.crop(_bounds(box)).rotate(way, expand=True)
        read = _engine()(numpy.asarray(piece), **_ONE_LINE)
        total += sum(read.scores or ())
    return round(total, 2)


def _upright(
    box: Sequence[tuple[float, float]], size: tuple[int, int], turned: int
) -> list[tuple[float, float]]:
    width, height = size
    ways: dict[int, Callable[[float, float], tuple[float, float]]] = {
        0: lambda x, y: (x, y),
        90: lambda x, y: (y, width - x),
        180: lambda x, y: (width - x, height - y),
        270: lambda x, y: (height - y, x),
    }
    return [ways[turned](x, y) for x, y in box]


def _line(box: Sequence[tuple[float, float]], text: str, surety: float) -> Line:
    x, y = (sum(point[axis] for point in box) / len(box) for axis in (0, 1))
    edges = sorted(
        (math.dist(one, two), one, two) for one, two in zip(box, (*box[1:], box[0]), strict=True)
    )
    width, one, two = edges[-1]
    across, down = abs(two[0] - one[0]), two[1] - one[1]
    tilt = (down if two[0] >= one[0] else -down) / across if across > abs(down) else 0.0
    return Line(x, y, width, edges[0][0], tilt, text, surety)
