"""A screening through the real lists, store and matcher: the record and everything around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.dates import PartialDate
from app.domain.decision import Outcome
from app.domain.errors import InvalidSubject, NotFound, UsageError
from app.domain.match import Check, Feature, Level, Strength, Verdict
from app.domain.screening import CheckState
from app.domain.subject import Gender, Subject, SubjectType
from app.services import audit, history, lists, screening
from app.services.demo import load_demo_lists
from app.services.history import HistoryQuery
from app.services.screening import ScreeningRequest

SUBJECT = Subject(SubjectType.INDIVIDUAL, "Oscar Ashworth", external_id="cust_001")


@pytest.fixture
def listed(workspace, un_file, person):
    lists.import_list(workspace, "un_sc", [un_file(person(1, "Oscar Ashworth"))])
    return workspace


def screened(workspace, subject: Subject = SUBJECT, **fields):
    request = ScreeningRequest(replace(subject, **fields), (Check.SANCTIONS,))
    return screening.screen(workspace, request)


def test_the_stored_record_is_the_given_one(listed) -> None:
    record = screened(listed, date_of_birth=PartialDate(1960, 3, 13), nationality="CY")
    assert screening.record(listed, record.screening_id) == record
    match = record.matches[0]
    assert (match.list_entry_id, match.strength) == ("1", Strength.EXACT)
    assert match.evidence_for(Feature.DATE_OF_BIRTH).verdict is Verdict.AGREE
    assert {"NAME", "DOB", "COUNTRY"} <= set(match.score_scope)
    assert record.decision.outcome is Outcome.BLOCK
    entry = screening.list_entry(listed, match)
    assert (entry.reference, entry.entry_id) == ("ZZi.001", "1")
    parts = match.components
    whole = 0.6 * parts.primary + 0.15 * parts.token + 0.15 * parts.ngram + 0.1 * parts.phonetic
    assert whole == pytest.approx(match.name_score)


def test_record_names_versions_missing_and_stale_lists(listed) -> None:
    later = listed.clock() + timedelta(days=30)
    listed.clock = lambda: later
    record = screened(listed)
    (used,) = record.lists
    assert (used.source, used.version, used.entries) == ("un_sc", "2026-11-18", 600)
    assert len(used.sha256) == 64
    (run,) = record.checks
    assert run.stale == ("un_sc",)
    assert "us_ofac_sdn" in run.missing
    assert screening.readiness(listed, (Check.SANCTIONS,)) == record.checks


def test_a_check_without_a_list_is_not_run(listed) -> None:
    request = ScreeningRequest(replace(SUBJECT, name="Nobody Onthislist"), (Check.PEP,))
    record = screening.screen(listed, request)
    assert record.checks[0].state is CheckState.NOT_RUN
    assert record.decision.outcome is Outcome.REVIEW_REQUIRED
    assert record.decision.triggered_rules[0] == "check-not-run"


def test_no_list_at_all(workspace) -> None:
    record = screened(workspace)
    assert record.matches == ()
    assert record.decision.outcome is Outcome.REVIEW_REQUIRED


def test_nearest_candidates_below_the_line_are_named(listed) -> None:
    record = screened(listed, name="Ashworth")
    assert record.matches == ()
    assert record.nearest
    assert all(candidate.name_score < 0.75 for candidate in record.nearest)


def test_a_company_screened_as_an_individual_is_not_approved(listed) -> None:
    record = screened(listed, name="Halcyon Meridian Trading")
    assert record.matches == ()
    assert [candidate.list_entry_id for candidate in record.other_types] == ["9999"]
    assert record.decision.outcome is Outcome.REVIEW_REQUIRED


def test_the_profile_of_the_request_is_used_and_kept(listed) -> None:
    swapped = replace(SUBJECT, name="Oscar Ashworth Bell")
    aligned = screening.screen(listed, ScreeningRequest(swapped))
    classic = screening.screen(listed, ScreeningRequest(swapped, profile="classic"))
    assert (aligned.profile, classic.profile) == ("aligned-1", "classic-1")
    assert aligned.matches[0].components.contradiction is not None
    assert classic.matches[0].components.contradiction is None
    assert listed.index.is_current("classic")
    assert listed.index.is_current("aligned")
    listed.index.drop()
    assert not listed.index.is_current("classic")


def test_two_contradictions_discard_a_match_but_keep_it(listed) -> None:
    record = screened(
        listed, name="Oscar B Ashworthy", date_of_birth=PartialDate(1990, 1, 1), nationality="BR"
    )
    (match,) = record.matches
    assert match.strength is Strength.POSSIBLE
    assert match.level is Level.DISCARDED
    assert match.reason
    assert record.match_summary()["total_matches"] == 0
    assert record.decision.outcome is Outcome.APPROVE


def test_a_sanctions_exact_is_never_discarded(listed) -> None:
    record = screened(
        listed, date_of_birth=PartialDate(1990, 1, 1), nationality="BR", gender=Gender.FEMALE
    )
    assert record.matches[0].level is not Level.DISCARDED
    assert record.decision.outcome is Outcome.BLOCK


def test_one_event_a_fact_and_the_audit_trail_holds(listed) -> None:
    heard = []
    listed.bus.subscribe(heard.append)
    record = screened(listed)
    kinds = [event.type.value for event in heard]
    facts = ["subject.created", "screening.completed", "screening.match_found"]
    assert kinds == [*facts, "case.created"]
    assert heard[1].data["screening_id"] == record.screening_id
    assert all(event.seq for event in heard)
    heard.clear()
    screened(listed)
    assert "subject.created" not in [event.type.value for event in heard]
    screened(listed, nationality="CY")
    assert "subject.updated" in [event.type.value for event in heard]
    assert audit.verify(listed).ok


def test_nothing_is_stored_of_an_invalid_subject(listed) -> None:
    with pytest.raises(InvalidSubject):
        screened(listed, name="…")
    assert history.count(listed, HistoryQuery()) == (0, 0)


def test_nothing_is_stored_when_the_store_fails(listed, monkeypatch) -> None:
    from app.storage.audit import AuditRepository

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(AuditRepository, "append", broken)
    with pytest.raises(RuntimeError):
        screened(listed)
    monkeypatch.undo()
    assert history.count(listed, HistoryQuery()) == (0, 0)
    with listed.database.read() as uow:
        assert not [e for e in uow.events.after(0, 100) if e.type.value.startswith("screening")]


def test_wrong_requests(listed) -> None:
    with pytest.raises(UsageError, match="check"):
        screening.screen(listed, ScreeningRequest(SUBJECT, ()))
    with pytest.raises(UsageError, match="profile"):
        screening.screen(listed, ScreeningRequest(SUBJECT, profile="guess"))
    with pytest.raises(NotFound):
        screening.record(listed, "scr_nothing")


def test_history_pages_filters_and_sorts(listed) -> None:
    for name in ("Oscar Ashworth", "Zora Quell", "Amalia Berg"):
        screened(listed, name=name, external_id="")
    by_name = HistoryQuery(sort=(("name", True),))
    names = [row.name for row in history.page(listed, by_name, 0, 10)]
    assert names == ["Amalia Berg", "Oscar Ashworth", "Zora Quell"]
    assert history.page(listed, by_name, 1, 1)[0].name == "Oscar Ashworth"
    assert history.count(listed, HistoryQuery(text="quell")) == (1, 3)
    blocked = history.page(listed, HistoryQuery(outcomes=(Outcome.BLOCK,)), 0, 10)
    assert [row.name for row in blocked] == ["Oscar Ashworth"]


def test_a_new_version_is_used_at_once_and_the_old_record_stays(listed, un_file) -> None:
    before = screened(listed)
    lists.import_list(listed, "un_sc", [un_file(date="2026-11-19", name="next.xml")])
    assert not listed.index.is_current()
    after = screened(listed)
    assert listed.index.is_current()
    assert after.matches == ()
    assert screening.list_entry(listed, before.matches[0]).entry_id == "1"
    assert screening.record(listed, before.screening_id) == before


def test_demonstration_is_marked_everywhere(workspace) -> None:
    load_demo_lists(workspace)
    record = screened(workspace, name="Test PEP Person")
    assert record.is_demo
    assert record.checks[0].missing == ()
    (row,) = history.page(workspace, HistoryQuery(), 0, 1)
    assert row.is_demo


def test_a_changed_record_is_found_through_the_audit_trail(listed) -> None:
    import sqlcipher3.dbapi2 as sqlite

    screened(listed)
    record = screened(listed, external_id="cust_002")
    connection = sqlite.connect(str(listed.database.path))
    connection.execute("DROP TRIGGER screening_records_no_update")
    connection.execute(
        "UPDATE screening_records SET payload = replace(payload, 'BLOCK', 'APPROVE') "
        "WHERE screening_id = ?",
        (record.screening_id,),
    )
    connection.commit()
    connection.close()
    report = audit.verify(listed)
    assert not report.ok
    assert record.screening_id in report.problem
    assert report.first_bad
