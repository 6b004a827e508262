"""`--cache`: reports of files that have not changed are taken from a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence

    from hebiao.result import Report

DRAWING = frozenset({"html"})
"""The formats that draw the document, which a cache does not keep."""

AUTO = "auto"
"""The user's own cache folder."""


def add_option(parser: argparse.ArgumentParser) -> None:
    """Add the option."""
    parser.add_argument(
        "--cache",
        metavar="DIR",
        help=f"没有改动的文件不再重读，{AUTO} 为用户缓存目录 / folder of what was said of files",
    )


def remembered(
    arguments: argparse.Namespace, judge: Callable[[Sequence[Path]], Iterator[Report]]
) -> Iterator[Report]:
    """Give a report a document, in order: from the cache, else of `judge`, then kept.

    `judge` gives a report for each file of those it is given, then the errors of other paths.
    What draws the documents themselves, or makes one of many, is not taken from the cache.
    """
    formats = {name for name, _ in arguments.formats or ()}
    if arguments.cache is None or arguments.together or formats & DRAWING:
        yield from judge(arguments.paths)
        return
    from hebiao.cache import Cache, cache_key
    from hebiao.documents import documents

    cache = Cache(
        _folder(arguments.cache),
        cache_key(arguments.regimes, arguments.regime, arguments.witness),
    )
    files, errors = documents(arguments.paths)
    held = {file for file in files if cache.holds(file)}
    others = [file for file in files if file not in held]
    others += [Path(error.path) for error in errors]
    judged = iter(judge(others) if others else ())
    for file in files:
        report = cache.get(file) if file in held else None
        if report is None:
            report = next(judged if file not in held else judge([file]))
            cache.put(file, report)
        yield report
    yield from judged
    cache.prune()


def _folder(given: str) -> Path:
    if given != AUTO:
        return Path(given)
    from platformdirs import user_cache_path

    return user_cache_path("hebiao", appauthor=False)
