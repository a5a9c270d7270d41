"""The switch between the compiled kernels and the NumPy path; both give the same results.

Compiling takes seconds and importing numba half a second, so neither happens before `warm_up`,
which a program calls once in the background; a one-shot command never does. Where numba is
missing, or its cache can be written nowhere, the NumPy path answers for good.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from importlib.abc import InspectLoader
from importlib.util import find_spec
from types import ModuleType
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from app.matching import aligned_search, aligned_words, numpy_path
from app.matching.aligned_arrays import AlignedArrays, flags_of
from app.matching.aligned_query import AlignedQuery, asked_of
from app.matching.aligned_rules import rules_of, word_rules_of
from app.matching.aligned_views import (
    Asked,
    Buffers,
    Listed,
    Word,
    Words,
    make_buffers,
    side_by_side,
)
from app.matching.aligned_vocabulary import AlignedVocabulary
from app.matching.aligned_words import Likes
from app.matching.numpy_path import FormArrays, FoundForms
from app.matching.query import QueryForm, Vocabulary, prepare
from app.matching.tables import NameTables
from app.matching.tokens import Token

_T = TypeVar("_T", bound=np.generic)
_STEPS = 4  # of warming up: importing, and the kernels of three modules
MOST_WORDS = 31  # bits of a mask, less one
Progress = Callable[[int, int, str], None]
_SOURCES = (
    "aligned_arrays", "aligned_compiling", "aligned_jitted", "aligned_likes_jitted",
    "aligned_pairs_jitted", "aligned_rules", "aligned_score_jitted", "aligned_views",
    "aligned_words_jitted", "classic", "jitted", "numpy_path", "records",
)  # fmt: skip


class FolderPath(Protocol):
    """A path object, such as pathlib's."""

    def __fspath__(self) -> str: ...


class _State(threading.local):
    """Per thread: buffers with one number for each form of the index in use, for `shared` zero."""

    shared: npt.NDArray[np.uint32] = np.zeros(0, dtype=np.uint32)
    aligned: Buffers = make_buffers(0)


_buffers = _State()
_warm: list[ModuleType] = []  # the compiled modules, once every kernel has run
_warming = threading.Lock()


def fingerprint() -> str:
    """A digest of all that the compiled code is made from, to name a folder for it.

    The compiler looks for changes only in the file of the loop that it is asked for, not in those
    that this loop calls or takes constants from.
    """
    digest = hashlib.blake2b(digest_size=8)
    for name in _SOURCES:
        spec = find_spec(f"app.matching.{name}")
        assert spec is not None
        assert isinstance(spec.loader, InspectLoader)
        # A program in one file has no sources; there the compiler looks at the program itself.
        digest.update((spec.loader.get_source(spec.name) or "").encode())
    return digest.hexdigest()


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
            progress(0, _STEPS, "Preparing the fast matcher")
        try:
            modules = _import_jitted(cache_dir)
            for done, exercise in enumerate((_exercise, _exercise_aligned, _exercise_words)):
                if progress:
                    progress(done + 1, _STEPS, f"Compiling the fast matcher, part {done + 1} of 3")
                exercise(modules[done])
        except (ImportError, OSError, RuntimeError):  # numba names no narrower ones
            return False
        _warm.extend(modules)
        if progress:
            progress(_STEPS, _STEPS, "The fast matcher is ready")
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
    buffers = _buffers.aligned
    if len(buffers.seen) != len(forms.groups):
        buffers = _buffers.aligned = make_buffers(len(forms.groups))
    return FoundForms(*module.find(
        vocabulary.arrays.views[int(query.is_person)], asked_of(query),
        rules_of(is_person=query.is_person), floor, wanted, buffers,
    ))  # fmt: skip


def like_words(
    arrays: AlignedArrays, tables: NameTables, token: Token, known: Likes, *, is_person: bool
) -> Likes:
    """See `aligned_words.like_words`; compiled once the kernels are warm."""
    if not _warm:
        return aligned_words.like_words(arrays, tables, token, known, is_person=is_person)
    return like_words_compiled(_warm[2], arrays, tables, token, known, is_person=is_person)


def like_words_compiled(
    module: ModuleType, arrays: AlignedArrays, tables: NameTables, token: Token, known: Likes, *,
    is_person: bool,
) -> Likes:  # fmt: skip
    if len(token.text) > module.MOST_LETTERS:
        return aligned_words.like_words(arrays, tables, token, known, is_person=is_person)
    word = Word(
        np.frombuffer(token.text.encode("ascii"), dtype=np.uint8), flags_of(token),
        aligned_words.signature_of(token.text),
        aligned_words.near_span(arrays.lengths, len(token.text)),
        aligned_words.sounding(arrays, token), aligned_words.of_consonants(arrays, token.text),
        *known,
    )  # fmt: skip
    return Likes(*module.like_words(
        arrays.kinds[is_person], word, word_rules_of(is_person=is_person)
    ))  # fmt: skip


def _import_jitted(cache_dir: FolderPath | None) -> tuple[ModuleType, ...]:
    import numba

    if cache_dir is not None:
        numba.config.__dict__["CACHE_DIR"] = cache_dir.__fspath__()
    from app.matching import aligned_jitted, aligned_likes_jitted, jitted

    return jitted, aligned_jitted, aligned_likes_jitted


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
    """The same for the aligned profile, with a second form that nothing leads to: the columns of
    a single row lie together in memory, those of several do not, and each is a type of its own."""
    starts = _frozen(np.array([0, 1], dtype=np.int64))
    number, byte = _frozen(np.zeros(1, dtype=np.int32)), _frozen(np.ones(1, dtype=np.uint8))
    one, two, groups = _frozen(np.ones(1)), np.ones(2), np.zeros(2, dtype=np.uint16)
    listed = Listed(
        number, _frozen(starts.astype(np.int32)), starts, number,
        *side_by_side(two, np.ones(2, dtype=np.int64), groups, np.ones(2, dtype=np.bool_)),
        one, one, byte, number, number,
        _frozen(np.frombuffer(b"a", dtype=np.uint8)), starts,
        _frozen(np.frombuffer(b"a", dtype=np.uint8)), _frozen(starts.astype(np.uint32)),
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
        make_buffers(2),
    )  # fmt: skip


def _exercise_words(module: ModuleType) -> None:
    """The same for words like a word."""
    byte, none = _frozen(np.ones(1, dtype=np.uint8)), _frozen(np.zeros(0, dtype=np.int32))
    text = _frozen(np.frombuffer(b"ab", dtype=np.uint8))
    starts = _frozen(np.array([0, 2], dtype=np.int64))
    listed = Words(text, starts, _frozen(np.ones(1, dtype=np.uint64)), byte, byte)
    word = Word(
        text, 1, np.uint64(1), (0, 1), none, none,
        np.zeros(1, dtype=np.int32), np.ones(1), np.zeros(1, dtype=np.uint8),
    )  # fmt: skip
    module.like_words(listed, word, word_rules_of(is_person=True))


def _frozen(array: npt.NDArray[_T]) -> npt.NDArray[_T]:
    array.flags.writeable = False
    return array
