"""An invented department drawn at random: every amount of money it has, exactly, for two years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

BODY = "示例市口岸管理办公室"
PERSONNEL, PUBLIC, PROJECT = "人员经费", "公用经费", "项目支出"

OWN, OWN_UP = GENERAL = ("一般公共预算", "上级一般公共预算安排的转移支付")
FUND, FUND_UP = FUNDS = ("政府性基金预算", "上级政府性基金安排的转移支付")
STATE, STATE_UP = STATES = ("国有资本经营预算", "上级国有资本经营预算安排的转移支付")
FISCAL = (*GENERAL, *FUNDS, *STATES)
ACCOUNT = "财政专户"
EARNED = ("事业收入", "上级补助收入", "附属单位上缴收入", "事业单位经营收入", "其他收入")
NOW = (*FISCAL, ACCOUNT, *EARNED)
LEFT = ("结转/一般公共预算拨款", "结转/政府性基金预算拨款", "结转/国有资本经营预算拨款")
LEFT_OTHER = ("结转/财政专户核拨", "结转/单位资金")

COMMISSIONED = "30227"
THREE = {
    "30212": "因公出国（境）费用",
    "30217": "公务接待费",
    "31013": "公务用车购置",
    "30231": "公务用车运行维护费",
}
UNITS = {"服务中心": "事业", "信息中心": "事业", "稽查支队": "参公", "运输管理站": "参公"}
PAY = ["30101", "30102", "30103", "30112", "30199"]
PURCHASES = [
    "30201",
    "30205",
    "30207",
    "30211",
    "30213",
    "30214",
    "30226",
    "30227",
    "30228",
    "30231",
    "30239",
    "30299",
    "31002",
]
SPENT = [
    "30227",
    "30226",
    "30214",
    "30299",
    "31002",
    "31003",
    "31005",
    "31299",
    "31204",
    "30305",
    "30901",
    "39999",
    "30701",
]
ITEMS = {
    GENERAL: ["2010302", "2010399", "2011308", "2070199", "2070904", "2120399", "2089999"],
    FUNDS: ["2120803", "2120899", "2296002", "2296003", "2070904"],
    STATES: ["2230105", "2239999"],
    (ACCOUNT, *EARNED): ["2010302", "2059999", "2070199"],
}
OF_LEFT = dict(zip(LEFT, (GENERAL, FUNDS, STATES), strict=True))
SUBJECTS = [
    "口岸监控设施",
    "候检厅照明",
    "通关协作服务",
    "“十五五”规划",
    "12345热线",
    "水、电、暖",
    "旅客通道",
    "冷链仓储",
]
DOINGS = ["更新项目", "运行经费", "建设项目", "建设项目（二期）", "委托业务费", "补助资金（一般）"]

WAN = 1_000_000
"""Fen in 万元."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Money of one unit and source for one thing, this year and last, in fen."""

    unit: str
    item: str
    nature: str
    source: str
    economic: str
    now: int
    last: int
    project: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: 行政, 参公 or 事业 by kind."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Department:
    """The units and all their money."""

    units: tuple[Unit, ...]
    flows: tuple[Flow, ...]

    def some(
        self,
        sources: Sequence[str] = (),
        *,
        code: str = "",
        natures: Sequence[str] = (),
        unit: str = "",
        economic: Sequence[str] = ("",),
    ) -> list[Flow]:
        """Give the money that fits; what is empty fits all."""
        return [
            one
            for one in self.flows
            if (not sources or one.source in sources)
            and (not natures or one.nature in natures)
            and (not unit or one.unit == unit)
            and one.item.startswith(code)
            and one.economic.startswith(tuple(economic))
        ]


def now(flows: Sequence[Flow]) -> int:
    """Add up this year's money."""
    return sum(one.now for one in flows)


def last(flows: Sequence[Flow]) -> int:
    """Add up last year's money."""
    return sum(one.last for one in flows)


@dataclass(frozen=True, slots=True)
class Draw:
    """Amounts at random, all of one scale."""

    random: Random
    scale: int

    def amount(self) -> int:
        """Draw an amount, from 0.05 万元 on: mostly odd, sometimes round."""
        fen = self.random.randrange(50_000, 40 * WAN * self.scale)
        return fen if self.random.random() < 0.8 else max(WAN, fen // WAN * WAN)

    def before(self, fen: int, fresh: float = 0.1) -> int:
        """Draw last year's amount: none, the same, more or less."""
        chance = self.random.random()
        if chance < fresh:
            return 0
        return fen if chance < fresh + 0.15 else int(fen * self.random.uniform(0.3, 1.8)) + 50_000


def draw(random: Random) -> Department:
    """Draw a department."""
    held = Draw(random, random.choice((1, 3, 10, 60, 400)))
    below = random.sample(sorted(UNITS.items()), random.randrange(len(UNITS)))
    units = [Unit(BODY, "行政"), *(Unit(f"示例市口岸{name}", kind) for name, kind in below)]
    flows: list[Flow] = []
    for unit in units:
        flows += _basic(unit, held)
        flows += _projects(unit, held)
    for unit in units[:2]:
        flows += _project(unit, "联合查验经费", held, GENERAL)
    flows += _carried(units, held)
    return Department(tuple(units), tuple(one for one in flows if one.now or one.last))


def _basic(unit: Unit, held: Draw) -> Iterator[Flow]:
    """Draw what a unit lives on: pay, contributions, pensions, purchases."""
    civil, random = unit.kind == "行政", held.random
    runs = random.choice(("20103", "20113")) + ("50" if unit.kind == "事业" else "01")

    def flow(item: str, nature: str, economic: str, fen: int, source: str = OWN) -> Flow:
        return Flow(unit.name, item, nature, source, economic, fen, held.before(fen))

    for economic in (*PAY, *(["30107"] if unit.kind == "事业" else [])):
        yield flow(runs, PERSONNEL, economic, held.amount())
    pension = held.amount() // 2 * 2
    yield flow("2080505", PERSONNEL, "30108", pension)
    yield flow("2080506", PERSONNEL, "30109", pension // 2)
    yield flow("2101101" if civil else "2101102", PERSONNEL, "30110", held.amount())
    yield flow("2210201", PERSONNEL, "30113", held.amount())
    yield flow("2080501" if civil else "2080502", PERSONNEL, "30302", held.amount())
    for economic in (*random.sample(PURCHASES, 6), *random.sample(["30217"], random.randrange(2))):
        yield flow(runs, PUBLIC, economic, held.amount() // 10 + 10_000)
    if unit.kind == "事业":
        source = random.choice((ACCOUNT, *EARNED))
        yield flow(runs, PERSONNEL, "30107", held.amount(), source)
        yield flow(runs, PUBLIC, "30299", held.amount(), source)
    elif random.random() < 0.2:
        yield flow("2120899", PERSONNEL, "30101", held.amount(), FUND)
        yield flow("2120899", PUBLIC, "30201", held.amount(), FUND)


def _name(unit: Unit, held: Draw) -> str:
    own = unit.name.removeprefix("示例市口岸")[:4] if unit.name != BODY else ""
    return f"{own}{held.random.choice(SUBJECTS)}{held.random.choice(DOINGS)}"


def _projects(unit: Unit, held: Draw) -> Iterator[Flow]:
    """Draw a unit's projects: of one budget or two, this year, last year or both."""
    for name in {_name(unit, held): None for _ in range(5)}:
        sources = held.random.choice((GENERAL, GENERAL, FUNDS, STATES, (ACCOUNT, *EARNED)))
        yield from _project(unit, name, held, sources)
        if held.random.random() < 0.1:
            yield from _project(unit, name, held, FUNDS)
    if unit.name == BODY:
        for economic in held.random.sample(sorted(THREE), 2):
            fen = held.amount() // 4
            told = ("2010302", PROJECT, OWN, economic, fen, held.before(fen))
            yield Flow(unit.name, *told, "口岸巡查保障经费")


def _project(unit: Unit, name: str, held: Draw, sources: tuple[str, ...]) -> Iterator[Flow]:
    item, source = held.random.choice(ITEMS[sources]), held.random.choice(sources)
    fate = held.random.random()
    for economic in held.random.sample(SPENT, held.random.choice((1, 1, 2, 3))):
        fen = held.amount()
        flow = Flow(
            unit.name, item, PROJECT, source, economic, fen, held.before(fen, fresh=0), name
        )
        yield replace(flow, last=0) if fate < 0.2 else replace(flow, now=0) if fate < 0.3 else flow


def _carried(units: Sequence[Unit], held: Draw) -> Iterator[Flow]:
    """Draw what is left from last year, of projects and of basic expenditure."""
    for unit in units:
        for name in {_name(unit, held): None for _ in range(held.random.randrange(3))}:
            source = held.random.choice((*LEFT, *LEFT_OTHER))
            item = held.random.choice(ITEMS[OF_LEFT.get(source, (ACCOUNT, *EARNED))])
            fen = held.amount()
            told = (item, PROJECT, source, "30299", fen, held.before(fen, fresh=0.5))
            yield Flow(unit.name, *told, f"2025 年{name}")
        if held.random.random() < 0.3:
            source = held.random.choice((LEFT[0], LEFT_OTHER[1]))
            for nature, economic in ((PERSONNEL, "30103"), (PUBLIC, "30201")):
                fen = held.amount() // 10 + 10_000
                told = ("2010301", nature, source, economic, fen, held.before(fen))
                yield Flow(unit.name, *told, "基本支出结转")
