"""The page in a browser: filters, jumps, languages, the keyboard, hostile names, its speed."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from reports.pages import (
    CLEAN,
    DIGIT,
    DIGIT_PDF,
    SHIFTED_PDF,
    caused,
    fifty,
    hostile,
    judged,
    page_of,
)
from reports.said import ALL

from hebiao.reports.html import entries, index, page
from hebiao.result import Report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Opened = Callable[[str], Page]

pytestmark = pytest.mark.browser


def shown(here: Page) -> int:
    return here.locator("article:visible").count()


def focused(here: Page) -> str:
    return str(here.evaluate("document.activeElement.id"))


def test_filters_show_what_fits_and_say_how_many(opened: Opened) -> None:
    said = Report(ALL.documents[:1], rules=ALL.rules)
    here = opened(page(said))
    count = here.locator("#filter output")
    assert (shown(here), count.inner_text()) == (4, "显示 4 / 4 项")
    here.get_by_label(re.compile("提示")).uncheck()
    here.get_by_label(re.compile("待核实")).uncheck()
    assert (shown(here), count.inner_text()) == (2, "显示 2 / 4 项")
    here.locator("select[name=table]").select_option(label="表3")
    assert shown(here) == 2
    here.get_by_label(re.compile("须说明")).uncheck()
    assert here.locator("article:visible .tag").inner_text().startswith("错误")
    assert count.get_attribute("aria-live") == "polite"


def test_the_type_filter_takes_a_type_s_findings_alone(opened: Opened) -> None:
    first, *others = ALL.documents[0].findings
    document = replace(ALL.documents[0], findings=(replace(first, type="P36"), *others))
    here = opened(page(Report((document,), rules=ALL.rules)))
    here.locator("select[name=type]").select_option("P36")
    assert shown(here) == 1


def test_a_jump_goes_to_the_figure_and_back(opened: Opened) -> None:
    here = opened(page(caused()))
    here.locator(".repair a").first.click()
    here.locator("td.root.error:focus").wait_for()
    cell = here.locator(f"#{focused(here)}")
    assert cell.inner_text() == "697.97"
    box = cell.bounding_box()
    size = here.viewport_size
    assert box is not None
    assert size is not None
    assert 0 < box["y"] < size["height"]
    cell.locator("a").click()
    here.locator("article:focus").wait_for()


def test_a_jump_to_what_a_filter_hides_shows_it(opened: Opened) -> None:
    here = opened(page(caused()))
    # The next frame may come before any timer.
    here.evaluate("() => { window.requestAnimationFrame = (then) => queueMicrotask(then) }")
    here.get_by_label(re.compile("错误")).uncheck()
    assert shown(here) == 0
    here.locator("td.root.error a").click()
    here.locator("article:focus").wait_for()
    assert shown(here) == 3


def test_a_jump_opens_what_is_folded(opened: Opened) -> None:
    here = opened(page_of(DIGIT))
    rest = here.locator("details.rest")
    assert rest.get_attribute("open") is None
    here.evaluate("document.querySelector('details.rest p').id = 'deep'")
    here.evaluate("location.hash = 'deep'")
    here.locator("details.rest[open]").wait_for()


def test_the_language_is_switched_and_kept(opened: Opened) -> None:
    here = opened(page_of(DIGIT))
    assert here.locator("#findings h2").inner_text() == "发现"
    assert here.locator("html").get_attribute("lang") == "zh-CN"
    here.get_by_role("button", name="English").click()
    assert here.locator("#findings h2").inner_text() == "Findings"
    assert here.locator("html").get_attribute("lang") == "en"
    assert here.locator("select[name=type] option").first.inner_text() == "All"
    assert here.locator("#filter output").inner_text().endswith("shown")
    assert here.get_by_role("button", name="English").get_attribute("aria-pressed") == "true"
    here.reload()
    assert here.locator("#findings h2").inner_text() == "Findings"
    here.get_by_role("button", name="中文").click()
    assert here.locator("#findings h2").inner_text() == "发现"


def test_the_keyboard_moves_between_figures_and_shows_their_identities(opened: Opened) -> None:
    here = opened(page_of(DIGIT))
    tip = here.locator("#tip")
    assert tip.is_hidden()
    table = here.locator("section.table", has_text="部门支出总体情况表").locator("table").first
    assert table.locator("td[tabindex='0']").count() == 1
    table.locator("td[tabindex='0']").focus()
    first = focused(here)
    assert tip.is_visible()
    assert here.locator(f"#{first}").get_attribute("aria-describedby") == "tip"
    here.keyboard.press("ArrowDown")
    here.keyboard.press("ArrowRight")
    assert focused(here) != first
    assert table.locator("td[tabindex='0']").count() == 1
    here.keyboard.press("Escape")
    assert tip.is_hidden()


def test_pointing_at_a_wrong_figure_shows_the_identity_that_fails_first(opened: Opened) -> None:
    here = opened(page(caused()))
    here.locator("td.root.error").hover()
    first = here.locator("#tip li").first
    assert first.get_attribute("class") == "fails"
    assert "692.97 = 空 + 697.97" in first.inner_text()
    assert here.locator("td.mate").count() >= 1


def test_the_shade_of_the_cover_is_taken_off(opened: Opened) -> None:
    here = opened(page(caused()))
    cell = here.locator("td.p0").first
    assert cell.evaluate("one => getComputedStyle(one).backgroundImage") != "none"
    here.locator("#shade").click()
    assert cell.evaluate("one => getComputedStyle(one).backgroundImage") == "none"


def test_what_a_document_says_runs_nowhere(opened: Opened) -> None:
    report = hostile()
    for text in (page(report), index(entries(report, "pages/1.html"))):
        here = opened(text)
        here.wait_for_load_state()
        assert here.evaluate("window.owned") is None
        assert "<script>" in here.locator("body").inner_text()
    here = opened(page(report))
    here.locator("td[tabindex]").first.focus()
    assert "<script>" in here.locator("#tip").inner_text()
    assert here.evaluate("window.owned") is None


@pytest.mark.parametrize("sample", [DIGIT_PDF, SHIFTED_PDF, CLEAN], ids=lambda path: path.name)
def test_a_page_is_no_wider_than_the_screen(
    opened: Opened, size: tuple[int, int], sample: Path
) -> None:
    here = opened(page_of(sample))
    assert here.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_page_with_fifty_pictures_opens_within_two_seconds(
    opened: Opened, tmp_path: Path
) -> None:
    text = page(fifty(tmp_path))
    opened("<!DOCTYPE html><title>warm</title>")
    start = perf_counter()
    here = opened(text)
    assert here.locator("figure image").count() == 50
    assert perf_counter() - start < 2


def test_every_control_has_a_name_and_headings_descend_by_one(opened: Opened) -> None:
    here = opened(page_of(SHIFTED_PDF))
    nameless = here.evaluate(
        """() => [...document.querySelectorAll('a, button, select, input, svg[role]')]
            .filter((one) => !(one.innerText || one.textContent || '').trim()
              && !one.getAttribute('aria-label') && !one.labels?.length)
            .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert nameless == []
    levels = here.locator("h1, h2, h3").evaluate_all("all => all.map(one => +one.localName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert here.locator("main").count() == 1
    assert here.locator("nav[aria-label]").count() == 1


def test_the_index_is_sorted_by_its_columns_and_narrowed_by_a_word(opened: Opened) -> None:
    rows = [row for one in (judged(DIGIT), judged(CLEAN)) for row in entries(one, "pages/1.html")]
    rows += entries(Report(errors=ALL.errors))
    here = opened(index(rows))
    first = here.locator("tbody tr:visible td:last-child")
    head = here.locator("thead th", has_text="文件")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    ascending = first.all_inner_texts()
    head.get_by_role("button").click()
    assert first.all_inner_texts() == ascending[::-1]
    errors = here.locator("thead th", has_text="错误")
    errors.get_by_role("button").click()
    assert errors.get_attribute("aria-sort") == "descending"
    assert "扫描.pdf" in first.all_inner_texts()[-1]
    here.locator("input[type=search]").fill("fault-digit")
    assert first.count() == 1
    assert here.locator("#filter output").inner_text() == "显示 1 / 3 份"
