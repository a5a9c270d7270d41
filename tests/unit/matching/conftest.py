"""The product's name tables, invented entries, and the kernels compiled and plain."""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Callable, Sequence
from functools import partial
from types import FunctionType, ModuleType

import numba
import numpy as np
import pytest

from app import bundled
from app.domain.list_entry import EntryType, ListEntry, ListName
from app.matching import aligned_search, kernels, numpy_path
from app.matching.aligned_search import AlignedFinder
from app.matching.index import Finder
from app.matching.tables import NameTables, load_tables


@pytest.fixture(scope="session")
def tables() -> NameTables:
    return load_tables(bundled.read_name_tables())


@pytest.fixture(scope="session")
def compiled(warm: object) -> ModuleType:
    """The kernels as numba compiles them."""
    from app.matching import jitted

    return jitted


@pytest.fixture(scope="session")
def plain() -> ModuleType:
    """The same source run as plain Python: what it does, and what the tests reach of it."""
    return plain_module("app.matching.jitted")


@pytest.fixture(scope="session")
def make_plain() -> Callable[..., ModuleType]:
    """`make_plain(*names)`, see `plain_module`."""
    return plain_module


def _wrapping(function: FunctionType) -> Callable[..., object]:
    """Words of 64 bits wrap around in compiled code; NumPy would warn."""

    def run(*args: object, **named: object) -> object:
        with np.errstate(over="ignore"):
            return function(*args, **named)

    return run


def plain_module(*names: str) -> ModuleType:
    """The last of these modules; each sees those before it, compiled by nobody."""
    numba.config.DISABLE_JIT = True
    known = {name: sys.modules.get(name) for name in names}
    try:
        for name in names:
            spec = importlib.util.find_spec(name)
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            sys.modules[name] = module
            spec.loader.exec_module(module)
            for attribute, value in vars(module).items():
                if isinstance(value, FunctionType) and value.__module__ == name:
                    setattr(module, attribute, _wrapping(value))
    finally:
        numba.config.DISABLE_JIT = False
        for name, was in known.items():
            if was is None:
                del sys.modules[name]
            else:
                sys.modules[name] = was
    return module


@pytest.fixture(scope="session", params=["numpy", "compiled", "plain"])
def finder(request: pytest.FixtureRequest) -> Finder:
    """Each way to search."""
    if request.param == "numpy":
        return numpy_path.find_form
    module = request.getfixturevalue(request.param)

    def find(arrays, query, floor, allowed, *, scan):  # type: ignore[no-untyped-def]
        return kernels.find_compiled(module, arrays, query, floor, allowed, scan=scan)

    return find


@pytest.fixture(scope="session", params=["numpy", "compiled", "plain"])
def aligned_finder(request: pytest.FixtureRequest) -> AlignedFinder:
    """Each way to search with the aligned profile."""
    if request.param == "numpy":
        return aligned_search.find_form
    if request.param == "plain":
        module = plain_module(
            "app.matching.aligned_compiling",
            "app.matching.aligned_pairs_jitted",
            "app.matching.aligned_score_jitted",
            "app.matching.aligned_jitted",
        )
        return partial(kernels.find_aligned_compiled, module)
    request.getfixturevalue("warm")
    return kernels.find_aligned


GIVEN = [
    "mohammed",
    "muhammad",
    "ahmed",
    "ali",
    "hassan",
    "ivan",
    "sergei",
    "olga",
    "maria",
    "jose",
    "juan",
    "li",
    "wei",
    "kim",
    "jeong",
    "catherine",
    "katherine",
    "john",
    "jon",
    "abdul",
    "rahman",
    "al",
    "abu",
    "bakr",
    "o",
    "brien",
    "mac",
    "dara",
    "jean",
    "luc",
    "anne",
    "marie",
    "x",
    "3",
    "100",
]
FAMILY = [
    "zawahiri",
    "petrov",
    "petrova",
    "ivanov",
    "garcia",
    "smith",
    "smyth",
    "schmidt",
    "hosseini",
    "kowalski",
    "nguyen",
    "okafor",
    "adeyemi",
    "dangote",
    "tanaka",
    "yilmaz",
    "papadopoulos",
    "rossi",
    "silva",
    "santos",
    "wang",
    "zhang",
    "singh",
    "khan",
    "patel",
    "a",
]


@pytest.fixture(scope="session")
def invented() -> Callable[[int, int], list[str]]:
    """`invented(count, seed)`: names put together at random, some with a typo or a join."""

    def make(count: int, seed: int) -> list[str]:
        rng = random.Random(seed)
        return [_one(rng) for _ in range(count)]

    return make


def _one(rng: random.Random) -> str:
    words = [rng.choice(GIVEN) for _ in range(rng.randint(0, 3))] + [rng.choice(FAMILY)]
    rng.shuffle(words)
    text = rng.choice((" ", " ", " ", "-")).join(words)
    if rng.random() < 0.3:
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice("aeiou'rst") + text[at + 1 :]
    return text if any(char.isalnum() for char in text) else "ali"


def entry(
    key: str,
    *names: str | ListName,
    type: EntryType = EntryType.INDIVIDUAL,  # noqa: A002
    source: str = "demo",
    **fields: object,
) -> ListEntry:
    listed = tuple(ListName(name) if isinstance(name, str) else name for name in names)
    return ListEntry(source, key, type, listed, **fields)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def make_entry() -> Callable[..., ListEntry]:
    """`make_entry(key, *names, type=..., source=..., **fields)`."""
    return entry


@pytest.fixture(scope="session")
def entries_of() -> Callable[[Sequence[str]], list[tuple[int, ListEntry]]]:
    """One entry a name, with keys from 1000."""

    def make(names: Sequence[str]) -> list[tuple[int, ListEntry]]:
        return [(1000 + at, entry(str(at), name)) for at, name in enumerate(names)]

    return make
