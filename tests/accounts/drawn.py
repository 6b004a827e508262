"""A department's final accounts drawn by a seed: amounts in fen that keep every identity."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

NAMES = {
    "201": "一般公共服务支出",
    "20103": "政府办公厅（室）及相关机构事务",
    "2010301": "行政运行",
    "2010302": "一般行政管理事务",
    "20113": "商贸事务",
    "2011308": "招商引资",
    "206": "科学技术支出",
    "20607": "科学技术普及",
    "2060702": "科普活动",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "212": "城乡社区支出",
    "21208": "国有土地使用权出让收入安排的支出",
    "2120803": "城市建设支出",
    "21213": "城市基础设施配套费安排的支出",
    "2121301": "城市公共设施",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
    "223": "国有资本经营预算支出",
    "22399": "其他国有资本经营预算支出",
    "2239999": "其他国有资本经营预算支出",
}
ECONOMIC = {
    "301": "工资福利支出",
    "30101": "基本工资",
    "30102": "津贴补贴",
    "30113": "住房公积金",
    "302": "商品和服务支出",
    "30201": "办公费",
    "30212": "因公出国（境）费用",
    "30217": "公务接待费",
    "30231": "公务用车运行维护费",
    "303": "对个人和家庭的补助",
    "30302": "退休费",
    "310": "资本性支出",
    "31002": "办公设备购置",
    "31013": "公务用车购置",
}
FUNDS = {
    "一般公共预算": ("2010301", "2010302", "2011308", "2060702", "2080505", "2210201"),
    "政府性基金预算": ("2120803", "2121301"),
    "国有资本经营预算": ("2239999",),
}
BASIC = frozenset({"2010301", "2080505", "2210201"})
SOURCES = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
KINDS = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
THREE = {"因公出国（境）费": "30212", "购置": "31013", "运行": "30231", "公务接待费": "30217"}


@dataclass(frozen=True, slots=True)
class Item:
    """A 项 of one fund: what it had, received and spent, then last year and by its budget."""

    opening: int
    revenue: int
    basic: int
    project: int
    prior: int
    budget: int

    @property
    def spent(self) -> int:
        return self.basic + self.project

    @property
    def end(self) -> int:
        return self.opening + self.revenue - self.spent


class Books:
    """The accounts: appropriations by fund and 项, other money by 项 and by source or kind."""

    def __init__(self, seed: int) -> None:
        self.random = random = Random(seed)  # noqa: S311  amounts, no secret
        self.year = random.choice([2019, 2021, 2024])
        self.unit = random.choice(["万元", "元"])
        self.funds = {
            fund: {
                code: self._item(code)
                for code in codes
                if code in BASIC or random.random() < 0.7
                if fund != "国有资本经营预算" or self.year > 2019
            }
            for fund, codes in FUNDS.items()
        }
        places = random.sample([*self.funds["一般公共预算"]], 2)
        self.sources = {code: self._some(SOURCES) for code in places}
        self.kinds = {code: self._some(KINDS) for code in places}
        revenue, spent = self.other(SOURCES), self.other(KINDS)
        self.opened = self._draw(1, 90)
        self.used = max(spent - revenue - self.opened, 0) + random.choice([0, self._draw(1, 9)])
        self.kept = revenue + self.opened + self.used - spent
        self.distributed = self.kept // 3 if random.random() < 0.5 else 0
        self.kept -= self.distributed
        self.economic = self._economic(self.of("basic", "一般公共预算"))
        self.three = {
            name: self.economic[code] + random.choice([0, self._draw(1, 4)])
            for name, code in THREE.items()
        }
        self.plan = {name: spent + self._draw(1, 3) for name, spent in self.three.items()}
        self.before = {name: self._near(spent) for name, spent in self.three.items()}

    def _draw(self, low: int, high: int) -> int:
        return self.random.randint(low * 1_000_000, high * 1_000_000)

    def _near(self, amount: int) -> int:
        return self.random.choice([amount, int(amount * self.random.uniform(0.6, 1.5))])

    def _item(self, code: str) -> Item:
        basic = self._draw(20, 300) if code in BASIC else 0
        project = 0 if code in BASIC else self._draw(5, 600)
        opening, end = (self.random.choice([0, self._draw(1, 20)]) for _ in range(2))
        revenue = max(basic + project + end - opening, 0)
        prior, budget = (self._near(basic + project) for _ in range(2))
        return Item(opening, revenue, basic, project, prior, budget)

    def _some(self, names: tuple[str, ...]) -> dict[str, int]:
        return {name: self._draw(1, 90) for name in self.random.sample(names, 3)}

    def _economic(self, total: int) -> dict[str, int]:
        codes = [code for code in ECONOMIC if len(code) == 5]
        shares = {code: self.random.uniform(0.01, 0.06) for code in codes}
        found = {code: int(total * share) for code, share in shares.items()}
        found["30101"] += total - sum(found.values())
        for code in (code for code in ECONOMIC if len(code) == 3):
            found[code] = sum(found[one] for one in codes if one.startswith(code))
        return found

    def of(self, what: str, fund: str = "", below: str = "") -> int:
        """An amount of appropriations: of one fund or all, of the 项 below a code or all."""
        return sum(
            getattr(item, what)
            for name, items in self.funds.items()
            for code, item in items.items()
            if name.startswith(fund) and code.startswith(below)
        )

    def other(self, names: tuple[str, ...], below: str = "") -> int:
        """An amount of other money."""
        return sum(
            held.get(name, 0)
            for by_code in (self.sources, self.kinds)
            for code, held in by_code.items()
            for name in names
            if code.startswith(below)
        )

    def revenue(self, below: str = "") -> int:
        return self.of("revenue", below=below) + self.other(SOURCES, below)

    def kind(self, name: str, below: str = "") -> int:
        """Expenditure of one kind, whatever pays for it."""
        own = {"基本支出": "basic", "项目支出": "project"}.get(name)
        return self.other((name,), below) + (self.of(own, below=below) if own else 0)

    def spent(self, below: str = "") -> int:
        return sum(self.kind(name, below) for name in KINDS)

    @property
    def opening(self) -> int:
        return self.of("opening") + self.opened

    @property
    def total(self) -> int:
        return self.revenue() + self.used + self.opening

    @property
    def personnel(self) -> int:
        return self.economic["301"] + self.economic["303"]

    @property
    def operating(self) -> int:
        return self.economic["302"] + self.economic["310"]


def vehicles(three: dict[str, int]) -> int:
    """What vehicles cost: purchase and operation."""
    return three["购置"] + three["运行"]


def money(fen: int, unit: str) -> str:
    """Print an amount, half up."""
    amount = Decimal(fen).scaleb(-6 if unit == "万元" else -2)
    return f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def percent(part: int, whole: int) -> str:
    """Print a rate of a hundred, half up."""
    rate = Decimal(100 * part) / Decimal(whole)
    return f"{rate.quantize(Decimal('0.01'), ROUND_HALF_UP)}%"
