"""A JSON Schema as a page: a table of fields for the whole and for each of its definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from site_regimes import code, grid, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]


def page(schema: Schema, heading: str) -> str:
    """Give the fields of a schema in Markdown."""
    defs = schema.get("$defs", {})
    blocks = [f"# {heading}", plain(schema.get("description", "")), _fields(schema, defs)]
    for name, one in defs.items():
        if "properties" in one:
            blocks += [f"## {name}", plain(one.get("description", "")), _fields(one, defs)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _fields(schema: Schema, defs: Schema) -> str:
    rows = [
        (code(path), kind(one, defs), plain(one.get("description", "")))
        for path, one in _walk(schema, "")
    ]
    return grid(("字段 field", "类型 type", "含义 meaning"), rows)


def _walk(schema: Schema, prefix: str) -> Iterator[tuple[str, Schema]]:
    """Every field of a schema and of the objects written in it, with its path."""
    for key, one in schema.get("properties", {}).items():
        path = f"{prefix}{key}"
        yield path, one
        for inner in (one, *one.get("oneOf", [])):
            yield from _walk(inner, f"{path}.")
            yield from _walk(inner.get("items", {}), f"{path}[].")


def kind(one: Schema, defs: Schema) -> str:
    """Say what a value is: its type, a link to its definition, or the values it may have."""
    if "$ref" in one:
        name = one["$ref"].rpartition("/")[2]
        if "properties" in defs[name]:
            return f"[{name}](#{name.lower()})"
        return kind(defs[name], defs)
    if "const" in one:
        return code(str(one["const"]))
    if "enum" in one:
        return " ".join(code(str(value)) for value in one["enum"])
    if "oneOf" in one:
        return " / ".join(kind(each, defs) for each in one["oneOf"])
    if "items" in one:
        return f"{kind(one['items'], defs)} …"
    types = one.get("type", "")
    return " / ".join(types) if isinstance(types, list) else types
