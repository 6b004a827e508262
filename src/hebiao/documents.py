"""Paths to documents: folders are walked, a table's CSV stands for the package that lists it."""

from __future__ import annotations

import json
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from hebiao.readers import PACKAGE, is_document
from hebiao.result import ReadError

if TYPE_CHECKING:
    from collections.abc import Sequence

_SKIPPED = frozenset({"node_modules", "__pycache__"})
_LARGEST = 64 * 2**20


def documents(paths: Sequence[Path]) -> tuple[list[Path], list[ReadError]]:
    """Give the documents that paths stand for, a data package once, and what stands for none."""
    files: list[Path] = []
    errors: list[ReadError] = []
    packages: set[str] = set()
    listed: dict[Path, frozenset[str]] = {}
    for path in paths:
        below, refused = _below(path) if path.exists() else ([], [])
        errors += refused
        if not path.exists():
            said = "没有这个文件或文件夹 / no such file or folder"
            errors.append(ReadError(str(path), "not-found", said, 2))
        elif not below and not refused:
            said = "文件夹里没有可以核对的文件 / no document to validate in this folder"
            errors.append(ReadError(str(path), "no-documents", said, 3))
        for found in below:
            file = _package_of(found, listed) or found
            if file.name == PACKAGE:
                known = len(packages)
                packages.add(_plain(file))
                if len(packages) == known:
                    continue
            files.append(file)
    return files, errors


def _below(path: Path) -> tuple[list[Path], list[ReadError]]:
    """Give the path itself, or the documents below a folder in order, hidden folders left out.

    Beside them the folders that the system does not open: what lies in those is not judged.
    """
    if not path.is_dir():
        return [path], []
    found: list[Path] = []
    refused: list[ReadError] = []

    def refuse(error: OSError) -> None:
        said = "打不开这个文件夹，请检查权限 / this folder cannot be opened: check its rights"
        told = f"{said} ({error.strerror})"
        refused.append(ReadError(str(error.filename), "unreadable", told, 3))

    for folder, folders, names in os.walk(path, onerror=refuse):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _SKIPPED)
        found += [file for name in sorted(names) if is_document(file := Path(folder, name))]
    return found, refused


def parts(path: Path) -> list[Path]:
    """Give the files a document is made of: itself, and those that a data package lists."""
    if path.name != PACKAGE:
        return [path]
    return [path, *(Path(one) for one in sorted(_listed(path)))]


def _package_of(path: Path, listed: dict[Path, frozenset[str]]) -> Path | None:
    """The descriptor that lists a CSV, the nearest of those in its folder and above it."""
    if path.suffix.lower() != ".csv":
        return None
    own = _plain(path)
    for folder in Path(own).parents:
        descriptor = folder / PACKAGE
        if descriptor not in listed:
            listed[descriptor] = _listed(descriptor)
        if own in listed[descriptor]:
            return descriptor if path.is_absolute() else Path(os.path.relpath(descriptor))
    return None


def _listed(descriptor: Path) -> frozenset[str]:
    """The files that a descriptor lists, as plain absolute paths; none where it is unreadable."""
    try:
        if descriptor.stat().st_size > _LARGEST:
            return frozenset()
        content: Any = json.loads(descriptor.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return frozenset()
    resources = content.get("resources") if isinstance(content, dict) else None
    if not isinstance(resources, list):
        return frozenset()
    names = [one.get("path") for one in resources if isinstance(one, dict)]
    pure = [PurePosixPath(name) for name in names if isinstance(name, str)]
    inside = [one for one in pure if not one.is_absolute() and ".." not in one.parts]
    return frozenset(_plain(descriptor.parent / one) for one in inside)


def _plain(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100  links are not followed: a name is what is listed
