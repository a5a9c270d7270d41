"""The name index on disk: arrays under a key, saved whole or not at all, opened by mapping.

An index is only a copy of what the lists hold in another form: whatever is missing or does not
fit is reported as None and built anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from filelock import FileLock

from app.storage.faults import translated_files

_MANIFEST = "manifest.json"
_PART = ".part"
_KEPT = 2


class _Array(msgspec.Struct, frozen=True):
    name: str
    file: str
    file_bytes: int
    dtype: str
    shape: tuple[int, ...]
    digest: str


class _Manifest(msgspec.Struct, frozen=True):
    key: str
    arrays: tuple[_Array, ...]


def save_index(data_dir: Path, key: str, arrays: Mapping[str, np.ndarray[Any, Any]]) -> None:
    """Save arrays under `key`; they appear only when all of them are on the disk.

    The two newest of a kind are kept; the kind is what stands before the last dash of a key.
    Raises DiskFull, ReadOnlyFolder.
    """
    folder = data_dir / "index"
    target = folder / _folder_name(key)
    with translated_files(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "save.lock"):
            _drop(path for path in folder.iterdir() if path.suffix == _PART)
            part = target.with_suffix(_PART)
            part.mkdir()
            _write(part, key, arrays)
            if target.exists():
                shutil.rmtree(target)
            part.rename(target)
            _sync_folder(folder)
            kept: Counter[str] = Counter([_kind(key)])
            for path in _newest_first(folder):
                if path == target:
                    continue
                kind = _kind(_key_of(path))
                kept[kind] += 1
                if kept[kind] > _KEPT:
                    _drop([path])


def stored_keys(data_dir: Path, kind: str) -> list[str]:
    """The keys of a kind that were saved, the newest first; what they name may be damaged."""
    try:
        keys = [_key_of(path) for path in _newest_first(data_dir / "index")]
    except OSError:  # there is none, or another process is dropping one
        return []
    return [key for key in keys if key and _kind(key) == kind]


def load_index(data_dir: Path, key: str) -> dict[str, np.ndarray[Any, Any]] | None:
    """The arrays saved under `key`, mapped read-only into memory; None if missing or damaged.

    Checked are the manifest by its hash, and size, type, shape and content of every array: a
    flipped bit would otherwise lose a listed name without a word.
    """
    folder = data_dir / "index" / _folder_name(key)
    try:
        manifest = _read_manifest(folder)
        if manifest is None or manifest.key != key:
            return None
        arrays = {}
        for item in manifest.arrays:
            path = folder / item.file
            if path.stat().st_size != item.file_bytes:
                return None
            array = np.load(path, mmap_mode="r", allow_pickle=False)
            if array.dtype.str != item.dtype or array.shape != item.shape:
                return None
            if _digest(array) != item.digest:
                return None
            arrays[item.name] = array
    except (OSError, ValueError, msgspec.DecodeError):
        return None
    return arrays


def _newest_first(folder: Path) -> list[Path]:
    whole = [path for path in folder.iterdir() if path.is_dir() and path.suffix != _PART]
    return sorted(whole, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _key_of(folder: Path) -> str:
    """The key of a saved index; empty if its manifest cannot be read."""
    try:
        manifest = _read_manifest(folder)
    except (OSError, ValueError, msgspec.DecodeError):
        return ""
    return manifest.key if manifest else ""


def _kind(key: str) -> str:
    return key.rpartition("-")[0]


def _folder_name(key: str) -> str:
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()


def _digest(array: np.ndarray[Any, Any]) -> str:
    plain = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
    return hashlib.blake2b(plain.data, digest_size=16).hexdigest()


def _write(folder: Path, key: str, arrays: Mapping[str, np.ndarray[Any, Any]]) -> None:
    items = []
    for number, (name, array) in enumerate(arrays.items()):
        path = folder / f"{number}.npy"
        with path.open("wb") as file:
            np.save(file, array, allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())
        items.append(
            _Array(
                name,
                path.name,
                path.stat().st_size,
                array.dtype.str,
                tuple(array.shape),
                _digest(array),
            )
        )
    body = msgspec.json.encode(_Manifest(key, tuple(items)))
    with (folder / _MANIFEST).open("wb") as file:
        file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(folder)


def _read_manifest(folder: Path) -> _Manifest | None:
    digest, _, body = (folder / _MANIFEST).read_bytes().partition(b"\n")
    if digest != hashlib.sha256(body).hexdigest().encode():
        return None
    return msgspec.json.decode(body, type=_Manifest)


def _drop(folders: Iterable[Path]) -> None:
    for folder in folders:
        # An index that another process has mapped cannot be removed on Windows; next time then.
        shutil.rmtree(folder, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # only there can a folder be opened to be written through
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
