"""Whether unrounded amounts exist behind a sample's text: its own reading of the text, and an LP.

It shares no code with hebiao. A clause of the samples has one number; what stands before the number
says of what it is. Each number is an interval of one last place about what is printed, a count is
exact, a rate may be one last place off besides. The rates of the samples are linear in the amounts
once the rate is one of the ends of its interval.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog

Key = tuple[str, str, str]
"""Section, subject, what of it."""

_NUMBER = re.compile(
    r"(-?\d[\d,]*(?:\.\d+)?)\s*(万元|%|平方米|辆|台（套）|台|个|批次|人次|分(?!类))"
)
_TITLE = re.compile(
    r"#+\s*\**\s*(?:[（(]([一二三四五六七八九十]+)[)）]|([一二三四五六七八九十]+)、)"
)
_KINDS = ("预决算差异率", "全年预算数", "全年执行数", "年初预算数", "决算数", "价值")
_EXACT = ("辆", "台（套）", "台", "个", "批次", "人次")


@dataclass(frozen=True)
class Number:
    """A number of the text: the line and the columns of its digits, as printed, its interval."""

    line: int
    start: int
    end: int
    low: float
    high: float


@dataclass
class Told:
    """What a text tells: numbers by key, and the keys in the order in which they stand."""

    numbers: dict[Key, Number] = field(default_factory=dict)

    def keys(self, section: str, what: str, word: str = "") -> list[Key]:
        """Give what is told of the subjects of a section that have a word in them, in order."""
        return [
            key
            for key in self.numbers
            if key[0] == section and word in key[1] and key[2].partition("#")[0] == what
        ]


def told(text: str, part: str, until: str) -> Told:
    """Read the numbers of a part of a text; a line begins it, another ends it."""
    found = Told()
    section, subject, inside = "", "", False
    for at, line in enumerate(text.split("\n")):
        if line.startswith("## 第"):
            inside = part in line or (inside and until not in line)
            continue
        title = _TITLE.match(line)
        if title is not None:
            top = section.partition("/")[0]
            section = f"{top}/{title[1]}" if title[1] else title[2]
        if not inside or title is not None or "\t" in line:
            continue
        for clause in re.finditer(r"[^，；。、]+", _masked(line)):
            number = _NUMBER.search(clause[0])
            if number is None:
                subject = _flat(found, section, clause[0], at) or subject
                continue
            head = clause[0][: number.start()]
            what, named = _what(head, number[2])
            subject = named or subject
            start = clause.start() + number.start(1)
            _add(found, (section, subject, what), head, number, (at, start))
    return found


def _masked(line: str) -> str:
    """The line with what is no figure of it blotted out, its length kept."""
    return re.sub(r"单价 ?\d+ ?万元|^\d+\.", lambda match: "·" * len(match[0]), line)


def _flat(found: Told, section: str, clause: str, line: int) -> str:
    """A subject that is said to be as last year has changed by less than is printed."""
    subject = clause.partition("与上年持平")[0]
    if subject == clause:
        return ""
    subject = subject.rpartition("：")[2]
    found.numbers[section, subject, "增减"] = Number(line, 0, 0, -0.005, 0.005)
    return subject


def _what(head: str, unit: str) -> tuple[str, str]:
    """What a number is of its subject, and the subject where the clause names it."""
    named = re.sub(r"^(?:其中：|.*包括：)", "", head).strip(" ·")
    if named.startswith("占"):
        return "占比", ""
    moved = re.search(r"(?:比上年[预决]算)?(?:增加|减少|增长|下降) ?$", named)
    if moved is not None:
        return ("增幅" if unit == "%" else "增减"), named[: moved.start()]
    for kind in _KINDS:
        if kind in named:
            return kind, named.partition(kind)[0]
    return ("金额" if unit == "万元" else unit), named


def _add(found: Told, key: Key, head: str, number: re.Match[str], place: tuple[int, int]) -> None:
    digits = number[1].replace(",", "")
    value = float(digits) * (-1 if re.search(r"(?:减少|下降) ?$", head) else 1)
    last = 10.0 ** -len(digits.partition(".")[2])
    half = {True: 0.0, False: last / 2}[number[2] in _EXACT]
    again = sum(1 for one in found.numbers if (*one[:2], one[2].partition("#")[0]) == key)
    key = (*key[:2], f"{key[2]}#{again + 1}" if again else key[2])
    line, start = place
    end = start + len(number[1])
    if number[2] == "%":
        half += last
    found.numbers[key] = Number(line, start, end, value - half, value + half)


class Amounts:
    """Conditions on the unrounded values of a text's numbers, and whether any satisfy all."""

    def __init__(self, found: Told) -> None:
        """Bound each number by its interval."""
        self.found = found
        self.at = {key: place for place, key in enumerate(found.numbers)}
        self.more: list[tuple[dict[int, float], float]] = []
        self.equal: list[tuple[dict[int, float], float]] = []
        self.bounds = [(number.low, number.high) for number in found.numbers.values()]

    def held(self, keys: list[Key], clean: Told) -> None:
        """Add that a table prints the same amount, as the text of the clean sample does."""
        for key in keys:
            (low, high), cell = self.bounds[self.at[key]], clean.numbers[key]
            self.bounds[self.at[key]] = (max(low, cell.low), min(high, cell.high))

    def same(self, left: list[Key], right: list[Key]) -> None:
        """Add that two sums are one."""
        self.equal.append((self._row(left, right), 0.0))

    def most(self, left: list[Key], right: list[Key]) -> None:
        """Add that one sum is not more than another."""
        self.more.append((self._row(left, right), 0.0))

    def hundred(self, shares: list[Key]) -> None:
        """Add that shares make a hundred."""
        self.equal.append((self._row(shares, []), 100.0))

    def rate_over(self, rate: Key, amount: Key, base: Key) -> None:
        """Add that a rate is that of an amount over its base, less the base."""
        number = self.found.numbers[rate]
        for sign, end in ((1.0, number.low), (-1.0, number.high)):
            row = {self.at[base]: sign * (end + 100.0), self.at[amount]: -sign * 100.0}
            self.more.append((row, 0.0))

    def rate(self, rate: Key, part: list[Key], whole: list[Key], less: list[Key]) -> None:
        """Add that a rate is that of a part of a whole less something, by its interval."""
        number = self.found.numbers[rate]
        base = {self.at[key]: 1.0 for key in whole}
        for key in less:
            base[self.at[key]] = base.get(self.at[key], 0.0) - 1.0
        for sign, end in ((1.0, number.low), (-1.0, number.high)):
            row = {place: sign * end * factor for place, factor in base.items()}
            for place, factor in self._row(part, []).items():
                row[place] = row.get(place, 0.0) - sign * 100.0 * factor
            self.more.append((row, 0.0))

    def _row(self, left: list[Key], right: list[Key]) -> dict[int, float]:
        row: dict[int, float] = {}
        for keys, sign in ((left, 1.0), (right, -1.0)):
            for key in keys:
                row[self.at[key]] = row.get(self.at[key], 0.0) + sign
        return row

    def possible(self) -> bool:
        """Say whether unrounded values satisfy every condition."""
        if any(low > high + 1e-9 for low, high in self.bounds):
            return False
        bounds = [(low, max(low, high)) for low, high in self.bounds]
        more, most = self._matrix(self.more)
        equal, sums = self._matrix(self.equal)
        solved = linprog(
            np.zeros(len(bounds)), A_ub=more, b_ub=most, A_eq=equal, b_eq=sums, bounds=bounds
        )
        return bool(solved.status == 0)

    def _matrix(
        self, rows: list[tuple[dict[int, float], float]]
    ) -> tuple[np.ndarray | None, np.ndarray | None]:
        if not rows:
            return None, None
        matrix = np.zeros((len(rows), len(self.at)))
        for at, (row, _) in enumerate(rows):
            for place, factor in row.items():
                matrix[at, place] = factor
        return matrix, np.array([bound for _, bound in rows])
