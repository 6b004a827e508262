"""The identities of the samples' narratives, listed by hand for the oracle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narrative.oracle import Amounts

if TYPE_CHECKING:
    from narrative.oracle import Key, Told


def budget(found: Told, clean: Told) -> Amounts:
    """Give the conditions on the departmental budget's narrative."""
    given, of = Amounts(found), found.keys
    for section in ("一", "二", "三", "四", "五/一", "五/二", "五/三", "六", "十", "十二"):
        given.held(of(section, "金额"), clean)
    for section in ("七/一", "七/二", "七/三", "七/四"):
        given.held(of(section, "金额", "规模"), clean)
        given.same(of(section, "金额", "规模"), of(section, "金额", "分配"))
    given.held(of("十一", "金额", "委托业务费"), clean)
    given.held(of("十三/四", "金额", "涉及预算金额")[:2], clean)
    given.held(of("十三/四", "个", "项目共"), clean)
    given.held(of("十三/一", "金额"), clean)
    for section in ("二", "三", "五/二"):
        _shares(given, section, of("二", "金额")[0] if section != "五/二" else of("四", "金额")[0])
    for section in ("二", "三", "五/一", "五/三", "十", "十三/一"):
        _growth(given, section)
    total, *parts = of("十", "增减")
    given.same([total], parts)
    given.same(of("二", "增减")[:2], of("五/一", "增减"))
    given.same(of("五/三", "增减"), of("五/一", "增减"))
    given.same(of("三", "增减", "基本支出"), of("五/一", "增减", "基本支出"))
    given.same(
        of("三", "增减", "项目支出"),
        [*of("五/一", "增减", "项目支出"), *of("二", "增减", "财政拨款结转")],
    )
    given.same(of("二", "增减"), of("三", "增减"))
    given.same(of("十一", "金额", "服务购买经费"), of("十一", "金额", "协作支出"))
    purchase, *kinds = of("十三/二", "金额")[:4]
    given.same([purchase], kinds)
    middle, small = of("十三/二", "金额", "企业")
    given.most([small], [middle])
    given.most([middle], [purchase])
    for what in ("辆", "价值"):
        cars = of("十三/三", what, "车")
        given.same(cars[:1], cars[1:])
    held, costly, bought, dear = (
        key for key in found.numbers if key[0] == "十三/三" and key[2].startswith("台")
    )
    given.most([costly], [held])
    given.most([dear], [bought])
    return given


def accounts(found: Told, clean: Told) -> Amounts:
    """Give the conditions on the final accounts' narrative."""
    given, of = Amounts(found), found.keys
    for section in ("一", "二", "三", "四", "五/一", "五/二", "六", "七", "九"):
        given.held(of(section, "金额"), clean)
    for section, what in (("四", "决算数"), ("五/一", "决算数"), ("五/三", "决算数")):
        given.held(of(section, what), clean)
    for what in ("全年预算数", "决算数"):
        given.held(of("九", what), clean)
    for what in ("个", "全年预算数", "全年执行数", "分"):
        given.held(of("十一", what), clean)
    income, expenditure = of("二", "金额")[0], of("三", "金额")[0]
    general = of("五/一", "金额")[0]
    _shares(given, "二", income)
    _shares(given, "三", expenditure)
    _shares(given, "五/二", general)
    _shares(given, "九", of("九", "金额", "三公")[0], added=False)
    given.hundred(of("九", "占比"))
    given.rate(of("五/一", "占比")[0], [general], [expenditure], [])
    revenue = of("一", "金额", "收入总计")[0]
    change, rate = of("一", "增减")[0], of("一", "增幅")[0]
    given.rate(rate, [change], [revenue], [change])
    granted = of("四", "金额", "收入总计")[0]
    moved, rate = of("四", "增减")[0], of("四", "增幅")[0]
    given.rate(rate, [moved], [granted], [moved])
    given.most([granted, change], [revenue, moved])
    for section in ("五/一", "九", "十/一"):
        _growth(given, section)
    _growth(given, "五/三", of_="决算数")
    given.same(of("五/三", "增减"), of("五/一", "增减"))
    given.most([general, moved], [granted, of("五/一", "增减")[0]])
    total, *parts = of("九", "增减")
    given.same([total], parts)
    for section, column in (("四", "年初预算数"), ("五/一", "年初预算数"), ("九", "全年预算数")):
        for key in of(section, "预决算差异率"):
            (final,) = (k for k in of(section, "决算数") if k[1] == key[1])
            (planned,) = (k for k in of(section, column) if k[1] == key[1])
            given.rate_over(key, final, planned)
    given.most(of("五/一", "年初预算数"), of("四", "年初预算数"))
    given.most(of("十/一", "金额"), of("六", "金额", "公用经费"))
    purchase, *kinds = of("十/二", "金额")[:4]
    given.same([purchase], kinds)
    middle, small = of("十/二", "金额", "企业")
    given.most([small], [middle])
    given.most([middle], [purchase])
    cars = of("十/三", "辆")
    given.same(cars[:1], cars[1:])
    bought, owned = of("九", "辆")
    given.most([bought], [owned])
    given.most([owned], cars[:1])
    given.most(of("九", "个"), of("九", "人次", "出国") or of("九", "人次", "因公"))
    given.most(of("九", "批次"), of("九", "人次", "接待"))
    given.most([change], [revenue])
    given.most([moved], [granted])
    for section in ("五/一", "九", "十/一"):
        for key in of(section, "增减"):
            amounts = [k for k in of(section, "金额") if k[1] == key[1]][:1]
            given.most([key], amounts)
    return given


def _shares(given: Amounts, section: str, whole: Key, *, added: bool = True) -> None:
    """Add each share of a section, and that they make a hundred."""
    of = given.found.keys
    for key in of(section, "占比"):
        amount = next(k for k in of(section, "金额") if k[1] == key[1])
        given.rate(key, [amount], [whole], [])
    if added:
        given.hundred(of(section, "占比"))


def _growth(given: Amounts, section: str, *, of_: str = "金额") -> None:
    """Add each rate of growth of a section: the change over what was before it."""
    of = given.found.keys
    for key in of(section, "增幅"):
        (change,) = (k for k in of(section, "增减") if k[1] == key[1])
        amounts = [k for k in of(section, of_) if k[1] == key[1]] or of(section, of_)[:1]
        given.rate(key, [change], amounts[:1], [change])
