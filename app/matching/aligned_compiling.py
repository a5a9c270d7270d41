"""How the compiled loops of the aligned profile are compiled; imported by them alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba

_njit: Any = numba.njit  # its published type knows not all of its options

# Called from Python.
entry: Callable[[Callable[..., Any]], Callable[..., Any]] = _njit(nogil=True, cache=True)
# Called by compiled loops only: what would let Python call them takes most of the compiling.
inner: Callable[[Callable[..., Any]], Callable[..., Any]] = _njit(
    nogil=True, cache=True, no_cpython_wrapper=True, no_cfunc_wrapper=True
)
