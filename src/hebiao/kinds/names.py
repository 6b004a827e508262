"""The kind `names`: one code has one name, the classification's where that is confirmed."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from hebiao.model import RowKind, lane_address
from hebiao.recognise.wording import fold_label, tidy
from hebiao.regime.files import json_schema, nearest
from hebiao.regime.link import rule_error
from hebiao.regime.spec import Kind
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.regime.spec import Regime, Rule


def link(rule: Rule, regime: Regime) -> str:
    """Link the classification; the plan is its id."""
    name: str = rule.options["classification"]
    if name not in regime.classifications:
        known = list(regime.classifications)
        raise rule_error(
            rule,
            "classification",
            f"没有分类「{name}」 / no such classification{nearest(name, known)}",
        )
    return name


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome for each code that is printed with a name."""
    classification = case.regime.classifications[rule.plan]
    holds = classification.holds_in(case.figures.document.year)
    printed = _printed(case, rule.plan)
    for code, names in sorted(printed.items()):
        right = ""
        if holds and code in classification.confirmed:
            right = classification.names[code]
        elif len(names) == 1:
            right = next(iter(names.values()))[0][0]
        else:
            right = _prevailing(names)
        wrong = {label: cells for label, cells in names.items() if label != fold_label(right)}
        if right and not wrong:
            cells = tuple(CellRef(a, "name") for cells in names.values() for _, a in cells)
            yield Outcome(rule.id, code, Verdict.HOLDS, cells)
            continue
        yield _failing(rule, code, right, wrong if right else names)


def _failing(rule: Rule, code: str, right: str, wrong: dict[str, list[tuple[str, str]]]) -> Outcome:
    cells = tuple(CellRef(a, "name") for cells in wrong.values() for _, a in cells)
    shown = "、".join(f"「{cells[0][0]}」" for cells in wrong.values())
    if right:
        message = Text(
            f"科目 {code} 印作{shown}，应为「{right}」",
            f"code {code} is printed {shown}, not 「{right}」",
        )
    else:
        message = Text(
            f"科目 {code} 有不同名称：{shown}", f"code {code} has different names: {shown}"
        )
    actual = next(iter(wrong.values()))[0][0]
    return Outcome(
        rule.id,
        code,
        Verdict.FAILS,
        cells,
        actual=actual,
        expected=right or None,
        message=message,
    )


def _printed(case: Case, classification: str) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """For each code, each folded name with the (printed name, address) of its cells."""
    found: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for table in case.figures.document.tables:
        spec = case.regime.table(table.id)
        for lane in spec.lanes if spec else ():
            if lane.classification != classification:
                continue
            at = lane_address(table.key, lane.key)
            for row in table.rows:
                if row.lane != lane.key or row.kind not in {RowKind.CODE, RowKind.ITEM}:
                    continue
                if row.code and row.name:
                    address = f"{at}[{row.key}].{lane.label}"
                    found[row.code][fold_label(row.name)].append((tidy(row.name), address))
    return found


def _prevailing(names: dict[str, list[tuple[str, str]]]) -> str:
    """The name that more cells print than any other, or nothing where that is not one."""
    counts = Counter({label: len(cells) for label, cells in names.items()}).most_common(2)
    return names[counts[0][0]][0][0] if counts[0][1] > counts[1][1] else ""


KIND = Kind("names", json_schema("rules")["$defs"]["names"], link, judge=judge)
