"""What can go wrong that is not a fault of the document's figures."""

from __future__ import annotations


class HebiaoError(Exception):
    """Base of hebiao's own errors: `code` for programs, the text for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class UsageError(HebiaoError):
    """A path that is not there, or a wrong call: exit status 2."""


class RegimeError(HebiaoError):
    """A regime or rule file that cannot be used: exit status 2."""


class SourceError(HebiaoError):
    """A document that cannot be read, or that no regime fits: exit status 3."""
