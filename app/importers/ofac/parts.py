"""What the newer OFAC formats share: names from their parts, dates from their bounds, relations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from app.domain.political import Relation, RelationKind
from app.importers.ofac.party import Fact, Party
from app.importers.ofac.remarks import document
from app.importers.reading import unique

# Marks that turn the direction of writing: they belong to a display, not to a name.
_DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])
FORMER = " (former)"  # closes the label of a relation that is over
TITLE = "Title"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_GIVEN = ("First Name", "Middle Name")
_NOT_CAPITAL = ("Nickname",)
_LABELS = {
    "Birthdate": "DOB",
    "Place of Birth": "POB",
    "Nationality Country": "nationality",
    "Citizenship Country": "citizen",
    "VESSEL TYPE": "Vessel Type",
}
_RELATIONS = {
    "owned or controlled by": RelationKind.OWNERSHIP,
    "owns, controls, or operates": RelationKind.OWNERSHIP,
    "property in the interest of": RelationKind.OWNERSHIP,
    "family member of": RelationKind.FAMILY,
    "leader or official of": RelationKind.DIRECTORSHIP,
    "principal executive officer": RelationKind.DIRECTORSHIP,
    "acting for or on behalf of": RelationKind.ASSOCIATE,
    "associate of": RelationKind.ASSOCIATE,
    "providing support to": RelationKind.ASSOCIATE,
}


class Span(NamedTuple):
    """A date as the newer formats give it: first and last day of its start and of its end."""

    start: date
    start_end: date
    end: date
    end_end: date
    is_about: bool = False


def plain_name(text: str) -> str:
    """A name without marks of direction, blanks collapsed."""
    return " ".join(text.translate(_DIRECTION).split())


def joined_name(parts: Sequence[tuple[str, str]]) -> str:
    """A name as the CSV set writes it, ``LAST, First Middle``, from (part type, value) pairs.

    Scripts without capitals have no such form: their parts stand in their natural order.
    """
    given = " ".join(value for kind, value in parts if kind in _GIVEN)
    family = " ".join(
        value if kind in _NOT_CAPITAL else value.upper()
        for kind, value in parts
        if kind not in _GIVEN
    )
    if not (given and family):
        return plain_name(given or family)
    has_case = any(char.isupper() or char.islower() for _, value in parts for char in value)
    return plain_name(f"{family}, {given}" if has_case else f"{given} {family}")


def date_text(span: Span) -> str:
    """A date in the words of the CSV set: ``09 Feb 1951``, ``circa 1961``, ``1961 to 1963``."""
    whole = _period(span.start, span.end_end)
    if whole:
        return f"circa {whole}" if span.is_about else whole
    start, end = _period(span.start, span.start_end), _period(span.end, span.end_end)
    both = f"{start or _day(span.start)} to {end or _day(span.end_end)}"
    return f"circa {both}" if span.is_about else both


def _period(first: date, last: date) -> str:
    """The day, month or year that lies from `first` to `last`; "" if it is none of them."""
    if first == last:
        return _day(first)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    next_day = last + timedelta(days=1)
    if first.day == next_day.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{_MONTHS[first.month - 1]} {first.year}"
    return ""


def _day(day: date) -> str:
    return f"{day.day:02} {_MONTHS[day.month - 1]} {day.year}"


def fact_label(kind: str) -> str:
    """The label of a feature type as the remarks of the CSV set have it."""
    label = kind.replace("’", "'").strip().rstrip(":-").strip()
    return _LABELS.get(label, label)


def stated(kind: str, value: str, comment: str = "", reliability: str = "") -> Iterator[Fact]:
    """A feature of a party, and what OFAC says of it."""
    label, value = fact_label(kind), value.replace("’", "'")
    if not (label and value):
        return
    yield Fact(label, value)
    if comment:
        yield Fact("Note", f"{label} {value}: {comment}")
    if reliability:
        yield Fact(reliability, f"{label} {value}")


def documented(fact: Fact, *said: str) -> Iterator[Fact]:
    """A document of a party, and what is said of it beyond its fields."""
    if not (fact.label and fact.value):
        return
    if not fact.country:  # some stand behind the number, as in the CSV set
        split = document(fact.label, fact.value)
        fact = fact._replace(value=split.value, country=split.country)
    yield fact
    if any(said):
        yield Fact("Document", f"{fact.label} {fact.value}: {note(*said)}")


def tie(party: Party, label: str, name: str, entry_id: str, *said: str) -> None:
    """Note on a party that OFAC ties it to another one of the list; `name` is empty where an
    export leaves that one out."""
    if not (name or entry_id):
        return
    kind = _RELATIONS.get(label.removesuffix(FORMER).lower(), RelationKind.OTHER)
    party.relations.append(Relation(kind, label, name or f"entry {entry_id}", entry_id))
    if name:
        party.facts.append(Fact("Linked To", name))  # as the remarks of the CSV set say it
    if any(said):
        party.facts.append(Fact("Note", f"{label} {name or entry_id}: {note(*said)}"))


def take_titles(party: Party) -> None:
    """Let the titles of a party that stand among its facts be its title."""
    titles = [fact.value for fact in party.facts if fact.label == TITLE]
    party.facts = [fact for fact in party.facts if fact.label != TITLE]
    party.title = note(party.title, *titles)


def note(*texts: str) -> str:
    """The texts that say something, each once, with ``; `` between them."""
    return "; ".join(unique(text for text in texts if text))
