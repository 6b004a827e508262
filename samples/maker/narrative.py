"""The entries of document.toml as blocks: headings, statements of figures, tables between."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Any

from maker.blocks import (
    PART,
    SECTION,
    Block,
    Document,
    Heading,
    Paragraph,
    Run,
    Table,
    plain,
)
from maker.evaluation import evaluation
from maker.figures import Figures, growth, number, share, variance
from maker.performance import performance
from maker.tables import CODES, tight

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Entry = dict[str, Any]
Texts = dict[str, str]

ORDINALS = "一二三四五六七八九十"
WIDTH = 34
"""How many characters of a contents entry fit a line."""


def document(script: Entry, targets: Entry, figures: Figures) -> Document:
    """Put the document together: `script` is document.toml, `targets` performance.toml."""
    blocks: list[Block] = []
    place = 0
    for entry in script["block"]:
        if "contents" in entry:
            place = len(blocks)
        elif "tables" in entry:
            blocks += [figures.tables[key] for key in entry["tables"]]
        elif "performance" in entry:
            blocks += performance(targets, figures)
        elif "evaluation" in entry:
            blocks += evaluation(targets, figures)
        else:
            blocks += _blocks(entry, script["wording"], figures)
    return (*blocks[:place], *_contents(blocks[place:]), *blocks[place:])


def _contents(blocks: list[Block]) -> Iterator[Block]:
    """List parts, sections and statutory tables; an entry too long for a line is wrapped."""
    listed = 0
    for block in blocks:
        if isinstance(block, Heading) and block.level == PART:
            yield block
        elif isinstance(block, Heading) and block.level == SECTION:
            yield _listing(plain(block.runs))
        elif isinstance(block, Table) and block.label:
            listed += 1
            yield _listing(f"{_ordinal(listed)}、{block.title}")


def _listing(title: str) -> Paragraph:
    text = title.replace("、", "、 ", 1)
    if len(text) <= WIDTH:
        return Paragraph((Run(text),), item=True)
    return Paragraph((Run(f"{text[:WIDTH]}\n{text[WIDTH:]}"),))


def _ordinal(count: int) -> str:
    ten, one = divmod(count - 1, len(ORDINALS))
    return "十" * ten + ORDINALS[one]


def _blocks(entry: Entry, wording: Mapping[str, str], figures: Figures) -> Iterator[Block]:
    basic = {"body": figures.body, "year": figures.year, "last": str(int(figures.year) - 1)}
    for count, record in enumerate(entry.get("each", [{}]), start=1):
        known: Texts = basic | {"i": str(count), "n": _ordinal(count)} | record
        for line in entry.get("lines", [entry]):
            parts = [entry | line | part for part in line.get("parts", [{}])]
            runs = tuple(run for part in parts for run in _runs(part, wording, known, figures))
            if "heading" in line:
                yield Heading(line["heading"], runs)
            else:
                yield Paragraph(runs, _address(line, known))


def _address(part: Entry, known: Texts) -> str:
    return tight(f"说明.{part['id']}".format_map(known)) if "id" in part else ""


def _runs(part: Entry, wording: Mapping[str, str], known: Texts, figures: Figures) -> Iterator[Run]:
    """Fill a part's template: what it states has an address, `**` turns bold on and off."""
    address = _address(part, known)
    texts = known | _stated(part, address, known, figures)
    template: str = part["text"]
    for name, words in wording.items():
        template = template.replace(f"{{{name}}}", words)
    bold = False
    for literal, field, _, _ in Formatter().parse(template):
        for place, text in enumerate(literal.split("**")):
            bold ^= place > 0
            if text:
                yield Run(text, bold=bold)
        if field:
            yield Run(texts[field], f"{address}.{field}" if address else "", bold=bold)


def _stated(part: Entry, address: str, known: Texts, figures: Figures) -> Texts:
    """Work out what a part can state of its subject, by field."""
    subject = address.removeprefix("说明.")
    texts = {
        field: text
        for key, text in figures.stated.items()
        for owner, _, field in [key.rpartition(".")]
        if owner == subject
    }
    if code := known.get("code"):
        texts |= {
            level: figures.names[code[: digits.stop]]
            for level, digits in CODES.items()
            if len(code) >= digits.stop
        }
    if "names" in part:
        classes = tuple(part.get("classes", [""]))
        texts["名单"] = figures.listed(part["names"].format_map(known), classes)
    if "cell" in part:
        amount = figures.printed(part["cell"].format_map(known))
        texts |= {"金额": amount, part.get("copy", "金额"): amount}
        if "whole" in part:
            texts["占比"] = share(amount, figures.printed(part["whole"]))
        if "budget" in part:
            texts["预算"] = figures.printed(part["budget"])
        if "预算" in texts:
            texts["差异率"] = variance(amount, texts["预算"])
        if change := figures.changes.get(subject):
            texts |= _changed(amount, change)
    return texts


def _changed(amount: str, change: str) -> Texts:
    more = number(change) > 0
    return {
        "变动": change.removeprefix("-"),
        "方向": "增加" if more else "减少",
        "升降": "增长" if more else "下降",
        "增幅": growth(amount, change),
    }
