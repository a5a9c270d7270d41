"""What is no list, or another list, is refused with words that help, and never crashes."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import ListRefused
from app.importers.opensanctions.formats import PEP_SLOTS
from app.importers.reading import STILL_ACTIVE
from app.importers.registry import detect, read_list


def refusal(read, source: str, *files: Path) -> str:
    with pytest.raises(ListRefused) as caught:
        read(source, *files)
    assert caught.value.safe == STILL_ACTIVE
    return caught.value.text()


@pytest.fixture
def write(tmp_path: Path):
    def to(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return to


ODD = {
    "empty": (b"", "is empty"),
    "blank": (b" \r\n\t\n", "nothing but blanks"),
    "only the end mark": (b"\x1a", "nothing but blanks"),
    "zip": (b"PK\x03\x04rest", "ZIP archive"),
    "gzip": (b"\x1f\x8b\x08rest", "gzip archive within"),
    "pdf": (b"%PDF-1.7", "PDF"),
    "utf16": ("<?xml?>".encode("utf-16"), "UTF-16"),
    "binary": (bytes(range(256)) * 8, "binary"),
    "prose": (b"Dear Sir,\nplease find\n", "columns of any list"),
    "header": (b"ent_num,name,type\n", "columns of any list"),
    "html": (b"<html><body>Not found</body></html>", "a web page"),
    "other root": (b"<feed/>", "root element feed"),
    "no root": (b"<!-- nothing -->", "malformed"),
    "json": (b'{"answers": []}\n', "not of any list"),
    "json array": (b"[1,\n2]", "not of any list"),
    "cut json": (b'{"id": "a", "schema"', "not of any list"),
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("slot", ["us_ofac_sdn", "un_sc", "pep_global"])
def test_odd_files_are_named_for_what_they_are(read, write, kind: str, slot: str) -> None:
    content, words = ODD[kind]
    text = refusal(read, slot, write("list.dat", content))
    assert words in text
    assert "list.dat" in text


def test_missing_files_and_folders(read, tmp_path: Path) -> None:
    assert "no file gone.xml" in refusal(read, "un_sc", tmp_path / "gone.xml")
    assert "is a folder" in refusal(read, "un_sc", tmp_path)
    assert "No file" in refusal(read, "un_sc")


def test_the_wrong_list_in_the_slot_is_named(read, data: Path, ofac_csv) -> None:
    un, ftm = data / "un_xml" / "consolidated.xml", data / "ftm" / "topics.ftm.json"
    cons, xml = data / "ofac_csv" / "cons_prim.csv", data / "ofac_xml" / "sdn_namespace_2024.xml"
    assert "Import it as un_sc" in refusal(read, "us_ofac_sdn", un)
    assert "Import it as us_ofac_cons" in refusal(read, "us_ofac_sdn", cons)
    assert "Import it as us_ofac_sdn" in refusal(read, "us_ofac_cons", *ofac_csv)
    assert "Import it as us_ofac_sdn" in refusal(read, "us_ofac_cons", xml)
    assert "Import it as pep_global" in refusal(read, "un_sc", ftm)
    assert "Import it as un_sc" in refusal(read, "pep_nigeria", un)
    assert "Import it as un_sc" in refusal(read, "eu_fsf", un)


def test_a_source_without_a_reader_says_so(source, data: Path) -> None:
    unread = replace(source("eu_fsf"), is_importable=False)
    with pytest.raises(ListRefused, match="no reader for EU FSF"):
        read_list(unread, [data / "un_xml" / "consolidated.xml"])


def test_files_that_make_no_set(read, data: Path, ofac_csv) -> None:
    sdn, alt = ofac_csv[:2]
    assert "main file" in refusal(read, "us_ofac_sdn", alt)
    assert "same part" in refusal(read, "us_ofac_sdn", sdn, data / "ofac_csv" / "cons_prim.csv")
    assert "belong together" in refusal(
        read, "us_ofac_sdn", sdn, data / "un_xml" / "consolidated.xml"
    )


def test_detection_by_content(data: Path, ofac_csv) -> None:
    assert detect(ofac_csv) == ("us_ofac_sdn",)
    assert detect([data / "ofac_xml" / "sdn_namespace_2021.xml"]) == ("us_ofac_sdn",)
    assert detect([data / "ofac_csv" / "cons_prim.csv"]) == ("us_ofac_cons",)
    assert detect([data / "un_xml" / "consolidated.xml"]) == ("un_sc",)
    assert detect([data / "ftm" / "no_topics.ftm.json"]) == PEP_SLOTS


@pytest.mark.parametrize("name", ["dtd.xml", "external_entity.xml", "billion_laughs.xml"])
@pytest.mark.parametrize("slot", ["us_ofac_sdn", "un_sc"])
def test_any_document_type_definition_is_refused(read, data: Path, name: str, slot: str) -> None:
    assert "(DTD)" in refusal(read, slot, data / "broken" / name)


@pytest.mark.parametrize("depth", [3_000, 200_000])
def test_deep_nesting_is_refused(read, write, depth: int) -> None:
    inner = b"<a>" * depth + b"</a>" * depth
    un = write(
        "deep.xml",
        b"<CONSOLIDATED_LIST><ENTITIES><ENTITY>"
        + inner
        + b"</ENTITY></ENTITIES></CONSOLIDATED_LIST>",
    )
    assert "nested too deep" in refusal(read, "un_sc", un)
    ofac = write("deep2.xml", b"<sdnList><sdnEntry>" + inner + b"</sdnEntry></sdnList>")
    assert "nested too deep" in refusal(read, "us_ofac_sdn", ofac)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.99])
@pytest.mark.parametrize("name", ["un_xml/consolidated.xml", "ofac_xml/sdn_namespace_2024.xml"])
def test_truncated_xml_names_the_line(read, write, data: Path, name: str, share: float) -> None:
    whole = (data / name).read_bytes()
    text = refusal(
        read,
        "un_sc" if name.startswith("un") else "us_ofac_sdn",
        write("cut.xml", whole[: int(len(whole) * share)]),
    )
    assert "malformed at line " in text
    assert "truncated" in text


def test_xml_cut_anywhere_is_called_truncated(read, write, data: Path) -> None:
    whole = (data / "un_xml" / "consolidated.xml").read_bytes().rstrip()
    for size in (*range(200, 400), *range(400, len(whole) - 1, 17)):
        text = refusal(read, "un_sc", write("cut.xml", whole[:size]))
        assert "truncated" in text, whole[size - 20 : size]


@pytest.mark.parametrize("end", [b"</sdnEntry>", b"<", b"</>"])
def test_faults_before_the_end_are_not_called_truncated(read, write, end: bytes) -> None:
    path = write("bad.xml", b"<sdnList>\n<sdnEntry>\n<a>" + end + b"\n</sdnList>\n")
    text = refusal(read, "us_ofac_sdn", path)
    assert "malformed at line 3" in text
    assert "truncated" not in text


def test_a_control_character_names_its_line(read, write, data: Path) -> None:
    lines = (data / "un_xml" / "consolidated.xml").read_bytes().split(b"\n")
    lines[10] += b"\x19"
    assert "at line 11" in refusal(read, "un_sc", write("control.xml", b"\n".join(lines)))


def test_truncated_tables_and_lines(read, write, data: Path, ofac_csv) -> None:
    whole = ofac_csv[0].read_bytes()
    assert "middle of record 5" in refusal(read, "us_ofac_sdn", write("sdn.csv", whole[:-20]))
    ftm = (data / "ftm" / "no_topics.ftm.json").read_bytes()
    assert "middle of line 7" in refusal(read, "pep_global", write("peps.json", ftm[:-30]))


def test_a_table_cut_between_records_is_said(read, write, ofac_csv) -> None:
    records = ofac_csv[0].read_bytes().split(b"\r\n")
    found = read("us_ofac_sdn", write("sdn.csv", b"\r\n".join(records[:4]) + b"\r\n"))
    assert not found.reading.is_complete
    assert any("end mark" in problem for problem in found.reading.problems)


def test_lists_without_entries(read, write, data: Path) -> None:
    assert "no entry" in refusal(read, "un_sc", write("un.xml", b"<CONSOLIDATED_LIST/>"))
    assert "no entry" in refusal(read, "us_ofac_sdn", write("sdn.xml", b"<sdnList/>"))
    lone = b'{"id":"x","schema":"Company","properties":{"name":["X"]}}\n'
    assert "Import it as os_sanctions" in refusal(read, "pep_global", write("x.json", lone))


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=200), st.integers(0, 3000), st.sampled_from(["csv", "xml", "json"]))
def test_bytes_thrown_into_a_list_are_survived(
    read, data: Path, tmp_path: Path, noise: bytes, at: int, kind: str
) -> None:
    source, name = {
        "csv": ("us_ofac_sdn", "ofac_csv/sdn.csv"),
        "xml": ("un_sc", "un_xml/consolidated.xml"),
        "json": ("pep_global", "ftm/topics.ftm.json"),
    }[kind]
    whole = (data / name).read_bytes()
    path = tmp_path / "noisy.dat"
    path.write_bytes(whole[:at] + noise + whole[at:])
    try:
        outcome = len(read(source, path).entries) > 0
    except ListRefused as refused:
        outcome = "noisy.dat" in refused.message
    assert outcome


def test_a_header_without_date_or_count_is_borne(read, write, data: Path) -> None:
    whole = (data / "ofac_xml" / "sdn_namespace_2024.xml").read_text(encoding="utf-8")
    odd = whole.replace("03/07/2026", "soon").replace("<Record_Count>5", "<Record_Count>many")
    reading = read("us_ofac_sdn", write("sdn.xml", odd.encode())).reading
    assert (reading.published_on, reading.declared_entries) == (None, None)


def test_an_entry_twice_in_xml_and_years_turned_round(read, write, data: Path) -> None:
    ofac = (data / "ofac_xml" / "sdn_namespace_2024.xml").read_text(encoding="utf-8")
    twice = read("us_ofac_sdn", write("sdn.xml", ofac.replace(">7002<", ">7001<").encode()))
    assert [row.reason for row in twice.aside] == ["number already used by an entry above"]
    un = (data / "un_xml" / "consolidated.xml").read_text(encoding="utf-8")
    turned = un.replace("<FROM_YEAR>1976", "<FROM_YEAR>soon").replace(">1963-04-05<", ">5 Foo 63<")
    entry = read("un_sc", write("un.xml", turned.encode())).entries["5500001"]
    assert {("Date of birth", "soon 1979"), ("Date of birth", "5 Foo 63")} <= set(entry.details)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_without_permission_is_named(read, write) -> None:
    path = write("locked.xml", b"<CONSOLIDATED_LIST/>")
    path.chmod(0)
    assert "cannot be read" in refusal(read, "un_sc", path)
