"""The catalogue as JSON, described by schemas/rules-catalogue.schema.json."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hebiao.reports.json import rule_dict
from hebiao.reports.plain import dumps
from hebiao.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hebiao.catalogue import Catalogue, Served
    from hebiao.result import Text

SCHEMA = "hebiao-rules/1"


def render(catalogues: Iterable[Catalogue]) -> str:
    """Give catalogues as one JSON document."""
    return dumps(
        {
            "schema": SCHEMA,
            "tool": {"name": "hebiao", "version": VERSION},
            "regimes": [_catalogue(one) for one in catalogues],
        }
    )


def _catalogue(one: Catalogue) -> dict[str, Any]:
    first, last = one.years
    return {
        "id": one.regime,
        "version": one.version,
        "title": _text(one.title),
        "kind": one.kind,
        "years": {"first": first, "last": last},
        "rules": [rule_dict(rule) for rule in one.rules.values()],
        "cover": {
            "counts": {str(reach): count for reach, count in one.counts().items()},
            "types": [_served(served) for served in one.served],
        },
    }


def _served(one: Served) -> dict[str, Any]:
    return {
        "type": one.type,
        "name": _text(one.name),
        "reach": str(one.reach),
        "rules": list(one.rules),
        "note": None if one.note is None else _text(one.note),
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
