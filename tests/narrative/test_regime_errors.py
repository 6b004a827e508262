"""A broken narrative.toml: one clear error that names the file and the nearest right name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from narrative.wording import NARRATIVE, files
from support import written

from hebiao.errors import RegimeError
from hebiao.kinds import load_kinds
from hebiao.regime.load import load_regimes

if TYPE_CHECKING:
    from pathlib import Path

FILE = "narrative.toml"
AMOUNT = 'id = "R1"\nkind = "statement"\nclause = "amount"'
SHARE = 'id = "R1"\nkind = "statement"\nclause = "share"'


def message(folder: Path, *rules: str, narrative: str = NARRATIVE) -> str:
    """Give the message of the error that the regime gives."""
    given = written(folder, files(*rules, narrative=narrative))
    with pytest.raises(RegimeError) as caught:
        load_regimes(load_kinds(), given)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('head = ["scale"]', 'head = ["scales"]', ("三", "scales", "scale")),
        ('"change", "growth", "reason"]', '"change", "grwth"]', ("二", "grwth", "growth")),
        ("after = '其中:'", "after = '其中(:'", ("其中(:",)),
        ('lane = "二/类"', 'lane = "二"', ("二", "duplicate")),
        ('by = "items"\n', "", ("三", "subject")),
        ('by = "items"', 'by = "item"', ("item",)),
        ('[clause.scale]\ncolumn = "规模"', "[clause.scale]", ("column",)),
        ("patterns = [',规模¥']", "patterns = [',规模(¥']", ("scale", ",规模(¥")),
    ],
)
def test_a_fault_of_the_file_names_the_file_and_the_place(
    tmp_path: Path, old: str, new: str, told: tuple[str, ...]
) -> None:
    assert old in NARRATIVE
    said = message(tmp_path, narrative=NARRATIVE.replace(old, new))
    assert FILE in said
    assert all(word in said for word in told), said


@pytest.mark.parametrize(
    ("fields", "old", "new", "told"),
    [
        (AMOUNT, "丁[*].合计", "丁[*].合记", ("合记", "合计")),
        (AMOUNT, "乙[总计].基本支出", "乙乙[总计].基本支出", ("乙乙", "乙")),
        (AMOUNT, "甲.收入[收入总计].预算数", "甲.收人[收入总计].预算数", ("收人", "收入")),
        (SHARE, "说明.一[总额].金额", "说明.一[总额].金子", ("金子",)),
    ],
)
def test_a_cell_that_no_table_has_is_told_by_the_rule_that_asks_for_it(
    tmp_path: Path, fields: str, old: str, new: str, told: tuple[str, ...]
) -> None:
    assert old in NARRATIVE
    said = message(tmp_path, fields, narrative=NARRATIVE.replace(old, new))
    assert "R1" in said
    assert all(word in said for word in told), said


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ('kind = "identity"\nformula = "说明.四[总额].金额 = 乙[总计].合计"', ("四",)),
        ('kind = "identity"\nformula = "说明.一[总额].金銀 = 乙[总计].合计"', ("金銀",)),
        ('kind = "reason"\nask = "given"\nthreshold = "10"\nx = 1', ("x",)),
        ('kind = "reason"\nask = "given"\nthreshold = "abc"', ("threshold",)),
        ('kind = "reason"\nask = "base"\nwords = ["("]', ("(",)),
        ('kind = "reason"\nask = "against"\nzero = ["说明.一[总额].金子"]', ("zero", "金子")),
        (
            'kind = "listing"\nask = "count"\nof = "说明.一[总额].个数"\nrows = "乙[总计].合计"',
            ("*",),
        ),
        ('kind = "implies"\nleft = "说明.一[*].面积"\nright = "说明.一[*].价值"', ("each",)),
        ('kind = "allocation"\nlane = "三/分配"\nclassification = "x"\ncolumns = {}', ("x",)),
        ('kind = "statement"\nclause = "amounts"', ("amounts",)),
    ],
)
def test_a_fault_of_a_rule_names_the_rule_and_the_field(
    tmp_path: Path, fields: str, told: tuple[str, ...]
) -> None:
    said = message(tmp_path, f'id = "R1"\n{fields}')
    assert "rules.toml" in said
    assert all(word in said for word in told), said
