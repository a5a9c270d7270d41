"""Packed list files (ZIP, gzip): unpacked to a private folder, with bounds on what comes out."""

from __future__ import annotations

import gzip
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, cast

from app.importers.reading import refused
from app.importers.workbooks import is_workbook

GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
MAX_UNPACKED = 4 << 30
MAX_RATIO = 200  # XML lists pack ten to forty times; a bomb packs a thousand times
CHECKED_FROM = 64 << 20  # below this size no ratio is a danger
MAX_MEMBERS = 50
_CHUNK = 1 << 20
_DAMAGED = (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, NotImplementedError)


@contextmanager
def unpacked(files: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """The files, with archives replaced by what is in them; the copies go at the end.

    Raises ListRefused for a damaged or encrypted archive, and for one that would unpack to far
    more than it holds.
    """
    if not any(_is_packed(file) for file in files):
        yield tuple(files)
        return
    with tempfile.TemporaryDirectory(prefix="screendesk-list-") as folder:
        found: list[Path] = []
        for number, file in enumerate(files):
            if _is_packed(file):
                target = Path(folder) / str(number)
                target.mkdir()
                found += _unpack(file, target)
            else:
                found.append(file)
        yield tuple(found)


def _is_packed(file: Path) -> bool:
    try:
        with file.open("rb") as handle:
            head = handle.read(4)
    except OSError:
        return False  # whoever reads the file says why it cannot be read
    return head.startswith(GZIP_MAGIC) or (head == ZIP_MAGIC and not is_workbook(file))


def _unpack(file: Path, target: Path) -> list[Path]:
    with file.open("rb") as handle:
        is_gzip = handle.read(2) == GZIP_MAGIC
    try:
        if is_gzip:
            with file.open("rb") as raw, gzip.open(raw) as packed:
                name = _plain_name(file.stem)
                return [_copy(cast("IO[bytes]", packed), target / name, file, raw)]
        with zipfile.ZipFile(file) as archive:
            return _unpack_zip(archive, file, target)
    except (
        zipfile.BadZipFile,
        gzip.BadGzipFile,
        EOFError,
        zlib.error,
        NotImplementedError,
    ) as error:
        raise refused(
            f"{file.name} is a damaged archive.", "Download it again.", str(error)
        ) from error
    except RuntimeError as error:  # zipfile's word for an encrypted member
        raise refused(f"{file.name} is encrypted.", "Unpack it with its password first.") from error


def _unpack_zip(archive: zipfile.ZipFile, file: Path, target: Path) -> list[Path]:
    members = [info for info in archive.infolist() if not info.is_dir()]
    if not members or len(members) > MAX_MEMBERS:
        raise refused(
            f"{file.name} holds {len(members):,} files: an archive of a list holds 1 to"
            f" {MAX_MEMBERS}.",
            "Unpack it and choose the list file.",
        )
    _require_bounded(sum(info.file_size for info in members), target, file)
    found = []
    for info in members:
        with archive.open(info) as packed:
            name = _plain_name(PurePosixPath(info.filename).name)
            found.append(_copy(packed, target / name, file))
    return found


def _plain_name(name: str) -> str:
    """A member's name without any path: nothing from outside chooses where we write."""
    return Path(name.replace("\\", "/")).name.strip(". ") or "list"


def _copy(packed: IO[bytes], target: Path, file: Path, raw: IO[bytes] | None = None) -> Path:
    """Unpack into a new file; `raw` is the packed stream below, where nothing declares a size:
    what was read of it so far bounds what may have come out, so that a bomb stops at once."""
    done = 0
    with target.open("xb") as out:
        while chunk := packed.read(_CHUNK):
            done += len(chunk)
            _require_bounded(done, target.parent, file, raw.tell() if raw else None)
            out.write(chunk)
    return target


def _require_bounded(size: int, folder: Path, file: Path, taken: int | None = None) -> None:
    """Raises ListRefused if `taken` bytes of a file (all where None) unpack to more bytes than
    those of a list can, or than there is room."""
    packed = file.stat().st_size if taken is None else taken
    most = min(MAX_UNPACKED, max(CHECKED_FROM, MAX_RATIO * packed))
    room = shutil.disk_usage(folder).free // 2
    if size > min(most, room):
        why = "no list packs that well" if size > most else "the disk has no room for it"
        raise refused(
            f"{file.name} unpacks to more than {min(most, room) >> 20:,} MB: {why}.",
            "Fetch the file again from its publisher.",
        )
