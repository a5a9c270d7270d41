"""The switch between the compiled kernels and the NumPy path; both give the same results.

Compiling takes seconds and importing numba half a second, so neither happens before `warm_up`,
which a program calls once in the background; a one-shot command never does. Where numba is
missing, or its cache can be written nowhere, the NumPy path answers for good.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import ModuleType
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from app.matching import numpy_path
from app.matching.numpy_path import FormArrays, FoundForms
from app.matching.query import QueryForm, Vocabulary, prepare

_T = TypeVar("_T", bound=np.generic)
Progress = Callable[[int, int, str], None]


class FolderPath(Protocol):
    """A path object, such as pathlib's."""

    def __fspath__(self) -> str: ...


class _State(threading.local):
    """Per thread: a zeroed buffer with one number for each form of the index in use."""

    shared: npt.NDArray[np.uint32] = np.zeros(0, dtype=np.uint32)


_buffers = _State()
_warm: list[ModuleType] = []  # the compiled module, once every kernel has run
_warming = threading.Lock()


def is_warm() -> bool:
    """Whether the compiled kernels answer."""
    return bool(_warm)


def warm_up(progress: Progress | None = None, cache_dir: FolderPath | None = None) -> bool:
    """Compile the kernels, or load them from the cache; takes up to half a minute the first time.

    Args:
        progress: called with (done, total, text).
        cache_dir: where compiled code is kept. By default numba's choice: beside the source, else
            the user's cache folder; a read-only installation should name a folder of its own.
    Returns: whether the kernels answer from now on. False where numba is missing or cannot keep
        its cache; the NumPy path goes on answering then, with the same results.
    """
    with _warming:
        if _warm:
            return True
        if progress:
            progress(0, 2, "Preparing the fast matcher")
        try:
            module = _import_jitted(cache_dir)
            if progress:
                progress(1, 2, "Compiling the fast matcher")
            _exercise(module)
        except (ImportError, OSError, RuntimeError):  # numba names no narrower ones
            return False
        _warm.append(module)
        if progress:
            progress(2, 2, "The fast matcher is ready")
        return True


def find_form(
    arrays: FormArrays,
    query: QueryForm,
    floor: float,
    allowed: npt.NDArray[np.bool_],
    *,
    scan: bool,
) -> FoundForms:
    """See `numpy_path.find_form`; compiled once the kernels are warm."""
    if not _warm:
        return numpy_path.find_form(arrays, query, floor, allowed, scan=scan)
    return find_compiled(_warm[0], arrays, query, floor, allowed, scan=scan)


def find_compiled(
    module: ModuleType,
    arrays: FormArrays,
    query: QueryForm,
    floor: float,
    allowed: npt.NDArray[np.bool_],
    *,
    scan: bool,
) -> FoundForms:
    if len(_buffers.shared) != len(arrays.groups):
        _buffers.shared = np.zeros(len(arrays.groups), dtype=np.uint32)
    forms, scores, parts = module.find_form(
        arrays.text, arrays.starts, arrays.records, arrays.groups,
        arrays.token_postings, arrays.code_postings,
        np.frombuffer(query.text.encode("ascii"), dtype=np.uint8),
        np.array(query.numbers, dtype=np.int64), np.array(query.words, dtype=np.uint64),
        query.token_spans, query.code_spans,
        floor, allowed, scan, _buffers.shared,
    )  # fmt: skip
    return FoundForms(forms, scores, parts)


def _import_jitted(cache_dir: FolderPath | None) -> ModuleType:
    import numba

    if cache_dir is not None:
        numba.config.__dict__["CACHE_DIR"] = cache_dir.__fspath__()
    from app.matching import jitted

    return jitted


def _exercise(module: ModuleType) -> None:
    """Run every kernel once on an index of one form, so that all is compiled for real types."""
    arrays = FormArrays(
        text=np.frombuffer(b"a", dtype=np.uint8),
        starts=_frozen(np.array([0, 1], dtype=np.uint32)),
        records=_frozen(np.array([[1 + (1 << 16), 0, 0, 0]], dtype=np.uint64)),
        groups=_frozen(np.zeros(1, dtype=np.uint16)),
        token_postings=_frozen(np.zeros(1, dtype=np.int32)),
        code_postings=_frozen(np.zeros(1, dtype=np.int32)),
        characters="a",
    )
    starts = np.array([0, 1], dtype=np.int64)
    query = prepare("a", Vocabulary({"a": 0}, starts, {"A000": 0}, starts))
    find_compiled(module, arrays, query, 0.5, np.ones(1, dtype=np.bool_), scan=True)


def _frozen(array: npt.NDArray[_T]) -> npt.NDArray[_T]:
    array.flags.writeable = False
    return array
