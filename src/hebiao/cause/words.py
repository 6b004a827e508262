"""What a cause says: the figure, what is printed, what it would have to be, what that mends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hebiao.cause.lighter import FEW
from hebiao.result import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hebiao.result import Cause, Repair


def message(cause: Cause, failed: Text, beyond: str) -> Text:
    """Give a cause's message; one of several repairs is never said to be the right one.

    `failed` is what the strongest outcome says, `beyond` the amount that no rounding explains,
    with its unit, or empty.
    """
    if not cause.repairs:
        return _unexplained(cause, failed)
    told = _sole(cause, cause.repairs[0]) if cause.unique else _several(cause, failed)
    if not beyond:
        return told
    return Text(
        f"{told.zh}；除去舍入，各数偏差合计至少 {beyond}",
        f"{told.en}; beyond rounding the figures are off by at least {beyond} in all",
    )


def _unexplained(cause: Cause, failed: Text) -> Text:
    """What is said where no few corrections were found: how much fails together, and one of it."""
    if cause.mends == 1:
        return failed
    return Text(
        f"相连的 {cause.mends} 项勾稽不符，没有找到少数几处改动能使各项相符；其中 {failed.zh}",
        f"{cause.mends} connected identities fail, and no few corrections were found that mend "
        f"them; among them: {failed.en}",
    )


def _several(cause: Cause, failed: Text) -> Text:
    """What is said where figures alone do not tell: what fails, and which figures may be wrong."""
    if cause.mends > 1:
        failed = Text(f"{cause.mends} 项勾稽不符", f"{cause.mends} identities fail")
    rest = "" if cause.complete else "，未能查尽"
    also = "" if cause.complete else " (the search was not exhaustive)"
    either = _alternatives(cause.repairs)
    if len(cause.repairs) == 1:
        return Text(
            f"{failed.zh}；可能是 {either.zh}，但也可能错在别处，或漏印了一行{rest}",
            f"{failed.en}; it may be that {either.en}, or that another figure is wrong or a row "
            f"missing{also}",
        )
    return Text(
        f"{failed.zh}；仅凭数字不能断定错在哪一处{rest}：{either.zh}",
        f"{failed.en}; figures alone do not tell which is wrong{also}: {either.en}",
    )


def _alternatives(repairs: Sequence[Sequence[Repair]]) -> Text:
    """The first few repairs; what all of them have is said once, ahead of what they differ in."""
    common = [one for one in repairs[0] if all(one in repair for repair in repairs)]
    left = [[one for one in repair if one not in common] for repair in repairs]
    if not all(left):
        common, left = [], [list(repair) for repair in repairs]
    shown = [_either(repair) for repair in left[:FEW]]
    zh, en = "；或 ".join(one.zh for one in shown), "; or ".join(one.en for one in shown)
    if len(left) > len(shown):
        zh, en = f"{zh}；等共 {len(left)} 种", f"{en}; or {len(left) - len(shown)} more"
    if common:
        zh, en = f"{_either(common).zh}，并且 {zh}", f"{_either(common).en}, and with it {en}"
    return Text(zh, en)


def _sole(cause: Cause, repair: Sequence[Repair]) -> Text:
    """What a cause with one repair says; a slip that all its figures share is said once."""
    slips = {one.slip.zh for one in repair}
    shared = repair[0].slip if len(repair) > 1 and len(slips) == 1 else Text("", "")
    if shared.zh:
        repair = [replace(one, slip=Text("", "")) for one in repair]
    shown = repair[:FEW]
    zh = "；".join(f"{one.address} {_printed(one).zh}，{_right(one).zh}" for one in shown)
    en = "; ".join(f"{one.address} {_printed(one).en} and {_right(one).en}" for one in shown)
    if len(repair) > len(shown):
        zh, en = f"{zh}；等共 {len(repair)} 个数", f"{en}; {len(repair)} figures in all"
    if shared.zh:
        zh, en = f"{shared.zh}：{zh}", f"{shared.en}: {en}"
    return Text(f"{zh}；改正后 {cause.mends} 项勾稽相符", f"{en}; that mends {_identities(cause)}")


def _identities(cause: Cause) -> str:
    return f"{cause.mends} {'identity' if cause.mends == 1 else 'identities'}"


def _either(repair: Sequence[Repair]) -> Text:
    shown = repair[:FEW]
    zh = "，且 ".join(f"{one.address}（{_printed(one).zh}）{_about(one).zh}" for one in shown)
    en = " and ".join(
        f"{one.address} ({_printed(one).en.removeprefix('is ')}) {_about(one).en}" for one in shown
    )
    if len(repair) > len(shown):
        zh, en = f"{zh}，等共 {len(repair)} 个数", f"{en}, {len(repair)} figures in all"
    return Text(zh, en)


def _printed(repair: Repair) -> Text:
    if repair.printed is None:
        return Text("为空", "is blank")
    return Text(f"印为 {repair.printed}", f"is printed {repair.printed}")


def _right(repair: Repair) -> Text:
    """What a figure would have to be, with the range that rounding leaves to it."""
    told = _about(repair)
    if repair.low is None or repair.high is None:
        return told
    return Text(
        f"应为 {repair.should_be}（{repair.low} 至 {repair.high}）{_slip(repair).zh}",
        f"would have to be {repair.should_be} ({repair.low} to {repair.high}){_slip(repair).en}",
    )


def _about(repair: Repair) -> Text:
    """What a figure would have to be, without the range."""
    zh, en = f"应为 {repair.should_be}", f"would have to be {repair.should_be}"
    if repair.low is not None and repair.high is not None:
        zh, en = f"应约为 {repair.should_be}", f"would have to be about {repair.should_be}"
    elif repair.low is not None:
        zh, en = f"应不小于 {repair.low}", f"would have to be at least {repair.low}"
    elif repair.high is not None:
        zh, en = f"应不大于 {repair.high}", f"would have to be at most {repair.high}"
    slip = _slip(repair)
    return Text(f"{zh}{slip.zh}", f"{en}{slip.en}")


def _slip(repair: Repair) -> Text:
    """The slip in brackets, if it has a name."""
    return Text(f"（{repair.slip.zh}）", f" ({repair.slip.en})") if repair.slip.zh else repair.slip
