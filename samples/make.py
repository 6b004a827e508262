"""Makes the samples of every regime from their TOML, byte for byte the same each time."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from maker.faults import faults_from, plant
from maker.figures import figures_from
from maker.narrative import document
from maker.text import render

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Write clean.txt and one fault-*.txt a fault into each folder that has figures.toml."""
    for source in sorted(HERE.glob("*/figures.toml")):
        make(source.parent)


def make(folder: Path) -> None:
    """Make the documents of one regime; what an earlier fault left behind is taken away."""
    figures = figures_from(_toml(folder / "figures.toml"))
    clean = document(_toml(folder / "document.toml"), _toml(folder / "performance.toml"), figures)
    documents = {"clean.txt": clean}
    for fault in faults_from(_toml(folder / "faults.toml")):
        documents[f"fault-{fault.id}.txt"] = plant(fault, clean)
    for old in folder.glob("*.txt"):
        if old.name not in documents:
            old.unlink()
    for name, blocks in documents.items():
        (folder / name).write_bytes(render(blocks).encode())
        print(f"{folder.name}/{name}")


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
