"""The second reader: which cells it marks, and which it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from readers.drawn import Drawn, grids
from reportlab.lib.pagesizes import A4

from hebiao.errors import SourceError
from hebiao.model import Grid, Location
from hebiao.readers import pdf_process
from hebiao.readers.witness import witness

if TYPE_CHECKING:
    from hebiao.model import Block


def drawn(*, ruled: bool = True, turn: int = 0) -> Drawn:
    """Draw a table of three amounts on a page that is displayed turned."""
    # reportlab swaps the sides of a page that says that it lies on one.
    page = Drawn(A4 if turn % 180 == 0 else A4[::-1])
    page.height = A4[1]
    page.canvas.setPageRotation(turn)
    page.text(70, 60, "表一")
    page.table(70, 80, "项目|数", "甲|1,234.50", "乙|2,000.00", "丙|3.00", ruled=ruled)
    return page


def altered(blocks: tuple[Block, ...], old: str, new: str) -> tuple[Block, ...]:
    """Give the blocks as if the first reader had misread a cell."""
    return tuple(
        replace(
            block,
            cells=tuple(
                replace(cell, text=new) if cell.text == old else cell for cell in block.cells
            ),
        )
        if isinstance(block, Grid)
        else block
        for block in blocks
    )


def marks(blocks: tuple[Block, ...]) -> dict[str, str]:
    """Give the marked cells: ours to theirs."""
    cells = (cell for grid in grids(blocks) for cell in grid.cells)
    return {cell.text: cell.witness for cell in cells if cell.witness is not None}


@pytest.mark.parametrize("ruled", [True, False])
def test_two_readers_that_agree_mark_nothing(*, ruled: bool) -> None:
    page = drawn(ruled=ruled)
    blocks = page.blocks()
    assert [grid.ruled for grid in grids(blocks)] == [ruled]
    assert witness(page.data(), blocks, {1}) == blocks


@pytest.mark.parametrize("ruled", [True, False])
def test_an_amount_read_otherwise_is_marked_with_the_other_reading(*, ruled: bool) -> None:
    page = drawn(ruled=ruled)
    blocks = altered(page.blocks(), "1,234.50", "1,234.60")
    assert marks(witness(page.data(), blocks, {1})) == {"1,234.60": "1,234.50"}


def test_an_amount_where_the_first_reader_saw_none_is_marked() -> None:
    page = drawn()
    blocks = altered(page.blocks(), "3.00", "")
    assert marks(witness(page.data(), blocks, {1})) == {"": "3.00"}


def test_names_and_white_space_are_not_marked() -> None:
    page = drawn()
    blocks = altered(altered(page.blocks(), "甲", "由"), "1,234.50", "1,234.\n50")
    assert marks(witness(page.data(), blocks, {1})) == {}


def test_pages_not_asked_for_are_left_as_they_are() -> None:
    page = drawn()
    blocks = altered(page.blocks(), "3.00", "8.00")
    assert witness(page.data(), blocks, {2} - {2}) == blocks


def test_a_cell_that_the_second_reader_does_not_find_tells_nothing() -> None:
    page = drawn()
    (grid,) = grids(page.blocks())
    moved = replace(grid.cells[3], text="9.99", location=Location(page=1, bbox=(9, 9, 19, 19)))
    other = replace(grid, cells=(*grid.cells[:3], moved, *grid.cells[4:]))
    assert marks(witness(page.data(), (other,), {1})) == {}


def test_cells_that_the_second_reader_puts_together_tell_nothing() -> None:
    page = Drawn()
    page.table(70, 80, "项目|数", "甲|1.00~2.00", high=30)
    (grid,) = grids(page.blocks())
    left, top, right, bottom = grid.cells[3].location.bbox or (0, 0, 0, 0)
    half = (top + bottom) / 2
    parts = tuple(
        replace(grid.cells[3], row=row, text=text, location=Location(page=1, bbox=box))
        for row, text, box in (
            (1, "1.00", (left, top, right, half)),
            (2, "2.00", (left, half, right, bottom)),
        )
    )
    other = replace(grid, cells=(*grid.cells[:3], *parts), rows=3)
    assert marks(witness(page.data(), (other,), {1})) == {}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_places_on_a_page_cropped_and_turned_are_the_same_to_both(turn: int) -> None:
    page = drawn(turn=turn)
    page.canvas.setCropBox((20, 30, 560, 800))
    blocks = altered(page.blocks(), "1,234.50", "1,234.60")
    assert marks(witness(page.data(), blocks, {1})) == {"1,234.60": "1,234.50"}


def test_what_is_printed_over_itself_is_no_disagreement() -> None:
    page = drawn()
    page.text(163.4, 113, "1,234.50")
    blocks = page.blocks()
    assert witness(page.data(), blocks, {1}) == blocks


def test_a_second_reading_that_fails_marks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    page = drawn()
    blocks = altered(page.blocks(), "3.00", "8.00")

    def fails(*_: object) -> None:
        raise SourceError("timeout", "")

    monkeypatch.setattr(pdf_process, "run", fails)
    assert witness(page.data(), blocks, {1}) == blocks
