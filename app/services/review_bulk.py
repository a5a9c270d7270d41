"""Look-alikes: open matches that one field disproves alike, resolved together with one reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.errors import BadInput
from app.domain.match import Feature
from app.domain.review import MatchReview, ResolutionVerdict, ReviewConflict, ReviewState
from app.domain.review_queue import LookAlikes, ReviewOutcome
from app.domain.user import Permission
from app.services.review_resolving import resolve_in
from app.services.workspace import Workspace

TYPED_ABOVE = 50
MOST_ALIKE = 1000
_SAMPLE = 5


def look_alikes(workspace: Workspace, match_id: str) -> LookAlikes:
    """The open matches that the same field disproves as this one, itself among them: of the same
    listed party, or of subjects of the same name.

    The field is the one that disproves most of them. At most 1,000 at a time, the longest waiting
    first. Raises NotFound.
    """
    with workspace.database.read() as uow:
        item = uow.reviews.get(match_id)
        if not item.is_open:
            return LookAlikes()
        found = [
            (feature, uow.reviews.open_with(item, feature, MOST_ALIKE))
            for feature in item.disproved
        ]
    if not found:
        return LookAlikes()
    feature, matches = max(found, key=lambda pair: len(pair[1]))
    if len(matches) < 2:
        return LookAlikes()
    return LookAlikes(feature, tuple(matches), tuple(matches[:_SAMPLE]))


def bulk_resolve(
    workspace: Workspace,
    match_ids: Sequence[str],
    feature: Feature,
    verdict: ResolutionVerdict,
    reason_code: str = "",
    comment: str = "",
    typed: str = "",
    *,
    expected: Mapping[str, ReviewState] | None = None,
) -> ReviewOutcome:
    """Give look-alikes one verdict, each with an event and an audit row of its own.

    Args:
        feature: the field that disproves every one of them.
        verdict: FALSE_POSITIVE or UNSURE; what is true is decided one by one.
        typed: how many there are, as typed by the person, for more than 50.
    Raises:
        as `resolve`; BadInput for a true positive or a wrong number; ReviewConflict if the field
        does not disprove one of them (any more). None was changed then.
    """
    workspace.require(Permission.RESOLVE)
    wanted = list(dict.fromkeys(match_ids))
    if verdict is ResolutionVerdict.TRUE_POSITIVE:
        raise BadInput(
            "True positives are decided one by one.",
            safe="Nothing was resolved.",
            todo="Open the match and press T.",
        )
    if len(wanted) > TYPED_ABOVE and typed.strip().replace(",", "") != str(len(wanted)):
        told = typed.strip()[:20] or "no number"
        raise BadInput(
            f"{len(wanted)} matches would be resolved; {told} was typed.",
            safe="Nothing was resolved.",
            todo=f"Type {len(wanted)} to confirm.",
        )
    with workspace.database.write() as uow:
        for item in uow.reviews.get_many(wanted):
            _require_disproved(item, feature)
        outcome, events = resolve_in(
            workspace, uow, wanted, verdict, reason_code, comment, expected=expected
        )
        uow.commit()
    workspace.bus.publish(events)
    return outcome


def _require_disproved(item: MatchReview, feature: Feature) -> None:
    if feature not in item.disproved:
        raise ReviewConflict(
            f"The {feature.value.replace('_', ' ')} does not disprove the match of "
            f"{item.subject_name} with {item.primary_name}.",
            safe="Nothing was resolved.",
            todo="Take it out of the group and decide it by itself.",
        )
