"""Documents of cases: their type by their content, and what is not taken."""

from __future__ import annotations

import io
import zipfile

import pytest

from app.domain import case_file_types
from app.domain.case_file_types import DOCX, MAIL, TEXT, XLSX, FileRefused, file_kind
from app.domain.case_file_types import named_by_content as named

TYPES = "[Content_Types].xml"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def package(*parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3", "application/pdf"),
        ("a.png", PNG, "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        ("a.gif", b"GIF89a\x01\0", "image/gif"),
        ("a.gif", b"GIF87a\x01\0", "image/gif"),
        ("a.tif", b"II*\0\x08\0", "image/tiff"),
        ("a.tif", b"MM\0*\0\x08", "image/tiff"),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        ("a.docx", package(TYPES, "word/document.xml"), DOCX),
        ("a.xlsx", package(TYPES, "xl/workbook.xml", "xl/styles.xml"), XLSX),
        ("a.txt", "Straße 5\r\nпривет\t你好".encode(), TEXT),
        ("a.txt", "\ufeffnote".encode(), TEXT),
        ("a.txt", "note ü".encode("utf-16"), TEXT),
        ("a.csv", b"caf\xe9;1", TEXT),
        ("a.eml", b"From: a@b\r\nTo: c@d\r\nSubject: x\r\n y\r\n\r\nhello", MAIL),
        ("a.eml", b"Received: by x\r\nDate: y\r\n\r\n\xff\xfe body", MAIL),
        ("noname", b"%PDF-1.4", "application/pdf"),
    ],
)
def test_the_type_is_told_by_the_content(name, content, media_type) -> None:
    kind = file_kind(name, content)
    assert kind.media_type == media_type
    assert kind.extensions


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.pdf", b"MZ\x90\0" + bytes(60)),
        ("a.txt", b"#!/bin/sh\nrm -rf /"),
        ("a.pdf", b"\x7fELF\x02\x01"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60)),
        ("a.exe", b"%PDF-1.4"),
        ("a.bat", b"echo hello"),
        ("a.PS1", b"Get-Item"),
        ("a.docm", package(TYPES, "word/document.xml")),
        ("a.docx", package(TYPES, "word/document.xml", "word/vbaProject.bin")),
        ("a.xlsx", package(TYPES, "xl/workbook.xml", "xl/macrosheets/sheet1.xml")),
        ("a.zip", package("readme.txt")),
        ("a.docx", package(TYPES, "ppt/presentation.xml")),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.txt", b"<html><script>alert(1)</script>"),
        ("a.txt", b"\xef\xbb\xbf \n<svg onload=x>"),
        ("a.html", b"just words"),
        ("a.txt", b"with\0nul"),
        ("a.txt", b"\x1b[2Jbell\x07"),
        ("a.txt", b"\xff\xfe\x00\xd8"),
        ("a.txt", b"\x81\x8d broken in every code page"),
        ("a.eml", b"<html>no head</html>"),
        ("a.eml", b"Color: red\r\nSize: 5\r\n\r\n<b>no mail</b>\0"),
        ("a.webp", b"RIFF\x10\0\0\0WAVEfmt "),
        ("a.bin", bytes(range(256))),
    ],
)
def test_programs_markup_and_unknown_content_are_refused(name, content) -> None:
    with pytest.raises(FileRefused) as caught:
        file_kind(name, content)
    assert caught.value.code == "FILE_REFUSED"
    assert caught.value.safe == "Nothing was stored."
    assert "PDF" in caught.value.todo


def test_a_file_may_have_50_megabytes_and_no_more(monkeypatch) -> None:
    assert case_file_types.MAX_FILE_BYTES == 52_428_800
    monkeypatch.setattr(case_file_types, "MAX_FILE_BYTES", 1024 * 1024)
    whole = b"%PDF-1.4".ljust(1024 * 1024)
    assert file_kind("a.pdf", whole)
    with pytest.raises(FileRefused, match="larger than 1 MB"):
        file_kind("a.pdf", whole + b" ")


def test_an_eml_that_is_plain_words_is_plain_text() -> None:
    assert file_kind("a.eml", b"just words").media_type == TEXT


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("scan.png", PNG, "scan.png"),
        ("scan.PNG", PNG, "scan.PNG"),
        ("scan.jpg", PNG, "scan.jpg.png"),
        ("scan", PNG, "scan.png"),
        ("photo.jpeg", b"\xff\xd8\xff", "photo.jpeg"),
        ("list.csv", b"a;b", "list.csv"),
    ],
)
def test_a_name_ends_as_the_content_is(name, content, kept) -> None:
    assert named(name, file_kind(name, content)) == kept
