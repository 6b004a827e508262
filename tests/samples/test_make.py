"""The samples are what the maker makes, byte for byte the same each time."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zlib
from base64 import a85decode
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import make
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from maker.blocks import Document
    from maker.layout import Layout

FILES = [
    pytest.param(folder, name, form, id=f"{folder.name}/{name}{form}")
    for folder in make.folders()
    for name, forms in make.forms(folder).items()
    for form in forms
]

NEEDED = {".pdf": "reportlab", ".docx": "docx", ".xlsx": "openpyxl"}
"""What a form is written with, of the dependency group `samples`."""

STREAM = re.compile(
    rb"/Filter \[ (/ASCII85Decode )?/FlateDecode \] /Length \d+( /Length1 \d+)?\s*>>\s*stream\n"
    rb"(.*?)endstream",
    re.DOTALL,
)
"""A packed stream of a PDF, and what tells its packed length."""

ALONE = """
import sys
sys.path.insert(0, sys.argv[1])
import make
for folder in make.folders():
    for name, (blocks, layout) in make.documents(folder).items():
        assert make.render(".txt", blocks, layout) == (folder / f"{name}.txt").read_bytes(), name
"""
"""Run without any package installed."""


@cache
def documents(folder: Path) -> dict[str, tuple[Document, Layout]]:
    return make.documents(folder)


def contents(data: bytes) -> list[bytes]:
    """Give what a file holds, however the zlib of this Python packs it."""
    if data.startswith(b"PK"):
        with ZipFile(BytesIO(data)) as file:
            return [part for name in file.namelist() for part in (name.encode(), file.read(name))]
    if data.startswith(b"%PDF"):
        objects, _, _ = data.partition(b"\nxref\n")
        return [STREAM.sub(b"", objects), *map(unpacked, STREAM.finditer(objects))]
    return [data]


def unpacked(stream: re.Match[bytes]) -> bytes:
    ascii85, _, packed = stream.groups()
    if ascii85:
        packed = a85decode(packed.strip().removesuffix(b"~>"))
    return zlib.decompressobj().decompress(packed)


@pytest.mark.parametrize(("folder", "name", "form"), FILES)
def test_a_file_is_made_the_same_each_time_and_is_the_one_committed(
    folder: Path, name: str, form: str
) -> None:
    if form in NEEDED:
        pytest.importorskip(NEEDED[form], reason=f"{form} is written with {NEEDED[form]}")
    blocks, layout = documents(folder)[name]
    data = make.render(form, blocks, layout)
    assert make.render(form, blocks, layout) == data
    assert contents(data) == contents((folder / f"{name}{form}").read_bytes())


def test_no_file_is_left_that_is_not_made() -> None:
    for folder in make.folders():
        made = {f"{name}{form}" for name, forms in make.forms(folder).items() for form in forms}
        assert made == {file.name for file in folder.iterdir() if file.suffix in make.FORMS}
        assert (folder / make.PACKAGE).exists() == make.packaged(folder)


def test_text_needs_the_standard_library_alone() -> None:
    command = [sys.executable, "-I", "-S", "-c", ALONE, str(make.HERE)]
    subprocess.run(command, check=True, timeout=60)


def test_a_character_that_the_font_lacks_is_told() -> None:
    pytest.importorskip("reportlab")
    (folder, *_) = make.folders()
    blocks, layout = documents(folder)[make.CLEAN]
    with pytest.raises(ValueError, match=r"lacks 𠮷: run samples/font\.py"):
        make.render(".pdf", blocks, replace(layout, head="𠮷"))


@pytest.mark.parametrize(
    "folder",
    [folder for folder in make.folders() if make.packaged(folder)],
    ids=lambda folder: folder.name,
)
def test_the_data_package_is_what_extract_writes(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "clean.txt", tmp_path)
    assert make.package(tmp_path) == 0
    written = {file.name: file.read_bytes() for file in (tmp_path / make.PACKAGE).iterdir()}
    assert written == {file.name: file.read_bytes() for file in (folder / make.PACKAGE).iterdir()}
