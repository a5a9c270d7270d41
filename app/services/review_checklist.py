"""The guided steps for judging a match: what is asked, what the evidence suggests, what follows.

The steps are those that OFAC, the sanctions office of the US Treasury, publishes for whoever has
a possible match (FAQ 5, "How do I determine if I have a valid OFAC match?"), in our own words and
for any list. A suggestion is offered, never an answer: a person answers each step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.errors import BadInput
from app.domain.list_entry import EntryType
from app.domain.match import Check, Evidence, Feature, Match, Strength, Verdict
from app.domain.review import ResolutionVerdict
from app.domain.subject import Subject, SubjectType

SOURCE: Final = "OFAC, FAQ 5: how to tell whether a match is valid (ofac.treasury.gov/faqs/5)"
_SAME_WORD = 0.85  # from which similarity two words of the names count as the same
_ENOUGH = 2  # so many fields compared are enough to judge by


class Answer(StrEnum):
    """The answer to one step; YES speaks for the match."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ChecklistStep:
    """One step of one match. `suggestion` follows from the evidence, `because` says how."""

    step: str
    title: str
    question: str
    suggestion: Answer
    because: str


@dataclass(frozen=True, slots=True)
class Leaning:
    """Where the answers lead: a verdict, or None while they are not enough, and why."""

    verdict: ResolutionVerdict | None
    text: str


def checklist(subject: Subject, match: Match) -> tuple[ChecklistStep, ...]:
    """The steps for a match in their order, each with what the evidence suggests."""
    steps = []
    for step, (title, question, suggested) in _STEPS.items():
        answer, because = suggested(subject, match)
        steps.append(ChecklistStep(step, title, question, answer, because))
    return tuple(steps)


def leaning(answers: Mapping[str, str]) -> Leaning:
    """Where the answers given so far lead, step by step; the first that decides wins."""
    for step, answer, verdict, text in _RULES:
        if answers.get(step) == answer:
            return Leaning(verdict, text)
    return Leaning(None, "Answer the steps from the first one on.")


def clean_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers as they are stored, in the order of the steps.

    Raises BadInput for an unknown step or answer.
    """
    for step, answer in answers.items():
        if step not in _STEPS or answer not in list(Answer):
            raise BadInput(
                f"“{step[:40]}: {str(answer)[:40]}” is no answer to a step of the checklist.",
                safe="Nothing was resolved.",
                todo=f"Steps are {', '.join(_STEPS)}; answers {', '.join(Answer)}.",
            )
    return {step: str(answers[step]) for step in _STEPS if step in answers}


def _on_list(subject: Subject, match: Match) -> tuple[Answer, str]:
    del subject
    if match.check is Check.SANCTIONS:
        return Answer.YES, f"{match.source} is a sanctions list."
    return Answer.NO, f"{match.source} is no sanctions list: {_CHECK_WORDS[match.check]}."


def _same_kind(subject: Subject, match: Match) -> tuple[Answer, str]:
    is_person = subject.type is SubjectType.INDIVIDUAL
    listed = match.entry_type.value.lower()
    if is_person == (match.entry_type is EntryType.INDIVIDUAL):
        if match.entry_type in (EntryType.VESSEL, EntryType.AIRCRAFT):
            return Answer.NO, f"The listed party is a {listed}."
        return Answer.YES, f"Both are {'persons' if is_person else 'organisations'}."
    own = "a person" if is_person else "an organisation"
    return Answer.NO, f"The customer is {own}, the listed party an {listed}."


def _whole_name(subject: Subject, match: Match) -> tuple[Answer, str]:
    del subject
    if match.strength is Strength.EXACT:
        return Answer.YES, "The names are the same."
    pairs = match.alignment.pairs
    if not pairs:
        return Answer.UNKNOWN, "Compare the names word by word."
    own = sum(pair.query_end > pair.query_start for pair in pairs)
    listed = sum(pair.list_end > pair.list_start for pair in pairs)
    same = sum(pair.similarity >= _SAME_WORD for pair in pairs)
    told = f"{same} of {own} words of the customer and of {listed} of the list agree."
    if same >= 2 and same >= min(own, listed):
        return Answer.YES, told
    return (Answer.NO if same <= 1 else Answer.UNKNOWN), told


def _enough_known(subject: Subject, match: Match) -> tuple[Answer, str]:
    del subject
    compared = _compared(match)
    if len(compared) >= _ENOUGH:
        return Answer.YES, f"Compared: {_names(compared)}."
    lacking = [item for item in match.evidence if item.list_value and not item.query_value]
    if lacking:
        return Answer.NO, f"The list tells it, of the customer it is not known: {_names(lacking)}."
    return Answer.UNKNOWN, "The list entry itself tells little beside the name."


def _several_agree(subject: Subject, match: Match) -> tuple[Answer, str]:
    del subject
    compared = _compared(match)
    agreeing = [item for item in compared if item.verdict is Verdict.AGREE]
    against = [item for item in compared if item.verdict is Verdict.CONFLICT and item.is_strong]
    if len(agreeing) >= 2 or any(item.feature is Feature.IDENTIFIER for item in agreeing):
        return Answer.YES, f"Agreeing: {_names(agreeing)}."
    if against:
        return Answer.NO, f"Contradicted: {_names(against)}."
    if agreeing:
        return Answer.UNKNOWN, f"Agreeing: {_names(agreeing)} alone."
    if compared:
        return Answer.NO, "Nothing beside the name agrees."
    return Answer.UNKNOWN, "Nothing beside the name could be compared."


def _compared(match: Match) -> list[Evidence]:
    return [
        item
        for item in match.evidence
        if item.verdict is not Verdict.MISSING and item.feature is not Feature.TYPE
    ]


def _names(evidence: list[Evidence]) -> str:
    return ", ".join(item.feature.value.replace("_", " ") for item in evidence)


_CHECK_WORDS = {
    Check.PEP: "it names people in public office",
    Check.ADVERSE_MEDIA: "it tells of reports in the media",
}
_Suggested = Callable[[Subject, Match], tuple[Answer, str]]
_STEPS: Final[dict[str, tuple[str, str, _Suggested]]] = {
    "list": ("The list", "Is the listed party on a sanctions list that binds us?", _on_list),
    "kind": ("The kind of party", "Are both the same kind of party?", _same_kind),
    "name": ("The name", "Does the whole name agree, not a single word of it?", _whole_name),
    "known": (
        "What is known",
        "Is enough known of the customer to compare with the whole entry?",
        _enough_known,
    ),
    "alike": ("What agrees", "Do several facts agree, or one for certain?", _several_agree),
}
STEPS: Final = tuple(_STEPS)
_RULES: Final = (
    ("list", Answer.NO, None, "No sanctions match: judge it by what this list is for."),
    ("kind", Answer.NO, ResolutionVerdict.FALSE_POSITIVE, "Parties of two kinds are not one."),
    ("name", Answer.NO, ResolutionVerdict.FALSE_POSITIVE, "One word in common is no match."),
    ("known", Answer.NO, ResolutionVerdict.UNSURE, "Ask for what is not known, then compare."),
    (
        "alike",
        Answer.YES,
        ResolutionVerdict.TRUE_POSITIVE,
        "Much speaks for it: take it into a case, and ask the authority before you act on it.",
    ),
    ("alike", Answer.NO, ResolutionVerdict.FALSE_POSITIVE, "Note what you compared and go on."),
)
