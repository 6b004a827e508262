"""Makes the font of the PDFs: Noto Sans SC with the characters that the samples print."""

from __future__ import annotations

import pylopdf_fonts_zh_cn
from make import documents, folders
from maker.blocks import characters
from maker.font import cut
from maker.pdf_text import FONT


def main() -> None:
    """Write the font that the PDFs embed; needed after a sample took in new characters."""
    printed: set[str] = set()
    for folder in folders():
        for document, layout in documents(folder).values():
            printed |= characters(document) | set(layout.head)
    FONT.write_bytes(cut(pylopdf_fonts_zh_cn.sans_path(), printed))
    print(f"{FONT.name}: {FONT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
