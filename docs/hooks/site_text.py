"""Texts of the checkout as pages: a document, or the sections of it that a page asks for."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ASKED = re.compile(r"^<!-- include: (?P<file>\S+)(?: # (?P<section>.+?))? -->$", re.MULTILINE)
_FENCE = re.compile(r"^(`{3,})")
_HEADING = re.compile(r"^(#+) (.+)$")
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?P<target>[^)\s]+)\)")
_REMARK = re.compile(r"^<!-- (?!include:).*? -->\n", re.MULTILINE)


def included(markdown: str, root: Path, pages: Mapping[str, str]) -> str:
    """Put in what `<!-- include: FILE # Heading -->` asks for: a file, or one section of it.

    Links to files of the checkout lead to the page that `pages` has for them, or are their text.
    Raises `ValueError` where a section is asked for that the file does not have.
    """

    def put_in(match: re.Match[str]) -> str:
        text = _REMARK.sub("", (root / match["file"]).read_text(encoding="utf-8"))
        if match["section"]:
            text = section(text, match["section"])
        folder = PurePosixPath(match["file"]).parent
        return _LINK.sub(lambda link: _led(link, folder, pages), text).strip()

    return _ASKED.sub(put_in, markdown)


def section(text: str, heading: str) -> str:
    """Give a section without its heading, to the next heading of its level or above."""
    found: list[str] = []
    level = 0
    fence = ""
    for line in text.splitlines():
        mark = _FENCE.match(line)
        if mark:
            fence = "" if fence == mark[1] else fence or mark[1]
        title = None if fence or mark else _HEADING.match(line)
        if title and level and len(title[1]) <= level:
            break
        if level:
            found.append(line)
        elif title and title[2] == heading:
            level = len(title[1])
    if not level:
        raise ValueError(heading)
    return "\n".join(found).strip() + "\n"


def _led(link: re.Match[str], folder: PurePosixPath, pages: Mapping[str, str]) -> str:
    target, mark, anchor = link["target"].partition("#")
    if not target or target.startswith(("http:", "https:")):
        return link[0]
    page = pages.get(str(folder / target))
    return f"[{link['text']}]({page}{mark}{anchor})" if page else link["text"]
