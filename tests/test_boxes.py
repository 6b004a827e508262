"""The box that a finding gives stands on the rendered page around the amount it names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pdfplumber
import pytest
from PIL import ImageDraw

import hebiao
from hebiao.figure import squeeze

if TYPE_CHECKING:
    from hebiao.result import FindingCell

SAMPLES = Path(__file__).parents[1] / "samples" / "xinjiang-budget-2026"
PDFS = sorted(SAMPLES.glob("fault-*.pdf"))
SCALE = 3
DARK = 128


def cells(sample: Path) -> tuple[FindingCell, ...]:
    report = hebiao.validate(sample)
    return tuple(cell for one in report.documents for f in one.findings for cell in f.cells)


def printed(cell: FindingCell) -> str:
    """What must stand in a cell's box: of a sentence the number, of a masked one what is left."""
    text = squeeze(cell.raw).split("*")[0]
    number = re.search(r"\d[\d,.]*", text) if cell.address.startswith("说明.") else None
    return number[0] if number is not None else text


@pytest.mark.parametrize("sample", PDFS, ids=lambda path: path.stem)
def test_every_cell_has_a_box_with_its_amount_in_it_on_the_page(sample: Path) -> None:
    with pdfplumber.open(sample) as pdf:
        for cell in cells(sample):
            place = cell.location
            assert place.page is not None, cell.address
            assert place.bbox is not None, cell.address
            if not cell.raw.strip():
                continue
            page = pdf.pages[place.page - 1]
            left, top, right, bottom = place.bbox
            within = page.within_bbox((left - 1, top - 1, right + 1, bottom + 1))
            assert printed(cell) in squeeze(within.extract_text()), cell.address
            image = page.to_image(resolution=72 * SCALE).original.convert("L")
            box = tuple(round(edge * SCALE) for edge in (left, top, right, bottom))
            inked = image.crop((box[0], box[1], box[2], box[3])).point(lambda p: p < DARK)
            assert inked.getbbox() is not None, f"no ink in the box of {cell.address}"
            ImageDraw.Draw(image).rectangle(box, outline=0)
            assert image.getpixel((box[0], box[1])) == 0
