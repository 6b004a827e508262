"""Progress over many files, on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_MANY = 4


def tracked(files: Sequence[Path]) -> Iterator[Path]:
    """Give the files one by one; where there are many, show how far it is."""
    if len(files) < _MANY:
        yield from files
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(files, description="核对 validating", console=Console(stderr=True))
