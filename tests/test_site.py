"""The pages of the site that are made: texts put in, form sets, JSON contracts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from site_contract import page as contract_page
from site_regimes import code
from site_regimes import page as regime_page
from site_text import included, section

from hebiao.kinds import load_kinds
from hebiao.regime.files import json_schema
from hebiao.regime.load import load_regimes

ROOT = Path(__file__).resolve().parents[1]
REGIMES = load_regimes(load_kinds())

TEXT = """# Title

Before.

## One

Text of [two](other.md#here), [far](https://example.org) and [none](gone.py).

```toml
# no heading
```

### Below

More.

## Two

After.
"""


def test_a_section_ends_at_the_next_heading_of_its_level_and_code_has_no_headings() -> None:
    told = section(TEXT, "One")
    assert told.startswith("Text of")
    assert "# no heading" in told
    assert told.endswith("### Below\n\nMore.\n")


def test_a_section_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="Three"):
        section(TEXT, "Three")


def test_what_a_page_asks_for_is_put_in_with_its_links_led_to_pages(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.md").write_text(TEXT + "<!-- remark -->\n", encoding="utf-8")
    asked = "# Page\n\n<!-- include: texts/a.md # One -->\n"
    told = included(asked, tmp_path, {"texts/other.md": "here.md"})
    assert told.startswith("# Page\n\nText of [two](here.md#here), [far](https://example.org)")
    assert "and none." in told
    whole = included("<!-- include: texts/a.md -->", tmp_path, {})
    assert whole.startswith("# Title")
    assert "remark" not in whole


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_every_section_that_a_page_asks_for_is_there(page: Path) -> None:
    told = included(page.read_text(encoding="utf-8"), ROOT, {})
    assert "<!-- include:" not in told
    assert told.startswith("# ")
    assert (
        len(re.findall(r"^# ", re.sub(r"```.*?```", "", told, flags=re.DOTALL), re.MULTILINE)) == 1
    )


@pytest.mark.parametrize("regime", REGIMES)
def test_a_regimes_page_has_its_tables_columns_sections_and_laws(regime: str) -> None:
    one = REGIMES[regime]
    told = regime_page(one)
    for table in one.tables:
        assert f"### {table.id}\n" in told
        assert f"](#{table.id.lower()})" in told
        for lane in table.lanes:
            assert all(column.replace("*", "\\*") in told for column in lane.columns)
    for section_ in one.sections:
        assert f"| {section_.key} | {section_.title} |" in told
    for key, law in one.law.items():
        assert f"| `{key}` | {law.zh}<br>" in told


@pytest.mark.parametrize("name", ["findings", "rules-catalogue", "diff", "baseline", "waivers"])
def test_a_contracts_page_has_every_field_and_every_link_has_its_heading(name: str) -> None:
    schema = json_schema(name)
    told = contract_page(schema, name)
    for one in (schema, *schema.get("$defs", {}).values()):
        for field in one.get("properties", {}):
            assert f"| {code(field)} |" in told
    headings = {line[3:].lower() for line in told.splitlines() if line.startswith("## ")}
    assert set(re.findall(r"\]\(#([^)]+)\)", told)) <= headings


def test_code_in_a_table_breaks_neither_the_table_nor_the_page() -> None:
    assert code("a|b<c>`*") == "<code>a&#124;b&#60;c&#62;&#96;&#42;</code>"
