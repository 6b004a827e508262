"""The catalogue as Markdown: what a regime reaches, then every rule under its problem type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hebiao.catalogue import Reach
from hebiao.reports.plain import visible
from hebiao.reports.rules_words import REACHED, reach_line, years

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hebiao.catalogue import Catalogue, Served
    from hebiao.result import RuleText

_SUBHEADING = re.compile(r"^## (.*)$", re.MULTILINE)
_HEAD = "| 类型 type | 问题 problem | 核对 reach | 规则 rules |"
_STEERING = re.compile(r"([\\`*_{}\[\]<>|#])")


def render(catalogues: Iterable[Catalogue], *, rules: bool = True) -> str:
    """Give catalogues one after another; without `rules`, what they reach alone."""
    return visible("\n".join(_catalogue(one, rules=rules) for one in catalogues))


def _catalogue(one: Catalogue, *, rules: bool) -> str:
    blocks = [
        f"# 规则：{_plain(one.title.zh)}",
        f"Rules: {_plain(one.title.en)}",
        f"`{one.regime}` v{one.version} · {years(one)} · {len(one.rules)} 条规则 rules",
        "## 问题类型 Problem types",
        reach_line(one),
        _reached(one),
        *(_listed(one) if rules else ()),
    ]
    return "\n\n".join(blocks) + "\n"


def _reached(one: Catalogue) -> str:
    rows = [
        f"| {served.type} | {_plain(served.name.zh)}<br>{_plain(served.name.en)} | "
        f"{REACHED[served.reach].zh} {REACHED[served.reach].en} | {_by(served, one)} |"
        for served in one.served
    ]
    return "\n".join(
        ["| 类型 type | 问题 problem | 核对 reach | 规则 rules |", "|---|---|---|---|", *rows]
    )


def _by(served: Served, one: Catalogue) -> str:
    """The rules of a type, linked where the catalogue has them, or the note."""
    if served.note is not None:
        return f"{_plain(served.note.zh)}<br>{_plain(served.note.en)}"
    if served.reach is not Reach.RULES:
        return "—"
    return " ".join(f"[{id_}](#{id_.lower()})" if id_ in one.rules else id_ for id_ in served.rules)


def _listed(one: Catalogue) -> list[str]:
    blocks: list[str] = []
    for served in one.served:
        rules = [one.rules[id_] for id_ in served.rules if id_ in one.rules]
        if rules:
            blocks.append(f"## {served.type} {_plain(served.name.zh)}")
            blocks += [_rule(rule) for rule in rules]
    return blocks


def _rule(rule: RuleText) -> str:
    """One rule under its id, which is its anchor; the rest is the help that is printed anywhere."""
    _, _, body = rule.help.partition("\n\n")
    title = f"**{_plain(rule.title.zh)}** · `{rule.kind}` · `{rule.severity}`"
    return "\n\n".join([f"### {rule.id}", title, _SUBHEADING.sub(r"**\1**", body).strip()])


def _plain(text: str) -> str:
    return _STEERING.sub(r"\\\1", text)
