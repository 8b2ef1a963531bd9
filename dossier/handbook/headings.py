"""What the columns of a table hold, read from its heading rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from dossier.handbook.grids import Grid, GridRow

KIND = "kind:"
_ROLES: tuple[tuple[str, str], ...] = (
    ("item", "测评项目|项目名称|一级指标|项目"),
    ("index", "指标名称|二级指标|测评指标|指标"),
    ("content", "测评内容|三级指标|内容"),
    ("standard", "测评标准|标准|测评要求"),
    ("method", "测评方法|测评方式|方法|方式"),
    ("kinds", "材料(?:形式|种类|类型|类别)|申报(?:形式|方式)|提交形式|形式|种类"),
    (f"{KIND}policy", "规范(?:性)?文件|规"),
    (f"{KIND}report", "(?:情况)?说明(?:报告)?|说"),
    (f"{KIND}photo", "(?:实景)?图片|照片|图"),
    (f"{KIND}table", "(?:统计)?表格|统计表|表"),
    (f"{KIND}opinion", "(?:上级)?(?:主管部门)?评价意见|评"),
    (
        "ask",
        "(?:网上)?申报(?:具体)?(?:材料)?(?:要求|内容)?|(?:网上申报)?具体要求|(?:提交)?材料(?:要求|名称|内容)?",
    ),
    ("ask", "要求|工作要求|(?:佐证|审核|所需|需提供的?|需报送的?)材料|任务(?:内容)?|工作任务"),
    ("ask", "(?:材料)?审核(?:要求|内容)?|(?:提交|报送)(?:材料)?(?:要求|内容)"),
    ("code", "编号|代码|编码|条目|条目号|指标编号"),
    ("number", "序号|顺序|行号"),
    ("cooperating", "配合(?:单位|部门)?|协办(?:单位)?|参与(?:单位|部门)?|协同(?:单位|部门)"),
    ("lead", "(?:第一)?牵头(?:单位|部门)?|主责(?:单位|部门)?|主办(?:单位)?"),
    ("duty", "责任(?:单位|部门|分工)|承办(?:单位)?"),
    ("due", "(?:完成|报送|截止|上报)(?:时间|时限|日期)|时限"),
    ("points", "分值|分数|权重分"),
    ("note", "备注|附注"),
)
_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)
_WITH_ASKS = ("ask", "content", "code")


@dataclass(frozen=True, slots=True)
class Columns:
    """Role → columns, left to right; ``heads`` are the texts of the heading rows as written."""

    roles: dict[str, tuple[int, ...]]
    heads: frozenset[tuple[str, ...]]
    width: int

    def texts(self, row: GridRow, role: str) -> list[str]:
        """The texts a row has under a role, empty ones left out."""
        found = (row.cells[column] for column in self.roles.get(role, ()))
        return [cell.text for cell in found if cell.text and not cell.left]

    def is_heading(self, row: GridRow) -> bool:
        """Whether the row repeats a heading row, as on each page."""
        return plain_cells(row) in self.heads

    @property
    def kind_columns(self) -> dict[int, str]:
        """Column → kind id, where each kind has a column to tick."""
        return {
            column: role.removeprefix(KIND)
            for role, columns in self.roles.items()
            if role.startswith(KIND)
            for column in columns
        }


def plain(text: str) -> str:
    """A heading in one width, without spaces, bracketed remarks and decoration."""
    word = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\([^()]*\)|【[^【】]*】", "", word).strip(":*、") or word


def plain_cells(row: GridRow) -> tuple[str, ...]:
    """The cells of a heading row for comparison."""
    return tuple(plain(text) for text in row.texts)


def role_of(text: str) -> str | None:
    """The role a heading names, if it names one."""
    word = plain(text)
    return next((role for role, pattern in _PATTERNS if pattern.fullmatch(word)), None)


def columns_of(grid: Grid) -> tuple[Columns, int, int] | None:
    """The roles of a table's columns, and where its heading rows begin and end.

    None where no row among the first five names at least two roles, one of them with asks.
    """
    for start in range(min(5, len(grid.rows))):
        rows = [grid.rows[start]]
        if _named(rows[0]) < 2:
            continue
        while len(rows) < 3 and start + len(rows) < len(grid.rows):
            following = grid.rows[start + len(rows)]
            if not _continues(rows[-1], following):
                break
            rows.append(following)
        columns = _columns(rows)
        if any(role in columns.roles for role in _WITH_ASKS):
            return columns, start, start + len(rows)
    return None


def _named(row: GridRow) -> int:
    return len({role for text in row.texts if (role := role_of(text))})


def _continues(head: GridRow, row: GridRow) -> bool:
    """Whether a row is a second heading row: it only names roles, or carries cells on."""
    fresh = [text for text in row.texts if text]
    carried = any(cell.above for cell in row.cells) or any(cell.left for cell in head.cells)
    return carried and bool(fresh) and all(role_of(text) for text in fresh)


def _columns(rows: Sequence[GridRow]) -> Columns:
    roles: dict[str, list[int]] = {}
    width = len(rows[0].cells)
    for column in range(width):
        if role := _role_at(rows, column):
            roles.setdefault(role, []).append(column)
    return Columns(
        roles=_settled({role: tuple(columns) for role, columns in roles.items()}),
        heads=frozenset(plain_cells(row) for row in rows),
        width=width,
    )


def _role_at(rows: Sequence[GridRow], column: int) -> str | None:
    """The lowest heading above a column that names a role; a wide heading holds for all below."""
    for row in reversed(rows):
        if role := role_of(row.cells[column].text):
            return role
    return None


def _settled(roles: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """责任单位 beside 牵头单位 cooperates; alone or beside 配合单位 it leads."""
    settled = dict(roles)
    duty = settled.pop("duty", ())
    if duty:
        role = "cooperating" if "lead" in settled else "lead"
        settled[role] = tuple(sorted((*settled.get(role, ()), *duty)))
    return settled
