"""The index of all listed names: plain arrays that can be stored and memory-mapped.

`find` returns exactly the names that brute force would: same names, same scores to 1e-9, at any
floor. One row a listed name; its forms (see normalise.py and second_names.py) point to it.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from app.domain.list_entry import EntryType, ListEntry
from app.matching import aligned, aligned_query, aligned_search, classic, identifier_index, kernels
from app.matching.aligned_arrays import aligned_arrays, open_arrays
from app.matching.aligned_vocabulary import AlignedVocabulary
from app.matching.blocks import shared_out
from app.matching.normalise import NameForms
from app.matching.numpy_path import FormArrays, FoundForms
from app.matching.postings import form_arrays, form_texts
from app.matching.query import QueryForm, Vocabulary, prepare
from app.matching.records import LONGEST, as_array
from app.matching.second_names import list_names
from app.matching.tables import NameTables

INDEX_FORMAT: Final = "names-9"
TYPES: Final = tuple(EntryType)
PERSON: Final = TYPES.index(EntryType.INDIVIDUAL)
_YOUNG: Final = 50_000  # objects that wait for a collection while an index is built
_SELDOM: Final = 50  # collections of the young before one of the middle generation
_NEVER: Final = 1_000_000  # and of these before a full one
COMPLETE_BY_SOUND: Final = 0.75  # from here on, names without a common Soundex code cannot reach

Arrays = Mapping[str, npt.NDArray[Any]]
Bools = npt.NDArray[np.bool_]


class Progress(Protocol):
    """Called now and then while building: units done, of how many (0 = unknown), what."""

    def __call__(self, done: int, total: int, text: str, /) -> None: ...


class Finder(Protocol):
    """A way to search; see `numpy_path.find_form`."""

    def __call__(
        self, arrays: FormArrays, query: QueryForm, floor: float, allowed: Bools, *, scan: bool
    ) -> FoundForms: ...


class IndexFormatError(ValueError):
    """The arrays were built by another format or with other name tables: build them anew."""


@dataclass(frozen=True, slots=True)
class FoundNames:
    """Names that reach a floor, best first, one row each.

    `names` are rows of the index, `scores` 0-1, `parts` (rows, 4) primary, token, ngram and
    phonetic, in the aligned profile (rows, 6) contradiction and cap (NaN for none) too,
    `query_forms` which form of the subject and `forms` which listed form scored best.
    """

    names: npt.NDArray[np.int32]
    scores: npt.NDArray[np.float64]
    parts: npt.NDArray[np.float64]
    query_forms: npt.NDArray[np.int32]
    forms: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class NameIndex:
    """All listed names of the active lists. `sources` in the order of their numbers.

    `present` are the groups (see `allowed_groups`) that have forms, `persons` whether a group is
    of persons.
    `unusable` are (entry key, position) of names of which nothing is left to compare.
    """

    arrays: Arrays
    sources: tuple[str, ...]
    tables_version: str
    profile: str
    forms: FormArrays = field(repr=False)
    vocabulary: Vocabulary = field(repr=False)
    present: npt.NDArray[np.uint16] = field(repr=False)
    persons: Bools = field(repr=False)
    aligned: AlignedVocabulary | None = field(default=None, repr=False)

    @classmethod
    def from_arrays(cls, arrays: Arrays, tables: NameTables) -> NameIndex:
        """Open an index; the arrays may be read-only and memory-mapped.

        Raises IndexFormatError if they were built by another version.
        """
        meta = json.loads(bytes(arrays["meta"]))
        if meta["format"] != INDEX_FORMAT or meta["tables"] != tables.version:
            raise IndexFormatError("the stored index was built by another version")
        plain = {name: _read_only(array) for name, array in arrays.items()}
        is_aligned = meta["profile"] == aligned.NAME
        return cls(
            arrays=plain,
            sources=tuple(meta["sources"]),
            tables_version=meta["tables"],
            profile=meta["profile"],
            forms=_forms(plain),
            vocabulary=Vocabulary(
                tokens=_places(plain["token_words"]),
                token_starts=plain["token_starts"],
                codes=_places(plain["code_words"]),
                code_starts=plain.get("code_starts", np.zeros(1, dtype=np.int64)),
            ),
            aligned=_words(plain, tables) if is_aligned else None,
            present=np.unique(plain["form_groups"]),
            persons=np.arange(max(1, len(meta["sources"])) * len(TYPES)) % len(TYPES) == PERSON,
        )

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The arrays to store, by name; `from_arrays` opens them again."""
        return dict(self.arrays)

    @property
    def names(self) -> int:
        """How many listed names can be found."""
        return len(self.arrays["name_entries"])

    @property
    def entries(self) -> int:
        """How many list entries the index holds."""
        return len(self.arrays["entry_keys"])

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays."""
        return sum(array.nbytes for array in self.arrays.values())

    @property
    def unusable(self) -> tuple[tuple[int, int], ...]:
        """(entry key, position in the entry's names) of names with nothing left to compare."""
        return tuple((int(key), int(at)) for key, at in self.arrays["unusable"])

    def allowed_groups(self, sources: Iterable[str], types: Iterable[EntryType]) -> Bools:
        """Which groups (source and entry type) a search may see, indexed by group number."""
        allowed = np.zeros(max(1, len(self.sources)) * len(TYPES), dtype=np.bool_)
        for source in sources:
            if source in self.sources:
                first = self.sources.index(source) * len(TYPES)
                allowed[[first + TYPES.index(kind) for kind in types]] = True
        return allowed

    def form_text(self, form: int) -> str:
        """The normalised text of one form."""
        return self.forms.characters[self.forms.starts[form] : self.forms.starts[form + 1]]

    def find(
        self,
        query_forms: Sequence[str],
        floor: float,
        allowed: Bools | None = None,
        finder: Finder = kernels.find_form,
        aligned_finder: aligned_search.AlignedFinder = kernels.find_aligned,
    ) -> FoundNames:
        """Every name whose best pair of forms reaches the floor.

        Args:
            query_forms: the subject's normalised forms.
            floor: least score, 0-1.
            allowed: groups to search (see `allowed_groups`); all by default.
            finder, aligned_finder: how to search with the classic and with the aligned profile:
                compiled once warm by default, or the NumPy path.
        """
        if allowed is None:
            allowed = np.ones(max(1, len(self.sources)) * len(TYPES), dtype=np.bool_)
        if self.aligned is None:
            scan = floor < COMPLETE_BY_SOUND
            found = [
                (at, finder(self.forms, prepare(text, self.vocabulary), floor, allowed, scan=scan))
                for at, text in enumerate(query_forms)
            ]
        else:
            found = [
                (at, part)
                for at, text in enumerate(query_forms)
                for part in self._find_aligned(text, floor, allowed, aligned_finder)
            ]
        return self._best(found)

    def find_many(
        self,
        queries: Sequence[Sequence[str]],
        floor: float,
        allowed: Bools | None = None,
        workers: int = 2,
    ) -> list[FoundNames]:
        """`find` for the forms of many subjects, in their order, by `workers` threads.

        The compiled search runs without the interpreter's lock, so two threads use two cores.
        """
        return shared_out(lambda forms: self.find(forms, floor, allowed), queries, workers)

    def clear_token_cache(self) -> None:
        """Forget what earlier searches found out about words, as after opening the index."""
        if self.aligned is not None:
            self.aligned.clear_token_cache()

    def _find_aligned(
        self,
        text: str,
        floor: float,
        allowed: Bools,
        finder: aligned_search.AlignedFinder,
    ) -> Iterator[FoundForms]:
        """The forms of persons and of others that reach the floor: their words weigh unlike."""
        assert self.aligned is not None
        for is_person in (True, False):
            wanted = allowed & (self.persons if is_person else ~self.persons)
            if wanted[self.present].any():
                query = aligned_query.prepare(text, self.aligned, is_person=is_person)
                yield finder(self.aligned, self.forms, query, floor, wanted)

    def _best(self, found: Sequence[tuple[int, FoundForms]]) -> FoundNames:
        """The best pair of forms of each name, the best name first; `found` with the number of
        the subject's form."""
        some = [(at, part) for at, part in found if len(part.forms)]
        if not some:
            return self._nothing()
        forms = np.concatenate([part.forms for _, part in some])
        scores = np.concatenate([part.scores for _, part in some])
        parts = np.concatenate([part.parts for _, part in some])
        asked = np.repeat(
            np.array([at for at, _ in some], dtype=np.int32), [len(part.forms) for _, part in some]
        )
        names = self.arrays["form_names"][forms]
        if len(forms) == 1:
            return FoundNames(names, scores, parts, asked, forms)
        order = np.lexsort((forms, asked, -scores, names))
        first = np.ones(len(order), dtype=np.bool_)
        first[1:] = names[order][1:] != names[order][:-1]
        best = order[first]
        best = best[np.lexsort((names[best], -scores[best]))]
        return FoundNames(names[best], scores[best], parts[best], asked[best], forms[best])

    def _nothing(self) -> FoundNames:
        none = np.zeros(0, dtype=np.int32)
        parts = np.zeros((0, 4 if self.aligned is None else 6))
        return FoundNames(none, np.zeros(0), parts, none, none)


def build_index(
    entries: Iterable[tuple[int, ListEntry]],
    tables: NameTables,
    profile: str = classic.NAME,
    progress: Progress | None = None,
) -> NameIndex:
    """Build the index of (storage key, entry) pairs.

    Names of which nothing is left, or longer than LONGEST characters, are not indexed; they are
    counted in `NameIndex.unusable`.
    """
    with _with_few_collections():
        return _build(entries, tables, profile, progress)


def _build(
    entries: Iterable[tuple[int, ListEntry]],
    tables: NameTables,
    profile: str,
    progress: Progress | None,
) -> NameIndex:
    rows = _Rows(both_orders=profile != aligned.NAME)
    for number, (key, entry) in enumerate(entries):
        rows.add(key, entry, tables)
        if progress and number % 1000 == 999:
            progress(number + 1, 0, "Reading listed names")
    if progress:
        progress(0, 0, "Indexing listed names")
    is_person = [group % len(TYPES) == PERSON for group in rows.form_groups]
    is_aligned = profile == aligned.NAME
    arrays = {
        **(
            {**form_texts(rows.texts), **aligned_arrays(rows.texts, is_person, tables)}
            if is_aligned
            else form_arrays(rows.texts)
        ),
        "form_names": as_array(rows.form_names, np.int32),
        "form_groups": as_array(rows.form_groups, np.uint16),
        "name_entries": as_array(rows.name_entries, np.int32),
        "name_positions": as_array(rows.name_positions, np.uint16),
        "name_weak": as_array(rows.name_weak, np.bool_),
        "entry_keys": as_array(rows.entry_keys, np.int64),
        "entry_groups": as_array(rows.entry_groups, np.uint16),
        "unusable": np.array(rows.unusable, dtype=np.int64).reshape(-1, 2),
        **identifier_index.build(rows.identifiers),
    }
    meta = {
        "format": INDEX_FORMAT,
        "tables": tables.version,
        "profile": profile,
        "sources": list(rows.sources),
    }
    arrays["meta"] = np.frombuffer(json.dumps(meta).encode(), dtype=np.uint8)
    return NameIndex.from_arrays(arrays, tables)


@contextmanager
def _with_few_collections() -> Iterator[None]:
    """Cycles of references are looked for seldom, and among new objects only: building makes none,
    and a look through millions of old ones would let no other thread run."""
    thresholds = gc.get_threshold()
    gc.set_threshold(_YOUNG, _SELDOM, _NEVER)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


class _Rows:
    """The columns of the index while it is being built."""

    def __init__(self, *, both_orders: bool) -> None:
        self.both_orders = both_orders
        self.sources: dict[str, int] = {}
        self.texts: list[str] = []
        self.form_names: list[int] = []
        self.form_groups: list[int] = []
        self.name_entries: list[int] = []
        self.name_positions: list[int] = []
        self.name_weak: list[bool] = []
        self.entry_keys: list[int] = []
        self.entry_groups: list[int] = []
        self.unusable: list[tuple[int, int]] = []
        self.identifiers: list[tuple[int, int]] = []

    def add(self, key: int, entry: ListEntry, tables: NameTables) -> None:
        source = self.sources.setdefault(entry.source, len(self.sources))
        group = source * len(TYPES) + TYPES.index(entry.type)
        row = len(self.entry_keys)
        self.entry_keys.append(key)
        self.entry_groups.append(group)
        is_person = entry.type is EntryType.INDIVIDUAL
        for position, listed in enumerate(entry.names):
            names = list_names(
                listed.text, tables, is_person=is_person, both_orders=self.both_orders
            )
            name = len(self.name_entries)
            before = len(self.texts)
            for form in names[0].forms if len(names) == 1 else _distinct_forms(names):
                if len(form) <= LONGEST:
                    self.texts.append(form)
                    self.form_names.append(name)
                    self.form_groups.append(group)
            if len(self.texts) == before:
                self.unusable.append((key, position))
                continue
            self.name_entries.append(row)
            self.name_positions.append(position)
            self.name_weak.append(listed.is_weak)
        for identifier in entry.identifiers:
            for hashed in identifier_index.keys(identifier):
                self.identifiers.append((hashed, row))


def _distinct_forms(names: Iterable[NameForms]) -> Iterable[str]:
    return dict.fromkeys(form for name in names for form in name.forms)


def _words(plain: Arrays, tables: NameTables) -> AlignedVocabulary:
    return AlignedVocabulary(open_arrays(plain), tables, kernels.like_words)


def _forms(plain: Arrays) -> FormArrays:
    return FormArrays(
        text=plain["text"],
        starts=plain["text_starts"],
        records=plain.get("records", np.zeros((0, 4), dtype=np.uint64)),
        groups=plain["form_groups"],
        token_postings=plain["token_postings"],
        code_postings=plain.get("code_postings", np.zeros(0, dtype=np.int32)),
        characters=bytes(plain["text"]).decode("ascii"),
    )


def _places(words: npt.NDArray[np.uint8]) -> dict[str, int]:
    listed = bytes(words).decode("ascii").split()
    return {word: place for place, word in enumerate(listed)}


def _read_only(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """A plain read-only view, so that the kernels see one kind of array however it was opened."""
    view = np.asarray(array).view()
    view.flags.writeable = False
    return view
