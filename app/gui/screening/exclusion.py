"""What a match exception did to a match, in words: it was excluded, or came back."""

from __future__ import annotations

from app.domain.exception_outcome import MatchOutcome, match_outcome
from app.domain.match import Level, Match
from app.domain.match_exception import FieldChange
from app.gui.screening.wording import level_word, translate
from app.gui.widgets.labels import isolate


def discarded_word(match: Match) -> str:
    """Excluded where an exception did it, else Discarded."""
    if match_outcome(match) is MatchOutcome.EXCLUDED:
        return translate("Screening", "Excluded")
    return level_word(Level.DISCARDED)


def discarded_words(match: Match) -> str:
    """Why a discarded match is discarded; empty for one that is open."""
    if match.level is not Level.DISCARDED:
        return ""
    if match_outcome(match) is MatchOutcome.EXCLUDED:
        return isolate(match.reason)  # it begins with the exception
    return translate("Screening", "Discarded: {why}").format(why=match.reason)


def came_back_words(match: Match) -> str:
    """Which exception excluded it before, and what changed; empty if there was none."""
    if not match.lapsed_exception_id:
        return ""
    words = translate("Screening", "Came back: {exception} no longer holds. {difference}")
    told = "; ".join(map(_change, match.lapsed_because))
    return words.format(exception=match.lapsed_exception_id, difference=told).strip()


def _change(change: FieldChange) -> str:
    side = {
        "list": translate("Screening", "on the list"),
        "subject": translate("Screening", "of the subject"),
    }.get(change.side, translate("Screening", "of the exception"))
    field = change.field.replace("_", " ").capitalize()
    nothing = translate("Screening", "nothing")
    return (
        f"{field} {side}: {isolate(change.before or nothing)} → {isolate(change.after or nothing)}"
    )
