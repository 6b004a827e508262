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

SAMPLES = [
    pytest.param(folder, name, form, id=f"{folder.name}/{name}{form}")
    for folder in make.folders()
    for name, forms in make.forms(folder).items()
    for form in (make.FORMS if ".pdf" in forms else forms)
]
"""A document that is made as text alone is tried as text alone, any other in every form."""


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
    file = folder / f"{name}{form}"
    expectation = check.expectation(file)
    if not file.exists():
        file = tmp_path / file.name
        file.write_bytes(make.render(form, *documents(folder)[name]))
    assert_as_expected(file, expectation)


def test_a_pdf_made_by_libreoffice_has_the_findings_of_its_text() -> None:
    (folder,) = (folder for folder in make.folders() if folder.name == "xinjiang-budget-2026")
    assert_as_expected(LIBREOFFICE, check.expectation(folder / f"{make.CLEAN}.pdf"))
