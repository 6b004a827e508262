"""Data packages of extracted tables: datapackage.json and its CSV files to blocks."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from hebiao.errors import SourceError
from hebiao.model import Cell, Grid, Location, Paragraph
from hebiao.readers.bounds import too_large
from hebiao.readers.markup import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.model import Block

_MOST_RESOURCES = 500
_LARGEST = 64 * 2**20
_MOST_CELLS = 1_000_000
_MERGED = 4


def blocks(data: bytes, folder: Path) -> tuple[tuple[Block, ...], str | None]:
    """Read a data package whose descriptor is `data` and whose CSV files lie below `folder`.

    Gives the blocks, and the regime that the descriptor names, if any.

    Each tabular resource becomes its title, body and unit as paragraphs and one grid, whose
    heading rows are the parts of the column names between "/". Places are those the descriptor
    keeps, else the CSV's own lines. Raises `SourceError` "package" where the descriptor or a file
    is wrong.
    """
    descriptor = _descriptor(data)
    facts = _mapping(descriptor.get("hebiao"))
    found: list[Block] = list(_facts(facts, descriptor.get("title")))
    resources = descriptor["resources"]
    if len(resources) > _MOST_RESOURCES:
        raise too_large(f"超过 {_MOST_RESOURCES} 个资源", f"over {_MOST_RESOURCES} resources")
    left = _MOST_CELLS
    for resource in resources:
        kept = _mapping(resource.get("hebiao"))
        rows = _rows(resource, folder)
        left -= sum(map(len, rows))
        if left < 0:
            raise too_large(f"超过 {_MOST_CELLS} 个单元格", f"over {_MOST_CELLS} cells")
        if not any(rows[:1]):
            continue
        if "text" in rows[0] and "section" in rows[0]:
            found += _paragraphs(rows, kept)
        elif "merged" in kept:
            found += _grid(rows, kept)
        else:
            found += _table(rows, resource, kept, facts)
    regime = facts.get("regime")
    return tuple(found), regime if isinstance(regime, str) else None


def _descriptor(data: bytes) -> dict[str, Any]:
    try:
        text = decode(data)
        descriptor = json.loads(text)
        if "\\u" in text:
            # Half of a surrogate pair can be written so, and is no text that could be printed.
            json.dumps(descriptor, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise SourceError(
            "package", f"datapackage.json 不是 JSON，请核对 / not JSON: {error}"
        ) from error
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not all(isinstance(one, dict) for one in resources):
        raise SourceError(
            "package",
            "datapackage.json 没有 resources 列表，请核对 / it has no list of resources: check it",
        )
    return dict(descriptor)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _facts(facts: dict[str, Any], title: Any) -> Iterator[Paragraph]:
    """What a cover says: body and year, as the regime's patterns read them."""
    year, entity = facts.get("year"), facts.get("entity")
    for text in (title, f"{year} 年部门预算、部门决算公开" if year else "", _body(entity)):
        if text and isinstance(text, str):
            yield Paragraph(text, Location(line=1))


def _body(entity: Any) -> str:
    return f"编制部门：{entity}" if entity else ""


def _rows(resource: dict[str, Any], folder: Path) -> list[list[str]]:
    path = resource.get("path")
    name = str(resource.get("name", path))
    pure = PurePosixPath(path) if isinstance(path, str) else PurePosixPath("..")
    if pure.is_absolute() or ".." in pure.parts or {":", "\0"} & set(str(pure)):
        raise SourceError(
            "package",
            f"资源 {name}：path 须是包内的相对路径 / resource {name}: path must lie in the package",
        )
    try:
        file = folder / pure
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            raise SourceError("package", f"{file}：不是普通文件 / is not a regular file")
        if found.st_size > _LARGEST:
            raise SourceError("too-large", f"{file}：超过 64 MiB，请拆分 / over 64 MiB: split it")
        rows = list(csv.reader(io.StringIO(_text(file), newline="")))
    except OSError as error:
        raise SourceError(
            "package", f"{folder / pure}：读不到 / cannot be read: {error.strerror}"
        ) from error
    except csv.Error as error:
        raise SourceError("package", f"{folder / pure}：不是 CSV / not CSV: {error}") from error
    return rows


def _text(file: Path) -> str:
    try:
        return decode(file.read_bytes())
    except SourceError as error:
        raise SourceError(error.code, f"{file}：{error.message}") from error


def _paragraphs(rows: list[list[str]], kept: dict[str, Any]) -> Iterator[Paragraph]:
    at = rows[0].index("text")
    places = kept.get("places")
    for line, row in enumerate(rows[1:]):
        if at < len(row):
            place = places[line] if isinstance(places, list) and line < len(places) else None
            yield Paragraph(_plain(row[at]), _location(place, Location(line=line + 2)))


def _table(
    rows: list[list[str]],
    resource: dict[str, Any],
    kept: dict[str, Any],
    facts: dict[str, Any],
) -> Iterator[Block]:
    place = _location(kept.get("place"), Location(line=1))
    unit = kept.get("unit")
    captions = (resource.get("title"), _body(facts.get("entity")), f"单位：{unit}" if unit else "")
    for text in captions:
        if text and isinstance(text, str):
            yield Paragraph(text, place)
    paths = [name.split("/") for name in rows[0]]
    depth = max(len(path) for path in paths)
    places = kept.get("places")
    cells = [
        Cell(_plain(path[min(row, len(path) - 1)]), row, column, Location(line=1))
        for row in range(depth)
        for column, path in enumerate(paths)
    ]
    for line, row in enumerate(rows[1:]):
        for column, text in enumerate(row[: len(paths)]):
            spot = _nth(_nth(places, line), column)
            own = Location(line=line + 2) if spot is None else Location()
            cells.append(Cell(_plain(text), depth + line, column, _location(spot, own)))
    yield Grid(tuple(cells), depth + len(rows) - 1, len(paths), place)


def _grid(rows: list[list[str]], kept: dict[str, Any]) -> Iterator[Block]:
    """A grid kept as it was printed, and the paragraphs before it."""
    place = _location(kept.get("place"), Location(line=1))
    caption = kept.get("caption")
    for text in caption if isinstance(caption, list) else ():
        yield Paragraph(str(text), place)
    width = len(rows[0])
    spans = {
        (one[0], one[1]): (one[2], one[3])
        for one in (kept["merged"] if isinstance(kept["merged"], list) else ())
        if isinstance(one, list) and len(one) == _MERGED and all(isinstance(n, int) for n in one)
    }
    cells = []
    for line, row in enumerate(rows[1:]):
        for column, text in enumerate(row[:width]):
            spot = _nth(_nth(kept.get("places"), line), column)
            if spot is None and not text:
                continue
            rowspan, colspan = spans.get((line, column), (1, 1))
            own = _location(spot, Location(line=line + 2))
            cells.append(Cell(_plain(text), line, column, own, rowspan, colspan))
    flags = {key: bool(kept.get(key, True)) for key in ("spans", "ruled")}
    yield Grid(tuple(cells), len(rows) - 1, width, place, **flags)


def _nth(values: Any, at: int) -> Any:
    return values[at] if isinstance(values, list) and at < len(values) else None


def _plain(text: str) -> str:
    """Take off the apostrophe that keeps a spreadsheet from running the cell."""
    return text[1:] if text[:1] == "'" and text[1:2] in set("=+-@\t\r'") else text


def _location(place: Any, default: Location) -> Location:
    """The place that the descriptor keeps, where it is one."""
    known = _mapping(place)
    kinds: dict[str, type | tuple[type, ...]] = {
        "file": str,
        "line": int,
        "page": int,
        "sheet": str,
        "cell": str,
    }
    found = {key: known[key] for key, kind in kinds.items() if isinstance(known.get(key), kind)}
    for key, length in (("span", 2), ("bbox", 4)):
        value = known.get(key)
        numbers = isinstance(value, list) and all(isinstance(part, int | float) for part in value)
        if isinstance(value, list) and numbers and len(value) == length:
            found[key] = tuple(value)
    return Location(**found) if found else default
