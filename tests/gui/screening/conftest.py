"""Hand-made screening records with invented people, and a workspace on the demo lists."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.bootstrap import open_workspace
from app.domain.dates import DatePrecision, ListedDate, PartialDate
from app.domain.decision import Decision, Outcome
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind
from app.domain.match import (
    Check,
    Components,
    Evidence,
    Feature,
    Level,
    Match,
    NameAlignment,
    Span,
    SpanKind,
    Strength,
    TokenPair,
    Verdict,
)
from app.domain.risk import Factor, FactorCategory, RiskAssessment, RiskBand
from app.domain.screening import (
    Candidate,
    CheckRun,
    CheckState,
    ListUsed,
    Purpose,
    ScreeningRecord,
    ScreeningStatus,
    ScreeningSummary,
)
from app.domain.subject import Address, Gender, Subject, SubjectType
from app.services.workspace import Workspace

AT = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
OFAC = ListUsed(
    source="us_ofac_sdn",
    name="OFAC SDN",
    check=Check.SANCTIONS,
    version_id=3,
    version="2026-11-19",
    published_on=date(2026, 11, 19),
    sha256="9f3c" + "0" * 56 + "a1e7",
    entries=17842,
    age_days=1,
)
UN = replace(OFAC, source="un_sc", name="UN SC", version_id=4, entries=1002, age_days=3)
ALIGNMENT = NameAlignment(
    query_text="alexander brevnikovsky",
    list_text="aleksandr brevnikovskiy",
    pairs=(
        TokenPair(0, 9, 0, 9, 0.95, "same alias class"),
        TokenPair(10, 22, 10, 23, 0.94, "1 letter of 13"),
    ),
    query_spans=(Span(3, 5, SpanKind.CHANGED), Span(7, 8, SpanKind.MISSING)),
    list_spans=(Span(3, 5, SpanKind.CHANGED), Span(21, 22, SpanKind.INSERTED)),
)
EVIDENCE = (
    Evidence(Feature.DATE_OF_BIRTH, "1968-03-14", "1968-03-14", Verdict.AGREE, 3.0, "same day"),
    Evidence(
        Feature.COUNTRY, "CY", "RU", Verdict.CONFLICT, -7.0, "no country in common", is_strong=True
    ),
    Evidence(Feature.GENDER, "MALE", "MALE", Verdict.AGREE, 0.5),
    Evidence(
        Feature.IDENTIFIER, "PASSPORT K01938442 CY; TIN 60118203X CY", "", Verdict.MISSING, 0.0
    ),
    Evidence(Feature.PLACE_OF_BIRTH, "", "Vologda", Verdict.MISSING, 0.0),
)
SUBJECT = Subject(
    SubjectType.INDIVIDUAL,
    "Alexander Brevnikovsky",
    date_of_birth=PartialDate(1968, 3, 14),
    nationality="CY",
    gender=Gender.MALE,
    identifiers=(Identifier(IdentifierType.PASSPORT, "K01938442", "CY"),),
)


def made_match(name: str = "Brevnikovskiy, Aleksandr", number: int = 1, **changes: object) -> Match:
    """A strong sanctions match; `changes` replace its fields."""
    match = Match(
        source="us_ofac_sdn",
        check=Check.SANCTIONS,
        list_entry_id=f"demo-{48212 + number}",
        entry_checksum="c" * 32,
        entry_type=EntryType.INDIVIDUAL,
        matched_name=name,
        matched_kind=NameKind.PRIMARY,
        is_weak=False,
        primary_name=name,
        screened_name=SUBJECT.name,
        name_score=0.966,
        strength=Strength.STRONG,
        components=Components(0.944, 1.0, 1.0, 1.0),
        score=93.1,
        score_scope=("NAME", "DOB", "GENDER"),
        level=Level.HIGH,
        evidence=EVIDENCE,
        alignment=ALIGNMENT,
        match_id=f"mat_{number}",
    )
    return replace(match, **changes)  # type: ignore[arg-type]


def made_entry(match: Match) -> ListEntry:
    """The full entry behind `made_match`, with twelve names in four scripts."""
    names = [
        ListName(match.primary_name),
        ListName("Бревниковский Александр Тимурович", NameKind.ORIGINAL_SCRIPT),
        ListName("ألكسندر بريفنيكوفسكي", NameKind.ORIGINAL_SCRIPT),
        ListName("亚历山大·布列夫尼科夫斯基", NameKind.ORIGINAL_SCRIPT),
        ListName("Sasha B", NameKind.WEAK_ALIAS),
        ListName("Brevnikov, Alexandre", NameKind.FORMER, weak=True),
        *(ListName(f"Brevnikovsky, Alexander {letter}.") for letter in "ABCDE"),
        ListName("Oleksandr " + "Brevnikovskiy-" * 6 + "Lanz", NameKind.STRONG_ALIAS),
    ]
    return ListEntry(
        source=match.source,
        entry_id=match.list_entry_id,
        type=EntryType.INDIVIDUAL,
        names=tuple(names),
        reference="ZZ-1",
        profile_id="OFAC000000048213",
        dates_of_birth=(
            ListedDate(PartialDate(1968, 3, 14)),
            ListedDate(PartialDate(1963), DatePrecision.CIRCA),
            ListedDate(PartialDate(1960), DatePrecision.RANGE, PartialDate(1964)),
        ),
        places_of_birth=("Vologda, Russia",),
        gender=Gender.MALE,
        nationalities=("RU",),
        identifiers=(Identifier(IdentifierType.TIN, "60118203X", "RU", "issued 2011"),),
        addresses=(Address("1 Invented Street", "Limassol", country="CY"),),
        programmes=("DEMO-EO-99001", "DEMO-CYBER"),
        positions=("Chairman of the Norvik Polar Shipping Company",),
        listed_on=PartialDate(2019, 4),
        remarks="Invented for tests. Linked To: NORVIK POLAR SHIPPING. " * 3,
        details=(("Website", "https://example.invalid/brevnikovskiy"),),
    )


def made_record(*matches: Match, **changes: object) -> ScreeningRecord:
    """A completed screening of the invented subject with these matches."""
    factors = (
        Factor("sanctions_strong_match", FactorCategory.SCREENING, 0.8, 890.0, 712.0,
               "Sanctions, strong match with Brevnikovskiy: 600 to 800 points; agrees on dob."),
        Factor("sanctions_further_matches", FactorCategory.SCREENING, 0.8, 37.5, 30.0,
               "2 further sanctions matches: 2% of the first each, at most 50."),
        Factor("country", FactorCategory.COUNTRY, 0.5, 0.0, 0.0,
               "Country: Cyprus, on no risk list."),
        Factor("customer_type_individual", FactorCategory.CUSTOMER_TYPE, 0.2, -100.0, -20.0,
               "Customer type: an individual."),
    )  # fmt: skip
    record = ScreeningRecord(
        screening_id="scr_01KB7R2M9T0000000000",
        subject_id="subj_1",
        subject=SUBJECT,
        purpose=Purpose.ONBOARDING,
        status=ScreeningStatus.COMPLETED,
        checks=(
            CheckRun(Check.SANCTIONS, CheckState.COMPLETED, ("us_ofac_sdn", "un_sc")),
            CheckRun(Check.PEP, CheckState.NOT_RUN, note="no PEP list is active"),
        ),
        lists=(OFAC, UN),
        profile="classic-1",
        policy_version="1-abc",
        floor=0.75,
        matches=matches,
        nearest=(
            Candidate("us_ofac_sdn", "demo-9", "Brewnikow, Aleksy", 0.741),
            Candidate("un_sc", "QDi.999", "الاسم المخترع", 0.702),
        ),
        risk=RiskAssessment(722, RiskBand.HIGH, factors),
        decision=Decision(
            Outcome.BLOCK,
            ("sanctions-strong-corroborated", "check-not-run"),
            "Strong sanctions match with Brevnikovskiy, same date of birth.",
            "Do not onboard; escalate to compliance.",
        ),
        warnings=(),
        actor="ines",
        created_at=AT,
        completed_at=AT,
        duration_ms=4.2,
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def many_matches(count: int) -> tuple[Match, ...]:
    """Matches of all strengths and levels, in several scripts; the last one is discarded."""
    names = (
        "Brevnikovskiy, Aleksandr",
        "Бревниковский Александр",
        "ألكسندر بريفنيكوفسكي",
        "布列夫尼科夫斯基",
        "Brevnikovskiy-" * 8 + "Lanz, Aleksandr Timurovich",
    )
    strengths = (Strength.EXACT, Strength.STRONG, Strength.POSSIBLE)
    levels = (Level.HIGH, Level.MEDIUM, Level.LOW)
    made = []
    for number in range(count):
        changes: dict[str, object] = {
            "strength": strengths[number % 3],
            "level": levels[number % 3],
            "score": 99.0 - number,
            "source": "us_ofac_sdn" if number % 2 else "un_sc",
        }
        if number == count - 1:
            why = "2 strong contradictions: date of birth, nationality"
            changes |= {"level": Level.DISCARDED, "reason": why}
        made.append(made_match(names[number % 5], number + 1, **changes))
    return tuple(made)


def made_summary(number: int = 1, name: str = "Halima Osei-Tutu Danquah") -> ScreeningSummary:
    """One line of the history."""
    return ScreeningSummary(
        screening_id=f"scr_{number}",
        created_at=AT,
        subject_id="subj_1",
        external_id="",
        name=name,
        type=SubjectType.INDIVIDUAL,
        purpose=Purpose.ONBOARDING,
        outcome=tuple(Outcome)[number % 4],
        band=RiskBand.LOW,
        score=0,
        matches=0,
        discarded=0,
        best_match="",
        best_source="",
        best_strength="",
        actor="ines",
        is_demo=False,
    )


@pytest.fixture
def made() -> SimpleNamespace:
    """The makers of records, matches and entries of this file."""
    return SimpleNamespace(
        at=AT,
        subject=SUBJECT,
        alignment=ALIGNMENT,
        evidence=EVIDENCE,
        match=made_match,
        many=many_matches,
        entry=made_entry,
        record=made_record,
        summary=made_summary,
    )


@pytest.fixture
def workspace(demo_folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace of its own on the demonstration lists."""
    folder = tmp_path / "data"
    shutil.copytree(demo_folder, folder)
    opened = open_workspace(folder)
    yield opened
    opened.close()
