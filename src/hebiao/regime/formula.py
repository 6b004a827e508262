"""The formula language of identity rules: its grammar and the tree it parses to."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lark import Lark

GRAMMAR = r"""
chain: expr (OP expr)+
guard: condition ("and" condition)*
condition: WORD "(" ref ")"
expr: [SIGN] term (SIGN term)*
term: [rational _TIMES] atom
rational: NUMBER ["/" NUMBER]
?atom: sum | ref | constant
sum: "sum" "(" ref ")"
constant: NUMBER [KEY]
ref: KEY [instance] [lane] "." path
instance: "{" row "}"
lane: ["." lanekey] "[" row "]"
lanekey: KEY ("/" KEY)*
row: (STAR | part) ("/" part)*
part: KEY | QUOTED | NUMBER
path: KEY ("/" KEY)*

OP: "<=" | ">=" | "="
SIGN: "+" | "-" | "−"
_TIMES: "*" | "×"
STAR: "*"
WORD.2: "printed" | "zero" | "silent" | "column"
QUOTED: /'([^']|'')*'(#\d+)?/
NUMBER: /\d+(\.\d+)?(?![^\s.:\/\[\]{}=*+\-−×'(),<>])/
KEY: /(?!\d+(\.\d+)?(?:[\s.:\/\[\]{}=*+\-−×'(),<>]|$))[^\s.:\/\[\]{}=*+\-−×'(),<>]+/
%ignore /\s+/
"""


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to figures: table, instance, lane, row pattern and column.

    `row` is a key, "*" (what `each` ranges over), "*/leaf" (the leaves below it), or one of the
    sets "leaf", "class", "unit". `instance` is "*" for a form that recurs, once a project say.
    """

    table: str
    instance: str
    lane: str
    row: str
    column: str
    summed: bool = False

    @property
    def starred(self) -> bool:
        """Whether the row or the instance ranges with `each`."""
        return self.row.startswith("*") or self.instance == "*"

    def __str__(self) -> str:
        """Write the reference as a formula does."""
        lane = f".{self.lane}" if self.lane else ""
        instance = f"{{{self.instance}}}" if self.instance else ""
        text = f"{self.table}{instance}{lane}[{self.row}].{self.column}"
        return f"sum({text})" if self.summed else text


@dataclass(frozen=True, slots=True)
class Term:
    """A coefficient on a reference, or (with `ref` None) a constant in `unit`."""

    factor: Fraction
    ref: Ref | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A chain of sides, each a sum of terms, compared pair by pair with `ops`."""

    sides: tuple[tuple[Term, ...], ...]
    ops: tuple[str, ...]

    def pairs(self) -> Iterator[tuple[tuple[Term, ...], str, tuple[Term, ...]]]:
        """Split the chain: a = b = c gives (a, "=", b) and (b, "=", c)."""
        for index, op in enumerate(self.ops):
            yield self.sides[index], op, self.sides[index + 1]

    def refs(self) -> Iterator[Ref]:
        """Every reference, from left to right."""
        for side in self.sides:
            yield from (term.ref for term in side if term.ref is not None)


@dataclass(frozen=True, slots=True)
class Condition:
    """A guard: `printed` (some figure is), `zero` (all blank or 0), `column` (it is there).

    `silent` is `zero`, or not stated by the narrative at all.
    """

    test: str
    ref: Ref


class FormulaError(Exception):
    """A formula that does not parse: where (column from 1) and what was there."""


@cache
def parse_formula(text: str) -> Formula:
    """Parse `expr ((= | <= | >=) expr)+`; `FormulaError` where it is no formula."""
    tree = _parse(text, "chain")
    return Formula(
        tuple(_side(child) for child in tree.children[::2]),
        tuple(str(op) for op in tree.children[1::2]),
    )


def parse_guard(text: str) -> tuple[Condition, ...]:
    """Parse `printed(ref) and zero(ref) …`; `FormulaError` where it is none."""
    tree = _parse(text, "guard")
    return tuple(Condition(str(c.children[0]), _ref(c.children[1])) for c in tree.children)


def parse_ref(text: str) -> Ref:
    """Parse one reference; `FormulaError` where it is none."""
    return _ref(_parse(text, "ref"))


@cache
def _lark() -> Lark:
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr", start=["chain", "guard", "ref"], maybe_placeholders=True)


def _parse(text: str, start: str) -> Any:
    from lark.exceptions import UnexpectedInput

    try:
        return _lark().parse(text, start=start)
    except UnexpectedInput as error:
        ended = getattr(getattr(error, "token", None), "type", "") == "$END"
        place = len(text) if ended else int(getattr(error, "pos_in_stream", 0))
        message = f"第 {place + 1} 字起读不懂：「{text[place:][:20]}」"
        raise FormulaError(message) from error


def _side(expr: Any) -> tuple[Term, ...]:
    terms = []
    for sign, term in zip(expr.children[::2], expr.children[1::2], strict=True):
        factor = Fraction(-1 if sign is not None and sign != "+" else 1)
        rational, atom = term.children
        if rational is not None:
            over, under = rational.children
            if under is not None and not Fraction(under):
                raise FormulaError(f"分母为 0：「{over}/{under}」")
            factor *= Fraction(over) / Fraction(under or 1)
        if atom.data == "constant":
            number, unit = atom.children
            terms.append(Term(factor * Fraction(number), None, str(unit or "")))
        else:
            terms.append(Term(factor, _ref(atom)))
    return tuple(terms)


def _ref(tree: Any) -> Ref:
    if tree.data == "sum":
        inner = _ref(tree.children[0])
        return Ref(inner.table, inner.instance, inner.lane, inner.row, inner.column, summed=True)
    table, instance, lane, path = tree.children
    lane_key, row = lane.children if lane is not None else (None, None)
    parts = lane_key.children if lane_key is not None else ()
    return Ref(
        table=str(table),
        instance=_row(instance.children[0]) if instance is not None else "",
        lane="/".join(str(part) for part in parts),
        row=_row(row) if row is not None else "",
        column="/".join(str(part) for part in path.children),
    )


def _row(tree: Any) -> str:
    return "/".join(
        str(child) if not hasattr(child, "data") else str(child.children[0])
        for child in tree.children
    )
