"""Prints the nine tables of drawn accounts, in the forms that are published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.drawn import ECONOMIC, FUNDS, KINDS, NAMES, SOURCES, money, vehicles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from accounts.drawn import Books

CLASSES = tuple(code for code in NAMES if len(code) == 3)
NUMERALS = "一二三四五六七八九十"
VEHICLES = "公务用车购置及运行维护费"
FUND = ("年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余")
BELOW = ("", "", "小计", "基本支出", "项目支出", "")

Row = list[str]


class Printer:
    """How one document prints: zeros or blanks, 行次 or none, 三公 in rows or columns."""

    def __init__(self, books: Books) -> None:
        random = books.random
        self.books = books
        self.zero = random.choice(["", "0.00"])
        self.numbered = random.random() < 0.5
        self.three_lanes = random.random() < 0.5
        self.short = random.random() < 0.5
        self.in_rows = random.random() < 0.5
        self.funds = {
            fund: items
            for fund, items in books.funds.items()
            if fund != "国有资本经营预算" or books.year > 2019
        }

    def cell(self, fen: int) -> str:
        return money(fen, self.books.unit) if fen else self.zero

    def cells(self, amounts: Iterable[int]) -> Row:
        return [self.cell(one) for one in amounts]

    def grid(self, title: str, rows: Sequence[Sequence[str]]) -> list[str]:
        body = "\n".join("\t".join(row) for row in rows)
        return [title, f"部门：示例市口岸管理办公室\n\n金额单位：{self.books.unit}", body]

    def by_code(
        self,
        title: str,
        heads: Sequence[Sequence[str]],
        codes: Iterable[str],
        amounts: Callable[[str], list[int]],
    ) -> list[str]:
        listed = sorted({code[:length] for code in codes for length in (3, 5, 7)})
        rows = [["科目编码", "科目名称", *heads[0]], *(["", "", *one] for one in heads[1:])]
        rows.append(["", "合计", *self.cells(amounts(""))])
        rows += [[code, NAMES[code], *self.cells(amounts(code))] for code in listed]
        return self.grid(title, rows)

    def lanes(self, title: str, head: Row, left: list[Row], right: list[Row]) -> list[str]:
        """Two lanes side by side, the shorter one blank above its last rows."""
        number = ["行次"] if self.numbered else []
        wide = len(right[0]) - 1
        rows = [
            ["收入", *("" for _ in number), "", "支出", *("" for _ in number), *[""] * wide],
            ["项目", *number, "决算数", "项目", *number, *head],
        ]
        for at, (one, other) in enumerate(zip(left, right, strict=True), 1):
            first, second = ([str(n)] if number else [] for n in (at, at + len(left)))
            rows.append([one[0], *first, one[1], other[0], *second, *other[1:]])
        return self.grid(title, rows)

    def overall(self) -> list[str]:
        books = self.books
        left = [(f"{fund}财政拨款收入", books.of("revenue", fund)) for fund in self.funds] + [
            (source, books.other((source,))) for source in SOURCES
        ]
        right = [(NAMES[code], books.spent(code)) for code in CLASSES]
        high = max(len(left), len(right))
        used = "用事业基金弥补收支差额" if books.year == 2019 else "使用非财政拨款结余"
        sides = (
            self._side(left, high)
            + self._rows(
                ("本年收入合计", books.revenue()),
                (used, books.used),
                ("年初结转和结余", books.opening),
                ("总计", books.total),
            ),
            self._side(right, high)
            + self._rows(
                ("本年支出合计", books.spent()),
                ("结余分配", books.distributed),
                ("年末结转和结余", books.of("end") + books.kept),
                ("总计", books.total),
            ),
        )
        return self.lanes("收入支出决算总表", ["决算数"], *sides)

    def _side(self, named: Sequence[tuple[str, int]], high: int) -> list[Row]:
        rows = [
            [f"{n}、{one}", self.cell(fen)] for n, (one, fen) in zip(NUMERALS, named, strict=False)
        ]
        return rows + [["", ""]] * (high - len(rows))

    def _rows(self, *named: tuple[str, int]) -> list[Row]:
        return [[one, self.cell(fen)] for one, fen in named]

    def appropriations(self) -> list[str]:
        books, funds = self.books, list(self.funds)

        def row(name: str, *what: str, below: str = "") -> Row:
            parts = [sum(books.of(one, fund, below) for one in what) for fund in funds]
            return [name, *self.cells([sum(parts), *parts])]

        blank = [""] * (len(funds) + 2)
        left = self._side(
            [(f"{fund}财政拨款", books.of("revenue", fund)) for fund in funds], len(CLASSES)
        )
        left += self._rows(
            ("本年收入合计", books.of("revenue")),
            ("年初财政拨款结转和结余", books.of("opening")),
            *((f"{fund}财政拨款", books.of("opening", fund)) for fund in funds),
            ("总计", books.of("revenue") + books.of("opening")),
        )
        right = [
            row(f"{n}、{NAMES[c]}", "spent", below=c)
            for n, c in zip(NUMERALS, CLASSES, strict=False)
        ]
        right += [row("本年支出合计", "spent"), row("年末财政拨款结转和结余", "end")]
        right += [*([blank] * len(funds)), row("总计", "spent", "end")]
        head = ["合计", *(f"{fund}财政拨款" for fund in funds)]
        return self.lanes("财政拨款收入支出决算总表", head, left, right)

    def basic(self) -> list[str]:
        """公开06表 in two lanes or three, one running on into the next."""
        economic = self.books.economic
        rows = [[code, name, self.cell(economic[code])] for code, name in ECONOMIC.items()]
        own = [row for row in rows if row[0].startswith(("301", "303"))]
        public = [row for row in rows if row not in own]
        groups = [own, public[:4], public[4:]] if self.three_lanes else [own, public]
        high = max(map(len, groups))
        blank = [["", "", ""]]
        filled = [group + blank * (high - len(group)) for group in groups]
        grid = [["科目编码", "科目名称", "决算数"] * len(groups)]
        grid += [[text for part in line for text in part] for line in zip(*filled, strict=True)]
        last = ["", "公用经费合计", self.cell(self.books.operating)]
        first = ["", "人员经费合计", self.cell(self.books.personnel)]
        grid.append([*first, *[""] * (3 * len(groups) - 6), *last])
        return self.grid("一般公共预算财政拨款基本支出决算表", grid)

    def fund(self, fund: str, title: str, *, short: bool) -> list[str]:
        heads = [("合计", "基本支出", "项目支出")] if short else [FUND, BELOW]
        spent = ("spent", "basic", "project")
        what = spent if short else ("opening", "revenue", *spent, "end")
        codes = self.books.funds[fund]
        return self.by_code(
            title, heads, codes, lambda code: [self.books.of(one, fund, code) for one in what]
        )

    def three(self) -> list[str]:
        rows = {
            "合计": [sum(one.values()) for one in (self.books.plan, self.books.three)],
            "因公出国（境）费": self._both("因公出国（境）费"),
            VEHICLES: [vehicles(one) for one in (self.books.plan, self.books.three)],
            "公务用车购置费": self._both("购置"),
            "公务用车运行维护费": self._both("运行"),
            "公务接待费": self._both("公务接待费"),
        }
        if self.in_rows:
            grid = [["项目", "预算数", "决算数"]]
            grid += [[name, *self.cells(pair)] for name, pair in rows.items()]
        else:
            grid = [
                ["预算数", *[""] * 5, "决算数", *[""] * 5],
                ["合计", "因公出国（境）费", VEHICLES, "", "", "公务接待费"] * 2,
                ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""] * 2,
                self.cells(pair[at] for at in (0, 1) for pair in rows.values()),
            ]
        return self.grid("财政拨款“三公”经费支出决算表", grid)

    def _both(self, name: str) -> list[int]:
        return [self.books.plan[name], self.books.three[name]]

    def tables(self) -> list[str]:
        books = self.books
        held = [code for items in books.funds.values() for code in items]
        general = books.funds["一般公共预算"]
        lines = self.overall()
        lines += self.by_code(
            "收入决算表",
            [("本年收入合计", "财政拨款收入", *SOURCES)],
            held,
            lambda code: [
                books.revenue(code),
                books.of("revenue", below=code),
                *(books.other((one,), code) for one in SOURCES),
            ],
        )
        lines += self.by_code(
            "支出决算表",
            [("本年支出合计", *KINDS)],
            held,
            lambda code: [books.spent(code), *(books.kind(one, code) for one in KINDS)],
        )
        lines += self.appropriations()
        lines += self.by_code(
            "一般公共预算财政拨款支出决算表",
            [("本年支出合计", "基本支出", "项目支出")],
            general,
            lambda code: [books.of(one, "一般", code) for one in ("spent", "basic", "project")],
        )
        lines += self.basic()
        fund, state = (one for one in FUNDS if one != "一般公共预算")
        lines += self.fund(fund, f"{fund}财政拨款收入支出决算表", short=False)
        if state in self.funds:
            lines += self.fund(state, f"{state}财政拨款支出决算表", short=self.short)
        return lines + self.three()
