"""The rule kinds, one module each, found through the entry point group `hebiao.kinds`."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from hebiao.errors import RegimeError
from hebiao.regime.spec import Kind


@cache
def load_kinds() -> dict[str, Kind]:
    """Give every registered kind by name; `RegimeError` where an entry point is no `Kind`."""
    kinds: dict[str, Kind] = {}
    for point in sorted(entry_points(group="hebiao.kinds"), key=lambda p: p.name):
        kind = point.load()
        if not isinstance(kind, Kind) or kind.name != point.name or kind.name in kinds:
            raise RegimeError(
                "kind",
                f"hebiao.kinds：「{point.value}」不是名为 {point.name} 的类别，或同名重复 / "
                f"not a kind named {point.name}, or a second one",
            )
        kinds[kind.name] = kind
    return kinds
