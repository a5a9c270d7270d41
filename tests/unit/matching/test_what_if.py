"""What would change a match: every answer is the outcome of the assessment itself."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dates import ListedDate, PartialDate
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind
from app.domain.match import (
    Change,
    ChangeKind,
    Check,
    Components,
    Feature,
    Level,
    Match,
    NameAlignment,
)
from app.domain.subject import Address, Gender, Subject, SubjectType
from app.matching import classic
from app.matching.corroborate import assess, gather
from app.matching.effects import Effects
from app.matching.matcher import Thresholds
from app.matching.what_if import what_would_change

EFFECTS, THRESHOLDS = Effects(), Thresholds()
ORDER = [Feature.DATE_OF_BIRTH, Feature.GENDER, Feature.COUNTRY, Feature.IDENTIFIER,
         Feature.PLACE_OF_BIRTH]  # fmt: skip
BORN = PartialDate(1961, 4, 7)
PASSPORT = Identifier(IdentifierType.PASSPORT, "QX44119", "CY")
NATIONAL_ID = Identifier(IdentifierType.NATIONAL_ID, "5519-22", "CY")
PERSON = Subject(SubjectType.INDIVIDUAL, "Marta Quist")
LISTED = ListEntry(
    "demo", "1", EntryType.INDIVIDUAL, (ListName("Marta Quist"),),
    dates_of_birth=(ListedDate(BORN), ListedDate(PartialDate(1962))),
    places_of_birth=("Velbrand",), gender=Gender.FEMALE, nationalities=("CY",),
    identifiers=(PASSPORT, NATIONAL_ID),
)  # fmt: skip
FIRM = replace(LISTED, dates_of_birth=(ListedDate(BORN),))
BARE = ListEntry("demo", "2", EntryType.INDIVIDUAL, (ListName("Marta Quist"),))


def match_of(
    subject: Subject, entry: ListEntry, name_score: float, check: Check = Check.SANCTIONS
) -> Match:
    strength = classic.strength(name_score, THRESHOLDS.strong)
    evidence = gather(subject, entry, name_score, EFFECTS)
    found = assess(name_score, strength, check, evidence, EFFECTS)
    return Match(
        source=entry.source, check=check, list_entry_id=entry.entry_id, entry_checksum="",
        entry_type=entry.type, matched_name=entry.primary_name, matched_kind=NameKind.PRIMARY,
        is_weak=False, primary_name=entry.primary_name, screened_name=subject.name,
        name_score=name_score, strength=strength, components=Components(0.0, 0.0, 0.0, 0.0),
        score=found.score, score_scope=(), level=found.level, evidence=evidence,
        alignment=NameAlignment("", ""),
    )  # fmt: skip


def changes(
    subject: Subject, entry: ListEntry, name_score: float, check: Check = Check.SANCTIONS
) -> tuple[Change, ...]:
    match = match_of(subject, entry, name_score, check)
    return what_would_change(subject, entry, match, THRESHOLDS, EFFECTS)


def of_field(
    subject: Subject, entry: ListEntry, name_score: float, feature: Feature
) -> dict[ChangeKind, tuple[Level | None, str]]:
    found = changes(subject, entry, name_score)
    return {item.kind: (item.level_after, item.text) for item in found if item.feature is feature}


def test_each_field_that_agrees_would_lift_a_match_just_below_the_line() -> None:
    found = of_field(PERSON, LISTED, 0.88, Feature.DATE_OF_BIRTH)
    away = "If the date of birth were years away, such as 1921-01-01"
    text = "If the date of birth were 1961-04-07, as on the list, the level would be high"
    assert found == {
        ChangeKind.AGREE: (Level.HIGH, f"{text} (91.0 of 100)."),
        ChangeKind.CONFLICT: (
            Level.LOW,
            f"{away}, the level would be low (76.0 of 100).",
        ),
    }
    assert of_field(PERSON, LISTED, 0.89, Feature.COUNTRY) == {
        ChangeKind.AGREE: (
            Level.HIGH,
            "If the nationality were CY, as on the list, the level would be high (90.0 of 100).",
        )
    }
    found = of_field(PERSON, LISTED, 0.896, Feature.GENDER)
    assert found[ChangeKind.AGREE][0] is Level.HIGH
    assert "female, as on the list" in found[ChangeKind.AGREE][1]
    assert found[ChangeKind.CONFLICT][0] is Level.LOW
    assert "gender were male," in found[ChangeKind.CONFLICT][1]
    found = of_field(PERSON, LISTED, 0.885, Feature.PLACE_OF_BIRTH)
    assert list(found) == [ChangeKind.AGREE]
    assert "Velbrand" in found[ChangeKind.AGREE][1]
    found = of_field(PERSON, LISTED, 0.85, Feature.IDENTIFIER)
    assert found[ChangeKind.AGREE][0] is Level.HIGH
    assert "the passport QX44119 of the list" in found[ChangeKind.AGREE][1]
    assert found[ChangeKind.CONFLICT][0] is Level.LOW
    assert "national id other than 5519-22" in found[ChangeKind.CONFLICT][1]


def test_conflicts_would_lower_a_match_and_discard_it_with_another_one() -> None:
    apart = "If the place of birth shared no word with the list's"
    assert of_field(PERSON, LISTED, 0.805, Feature.PLACE_OF_BIRTH) == {
        ChangeKind.CONFLICT: (Level.LOW, f"{apart}, the level would be low (79.5 of 100).")
    }
    other = replace(PERSON, date_of_birth=PartialDate(1920, 1, 1))
    found = of_field(other, FIRM, 0.95, Feature.COUNTRY)
    apart = "If no country were one of the list's, such as the nationality IS"
    assert found[ChangeKind.CONFLICT] == (
        Level.DISCARDED,
        f"{apart}, the match would be discarded (78.0 of 100).",
    )


def test_what_is_missing_takes_its_points_along() -> None:
    full = Subject(
        SubjectType.INDIVIDUAL, "Marta Quist", date_of_birth=BORN, gender=Gender.FEMALE,
        nationality="CY", place_of_birth="Velbrand", identifiers=(PASSPORT,),
        addresses=(Address(country="CY"),),
    )  # fmt: skip
    missing = [item for item in changes(full, LISTED, 0.7) if item.kind is ChangeKind.MISSING]
    assert [(item.feature, item.level_after, item.text.split(",")[0]) for item in missing] == [
        (Feature.DATE_OF_BIRTH, Level.MEDIUM, "If no date of birth were given"),
        (Feature.IDENTIFIER, None, "If no identifier were given"),
        (Feature.PLACE_OF_BIRTH, Level.MEDIUM, "If no place of birth were given"),
    ]
    contradicted = replace(PERSON, date_of_birth=PartialDate(1920, 1, 1), nationality="NZ")
    kinds = {(i.feature, i.kind): i.level_after for i in changes(contradicted, LISTED, 0.95)}
    assert kinds[Feature.DATE_OF_BIRTH, ChangeKind.MISSING] is Level.HIGH
    assert kinds[Feature.COUNTRY, ChangeKind.MISSING] is Level.MEDIUM
    assert kinds[Feature.IDENTIFIER, ChangeKind.AGREE] is Level.HIGH


def test_a_list_without_a_value_leaves_nothing_to_change() -> None:
    assert {item.feature for item in changes(PERSON, BARE, 0.95)} == {None}


def test_a_country_that_every_list_has_cannot_conflict() -> None:
    entry = replace(BARE, nationalities=("IS", "NZ", "UY", "BT"))
    found = of_field(replace(PERSON, nationality="BT"), entry, 0.8, Feature.COUNTRY)
    assert ChangeKind.CONFLICT not in found


def test_organisations_have_a_country_and_registers() -> None:
    entry = ListEntry(
        "demo", "3", EntryType.ENTITY, (ListName("Quist Lines"),), countries=("CY",),
        identifiers=(Identifier(IdentifierType.BUSINESS_REG, "HE 8123", "CY"),),
    )  # fmt: skip
    subject = Subject(SubjectType.ENTITY, "Quist Lines", country="CY")
    found = {(i.feature, i.kind): i for i in changes(subject, entry, 0.92) if i.feature}
    assert set(found) == {
        (Feature.COUNTRY, ChangeKind.CONFLICT),
        (Feature.IDENTIFIER, ChangeKind.CONFLICT),
    }
    assert "the country IS" in found[Feature.COUNTRY, ChangeKind.CONFLICT].text
    text = found[Feature.IDENTIFIER, ChangeKind.CONFLICT].text
    assert "a business reg other than HE 8123" in text
    numbered = replace(subject, registration_number="HE-9999")
    changed = of_field(numbered, entry, 0.92, Feature.IDENTIFIER)
    assert changed[ChangeKind.AGREE][0] is changed[ChangeKind.MISSING][0] is Level.HIGH


def test_the_name_scores_that_matter() -> None:
    names = [item for item in changes(PERSON, BARE, 0.85) if item.feature is None]
    assert [(item.level_after, item.text) for item in names] == [
        (Level.HIGH, "If the name score rose to 0.900, the level would be high (90.0 of 100)."),
        (Level.HIGH, "If the name score rose to 0.920, the strength would be STRONG."),
        (Level.LOW, "If the name score fell to 0.799, the level would be low (79.9 of 100)."),
        (None, "If the name score were below 0.750, it would be no match."),
    ]
    assert {item.level_before for item in names} == {Level.MEDIUM}
    strong = changes(PERSON, BARE, 0.95)
    assert strong[0].text == "If the name score rose to 1.000, the strength would be EXACT."
    assert [item.level_after for item in strong] == [Level.HIGH, Level.MEDIUM, None]
    exact = changes(PERSON, BARE, 1.0)
    assert [item.level_after for item in exact] == [Level.MEDIUM, None]
    low = changes(PERSON, BARE, 0.76)
    assert not [item for item in low if "fell to" in item.text]


def test_an_identical_name_is_never_discarded_on_a_sanctions_list() -> None:
    subject = replace(PERSON, date_of_birth=PartialDate(1920, 1, 1), nationality="NZ")
    protected = changes(subject, FIRM, 1.0)
    fell = next(item for item in protected if "fell to" in item.text)
    assert (fell.level_before, fell.level_after) == (Level.MEDIUM, Level.DISCARDED)
    assert "fell to 0.999" in fell.text
    discarded = changes(subject, FIRM, 0.9)
    rose = [item for item in discarded if "rose to 1.000," in item.text]
    assert [item.level_after for item in rose] == [Level.MEDIUM]
    assert not [i for i in changes(subject, FIRM, 0.9, Check.PEP) if "rose to 1" in i.text]


def test_a_higher_strength_says_its_level_where_nothing_else_does() -> None:
    rose = "If the name score rose to 0.920, the strength would be STRONG and the level would be"
    low = [item.text for item in changes(PERSON, BARE, 0.76)]
    assert low[0] == "If the name score rose to 0.800, the level would be medium (80.0 of 100)."
    assert low[1] == f"{rose} high (92.0 of 100)."
    dated = replace(PERSON, date_of_birth=PartialDate(1920, 1, 1))
    both = [item.text for item in changes(dated, FIRM, 0.9) if "rose" in item.text]
    assert both == [f"{rose} medium (80.0 of 100)."]  # one sentence where both begin at one score


def test_a_match_below_the_line_rests_on_its_number() -> None:
    subject = replace(PERSON, identifiers=(PASSPORT,))
    found = changes(subject, LISTED, 0.4)
    assert [item.text for item in found if item.level_after is None] == [
        "If no identifier were given, it would be no match."
    ]
    assert [item.text for item in found if item.kind is ChangeKind.NAME] == [
        "If the name score rose to 0.750, the level would be high (90.0 of 100).",
        "If the name score rose to 0.920, the strength would be STRONG.",
    ]
    by_name = [item for item in changes(subject, LISTED, 0.76) if item.level_after is None]
    assert by_name == []


def test_what_is_easy_to_find_out_comes_first() -> None:
    found = [item.feature for item in changes(PERSON, LISTED, 0.895) if item.feature]
    assert found == sorted(found, key=ORDER.index)
    assert set(found) == set(ORDER)
    given = replace(PERSON, date_of_birth=PartialDate(BORN.year - 2), nationality="NZ")
    fields = [item.feature for item in changes(given, LISTED, 0.95) if item.feature]
    assert list(dict.fromkeys(fields)) == [
        Feature.GENDER,
        Feature.IDENTIFIER,
        Feature.PLACE_OF_BIRTH,
        Feature.DATE_OF_BIRTH,  # given already: only a mistake would change it
        Feature.COUNTRY,
    ]


def test_no_value_stands_for_a_wrong_one_that_does_the_same() -> None:
    subject = replace(PERSON, identifiers=(PASSPORT,))
    found = of_field(subject, LISTED, 0.76, Feature.IDENTIFIER)
    assert set(found) == {ChangeKind.MISSING}
    assert found[ChangeKind.MISSING][0] is Level.LOW


subjects = st.builds(
    Subject,
    st.just(SubjectType.INDIVIDUAL),
    st.just("Marta Quist"),
    date_of_birth=st.sampled_from([None, BORN, PartialDate(1961), PartialDate(1930, 2, 3)]),
    gender=st.none() | st.sampled_from(Gender),
    nationality=st.sampled_from(["", "CY", "NZ"]),
    place_of_birth=st.sampled_from(["", "Velbrand", "Elsewhere"]),
    identifiers=st.sampled_from([(), (PASSPORT,), (replace(NATIONAL_ID, value="77-18"),)]),
)


@settings(max_examples=150, deadline=None)
@given(
    subject=subjects,
    entry=st.sampled_from([LISTED, BARE]),
    name_score=st.integers(750, 1000).map(lambda step: step / 1000),
    check=st.sampled_from([Check.SANCTIONS, Check.PEP]),
)
def test_every_change_starts_here_and_leads_elsewhere(
    subject: Subject, entry: ListEntry, name_score: float, check: Check
) -> None:
    match = match_of(subject, entry, name_score, check)
    found = what_would_change(subject, entry, match, THRESHOLDS, EFFECTS)
    assert len({change.text for change in found}) == len(found)
    rises = [(i.level_after, i.feature) for i in found if "rose" in i.text and "level" in i.text]
    assert len(set(rises)) == len(rises)
    for change in found:
        assert change.level_before is match.level
        assert (change.kind is ChangeKind.NAME) == (change.feature is None)
        if change.feature is not None:
            assert change.level_after is not match.level
        if " to " not in change.text:
            continue
        wanted = float(change.text.split(" to ")[1][:5])
        there = match_of(subject, entry, wanted, check)
        assert (there.level, there.score) == (change.level_after, change.score_after)
        if "strength" not in change.text:  # the step before it would not do
            back = wanted + (0.001 if "fell to" in change.text else -0.001)
            assert match_of(subject, entry, round(back, 3), check).level is not there.level
