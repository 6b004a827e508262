"""The sessions of this repository: hebiao's own."""

from hebiao.nox import validate

__all__ = ["validate"]
