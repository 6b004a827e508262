"""The kind `readable`: the file gives text; a scan or an encrypted file does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.regime.files import json_schema
from hebiao.regime.spec import Kind
from hebiao.result import Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.regime.spec import Regime, Rule

CODES = frozenset({"scan", "encrypted"})
"""The codes of a `SourceError` that are a fault of the document, and so a finding."""


def link(_rule: Rule, _regime: Regime) -> None:
    """Nothing to link."""


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Hold for a document that gave blocks; one that gave none never gets here from a file."""
    if case.figures.document.source.blocks or case.figures.entries:
        yield Outcome(rule.id, "*", Verdict.HOLDS)
    else:
        yield unread(rule, "文件没有文字 / the file holds no text")


def unread(rule: Rule, message: str) -> Outcome:
    """Give the failing outcome for a file whose reader said "中文 / English" in `message`."""
    zh, _, en = message.partition(" / ")
    return Outcome(rule.id, "*", Verdict.FAILS, message=Text(zh, en or zh))


KIND = Kind("readable", json_schema("rules")["$defs"]["readable"], link, judge=judge)
