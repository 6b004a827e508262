"""The `validate` session of a repository of budget data: `from hebiao.nox import validate`."""

from __future__ import annotations

import sys
from pathlib import Path

import nox

BASELINE = "hebiao-baseline.json"
WAIVERS = "hebiao-waivers.toml"
FINDINGS = Path("build", "findings.json")

__all__ = ["validate"]


@nox.session(venv_backend="none")
def validate(session: nox.Session) -> None:
    """Validate the paths given, else every document here; the findings go to build/findings.json.

    hebiao runs where nox runs. A baseline and waivers that lie beside the noxfile are used.
    """
    given = session.posargs or ["."]
    known = [
        part
        for option, name in (("--baseline", BASELINE), ("--waivers", WAIVERS))
        if Path(name).exists()
        for part in (option, str(Path(name).resolve()))
    ]
    formats = ("--format", "text", "--format", "json", "--output", str(FINDINGS.resolve()))
    with session.chdir(session.invoked_from if session.posargs else "."):
        # nox names the exit status of what fails: 1 findings, 2 usage or regime, 3 unreadable.
        session.run(sys.executable, "-m", "hebiao", "validate", *given, *known, *formats)
