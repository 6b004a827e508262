"""What a body row stands for, by tree path, by code, or by unit, code and item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.figure import squeeze
from hebiao.model import Row, RowKind
from hebiao.recognise.wording import SURE, alike, fold, fold_label, quote, tidy
from hebiao.regime.forms import RowsBy

if TYPE_CHECKING:
    from collections.abc import Callable

    from hebiao.recognise.codes import Codes
    from hebiao.regime.forms import Lane

_CODED = re.compile(r"([0-9]+)(\D.*)")


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are known by beside the lane's own wordings."""

    codes: Codes
    is_unit: Callable[[str], bool]
    units: dict[int, str]
    loose: bool


def identifier(
    lane: Lane, known: Known, roles: dict[str, int]
) -> Callable[[dict[str, str], list[Row]], Row]:
    """Give the function that knows a row by the texts of its naming cells and the rows before."""
    levels = known.codes.levels
    if lane.rows is RowsBy.TREE:
        return lambda texts, rows: _tree_row(lane, texts.get("label", ""), rows)
    if lane.rows is RowsBy.CODE:
        return lambda texts, rows: _code_row(lane, texts, rows, known.codes)
    coded = bool({"code", "code.1"} & set(roles))
    is_unit = _never if known.loose else known.is_unit
    return lambda texts, rows: _item_row(lane, texts, rows, levels, None if coded else is_unit)


def _never(_label: str) -> bool:
    """The items of a form, its indicators, stand below no body."""
    return False


def _tree_row(lane: Lane, text: str, rows: list[Row]) -> Row:
    """Know a row of a fixed tree: by its wording, and among equal wordings by what stands above.

    Of several rows with the wording, the first not yet printed that follows the last one known.
    """
    label = fold_label(text)
    name = tidy(text)
    if _is_total(lane, label):
        return Row(lane.total.key if lane.total else "", RowKind.TOTAL, name=name)
    used = {row.key for row in rows}
    order = {spec.key: place for place, spec in enumerate(lane.tree)}
    last = next((order[row.key] for row in reversed(rows) if row.key in order), -1)
    scores = [
        (max(alike(label, fold_label(wording)) for wording in spec.printed), place, spec.key)
        for place, spec in enumerate(lane.tree)
    ]
    best = max((score for score, _, _ in scores), default=0.0) if label else 0.0
    same = [(place, key) for score, place, key in scores if score == best]
    if best < SURE or (best < 1 and len(same) > 1):
        return Row(quote(text) if name else "''", RowKind.UNKNOWN, name=name)
    free = [(place, key) for place, key in same if key not in used] or same
    after = [(place, key) for place, key in free if place > last]
    return Row((after or free)[0][1], RowKind.TREE, name=name)


def _code_row(lane: Lane, texts: dict[str, str], rows: list[Row], codes: Codes) -> Row:
    """Know a row by its code; without one as the total, by its name, or by nearly a class's."""
    code, name = _code_and_name(texts, codes.levels)
    if code:
        return Row(code, RowKind.CODE, code=code, name=tidy(name))
    label = fold_label(name)
    if _is_total(lane, label):
        return Row(lane.total.key if lane.total else "", RowKind.TOTAL, name=tidy(name))
    named = codes.named(label, [row.code for row in rows if row.kind is RowKind.CODE])
    if not named and lane.tree and (beside := _tree_row(lane, name, rows)).kind is RowKind.TREE:
        return beside
    named = named or codes.near_class(label)
    if named:
        return Row(named, RowKind.CODE, code=named, name=tidy(name))
    return Row(quote(name), RowKind.UNKNOWN, name=tidy(name))


def _item_row(
    lane: Lane,
    texts: dict[str, str],
    rows: list[Row],
    levels: tuple[int, ...],
    is_unit: Callable[[str], bool] | None,
) -> Row:
    """Know a row of unit → code → item; `is_unit` None where codes tell units from items."""
    code, name = _code_and_name(texts, levels)
    item = texts.get("project", "")
    unit = rows[-1].unit if rows and rows[-1].kind is not RowKind.TOTAL else ""
    within = f"{unit}/" if unit else ""
    label = name or item
    if not code and _is_total(lane, fold_label(label)) and not (name and item):
        return Row(lane.total.key if lane.total else "", RowKind.TOTAL, name=tidy(label))
    starts_unit = not code and (not item if is_unit is None else is_unit(item))
    if starts_unit and label:
        key = quote(label)
        return Row(key, RowKind.UNIT, unit=key, name=tidy(label))
    if item:
        key = f"{within}{code}/{quote(item)}" if code else f"{within}{quote(item)}"
        return Row(key, RowKind.ITEM, code=code, name=tidy(name), item=fold(item), unit=unit)
    if code:
        return Row(f"{within}{code}", RowKind.CODE, code=code, name=tidy(name), unit=unit)
    return Row("''", RowKind.UNKNOWN, unit=unit)


def _is_total(lane: Lane, label: str) -> bool:
    return lane.total is not None and label in {fold_label(text) for text in lane.total.printed}


def _code_and_name(texts: dict[str, str], levels: tuple[int, ...]) -> tuple[str, str]:
    """Put a row's code together from its 类, 款, 项 cells, or from before its name."""
    code = ""
    for role in ("code", "code.1", "code.2", "code.3"):
        part = squeeze(texts.get(role, ""))
        if part:
            code = part if code and part.startswith(code) else code + part
    name = texts.get("label") or texts.get("name") or ""
    match = _CODED.fullmatch(squeeze(name)) if levels else None
    if match and _continues(code, match[1], levels):
        code = match[1] if match[1].startswith(code) else code + match[1]
        name = name.strip()[_digits_before(name.strip()) :].strip()
    return (code, name) if code.isascii() and code.isalnum() else ("", name or code)


def _continues(code: str, digits: str, levels: tuple[int, ...]) -> bool:
    """Whether digits before a name are (the rest of) a classification code, or repeat it."""
    return len(digits if digits.startswith(code) else code + digits) in levels


def _digits_before(name: str) -> int:
    return next((at for at, c in enumerate(name) if not (c.isdigit() or c.isspace())), 0)
