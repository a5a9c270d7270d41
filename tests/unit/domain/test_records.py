"""Ids, checksums, audit hashes and the counts of a screening record."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.domain.audit import GENESIS_HASH, audit_hash
from app.domain.decision import Decision, Outcome
from app.domain.events import Event, EventType
from app.domain.ids import new_id
from app.domain.list_entry import (
    EntryType,
    ListEntry,
    ListName,
    NameKind,
    checksum,
    core_checksum,
    profile_id,
)
from app.domain.lists import ListVersion, VersionState, age_days
from app.domain.match import Check, Evidence, Feature, Level, Strength, Verdict
from app.domain.risk import RiskAssessment, RiskBand
from app.domain.screening import Purpose, ScreeningRecord, ScreeningStatus
from app.domain.subject import Address, Subject, SubjectType

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ENTRY = ListEntry(
    "us_ofac_sdn",
    "7",
    EntryType.INDIVIDUAL,
    (ListName("BREVNIKOVSKIY, Aleksandr"),),
    nationalities=("RU",),
    addresses=(Address(city="Vologda", country="RU"),),
    remarks="x",
)


def test_ids_sort_by_time_and_differ() -> None:
    early, late = new_id("scr", NOW), new_id("scr", NOW + timedelta(milliseconds=1))
    assert early < late
    assert early.startswith("scr_")
    assert len({new_id("scr", NOW) for _ in range(1000)}) == 1000


def test_checksums_see_every_change_and_the_core_only_its_fields() -> None:
    assert checksum(ENTRY) == checksum(replace(ENTRY))
    remarked = replace(ENTRY, remarks="y")
    assert checksum(remarked) != checksum(ENTRY)
    assert core_checksum(remarked) == core_checksum(ENTRY)
    renamed = replace(ENTRY, names=(ListName("Other", NameKind.PRIMARY),))
    assert core_checksum(renamed) != core_checksum(ENTRY)
    assert checksum(replace(ENTRY, names=(ListName("\ud800"),)))


def test_countries_of_an_entry_are_listed_once() -> None:
    assert ENTRY.all_countries() == ("RU",)
    assert ENTRY.primary_name == "BREVNIKOVSKIY, Aleksandr"
    assert not ENTRY.names[0].is_weak
    assert ListName("x", NameKind.WEAK_ALIAS).is_weak


def test_profile_ids_are_prefix_and_digits() -> None:
    assert profile_id("OFAC", "18428") == "OFAC000000018428"
    hashed = profile_id("PEP", "Q42-x")
    assert len(hashed) == 16
    assert hashed[3:].isdigit()


def test_audit_hash_covers_every_field() -> None:
    fields = (1, NOW, "ines", "list.activated", "list_version", "7", "", "{}", GENESIS_HASH)
    changed = [(2, *fields[1:])]
    changed += [(*fields[:place], "other", *fields[place + 1 :]) for place in range(2, 9)]
    changed.append((1, NOW + timedelta(seconds=1), *fields[2:]))
    hashes = {audit_hash(*each) for each in (fields, *changed)}  # type: ignore[arg-type]
    assert len(hashes) == len(changed) + 1


def test_age_counts_from_publication_else_from_import() -> None:
    version = ListVersion(
        version_id=1,
        source="un_sc",
        seq=1,
        version="v",
        state=VersionState.ACTIVE,
        is_demo=False,
        published_on=date(2026, 11, 10),
        sha256="",
        files=(),
        entries=1,
        names=1,
        rows_kept_aside=0,
        problems=(),
        checks=(),
        imported_at=NOW,
    )
    assert age_days(version, date(2026, 11, 20)) == 10
    assert age_days(replace(version, published_on=None), date(2026, 11, 21)) == 1
    assert age_days(version, date(2026, 1, 1)) == 0


def test_evidence_is_found_by_feature(make_match) -> None:
    evidence = Evidence(Feature.GENDER, "MALE", "MALE", Verdict.AGREE, 1)
    match = make_match(evidence=(evidence,))
    assert match.evidence_for(Feature.GENDER) is evidence
    assert match.evidence_for(Feature.TYPE) is None


def test_a_record_counts_its_open_matches(make_match) -> None:
    matches = (
        make_match(),
        make_match(Strength.STRONG, Check.PEP, entry_id="8"),
        make_match(level=Level.DISCARDED, entry_id="9"),
    )
    record = ScreeningRecord(
        screening_id="scr_1",
        subject_id="subj_1",
        subject=Subject(SubjectType.INDIVIDUAL, "Ines Arantes"),
        purpose=Purpose.ON_DEMAND,
        status=ScreeningStatus.COMPLETED,
        checks=(),
        lists=(),
        profile="classic-1",
        policy_version="1",
        floor=0.75,
        matches=matches,
        nearest=(),
        risk=RiskAssessment(0, RiskBand.LOW, ()),
        decision=Decision(Outcome.APPROVE, (), "", ""),
        warnings=(),
        actor="ines",
        created_at=NOW,
        completed_at=NOW,
        duration_ms=1.0,
    )
    assert not record.is_demo
    assert record.match_summary() == {
        "total_matches": 2,
        "sanctions_matches": 1,
        "pep_matches": 1,
        "exact_matches": 1,
        "strong_matches": 1,
    }


def test_events_carry_plain_facts() -> None:
    event = Event("evt_1", EventType.LIST_ACTIVATED, NOW, "list_version", "1", {"source": "un_sc"})
    assert event.seq == 0
    assert event.type == "list.activated"
