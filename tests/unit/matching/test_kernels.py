"""The switch between compiled kernels and the NumPy path, and the kernels one by one."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import JaroWinkler

from app.matching import classic, kernels
from app.matching.index import build_index
from app.matching.profiles import PROFILES
from app.matching.tables import NameTables

TEXTS = st.text(st.sampled_from("abcdan 01"), min_size=1, max_size=90)


def letters(text: str) -> Any:
    return np.frombuffer(text.encode(), dtype=np.uint8)


@pytest.fixture(params=["compiled", "plain"], scope="session")
def module(request: pytest.FixtureRequest) -> ModuleType:
    found: ModuleType = request.getfixturevalue(request.param)
    return found


@settings(max_examples=250, deadline=None)
@given(left=TEXTS, right=TEXTS)
def test_jaro_winkler_is_that_of_rapidfuzz(module: ModuleType, left: str, right: str) -> None:
    query, listed = letters(left), letters(right)
    buffer = np.empty(len(query), dtype=np.uint8)
    score = module.jaro_winkler(query, listed, module.letter_masks(query), buffer)
    assert score == pytest.approx(JaroWinkler.similarity(left, right), abs=1e-12)


@settings(max_examples=100, deadline=None)
@given(left=TEXTS, right=TEXTS)
def test_both_ways_to_match_letters_agree(module: ModuleType, left: str, right: str) -> None:
    query, listed = letters(left[:64]), letters(right)
    reach = max(len(query), len(listed)) // 2 - 1
    if reach < 0:
        return
    buffer = np.empty(len(query), dtype=np.uint8)
    masks = module.letter_masks(query)
    assert tuple(module.match_by_bits(query, listed, masks, reach, buffer)) == tuple(
        module.match_by_flags(query, listed, reach, buffer)
    )


@settings(max_examples=100, deadline=None)
@given(left=TEXTS, right=TEXTS)
def test_shared_bigrams_are_those_of_the_sets(module: ModuleType, left: str, right: str) -> None:
    seen = np.full(module.BIGRAMS, -1, dtype=np.int32)
    table = module.bigram_table(letters(left))
    shared = module.shared_bigrams(letters(right), table, seen, 0)
    assert shared == len(classic.bigrams(left) & classic.bigrams(right))


@settings(max_examples=100, deadline=None)
@given(word=st.integers(0, 2**64 - 1))
def test_bits_are_counted(module: ModuleType, word: int) -> None:
    assert module.count_bits(np.uint64(word)) == word.bit_count()


def run_alone(code: str, **environment: str) -> str:
    """Run code in a fresh interpreter; what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_the_matcher_does_not_import_numba() -> None:
    code = "import sys, app.matching.matcher; print('numba' in sys.modules)"
    assert run_alone(code) == "False"


def test_the_kernels_run_with_the_compiler_switched_off(tmp_path: Path) -> None:
    code = (
        "from app.matching import kernels; steps = []\n"
        "assert not kernels.is_warm()\n"
        "assert kernels.warm_up(lambda *step: steps.append(step[0]))\n"
        "print(kernels.is_warm(), steps)"
    )
    assert run_alone(code, NUMBA_DISABLE_JIT="1") == "True [0, 1, 2, 3, 4]"


def test_the_cache_goes_where_it_is_told_and_is_found_there(warm: Path) -> None:
    assert list(warm.glob("**/*.nbi"))
    code = (
        "import pathlib; from app.matching import kernels\n"
        f"print(kernels.warm_up(cache_dir=pathlib.Path({str(warm)!r})))\n"
        "from app.matching.jitted import find_form\n"
        "print(sum(find_form.stats.cache_hits.values()), len(find_form.stats.cache_misses))"
    )
    assert run_alone(code).split() == ["True", "1", "0"]


@pytest.mark.parametrize("profile", PROFILES)
def test_a_first_search_compiles_nothing_more(warm: Path, profile: str) -> None:
    code = (
        "import pathlib; from app import bundled; from app.matching import kernels\n"
        f"assert kernels.warm_up(cache_dir=pathlib.Path({str(warm)!r}))\n"
        "from app.domain.list_entry import EntryType, ListEntry, ListName\n"
        "from app.matching import aligned_jitted, aligned_likes_jitted, jitted\n"
        "from app.matching.index import build_index\n"
        "from app.matching.tables import load_tables\n"
        "loops = (jitted.find_form, aligned_jitted.find, aligned_likes_jitted.like_words)\n"
        "known = [loop.signatures for loop in loops]\n"
        "listed = [ListEntry('demo', str(n), EntryType.INDIVIDUAL, (ListName(name),))\n"
        "          for n, name in enumerate(['Marta Quist', 'Ann Leigh'])]\n"
        "tables = load_tables(bundled.read_name_tables())\n"
        f"names = build_index(list(enumerate(listed)), tables, {profile!r})\n"
        "print(len(names.find(('martha quist',), 0.6).names))\n"
        "print([loop.signatures for loop in loops] == known)"
    )
    assert run_alone(code).split() == ["1", "True"]


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "_warm", [])


@pytest.mark.usefixtures("cold")
@pytest.mark.parametrize("error", [ImportError, OSError, RuntimeError])
def test_without_numba_the_numpy_path_answers(
    monkeypatch: pytest.MonkeyPatch, tables: NameTables, error: type[Exception],
    make_entry: Callable[..., Any],
) -> None:  # fmt: skip
    real_import = builtins.__import__

    def no_numba(name: str, *rest: Any, **more: Any) -> Any:
        if name == "numba":
            raise error("no such thing")
        return real_import(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", no_numba)
    assert not kernels.warm_up()
    assert not kernels.is_warm()
    names = build_index([(1, make_entry("a", "Ann Lee"))], tables)
    assert names.find(("ann lee",), 0.9).scores.tolist() == [1.0]
    names.clear_token_cache()  # the classic search keeps none
    aligned = build_index([(1, make_entry("a", "Ann Lee"))], tables, "aligned")
    assert aligned.find(("ann lee",), 0.9).scores.tolist() == [1.0]


@pytest.mark.usefixtures("compiled")
def test_warm_kernels_answer_and_warming_twice_is_quick(
    tables: NameTables, make_entry: Callable[..., Any]
) -> None:
    assert kernels.is_warm()
    assert kernels.warm_up()
    names = build_index(
        [(1, make_entry("a", "Ann Lee")), (2, make_entry("b", "Anne Leigh"))], tables
    )
    assert names.find(("ann lee",), 0.6).names.tolist() == [0, 1]


@pytest.mark.usefixtures("cold")
def test_the_cache_folder_reaches_numba(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import numba

    monkeypatch.setitem(numba.config.__dict__, "CACHE_DIR", numba.config.CACHE_DIR)
    assert kernels.warm_up(lambda *step: None, cache_dir=tmp_path)
    assert str(tmp_path) == numba.config.CACHE_DIR
