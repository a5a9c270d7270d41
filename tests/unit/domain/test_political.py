"""Political exposure: classes of offices, and what an entry tells on a day."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.dates import parse_partial_date
from app.domain.list_entry import EntryType, ListEntry, ListName
from app.domain.office_classes import highest, office_class
from app.domain.pep_status import FORMER_AFTER_YEARS, Scope, Standing, pep_status
from app.domain.political import Office, OfficeClass, Relation, RelationKind

TODAY = date(2026, 11, 21)
C = OfficeClass


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("President", C.HEAD_OF_STATE),
        ("President of Nigeria", C.HEAD_OF_STATE),
        ("Acting President of the Republic", C.HEAD_OF_STATE),
        ("President of the People's Republic of China", C.HEAD_OF_STATE),
        ("Président de la République", C.HEAD_OF_STATE),
        ("Primer Ministro", C.HEAD_OF_STATE),
        ("Bundeskanzlerin", C.HEAD_OF_STATE),
        ("King of Bahrain", C.HEAD_OF_STATE),
        ("President of the Senate", C.LEGISLATOR),
        ("President of the Supreme Court", C.JUDGE),
        ("President of a rowing club", C.OTHER),
        ("Emir of Kano", C.OTHER),
        ("Vice President", C.MINISTER),
        ("Dep. Prime Min.", C.MINISTER),
        ("Minister of Justice", C.MINISTER),
        ("Minister of Defence", C.MINISTER),
        ("Ministre des Affaires étrangères", C.MINISTER),
        ("Staatssekretärin im Ministerium", C.MINISTER),
        ("Governor of the Central Bank", C.CENTRAL_BANK),
        ("Presidente do Banco Central", C.CENTRAL_BANK),
        ("Governor of Lagos State", C.REGIONAL),
        ("Oberbürgermeister", C.REGIONAL),
        ("member of the Kano State House of Assembly", C.REGIONAL),
        ("member of the Senate of Nigeria", C.LEGISLATOR),
        ("Deputada Federal", C.LEGISLATOR),
        ("Diputado al Congreso", C.LEGISLATOR),
        ("Député à l'Assemblée nationale", C.LEGISLATOR),
        ("Mitglied des Bundestages", C.LEGISLATOR),
        ("Member of Parliament for King's Lynn", C.LEGISLATOR),
        ("Juez del Tribunal Constitucional", C.JUDGE),
        ("Justice of the High Court", C.JUDGE),
        ("Chief of Army Staff", C.MILITARY),
        ("Jefe de Estado Mayor", C.MILITARY),
        ("Ambassador to the United Nations", C.DIPLOMAT),
        ("Botschafterin", C.DIPLOMAT),
        ("Secretary-General of the United Nations", C.INTERNATIONAL),
        ("President of the European Commission", C.INTERNATIONAL),
        ("Party leader", C.PARTY),
        ("CEO of the National Petroleum Corporation", C.STATE_COMPANY),
        ("Deputy", C.LEGISLATOR),
        ("Keeper of lights", C.OTHER),
        ("", C.OTHER),
    ],
)
def test_the_class_of_a_title(title: str, expected: OfficeClass) -> None:
    assert office_class(title) is expected


def test_topics_tell_what_a_title_does_not() -> None:
    assert office_class("Keeper of lights", ("unknown", "gov.judicial")) is C.JUDGE
    assert office_class("Minister", ("gov.head",)) is C.MINISTER
    assert office_class("Keeper of lights", ("unknown",)) is C.OTHER


def test_the_highest_class() -> None:
    assert highest([C.OTHER, C.REGIONAL, C.MINISTER]) is C.MINISTER
    assert highest([]) is C.OTHER


def entry(*offices: Office, **fields: object) -> ListEntry:
    return ListEntry("pep_global", "p", EntryType.INDIVIDUAL, (ListName("Tamsin Quorlath"),),
                     offices=offices, **fields)  # fmt: skip


def office(title: str = "Mayor", start: str = "", end: str = "", **fields: object) -> Office:
    dates = (parse_partial_date(text) if text else None for text in (start, end))
    fields = {"category": office_class(title), **fields}
    return Office(title, fields.pop("category"), fields.pop("country", ""), *dates, **fields)


def test_who_holds_an_office_is_current() -> None:
    past, now = office("Minister", "2001", "2004"), office("Mayor", "2020", country="NG")
    status = pep_status(entry(past, now), TODAY, home_country="NG")
    assert (status.standing, status.scope) == (Standing.CURRENT, Scope.DOMESTIC)
    assert (status.office_class, status.office) == (C.REGIONAL, "Mayor")  # of what is held now
    assert (status.years_since, status.is_lapsed) == (None, False)
    assert status.text() == "current PEP; domestic; Mayor; class regional"


def test_who_left_is_former_since_some_years() -> None:
    held = office("Minister", "2001", "2021-11-22", country="NG")
    other = office("Mayor", "1990", "2000", country="NG")
    status = pep_status(entry(other, held), TODAY, home_country="DE")
    assert (status.standing, status.years_since) == (Standing.FORMER, 4)
    assert not status.is_lapsed
    assert (status.scope, status.countries, status.office) == (Scope.FOREIGN, ("NG",), "Minister")
    assert pep_status(entry(held), TODAY, former_after_years=4).is_lapsed
    a_day_later = pep_status(entry(held), date(2026, 11, 22))
    assert (a_day_later.years_since, a_day_later.is_lapsed) == (FORMER_AFTER_YEARS, True)
    assert "former PEP, left 4 years ago; foreign" in status.text()


def test_the_words_for_a_short_time() -> None:
    assert "left less than a year ago" in pep_status(entry(office(end="2026-10-01")), TODAY).text()
    assert "left 1 year ago" in pep_status(entry(office(end="2025-10-01")), TODAY).text()


def test_an_end_that_lies_ahead_or_is_vague() -> None:
    assert pep_status(entry(office(end="2027")), TODAY).standing is Standing.CURRENT
    assert pep_status(entry(office(end="2026")), TODAY).standing is Standing.CURRENT
    ended = office(end="2027-01-01", is_current=False)
    assert pep_status(entry(ended), TODAY).years_since == 0
    no_end = pep_status(entry(office(start="2001", is_current=False)), TODAY)
    assert (no_end.standing, no_end.years_since, no_end.is_lapsed) == (Standing.FORMER, None, False)
    assert pep_status(entry(office(end="2001", is_current=True)), TODAY).years_since is None


def test_offices_without_dates() -> None:
    status = pep_status(entry(office("Judge"), office("Mayor", end="2001")), TODAY)
    assert (status.standing, status.office_class) == (Standing.UNDATED, C.JUDGE)
    assert status.text() == "PEP, time in office not known; Judge; class judge"
    topic_only = pep_status(entry(topics=("role.pep",), positions=("Reeve",)), TODAY)
    assert (topic_only.standing, topic_only.office) == (Standing.UNDATED, "Reeve")
    assert topic_only.office_class is C.OTHER
    assert topic_only.text() == "PEP, time in office not known; Reeve"


def test_relatives_and_close_associates() -> None:
    relations = (
        Relation(RelationKind.FAMILY, "daughter of", "A. Mfano"),
        Relation(RelationKind.ASSOCIATE, "adviser", "B. Zumbert"),
        Relation(RelationKind.OWNERSHIP, "owner of", "Mfano Ltd"),
    )
    relative = entry(topics=("role.rca",), relations=relations, nationalities=("NG",))
    status = pep_status(relative, TODAY, home_country="NG")
    assert (status.standing, status.scope) == (Standing.RELATED, Scope.DOMESTIC)
    assert status.related_to == ("daughter of A. Mfano", "adviser: B. Zumbert")
    assert status.text() == (
        "relative or close associate of a PEP; domestic; daughter of A. Mfano; adviser: B. Zumbert"
    )


def test_scope_needs_both_countries() -> None:
    assert pep_status(entry(office(), countries=("NG",)), TODAY).scope is Scope.UNKNOWN
    assert pep_status(entry(office()), TODAY, home_country="NG").scope is Scope.UNKNOWN
    nationality = pep_status(entry(office(), nationalities=("NG",)), TODAY, home_country="DE")
    assert nationality.scope is Scope.FOREIGN
    commissioner = office("President of the European Commission", "2020", country="BE")
    status = pep_status(entry(commissioner), TODAY, home_country="BE")
    assert status.scope is Scope.INTERNATIONAL
    assert "international organisation" in status.text()


def test_no_exposure() -> None:
    assert pep_status(entry(topics=("sanction",)), TODAY) is None
