"""Plants faults in a document: texts replaced, figures moved a row down, blocks left out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from maker.blocks import Block, Document, Heading, Paragraph, Run, Table, plain
from maker.tables import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


FORMS = (".txt", ".pdf")
"""What a fault is made in that does not say so."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault: `changes` gives each address its text before and after.

    An address may be a cell's, a stated figure's or a paragraph's. `drop` names tables and
    paragraphs left out. `shift` is the first and last row of a lane whose figures stand one row
    too low, those of the last beside the first. `forms` are the suffixes it is made in.
    """

    id: str
    title: Mapping[str, str]
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()
    shift: tuple[str, str] | None = None
    forms: tuple[str, ...] = FORMS


def faults_from(raw: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Read faults.toml."""
    return tuple(
        Fault(
            id=entry["id"],
            title=entry["title"],
            changes={
                change["at"]: (change["was"], change["text"]) for change in entry.get("change", [])
            },
            drop=frozenset(entry.get("drop", [])),
            shift=(entry["shift"]["first"], entry["shift"]["last"]) if "shift" in entry else None,
            forms=tuple(f".{form}" for form in entry["forms"]) if "forms" in entry else FORMS,
        )
        for entry in raw["fault"]
    )


def plant(fault: Fault, document: Document) -> Document:
    """Give the document with the fault in it.

    Raises `ValueError` unless every address of the fault is met exactly once, with the text that
    the fault says was there.
    """
    places = list(_places(document))
    for address, (was, _) in fault.changes.items():
        if places.count((address, was)) != 1:
            raise ValueError(f"{fault.id}: not once in the document: {address} = {was}")
    for address in fault.drop:
        if [place for place, _ in places].count(address) != 1:
            raise ValueError(f"{fault.id}: not once in the document: {address}")
    texts = {address: text for address, (_, text) in fault.changes.items()}
    if fault.shift:
        texts |= _shifted(*fault.shift, dict(places))
    return tuple(_changed(block, texts) for block in document if _name(block) not in fault.drop)


def _places(document: Document) -> Iterator[tuple[str, str]]:
    """Give every address with its text; a table's text is its title."""
    for block in document:
        match block:
            case Table():
                yield block.id, block.title
                yield from ((cell.address, cell.text) for row in block.body for cell in row)
            case Heading() | Paragraph():
                yield _name(block), plain(block.runs)
                yield from ((run.address, run.text) for run in block.runs)


def _name(block: Block) -> str:
    match block:
        case Table(id=name) | Paragraph(address=name):
            return name
        case Heading():
            return ""


def _shifted(first: str, last: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Give the figures of the rows from first to last, each one row lower, the last row's first."""
    lane, _, _ = first.rpartition("[")
    rows: dict[str, dict[str, str]] = {}
    for address, text in texts.items():
        row, _, column = address.rpartition("].")
        if row.startswith(f"{lane}[") and column not in LABELS:
            rows.setdefault(f"{row}]", {})[column] = text
    keys = list(rows)
    keys = keys[keys.index(first) : keys.index(last) + 1]
    return {
        f"{key}.{column}": text
        for key, above in zip(keys, [keys[-1], *keys], strict=False)
        for column, text in rows[above].items()
    }


def _changed(block: Block, texts: Mapping[str, str]) -> Block:
    match block:
        case Table():
            body = tuple(
                tuple(replace(cell, text=texts.get(cell.address, cell.text)) for cell in row)
                for row in block.body
            )
            return replace(block, body=body)
        case Paragraph() if block.address in texts:
            return replace(block, runs=(Run(texts[block.address]),))
        case Heading() | Paragraph():
            runs = tuple(replace(run, text=texts.get(run.address, run.text)) for run in block.runs)
            return replace(block, runs=runs)
