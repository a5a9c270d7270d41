"""The index on disk: whole or absent, mapped, damage seen, old ones dropped."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import DiskFull
from app.storage import index_store
from app.storage.index_store import load_index, save_index, stored_keys

ARRAYS = {
    "codes": np.arange(5000, dtype=np.uint32).reshape(-1, 5),
    "flags": np.array([True, False]),
    "texts": np.array(["ab", "ç"], dtype="<U4"),
    "none": np.zeros((0, 3), dtype=np.float32),
    "a/../name": np.frombuffer(b"bytes", dtype=np.uint8),
}


def folders(data_dir: Path) -> list[Path]:
    return [path for path in (data_dir / "index").iterdir() if path.is_dir()]


def test_flipped_content_is_not_opened(tmp_path: Path) -> None:
    save_index(tmp_path, "k", {"a": np.arange(1000, dtype=np.int64)})
    (file,) = tmp_path.glob("index/*/0.npy")
    raw = bytearray(file.read_bytes())
    raw[-5] ^= 1
    file.write_bytes(raw)
    assert load_index(tmp_path, "k") is None


def test_arrays_come_back_mapped(tmp_path: Path) -> None:
    save_index(tmp_path, "key", ARRAYS)
    loaded = load_index(tmp_path, "key")
    assert loaded is not None
    assert list(loaded) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert loaded[name].dtype == array.dtype
        np.testing.assert_array_equal(loaded[name], array)
    assert isinstance(loaded["codes"], np.memmap)
    assert not loaded["codes"].flags.writeable


def test_missing_index_is_none(tmp_path: Path) -> None:
    assert load_index(tmp_path, "key") is None
    save_index(tmp_path, "key", ARRAYS)
    assert load_index(tmp_path, "other") is None


def test_saving_again_replaces(tmp_path: Path) -> None:
    save_index(tmp_path, "key", ARRAYS)
    save_index(tmp_path, "key", {"codes": np.array([7])})
    loaded = load_index(tmp_path, "key")
    assert loaded is not None
    assert {name: array.tolist() for name, array in loaded.items()} == {"codes": [7]}


def test_two_newest_are_kept(tmp_path: Path) -> None:
    for key in ("a", "b", "c"):
        save_index(tmp_path, key, ARRAYS)
    assert load_index(tmp_path, "a") is None
    assert load_index(tmp_path, "b") is not None
    assert load_index(tmp_path, "c") is not None
    assert len(folders(tmp_path)) == 2


def test_two_newest_of_each_kind_are_kept(tmp_path: Path) -> None:
    for key in ("aligned-1", "classic-1", "aligned-2", "learned-1", "aligned-3"):
        save_index(tmp_path, key, ARRAYS)
    assert stored_keys(tmp_path, "aligned") == ["aligned-3", "aligned-2"]
    assert stored_keys(tmp_path, "classic") == ["classic-1"]
    assert stored_keys(tmp_path, "nothing") == []
    assert load_index(tmp_path, "aligned-1") is None
    (tmp_path / "index" / "aside").mkdir()
    assert stored_keys(tmp_path, "") == []
    for folder in folders(tmp_path):
        (folder / "manifest.json").write_bytes(b"")
    assert stored_keys(tmp_path, "aligned") == []
    assert stored_keys(tmp_path / "empty", "aligned") == []


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("manifest.json", flip),
        ("manifest.json", lambda path: path.unlink()),
        ("manifest.json", lambda path: path.write_bytes(b"")),
        ("0.npy", lambda path: os.truncate(path, 100)),
        ("0.npy", lambda path: path.unlink()),
        ("0.npy", lambda path: path.write_bytes(bytes(path.stat().st_size))),
        (
            "0.npy",
            lambda path: path.write_bytes(path.read_bytes().replace(b"(1000, 5)", b"(500, 10)")),
        ),
    ],
)
def test_damaged_index_is_none(tmp_path: Path, file: str, damage: object) -> None:
    save_index(tmp_path, "key", ARRAYS)
    damage(folders(tmp_path)[0] / file)  # type: ignore[operator]
    assert load_index(tmp_path, "key") is None
    save_index(tmp_path, "key", ARRAYS)
    assert load_index(tmp_path, "key") is not None


def test_index_of_another_key_in_its_place_is_none(tmp_path: Path) -> None:
    save_index(tmp_path, "a", ARRAYS)
    (folder,) = folders(tmp_path)
    save_index(tmp_path, "b", ARRAYS)
    (other,) = (path for path in folders(tmp_path) if path != folder)
    for path in other.iterdir():
        path.unlink()
    other.rmdir()
    folder.rename(other)
    assert load_index(tmp_path, "b") is None


def test_half_written_index_is_never_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []

    def save_two_then_fail(file: object, array: object, **options: object) -> None:
        written.append(array)
        if len(written) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(index_store.np, "save", save_two_then_fail)
        with pytest.raises(DiskFull):
            save_index(tmp_path, "key", ARRAYS)
    assert load_index(tmp_path, "key") is None
    assert [path.suffix for path in folders(tmp_path)] == [".part"]
    save_index(tmp_path, "other", ARRAYS)
    assert [path.suffix for path in folders(tmp_path)] == [""]


def test_arrays_that_are_no_plain_data_are_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Object"):
        save_index(tmp_path, "key", {"objects": np.array([object()])})
