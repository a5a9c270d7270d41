"""Subject records: found by number or by content, changed with their history kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.domain.dates import PartialDate
from app.domain.errors import IntegrityFault, NotFound
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.subject import Address, Gender, Subject, SubjectType
from app.storage.database import Database

PERSON = Subject(
    SubjectType.INDIVIDUAL,
    "Orsolo Ventris",
    date_of_birth=PartialDate(1971, 2),
    gender=Gender.MALE,
    nationality="NG",
    addresses=(Address(city="Jos", country="NG"), Address(city="Kano")),
    identifiers=(Identifier(IdentifierType.PASSPORT, "A1234567", "NG"),),
)


def find_or_make(
    database: Database, subject: Subject, at: datetime
) -> tuple[str, bool, bool, Subject | None]:
    with database.write() as work:
        answer = work.subjects.find_or_make(subject, at)
        work.commit()
    return answer


def test_new_subject_is_made_and_read_back(database: Database, now: datetime) -> None:
    subject_id, is_new, has_changed, before = find_or_make(database, PERSON, now)
    assert subject_id.startswith("subj_")
    assert (is_new, has_changed, before) == (True, False, None)
    with database.read() as work:
        assert work.subjects.get(subject_id) == PERSON
        assert work.subjects.revisions(subject_id) == [(now, PERSON)]


@pytest.mark.parametrize(
    "same",
    [
        PERSON,
        replace(PERSON, name="  ORSOLO   ventris "),
        replace(PERSON, addresses=PERSON.addresses[::-1]),
    ],
)
def test_equal_content_is_one_record(database: Database, now: datetime, same: Subject) -> None:
    subject_id = find_or_make(database, PERSON, now)[0]
    assert find_or_make(database, same, now) == (subject_id, False, False, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Orsola Ventris"},
        {"type": SubjectType.ENTITY},
        {"date_of_birth": None},
        {"date_of_birth": PartialDate(1971, 2, 1)},
        {"gender": None},
        {"nationality": "GH"},
        {"country": "NG"},
        {"place_of_birth": "Jos"},
        {"registration_number": "7"},
        {"addresses": ()},
        {"identifiers": ()},
        {"external_id": "C1"},
    ],
)
def test_other_content_is_another_record(
    database: Database, now: datetime, changes: dict[str, object]
) -> None:
    subject_id = find_or_make(database, PERSON, now)[0]
    other = replace(PERSON, **changes)  # type: ignore[arg-type]
    other_id, is_new, _, _ = find_or_make(database, other, now)
    assert is_new
    assert other_id != subject_id


def test_number_finds_the_record_and_a_change_is_kept(database: Database, now: datetime) -> None:
    first = replace(PERSON, external_id="C1")
    second = replace(first, name="Orsolo Ventris-Kade")
    later = now + timedelta(days=1)
    subject_id = find_or_make(database, first, now)[0]
    assert find_or_make(database, first, later) == (subject_id, False, False, None)
    assert find_or_make(database, second, later) == (subject_id, False, True, first)
    with database.read() as work:
        assert work.subjects.get(subject_id) == second
        assert work.subjects.revisions(subject_id) == [(now, first), (later, second)]


def test_earlier_contents_cannot_be_changed(database: Database, now: datetime) -> None:
    find_or_make(database, PERSON, now)
    for statement in ("UPDATE subject_revisions SET at = ''", "DELETE FROM subject_revisions"):
        with pytest.raises(IntegrityFault, match="append-only"), database.write() as work:
            work.connection.exec_driver_sql(statement)


def test_missing_subject_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound, match="subj_9"), database.read() as work:
        work.subjects.get("subj_9")
