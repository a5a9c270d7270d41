"""JSON lists whose parts are of the wrong kind: read or refused, never an error of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import ListRefused
from app.importers import json_documents
from app.importers.json_documents import read_document, text
from app.importers.registry import detect, read_list

DOCUMENTS = (
    "popolo/popolo.json", "wikidata/items.json", "wikidata/sparql.json", "leaders/current.json",
    "leaders/cia.json",
)  # fmt: skip
LINES = (
    "ftm_sanctions/entities.ftm.json", "ftm_sanctions/entities.delta.json",
    "os_nested/targets.nested.json", "os_senzing/senzing.json",
)  # fmt: skip
WRONG = (None, 7, [], {"a": 1}, [3])


def paths_in(value: Any, path: tuple = ()) -> Iterator[tuple]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from paths_in(inner, (*path, key))


def put(value: Any, path: tuple, wrong: Any) -> Any:
    whole = json.loads(json.dumps(value))
    inner = whole
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = wrong
    return whole


def is_survived(source, path: Path) -> bool:
    """Whether the file is read to its end, or refused with words."""
    try:
        for slot in detect([path])[:2]:
            reading = read_list(replace(source(slot), is_importable=True), [path])
            list(reading.onto(iter(())) if reading.onto else reading.rows)
    except ListRefused as refused:
        return bool(refused.message)
    return True


@pytest.mark.parametrize("name", DOCUMENTS)
def test_parts_of_a_wrong_kind(source, data: Path, tmp_path: Path, name: str) -> None:
    document = json.loads((data / name).read_text(encoding="utf-8"))
    path = tmp_path / "list.json"
    for number, place in enumerate(paths_in(document)):
        path.write_text(json.dumps(put(document, place, WRONG[number % len(WRONG)])))
        assert is_survived(source, path)


@pytest.mark.parametrize("name", LINES)
def test_lines_of_a_wrong_kind(source, data: Path, tmp_path: Path, name: str) -> None:
    lines = (data / name).read_text(encoding="utf-8").splitlines()
    path = tmp_path / "list.json"
    number = 0
    for index, line in enumerate(lines):
        try:
            record = json.loads(line)
        except ValueError:
            continue
        for place in paths_in(record):
            number += 1
            if number % 3 == 0:
                wrong = json.dumps(put(record, place, WRONG[number // 3 % len(WRONG)]))
                path.write_text("\n".join([*lines[:index], wrong, *lines[index + 1 :]]) + "\n")
                assert is_survived(source, path)


def test_a_broken_link_is_named_once_and_left_out(read, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text(
        '{"id":"p","schema":"Person","target":true,"properties":{"name":["Tamsin Quorlath"]}}\n'
        '{"id":["s"],"schema":"Sanction","properties":{"entity":["p"],"program":["X"]}}\n'
        '{"id":"t","schema":"Sanction","properties":{"entity":["p"]},"datasets":7}\n'
        '{"id":"f","schema":"Ownership","properties":{"owner":["p"],"asset":["t"]}}\n'
    )
    found = read("os_sanctions", path)
    assert found.entries["p"].programmes == ()
    assert ("Sanction", "id: t") in found.entries["p"].details
    assert [relation.name for relation in found.entries["p"].relations] == ["t"]
    assert [row.row for row in found.aside] == [2]


def test_documents_that_cannot_be_read(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "list.json"
    with pytest.raises(ListRefused, match="cannot be read"):
        read_document(path)
    path.write_bytes(b"\xef\xbb\xbf[1]")
    assert read_document(path) == [1]
    monkeypatch.setattr(json_documents, "MAX_DOCUMENT", 2)
    with pytest.raises(ListRefused, match="too large"):
        read_document(path)
    assert [text(value) for value in ("a  b", 7, None, True, [1])] == ["a b", "7", "", "", ""]
