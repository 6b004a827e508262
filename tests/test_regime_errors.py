"""A broken regime: one clear error that names file, rule, place and the nearest right name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import support
from support import EXAMPLE, FILES, RULE, rule, with_rules, written

from hebiao.cli import main
from hebiao.errors import RegimeError
from hebiao.kinds import load_kinds
from hebiao.regime.load import load_regimes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REGIME = "schemas/small/regime.toml"
LANES = "schemas/small/lanes.toml"
CODES = "schemas/small/codes.toml"
RULES = "checks/small/rules.toml"

IDENTITY = 'id = "R1"\nkind = "identity"\n'
WITHIN = f'{IDENTITY}each = "row"\nformula = "乙[*].合计 = 乙[*].基本支出"'


def edited(path: str, old: str, new: str) -> dict[str, str]:
    assert old in FILES[path]
    return {path: FILES[path].replace(old, new, 1)}


def ruled(fields: str) -> dict[str, str]:
    return {RULES: rule(fields)}


def identity(fields: str) -> dict[str, str]:
    return ruled(IDENTITY + fields)


CASES = {
    # A table.
    "words-that-are-figures-too": (
        edited(CODES, 'label = "科目名称"', 'label = "科目名称"\ntexts = ["合计"]'),
        CODES,
        ["乙", "columns, texts", "「合计」重复", "given twice"],
    ),
    # The formula of a rule.
    "misspelt-column": (
        identity('each = "row"\nformula = "乙[*].合计 = 乙[*].基本支岀"'),
        RULES,
        ["R1", "formula", "乙[*].基本支岀", "没有列「基本支岀」", "did you mean 基本支出?"],
    ),
    "unknown-table": (
        identity('formula = "庚[总计].合计 = 乙[总计].合计"'),
        RULES,
        ["R1", "formula", "没有表「庚」"],
    ),
    "misspelt-lane": (
        identity('formula = "甲.收人[收入总计].预算数 = 乙[总计].合计"'),
        RULES,
        ["R1", "formula", "没有栏「收人」", "did you mean 收入?"],
    ),
    "lane-left-out": (
        identity('formula = "甲[收入总计].预算数 = 乙[总计].合计"'),
        RULES,
        ["R1", "formula", "甲 没有栏「」"],
    ),
    "misspelt-row": (
        identity('formula = "甲.收入[本年收人].预算数 = 乙[总计].合计"'),
        RULES,
        ["R1", "formula", "没有行「本年收人」", "did you mean 本年收入?"],
    ),
    "misspelt-total": (
        identity('formula = "甲.收入[收入总计].预算数 = 乙[总记].合计"'),
        RULES,
        ["R1", "formula", "没有行「总记」", "did you mean 总计?"],
    ),
    "misspelt-leaf": (
        identity('each = "code"\nformula = "乙[*].合计 = sum(丁[*/leaves].合计)"'),
        RULES,
        ["R1", "formula", "*/leaves", "did you mean */leaf?"],
    ),
    "set-without-sum": (
        identity('formula = "乙[总计].合计 = 乙[class].合计"'),
        RULES,
        ["R1", "formula", "乙[class].合计", "sum(…)"],
    ),
    "leaves-without-sum": (
        identity('each = "code"\nformula = "乙[*].合计 = 丁[*/leaf].合计"'),
        RULES,
        ["R1", "formula", "丁[*/leaf].合计", "sum(…)"],
    ),
    "does-not-parse": (
        identity('formula = "乙[总计].合计 == 丙[总计].合计"'),
        RULES,
        [
            "R1",
            "formula",
            "「乙[总计].合计 == 丙[总计].合计」",
            "第 11 字起读不懂：「= 丙[总计].合计」",
        ],
    ),
    "division-by-zero": (
        identity('formula = "乙[总计].合计 = 1/0 × 丙[总计].合计"'),
        RULES,
        ["R1", "formula"],
    ),
    "unknown-unit": (
        identity('formula = "乙[总计].合计 <= 5 万圆"'),
        RULES,
        ["R1", "formula", "没有单位「万圆」", "did you mean 万元?"],
    ),
    "constant-without-unit": (
        identity('formula = "乙[总计].合计 <= 5"'),
        RULES,
        ["R1", "formula", "a constant needs its unit"],
    ),
    "each-without-star": (
        identity('each = "row"\nformula = "乙[总计].合计 = 丙[总计].合计"'),
        RULES,
        ["R1", "each", "each = row needs a reference with [*]"],
    ),
    "star-without-each": (
        identity('formula = "乙[*].合计 = 丙[*].合计"'),
        RULES,
        ["R1", "each", "say with each what * stands for"],
    ),
    "name-not-given": (
        identity(
            'each = [{ name = "甲", col = "合计" }]\nformula = "乙[总计].{cal} = 丙[总计].合计"'
        ),
        RULES,
        ["R1", "formula", "「{cal}」没有给出", "did you mean col?"],
    ),
    "guard-on-unknown-column": (
        identity('formula = "乙[总计].合计 = 丙[总计].合计"\nwhen = "printed(乙[总计].合汁)"'),
        RULES,
        ["R1", "when", "没有列「合汁」", "did you mean 合计?"],
    ),
    "guard-does-not-parse": (
        identity('formula = "乙[总计].合计 = 丙[总计].合计"\nwhen = "shown(乙[总计].合计)"'),
        RULES,
        ["R1", "when", "第 1 字起读不懂"],
    ),
    # The fields of a rule.
    "misspelt-field": (
        identity('formulae = "乙[总计].合计 = 丙[总计].合计"'),
        RULES,
        ["R1", "'formulae' was unexpected", "did you mean formula?"],
    ),
    "misspelt-required-field": (
        {RULES: rule(WITHIN).replace("severity =", "severty =")},
        RULES,
        ["R1", "severty", "did you mean severity?"],
    ),
    "field-of-another-kind": (
        identity('formula = "乙[总计].合计 = 丙[总计].合计"\naspect = "rows"'),
        RULES,
        ["R1", "'aspect' was unexpected"],
    ),
    "formula-and-any": (
        identity(
            'formula = "乙[总计].合计 = 丙[总计].合计"\n'
            'any = ["乙[总计].合计 = 丙[总计].合计", "乙[总计].合计 = 丙[总计].合计"]'
        ),
        RULES,
        ["R1"],
    ),
    "no-formula": (identity(""), RULES, ["R1"]),
    "unknown-each": (
        identity('each = "rows"\nformula = "乙[*].合计 = 丙[*].合计"'),
        RULES,
        ["R1", "each"],
    ),
    "unknown-severity": (
        {RULES: rule(WITHIN).replace('"error"', '"fatal"')},
        RULES,
        ["R1", "severity", "fatal"],
    ),
    "unknown-type": (
        {RULES: rule(WITHIN).replace('"P12"', '"P00"')},
        RULES,
        ["R1", "type", "P00"],
    ),
    "no-id": (
        ruled('kind = "identity"\nformula = "乙[总计].合计 = 丙[总计].合计"'),
        RULES,
        ["'id'"],
    ),
    "id-in-small-letters": (
        ruled('id = "r1"\nkind = "identity"\nformula = "乙[总计].合计 = 丙[总计].合计"'),
        RULES,
        ["r1", "id"],
    ),
    "one-example": (
        {RULES: rule(WITHIN).replace(EXAMPLE, '[[rule.example]]\nverdict = "holds"')},
        RULES,
        ["R1", "example"],
    ),
    "unknown-verdict": (
        {RULES: rule(WITHIN).replace('"holds"', '"passes"')},
        RULES,
        ["R1", "example[0].verdict", "passes"],
    ),
    "unknown-law": (
        {RULES: rule(WITHIN).replace('["law"]', '["lw"]')},
        RULES,
        ["R1", "basis", "没有法规「lw」", "did you mean law?"],
    ),
    "unknown-kind": (
        ruled('id = "R1"\nkind = "idenity"\nformula = "乙[总计].合计 = 丙[总计].合计"'),
        RULES,
        ["R1", "没有类别「idenity」", "did you mean identity?"],
    ),
    "no-kind": (ruled('id = "R1"\nformula = "乙[总计].合计 = 丙[总计].合计"'), RULES, ["R1"]),
    "kind-no-text": (
        ruled('id = "R1"\nkind = ["identity"]\nformula = "乙[总计].合计 = 丙[总计].合计"'),
        RULES,
        ["R1", "kind"],
    ),
    "one-rule-in-single-brackets": (
        {RULES: rule(WITHIN).replace("[[rule]]", "[rule]")},
        RULES,
        ["rule"],
    ),
    "rules-that-are-none": ({RULES: 'rule = ["R1"]'}, RULES, ["rule"]),
    "rule-that-is-a-number": ({RULES: "rule = 5"}, RULES, ["rule"]),
    "no-rule": ({RULES: "rule = []"}, RULES, ["rule"]),
    "misspelt-rule-table": (
        {RULES: rule(WITHIN).replace("[[rule]]", "[[rules]]").replace("[[rule.", "[[rules.")},
        RULES,
        ["rules"],
    ),
    "duplicate-id": (
        {RULES: rule(WITHIN) + rule(WITHIN)},
        RULES,
        ["R1", "编号已用于"],
    ),
    "duplicate-id-in-another-file": (
        {RULES: rule(WITHIN), "checks/small/again.toml": rule(WITHIN)},
        RULES,
        ["R1", "again.toml"],
    ),
    "rules-of-no-regime": (
        {"checks/smal/rules.toml": rule(WITHIN)},
        "checks/smal",
        ["did you mean small?"],
    ),
    # The other kinds.
    "rollup-unknown-table": (
        ruled('id = "R1"\nkind = "rollup"\ntable = "庚"'),
        RULES,
        ["R1", "table", "没有表「庚」"],
    ),
    "rollup-unknown-lane": (
        ruled('id = "R1"\nkind = "rollup"\ntable = "甲"\nlane = "支岀"'),
        RULES,
        ["R1", "lane", "did you mean 支出?"],
    ),
    "rollup-unknown-column": (
        ruled('id = "R1"\nkind = "rollup"\ntable = "乙"\ncolumns = ["合计", "项目支岀"]'),
        RULES,
        ["R1", "columns", "没有列「项目支岀」", "did you mean 项目支出?"],
    ),
    "keys-unknown-column": (
        ruled('id = "R1"\nkind = "keys"\nleft = "乙[*].合计"\nright = "丙[*].合汁"'),
        RULES,
        ["R1", "right", "没有列「合汁」", "did you mean 合计?"],
    ),
    "keys-without-star": (
        ruled('id = "R1"\nkind = "keys"\nleft = "乙[总计].合计"\nright = "丙[*].合计"'),
        RULES,
        ["R1", "left"],
    ),
    "names-unknown-classification": (
        ruled('id = "R1"\nkind = "names"\nclassification = "functionnal"'),
        RULES,
        ["R1", "classification", "没有分类「functionnal」", "did you mean functional?"],
    ),
    "presence-unknown-table": (
        ruled('id = "R1"\nkind = "presence"\nof = "table"\ntables = ["庚"]'),
        RULES,
        ["R1", "tables", "没有表「庚」"],
    ),
    "presence-bad-pattern": (
        ruled(
            'id = "R1"\nkind = "presence"\nof = "empty-sentence"\ntables = ["甲"]\n'
            'sentences = ["{title}(为空"]'
        ),
        RULES,
        ["R1", "正则"],
    ),
    "presence-unknown-question": (
        ruled('id = "R1"\nkind = "presence"\nof = "tables"\ntables = ["甲"]'),
        RULES,
        ["R1", "of"],
    ),
    "structure-unknown-aspect": (
        ruled('id = "R1"\nkind = "structure"\naspect = "row"'),
        RULES,
        ["R1", "aspect"],
    ),
    # The regime's own file.
    "broken-toml": (edited(REGIME, 'kind = "budget"', "kind = "), REGIME, ["not TOML", "line 6"]),
    "toml-of-no-text": ({CODES: "\ud800"}, CODES, ["not TOML"]),
    "misspelt-key": (
        edited(REGIME, "classifications =", "clasifications ="),
        REGIME,
        ["'clasifications' was unexpected", "did you mean classifications?"],
    ),
    "misspelt-required-key": (
        edited(REGIME, "title_en =", "title_eng ="),
        REGIME,
        ["title_eng", "did you mean title_en?"],
    ),
    "id-is-not-the-folder": (edited(REGIME, '"small"', '"smaller"'), REGIME, ["smaller", "small"]),
    "unknown-default-unit": (
        edited(REGIME, '"万元"', '"万圆"'),
        REGIME,
        ["unit", "没有单位「万圆」", "did you mean 万元?"],
    ),
    "table-without-file": (
        edited(REGIME, '"戊"]', '"戊", "己"]'),
        REGIME,
        ["tables", "没有表「己」"],
    ),
    "table-not-listed": (edited(REGIME, ', "戊"', ""), REGIME, ["tables", "没有列出「戊」"]),
    "duplicate-table": (
        {"schemas/small/zwei.toml": FILES[CODES]},
        "schemas/small/zwei.toml",
        ["表「乙」重复"],
    ),
    "unknown-classification": (
        edited(REGIME, '["functional"]', '["functionnal"]'),
        REGIME,
        ["functionnal", "did you mean functional?"],
    ),
    "classification-not-listed": (
        edited(REGIME, 'classifications = ["functional"]', "classifications = []"),
        REGIME,
        ["甲", "没有分类「functional」"],
    ),
    "unknown-shared-rules": (
        edited(REGIME, "[[sign]]", 'checks = ["structur"]\n[[sign]]'),
        REGIME,
        ["checks", "structur.toml", "did you mean structure?"],
    ),
    "bad-pattern": (
        edited(REGIME, "['(?P<year>20\\d\\d)年']", "['(?P<year>20年']"),
        REGIME,
        ["year", "正则「(?P<year>20年」"],
    ),
    "pattern-without-its-group": (
        edited(REGIME, "['编制单位[:：](?P<entity>.+)$']", "['编制单位[:：].+$']"),
        REGIME,
        ["entity", "编制单位"],
    ),
    "unknown-parent": (
        edited(REGIME, 'version = "1"', 'version = "1"\nextends = "xinjiang-budget-2062"'),
        REGIME,
        [
            "extends",
            "没有制式「xinjiang-budget-2062」",
            "did you mean xinjiang-budget-2026?",
        ],
    ),
    "its-own-parent": (
        edited(REGIME, 'version = "1"', 'version = "1"\nextends = "small"'),
        REGIME,
        ["extends", "circular: small"],
    ),
    # A table's file.
    "misspelt-table-key": (
        edited(CODES, "title_en =", "titel_en ="),
        CODES,
        ["titel_en", "did you mean title_en?"],
    ),
    "misspelt-lane-key": (
        edited(CODES, "optional =", "optionel ="),
        CODES,
        ["lane[0]", "'optionel' was unexpected", "did you mean optional?"],
    ),
    "misspelt-required-lane-key": (
        edited(CODES, "columns =", "colums ="),
        CODES,
        ["lane[0]", "colums", "did you mean columns?"],
    ),
    "unknown-rows": (edited(CODES, '"code"', '"codes"'), CODES, ["lane[0].rows", "codes"]),
    "key-with-a-dot": (edited(CODES, '"基本支出", "', '"基本.支出", "'), CODES, ["columns[1]"]),
    "unknown-head-column": (
        edited(CODES, 'column = "基本支出"', 'column = "基本支岀"'),
        CODES,
        ["乙", "layout", "没有列「基本支岀」", "did you mean 基本支出?"],
    ),
    "unknown-head-lane": (
        edited(LANES, 'lane = "收入", role', 'lane = "收人", role'),
        LANES,
        ["甲", "没有栏「收人」", "did you mean 收入?"],
    ),
    "unknown-head-row": (
        edited(
            LANES,
            'lane = "收入", column = "预算数"',
            'lane = "收入", column = "预算数", row = "本年收人"',
        ),
        LANES,
        ["甲", "没有行「本年收人」", "did you mean 本年收入?"],
    ),
    "unknown-optional-column": (
        edited(CODES, 'optional = ["项目支出"]', 'optional = ["项目支岀"]'),
        CODES,
        ["乙", "optional", "没有列「项目支岀」", "did you mean 项目支出?"],
    ),
    "duplicate-row": (
        edited(LANES, '{ key = "上年结转", required = false }', '{ key = "本年收入" }'),
        LANES,
        ["甲", "本年收入"],
    ),
    "duplicate-lane": (edited(LANES, 'key = "支出"', 'key = "收入"'), LANES, ["甲", "收入"]),
    "duplicate-head": (
        edited(
            CODES,
            'printed = [["基本支出"]], column = "基本支出"',
            'printed = [["基本支出"]], column = "合计"',
        ),
        CODES,
        ["乙", "合计"],
    ),
    "bad-empty-pattern": (edited(LANES, "没有收支", "没有(收支"), LANES, ["empty", "正则"]),
}


@pytest.mark.parametrize(("files", "file", "parts"), CASES.values(), ids=CASES)
def test_a_broken_regime_is_told_with_file_place_and_nearest_name(
    tmp_path: Path, files: Mapping[str, str], file: str, parts: list[str]
) -> None:
    for name, text in (FILES | dict(files)).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(RegimeError) as error:
        load_regimes(load_kinds(), tmp_path)
    message = error.value.message
    assert str(tmp_path / file) in message
    assert [part for part in parts if part not in message] == []
    assert "\n" not in message


@pytest.mark.parametrize("command", [["rules"], ["validate", "document.txt"]])
def test_the_command_line_tells_it_in_one_line_and_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    broken = identity('each = "row"\nformula = "乙[*].合计 = 乙[*].基本支岀"')
    written(tmp_path, FILES | broken)
    assert main([*command, "--regimes", str(tmp_path)]) == 2
    printed, told = capsys.readouterr()
    assert printed == ""
    assert told == (
        f"hebiao：{tmp_path / RULES}：规则 rule R1：formula：乙[*].基本支岀：乙 没有列「基本支岀」"
        " / no column 基本支岀；最接近的是「基本支出」 / did you mean 基本支出?\n"
    )


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_a_folder_without_schemas_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / "file").touch()
    assert main(["rules", "--regimes", str(tmp_path / name)]) == 2
    assert f"{tmp_path / name}：没有 schemas/ 文件夹" in capsys.readouterr().err


def test_a_regime_may_not_take_the_name_of_one_there_is(tmp_path: Path) -> None:
    name = support.XINJIANG
    written(tmp_path, {f"schemas/{name}/regime.toml": FILES[REGIME]})
    with pytest.raises(RegimeError, match=f"制式「{name}」已在"):
        load_regimes(load_kinds(), tmp_path)


def test_two_regimes_may_not_extend_each_other(tmp_path: Path) -> None:
    def extending(name: str, parent: str) -> str:
        return (
            FILES[REGIME]
            .replace('"small"', f'"{name}"')
            .replace('version = "1"', f'version = "1"\nextends = "{parent}"')
        )

    written(
        tmp_path,
        {
            "schemas/one/regime.toml": extending("one", "two"),
            "schemas/two/regime.toml": extending("two", "one"),
        },
    )
    with pytest.raises(RegimeError, match="circular: one → two"):
        load_regimes(load_kinds(), tmp_path)


CHILD = """
id = "child"
extends = "small"
version = "1"
title = "子制式"
title_en = "A child"
kind = "budget"
unit = "元"
years = { first = 2027 }
tables = ["乙", "甲", "己"]
drop = { tables = ["丁", "戊"], rules = ["R2"] }

[[sign]]
tables = 1
"""

OF_CHILD = {
    "schemas/child/regime.toml": CHILD,
    "schemas/child/codes.toml": support.CODES.format(id="己", title="另一表"),
    "schemas/child/own.toml": FILES[CODES].replace('"项目支出"]\nopt', '"项目支出", "其他"]\nopt'),
}


def test_a_regime_takes_its_parents_tables_and_rules_and_drops_and_replaces(tmp_path: Path) -> None:
    parent_rules = with_rules(
        'id = "R1"\nkind = "identity"\nformula = "乙[总计].合计 = 乙[总计].基本支出"',
        'id = "R2"\nkind = "identity"\nformula = "丁[总计].合计 = 乙[总计].基本支出"',
        'id = "R3"\nkind = "rollup"\ntable = "乙"',
    )
    again = 'id = "R1"\nkind = "identity"\nformula = "乙[总计].合计 = 己[总计].合计"'
    added = 'id = "R4"\nkind = "rollup"\ntable = "己"'
    rules = {"checks/child/rules.toml": rule(again) + rule(added)}
    written(tmp_path, parent_rules | OF_CHILD | rules)
    regimes = load_regimes(load_kinds(), tmp_path)
    child, parent = regimes["child"], regimes["small"]

    assert [table.id for table in child.tables] == ["乙", "甲", "己"]
    assert [(one.id, one.formula) for one in child.rules] == [
        ("R1", "乙[总计].合计 = 己[总计].合计"),
        ("R3", ""),
        ("R4", ""),
    ]
    assert child.table("乙") != parent.table("乙")
    assert child.table("甲") == parent.table("甲")
    assert child.law == parent.law
    assert child.classifications == parent.classifications
    columns = {one.id: one.plan.columns for one in child.rules if one.kind == "rollup"}
    assert columns["R3"] == ("合计", "基本支出", "项目支出", "其他")
    assert [one.id for one in parent.rules] == ["R1", "R2", "R3"]


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ('rules = ["R2"]', 'rules = ["R9"]', ["drop", "R9"]),
        ('tables = ["丁", "戊"]', 'tables = ["丁", "庚"]', ["drop", "庚"]),
        ('rules = ["R2"]', "rules = []", ["R2", "没有表「丁」"]),
        ('extends = "small"\n', "", ["child"]),
    ],
    ids=["unknown-rule", "unknown-table", "rule-on-a-dropped-table", "no-parent-to-drop-from"],
)
def test_what_a_regime_drops_must_be_there(
    tmp_path: Path, old: str, new: str, parts: list[str]
) -> None:
    parent = with_rules('id = "R2"\nkind = "rollup"\ntable = "丁"')
    assert old in CHILD
    written(tmp_path, parent | OF_CHILD | {"schemas/child/regime.toml": CHILD.replace(old, new)})
    with pytest.raises(RegimeError) as error:
        load_regimes(load_kinds(), tmp_path)
    assert [part for part in parts if part not in error.value.message] == []


def test_a_file_of_another_encoding_mark_is_still_read(tmp_path: Path) -> None:
    written(tmp_path, FILES)
    path = tmp_path / REGIME
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert "small" in load_regimes(load_kinds(), tmp_path)


def test_rules_may_be_added_to_a_regime_from_another_folder(tmp_path: Path) -> None:
    fields = 'id = "R1"\nkind = "rollup"\ntable = "表3"'
    text = RULE.format(fields=fields, example=EXAMPLE).replace('["law"]', '["classification"]')
    written(tmp_path, FILES | {f"checks/{support.XINJIANG}/more.toml": text})
    rules = load_regimes(load_kinds(), tmp_path)[support.XINJIANG].rules
    assert rules[-1].id == "R1"
