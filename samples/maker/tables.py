"""The statutory tables of figures.toml as blocks: headings with spans, lanes side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from maker.blocks import Cell, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

CODES = {"类": slice(3), "款": slice(3, 5), "项": slice(5, 7)}
"""The code columns, and which digits of a code each holds."""

LABELS = frozenset({"科目名称", "项目", "项目名称", "三公经费支出内容"})
"""The columns that say what a row is."""


def tables(figures: Mapping[str, Any]) -> tuple[Table, ...]:
    """Build every table, in the order of the file."""
    return tuple(_table(raw, figures) for raw in figures["table"])


def cells(built: tuple[Table, ...]) -> dict[str, str]:
    """Give the text of every addressed cell, wraps and blanks left out of it."""
    return {
        cell.address: cell.text.replace("\n", "")
        for table in built
        for row in table.body
        for cell in row
        if cell.address
    }


def head(grid: list[list[str]], slips: list[str]) -> tuple[Row, ...]:
    """Read a heading drawn as a grid: "<" continues the cell at its left, "^" the one above."""
    rows: list[Row] = []
    for y, line in enumerate(grid):
        row: list[Cell] = []
        for x, text in enumerate(line):
            if text in {"<", "^"}:
                continue
            right = next((n for n in range(x + 1, len(line)) if line[n] != "<"), len(line))
            below = next((n for n in range(y + 1, len(grid)) if grid[n][x] != "^"), len(grid))
            row.append(Cell(text, rowspan=below - y, colspan=right - x, slip=int(text in slips)))
        rows.append(tuple(row))
    return tuple(rows)


def _table(raw: Mapping[str, Any], figures: Mapping[str, Any]) -> Table:
    lanes = [_lane(raw, lane, figures) for lane in raw["lane"]]
    depth = max(len(rows) for rows in lanes)
    even = [_even(rows, depth) for rows in lanes]
    return Table(
        id=raw["id"],
        label=raw["id"].replace("表", "表 "),
        title=raw["title"],
        level=raw["level"],
        notes=(f"编制部门：{figures['body']}", f"单位：{figures['unit']}"),
        columns=len(raw["head"][0]),
        head=head(raw["head"], raw.get("slip", [])),
        body=tuple(tuple(cell for row in rows for cell in row) for rows in zip(*even, strict=True)),
    )


def _even(rows: list[Row], depth: int) -> list[Row]:
    """Bring a lane to the depth of its neighbour; its total stays at the foot."""
    blank = tuple(Cell("") for _ in rows[0])
    return [*rows[:-1], *[blank] * (depth - len(rows)), rows[-1]]


def _lane(
    table: Mapping[str, Any], lane: Mapping[str, Any], figures: Mapping[str, Any]
) -> list[Row]:
    listed = [(key, "", rest) for key, *rest in lane.get("rows", [])]
    listed += [(key, label, rest) for key, label, *rest in lane.get("tree", [])]
    prefix = table["id"] + (f".{lane['key']}" if "key" in lane else "")
    wraps = table.get("wrap", {})
    rows: list[Row] = []
    for key, label, rest in listed:
        row = key.replace("{body}", figures["body"])
        texts = _labels(row, label, lane["columns"], figures["name"])
        texts |= dict(zip(lane["figures"], rest, strict=False))
        rows.append(
            tuple(
                Cell(
                    wraps.get(texts.get(column, ""), texts.get(column, "")),
                    address="" if column in CODES else f"{prefix}[{tight(row)}].{column}",
                    bold=key in lane["bold"] and (column not in CODES or lane["bold_codes"]),
                )
                for column in lane["columns"]
            )
        )
    return rows


def _labels(key: str, label: str, columns: list[str], names: Mapping[str, str]) -> dict[str, str]:
    """Give what a row says of itself, by column: code parts, name, project.

    What of a code has no column of its own stands before the name: "01 基本工资".
    """
    first, *_, last = [column for column in columns if column in LABELS] * 2
    *_, item = parts = key_parts(key)
    code = next((part for part in parts if part.isdecimal()), "")
    texts = {column: code[digits] for column, digits in CODES.items() if column in columns}
    bare = "".join(code[digits] for column, digits in CODES.items() if column not in columns)
    texts[first] = label or (f"{bare} {names[code]}".strip() if code else item)
    if code and code != item:
        texts[last] = item
    return texts


def key_parts(key: str) -> list[str]:
    """Cut a row key at its slashes, quotes taken off; a slash within quotes does not cut."""
    return [quoted or bare for quoted, bare in re.findall(r"'([^']*)'|([^/']+)", key)]


def tight(text: str) -> str:
    """Take all white space out, as addresses have none."""
    return re.sub(r"\s", "", text)
