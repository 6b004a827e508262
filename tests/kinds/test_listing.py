"""Lists of names and numbers of them, against the rows of a table."""

from __future__ import annotations

import pytest
from narrative.wording import TABLES, outcomes
from support import grid, verdicts

LIST = "基本支出 3 万元，主要包括：{0}。"
BROKEN = ("科目支出表", grid("科目代码|科目名称|合计|基本支出|项目支出", "2010301|行政运行|3|3|"))


def judged(ask: str, text: str, of: str = "名单", rows: str = "乙[*].合计") -> dict[str, str]:
    fields = f'id = "R1"\nkind = "listing"\nask = "{ask}"\nof = "说明.一[基本支出].{of}"'
    return verdicts(outcomes(f'{fields}\nrows = "{rows}"', 一=text))


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        ("行政运行、一般行政管理事务", set()),
        ("行政运行，一般行政管理事务等", set()),
        ("行政运行和一般行政管理事务", set()),
        ("行政运行及一般行政管理事务", set()),
        ("一般行政管理 事务", {"2010301"}),
        ("行政运行", {"2010302"}),
    ],
)
def test_a_row_with_money_that_the_text_leaves_out_is_missing(
    names: str, missing: set[str]
) -> None:
    found = judged("missing", LIST.format(names))
    assert found == {
        f"R1@{code}": "fails" if code in missing else "holds" for code in ("2010301", "2010302")
    }


def test_a_name_without_money_is_extra() -> None:
    found = judged("extra", LIST.format("行政运行、会议费"))
    assert found == {"R1@行政运行": "holds", "R1@会议费": "fails"}


@pytest.mark.parametrize(("number", "verdict"), [("2", "holds"), ("3", "fails"), ("0", "fails")])
def test_a_number_is_that_of_the_rows_with_money(number: str, verdict: str) -> None:
    assert judged("count", f"基本支出共 {number} 个。", of="个数") == {"R1@": verdict}


def test_a_number_too_long_to_be_one_is_untold() -> None:
    assert judged("count", f"基本支出共 {'9' * 40} 个。", of="个数") == {"R1@": "cannot-tell"}


@pytest.mark.parametrize(("ask", "of"), [("missing", "名单"), ("extra", "名单"), ("count", "个数")])
def test_what_the_text_does_not_state_is_not_judged(ask: str, of: str) -> None:
    assert judged(ask, "基本支出 3 万元。", of=of) == {"R1@*": "not-applicable"}


@pytest.mark.parametrize("tables", [TABLES[2:], BROKEN])
def test_a_table_that_was_not_found_or_read_whole_leaves_it_untold(
    tables: tuple[str, ...],
) -> None:
    fields = (
        'id = "R1"\nkind = "listing"\nask = "missing"\nof = "说明.一[基本支出].名单"\n'
        'rows = "乙[*].合计"'
    )
    found = outcomes(fields, tables, 一=LIST.format("行政运行"))
    assert verdicts(found) == {"R1@*": "cannot-tell"}


def test_a_number_is_not_asked_where_the_condition_is_not_met() -> None:
    fields = 'id = "R1"\nkind = "listing"\nask = "count"\nof = "说明.一[基本支出].个数"'
    text = "基本支出共 3 个。"
    for when, verdict in (("printed", "fails"), ("zero", "not-applicable")):
        rows = f'rows = "乙[*].合计"\nwhen = "{when}(乙[总计].合计)"'
        (found,) = verdicts(outcomes(f"{fields}\n{rows}", 一=text)).values()
        assert found == verdict


@pytest.mark.parametrize(("number", "verdict"), [("2", "holds"), ("1", "holds"), ("3", "fails")])
def test_what_two_units_have_by_one_name_may_be_counted_once(number: str, verdict: str) -> None:
    heads = "科目代码|科目名称|项目名称|合计"
    rows = (
        "|示例中心||5.00",
        "2010302|一般行政管理事务|设施更新|5.00",
        "|示例办公室||4.00",
        "2010302|一般行政管理事务|设施更新|4.00",
        "||总计|9.00",
    )
    table = ("项目明细表", grid(heads, *rows))
    fields = 'id = "R1"\nkind = "listing"\nask = "count"\nof = "说明.一[基本支出].个数"'
    found = outcomes(f'{fields}\nrows = "丁[*].合计"', table, 一=f"基本支出共 {number} 个。")
    assert verdicts(found) == {"R1@": verdict}
