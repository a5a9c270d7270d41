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

from app.matching import aligned_search, numpy_path
from app.matching.aligned_query import AlignedQuery, asked_of
from app.matching.aligned_rules import rules_of
from app.matching.aligned_views import Asked, Listed
from app.matching.aligned_vocabulary import AlignedVocabulary
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
    weights: npt.NDArray[np.float64] = np.zeros(0)


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


def find_aligned(
    vocabulary: AlignedVocabulary,
    forms: FormArrays,
    query: AlignedQuery,
    floor: float,
    wanted: npt.NDArray[np.bool_],
) -> FoundForms:
    """See `aligned_search.find_form`; compiled once the kernels are warm."""
    if not _warm:
        return aligned_search.find_form(vocabulary, forms, query, floor, wanted)
    return find_aligned_compiled(_warm[1], vocabulary, forms, query, floor, wanted)


def find_aligned_compiled(
    module: ModuleType,
    vocabulary: AlignedVocabulary,
    forms: FormArrays,
    query: AlignedQuery,
    floor: float,
    wanted: npt.NDArray[np.bool_],
) -> FoundForms:
    if len(query.hits) > MOST_WORDS:
        return aligned_search.find_form(vocabulary, forms, query, floor, wanted)
    if len(_buffers.seen) != len(forms.groups):
        _buffers.seen = np.zeros(len(forms.groups), dtype=np.uint32)
        _buffers.weights = np.zeros(len(forms.groups))
    return FoundForms(*module.find(
        vocabulary.arrays.views[int(query.is_person)], asked_of(query),
        rules_of(is_person=query.is_person), floor, wanted, _buffers.seen, _buffers.weights,
    ))  # fmt: skip


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
    starts = _frozen(np.array([0, 1], dtype=np.int64))
    number, byte = _frozen(np.zeros(1, dtype=np.int32)), _frozen(np.ones(1, dtype=np.uint8))
    one = _frozen(np.ones(1))
    listed = Listed(
        number, _frozen(starts.astype(np.int32)), starts, number, one,
        _frozen(np.ones(1, dtype=np.bool_)), one, one, byte, number, number,
        _frozen(np.frombuffer(b"a", dtype=np.uint8)), starts,
        _frozen(np.frombuffer(b"a", dtype=np.uint8)), _frozen(starts.astype(np.uint32)),
        _frozen(np.zeros(1, dtype=np.uint16)),
    )  # fmt: skip
    none, nobody = np.zeros((0, 5), dtype=np.int32), np.zeros(0)
    own = np.zeros(1, dtype=np.int32)
    asked = Asked(
        text=np.frombuffer(b"b", dtype=np.uint8), weights=np.ones(1), least_weights=np.ones(1),
        flags=np.ones(1, dtype=np.uint8), opposites=own, codes=own, sounds=1, pairs=own,
        longest=1, is_single=True, words=own, alike=np.ones(1),
        kinds=np.zeros(1, dtype=np.uint8), offsets=np.array([0, 1], dtype=np.int64),
        wholes=none, whole_alike=nobody, joins=none, join_alike=nobody,
    )  # fmt: skip
    module.find(
        listed, asked, rules_of(is_person=True), 0.5, np.ones(1, dtype=np.bool_),
        np.zeros(1, dtype=np.uint32), np.zeros(1),
    )  # fmt: skip


def _frozen(array: npt.NDArray[_T]) -> npt.NDArray[_T]:
    array.flags.writeable = False
    return array
