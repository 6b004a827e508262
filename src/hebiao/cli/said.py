"""What the commands say beside their output: a line on stderr, harmless whatever it names."""

from __future__ import annotations

import sys

from hebiao.reports.plain import one_line, visible


def complain(*parts: object) -> None:
    """Print a line on stderr; its parts are told apart by colons."""
    print(one_line("：".join(map(str, parts))), file=sys.stderr)  # noqa: T201


def say(said: object) -> None:
    """Print a line on standard output, its white space as it is."""
    print(visible(str(said)))  # noqa: T201
