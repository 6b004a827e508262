"""Rule files to rules, each held against the fields of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hebiao.errors import RegimeError
from hebiao.regime.files import check_schema, json_schema, problem_types, read_toml
from hebiao.regime.files import nearest as nearest_name
from hebiao.regime.spec import Example, Kind, Rule
from hebiao.regime.tables import check_known
from hebiao.result import Severity, Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Raw = dict[str, Any]


_RULE_LIST = {
    "type": "object",
    "additionalProperties": False,
    "required": ["rule"],
    "properties": {"rule": {"type": "array", "minItems": 1, "items": {"type": "object"}}},
}


def read_rules(file: Path, kinds: Mapping[str, Kind], regime: str) -> list[Rule]:
    """Read a rule file for a regime; `RegimeError` with the rule's id for its first fault.

    Of a shared rule's examples those written in another regime's tables are left out.
    """
    raw = read_toml(file)
    check_schema(raw, _RULE_LIST, file)
    schema = json_schema("rules")
    for index, rule in enumerate(raw["rule"]):
        place = f"规则 rule {rule.get('id', index + 1)}"
        kind = kinds.get(str(rule.get("kind")))
        if kind is None:
            raise RegimeError(
                "kind",
                f"{file}：{place}：没有类别「{rule.get('kind')}」 / no such kind"
                f"{nearest_name(str(rule.get('kind')), list(kinds))}",
            )
        base = schema["$defs"]["rule"]
        check_schema(
            rule,
            {
                "$defs": schema["$defs"],
                "type": "object",
                "additionalProperties": False,
                "required": base["required"] + list(kind.schema.get("required", [])),
                "properties": base["properties"] | kind.schema.get("properties", {}),
            }
            | {key: kind.schema[key] for key in ("oneOf", "anyOf") if key in kind.schema},
            file,
            place,
        )
    for rule in raw["rule"]:
        place = f"{file}：规则 rule {rule['id']}"
        check_known(rule["type"], list(problem_types()), place, "问题类型", "type")
    own = set(schema["$defs"]["rule"]["properties"])
    return [_rule(rule, own, file, kinds[rule["kind"]], regime) for rule in raw["rule"]]


def _rule(raw: Raw, own: set[str], file: Path, by: Kind, regime: str) -> Rule:
    return Rule(
        id=raw["id"],
        kind=raw["kind"],
        title=Text(raw["title"], raw["title_en"]),
        severity=Severity(raw["severity"]),
        type=raw["type"],
        basis=tuple(raw["basis"]),
        why=Text(raw["why"], raw["why_en"]),
        formula=raw.get("formula") or " 或 or ".join(raw.get("any", [])),
        implied=raw.get("implied", False),
        options={key: value for key, value in raw.items() if key not in own},
        examples=tuple(
            Example(
                figures=example.get("figures", {}),
                text=example.get("text", ""),
                unruled=tuple(example.get("unruled", [])),
                twice=tuple(example.get("twice", [])),
                strays=tuple(example.get("strays", [])),
                verdict=example["verdict"],
                actual=example.get("actual"),
                expected=example.get("expected"),
            )
            for example in raw["example"]
            if example.get("of", regime) == regime
        ),
        file=file,
        by=by,
    )
