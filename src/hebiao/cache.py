"""What was said of files that have not changed since, kept as JSON in a folder."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from hashlib import file_digest, sha256
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from hebiao.documents import parts
from hebiao.figure import State
from hebiao.model import Document, Location, Understood
from hebiao.regime.files import data_roots
from hebiao.report import undrawn
from hebiao.result import Report
from hebiao.version import VERSION

LARGEST = 512 * 2**20
"""How many bytes a cache keeps once it is pruned."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of reports; `key` stands for all that a report depends on besides its files.

    An entry that cannot be read, or a folder that cannot be written, is as if there were none.
    Entries are trusted: the folder must be the user's own.
    """

    folder: Path
    key: str

    def holds(self, path: Path) -> bool:
        """Whether there is an entry for a file as it is now."""
        try:
            return self._entry(path).exists()
        except (OSError, ValueError):
            return False

    def get(self, path: Path) -> Report | None:
        """Give what was said of a file, if nothing that it rests on has changed."""
        try:
            kept = self._entry(path)
            report = cast("Report", _decoder(Report)(json.loads(kept.read_bytes())))
            os.utime(kept)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        return report

    def put(self, path: Path, report: Report) -> None:
        """Keep what was said of a file that was judged; the document drawn from it is not kept."""
        if report.errors:
            return
        text = json.dumps(undrawn(report), default=_plain, ensure_ascii=False)
        with suppress(OSError, ValueError):
            entry, data = self._entry(path), text.encode()
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with NamedTemporaryFile("wb", dir=self.folder, suffix=".json", delete=False) as file:
                file.write(data)
            Path(file.name).replace(entry)

    def prune(self) -> None:
        """Delete the entries longest unused, until at most `LARGEST` bytes are left."""
        with suppress(OSError):
            entries = [(one.stat(), one) for one in self.folder.glob("*.json")]
            left = LARGEST
            for stat, entry in sorted(entries, key=lambda e: e[0].st_mtime, reverse=True):
                left -= stat.st_size
                if left < 0:
                    entry.unlink(missing_ok=True)

    def _entry(self, path: Path) -> Path:
        digest = sha256(f"{self.key}\0{path}".encode())
        for part in parts(path):
            if not part.is_file():
                raise FileNotFoundError(part)
            with part.open("rb") as stream:
                digest.update(file_digest(stream, "sha256").digest())
        return self.folder / f"{digest.hexdigest()}.json"


def cache_key(extra: Path | None, *options: object) -> str:
    """Give a digest of hebiao, of every regime file and rule kind there is, and of the options.

    `extra` is one more folder of regimes; raises `RegimeError` where it is none.
    """
    digest = sha256(repr((VERSION, options)).encode())
    files = sorted(Path(__file__).parent.rglob("*.py"))
    for root in data_roots(extra):
        files += sorted((root / "schemas").rglob("*.*")) + sorted((root / "checks").rglob("*.toml"))
    for file in files:
        if file.is_file():
            digest.update(f"{file}\0".encode() + sha256(file.read_bytes()).digest())
    for point in sorted(entry_points(group="hebiao.kinds")):
        version = point.dist.version if point.dist else ""
        digest.update(f"{point.name}={point.value} {version}\0".encode())
    return digest.hexdigest()


def _plain(value: Any) -> Any:
    """Give a dataclass or a mapping as what JSON can hold."""
    if isinstance(value, Mapping):
        return dict(value)
    return {field.name: getattr(value, field.name) for field in fields(value)}


_NAMES = {
    "State": State,
    "Location": Location,
    "Document": Document,
    "Understood": Understood,
    "Mapping": Mapping,
}
"""What the annotations of `hebiao.result` name and it imports for type checkers alone."""


@cache
def _decoder(hint: Any) -> Callable[[Any], Any]:
    """Give what makes a value of a type out of JSON; only types of the report are known."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return _one_of([one for one in inner if one is not NoneType])
    if origin is tuple and inner[-1] is Ellipsis:
        item = _decoder(inner[0])
        return lambda raw: tuple(map(item, raw))
    if origin is tuple:
        items = tuple(map(_decoder, inner))
        return lambda raw: tuple(make(one) for make, one in zip(items, raw, strict=True))
    if origin is Mapping:
        entry = _decoder(inner[1])
        return lambda raw: {key: entry(one) for key, one in raw.items()}
    if is_dataclass(hint):
        return _maker(cast("type", hint))
    if issubclass(hint, StrEnum):
        return cast("Callable[[Any], Any]", hint)
    return lambda raw: raw


def _one_of(kinds: list[Any]) -> Callable[[Any], Any]:
    """Give what makes one of several types: of dataclasses the one whose fields are there."""
    makers = [(_decoder(kind), kind) for kind in kinds]

    def make(raw: Any) -> Any:
        if raw is None:
            return None
        if len(makers) == 1:
            return makers[0][0](raw)
        named = ((maker, {field.name for field in fields(kind)}) for maker, kind in makers)
        return next(maker for maker, names in named if names == raw.keys())(raw)

    return make


def _maker(kind: type) -> Callable[[Any], Any]:
    if kind is Document:
        return lambda _: None
    hints = get_type_hints(kind, localns=_NAMES)
    makers = [(name, _decoder(hint)) for name, hint in hints.items()]

    def make(raw: Any) -> Any:
        return kind(**{name: maker(raw[name]) for name, maker in makers})

    return make
