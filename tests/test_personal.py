"""Personal numbers: which are found, and that none is in what hebiao puts out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support import grid, source, written

import hebiao
from hebiao.model import Paragraph
from hebiao.pipeline import extract_package
from hebiao.recognise.personal import masked
from hebiao.reports.json import as_dict

if TYPE_CHECKING:
    from pathlib import Path

IDENTITY = "11010519491231002X"
"""The number that the standard of identity numbers itself gives for an example."""


def shown(*blocks: str) -> list[str]:
    return [one.shown for one in masked(source(*blocks)).private]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("部门联系人：某某，联系电话：0991-2000000", "0991-200****"),
        ("联系人：某某 电话：（0991）2000000", "(0991)200****"),
        ("填表人 某某 联系方式 ２００００００", "200****"),
        ("请拨打 139 0000 0000 咨询", "139********"),
        ("手机13900000000。", "139********"),
        (f"身份证号 {IDENTITY}", "110105************"),
        (f"身份证号 {IDENTITY.lower()}，", "110105************"),
    ],
)
def test_a_persons_number_is_found(text: str, number: str) -> None:
    assert shown(text) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "公开咨询电话：0991-2000000",
        "监督电话：2000000，传真：2000001",
        "项目负责人未列明。办公电话 0991-2000000",
        "联系人由综合处指定，当年支出 2000000 元",
        "合同金额 13900000000 元",
        "收入 13900000000.00，支出 1,390,000.00",
        "采购编号 13900000000",
        "统一社会信用代码 110105194912310020",
        "身份证号 110105194912310021",
        "2026 年 1 月 1 日至 2026 年 12 月 31 日",
    ],
)
def test_what_is_no_persons_number_is_left(text: str) -> None:
    assert shown(text) == []


def test_in_a_table_the_label_stands_before_or_above() -> None:
    before = grid("部门联系人|某某|联系电话|0991-2000000", "合计|13900000000||2000000")
    above = grid("姓名|手机号码|金额", "某某|13900000000|13800000000")
    found = [one.shown for one in masked(source(before, above)).private]
    assert found == ["0991-200****", "139********"]


def test_a_table_of_figures_is_left_as_it_is() -> None:
    figures = source(grid("项目|金额（元）", "设施维修|13900000000", "合计|15000000000"))
    assert masked(figures) == figures


def test_a_number_found_once_is_masked_wherever_it_stands() -> None:
    whole = masked(source("联系人：某某，电话 0991-2000000", "请致电 09912000000 咨询"))
    texts = [block.text for block in whole.blocks if isinstance(block, Paragraph)]
    assert texts == ["联系人：某某，电话 0991-200****", "请致电 0991200**** 咨询"]
    assert masked(whole) == whole


def test_no_output_holds_the_number(tmp_path: Path) -> None:
    text = (
        "2026 年部门预算\n财政拨款委托业务费支出情况表\n\n编制部门：示例市口岸管理办公室\n\n"
        "财政拨款“三公”经费支出情况表\n\n单位：万元\n\n"
        "“三公”经费支出内容\t合计\t一般公共预算\t政府性基金\t国有资本经营预算\n"
        "总计\t10.23\t10.23\t\t\n联系人 某某 电话 13800000000\t\t\t\t\n\n"
        f"联系人：某某，手机：13800000000，身份证号 {IDENTITY}。\n"
    )
    written(tmp_path, {"document.txt": text})
    report = hebiao.validate(tmp_path / "document.txt", regime="xinjiang-budget-2026")
    (document,) = report.documents
    told = [finding for finding in document.findings if finding.rule == "TEXT-PERSONAL"]
    assert [[cell.raw for cell in finding.cells] for finding in told] == [
        ["138********", "138********"],
        ["110105************"],
    ]
    extract_package(tmp_path / "document.txt", tmp_path / "out", regime="xinjiang-budget-2026")
    outputs = [
        json.dumps(as_dict(report), ensure_ascii=False),
        repr(document),
        *(file.read_text("utf-8") for file in (tmp_path / "out").iterdir()),
    ]
    assert all("13800000000" not in output for output in outputs)
    assert all(IDENTITY not in output for output in outputs)
