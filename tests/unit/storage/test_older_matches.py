"""Matches stored by older versions are read as they were: what came later is empty."""

from __future__ import annotations

import json

from app.domain.match import (
    Level,
    Match,
    NameAlignment,
    Span,
    SpanKind,
    Step,
    TokenPair,
    TokenReason,
)
from app.storage import codec

STORED = {
    "source": "us_ofac_sdn", "check": "SANCTIONS", "list_entry_id": "17",
    "entry_checksum": "c" * 32, "entry_type": "INDIVIDUAL", "matched_name": "VENTRIS, Orsolo",
    "matched_kind": "PRIMARY", "is_weak": False, "primary_name": "VENTRIS, Orsolo",
    "screened_name": "Orsolo Ventriss", "name_score": 0.97, "strength": "STRONG",
    "components": {"primary": 0.98, "token": 0.97, "ngram": 0.9, "phonetic": 1.0},
    "score": 97.0, "score_scope": ["NAME"], "level": "high", "evidence": [],
    "alignment": {
        "query_text": "orsolo ventriss",
        "list_text": "orsolo ventris",
        "pairs": [
            {"query_start": 0, "query_end": 6, "list_start": 0, "list_end": 6,
             "similarity": 1.0, "note": "equal"},
            {"query_start": 7, "query_end": 15, "list_start": 7, "list_end": 14,
             "similarity": 0.875, "note": "1 letter of 8"},
        ],
        "query_spans": [{"start": 14, "end": 15, "kind": "missing"}],
        "list_spans": [],
    },
    "reason": "", "match_id": "mat_1", "is_demo": False,
}  # fmt: skip


def test_a_match_stored_before_explanations_grew_is_read() -> None:
    match = codec.decode(json.dumps(STORED), Match)
    assert match.level is Level.HIGH
    assert match.components.contradiction is None
    assert match.components.cap is None
    assert match.alignment == NameAlignment(
        "orsolo ventriss",
        "orsolo ventris",
        (
            TokenPair(0, 6, 0, 6, 1.0, "equal", TokenReason.NONE, 0.0),
            TokenPair(7, 15, 7, 14, 0.875, "1 letter of 8", TokenReason.NONE, 0.0),
        ),
        (Span(14, 15, SpanKind.MISSING),),
    )
    assert match.alignment.query_original == ""
    assert (match.alignment.query_words, match.alignment.list_path) == ((), ())


def test_an_alignment_of_now_comes_back_as_it_was_stored() -> None:
    laid = NameAlignment(
        "orsolo", "orsolo", (TokenPair(0, 6, 0, 6, 1.0, "equal", TokenReason.EQUAL, 2.4),),
        query_original="Órsolo", list_original="Orsolo",
        query_original_spans=(Span(0, 1, SpanKind.CHANGED),), query_words=((0, 6),),
        list_words=((0, 0),), query_path=(Step("Latin letters", "orsolo"),),
    )  # fmt: skip
    assert codec.decode(codec.encode(laid), NameAlignment) == laid
