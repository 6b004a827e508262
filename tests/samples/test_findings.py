"""In whatever form a sample is published, it has the findings of its text."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import check
import make
import pytest

import hebiao

if TYPE_CHECKING:
    from maker.blocks import Document
    from maker.layout import Layout

LIBREOFFICE = Path(__file__).parents[1] / "fixtures" / "libreoffice-clean.pdf"

MADE = [
    (folder, name, [form for form in make.FORMS if not (folder / f"{name}{form}").exists()])
    for folder in make.folders()
    for name, forms in make.forms(folder).items()
    if ".pdf" in forms
]
SAMPLES = [
    pytest.param(folder, name, form, id=f"{folder.name}/{name}{form}")
    for at, (folder, name, forms) in enumerate(MADE[::2])
    for form in forms[at % 3 : at % 3 + 1]
]
"""Every other document in one of the forms that are not committed.

What is committed, in whatever form, samples/check.py holds.
"""


@cache
def documents(folder: Path) -> dict[str, tuple[Document, Layout]]:
    return make.documents(folder)


def assert_as_expected(file: Path, expectation: Path) -> None:
    report = hebiao.validate(file)
    assert not report.errors
    assert check.found(report) == json.loads(expectation.read_text(encoding="utf-8"))["findings"]


@pytest.mark.parametrize(("folder", "name", "form"), SAMPLES)
def test_a_sample_has_the_findings_of_its_text(
    folder: Path, name: str, form: str, tmp_path: Path
) -> None:
    file = tmp_path / f"{name}{form}"
    file.write_bytes(make.render(form, *documents(folder)[name]))
    assert_as_expected(file, check.expectation(folder / file.name))


def test_a_pdf_made_by_libreoffice_has_the_findings_of_its_text() -> None:
    (folder,) = (folder for folder in make.folders() if folder.name == "xinjiang-budget-2026")
    assert_as_expected(LIBREOFFICE, check.expectation(folder / f"{make.CLEAN}.pdf"))
