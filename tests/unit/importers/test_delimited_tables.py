"""Delimited text: quotes, line breaks, encodings, damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import ListRefused
from app.importers.tables import read_records, read_rows


def test_rows_with_quoted_breaks_and_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b'\xef\xbb\xbfname;note\r\n\r\n"Ada; E";"two\nlines"\r\n ; \r\nBo\r\n')
    assert list(read_rows(path, ";")) == [
        (1, ["name", "note"]),
        (4, ["Ada; E", "two\nlines"]),
        (6, ["Bo"]),
    ]
    assert list(read_records(path, ";"))[-1] == (6, {"name": "Bo", "note": ""})


def test_western_european_files_are_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("banner\nname\nRenée\0".encode("cp1252"))
    assert list(read_records(path, header_row=2)) == [(3, {"name": "Renée"})]


def test_an_open_quote_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('a,b\n"c,d\n')
    with pytest.raises(ListRefused, match="damaged at line 2"):
        list(read_rows(path))
    with pytest.raises(ListRefused, match="cannot be read"):
        list(read_rows(tmp_path / "gone.csv"))
