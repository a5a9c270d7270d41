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

from app.matching import aligned, aligned_search, numpy_path
from app.matching.aligned_arrays import AlignedArrays
from app.matching.aligned_search import AlignedQuery
from app.matching.numpy_path import FormArrays, FoundForms
from app.matching.query import QueryForm, Vocabulary, prepare

_T = TypeVar("_T", bound=np.generic)
MOST_WORDS = 31  # bits of a mask, less one
Progress = Callable[[int, int, str], None]


class FolderPath(Protocol):
    """A path object, such as pathlib's."""

    def __fspath__(self) -> str: ...


class _State(threading.local):
    """Per thread: a zeroed buffer with one number for each form of the index in use."""

    shared: npt.NDArray[np.uint32] = np.zeros(0, dtype=np.uint32)
    seen: npt.NDArray[np.uint32] = np.zeros(0, dtype=np.uint32)
    listed: npt.NDArray[np.float64] = np.zeros(0)


_buffers = _State()
_warm: list[ModuleType] = []  # the compiled modules, once every kernel has run
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
            modules = _import_jitted(cache_dir)
            if progress:
                progress(1, 2, "Compiling the fast matcher")
            _exercise(modules[0])
            _exercise_aligned(modules[1])
        except (ImportError, OSError, RuntimeError):  # numba names no narrower ones
            return False
        _warm.extend(modules)
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


def find_candidates(
    arrays: AlignedArrays,
    groups: npt.NDArray[np.uint16],
    query: AlignedQuery,
    needed: float,
    wanted: npt.NDArray[np.bool_],
) -> npt.NDArray[np.signedinteger]:
    """See `aligned_search.find_candidates`; compiled once the kernels are warm."""
    if not _warm:
        return aligned_search.find_candidates(arrays, groups, query, needed, wanted)
    return candidates_compiled(_warm[1], arrays, groups, query, needed, wanted)


def candidates_compiled(
    module: ModuleType,
    arrays: AlignedArrays,
    groups: npt.NDArray[np.uint16],
    query: AlignedQuery,
    needed: float,
    wanted: npt.NDArray[np.bool_],
) -> npt.NDArray[np.signedinteger]:
    if len(query.tokens) > MOST_WORDS:
        return aligned_search.find_candidates(arrays, groups, query, needed, wanted)
    if len(_buffers.seen) != len(groups):
        _buffers.seen = np.zeros(len(groups), dtype=np.uint32)
        _buffers.listed = np.zeros(len(groups))
    rows, sims = query.table()
    joins, join_tokens = query.joined()
    kind = int(query.is_person)
    found: npt.NDArray[np.int32] = module.candidates(
        arrays.word_starts, arrays.postings, arrays.starts, arrays.words, arrays.left_weights,
        arrays.weights[kind], arrays.least_weights[kind], groups, wanted, rows, sims,
        joins, join_tokens, *query.weights(), aligned_search.rates(is_person=query.is_person),
        aligned_search.constants(), aligned.MOST_JOINED, needed, _buffers.seen, _buffers.listed,
    )  # fmt: skip
    return found


def _import_jitted(cache_dir: FolderPath | None) -> tuple[ModuleType, ModuleType]:
    import numba

    if cache_dir is not None:
        numba.config.__dict__["CACHE_DIR"] = cache_dir.__fspath__()
    from app.matching import aligned_jitted, jitted

    return jitted, aligned_jitted


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


def _exercise_aligned(module: ModuleType) -> None:
    """The same for the aligned profile."""
    starts, one = np.array([0, 1], dtype=np.int64), np.ones(1)
    number = _frozen(np.zeros(1, dtype=np.int32))
    module.candidates(
        _frozen(starts), number, _frozen(starts.astype(np.int32)), number, _frozen(np.ones(1)),
        _frozen(np.ones(1)), _frozen(np.ones(1)), _frozen(np.zeros(1, dtype=np.uint16)),
        np.ones(1, dtype=np.bool_), np.zeros(1, dtype=np.int32), np.ones((1, 1)),
        np.zeros((0, 3), dtype=np.int32), np.zeros(0, dtype=np.int64), one, one,
        aligned_search.rates(is_person=True), aligned_search.constants(), aligned.MOST_JOINED,
        0.5, np.zeros(1, dtype=np.uint32), np.zeros(1),
    )  # fmt: skip


def _frozen(array: npt.NDArray[_T]) -> npt.NDArray[_T]:
    array.flags.writeable = False
    return array
