"""The statutory tables of figures.toml as blocks: headings with spans, lanes side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from maker.blocks import Cell, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

CODES = {"类": slice(3), "款": slice(3, 5), "项": slice(5, 7)}
"""The code columns, and which digits of a code each holds."""

CODE = "科目编码"
"""The column that holds a code whole."""

LABELS = frozenset({"科目名称", "项目", "项目名称", "三公经费支出内容"})
"""The columns that say what a row is."""

NOTES = ("编制部门：{body}", "单位：{unit}")
"""What stands between a table's title and its heading, where figures.toml has no notes."""


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
    foots = [lane.get("foot", 1) for lane in raw["lane"]]
    even = [_even(rows, depth, foot) for rows, foot in zip(lanes, foots, strict=True)]
    return Table(
        id=raw["id"],
        label=raw.get("label", raw["id"].replace("表", "表 ")),
        title=raw["title"],
        level=raw["level"],
        notes=tuple(note.format_map(figures) for note in figures.get("notes", NOTES)),
        columns=len(raw["head"][0]),
        head=head(raw["head"], raw.get("slip", [])),
        body=tuple(tuple(cell for row in rows for cell in row) for rows in zip(*even, strict=True)),
    )


def _even(rows: list[Row], depth: int, foot: int) -> list[Row]:
    """Bring a lane to the depth of its neighbour; its last `foot` rows stay at the foot."""
    blank = tuple(Cell("") for _ in rows[0])
    return [*rows[:-foot], *[blank] * (depth - len(rows)), *rows[-foot:]]


def _lane(
    table: Mapping[str, Any], lane: Mapping[str, Any], figures: Mapping[str, Any]
) -> list[Row]:
    listed = [(key, "", rest) for key, *rest in lane.get("rows", [])]
    listed += [(key, label, rest) for key, label, *rest in lane.get("tree", [])]
    prefix = table["id"] + (f".{lane['key']}" if "key" in lane else "")
    if lane.get("across"):
        return [_across(prefix, lane["columns"], texts) for texts in lane["rows"]]
    bold = lane.get("bold", [])
    wraps = table.get("wrap", {})
    rows: list[Row] = []
    for key, label, rest in listed:
        if not key:
            rows.append(tuple(Cell("") for _ in lane["columns"]))
            continue
        row = key.replace("{body}", figures["body"])
        texts = _labels(row, label, lane["columns"], figures["name"])
        texts |= dict(zip(lane["figures"], rest, strict=False))
        rows.append(
            tuple(
                Cell(
                    wraps.get(texts.get(column, ""), texts.get(column, "")),
                    address="" if _is_code(column) else f"{prefix}[{tight(row)}].{column}",
                    bold=key in bold and (not _is_code(column) or lane["bold_codes"]),
                )
                for column in lane["columns"]
            )
        )
    return rows


def _across(prefix: str, addresses: list[str], texts: list[str]) -> Row:
    """Give a row that says nothing of itself, its columns being what others list as rows."""
    return tuple(
        Cell(text, f"{prefix}{address}") for address, text in zip(addresses, texts, strict=True)
    )


def _is_code(column: str) -> bool:
    return column == CODE or column in CODES


def _labels(key: str, label: str, columns: list[str], names: Mapping[str, str]) -> dict[str, str]:
    """Give what a row says of itself, by column: code parts, name, project.

    What of a code has no column of its own stands before the name: "01 基本工资".
    """
    first, *_, last = [column for column in columns if column in LABELS] * 2
    *_, item = parts = key_parts(key)
    code = next((part for part in parts if part.isdecimal()), "")
    texts = {column: code[digits] for column, digits in CODES.items() if column in columns}
    bare = "".join(code[digits] for column, digits in CODES.items() if column not in columns)
    if CODE in columns:
        texts, bare = {CODE: code}, ""
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
