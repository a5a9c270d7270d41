"""One match under review: both sides, its group, the history of the pair, what changed since."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.entry_changes import field_changes
from app.domain.errors import NotFound
from app.domain.exception_fingerprint import CUSTOMER_FIELDS, LIST, SUBJECT, customer_values
from app.domain.list_entry import ListEntry
from app.domain.match_exception import FieldChange
from app.domain.review import MatchReview, ResolutionVerdict, ReviewAction, ReviewKind
from app.domain.review_queue import MatchDetail, PairEvent
from app.domain.screening import ScreeningRecord
from app.domain.subject import Subject
from app.services.review_acting import CHECKLIST
from app.services.workspace import Workspace
from app.storage.reviews import newest_of_pairs
from app.storage.unit_of_work import UnitOfWork


def detail(workspace: Workspace, match_id: str) -> MatchDetail:
    """Everything about one match under review. Raises NotFound."""
    with workspace.database.read() as uow:
        item = uow.reviews.get(match_id)
        record = uow.screenings.get(item.screening_id)
        match = next(one for one in record.matches if one.match_id == match_id)
        party = record.party_of(match)
        entry = _entry(uow, item)
        pair = uow.reviews.of_pair(item.subject_id, item.source, item.list_entry_id)
        history = _history(workspace, uow, item, pair)
        decided = _decided(history, item)
        return MatchDetail(
            review=item,
            match=match,
            record=record,
            entry=entry,
            others=_others(uow, item),
            history=history,
            party=party,
            links=party.links if party else (),
            decided=decided,
            changed_since=_changed_since(uow, decided, pair, record, entry) if decided else (),
        )


def _others(uow: UnitOfWork, item: MatchReview) -> tuple[MatchReview, ...]:
    """The newest matches with the other entries of the party; those with the same are history."""
    pair = (item.source, item.list_entry_id)
    newest = newest_of_pairs(uow.reviews.of_group(item.group_id))
    return tuple(other for other in newest if (other.source, other.list_entry_id) != pair)


def _entry(uow: UnitOfWork, item: MatchReview) -> ListEntry | None:
    """The list entry as it matched; None if its version was removed since."""
    try:
        return uow.lists.entry(item.source, item.list_entry_id, item.entry_checksum)
    except NotFound:
        return None


def _history(
    workspace: Workspace, uow: UnitOfWork, item: MatchReview, pair: Sequence[MatchReview]
) -> tuple[PairEvent, ...]:
    """What happened to a subject and a list entry over all screenings, newest first."""
    by_id = {one.match_id: one for one in pair}
    actions = uow.reviews.actions_of(list(by_id))
    undone = {action.undoes for action in actions if action.undoes}
    texts = {reason.code: reason.text for reason in workspace.case_policy.reasons}
    events = [_found(one, item) for one in pair]
    events += [
        _done(action, by_id[action.match_id], item, undone, texts)
        for action in actions
        if action.kind is not ReviewKind.SUPERSEDE
    ]
    events += _excepted(uow, item)
    events.sort(key=lambda event: event.at)
    return tuple(reversed(events))  # of one moment, too, what came last is first


def _found(one: MatchReview, shown: MatchReview) -> PairEvent:
    return PairEvent(
        at=one.created_at,
        actor="",
        match_id=one.match_id,
        screening_id=one.screening_id,
        score=one.score,
        entry_changed=one.entry_checksum != shown.entry_checksum,
    )


def _done(
    action: ReviewAction,
    one: MatchReview,
    shown: MatchReview,
    undone: set[str],
    texts: dict[str, str],
) -> PairEvent:
    return PairEvent(
        at=action.at,
        actor=action.actor,
        match_id=action.match_id,
        screening_id=one.screening_id,
        kind=action.kind,
        action_id=action.action_id,
        verdict=action.verdict,
        reason_code=action.reason_code,
        reason=texts.get(action.reason_code, action.reason_code),
        comment=action.comment,
        is_undone=action.action_id in undone,
        entry_changed=one.entry_checksum != shown.entry_checksum,
        score=one.score,
        checklist=action.after.get(CHECKLIST, {}),
    )


def _excepted(uow: UnitOfWork, item: MatchReview) -> list[PairEvent]:
    """What became of the match exceptions of this pair."""
    return [
        PairEvent(
            at=event.at,
            actor=event.actor,
            match_id="",
            screening_id="",
            comment=str(event.data.get("reason", "")),
            exception_id=event.exception_id,
            what=event.action,
        )
        for known in uow.match_exceptions.of_profile(item.source, item.list_entry_id)
        if known.subject_id == item.subject_id
        for event in uow.match_exceptions.history(known.exception_id)
    ]


def _decided(history: Sequence[PairEvent], item: MatchReview) -> PairEvent | None:
    """The newest standing verdict on an earlier match of the pair."""
    return next(
        (
            event
            for event in history
            if event.kind is ReviewKind.RESOLVE
            and event.verdict is not ResolutionVerdict.UNSURE
            and not event.is_undone
            and event.match_id != item.match_id
        ),
        None,
    )


def _changed_since(
    uow: UnitOfWork,
    decided: PairEvent,
    pair: Sequence[MatchReview],
    record: ScreeningRecord,
    entry: ListEntry | None,
) -> tuple[FieldChange, ...]:
    earlier = next(one for one in pair if one.match_id == decided.match_id)
    before = _entry(uow, earlier)
    changes = [
        FieldChange(LIST, change.field, "; ".join(change.gone), "; ".join(change.new))
        for change in (field_changes(before, entry) if before and entry else ())
    ]
    subject = uow.screenings.get(earlier.screening_id).subject
    return (*changes, *_subject_changes(subject, record.subject))


def _subject_changes(before: Subject, after: Subject) -> list[FieldChange]:
    values = [
        (name, customer_values(before, name), customer_values(after, name))
        for name in CUSTOMER_FIELDS
    ]
    return [
        FieldChange(SUBJECT, name, "; ".join(old), "; ".join(new))
        for name, old, new in values
        if old != new
    ]
