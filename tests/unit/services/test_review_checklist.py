"""The checklist suggests by the evidence, never answers, and says where answers lead."""

from __future__ import annotations

import pytest

from app.domain.errors import BadInput
from app.domain.list_entry import EntryType, NameKind
from app.domain.match import (
    Check,
    Components,
    Evidence,
    Feature,
    Level,
    Match,
    NameAlignment,
    Strength,
    TokenPair,
    Verdict,
)
from app.domain.review import ResolutionVerdict
from app.domain.subject import Subject, SubjectType
from app.services.review_checklist import (
    STEPS,
    Answer,
    checklist,
    clean_answers,
    leaning,
)

PERSON = Subject(SubjectType.INDIVIDUAL, "Orsolo Ventris")
COMPANY = Subject(SubjectType.ENTITY, "Ventris Trading")
BIRTH, COUNTRY, GENDER, NUMBER, KIND = (
    Feature.DATE_OF_BIRTH, Feature.COUNTRY, Feature.GENDER, Feature.IDENTIFIER, Feature.TYPE,
)  # fmt: skip
AGREE, NEAR, CONFLICT, MISSING = Verdict.AGREE, Verdict.NEAR, Verdict.CONFLICT, Verdict.MISSING


def evidence(feature: Feature, verdict: Verdict, own: str = "a", listed: str = "b") -> Evidence:
    return Evidence(feature, own, listed, verdict, 0.0, is_strong=verdict is CONFLICT)


def match(*found: Evidence, **changes) -> Match:
    values = {
        "source": "un_sc",
        "check": Check.SANCTIONS,
        "list_entry_id": "7",
        "entry_checksum": "c" * 32,
        "entry_type": EntryType.INDIVIDUAL,
        "matched_name": "VENTRIS, Orsolo",
        "matched_kind": NameKind.PRIMARY,
        "is_weak": False,
        "primary_name": "VENTRIS, Orsolo",
        "screened_name": "Orsolo Ventris",
        "name_score": 0.93,
        "strength": Strength.STRONG,
        "components": Components(1.0, 1.0, 1.0, 1.0),
        "score": 93.0,
        "score_scope": ("NAME",),
        "level": Level.HIGH,
        "evidence": found,
        "alignment": NameAlignment("a", "b"),
    }
    return Match(**(values | changes))


def paired(*similarities: float, own: int = 0, listed: int = 0) -> NameAlignment:
    """Words that lie beside each other, and words that only one side has."""
    pairs = [TokenPair(0, 3, 0, 3, similarity) for similarity in similarities]
    pairs += [TokenPair(0, 3, 0, 0, 0.0)] * own + [TokenPair(0, 0, 0, 3, 0.0)] * listed
    return NameAlignment("a", "b", tuple(pairs))


def suggested(step: str, found: Match, subject: Subject = PERSON) -> tuple[Answer, str]:
    (one,) = [item for item in checklist(subject, found) if item.step == step]
    return one.suggestion, one.because


@pytest.mark.parametrize(
    ("step", "found", "subject", "answer", "because"),
    [
        ("list", match(), PERSON, Answer.YES, "un_sc is a sanctions list"),
        ("list", match(check=Check.PEP), PERSON, Answer.NO, "people in public office"),
        ("list", match(check=Check.ADVERSE_MEDIA), PERSON, Answer.NO, "reports in the media"),
        ("kind", match(), PERSON, Answer.YES, "Both are persons"),
        ("kind", match(), COMPANY, Answer.NO, "an organisation, the listed party an individual"),
        ("kind", match(entry_type=EntryType.ENTITY), COMPANY, Answer.YES, "organisations"),
        ("kind", match(entry_type=EntryType.ENTITY), PERSON, Answer.NO, "a person, the listed"),
        ("kind", match(entry_type=EntryType.VESSEL), COMPANY, Answer.NO, "is a vessel"),
        ("name", match(strength=Strength.EXACT), PERSON, Answer.YES, "are the same"),
        ("name", match(), PERSON, Answer.UNKNOWN, "word by word"),
        ("name", match(alignment=paired(1.0, 0.9, listed=2)), PERSON, Answer.YES,
         "2 of 2 words of the customer and of 4 of the list"),
        ("name", match(alignment=paired(1.0, 0.4)), PERSON, Answer.NO, "1 of 2 words"),
        ("name", match(alignment=paired(1.0, 1.0, own=1, listed=1)), PERSON, Answer.UNKNOWN,
         "2 of 3"),
        ("known", match(evidence(BIRTH, AGREE), evidence(COUNTRY, CONFLICT)), PERSON, Answer.YES,
         "date of birth, country"),
        ("known", match(evidence(BIRTH, MISSING, own=""), evidence(KIND, AGREE)), PERSON,
         Answer.NO, "not known: date of birth"),
        ("known", match(evidence(BIRTH, MISSING, listed="")), PERSON, Answer.UNKNOWN, "little"),
        ("alike", match(evidence(BIRTH, AGREE), evidence(COUNTRY, AGREE)), PERSON, Answer.YES,
         "date of birth, country"),
        ("alike", match(evidence(NUMBER, AGREE)), PERSON, Answer.YES, "identifier"),
        ("alike", match(evidence(COUNTRY, AGREE), evidence(BIRTH, CONFLICT)), PERSON, Answer.NO,
         "Contradicted: date of birth"),
        ("alike", match(evidence(COUNTRY, AGREE)), PERSON, Answer.UNKNOWN, "country alone"),
        ("alike", match(evidence(GENDER, NEAR)), PERSON, Answer.NO, "Nothing beside the name"),
        ("alike", match(evidence(KIND, AGREE)), PERSON, Answer.UNKNOWN, "could be compared"),
    ],
)  # fmt: skip
def test_what_the_evidence_suggests(step, found, subject, answer, because) -> None:
    suggestion, why = suggested(step, found, subject)
    assert suggestion is answer
    assert because in why


def test_the_steps_stand_in_their_order() -> None:
    assert tuple(step.step for step in checklist(PERSON, match())) == STEPS
    assert all(step.question.endswith("?") and step.title for step in checklist(PERSON, match()))


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({}, None),
        ({"list": "yes", "kind": "yes"}, None),
        ({"list": "no", "alike": "yes"}, None),
        ({"list": "yes", "kind": "no", "alike": "yes"}, ResolutionVerdict.FALSE_POSITIVE),
        ({"name": "no"}, ResolutionVerdict.FALSE_POSITIVE),
        ({"name": "yes", "known": "no", "alike": "no"}, ResolutionVerdict.UNSURE),
        ({"known": "yes", "alike": "yes"}, ResolutionVerdict.TRUE_POSITIVE),
        ({"known": "yes", "alike": "no"}, ResolutionVerdict.FALSE_POSITIVE),
        ({"alike": "unknown"}, None),
    ],
)
def test_where_answers_lead(answers, verdict) -> None:
    found = leaning(answers)
    assert found.verdict is verdict
    assert found.text.endswith(".")


def test_answers_are_stored_in_the_order_of_the_steps() -> None:
    assert list(clean_answers({"alike": "no", "list": Answer.YES}).items()) == [
        ("list", "yes"), ("alike", "no"),
    ]  # fmt: skip
    for bad in ({"colour": "yes"}, {"list": "perhaps"}):
        with pytest.raises(BadInput, match="no answer to a step"):
            clean_answers(bad)
