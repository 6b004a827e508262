"""The modules of hebiao: which may import which, what each says of itself, how long it is."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import hebiao

ROOT = Path(hebiao.__file__).parent

LEVELS = (
    ("errors", "figure", "version"),
    ("model", "result"),
    ("catalogue",),
    ("regime", "readers"),
    ("recognise",),
    ("bind", "documents", "package", "rounding", "system", "workers"),
    ("kinds",),
    ("schema",),
    ("cause",),
    ("cover", "findings", "readings"),
    ("cache", "check", "diff", "examples", "known", "report", "reports", "suspect"),
    ("pipeline",),
    ("cli", "nox", "progress"),
    ("", "__main__"),
)
"""A module imports from its own level and those before it."""

ALONE = {"pandera": "schema", "lark": "regime.formula"}
"""The one module that may import each of these packages."""

LONGEST = 300


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {_name(path): path for path in sorted(ROOT.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in FILES.items()}


def _imports(tree: ast.Module) -> set[str]:
    """Give everything a module imports, wherever in it and for types alone too."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            source = node.module or ""
            for alias in node.names:
                within = f"{source}.{alias.name}".removeprefix("hebiao.")
                found.add(f"hebiao.{within}" if within in FILES else source)
    return found


def _own(name: str) -> set[str]:
    """Give the modules of hebiao that a module imports."""
    return {
        one.removeprefix("hebiao").removeprefix(".")
        for one in _imports(TREES[name])
        if one.partition(".")[0] == "hebiao"
    }


def _level(name: str) -> int:
    head = name.partition(".")[0]
    (level,) = (at for at, names in enumerate(LEVELS) if head in names)
    return level


@pytest.mark.parametrize("name", FILES)
def test_imports_point_one_way(name: str) -> None:
    assert {one for one in _own(name) if _level(one) > _level(name)} == set()


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith(("regime", "readers"))])
def test_readers_and_regimes_know_nothing_of_each_other(name: str) -> None:
    other = {"regime": "readers", "readers": "regime"}[name.partition(".")[0]]
    assert {one for one in _own(name) if one.partition(".")[0] == other} == set()


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("reports")])
def test_reports_know_the_model_alone(name: str) -> None:
    known = {"catalogue", "model", "result", "version"}
    assert {one for one in _own(name) if one.partition(".")[0] not in {*known, "reports"}} == set()


def test_nothing_imports_in_a_circle() -> None:
    order = list(TopologicalSorter({name: _own(name) - {name} for name in FILES}).static_order())
    assert set(order) == set(FILES)


@pytest.mark.parametrize(("package", "owner"), ALONE.items())
def test_one_module_alone_imports(package: str, owner: str) -> None:
    users = {
        name
        for name, tree in TREES.items()
        if any(one.partition(".")[0] == package for one in _imports(tree))
    }
    assert users == {owner}


@pytest.mark.parametrize("name", FILES)
def test_a_module_says_in_one_sentence_what_it_is(name: str) -> None:
    doc = ast.get_docstring(TREES[name])
    assert doc is not None
    first, *rest = doc.split("\n")
    assert first.endswith(".")
    assert rest[:1] in ([], [""])


@pytest.mark.parametrize("name", FILES)
def test_a_module_is_short_enough_to_read_in_one_sitting(name: str) -> None:
    assert len(FILES[name].read_text("utf-8").splitlines()) <= LONGEST
