"""What tells rows apart: their keys by what `each` ranges over, and the sets a reference names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.model import RowKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hebiao.model import Row


def _subject(row: Row) -> str:
    """The key of a project that the text tells, also for the parts it lists below."""
    return (row.unit or row.key) if row.kind is RowKind.ITEM else ""


KEYS: Mapping[str, Callable[[Row], str]] = {
    "row": lambda row: row.key,
    "subject": _subject,
    "project": lambda row: row.item,
    "code": lambda row: row.code if row.kind is RowKind.CODE else "",
}
"""What tells rows apart, by what `each` ranges over."""


def keys_of(row: Row, each: str, levels: tuple[int, ...]) -> list[str]:
    """Give what `*` ranges over that a row belongs to; `levels` are the lengths of its codes."""
    if row.kind is RowKind.UNKNOWN:
        return []
    if each in {"row", "subject", "project"}:
        key = KEYS[each](row)
        return [key] if key else []
    if not row.code:
        return []
    codes = [row.code[:length] for length in levels if length <= len(row.code)]
    if each == "class":
        return codes[:1] if row.kind is RowKind.CODE else []
    if each == "item":
        return [row.code] if levels and len(row.code) == levels[-1] else []
    return [row.code]


def in_set(row: Row, pattern: str, levels: tuple[int, ...]) -> bool:
    """Say whether a reference that names a row, or a set (leaf, class, unit), means this one."""
    if pattern == "leaf":
        beside = bool(levels) and row.kind is RowKind.TREE
        return row.leaf and not beside and row.kind not in {RowKind.TOTAL, RowKind.UNKNOWN}
    if pattern == "class":
        return row.kind is RowKind.CODE and len(row.code) == levels[0]
    if pattern == "unit":
        return row.kind is RowKind.UNIT
    if row.kind is RowKind.CODE:
        return row.code == pattern
    return row.key == pattern
