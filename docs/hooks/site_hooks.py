"""The hooks of mkdocs: pages made from regimes, rules, schemas and the texts of the checkout."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import site_contract
import site_regimes
import site_text
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from hebiao.kinds import load_kinds
from hebiao.regime.files import json_schema
from hebiao.regime.load import load_regimes
from hebiao.report import whole_catalogue
from hebiao.reports import rules_markdown

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = {
    "findings": "报告 Report",
    "rules-catalogue": "规则目录 Rules",
    "diff": "比较 Diff",
    "baseline": "基线 Baseline",
    "waivers": "豁免 Waivers",
}
PAGES = {
    "README.md": "en.md",
    "README.zh-CN.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "schemas/findings.schema.json": "contract/findings.md",
    **{f"docs/{file.name}": file.name for file in sorted((ROOT / "docs").glob("*.md"))},
}
"""The page that a file of the checkout is on, seen from the pages of docs/."""

_ENGLISH = re.compile(r"<(p|li)>(?=[^\u3000-\u9fff]*?[a-z][^\u3000-\u9fff]*?</\1>)")
_ELSEWHERE = re.compile(
    r"<(?:script|img|iframe|link(?=[^>]*\brel=\"?(?:stylesheet|preconnect|icon)))\b[^>]*"
    r"(?:src|href)=\"?(?:https?:)?//"
)
_FAR = re.compile(r"(?:@import\s+|url\()[\"']?(?:https?:)?//")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages that are made into the navigation, each folder where it is named."""
    config.nav = [_filled(entry, list(_made())) for entry in config.nav or []]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made."""
    for name, text in _made().items():
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put in the texts of the checkout that a page asks for."""
    return site_text.included(markdown, ROOT, PAGES)


def on_page_content(html: str, **_: Any) -> str:
    """Say of English paragraphs that they are."""
    return _ENGLISH.sub(r'<\1 lang="en">', html)


def on_post_build(config: MkDocsConfig) -> None:
    """Hold the site to what it promises: nothing in it is loaded from elsewhere."""
    site = Path(config.site_dir)
    for pattern, suffix in ((_ELSEWHERE, "*.html"), (_FAR, "*.css")):
        for file in sorted(site.rglob(suffix)):
            found = pattern.search(file.read_text(encoding="utf-8"))
            if found:
                raise PluginError(f"{file}: loads from elsewhere: {found[0]}")


@cache
def _made() -> dict[str, str]:
    """Every page that is made, by its path below docs/."""
    pages: dict[str, str] = {}
    for regime in load_regimes(load_kinds()).values():
        pages[f"rules/{regime.id}.md"] = rules_markdown.render([whole_catalogue(regime)])
        pages[f"regimes/{regime.id}.md"] = site_regimes.page(regime)
    for name, heading in CONTRACTS.items():
        pages[f"contract/{name}.md"] = site_contract.page(json_schema(name), heading)
    return pages


def _filled(entry: Any, pages: list[str]) -> Any:
    """A navigation entry, a folder in it (`rules/`) replaced by its pages."""
    if not isinstance(entry, dict):
        return entry
    ((title, target),) = entry.items()
    if isinstance(target, list):
        return {title: [_filled(one, pages) for one in target]}
    if target.endswith("/"):
        return {title: [page for page in pages if page.startswith(target)]}
    return entry
