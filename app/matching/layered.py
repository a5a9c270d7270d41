"""A small index of what has changed, laid over the index of what was: searched as one.

Entries that are gone, or that the upper index holds, are masked in the lower one. Rows are numbered
as in an index built anew of the same entries in the order of their sources and storage keys, so
that results, ties and counts are those of that index.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.domain.list_entry import EntryType
from app.matching.blocks import shared_out
from app.matching.index import TYPES, Arrays, Bools, FoundNames, NameIndex
from app.matching.tables import NameTables

I64 = npt.NDArray[np.int64]

_GONE = -1


@dataclass(frozen=True, slots=True)
class _Layer:
    """One of the two indexes. `names` and `forms` give the row of the whole for each of its rows,
    or _GONE; `ranks` the number of each of its sources in the whole, or _GONE."""

    index: NameIndex
    names: I64
    forms: I64
    ranks: I64

    def find(self, query_forms: Sequence[str], floor: float, allowed: Bools) -> FoundNames:
        """What is found in it, in rows of the whole; `allowed` are groups of the whole."""
        own = np.zeros(max(1, len(self.ranks)) * len(TYPES), dtype=np.bool_)
        for at, rank in enumerate(self.ranks.tolist()):
            if rank != _GONE:
                own[_groups(at)] = allowed[_groups(rank)]
        found = self.index.find(query_forms, floor, own)
        rows = self.names[found.names]
        kept = rows != _GONE
        return FoundNames(
            rows[kept].astype(np.int32),
            found.scores[kept],
            found.parts[kept],
            found.query_forms[kept],
            self.forms[found.forms[kept]].astype(np.int32),
        )

    def forms_with(self, token: str) -> int:
        vocabulary = self.index.vocabulary
        if token not in vocabulary.tokens:
            return 0
        forms = self.index.forms.token_postings[slice(*vocabulary.token_span(token))]
        return int(np.count_nonzero(self.forms[forms] != _GONE))


@dataclass(frozen=True, slots=True)
class LayeredIndex:
    """Two indexes as one, with the interface of `NameIndex`.

    `arrays` are those about entries, names, identifiers and the names and groups of the forms;
    `form_places` the form of the lower index for each form, or of the upper one, counted on.
    """

    arrays: Arrays
    sources: tuple[str, ...]
    layers: tuple[_Layer, _Layer] = field(repr=False)
    form_places: I64 = field(repr=False)

    @property
    def tables_version(self) -> str:
        return self.layers[0].index.tables_version

    @property
    def profile(self) -> str:
        return self.layers[0].index.profile

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
        """Bytes of all arrays of both indexes."""
        return sum(layer.index.nbytes for layer in self.layers)

    @property
    def unusable(self) -> tuple[tuple[int, int], ...]:
        """(entry key, position in the entry's names) of names with nothing left to compare."""
        return tuple((int(key), int(at)) for key, at in self.arrays["unusable"])

    @property
    def base(self) -> NameIndex:
        """The lower index, whole."""
        return self.layers[0].index

    def allowed_groups(self, sources: Iterable[str], types: Iterable[EntryType]) -> Bools:
        """Which groups (source and entry type) a search may see, indexed by group number."""
        wanted = [TYPES.index(kind) for kind in types]
        allowed = np.zeros(max(1, len(self.sources)) * len(TYPES), dtype=np.bool_)
        for source in sources:
            if source in self.sources:
                allowed[_groups(self.sources.index(source))][wanted] = True
        return allowed

    def form_text(self, form: int) -> str:
        """The normalised text of one form."""
        lower, upper = self.layers
        place = int(self.form_places[form])
        count = len(lower.forms)
        return (
            lower.index.form_text(place) if place < count else upper.index.form_text(place - count)
        )

    def find(
        self, query_forms: Sequence[str], floor: float, allowed: Bools | None = None
    ) -> FoundNames:
        """Every name whose best pair of forms reaches the floor; see `NameIndex.find`."""
        if allowed is None:
            allowed = np.ones(max(1, len(self.sources)) * len(TYPES), dtype=np.bool_)
        found = [layer.find(query_forms, floor, allowed) for layer in self.layers]
        names, scores, parts, asked, forms = (
            np.concatenate([getattr(part, name) for part in found])
            for name in ("names", "scores", "parts", "query_forms", "forms")
        )
        order = np.lexsort((names, -scores))
        return FoundNames(names[order], scores[order], parts[order], asked[order], forms[order])

    def find_many(
        self,
        queries: Sequence[Sequence[str]],
        floor: float,
        allowed: Bools | None = None,
        workers: int = 2,
    ) -> list[FoundNames]:
        """`find` for the forms of many subjects, in their order, by `workers` threads."""
        return shared_out(lambda forms: self.find(forms, floor, allowed), queries, workers)

    def clear_token_cache(self) -> None:
        """Forget what earlier searches found out about words."""
        for layer in self.layers:
            layer.index.clear_token_cache()


AnyIndex = NameIndex | LayeredIndex


def layered(base: NameIndex, overlay: NameIndex, gone: Iterable[int]) -> LayeredIndex:
    """The index of all entries of two indexes but those that are gone.

    Args:
        overlay: the new entries; an entry that both hold counts as this one has it.
        gone: storage keys of entries of `base` that are there no longer.
    Raises:
        ValueError: the two are of different profiles or name tables.
    """
    if (base.profile, base.tables_version) != (overlay.profile, overlay.tables_version):
        raise ValueError("the two indexes are of different profiles or name tables")
    own = (base.arrays["entry_keys"], overlay.arrays["entry_keys"])
    left_out = np.union1d(np.fromiter(gone, dtype=np.int64), own[1])
    is_kept = (~np.isin(own[0], left_out), np.ones(len(own[1]), dtype=np.bool_))
    parts = (base, overlay)
    sources = tuple(sorted(_sources_of(base, is_kept[0]) | set(overlay.sources)))
    ranks = [
        np.array([sources.index(s) if s in sources else _GONE for s in part.sources], np.int64)
        for part in parts
    ]
    groups = np.concatenate([_regrouped(p, r) for p, r in zip(parts, ranks, strict=True)])
    keys = np.concatenate(own)
    order = np.lexsort((keys, groups // len(TYPES)))
    order = order[np.concatenate(is_kept)[order]]
    entries = _split(_inverse(order, len(keys)), len(own[0]))
    names_of = np.concatenate(
        [rows[part.arrays["name_entries"]] for part, rows in zip(parts, entries, strict=True)]
    )
    names, name_order = _numbered(names_of)
    own_names = _split(names, len(base.arrays["name_entries"]))
    forms_of = np.concatenate(
        [rows[part.arrays["form_names"]] for part, rows in zip(parts, own_names, strict=True)]
    )
    forms, form_order = _numbered(forms_of)
    own_forms = _split(forms, len(base.arrays["form_names"]))

    def both(name: str) -> npt.NDArray[np.generic]:
        return np.concatenate([part.arrays[name] for part in parts])

    entry_groups = groups[order].astype(np.uint16)
    name_entries = names_of[name_order].astype(np.int32)
    form_names = forms_of[form_order].astype(np.int32)
    arrays = {
        "entry_keys": keys[order],
        "entry_groups": entry_groups,
        "name_entries": name_entries,
        "name_positions": both("name_positions")[name_order],
        "name_weak": both("name_weak")[name_order],
        "form_names": form_names,
        "form_groups": entry_groups[name_entries[form_names]],
        "unusable": _unusable(parts, left_out, keys[order]),
        **_identifiers(parts, entries),
    }
    lower, upper = (
        _Layer(part, own_names[at], own_forms[at], ranks[at]) for at, part in enumerate(parts)
    )
    return LayeredIndex(arrays, sources, (lower, upper), form_order)


def with_tables(index: AnyIndex, tables: NameTables) -> AnyIndex:
    """The same index, searched with tables that differ from its own in learned classes only
    (`learned.with_learned`): nothing that is stored depends on those."""
    if isinstance(index, NameIndex):
        return _searched_with(index, tables)
    lower, upper = (
        _Layer(_searched_with(layer.index, tables), layer.names, layer.forms, layer.ranks)
        for layer in index.layers
    )
    return LayeredIndex(index.arrays, index.sources, (lower, upper), index.form_places)


def forms_in(index: AnyIndex) -> int:
    """How many forms of names an index holds."""
    return len(index.arrays["form_names"])


def forms_with(index: AnyIndex, token: str) -> int:
    """How often a token stands in forms of listed names."""
    if isinstance(index, LayeredIndex):
        return sum(layer.forms_with(token) for layer in index.layers)
    if token not in index.vocabulary.tokens:
        return 0
    start, end = index.vocabulary.token_span(token)
    return end - start


def _searched_with(index: NameIndex, tables: NameTables) -> NameIndex:
    meta = json.loads(bytes(index.arrays["meta"])) | {"tables": tables.version}
    told = np.frombuffer(json.dumps(meta).encode(), dtype=np.uint8)
    return NameIndex.from_arrays({**index.arrays, "meta": told}, tables)


def _groups(source: int) -> slice:
    return slice(source * len(TYPES), (source + 1) * len(TYPES))


def _sources_of(index: NameIndex, is_kept: Bools) -> set[str]:
    numbers = np.unique(index.arrays["entry_groups"][is_kept] // len(TYPES))
    return {index.sources[number] for number in numbers.tolist()}


def _regrouped(index: NameIndex, ranks: I64) -> I64:
    """The group of each entry in the whole; of sources that are gone any."""
    sources, types = np.divmod(index.arrays["entry_groups"].astype(np.int64), len(TYPES))
    found: I64 = ranks[sources] * len(TYPES) + types if len(ranks) else types
    return found


def _numbered(owners: I64) -> tuple[I64, I64]:
    """New numbers (or _GONE) of rows in the order of their owners, and that order."""
    order = np.argsort(owners, kind="stable")
    order = order[owners[order] != _GONE]
    return _inverse(order, len(owners)), order


def _inverse(order: I64, count: int) -> I64:
    places = np.full(count, _GONE, dtype=np.int64)
    places[order] = np.arange(len(order))
    return places


def _split(array: I64, at: int) -> tuple[I64, I64]:
    return array[:at], array[at:]


def _unusable(parts: Sequence[NameIndex], left_out: I64, keys: I64) -> I64:
    lower, upper = (part.arrays["unusable"] for part in parts)
    rows = np.concatenate([lower[~np.isin(lower[:, 0], left_out)], upper])
    by_key = np.argsort(keys)
    places = by_key[np.searchsorted(keys[by_key], rows[:, 0])]
    found: I64 = rows[np.lexsort((rows[:, 1], places))]
    return found


def _identifiers(
    parts: Sequence[NameIndex], entries: Sequence[I64]
) -> dict[str, npt.NDArray[np.generic]]:
    hashes = np.concatenate([part.arrays["identifier_keys"] for part in parts])
    rows = np.concatenate(
        [at[part.arrays["identifier_entries"]] for part, at in zip(parts, entries, strict=True)]
    )
    order = np.lexsort((rows, hashes))
    order = order[rows[order] != _GONE]
    return {"identifier_keys": hashes[order], "identifier_entries": rows[order].astype(np.int32)}
