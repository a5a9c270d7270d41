"""JSON files item by item: the three ways of listing records, and files that were cut or spoilt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.errors import ListRefused
from app.importers import json_items as module
from app.importers.json_items import json_items

PEOPLE = [{"name": "Ada Quorlath", "n": 1.5}, {"name": "Бода", "tags": ["a", "]"]}, 7]


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "items.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("chunk", [1, 7, 1 << 20])
@pytest.mark.parametrize(
    "text",
    [
        json.dumps(PEOPLE),
        "\ufeff" + json.dumps(PEOPLE, indent=2, ensure_ascii=False),
        json.dumps({"total": 3, "results": PEOPLE, "next": None}),
        json.dumps({"results": PEOPLE, "others": [1, 2]}),
        "\n".join(json.dumps(item) for item in PEOPLE) + "\n",
        ",\n".join(json.dumps(item) for item in PEOPLE),
    ],
)
def test_items_however_they_are_listed(tmp_path, monkeypatch, chunk: int, text: str) -> None:
    monkeypatch.setattr(module, "CHUNK", chunk)
    found = list(json_items(written(tmp_path, text)))
    assert found == list(enumerate(PEOPLE, 1))


def test_the_array_of_a_name(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps({"others": [1], "results": [2, 3], "more": {"a": []}}))
    assert [item for _, item in json_items(path, "results")] == [2, 3]
    assert [item for _, item in json_items(path)] == [1]
    assert list(json_items(path, "nothing")) == []


@pytest.mark.parametrize(
    ("text", "items"),
    [("[]", []), ('{"a": 1}', [{"a": 1}]), ("{}", [{}]), ("", []), (" \n", []),
     ('{"results": []}', [])],
)  # fmt: skip
def test_files_with_little_in_them(tmp_path: Path, text: str, items: list) -> None:
    assert [item for _, item in json_items(written(tmp_path, text))] == items


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[{"a": 1},\n {"b": ', "line 2: it ends too early"),
        ('[{"a": 1}', "line 1: it ends too early"),
        ('{"results": [1, 2]', "ends too early"),
        ('[{"a": "x', "ends too early"),
        ("[1 2]", "“,” is missing"),
        ('[{"a": nonsense, "b": "' + "x" * 60 + '"}]', "line 1: Expecting value"),
        ("[1]\n]", "line 2: something follows its end"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_spoilt_files_are_refused_with_their_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ListRefused, match=told):
        list(json_items(written(tmp_path, text)))


def test_an_item_has_a_largest_size(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 16)
    monkeypatch.setattr(module, "MAX_ITEM", 64)
    with pytest.raises(ListRefused, match="larger than any entry"):
        list(json_items(written(tmp_path, '[{"a": "' + "x" * 500 + '"}]')))


def test_other_encodings_and_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ListRefused, match="not UTF-8"):
        list(json_items(written(tmp_path, '["Müller"]'.encode("latin-1"))))
    with pytest.raises(ListRefused, match="cannot be read"):
        list(json_items(tmp_path / "none.json"))


def test_lines_are_counted_over_long_files(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 64)
    lines = ",\n".join(json.dumps({"n": n, "text": "a\nb"}) for n in range(200))
    with pytest.raises(ListRefused, match="line 201"):
        list(json_items(written(tmp_path, f"[{lines},\n oops" + "x" * 40 + "]")))
