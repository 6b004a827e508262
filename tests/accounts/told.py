"""Tells drawn accounts in the sentences of the Ministry's template, and in those of Shanghai."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.drawn import KINDS, NAMES, SOURCES, money, percent, vehicles

if TYPE_CHECKING:
    from accounts.drawn import Books, Item

BODY = "示例市口岸管理办公室"
WHY = "主要原因是业务量变化，据实列支"
NUMBERS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一")


class Teller:
    """One document's sentences: amounts in 万元, as most are told, whatever the tables' unit."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.year = books.year
        self.general = books.funds["一般公共预算"]
        self.spent = books.of("spent", "一般")

    def lines(self) -> list[str]:
        ministry = self.books.random.random() < 0.5
        sections = [*self.overall(ministry=ministry), *self.items(ministry=ministry), *self.basic()]
        three = self.three_ministry() if ministry else self.three_shanghai()
        sections += [("“三公”经费财政拨款支出决算情况说明", three), *self.funds(), *self.last()]
        lines: list[str] = []
        for number, (title, text) in zip(NUMBERS, sections, strict=False):
            lines += [f"{number}、{title}", *text]
        return lines

    def amount(self, fen: int) -> str:
        return f"{money(fen, '万元')}万元"

    def change(self, now: int, before: int, of: str) -> str:
        """The change against last year, with its rate."""
        if money(abs(now - before), "万元") == "0.00":
            return f"{of}与上年持平"
        more = now > before
        change = f"{of}{'增加' if more else '减少'}{self.amount(abs(now - before))}"
        return f"{change}，{'增长' if more else '下降'}{percent(abs(now - before), before)}"

    def completed(self, item: tuple[int, int], of: str = "年初") -> str:
        now, budget = item
        than = "大于" if now > budget else "小于"
        why = "决算数同预算数持平" if now == budget else f"决算数{than}预算数的{WHY}"
        return f"支出决算为{self.amount(now)}，完成{of}预算的{percent(now, budget)}。{why}。"

    def overall(self, *, ministry: bool) -> list[tuple[str, list[str]]]:
        books = self.books
        fiscal = books.of("revenue") + books.of("opening")
        before = books.of("prior") + 5_000_000
        total = "收、支总计" if ministry else "收入支出总计"
        both = f"{total}均为" if ministry else total
        each = f"财政拨款{total}{'各' if ministry else ''}"
        revenue = [("财政拨款收入", books.of("revenue"))]
        revenue += [(one, books.other((one,))) for one in SOURCES]
        kinds = [(one, books.kind(one)) for one in KINDS]
        return [
            (
                "收入支出决算总体情况说明",
                [
                    (
                        f"{self.year}年度{both}{self.amount(books.total)}。"
                        f"与{self.year - 1}年度相比，"
                        f"{self.change(books.total, before + 1_000_000, total)}，{WHY}。"
                    )
                ],
            ),
            ("收入决算情况说明", [self.parts("收入合计", books.revenue(), revenue)]),
            ("支出决算情况说明", [self.parts("支出合计", books.spent(), kinds)]),
            (
                "财政拨款收入支出决算总体情况说明",
                [
                    (
                        f"{self.year}年度财政拨款{both}{self.amount(fiscal)}。与上年度相比，"
                        f"{self.change(fiscal, before, each)}，{WHY}。"
                    )
                ],
            ),
        ]

    def parts(self, name: str, whole: int, parts: list[tuple[str, int]]) -> str:
        told = (f"{one}{self.amount(fen)}，占{percent(fen, whole)}" for one, fen in parts if fen)
        return f"本年{name}{self.amount(whole)}，其中：{'；'.join(told)}。"

    def items(self, *, ministry: bool) -> list[tuple[str, list[str]]]:
        books, name = self.books, "一般公共预算财政拨款支出"
        classes = sorted({code[:3] for code in self.general})
        kind = "（类）支出" if ministry else "（类）"
        told = []
        for code in classes:
            fen = books.of("spent", "一般", code)
            printed = NAMES[code].removesuffix("支出") if ministry else NAMES[code]
            told.append(f"{printed}{kind}{self.amount(fen)}，占{percent(fen, self.spent)}")
        budget = books.of("budget", "一般")
        return [
            (
                f"{name}决算情况说明",
                [
                    f"（一）{name}决算总体情况",
                    (
                        f"{self.year}年度{name}{self.amount(self.spent)}，占本年支出合计的"
                        f"{percent(self.spent, books.spent())}。与上年相比，"
                        f"{self.change(self.spent, books.of('prior', '一般'), name)}。{WHY}。"
                    ),
                    f"（二）{name}决算结构情况",
                    f"{name}{self.amount(self.spent)}，主要用于以下方面：{'；'.join(told)}。",
                    f"（三）{name}决算具体情况",
                    (
                        f"{name}年初预算为{self.amount(budget)}，"
                        f"{self.completed((self.spent, budget))}"
                        f"其中：基本支出{self.amount(books.of('basic', '一般'))}，"
                        f"项目支出{self.amount(books.of('project', '一般'))}。"
                    ),
                    *self.listed(self.general, purpose=not ministry),
                ],
            )
        ]

    def listed(self, items: dict[str, Item], *, purpose: bool) -> list[str]:
        used = "主要用于：日常工作。" if purpose else ""
        return [
            f"{n}.{NAMES[code[:3]]}（类）{NAMES[code[:5]]}（款）{NAMES[code]}（项）。{used}"
            f"年初预算为{self.amount(one.budget)}，{self.completed((one.spent, one.budget))}"
            for n, (code, one) in enumerate(items.items(), 1)
        ]

    def basic(self) -> list[tuple[str, list[str]]]:
        books = self.books
        text = (
            f"一般公共预算财政拨款基本支出{self.amount(books.of('basic', '一般'))}，其中：人员经费"
            f"{self.amount(books.personnel)}，主要包括：基本工资、津贴补贴、住房公积金、退休费；"
            f"公用经费{self.amount(books.operating)}，主要包括：办公费。"
        )
        return [("一般公共预算财政拨款基本支出决算情况说明", [text])]

    def three_ministry(self) -> list[str]:
        books = self.books

        def told(subject: str, now: int, budget: int, before: int) -> str:
            return (
                f"{subject}支出预算为{self.amount(budget)}，{self.completed((now, budget), '')}"
                f"{subject}支出{self.change(now, before, '比上年')}，{WHY}。"
            )

        held = (books.three, books.plan, books.before)
        names = ("因公出国（境）费", "公务接待费")
        abroad, guests = (told(one, *(of[one] for of in held)) for one in names)
        return [
            told("“三公”经费财政拨款", *(sum(of.values()) for of in held)),
            abroad + "全年安排因公出国（境）团组2个，累计5人次。",
            told("公务用车购置及运行维护费", *(vehicles(of) for of in held)),
            f"公务用车购置费支出{self.amount(books.three['购置'])}，本年度购置公务用车1辆。",
            f"公务用车运行维护费支出{self.amount(books.three['运行'])}，公务用车保有量为3辆。",
            guests + "全年共接待国内来访团组6个、来宾47人次。",
        ]

    def three_shanghai(self) -> list[str]:
        books = self.books
        three, plan = books.three, books.plan
        amounts = {
            "因公出国（境）费": (three["因公出国（境）费"], plan["因公出国（境）费"]),
            "公务用车购置及运行维护费": (vehicles(three), vehicles(plan)),
            "公务接待费": (three["公务接待费"], plan["公务接待费"]),
        }
        told = (
            f"{name}支出决算为{self.amount(now)}，完成预算的{percent(now, budget)}"
            for name, (now, budget) in amounts.items()
        )
        total, budget = sum(three.values()), sum(plan.values())
        shares = (
            f"{name}支出决算{self.amount(now)}，占{percent(now, total)}"
            for name, (now, _) in amounts.items()
        )
        return [
            (
                f"“三公”经费财政拨款支出年初预算为{self.amount(budget)}，支出决算为"
                f"{self.amount(total)}，完成预算的{percent(total, budget)}，"
                f"其中：{'；'.join(told)}。"
            ),
            f"“三公”经费财政拨款支出决算中，{'；'.join(shares)}。",
            "全年安排因公出国（境）团组2个、累计5人次。公务用车保有量为3辆。",
            "列明公务接待6批次、47人次，其中：接待外宾0批次、0人次。",
        ]

    def funds(self) -> list[tuple[str, list[str]]]:
        sections = []
        for fund, items in self.books.funds.items():
            if fund == "一般公共预算" or (self.year == 2019 and not fund.startswith("政府")):
                continue
            opening, revenue, spent, end, budget = (
                self.books.of(one, fund) for one in ("opening", "revenue", "spent", "end", "budget")
            )
            text = [f"{BODY}{self.year}年度没有{fund}财政拨款收入和支出。"]
            if items:
                text = [
                    (
                        f"{self.year}年度{fund}财政拨款年初结转和结余{self.amount(opening)}，本年收入"
                        f"{self.amount(revenue)}，本年支出{self.amount(spent)}，年末结转和结余"
                        f"{self.amount(end)}。{fund}财政拨款支出年初预算为{self.amount(budget)}，"
                        f"{self.completed((spent, budget))}其中："
                    ),
                    *self.listed(items, purpose=False),
                ]
            sections.append((f"{fund}财政拨款收入支出决算情况说明", text))
        return sections

    def last(self) -> list[tuple[str, list[str]]]:
        now = self.books.operating
        text = (
            f"机关运行经费支出{self.amount(now)}，{self.change(now, now // 2, '比上年')}，{WHY}。"
        )
        return [
            ("机关运行经费支出说明", [text]),
            ("预算绩效情况说明", ["本部门没有开展绩效自评的项目。"]),
        ]
