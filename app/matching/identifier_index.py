"""Looking up list entries by an identifier: sorted hashes of type and compact value.

An equal identifier of the same type makes a match even when the names are far apart. A hash only
proposes an entry; the evidence compares the identifiers themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from app.domain.identifiers import Identifier, IdentifierType, compact

_LEAST_LENGTH = 4  # shorter numbers occur by chance


def keys(identifier: Identifier) -> tuple[int, ...]:
    """The 63-bit hash of an identifier that can be looked up, or nothing."""
    value = compact(identifier.value)
    if identifier.type is IdentifierType.OTHER or len(value) < _LEAST_LENGTH:
        return ()
    text = f"{identifier.type.value}:{value}".encode("utf-8", "surrogatepass")
    digest = hashlib.blake2b(text, digest_size=8).digest()
    return (int.from_bytes(digest) >> 1,)


def build(pairs: Iterable[tuple[int, int]]) -> dict[str, npt.NDArray[np.generic]]:
    """Sorted arrays of (hash, entry row) pairs, by the names of the stored arrays."""
    table = np.array(sorted(set(pairs)), dtype=np.int64).reshape(-1, 2)
    return {
        "identifier_keys": np.ascontiguousarray(table[:, 0]),
        "identifier_entries": table[:, 1].astype(np.int32),
    }


def find(
    hashes: npt.NDArray[np.int64], rows: npt.NDArray[np.int32], identifiers: Iterable[Identifier]
) -> tuple[int, ...]:
    """The rows of entries that seem to have one of the identifiers, rising."""
    found: set[int] = set()
    for identifier in identifiers:
        for key in keys(identifier):
            start, end = np.searchsorted(hashes, (key, key + 1))
            found.update(rows[start:end].tolist())
    return tuple(sorted(found))
