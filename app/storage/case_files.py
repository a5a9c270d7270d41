"""The vault: documents of cases as files named by their SHA-256, each content once."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from app.storage import faults

VAULT = "vault"
_PART = ".part-"
_NAME = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1 << 20


def digest_of(content: bytes) -> str:
    """SHA-256 of a content, 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


class CaseFiles:
    """The files of one workspace's vault."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / VAULT

    def path(self, sha256: str) -> Path:
        """Where the content of this digest is, or would be."""
        return self._folder / sha256[:2] / sha256

    def put(self, content: bytes) -> str:
        """Keep a content, unless it is there whole already; returns its digest.

        On the disk before this returns. Raises DiskFull, ReadOnlyFolder.
        """
        sha256 = digest_of(content)
        path = self.path(sha256)
        with faults.translated_files(self._folder):
            if self.problem(sha256, len(content), is_thorough=True) == "":
                os.utime(path)  # young again: a sweep at this moment leaves it
                return sha256
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = path.with_name(f"{_PART}{secrets.token_hex(8)}")
            try:
                _write(part, content)
                part.replace(path)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
            _sync_folder(path.parent)
        return sha256

    def problem(self, sha256: str, size: int, *, is_thorough: bool) -> str:
        """ "" for a file as it was stored, else "missing" or "altered".

        Args:
            is_thorough: compare its content too, not only its size.
        """
        path = self.path(sha256)
        try:
            if path.stat().st_size != size:
                return "altered"
            if is_thorough and self._digest(path) != sha256:
                return "altered"
        except FileNotFoundError:
            return "missing"
        except OSError:
            return "altered"  # it is there and cannot be read
        return ""

    def read(self, sha256: str) -> bytes:
        """A kept content as it is on the disk now. Raises FileNotFoundError."""
        return self.path(sha256).read_bytes()

    def older(self, seconds: float) -> Iterator[tuple[str, Path]]:
        """Files that nobody touched for so long: (digest, "" for a part left behind; path)."""
        until = time.time() - seconds
        for path in self._folder.glob("*/*"):
            is_part = path.name.startswith(_PART)
            if (is_part or _NAME.fullmatch(path.name)) and path.stat().st_mtime < until:
                yield "" if is_part else path.name, path

    @staticmethod
    def _digest(path: Path) -> str:
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Put a new name on the disk, where folders can be opened (not on Windows)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
