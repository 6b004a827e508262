"""Where one figure is not zero, another is not either."""

from __future__ import annotations

import pytest
from narrative.wording import TABLES, outcomes
from support import verdicts


def judged(fields: str, **sections: str) -> dict[str, str]:
    return verdicts(outcomes(f'id = "R1"\nkind = "implies"\n{fields}', **sections))


@pytest.mark.parametrize(
    ("area", "value", "one_way", "both"),
    [
        ("5", "3", "holds", "holds"),
        ("0", "0", "holds", "holds"),
        ("5", "0", "fails", "fails"),
        ("0", "3", "holds", "fails"),
    ],
)
def test_a_figure_implies_the_other_one_way_or_both(
    area: str, value: str, one_way: str, both: str
) -> None:
    fields = 'left = "说明.一[接待费].面积"\nright = "说明.一[接待费].价值"'
    text = f"接待费 {area} 平方米，价值 {value} 万元。"
    assert judged(fields, 一=text) == {"R1@": one_way}
    assert judged(f"{fields}\nboth = true", 一=text) == {"R1@": both}


def test_each_row_is_asked_for_itself() -> None:
    fields = 'each = "row"\nleft = "说明.一[*].面积"\nright = "说明.一[*].价值"'
    text = "接待费 5 平方米，价值 3 万元。基本支出 5 平方米，价值 0 万元。"
    assert judged(fields, 一=text) == {"R1@接待费": "holds", "R1@基本支出": "fails"}


def test_what_the_text_does_not_state_is_not_judged() -> None:
    fields = 'left = "说明.一[接待费].面积"\nright = "说明.一[接待费].价值"'
    assert judged(fields, 一="接待费 5 平方米。") == {"R1@": "not-applicable"}


@pytest.mark.parametrize(
    ("tables", "sections"),
    [
        (TABLES, {"三": "没有项目。"}),
        (TABLES[2:], {"一": "接待费 5 平方米。"}),
        (TABLES, {"一": f"接待费 {'5' * 40} 平方米。"}),
    ],
)
def test_a_missing_section_or_table_or_an_unreadable_figure_leaves_it_untold(
    tables: tuple[str, ...], sections: dict[str, str]
) -> None:
    fields = 'id = "R1"\nkind = "implies"\nleft = "说明.一[接待费].面积"\nright = "乙[总计].合计"'
    assert verdicts(outcomes(fields, tables, **sections)) == {"R1@": "cannot-tell"}
