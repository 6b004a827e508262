"""The twelve tables of a drawn department, built as those of the samples are."""

from __future__ import annotations

import tomllib
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maker.tables import LABELS
from maker.tables import tables as built
from rich_budget.department import (
    ACCOUNT,
    COMMISSIONED,
    EARNED,
    FISCAL,
    FUND,
    FUND_UP,
    FUNDS,
    GENERAL,
    LEFT,
    LEFT_OTHER,
    NOW,
    OWN,
    OWN_UP,
    PERSONNEL,
    PROJECT,
    PUBLIC,
    STATE,
    STATE_UP,
    STATES,
    THREE,
    now,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from maker.blocks import Table
    from rich_budget.department import Department, Flow

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / "samples" / "xinjiang-budget-2026" / "figures.toml"
NEW = {
    "2120803": "城市建设支出",
    "2120899": "其他国有土地使用权出让收入安排的支出",
    "2296002": "用于社会福利的彩票公益金支出",
    "2296003": "用于体育事业的彩票公益金支出",
    "2230105": "国有企业退休人员社会化管理补助支出",
    "2239999": "其他国有资本经营预算支出",
}
"""Names that the classification of the project does not list."""

BASIC = (PERSONNEL, PUBLIC)
LEFTS = (*LEFT, *LEFT_OTHER)
BUDGETS = (FISCAL, GENERAL, FUNDS, STATES)
CLASSES = ("301", "302", "303", "307", "309", "310", "311", "312", "313", "399")
SOURCES = (
    *((), FISCAL, (OWN,), (OWN_UP,), (FUND,), (FUND_UP,), STATES),
    *((ACCOUNT,), EARNED, LEFT, LEFT_OTHER),
)
REVENUE = {
    "本年收入": NOW,
    "一般公共预算拨款": GENERAL,
    "一般财力": (OWN,),
    "上级一般公共预算安排转移支付": (OWN_UP,),
    "政府性基金预算拨款": FUNDS,
    "政府性基金收入": (FUND,),
    "上级政府性基金安排转移支付": (FUND_UP,),
    "国有资本经营预算拨款": STATES,
    "国有资本经营收入": (STATE,),
    "上级国有资本经营预算安排转移支付": (STATE_UP,),
    "财政专户核拨": (ACCOUNT,),
    "单位资金": EARNED,
    "上年结转结余": LEFTS,
    "财政拨款结转": LEFT,
    "非财政拨款结转结余": LEFT_OTHER,
    "收入总计": (),
    **{one: (one,) for one in EARNED},
    **{one: (one,) for one in LEFTS},
}
CARS = ("31013", "30231")
OF_BUDGET = {"一般公共预算": GENERAL, "政府性基金预算": FUNDS, "国有资本经营预算": STATES}
OF_THREE = {
    "因公出国（境）费": ("30212",),
    "公务接待费": ("30217",),
    "公务用车购置及运行维护费": CARS,
    "公务用车购置": CARS[:1],
    "公务用车运行维护费": CARS[1:],
}

Grouped = dict[tuple[str, str], list["Flow"]]
Rows = list[tuple[str, list[int]]]


@cache
def form() -> dict[str, Any]:
    """The heads and trees of the sample's tables."""
    return tomllib.loads(FIGURES.read_text(encoding="utf-8"))


@cache
def names() -> dict[str, str]:
    """The names of all codes."""
    found: dict[str, str] = {}
    for file in ("functional", "economic-department"):
        path = ROOT / "schemas" / "common" / f"{file}.toml"
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        found |= held.get("unconfirmed", {}) | held["confirmed"]
    return found | NEW


def rounded(fen: int, unit: str) -> Decimal:
    """Give an amount in 万元 or 元, rounded to two places."""
    of = Decimal(fen) / (1_000_000 if unit == "万元" else 100)
    return of.quantize(Decimal("0.01"), ROUND_HALF_UP)


def codes(flows: Iterable[Flow], digits: tuple[int, ...], of: str = "item") -> list[str]:
    """Give the codes of this year's money with those above them, in order."""
    return sorted({getattr(one, of)[:n] for one in flows if one.now for n in digits})


def grouped(flows: Iterable[Flow], key: Callable[[Flow], str]) -> Grouped:
    """Group this year's money by unit and a name."""
    found: Grouped = {}
    for one in flows:
        if one.now:
            found.setdefault((one.unit, key(one)), []).append(one)
    units = list(dict.fromkeys(unit for unit, _ in found))
    return dict(sorted(found.items(), key=lambda group: units.index(group[0][0])))


def projects(held: Department, sources: tuple[str, ...]) -> Grouped:
    """Give the projects by unit and name."""
    return grouped(held.some(sources, natures=(PROJECT,)), lambda one: one.project)


def commissioned(held: Department) -> Grouped:
    """Give the commissioned services by unit and project; those of none are daily."""
    flows = held.some(FISCAL, economic=(COMMISSIONED,))
    return grouped(flows, lambda one: one.project or "日常公用经费")


def carried(held: Department) -> Grouped:
    """Give the carry-over by unit and project."""
    return grouped(held.some(LEFTS), lambda one: one.project)


def tables(held: Department, unit: str) -> dict[str, Table]:
    """Build the tables, in 万元 or 元."""

    def by_class(*columns: tuple[str, ...]) -> Rows:
        keys = [row[0] for row in form()["table"][0]["lane"][1]["rows"]]
        return [
            (key, [now(held.some(of, code=key.strip("支出总计"))) for of in columns])
            for key in keys
        ]

    def by_nature(sources: tuple[str, ...], *natures: tuple[str, ...]) -> Rows:
        listed = (*codes(held.some(sources), (3, 5, 7)), "")
        cells = [[held.some(sources, code=code, natures=one) for one in natures] for code in listed]
        return [(c or "总计", [now(f) for f in row]) for c, row in zip(listed, cells, strict=True)]

    codes_6 = (*codes(held.some(GENERAL, natures=BASIC), (3, 5), "economic"), "")
    kinds = (BASIC, *((one,) for one in BASIC))
    four = ((), (PERSONNEL,), (PUBLIC,), (PROJECT,))
    rows: dict[str, list[Rows]] = {
        "表1": [_tree(0, lambda key: [held.some(REVENUE[key])]), by_class(())],
        "表2": [
            [
                (code or "总计", [now(held.some(of, code=code)) for of in SOURCES])
                for code in (*codes(held.flows, (3, 5, 7)), "")
            ]
        ],
        "表3": [by_nature((), (), BASIC, (PROJECT,))],
        "表4": [
            _tree(3, lambda key: [held.some(OF_BUDGET.get(key, FISCAL))]),
            by_class(*BUDGETS),
        ],
        "表5": [by_nature(GENERAL, (), BASIC, (PROJECT,))],
        "表6": [
            [
                (c or "总计", [now(held.some(GENERAL, natures=n, economic=(c,))) for n in kinds])
                for c in codes_6
            ]
        ],
        "表7": [_projects(held)],
        "表8": [by_nature(FUNDS, *four)],
        "表9": [by_nature(STATES, *four)],
        "表10": [
            _tree(
                9,
                lambda key: [
                    held.some(of, economic=OF_THREE.get(key, tuple(THREE))) for of in BUDGETS
                ],
            )
        ],
        "表11": [_grouped(commissioned(held), lambda flows: [_of(flows, of) for of in BUDGETS])],
        "表12": [_grouped(carried(held), _left)],
    }
    made = [_filled(table, rows[table["id"]], unit) for table in form()["table"]]
    return {one.id: one for one in built(form() | {"unit": unit, "name": names(), "table": made})}


def _filled(table: dict[str, Any], rows: list[Rows], unit: str) -> dict[str, Any]:
    """Put rows into the sample's table; of a tree the labels stay."""
    lanes = []
    for lane, found in zip(table["lane"], rows, strict=True):
        printed = [
            [key, *(f"{rounded(one, unit):,}" if one else "" for one in fen)] for key, fen in found
        ]
        told: dict[str, Any] = {"rows": printed}
        if "tree" in lane:
            labels = [label for _, label, *_ in lane["tree"]]
            told = {"tree": [[r[0], t, *r[1:]] for r, t in zip(printed, labels, strict=True)]}
        columns = [one for one in lane["columns"] if one not in {*LABELS, "类", "款", "项"}]
        lanes.append(lane | told | {"figures": columns})
    return table | {"lane": lanes, "wrap": {}}


def _tree(table: int, cells: Callable[[str], list[list[Flow]]]) -> Rows:
    """Fill a fixed tree; a carry-over row is told from this year's of the same name."""
    found: Rows = []
    for path, *_ in form()["table"][table]["lane"][0]["tree"]:
        key = path.split("/")[-1]
        if path.startswith("上年结转结余/") and f"结转/{key}" in REVENUE:
            key = f"结转/{key}"
        found.append((path, [now(flows) for flows in cells(key)]))
    return found


def _projects(held: Department) -> Rows:
    def spent(flows: Sequence[Flow]) -> list[int]:
        return [now(flows), *(now([f for f in flows if f.economic[:3] == c]) for c in CLASSES)]

    whole = held.some(GENERAL, natures=(PROJECT,))
    found: Rows = []
    for unit in dict.fromkeys(one.unit for one in whole if one.now):
        own = [one for one in whole if one.unit == unit]
        found.append((f"'{unit}'", spent(own)))
        for code in codes(own, (3, 5, 7)):
            flows = [one for one in own if one.item.startswith(code)]
            if len(code) < 7:
                found.append((f"'{unit}'/{code}", spent(flows)))
                continue
            for (_, name), some in grouped(flows, lambda one: one.project).items():
                found.append((f"'{unit}'/{code}/'{name}'", spent(some)))
    return [*found, ("总计", spent(whole))]


def _grouped(groups: Grouped, cells: Callable[[list[Flow]], list[int]]) -> Rows:
    """Give a row for each unit and those of its projects, then the total."""
    found: Rows = []
    for unit in dict.fromkeys(unit for unit, _ in groups):
        own = {name: flows for (of, name), flows in groups.items() if of == unit}
        found.append((f"'{unit}'", cells([one for flows in own.values() for one in flows])))
        found += [(f"'{unit}'/'{name}'", cells(flows)) for name, flows in own.items()]
    return [*found, ("总计", cells([one for flows in groups.values() for one in flows]))]


def _of(flows: Iterable[Flow], sources: tuple[str, ...]) -> int:
    return now([one for one in flows if one.source in sources])


def _left(flows: list[Flow]) -> list[int]:
    row = [now(flows)]
    for sources in (LEFT, LEFT_OTHER):
        own = [one for one in flows if one.source in sources]
        row += [now(own), *(now([f for f in own if f.nature == n]) for n in (*BASIC, PROJECT))]
    return row
