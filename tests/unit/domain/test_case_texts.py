"""Texts of case work: cleaned, limited, and file names that are safe on every system."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import case_texts
from app.domain.case_texts import (
    file_name,
    note_text,
    person_text,
    reason_text,
    stated_person,
    tag_texts,
)
from app.domain.errors import BadInput

DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def test_a_reason_must_say_something() -> None:
    assert reason_text("  other birth\0 ") == "other birth"
    for empty in ("", "   ", "\0"):
        with pytest.raises(BadInput, match="reason is empty"):
            reason_text(empty)


def test_far_too_long_texts_are_refused() -> None:
    assert note_text("x" * case_texts.MAX_NOTE)
    with pytest.raises(BadInput, match="20,001 characters"):
        note_text("x" * (case_texts.MAX_NOTE + 1))
    with pytest.raises(BadInput, match="at most 4,000"):
        reason_text("x" * 4001)


def test_a_note_may_be_empty_and_holds_no_half_character() -> None:
    assert note_text("  ") == ""
    assert note_text("a\ud800b") == "a\ufffdb"


def test_tags_are_one_line_each_and_come_once() -> None:
    assert tag_texts(["VIP", " vip ", "two\nwords", "", "\u202eevil"]) == (
        "VIP",
        "two words",
        "evil",
    )


def test_tags_have_limits() -> None:
    assert len(tag_texts([f"t{n}" for n in range(20)])) == 20
    with pytest.raises(BadInput, match="at most 20"):
        tag_texts([f"t{n}" for n in range(21)])
    with pytest.raises(BadInput, match="at most 40"):
        tag_texts(["x" * 41])


def test_a_person_is_told_in_small_letters() -> None:
    assert person_text(" Ines.Arantes@Example.com ") == "ines.arantes@example.com"
    assert person_text("Ines Arantes") == "ines arantes"
    for bad in ("", "  ", "a\nb", "x" * 201):
        with pytest.raises(BadInput, match="cannot be a person"):
            person_text(bad)


def test_an_approver_may_be_stated_or_left_out() -> None:
    assert stated_person("  ") == ""
    assert stated_person(" Dr. Mara Olin\0") == "Dr. Mara Olin"
    with pytest.raises(BadInput, match="cannot be a person"):
        stated_person("a\nb")


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("passport.pdf", "passport.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ines\\scan.png", "scan.png"),
        ("CON.pdf", "_CON.pdf"),
        ("com1.tar.gz", "_com1.tar.gz"),
        ("nul", "_nul"),
        ("console.pdf", "console.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\r\nb.txt", "a b.txt"),
        ('we<i>rd:"n|a?m*e.pdf', "we_i_rd__n_a_m_e.pdf"),
        ("", "document"),
        ("...", "document"),
        (" .pdf", "pdf"),
        ("trailing. . .", "trailing"),
        ("护照扫描.pdf", "护照扫描.pdf"),
        ("e\u0301tat.pdf", "état.pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("x" * 200 + ".pdf", "x" * 116 + ".pdf"),
        ("x" * 200, "x" * 120),
        ("note.this is no extension at all", "note.this is no extension at all"),
    ],
)
def test_file_names_are_made_safe(given_name, kept) -> None:
    assert file_name(given_name) == kept


@given(st.text())
def test_any_name_becomes_one_that_every_system_takes(text) -> None:
    name = file_name(text)
    assert name
    assert 1 <= len(name) <= case_texts.MAX_FILE_NAME + 1
    assert not set(name) & set('<>:"/\\|?*')
    categories = {unicodedata.category(char) for char in name if char not in "\u200c\u200d"}
    assert not categories & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert name == name.strip()
    assert not name.endswith(".")
    assert not DEVICES.fullmatch(name)
    assert file_name(name) == name
