"""The thirteen sections of a drawn department's narrative, true in every figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich_budget.department import (
    ACCOUNT,
    BODY,
    EARNED,
    FISCAL,
    FUNDS,
    GENERAL,
    LEFT,
    LEFT_OTHER,
    NOW,
    PROJECT,
    PUBLIC,
    STATES,
    THREE,
    last,
    now,
)
from rich_budget.tables import BASIC, carried, codes, commissioned, names, projects
from rich_budget.told import USES, YEAR, fund, ordinal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich_budget.told import Said

LEFTS = (*LEFT, *LEFT_OTHER)


def narrative(said: Said) -> list[str]:
    """Give the lines of part three up to its performance tables; a heading begins with #."""
    lines: list[str] = []
    for number, (title, section) in enumerate(SECTIONS.items(), 1):
        about = f"关于{BODY} {YEAR}" if number < len(SECTIONS) else ""
        lines += [f"### {ordinal(number)}、{about}{title}", *section(said)]
    return lines


def _overview(said: Said) -> list[str]:
    kinds = {
        "一般公共预算": GENERAL,
        "政府性基金预算": FUNDS,
        "国有资本经营预算": STATES,
        "财政专户（教育收费）": (ACCOUNT,),
        "单位资金": EARNED,
        "财政拨款结转": LEFT,
        "非财政拨款结转结余": LEFT_OTHER,
    }
    flows = said.held.flows
    return [
        f"{BODY}的全部收入和支出都编入部门预算，{YEAR}收支总预算 {said.amount(flows)}。",
        f"收入预算包括：{'、'.join(one for one, of in kinds.items() if now(said.held.some(of)))}。",
        f"支出预算包括：{'、'.join(names()[code] for code in codes(flows, (3,)))}。",
    ]


def _revenue(said: Said) -> list[str]:
    account = said.random.choice(("财政专户（教育收费）", "财政专户管理资金", "财政专户核拨"))
    kinds = {
        **{source + ("资金" if source.startswith("上级") else ""): (source,) for source in FISCAL},
        account: (ACCOUNT,),
        "单位资金": EARNED,
        "财政拨款结转": LEFT,
        "非财政拨款结转结余": LEFT_OTHER,
    }
    whole = said.held.flows
    lines = [f"{BODY} {YEAR}收入预算 {said.amount(whole)}，其中："]
    for name, sources in kinds.items():
        flows = said.held.some(sources)
        if now(flows) or last(flows):
            lines.append(f"{name} {said.share(flows, whole)}，{said.change(flows)}。")
        else:
            lines.append(f"{name}未安排。")
    return lines


def _expenditure(said: Said) -> list[str]:
    whole = said.held.flows
    lines = [f"{BODY} {YEAR}支出预算 {said.amount(whole)}，其中："]
    for name, natures in (("基本支出", BASIC), ("项目支出", (PROJECT,))):
        flows = said.held.some(natures=natures)
        lines.append(f"{name} {said.share(flows, whole)}，{said.change(flows)}。")
    return lines


def _fiscal(said: Said) -> list[str]:
    kinds = {"一般公共预算": GENERAL, "政府性基金预算": FUNDS, "国有资本经营预算": STATES}
    some = {name: said.held.some(of) for name, of in kinds.items() if now(said.held.some(of))}
    told = "，".join(f"{name}拨款 {said.amount(flows)}" for name, flows in some.items())
    total = said.amount(said.held.some(FISCAL))
    lines = [f"{YEAR}财政拨款收支总预算 {total}。", f"收入预算包括：{told}。"]
    for name, flows in some.items():
        parts = [
            f"{names()[code]} {said.amount([f for f in flows if f.item.startswith(code)])}，"
            f"主要用于{said.random.choice(USES)}"
            for code in codes(flows, (3,))
        ]
        lines.append(f"{name}支出包括：{'；'.join(parts)}。")
    return lines


def _basic(said: Said) -> list[str]:
    total = said.amount(said.held.some(GENERAL, natures=BASIC))
    lines = [f"{BODY} {YEAR}一般公共预算基本支出 {total}，其中："]
    for nature in BASIC:
        flows = said.held.some(GENERAL, natures=(nature,))
        listed = "、".join(names()[code] for code in codes(flows, (5,), "economic"))
        lines.append(f"{nature} {said.amount(flows)}，主要包括：{listed}。")
    return lines


def _projects(said: Said) -> list[str]:
    held = projects(said.held, GENERAL)
    if not held:
        return [f"{BODY} {YEAR}没有安排项目支出，一般公共预算项目支出情况表为空表。"]
    lines: list[str] = []
    mark = said.random.choice("，；、")
    for number, ((unit, name), flows) in enumerate(held.items(), 1):
        parts = [f"{names()[one.economic]} {said.amount(one.now)}" for one in flows if one.now]
        lines += [
            f"#### （{ordinal(number)}）项目名称：{name}",
            f"设立的政策依据：《示例市口岸管理规定》第{ordinal(number)}条。",
            f"预算安排规模：{said.amount(flows)}",
            f"项目承担单位：{unit}",
            f"资金分配情况：{mark.join(parts)}",
            "资金执行时间：2026 年 1 月 1 日至 2026 年 12 月 31 日",
        ]
    return lines


def _three(said: Said) -> list[str]:
    whole = said.held.some(FISCAL, economic=tuple(THREE))
    if not now(whole):
        return [f"{BODY} {YEAR}没有安排“三公”经费，财政拨款“三公”经费支出情况表为空表。"]
    own = {name: said.held.some(FISCAL, economic=(code,)) for code, name in THREE.items()}
    told = {name: f"{name} {said.amount(flows)}" for name, flows in own.items()}
    if said.compact:
        trip, guests, bought, run = told.values()
        car = said.amount(said.held.some(FISCAL, economic=("31013", "30231")))
        listed = f"{trip}，公务用车购置及运行维护费 {car}（其中：{bought}，{run}），{guests}"
    else:
        listed = "，".join(told.values())
    moved = "；".join(
        (f"{told[name]}，" if said.cites else name) + said.change(flows)
        for name, flows in own.items()
    )
    return [
        f"{BODY} {YEAR}财政拨款“三公”经费数为 {said.amount(whole)}，其中：{listed}。",
        f"{YEAR}财政拨款“三公”经费预算{said.change(whole)}。其中：{moved}。",
    ]


def _commissioned(said: Said) -> list[str]:
    held = commissioned(said.held)
    if not held:
        return [f"{BODY} {YEAR}没有安排委托业务费，财政拨款委托业务费支出情况表为空表。"]
    total = said.amount([one for flows in held.values() for one in flows])
    lines = [f"{BODY} {YEAR}委托业务费 {total}，其中："]
    for number, ((_, name), flows) in enumerate(held.items(), 1):
        service = "" if said.shown or name.endswith("委托业务费") else "委托业务费"
        told = f"{said.item(number)}{name}{service} {said.amount(flows)}，主要用于：购买服务"
        if now(flows) > 100_000 and said.random.random() < 0.6:
            first = now(flows) // 3 + 1
            parts = (first, now(flows) // 2, now(flows) - first - now(flows) // 2)
            kinds = zip(("现场协作", "数据采集", "政策宣传"), parts, strict=True)
            told += "；其中" + "，".join(f"{kind}支出 {said.amount(fen)}" for kind, fen in kinds)
        lines.append(f"{told}。")
    return lines


def _carried(said: Said) -> list[str]:
    held = carried(said.held)
    if not held:
        return [f"{BODY} {YEAR}没有上年结转结余，上年结转结余情况表为空表。"]
    total, own, other = (said.amount(said.held.some(of)) for of in (LEFTS, LEFT, LEFT_OTHER))
    words = said.random.choice((("财政拨款", "非财政拨款"), ("财政拨款结转", "非财政拨款结转结余")))
    told = f"包括：{words[0]} {own}，{words[1]} {other}，其中："
    lines = [f"{BODY} {YEAR}上年结转结余 {total}，{told}"]
    for number, ((_, name), flows) in enumerate(held.items(), 1):
        word = "" if name.endswith("结转") else "结转"
        use = said.random.choice(USES)
        lines.append(f"{said.item(number)}{name}{word} {said.amount(flows)}，主要用于：{use}。")
    return lines


def _other(said: Said) -> list[str]:
    units = said.held.units
    civil = {one.name for one in units if one.kind != "事业"}
    public = said.held.some(GENERAL, natures=(PUBLIC,))
    runs = [one for one in public if one.unit in civil]
    who = BODY + (f"本级及下属 {len(civil) - 1} 家参公管理事业单位" if len(civil) > 1 else "")
    fiscal = said.amount(said.held.some(FISCAL, natures=(PROJECT,)))
    other = said.amount(said.held.some((ACCOUNT, *EARNED), natures=(PROJECT,)))
    whole, count = said.amount(said.held.flows), len(projects(said.held, NOW))
    told = f"当年预算安排项目共 {count} 个，其中：财政拨款项目涉及预算金额 {fiscal}"
    told += f"；非财政拨款项目涉及预算金额 {other}"
    return [
        "#### （一）单位运行经费情况",
        f"{who} {YEAR}的机关运行经费财政拨款预算 {said.amount(runs)}，{said.change(runs)}。",
        "#### （二）政府采购情况",
        *_procurement(said),
        "#### （三）国有资产占用使用情况",
        *_assets(said),
        "#### （四）预算绩效情况",
        f"{YEAR}，本部门设整体预算绩效目标 1 个，涉及预算金额 {whole}；{told}。",
    ]


def _procurement(said: Said) -> Iterator[str]:
    three = [said.random.randrange(90_000_000) for _ in range(3)]
    some = sum(three) * said.random.randrange(40, 100) // 100
    small = some * said.random.randrange(60, 100) // 100
    kinds = zip(("货物", "工程", "服务"), three, strict=True)
    parts = "，".join(f"政府采购{kind}预算 {said.amount(fen)}" for kind, fen in kinds)
    yield f"{YEAR}，{BODY}政府采购预算 {said.amount(sum(three))}，其中：{parts}。"
    kept = "预留政府采购项目预算金额"
    told = f"面向中小企业{kept} {said.amount(some)}，其中：面向小微企业{kept} {said.amount(small)}"
    yield f"{YEAR}，{BODY}{told}。"


def _assets(said: Said) -> Iterator[str]:
    draw = said.random.randrange
    kinds = {
        kind: draw(9) for kind in ("一般公务用车", "执法执勤用车", "特种专业技术用车", "其他用车")
    }
    worth = {kind: count * draw(9_000_000, 30_000_000) for kind, count in kinds.items()}
    each = "；".join(f"{kind} {n} 辆，价值 {said.amount(worth[kind])}" for kind, n in kinds.items())
    cars = f"车辆 {sum(kinds.values())} 辆，价值 {said.amount(sum(worth.values()))}"
    bought = now(said.held.some(FISCAL, economic=("31013",)))
    more, some, one = draw(2), draw(2, 5), said.random.choice(("台", "台（套）"))
    buys = f"安排购置车辆经费 {said.amount(bought)}" if bought else "未安排购置车辆经费"
    yield f"截至 2025 年底，{BODY}占用使用国有资产总体情况为："
    yield f"1. 房屋 {draw(1000, 900_000) / 100:,.2f} 平方米，价值 {said.amount(draw(10**9))}。"
    yield f"2. {cars}；其中：{each}。"
    yield f"3. 办公家具价值 {said.amount(draw(10**9))}。"
    yield f"4. 其他资产价值 {said.amount(draw(10**9))}。"
    yield f"单价 50 万元以上大型设备 {some} {one}，单价 100 万元以上大型设备 {more} {one}。"
    yield (
        f"{YEAR}部门预算{buys}，安排购置单价 50 万元以上大型设备 {some} {one}，"
        f"单价 100 万元以上大型设备 {more} {one}。"
    )


SECTIONS = {
    "收支预算情况的总体说明": _overview,
    "收入预算情况说明": _revenue,
    "支出预算情况说明": _expenditure,
    "财政拨款收支预算情况的总体说明": _fiscal,
    "一般公共预算当年拨款情况说明": lambda said: fund(said, "一般公共预算", GENERAL),
    "一般公共预算基本支出情况说明": _basic,
    "一般公共预算项目支出情况说明": _projects,
    "政府性基金预算拨款情况说明": lambda said: fund(
        said, "政府性基金预算", FUNDS, "政府性基金预算支出情况表"
    ),
    "国有资本经营预算拨款情况说明": lambda said: fund(
        said, "国有资本经营预算", STATES, "国有资本经营预算支出情况表"
    ),
    "财政拨款“三公”经费预算情况说明": _three,
    "财政拨款委托业务费支出情况说明": _commissioned,
    "上年结转结余预算情况说明": _carried,
    "其他重要事项的情况说明": _other,
}
