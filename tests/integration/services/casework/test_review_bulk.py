"""Look-alikes, and one verdict for all of them: only where one field disproves each of them."""

from __future__ import annotations

import pytest

from app.domain.errors import BadInput, NotFound
from app.domain.match import Evidence, Feature, Verdict
from app.domain.review import ResolutionVerdict, ReviewConflict, ReviewState
from app.services import audit, review

FALSE, TRUE, UNSURE = (
    ResolutionVerdict.FALSE_POSITIVE,
    ResolutionVerdict.TRUE_POSITIVE,
    ResolutionVerdict.UNSURE,
)
BIRTH, GENDER, PLACE = Feature.DATE_OF_BIRTH, Feature.GENDER, Feature.PLACE_OF_BIRTH


def conflict(*features: Feature, is_strong: bool = True) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(feature, "1960", "1981", Verdict.CONFLICT, -9.0, is_strong=is_strong)
        for feature in features
    )


def ids(record) -> list[str]:
    return [match.match_id for match in record.open_matches()]


@pytest.fixture
def alike(shared_desk, make_match):
    """Six customers beside one listed party, whose birth speaks against four of them."""
    number = len(shared_desk.events())  # a party of its own for every test
    told = [
        conflict(BIRTH, GENDER),
        conflict(BIRTH),
        conflict(BIRTH),
        conflict(GENDER, BIRTH),
        conflict(GENDER),
        conflict(BIRTH, is_strong=False),
    ]
    return [
        ids(shared_desk.screened(matches=(make_match(number, evidence=evidence),)))[0]
        for evidence in told
    ]


def states(desk, match_ids) -> list[ReviewState]:
    with desk.workspace.database.read() as uow:
        return [item.state for item in uow.reviews.get_many(match_ids)]


def test_look_alikes_are_disproved_by_one_field(shared_desk, alike) -> None:
    found = review.look_alikes(shared_desk.workspace, alike[0])
    assert found.feature is BIRTH
    assert [item.match_id for item in found.matches] == alike[:4]
    assert found.sample == found.matches
    other = review.look_alikes(shared_desk.workspace, alike[4])
    assert (other.feature, len(other.matches)) == (GENDER, 3)
    assert review.look_alikes(shared_desk.workspace, alike[5]).matches == ()
    with pytest.raises(NotFound):
        review.look_alikes(shared_desk.workspace, "mat_nobody")


def test_look_alikes_of_the_same_name(shared_desk, make_match) -> None:
    desk = shared_desk
    evidence = conflict(BIRTH)
    names = ("Pelin Osharra", "PELIN OSHARRA", "Pelin Osharra", "Pelin Osharro")
    matches = [
        ids(desk.screened(name, matches=(make_match(7000 + n, evidence=evidence),)))[0]
        for n, name in enumerate(names)
    ]
    found = review.look_alikes(desk.workspace, matches[0])
    assert [item.match_id for item in found.matches] == matches[:3]
    alone = review.look_alikes(desk.workspace, matches[3])
    assert (alone.feature, alone.matches) == (None, ())
    review.resolve(desk.workspace, [matches[0]], FALSE, "other_birth")
    assert review.look_alikes(desk.workspace, matches[0]).matches == ()  # it asks no more


def test_one_verdict_for_all_with_a_row_for_each(shared_desk, alike) -> None:
    desk = shared_desk
    before = len(desk.events())
    outcome = review.bulk_resolve(desk.workspace, alike[:4], BIRTH, FALSE, "other_birth")
    assert len({action.batch_id for action in outcome.actions}) == 1
    new = desk.events()[before:]
    assert new == [("match.reviewed", match_id) for match_id in alike[:4]]
    with desk.workspace.database.read() as uow:
        rows = [row for row in uow.audit.rows(0, 10_000) if outcome.batch_id in row.after]
    assert [row.object_id for row in rows] == alike[:4]
    assert audit.verify(desk.workspace).ok
    review.undo(desk.workspace, outcome.batch_id)
    assert states(desk, alike) == [ReviewState.OPEN] * 6


@pytest.mark.parametrize(
    ("chosen", "verdict", "code", "said"),
    [
        ([0, 1, 4], FALSE, "other_birth", "date of birth does not disprove"),
        ([0, 5], FALSE, "other_birth", "date of birth does not disprove"),
        ([0, 1], TRUE, "same_identifier", "decided one by one"),
        ([0, 1], FALSE, "", "needs a reason"),
    ],
)
def test_all_or_nothing(shared_desk, alike, chosen, verdict, code, said) -> None:
    matches = [alike[number] for number in chosen]
    with pytest.raises((BadInput, ReviewConflict), match=said):
        review.bulk_resolve(shared_desk.workspace, matches, BIRTH, verdict, code)
    assert states(shared_desk, alike) == [ReviewState.OPEN] * 6


def test_one_that_was_decided_meanwhile_stops_all(shared_desk, alike) -> None:
    review.resolve(shared_desk.workspace, [alike[2]], UNSURE, "need_document")
    review.resolve(shared_desk.workspace, [alike[3]], FALSE, "other_birth")
    with pytest.raises(ReviewConflict, match="was resolved by"):
        review.bulk_resolve(shared_desk.workspace, alike[:4], BIRTH, FALSE, "other_birth")
    seen = dict.fromkeys(alike[:3], ReviewState.OPEN)
    with pytest.raises(ReviewConflict, match="marked unsure"):
        review.bulk_resolve(
            shared_desk.workspace, alike[:3], BIRTH, FALSE, "other_birth", expected=seen
        )
    assert states(shared_desk, alike[:2]) == [ReviewState.OPEN] * 2


def test_more_than_fifty_are_confirmed_by_typing_how_many(shared_desk, make_match) -> None:
    desk = shared_desk
    evidence = conflict(GENDER)
    records = [
        desk.screened(matches=tuple(make_match(9000 + n, evidence=evidence) for n in range(17)))
        for _ in range(3)
    ]
    matches = [match_id for record in records for match_id in ids(record)]
    act = (desk.workspace, matches, GENDER, FALSE, "other_gender", "Women.")
    for typed in ("", "50", "fifty-one", "511"):
        with pytest.raises(BadInput, match="51 matches would be resolved"):
            review.bulk_resolve(*act, typed)
    assert len(review.bulk_resolve(*act, " 51 ").actions) == 51
    assert set(states(desk, matches)) == {ReviewState.RESOLVED}
