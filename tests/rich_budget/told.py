"""How one document words its sentences: amounts, changes, reasons, lists by code."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from rich_budget.department import BODY, PROJECT, last, now
from rich_budget.tables import BASIC, codes, names, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from rich_budget.department import Department, Flow

YEAR = "2026 年"
VERSUS = [
    "同比",
    "比上年预算",
    "较上年预算",
    "比上年",
    "与上年相比",
    "比上年预算数",
    "比2025年预算",
]
SAME = ["与上年预算持平", "与上年持平", "较上年无变化", "与上年相比无增减变化"]
OPENINGS = ["主要原因是", "主要原因：", "原因是", "主要是由于"]
UP = ["人员增加，日常公用经费相应增加", "新增运行任务，安排的资金多于上年", "提前下达的资金增加"]
DOWN = ["落实过紧日子要求，压减支出", "部分任务上年已经完成，安排的资金少于上年", "项目合并"]
USES = ["设施更新和日常维护", "购买服务和办公", "支付工程尾款", "保障机关运转和口岸查验"]


@dataclass(frozen=True, slots=True)
class Said:
    """A department, and how its document says what it says.

    `shown` says an unchanged amount as a change by 0.00, `compact` leaves subheadings out, `cites`
    gives reasons with their amount.
    """

    held: Department
    unit: str
    random: Random
    versus: str
    same: str
    opening: str
    mark: str
    shown: bool
    compact: bool
    cites: bool

    def amount(self, flows: Sequence[Flow] | int) -> str:
        """Print an amount, or this year's money, with its unit."""
        fen = flows if isinstance(flows, int) else now(flows)
        return f"{rounded(fen, self.unit):,} {self.unit}"

    def share(self, flows: Sequence[Flow], of: Sequence[Flow]) -> str:
        """Say an amount and what share of another it is."""
        return f"{self.amount(flows)}，占 {percent(now(flows), now(of))}%"

    def item(self, number: int) -> str:
        """Number an entry of a list."""
        return self.mark.format(number)

    def change(self, flows: Sequence[Flow]) -> str:
        """Say what changed against last year, and why."""
        moved, before = now(flows) - last(flows), last(flows)
        if not rounded(abs(moved), self.unit):
            flat = f"{self.versus}增加 0.00 {self.unit}，增长 0.00%" if self.shown else self.same
            return f"{flat}，主要原因是任务与上年相同"
        way, rate = ("增加", "增长") if moved > 0 else ("减少", "下降")
        told = f"{self.versus}{way} {self.amount(abs(moved))}，"
        if not rounded(before, self.unit):
            return f"{told}{self.opening}上年没有安排此项预算，本年新增"
        told += f"{rate} {percent(abs(moved), before)}%，"
        main = max(flows, key=lambda one: (one.now - one.last) * (1 if moved > 0 else -1))
        part = abs(main.now - main.last)
        if self.cites and main.project and 2 * part >= abs(moved):
            return f"{told}主要原因是{main.project}安排的资金较上年{way} {self.amount(part)}"
        return f"{told}{self.opening}{self.random.choice(UP if moved > 0 else DOWN)}"


def percent(part: int, whole: int) -> str:
    """Print a ratio in percent."""
    return str((Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP))


def style(held: Department, unit: str, random: Random) -> Said:
    """Draw how a document words its sentences."""
    marks = ("{}. ", "{}、", "（{}）")
    return Said(
        held,
        unit,
        random,
        versus=random.choice(VERSUS),
        same=random.choice(SAME),
        opening=random.choice(OPENINGS),
        mark=random.choice(marks),
        shown=random.random() < 0.3,
        compact=random.random() < 0.5,
        cites=random.random() < 0.3,
    )


def ordinal(count: int) -> str:
    """Give a Chinese ordinal."""
    tens, ones = divmod(count, 10)
    digits = "零一二三四五六七八九"
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + digits[ones].strip("零")


def items(said: Said, sources: Sequence[str]) -> list[str]:
    """Tell what each 项 has, and what it had."""
    flows = said.held.some(sources)
    listed = sorted({one.item for one in flows if one.now or one.last})
    lines = []
    for number, code in enumerate(listed, 1):
        own, name = said.held.some(sources, code=code), names()
        path = f"{name[code[:3]]}（类）{name[code[:5]]}（款）{name[code]}（项）"
        told = f"{path}：{YEAR}预算数为 {said.amount(own)}，{said.change(own)}。"
        lines.append(said.item(number) + told)
    return lines


def fund(said: Said, title: str, sources: Sequence[str], table: str = "") -> list[str]:
    """Tell of a budget: its size, structure and use, or in one paragraph and a list."""
    held, flows = said.held, said.held.some(sources)
    if not now(flows):
        return [f"{BODY} {YEAR}没有使用{title}拨款安排的支出，{table}为空表。"]
    if said.compact and table:
        head = said.random.choice(("拨款", "支出"))
        lines = [f"{BODY} {YEAR}{title}{head} {said.amount(flows)}，{said.change(flows)}。其中："]
        return lines + items(said, sources)
    lines = [f"#### （一）{title}当年拨款规模变化情况"]
    lines.append(f"{BODY} {YEAR}{title}拨款合计 {said.amount(flows)}，其中：")
    for name, natures in (("基本支出", BASIC), ("项目支出", (PROJECT,))):
        own = held.some(sources, natures=natures)
        if now(own) or last(own) or not table:
            lines.append(f"{name} {said.amount(own)}，{said.change(own)}。")
    lines.append(f"#### （二）{title}当年拨款结构情况")
    for number, code in enumerate(codes(flows, (3,)), 1):
        own = held.some(sources, code=code)
        lines.append(f"{said.item(number)}{names()[code]}（类）{said.share(own, flows)}。")
    return [*lines, f"#### （三）{title}当年拨款具体使用情况", *items(said, sources)]
