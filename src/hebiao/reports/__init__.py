"""The output formats, one module each with `render(report) -> str`, imported when asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from hebiao.result import Report

FORMATS = ("text", "json", "jsonl", "html", "sarif", "github", "junit", "gx", "csv")
"""The names of the formats; the module of each has its name."""


def renderer(name: str) -> Callable[[Report], str]:
    """Give the function that renders a report in the format of that name, one of `FORMATS`."""
    render: Callable[[Report], str] = import_module(f"{__name__}.{name}").render
    return render
