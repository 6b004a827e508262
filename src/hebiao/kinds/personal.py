"""The kind `personal`: no telephone or identity number of a person is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.recognise.wording import quote
from hebiao.regime.files import json_schema
from hebiao.regime.spec import Kind
from hebiao.result import FindingCell, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.model import Private
    from hebiao.regime.spec import Regime, Rule

_SHOWN = 20
_SAID = {
    "mobile": Text("手机号码", "a mobile number"),
    "telephone": Text("个人的联系电话", "a person's telephone number"),
    "identity": Text("公民身份号码", "an identity number"),
}


def link(_rule: Rule, _regime: Regime) -> None:
    """Nothing to link."""


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome a number, masked; the source holds it in no other form."""
    private = case.figures.document.source.private
    if not private:
        yield Outcome(rule.id, "*", Verdict.HOLDS)
    found: dict[str, list[Private]] = {}
    for one in private:
        found.setdefault(one.shown, []).append(one)
    for shown, places in found.items():
        said = _SAID[places[0].kind]
        cells = [
            FindingCell(f"原文[{quote(shown)}{again}]", shown, None, "", "text", one.location)
            for number, one in enumerate(places, 1)
            for again in (f"#{number}" if number > 1 else "",)
        ]
        yield Outcome(
            rule.id,
            quote(shown),
            Verdict.FAILS,
            tuple(cells[:_SHOWN]),
            message=Text(
                f"公开了{said.zh} {shown}（已遮盖）",
                f"{said.en} is published: {shown} (masked)",
            ),
        )


KIND = Kind("personal", json_schema("rules")["$defs"]["personal"], link, judge=judge)
