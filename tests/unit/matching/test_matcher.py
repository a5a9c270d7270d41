"""The matcher: one match an entry, ranked, with everything that explains it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from app.domain.dates import ListedDate, parse_partial_date
from app.domain.errors import InvalidSubject
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind, checksum
from app.domain.match import Check, Feature, Level, Strength, Verdict
from app.domain.screening import Candidate
from app.domain.subject import Gender, Subject, SubjectType
from app.matching.index import build_index
from app.matching.matcher import Matcher, MatchResult, Thresholds
from app.matching.tables import NameTables

SANCTIONS = {"demo": Check.SANCTIONS}
PASSPORT = Identifier(IdentifierType.PASSPORT, "K 1234567", "NG")
MakeMatcher = Callable[..., Matcher]


@pytest.fixture
def matcher_of(tables: NameTables) -> MakeMatcher:
    def make(*entries: ListEntry, profile: str = "classic") -> Matcher:
        pairs = dict(enumerate(entries, start=50))

        def load(keys: Sequence[int]) -> Mapping[int, ListEntry]:
            return {key: pairs[key] for key in keys}

        return Matcher(build_index(pairs.items(), tables, profile), profile, tables, load)

    return make


def person(name: str, **fields: object) -> Subject:
    return Subject(SubjectType.INDIVIDUAL, name, **fields)  # type: ignore[arg-type]


def ids(result: MatchResult) -> list[str]:
    return [match.list_entry_id for match in result.matches]


def test_a_match_says_everything(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry]
) -> None:
    entry = make_entry(
        "d-1", "QUIST, Marta", ListName("Martha Kwist", NameKind.WEAK_ALIAS),
        gender=Gender.FEMALE, dates_of_birth=(ListedDate(parse_partial_date("1970-03-09")),),
    )  # fmt: skip
    subject = person("Dr. Marta Quist", date_of_birth=parse_partial_date("1970-03-09"))
    result = matcher_of(entry).find(subject, sources=SANCTIONS)
    assert result.names_compared == 2
    (match,) = result.matches
    assert (match.source, match.check, match.list_entry_id) == ("demo", Check.SANCTIONS, "d-1")
    assert match.entry_checksum == checksum(entry)
    assert (match.matched_name, match.matched_kind) == ("QUIST, Marta", NameKind.PRIMARY)
    assert match.primary_name == "QUIST, Marta"
    assert match.screened_name == "Dr. Marta Quist"
    assert (match.name_score, match.strength) == (1.0, Strength.EXACT)
    assert (match.score, match.level) == (100.0, Level.HIGH)
    assert match.score_scope == ("NAME", "DOB")
    assert match.alignment.query_text == match.alignment.list_text == "marta quist"
    birth = match.evidence_for(Feature.DATE_OF_BIRTH)
    assert birth is not None
    assert birth.verdict is Verdict.AGREE
    assert not match.is_weak


def test_the_score_is_the_name_and_the_points(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry]
) -> None:
    entry = make_entry("a", "Marta Quist", gender=Gender.MALE)
    (match,) = (
        matcher_of(entry)
        .find(person("Marta Kvist", gender=Gender.FEMALE), sources=SANCTIONS)
        .matches
    )
    effects = sum(item.effect for item in match.evidence)
    assert match.score == pytest.approx(100.0 * match.name_score + effects)


def test_thresholds_and_nearest(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry]
) -> None:
    entries = [
        make_entry("exact", "Johnathan Abelard Maria Smith"),
        make_entry("strong", "Johnathan Abelard Maria Smyth"),
        make_entry("possible", "Jonathan Abelard Maria Smitt"),
        *(make_entry(f"near-{n}", f"Johnathan Mario Bor{chr(97 + n)}ger") for n in range(8)),
        make_entry("far", "Wu Xi"),
    ]
    matcher = matcher_of(*entries)
    result = matcher.find(person("Johnathan Abelard Maria Smith"), sources=SANCTIONS)
    assert ids(result)[:2] == ["exact", "strong"]
    assert result.matches[1].strength is Strength.STRONG
    assert result.nearest == ()
    wide = matcher.find(
        person("Johnathan Abelard Maria Smith"), sources=SANCTIONS, with_nearest=True
    )
    assert ids(wide) == ids(result)
    assert len(wide.nearest) == 5
    assert all(0.60 <= near.name_score < 0.75 for near in wide.nearest)
    scores = [near.name_score for near in wide.nearest]
    assert scores == sorted(scores, reverse=True)
    assert any(near.name.startswith("Johnathan Mario Bor") for near in wide.nearest)
    low = matcher.find(person("Johnathan Abelard Maria Smith"), sources=SANCTIONS, floor=0.65)
    assert ids(low) == ids(result)  # below POSSIBLE a name is only a candidate
    assert low.nearest
    strict = matcher.find(
        person("Johnathan Abelard Maria Smith"),
        sources=SANCTIONS,
        floor=0.9,
        thresholds=Thresholds(0.9, 0.999),
    )
    assert [match.strength for match in strict.matches] == [Strength.EXACT, Strength.POSSIBLE]


def test_only_asked_sources_and_fitting_types(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry]
) -> None:
    matcher = matcher_of(
        make_entry("p", "QUIST, Marta"),
        make_entry("e", "Marta Quist", type=EntryType.ENTITY),
        make_entry("v", "MARTA QUIST", type=EntryType.VESSEL),
        make_entry("x", "Marta Quist", source="pep"),
    )
    both = {"demo": Check.SANCTIONS, "pep": Check.PEP}
    assert set(ids(matcher.find(person("Marta Quist"), sources=both))) == {"p", "x"}
    company = Subject(SubjectType.ENTITY, "Marta Quist")
    result = matcher.find(company, sources=both)
    assert set(ids(result)) == {"e", "v"}
    vessel = next(match for match in result.matches if match.list_entry_id == "v")
    kind = vessel.evidence_for(Feature.TYPE)
    assert kind is not None
    assert kind.verdict is Verdict.NEAR
    assert result.names_compared == 2
    all_types = matcher.find(person("Marta Quist"), sources=SANCTIONS, compare_types=True)
    assert set(ids(all_types)) == {"p", "e", "v"}
    assert matcher.find(person("Marta Quist"), sources={}).names_compared == 0


def test_names_of_types_that_were_not_compared_are_told(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry]
) -> None:
    bank = make_entry("e", "Invented Bank", "INVENTED BANKS", type=EntryType.ENTITY)
    matcher = matcher_of(bank, make_entry("p", "QUIST, Marta"), make_entry("x", "Ann", source="x"))
    result = matcher.find(person("Invented Bank"), sources=SANCTIONS)
    assert result.matches == ()
    assert result.other_types == (Candidate("demo", "e", "Invented Bank", 1.0),)
    company = Subject(SubjectType.ENTITY, "Dr. Quist, Marta")  # read as a person's name
    assert matcher.find(company, sources=SANCTIONS).other_types == (
        Candidate("demo", "p", "QUIST, Marta", 1.0),
    )
    possible = matcher.find(person("Invnted Bnk"), sources=SANCTIONS, compare_types=True)
    assert ids(possible) == ["e"]
    assert possible.other_types == ()
    assert matcher.find(person("Invnted Bnk"), sources=SANCTIONS).other_types == ()
    assert matcher.find(person("Invented Bank"), sources={}).other_types == ()


def test_the_best_three_names_of_other_types_are_told(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry]
) -> None:
    asked = "Invented Bank of Far Velia"
    names = (f"{asked}s", asked, f"{asked}ns", asked.upper(), "Invented Ship of Velia")
    weak = ListName(asked, NameKind.WEAK_ALIAS)
    matcher = matcher_of(
        *(make_entry(name, name, type=EntryType.ENTITY) for name in names),
        make_entry("weak", weak, type=EntryType.VESSEL),
    )
    result = matcher.find(person(asked), sources=SANCTIONS, weak_alias_may_match=frozenset())
    told = [one.list_entry_id for one in result.other_types]
    assert told == [asked, asked.upper(), f"{asked}s"]


def test_an_equal_identifier_matches_entries_of_other_types(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry]
) -> None:
    matcher = matcher_of(
        make_entry("e", "Marta Quist", type=EntryType.ENTITY, identifiers=(PASSPORT,)),
    )
    subject = person("Marta Quist", identifiers=(PASSPORT,))
    result = matcher.find(subject, sources=SANCTIONS)
    (match,) = result.matches
    kind = match.evidence_for(Feature.TYPE)
    assert kind is not None
    assert kind.verdict is Verdict.CONFLICT
    assert match.name_score == 1.0
    assert result.other_types == ()


def test_an_equal_number_of_another_country_is_no_match(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry]
) -> None:
    matcher = matcher_of(
        make_entry("a", "Wu Xi", identifiers=(PASSPORT,)),
        make_entry(
            "b", "Marta Quistt", identifiers=(PASSPORT,), gender=Gender.MALE,
            nationalities=("NG",),
        ),
    )  # fmt: skip
    ghana = Identifier(IdentifierType.PASSPORT, "K 1234567", "GH")
    subject = person("Marta Quist", identifiers=(ghana,), gender=Gender.FEMALE, nationality="GH")
    (match,) = matcher.find(subject, sources=SANCTIONS).matches
    assert (match.list_entry_id, match.level) == ("b", Level.DISCARDED)


def test_the_best_name_of_an_entry_counts_and_strong_ones_come_first(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry]
) -> None:
    weak = ListName("Marta Quist", NameKind.WEAK_ALIAS)
    matcher = matcher_of(
        make_entry("a", "Somebody Else", weak, "MARTA QUIST"),
        make_entry("b", "Nobody There", weak),
        make_entry("c", "Marta Quist", weak),
    )
    result = matcher.find(person("Marta Quist"), sources=SANCTIONS)
    kinds = {match.list_entry_id: match.matched_kind for match in result.matches}
    assert kinds == {
        "a": NameKind.PRIMARY, "b": NameKind.WEAK_ALIAS, "c": NameKind.PRIMARY
    }  # fmt: skip
    assert ids(result)[-1] == "b"
    assert result.matches[-1].is_weak


def test_weak_aliases_may_be_kept_from_matching(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry]
) -> None:
    matcher = matcher_of(make_entry("b", "Nobody There", ListName("Quist", NameKind.WEAK_ALIAS)))
    for allowed, expected in ((None, ["b"]), (frozenset({"demo"}), ["b"]), (frozenset(), [])):
        result = matcher.find(person("Quist"), sources=SANCTIONS, weak_alias_may_match=allowed)
        assert ids(result) == expected


def test_an_equal_identifier_is_a_match_when_the_name_is_far_off(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry]
) -> None:
    matcher = matcher_of(
        make_entry("a", "Wu Xi", ListName("Lena Onerva"), identifiers=(PASSPORT,)),
        make_entry("b", "Nemo", identifiers=(PASSPORT,), source="pep"),
        make_entry("c", "…", identifiers=(PASSPORT,)),
    )
    given = Identifier(IdentifierType.PASSPORT, "k1234567")
    subject = person("Marta Quist", identifiers=(given,))
    result = matcher.find(subject, sources=SANCTIONS, with_nearest=True)
    assert ids(result) == ["a", "c"]
    found = result.matches[0]
    assert found.name_score < 0.75
    assert found.strength is Strength.POSSIBLE
    assert found.score == pytest.approx(80.0)
    assert "ID" in found.score_scope
    assert result.matches[1].name_score == 0.0
    assert result.nearest == ()


@pytest.mark.parametrize(
    "identifier",
    [
        Identifier(IdentifierType.NATIONAL_ID, "K 1234567"),
        Identifier(IdentifierType.OTHER, "K 1234567"),
        Identifier(IdentifierType.PASSPORT, "K12"),
    ],
)
def test_another_type_or_a_short_number_is_no_match(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry], identifier: Identifier
) -> None:
    short = Identifier(IdentifierType.PASSPORT, "K12")
    matcher = matcher_of(make_entry("a", "Wu Xi", identifiers=(PASSPORT, short)))
    subject = person("Marta Quist", identifiers=(identifier,))
    assert ids(matcher.find(subject, sources=SANCTIONS)) == []


def test_a_hash_alone_is_no_match(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.matching.identifier_index.keys", lambda identifier: (42,))
    matcher = matcher_of(make_entry("a", "Wu Xi", identifiers=(PASSPORT,)))
    other = Identifier(IdentifierType.PASSPORT, "Z9999999")
    subject = person("Marta Quist", identifiers=(other,))
    assert ids(matcher.find(subject, sources=SANCTIONS)) == []


def test_equal_scores_are_ordered_by_information(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry]
) -> None:
    matcher = matcher_of(
        make_entry("bare", "Marta Quist"),
        make_entry("full", "Marta Quist", gender=Gender.OTHER),
    )
    subject = person("Marta Quist", gender=Gender.FEMALE)
    assert ids(matcher.find(subject, sources=SANCTIONS)) == ["full", "bare"]


def test_discarded_matches_come_last(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry]
) -> None:
    birth = (ListedDate(parse_partial_date("1931-05-06")),)
    matcher = matcher_of(
        make_entry("gone", "Marta Quistt", gender=Gender.MALE, dates_of_birth=birth),
        make_entry("kept", "Marta Qvisst"),
    )
    subject = person(
        "Marta Quist", gender=Gender.FEMALE, date_of_birth=parse_partial_date("1990-01-02")
    )
    result = matcher.find(subject, sources=SANCTIONS)
    assert ids(result) == ["kept", "gone"]
    assert result.matches[1].level is Level.DISCARDED
    assert result.matches[1].reason


def test_a_name_of_marks_is_an_invalid_subject(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry]
) -> None:
    with pytest.raises(InvalidSubject):
        matcher_of(make_entry("a", "Ann")).find(person("…—…"), sources=SANCTIONS)


def test_an_index_of_another_profile_is_refused(
    tables: NameTables, make_entry: Callable[..., ListEntry]
) -> None:
    index = build_index([(1, make_entry("a", "Ann"))], tables)
    with pytest.raises(ValueError, match="aligned"):
        Matcher(index, "aligned", tables, lambda keys: {})


def test_the_aligned_profile_explains_its_parts(
    matcher_of: MakeMatcher, make_entry: Callable[..., ListEntry]
) -> None:
    matcher = matcher_of(
        make_entry("a", "QUIST Marta"),
        make_entry("b", "J Q"),
        make_entry("c", "Somebody Else", identifiers=(PASSPORT,)),
        profile="aligned",
    )
    subject = person("Marta Quist", identifiers=(PASSPORT,))
    first, second = matcher.find(subject, sources=SANCTIONS).matches
    if first.list_entry_id == "c":
        first, second = second, first
    assert (first.list_entry_id, first.strength) == ("a", Strength.STRONG)
    assert first.components.contradiction == 0.0
    assert first.components.cap is None
    assert second.list_entry_id == "c"
    assert second.name_score < 0.5
    (initials,) = matcher.find(person("Jean Quist"), sources=SANCTIONS, with_nearest=True).nearest
    assert initials.list_entry_id == "b"
    assert initials.name_score == pytest.approx(0.70)


def test_a_matcher_shows_its_index(tables: NameTables) -> None:
    index = build_index([], tables, "aligned")
    assert Matcher(index, "aligned", tables, lambda keys: {}).index is index
