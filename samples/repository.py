"""Makes samples/data-repository anew: its package of a budget with two faults, and its baseline."""

from __future__ import annotations

import shutil
import sys
import tomllib
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from make import CLEAN, HERE, documents
from maker import text
from maker.faults import faults_from, plant

from hebiao.cli import main as hebiao

REPOSITORY = HERE / "data-repository"
SOURCE = HERE / "xinjiang-budget-2026"
PACKAGE = "budget-2026"
BASELINE = "hebiao-baseline.json"

FAULTS = ("digit", "wrong-name")
"""What is wrong in the budget: the baseline holds both, a waiver covers the second."""


def main(repository: Path = REPOSITORY) -> int:
    """Write the package and the baseline into a repository; give the exit status."""
    faults = {one.id: one for one in faults_from(tomllib.loads(_read(SOURCE / "faults.toml")))}
    blocks, _ = documents(SOURCE)[CLEAN]
    for fault in FAULTS:
        blocks = plant(faults[fault], blocks)
    shutil.rmtree(repository / PACKAGE, ignore_errors=True)
    package, baseline = (str(repository.resolve() / name) for name in (PACKAGE, BASELINE))
    # The package keeps the path that its source was read at.
    with TemporaryDirectory() as folder, chdir(folder):
        source = Path(f"{PACKAGE}.txt")
        source.write_text(text.render(blocks), encoding="utf-8", newline="\n")
        status = hebiao(["extract", str(source), "-o", package])
    return status or hebiao(["baseline", package, "-o", baseline])


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
