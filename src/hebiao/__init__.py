"""hebiao (核表): says which figures of a published budget or final accounts cannot be true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hebiao.pipeline import validate
    from hebiao.result import Finding, Report

__all__ = ["Finding", "Report", "validate"]

_HOME = {"Finding": "hebiao.result", "Report": "hebiao.result", "validate": "hebiao.pipeline"}


def __getattr__(name: str) -> Any:
    """Import the public names when they are used, so that the command line starts quickly."""
    if name not in _HOME:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
