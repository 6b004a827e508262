"""Writes a zipped office file anew, so that it tells nothing of when it was made."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MADE = datetime(2026, 2, 12, tzinfo=UTC)
"""When every such file says it was made."""

_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def steady(data: bytes) -> bytes:
    """Give the same members in the same order, with fixed times and properties."""
    file = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = ZipInfo(name, MADE.timetuple()[:6])
            member.compress_type = ZIP_DEFLATED
            stamp = MADE.strftime(r"\g<1>%Y-%m-%dT%H:%M:%SZ").encode()
            core = name == "docProps/core.xml"
            new.writestr(member, _STAMP.sub(stamp, old.read(name)) if core else old.read(name))
    return file.getvalue()
