"""Makes the samples of every regime from their TOML, byte for byte the same each time."""

from __future__ import annotations

import shutil
import sys
import tomllib
from contextlib import chdir
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maker import text
from maker.faults import faults_from, plant
from maker.figures import figures_from
from maker.layout import layout_from
from maker.narrative import document

if TYPE_CHECKING:
    from maker.blocks import Document
    from maker.layout import Layout

HERE = Path(__file__).resolve().parent

CLEAN = "clean"
"""The name of the document without a fault."""

FORMS = (".txt", ".pdf", ".docx", ".xlsx", ".html")
"""The suffixes of the forms that the clean document is made in."""

PACKAGE = f"{CLEAN}.package"
"""The folder of the clean document's data package."""


def main() -> int:
    """Write the files of each folder that has figures.toml; give 1 where some cannot be made."""
    return max([make(folder) for folder in folders()], default=1)


def folders() -> list[Path]:
    """Give the folders of the regimes."""
    return [source.parent for source in sorted(HERE.glob("*/figures.toml"))]


def make(folder: Path) -> int:
    """Write the files of one regime; what an earlier fault left behind is taken away."""
    made, suffixes = documents(folder), forms(folder)
    names = {f"{name}{form}" for name in made for form in suffixes[name]}
    for old in folder.iterdir():
        if old.suffix in FORMS and old.name not in names:
            old.unlink()
    status = 0
    for name, (blocks, layout) in made.items():
        for form in suffixes[name]:
            try:
                data = render(form, blocks, layout)
            except ModuleNotFoundError as lack:
                print(f"{folder.name}/{name}{form}: not made, it needs {lack.name}")
                status = 1
            else:
                (folder / f"{name}{form}").write_bytes(data)
                print(f"{folder.name}/{name}{form}: {len(data)} bytes")
    if packaged(folder):
        return max(status, package(folder))
    shutil.rmtree(folder / PACKAGE, ignore_errors=True)
    return status


def packaged(folder: Path) -> bool:
    """Tell whether the clean document is made as a data package too; document.toml may say no."""
    return bool(_toml(folder / "document.toml").get("package", True))


def package(folder: Path) -> int:
    """Extract the clean text as a data package; give 1 where hebiao is not installed."""
    try:
        from hebiao.pipeline import extract_package
    except ModuleNotFoundError as lack:
        print(f"{folder.name}/{PACKAGE}: not made, it needs {lack.name}")
        return 1
    shutil.rmtree(folder / PACKAGE, ignore_errors=True)
    # The package keeps its source's path: from the folder, so that it is the same everywhere.
    with chdir(folder):
        files, _ = extract_package(Path(f"{CLEAN}.txt"), Path(PACKAGE))
    print(f"{folder.name}/{PACKAGE}: {len(files)} files")
    return 0


def forms(folder: Path) -> dict[str, tuple[str, ...]]:
    """Give the suffixes that each document of a regime is made in, by its name."""
    faults = faults_from(_toml(folder / "faults.toml"))
    return {CLEAN: FORMS} | {f"fault-{fault.id}": fault.forms for fault in faults}


def documents(folder: Path) -> dict[str, tuple[Document, Layout]]:
    """Give the documents of one regime by name, the clean one first, and how they are laid out."""
    figures = figures_from(_toml(folder / "figures.toml"))
    script = _toml(folder / "document.toml")
    layout = layout_from(script["layout"], figures)
    clean = document(script, _toml(folder / "performance.toml"), figures)
    made = {CLEAN: clean}
    for fault in faults_from(_toml(folder / "faults.toml")):
        made[f"fault-{fault.id}"] = plant(fault, clean)
    return {name: (blocks, layout) for name, blocks in made.items()}


def render(form: str, blocks: Document, layout: Layout) -> bytes:
    """Give a document in the form of a suffix.

    Raises `ModuleNotFoundError` where what writes the form is not installed; text needs nothing.
    """
    if form == ".txt":
        return text.render(blocks).encode()
    made: bytes = import_module(f"maker.{form.removeprefix('.')}").render(blocks, layout)
    return made


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
