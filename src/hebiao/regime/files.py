"""Where regime files lie, and reading one: TOML, then its JSON Schema, then a clear error."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from hebiao.catalogue import ProblemType
from hebiao.errors import RegimeError
from hebiao.result import Text

_LARGEST = 4 * 1024 * 1024
_SAID = 300
"""How many characters of what is wrong are told: it may quote the whole file."""


def data_roots(extra: Path | None = None) -> tuple[Path, ...]:
    """Give the folders that hold `schemas/` and `checks/`: the package's own, then others.

    An installed wheel carries both inside the package; an editable install finds them in the
    checkout. Others come from the entry point group `hebiao.regimes` (each value a path, or a
    package whose folder it is) and from `extra`; `RegimeError` where one holds no `schemas/`.
    """
    package = Path(__file__).resolve().parents[1]
    own = package if (package / "schemas").is_dir() else package.parents[1]
    found = [own]
    for point in sorted(entry_points(group="hebiao.regimes"), key=lambda p: p.name):
        value = point.load()
        found.append(Path(getattr(value, "__path__", [value])[0]))
    if extra is not None:
        found.append(extra)
    for root in found:
        if not (root / "schemas").is_dir():
            raise RegimeError(
                "no-schemas",
                f"{root}：没有 schemas/ 文件夹，制式文件应放在 schemas/<制式>/regime.toml / "
                "no schemas/ folder here; a regime lies in schemas/<regime>/regime.toml",
            )
    return tuple(found)


@cache
def json_schema(name: str) -> dict[str, Any]:
    """Give one of hebiao's own JSON Schemas, as `regime` for schemas/regime.schema.json."""
    path = data_roots()[0] / "schemas" / f"{name}.schema.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


@cache
def problem_types() -> dict[str, ProblemType]:
    """Give the problem types (P01 …), what each is called and how it is told."""
    file = data_roots()[0] / "schemas" / "problem-types.toml"
    raw = read_toml(file)
    check_schema(raw, json_schema("problem-types"), file)
    return {
        key: ProblemType(
            name=Text(one["zh"], one["en"]),
            of=tuple(one.get("of", [])),
            cause=Text(**one["cause"]) if "cause" in one else None,
            beyond=Text(**one["beyond"]) if "beyond" in one else None,
        )
        for key, one in raw.items()
    }


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; `RegimeError` with file and place where it is none."""
    try:
        if path.stat().st_size > _LARGEST:
            raise RegimeError("too-large", f"{path}：文件超过 4 MiB / file larger than 4 MiB")
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise RegimeError("not-found", f"{path}：没有这个文件 / no such file") from error
    except (OSError, ValueError, RecursionError) as error:
        raise RegimeError("toml", f"{path}：不是 TOML / not TOML: {error}") from error


def check_schema(value: Any, schema: dict[str, Any], path: Path, place: str = "") -> None:
    """Hold a file's content against a JSON Schema; `RegimeError` for its first, deepest fault."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    error = best_match(Draft202012Validator(schema).iter_errors(value))
    if error is None:
        return
    where = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error.absolute_path)
    spot = f"{place}{where}".lstrip(".") or "文件 file"
    said = " ".join(error.message.split())
    said = f"{said[:_SAID]}…" if len(said) > _SAID else said
    raise RegimeError("schema", f"{path}：{spot}：{said}{_hint(error)}")


def _hint(error: Any) -> str:
    """Name the nearest right key, where the fault is a key nobody knows."""
    if error.validator not in {"additionalProperties", "unevaluatedProperties"}:
        return ""
    known = list(error.schema.get("properties", {}))
    for wrong in re.findall(r"'([^']+)'", error.message):
        if wrong not in known:
            return nearest(wrong, known)
    return ""


def nearest(wrong: str, known: list[str] | tuple[str, ...]) -> str:
    """Give "；最接近的是 X / did you mean X?", or nothing where no name is near."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(wrong, known, scorer=fuzz.ratio, score_cutoff=30)
    return f"；最接近的是「{best[0]}」 / did you mean {best[0]}?" if best else ""


def check_patterns(
    patterns: list[str], path: Path, place: str, group: str = ""
) -> tuple[re.Pattern[str], ...]:
    """Compile regular expressions; `RegimeError` naming the one that is none or lacks `group`."""
    compiled = []
    for pattern in patterns:
        try:
            compiled.append(re.compile(pattern))
        except re.error as error:
            raise RegimeError(
                "pattern",
                f"{path}：{place}：正则「{pattern}」有误 / not a regular expression: {error}",
            ) from error
        if group and group not in compiled[-1].groupindex:
            raise RegimeError(
                "pattern", f"{path}：{place}：正则「{pattern}」缺 / lacks the group (?P<{group}>…)"
            )
    return tuple(compiled)
