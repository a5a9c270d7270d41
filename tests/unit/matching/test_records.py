"""Records and signatures: both ways to compute them agree, and their bounds hold."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import JaroWinkler

from app.matching import classic, numpy_path, records
from app.matching.postings import form_arrays
from app.matching.query import Vocabulary, prepare

FORMS = st.lists(
    st.text(st.sampled_from("abcdehmnrstz 0159"), min_size=1, max_size=70)
    .map(lambda text: " ".join(text.split()))
    .filter(bool),
    min_size=1,
    max_size=6,
)
NOWHERE = Vocabulary({}, np.zeros(1, dtype=np.int64), {}, np.zeros(1, dtype=np.int64))


@settings(max_examples=200, deadline=None)
@given(texts=FORMS)
def test_the_record_of_a_list_is_that_of_a_query(texts: list[str]) -> None:
    arrays = form_arrays(texts)
    for row, text in zip(arrays["records"], texts, strict=True):
        query = prepare(text, NOWHERE)
        counts = [int(number) for number in row[:1].view(np.uint16)]
        assert tuple(counts) == query.numbers
        assert (int(row[2]), int(row[3])) == query.words[1:]
        shared = min(4, len(text)) * 8
        assert (int(row[1]) ^ query.words[0]) & ((1 << shared) - 1) == 0


@settings(max_examples=300, deadline=None)
@given(texts=FORMS, query_text=FORMS.map(lambda texts: texts[0]))
def test_the_bounds_are_never_below_the_truth(texts: list[str], query_text: str) -> None:
    rows = form_arrays(texts)["records"]
    counts = rows[:, 0].copy().view(np.uint16).reshape(-1, 4).astype(np.int64)
    query = prepare(query_text, NOWHERE)
    ngrams = numpy_path.ngram_bound(query, counts[:, 1], rows[:, 2])
    primaries = numpy_path.primary_bound(query, counts[:, 0], rows[:, 3], rows[:, 1])
    for text, ngram, primary in zip(texts, ngrams, primaries, strict=True):
        assert ngram >= classic.components(query_text, text).ngram - 1e-12
        assert primary >= JaroWinkler.similarity(query_text, text) - 1e-12


def test_chunks_of_forms_give_the_same_records(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    texts = [f"name {number} x{number * 7}" for number in range(25)]
    whole = form_arrays(texts)["records"]
    monkeypatch.setattr(records, "_CHUNK", 10)
    assert (form_arrays(texts)["records"] == whole).all()
